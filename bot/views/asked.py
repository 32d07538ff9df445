"""What a form has asked about, as the form carries it: saved again as it was, it is meant."""

import json
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256

from bot.views.ids import record_id

_MOST = 20
"""Prints that are kept: a form has fewer things to ask about."""


@dataclass(frozen=True)
class AskedForm:
    """What a form is about, by the number of a record where there is one, and prints of what it has asked about."""

    about: int | None = None
    prints: frozenset[str] = frozenset()

    def has_asked(self, *said: str) -> bool:
        """Whether it has asked about exactly this."""
        return _print_of(said) in self.prints

    def asking(self, questions: Collection[tuple[str, ...]]) -> "AskedForm":
        """The same once these are asked about too. What was asked before stays answered."""
        return AskedForm(self.about, self.prints | {_print_of(said) for said in questions})

    def carried(self) -> str:
        """As the form carries it."""
        return json.dumps([self.about, *sorted(self.prints)[:_MOST]])


def asked_form(metadata: str) -> AskedForm | None:
    """What a form of ours carries; None for anything else. A bare number is a record that nothing was asked about."""
    if (number := record_id(metadata)) is not None:
        return AskedForm(number)
    with suppress(ValueError, RecursionError):
        match json.loads(metadata or "[null]"):
            case [None, *prints] if _are_prints(prints):
                return AskedForm(None, frozenset(prints))
            case [int() as number, *prints] if record_id(str(number)) is not None and _are_prints(prints):
                return AskedForm(number, frozenset(prints))
    return None


def _are_prints(prints: list[object]) -> bool:
    return len(prints) <= _MOST and all(isinstance(each, str) for each in prints)


def _print_of(said: tuple[str, ...]) -> str:
    return sha256("\0".join(said).encode()).hexdigest()[:16]
