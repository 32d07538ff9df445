"""Being away: from when until when, as people type it in one line.

"until" says the first day back, in whatever language; a stretch ("1 to 8 June") says the days away.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.dates import parse_date
from bot.domain.day_spans import parse_span
from bot.domain.target_lines import BEFORE_A_DAY
from bot.domain.typed_text import spaced
from bot.errors import UserError

LONGEST = timedelta(days=366)

_FILLERS = re.compile(
    r"(?:away|off|out of (?:the )?office|out|ooo|(?:on )?(?:holidays?|vacation|leave)|sick|ill|weg|abwesend|krank"
    r"|(?:im )?urlaub|(?:en )?(?:vacances|congés?)|absente?|(?:de )?vacaciones|(?:de )?férias|(?:in )?ferie"
    r"|(?:met )?vakantie)\b[,:]?\s*",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"(?:(?:only |just )?(?:until|untill|till|til|bis(?: zum)?|jusqu'?(?:au|à)|hasta(?: el)?|até|fino al?"
    r"|tot(?: en met)?|t/m|till och med|do)|back(?: on)?|returning(?: on)?|wieder da(?: am)?)\s+",
    re.IGNORECASE,
)
_UNTIL_INSIDE = re.compile(r"\s(?:until|till|til)\s", re.IGNORECASE)
_FROM = re.compile(
    r"(?:from|starting|von|vom|ab|du|à partir du|del|desde(?: el)?|dal|vanaf|från|fra)\s+", re.IGNORECASE
)
_ARTICLE = re.compile(r"(?:on|am|den|the|el|le|il|op|em|no)\s+", re.IGNORECASE)
_FOR = re.compile(
    r"(?:for )?(?:the )?(?:next )?(\d{1,3}|an?|one|two|three|four|five|six) (days?|weeks?)", re.IGNORECASE
)
_WEEK = re.compile(r"(?:the )?(?:all )?(?:(this|next) week|(?:rest of )(this|the) week)", re.IGNORECASE)
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


class AbsenceSource(StrEnum):
    """Where we know from that somebody is away."""

    DECLARED = "declared"
    STATUS = "status"


@dataclass(frozen=True)
class Stretch:
    """Somebody is away from the first of these days on; on the second one they are back."""

    first_on: date
    back_on: date

    def covers(self, day: date) -> bool:
        """Whether they are away on this day."""
        return self.first_on <= day < self.back_on


def parse_absence(text: str, *, today: date, locale: str) -> Stretch | None:
    """`until 8 June`, `from 1 to 8 June`, `tomorrow`, `next week`, `for 3 days`; None where no day was typed. Raises
    UserError for what cannot be read, and for what cannot be.
    """
    typed = spaced(text.replace("’", "'")).strip(" .!")
    while found := _FILLERS.match(typed):
        typed = typed[found.end() :].strip()
    if not typed:
        return None
    return checked(_read(typed, today=today, locale=locale), today=today)


def checked(stretch: Stretch, *, today: date) -> Stretch:
    """The same, if it can be. Raises UserError."""
    if stretch.back_on <= today:
        raise UserError("{day} is not ahead. Say the day on which you are back.", day=stretch.back_on)
    if stretch.first_on < today:
        raise UserError("{day} has passed. Leave the first day out, and it is from today on.", day=stretch.first_on)
    if stretch.back_on <= stretch.first_on:
        raise UserError(
            "You cannot be back on {back} and away from {first} on. Check the two days.",
            back=stretch.back_on,
            first=stretch.first_on,
        )
    if stretch.back_on - today > LONGEST:
        raise UserError(
            "{day} is more than a year ahead. For so long, hand your numbers over to somebody.", day=stretch.back_on
        )
    return stretch


def _read(typed: str, *, today: date, locale: str) -> Stretch:
    if (found := _UNTIL.match(typed)) or (found := BEFORE_A_DAY.match(typed)):
        return Stretch(today, _day(typed[found.end() :], today=today, locale=locale))
    if found := _FOR.fullmatch(typed):
        days = _NUMBERS.get(found[1].lower()) or int(found[1])
        return Stretch(today, today + timedelta(days=days * (7 if found[2].lower().startswith("week") else 1)))
    if found := _WEEK.fullmatch(typed):
        monday = today - timedelta(days=today.weekday()) + timedelta(days=7)
        return (
            Stretch(monday, monday + timedelta(days=7))
            if found[1] and found[1].lower() == "next"
            else Stretch(today, monday)
        )
    if found := _FROM.match(typed):
        begins = _only_begins(typed[found.end() :], today=today, locale=locale)
        if begins is not None:
            raise UserError(
                'Until when are you away from {day} on? Type both, for example "from {day} until {later}".',
                day=begins,
                later=begins + timedelta(days=7),
            )
    first, last = parse_span(
        _ARTICLE.sub("", typed, count=1) if _ARTICLE.match(typed) else typed, today=today, locale=locale
    )
    is_first_day_back = first != last and _UNTIL_INSIDE.search(typed) is not None
    return Stretch(first, last if is_first_day_back else last + timedelta(days=1))


def _day(text: str, *, today: date, locale: str) -> date:
    text = text.strip()
    bare = _ARTICLE.sub("", text, count=1) if _ARTICLE.match(text) else text
    if not bare:
        raise UserError('Until when? For example "until {day}".', day=today + timedelta(days=7))
    return parse_date(bare, today=today, locale=locale)


def _only_begins(text: str, *, today: date, locale: str) -> date | None:
    """The day, where it is all there is."""
    try:
        return parse_date(text, today=today, locale=locale)
    except UserError:
        return None
