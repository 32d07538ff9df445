"""Days on which nobody of a company works, as an administrator types them, a line each, and as records hold them."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from bot.domain.day_spans import parse_span
from bot.domain.public_holidays import ClosedDays
from bot.domain.typed_text import on_one_line, shown
from bot.errors import UserError

MOST_LINES: Final = 60
LONGEST_NAME: Final = 60
_MOST_DAYS: Final = 31
"""Of one line: what is longer is a slip."""


def read_closed_days(typed: str, *, today: date, locale: str) -> tuple[ClosedDays, ...]:
    """What was typed, a line for each day or stretch of days, with its name behind a colon; in the order of the days.
    A day without a year is the next such day. Raises UserError, which names the line.
    """
    lines = [line for line in map(on_one_line, typed.splitlines()) if line]
    if len(lines) > MOST_LINES:
        raise UserError(
            "Up to {most} lines fit; these are {count}. Leave out past ones.", most=MOST_LINES, count=len(lines)
        )
    found = {_read_line(line, today=today, locale=locale) for line in lines}
    return tuple(sorted(found, key=lambda each: (each.first, each.last, each.name)))


def _read_line(line: str, *, today: date, locale: str) -> ClosedDays:
    days, _, name = (part.strip() for part in line.partition(":"))
    if len(name) > LONGEST_NAME:
        raise UserError(
            'The name in "{line}" is too long: it holds up to {most} characters.',
            line=shown(line, 80),
            most=LONGEST_NAME,
        )
    first, last = parse_span(days, today=today, locale=locale)
    if last - first >= timedelta(days=_MOST_DAYS):
        raise UserError(
            '"{line}" is more than {most} days. Check the days, or write several lines.',
            line=shown(line, 80),
            most=_MOST_DAYS,
        )
    return ClosedDays(first, last, name)


def as_record(closed: Sequence[ClosedDays]) -> str:
    """These days as records hold them."""
    return "\n".join(f"{each.first.isoformat()} {each.last.isoformat()} {each.name}".strip() for each in closed)


@lru_cache(maxsize=128)
def from_record(text: str) -> tuple[ClosedDays, ...]:
    """From days as records hold them."""
    found = []
    for line in text.splitlines():
        first, last, name = [*line.split(" ", 2), "", ""][:3]
        found.append(ClosedDays(date.fromisoformat(first), date.fromisoformat(last), name))
    return tuple(found)
