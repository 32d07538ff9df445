"""Slack's way of saying no."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.playground.strict.schema import Fault


@dataclass(frozen=True)
class Refusal:
    """Slack's answer to what it does not take: the error code, its sentences, and where the first fault is."""

    error: str
    messages: tuple[str, ...] = ()
    pointer: str | None = None

    def answer(self) -> dict[str, Any]:
        """The body that Slack answers with: bad blocks list their faults in `errors`, everything only as metadata."""
        body: dict[str, Any] = {"ok": False, "error": self.error}
        if self.messages:
            body["response_metadata"] = {"messages": list(self.messages)}
            if self.error.startswith("invalid_blocks"):
                body["errors"] = [message.removeprefix("[ERROR] ") for message in self.messages]
        return body


def refuse(error: str, sentence: str, pointer: str | None = None) -> Refusal:
    """A refusal with one sentence, about one place or about the call as a whole."""
    where = f" [json-pointer:{pointer}]" if pointer else ""
    return Refusal(error, (f"[ERROR] {sentence}{where}",), pointer)


def refuse_faults(error: str, faults: Iterable[Fault]) -> Refusal | None:
    """A refusal with all the faults found, or None where there are none."""
    found = tuple(faults)
    if not found:
        return None
    return Refusal(error, tuple(f"[ERROR] {fault}" for fault in found), found[0].pointer)
