"""What Slack would refuse: pure checks of Web API arguments, messages and views."""

from dataclasses import dataclass
from typing import Any

__all__ = ["Refusal", "check_arguments", "check_message", "check_view"]


@dataclass(frozen=True)
class Refusal:
    """Slack's answer to a payload it does not take: the error code, its sentences and where the fault is."""

    error: str
    messages: tuple[str, ...] = ()
    pointer: str | None = None


def check_arguments(method: str, arguments: dict[str, Any]) -> Refusal | None:
    """The refusal of a Web API call for its method or arguments, or None when Slack would take it."""
    return None if method and arguments is not None else Refusal("unknown_method")


def check_message(arguments: dict[str, Any]) -> Refusal | None:
    """The refusal of a message (chat.* or response_url, JSON already decoded), or None."""
    return (
        None
        if any(arguments.get(key) for key in ("text", "blocks", "attachments", "markdown_text"))
        else Refusal("no_text")
    )


def check_view(view: dict[str, Any]) -> Refusal | None:
    """The refusal of a modal or Home view, or None."""
    return None if view.get("type") in ("modal", "home") else Refusal("invalid_arguments")
