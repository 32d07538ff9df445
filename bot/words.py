"""What there is to say, before it is said in anybody's language.

Whoever finds out that something is to be said (the domain, an action) makes `Words` of it: an English pattern, and the
values that fill its places, as values. The pattern is the key into every catalogue. `bot.views.saying` words it for its
reader; nothing below that knows a language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal


@dataclass(frozen=True)
class Words:
    """A sentence or a part of one. `values` fill the places of the pattern: text as people typed it, numbers, days,
    other words, or one of the domain's own values. With a `plural` it depends on `count` which of the two is said.
    """

    pattern: str
    values: Mapping[str, Any] = field(default_factory=dict)
    plural: str = ""
    count: int = 0

    def filled(self, **values: Any) -> "Words":
        """The same with these values too."""
        return replace(self, values={**self.values, **values})


@dataclass(frozen=True)
class Listing:
    """Several things, as one lists them in a sentence."""

    parts: tuple[Any, ...]
    joined_by: Literal["and", "or"] = "and"


@dataclass(frozen=True)
class Example:
    """A command to type, with places in it ("/target set <indicator> <value> by <date>"): they are filled with `fills`,
    else with what is the reader's own.
    """

    command: str
    fills: Mapping[str, Any] = field(default_factory=dict)


def gives_examples(of: Words) -> bool:
    """Whether there is a place for what is the reader's own."""
    return any(
        gives_examples(value) if isinstance(value, Words) else isinstance(value, Example)
        for value in of.values.values()
    )


def words(pattern: str, /, **values: Any) -> Words:
    """Something to say. Only a literal pattern is found by those who translate."""
    return Words(pattern, values)


def counted(one: str, other: str, count: int, /, **values: Any) -> Words:
    """The same of so many: `{count}` is their number."""
    return Words(one, {"count": count, **values}, other, count)


def sentences(*parts: Words) -> Words:
    """One after the other."""
    values = {f"part_{place}": part for place, part in enumerate(parts)}
    return Words(" ".join(f"{{{name}}}" for name in values), values)
