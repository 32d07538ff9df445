"""An indicator at rest: how that came about, and until when, as people type it."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import islice

from bot.domain.dates import parse_date
from bot.domain.target_lines import BEFORE_A_DAY
from bot.domain.typed_text import spaced
from bot.errors import UserError


class Interruption(StrEnum):
    """What was done with an indicator, so that it is asked for no more, or again."""

    PAUSED = "paused"
    RESUMED = "resumed"
    RETIRED = "retired"
    BROUGHT_BACK = "brought_back"


@dataclass(frozen=True)
class UntilLine:
    """A day, where one was typed, and the other words."""

    until_on: date | None = None
    reason: str = ""


_MOST_WORDS = 6
"""Of a day: "Tuesday the 1st of September 2026"."""
_MOST_PLACES = 4
"""Each is tried, and reading a day takes time in step with the text."""
_ALWAYS_A_DAY = ("until ", "till ")
"""In other languages the same words may begin a reason."""


def parse_until_line(text: str, *, today: date, locale: str) -> UntilLine:
    """`until 1 September half term`, `half term bis 1. September`, `1 September`; words alone are the reason. Raises
    UserError where a day was meant and cannot be read.
    """
    text = spaced(text).strip()
    for found in islice(BEFORE_A_DAY.finditer(text), _MOST_PLACES):
        for day, rest in _days_at_the_beginning(text[found.end() :], today=today, locale=locale):
            return UntilLine(day, " ".join(filter(None, (text[: found.start()].strip(), rest))))
    if text[:1].isdecimal():
        for day, rest in _days_at_the_beginning(text, today=today, locale=locale):
            return UntilLine(day, rest)
    begins = BEFORE_A_DAY.match(text)
    if begins is not None:
        meant = text[begins.end() :]
        if begins[0].lower() in _ALWAYS_A_DAY or any(map(str.isdecimal, meant[:20])):
            parse_date(" ".join(meant.split()[:_MOST_WORDS]), today=today, locale=locale)
    return UntilLine(None, text)


def _days_at_the_beginning(text: str, *, today: date, locale: str) -> Iterator[tuple[date, str]]:
    """The day that the text begins with, read from as many words as make one, and what follows it."""
    words = text.split(" ")
    for count in range(min(len(words), _MOST_WORDS), 0, -1):
        with suppress(UserError):
            day = parse_date(" ".join(words[:count]).rstrip(",:;"), today=today, locale=locale)
            yield day, " ".join(words[count:]).lstrip(",:; ")
            return
