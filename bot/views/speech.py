"""Sentences in the reader's language. Only here a pattern becomes text; every other view says what goes into it.

A pattern is a whole sentence or a part that stands alone, never a piece that is glued to another: word order differs.
Its places are filled with text that is ready, or with whole numbers.
"""

from collections.abc import Iterable
from typing import Literal

from bot.domain.numerals import grouped
from bot.languages import language_for
from bot.results.names import Viewer
from bot.words import Words


def say(viewer: Viewer, pattern: str | Words, /, **values: str | int) -> str:
    """The pattern, a literal or from a table of `words`, in the viewer's language, filled. The values stand in it as
    they are: escaped before, for mrkdwn.
    """
    english = pattern if isinstance(pattern, str) else pattern.pattern
    translated = language_for(viewer.locale).pattern(english)
    return translated.format_map(_shown(values, viewer)) if values else translated


def say_counted(viewer: Viewer, one: str, other: str, count: int, /, **values: str | int) -> str:
    """The same of so many; `{count}` is their number."""
    translated = language_for(viewer.locale).pattern(one, other, count)
    return translated.format_map(_shown({"count": count, **values}, viewer))


def listed(viewer: Viewer, parts: Iterable[str], joined_by: Literal["and", "or"] = "and") -> str:
    """ "Alice, Bob and Charlie"."""
    return language_for(viewer.locale).listed(list(parts), joined_by)


def capital(text: str) -> str:
    """The text with its first letter as a capital, the rest as it is."""
    return text[:1].upper() + text[1:]


def _shown(values: dict[str, str | int], viewer: Viewer) -> dict[str, str]:
    return {name: value if isinstance(value, str) else grouped(value, viewer.locale) for name, value in values.items()}
