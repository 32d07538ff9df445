"""What went wrong, by who has to act on it.

    UserError            a person should do something else: the message says what
    ├── NotFound         nothing here by that name that this person may see
    ├── Ambiguous        several candidates: the person chooses
    ├── UnclearValue     a value that reads in several ways: the person chooses, or types it another way
    └── NotAllowed       somebody else has to do it

A fault that a machine will try again later is a value (`TryLater`), not an exception; one that only the operator can
mend is logged with its ids and rises.
"""

from collections.abc import Sequence
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


class Ambiguous(UserError):
    """Several things fit what was typed; `candidates` are (key, name) pairs to choose from, `rest` what follows the
    words that fit them all.
    """

    def __init__(
        self, pattern: str | Words, /, *, candidates: Sequence[tuple[str, str]], rest: str = "", **values: Any
    ) -> None:
        super().__init__(pattern, **values)
        self.candidates = tuple(candidates)
        self.rest = rest


class UnclearValue(UserError):
    """What was typed can be read as several values. `readings` are (locale, value) pairs where that is because the
    person's language is not known: how the value reads by each locale's way to write numbers.
    """

    def __init__(
        self, pattern: str | Words, /, *, readings: Sequence[tuple[str, str | Words]] = (), **values: Any
    ) -> None:
        super().__init__(pattern, **values)
        self.readings = tuple(readings)


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
