"""What went wrong, by who has to act on it.

    UserError            a person should do something else: the message says what
    ├── NotFound         nothing here by that name that this person may see
    ├── Question         it may have meant several things: the person chooses
    │   ├── Ambiguous    which of several indicators or outcomes
    │   │   └── Misspelt nothing by that name, but something near it
    │   └── UnclearValue what of a line is the value, and which value
    └── NotAllowed       somebody else has to do it

A fault that a machine will try again later is a value (`TryLater`), not an exception; one that only the operator can
mend is logged with its ids and rises.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Any

from bot.words import Words


class UserError(Exception):
    """Something this person can put right.

    `words` are a plain sentence or two that say what happened and what to do instead: an English pattern, and what
    fills its places. They hold text as people typed it; views escape it, and word it in the reader's language. `field`
    names the form field it belongs to, if it belongs to one.
    """

    def __init__(self, pattern: str | Words, /, *, field: str | None = None, **values: Any) -> None:
        self.words = pattern if isinstance(pattern, Words) else Words(pattern, values)
        self.field = field
        super().__init__(self.words)

    def put_at(self, field: str) -> None:
        """Have it belong to this field of the form, unless it belongs to one already."""
        self.field = self.field or field


class NotFound(UserError):
    """There is nothing by that name that this person may see."""


@dataclass(frozen=True)
class Choice:
    """One thing that somebody may have meant. `label` says it, and `line` is what is read instead of the line that was
    typed (the same, where it is empty): by this `locale`'s way to write numbers, where one is given. What `is_meant` is
    not doubted again, and what `wants_note` asks for one first. A choice of what has a `key` is named with it above the
    buttons.
    """

    label: str | Words
    line: str = ""
    key: str = ""
    locale: str = ""
    is_meant: bool = False
    wants_note: bool = False


class Question(UserError):
    """What was typed may have meant several things. Nothing was done; each of the `choices` does it, when it is chosen.
    Where there are none, the words say what to type.
    """

    def __init__(self, pattern: str | Words, /, *, choices: Sequence[Choice] = (), **values: Any) -> None:
        super().__init__(pattern, **values)
        self.choices = tuple(choices)

    def put_after(self, beginning: str) -> None:
        """Have every line begin with these words, which were not part of what was asked about."""
        self.choices = tuple(
            replace(each, line=f"{beginning} {each.line}") if each.line else each for each in self.choices
        )


class Ambiguous(Question):
    """Several things fit what was typed; `candidates` are (key, label) pairs to choose from, `rest` what follows the
    words that fit them all.
    """

    def __init__(
        self, pattern: str | Words, /, *, candidates: Sequence[tuple[str, str | Words]], rest: str = "", **values: Any
    ) -> None:
        choices = [Choice(name, f"{key} {rest}".strip(), key=key) for key, name in candidates]
        super().__init__(pattern, choices=choices, **values)


class Misspelt(Ambiguous):
    """Nothing that this person may see has that name; the candidates are spelled most like it."""


class UnclearValue(Question):
    """What was typed can be read as several values."""


class NotAllowed(UserError):
    """The person may see this but not do that; the message names who may."""


class Trouble(Enum):
    """What kept the database from doing what it was asked to. Whoever waits cannot mend it, and is told who can."""

    LATE = auto()
    """It did not answer in time: it is slow, out of reach, or somebody else holds what is needed."""
    FULL = auto()
    """The disk under it has no room left."""
    DISK = auto()
    """It cannot read or write its own files."""
    READ_ONLY = auto()
    """It takes nothing new."""
    FORBIDDEN = auto()
    """The bot may not use it as it has to."""
    NO_TABLES = auto()
    """It has not the tables of this version."""
    CONSTRAINT = auto()
    """What was to be stored contradicts what is there."""
    VALUE = auto()
    """Something was to be stored that it has no place for."""
    OTHER = auto()
    """It said something else."""
