"""What a person typed to have the limits of an indicator's ordinary movement worked out anew."""

import re
from dataclasses import dataclass
from datetime import date

from bot.domain.cadences import Cadence
from bot.domain.periods import Period, parse_period
from bot.domain.target_lines import take_reason
from bot.domain.typed_text import spaced

_FROM = re.compile(
    r"(?:from|since|as of|von|ab|seit|de|depuis|à partir de|desde|da|van|vanaf|från|fra|od) ", re.IGNORECASE
)
_OFF = frozenset(("off", "none", "aus", "non", "no", "nessuno", "uit", "av", "nie"))


@dataclass(frozen=True)
class RebaseLine:
    """From which period on, and why; `is_off` where that is taken back, with neither where neither was typed."""

    period: Period | None = None
    reason: str = ""
    is_off: bool = False


def parse_rebase_line(text: str, *, cadence: Cadence, today: date, locale: str) -> RebaseLine:
    """`from last week because …`, `off`, `off because …`. Raises UserError for what is no period of this cadence, and
    for one that has not begun; Question where it may be several.
    """
    when, reason = take_reason(text)
    when = spaced(when).strip()
    if when.lower() in _OFF:
        return RebaseLine(reason=reason, is_off=True)
    begins = _FROM.match(when)
    named = when[begins.end() :] if begins else when
    if not named:
        return RebaseLine(reason=reason)
    return RebaseLine(parse_period(named, cadence, today=today, locale=locale), reason)
