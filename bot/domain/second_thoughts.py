"""What follows the period or the confidence of a line where it takes the line back: "86", "no, 86", "sorry, this week".
What follows the value itself is looked at in `value_lines`.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from bot.domain.periods import Period
from bot.domain.value_lines import TakenValue, without_correction
from bot.domain.values import Value
from bot.errors import UserError

ReadPeriod = Callable[[str], tuple[Period | None, str]]
Take = Callable[[str], TakenValue]

_LONGEST = 100
"""A longer text says more than another value or period."""
_AROUND = " -–—,;.!"
_BEFORE_A_NOTE = re.compile(r"^(?:[-–—,;.]\s+)+")


@dataclass(frozen=True)
class Instead:
    """Another value, another period, or both."""

    value: Value | None
    period: Period | None


def said_instead(rest: str, take: Take, read_period: ReadPeriod) -> Instead | None:
    """What the rest of a line says instead of the reading before it; None where it is a note.

    That is another period, another value, or one with the other, and nothing else; or a value behind words that take
    the one before it back, and anything behind that.
    """
    if not rest.strip() or len(rest) > _LONGEST:
        return None
    return next(filter(None, (_instead(*candidate, take, read_period) for candidate in _candidates(rest))), None)


def _candidates(rest: str) -> Iterator[tuple[str, bool]]:
    """The rest, then without the words that take back what stands before them, and whether there were any."""
    whole = _BEFORE_A_NOTE.sub("", rest.strip())
    yield whole, False
    bare = without_correction(whole)
    if bare != whole:
        yield bare, True


def _instead(text: str, is_corrected: bool, take: Take, read_period: ReadPeriod) -> Instead | None:
    period, after = _period(text, read_period)
    if period and not after.strip(_AROUND):
        return Instead(None, period)
    taken = _taken(after if period else text, take)
    if taken is None:
        return None
    if not taken.rest or (is_corrected and not period):
        return Instead(taken.value, period)
    period_after, further = _period(taken.rest, read_period) if not period else (None, "")
    return Instead(taken.value, period_after) if period_after and not further.strip(_AROUND) else None


def _period(text: str, read_period: ReadPeriod) -> tuple[Period | None, str]:
    with suppress(UserError):
        return read_period(text)
    return None, text


def _taken(text: str, take: Take) -> TakenValue | None:
    with suppress(UserError):
        return take(text)
    return None
