"""The day on which a decision is looked at again, as people type it at the end of a note, and what came of it.

`bot.domain.second_thoughts` is about readings; this is about decisions.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.dates import UnclearDay, parse_date
from bot.domain.time_guesses import like_a_time
from bot.domain.time_words import in_english, words_of
from bot.domain.typed_text import spaced
from bot.errors import UserError

LATER = timedelta(weeks=4)
"""When it was too early to say, it is asked again after so long."""
FURTHEST = timedelta(days=2 * 366)
MOST_ASKED = 2
"""So often a digest asks about a decision; after that the outcome's own sheet does."""


class Verdict(StrEnum):
    """What came of a decision, as somebody saw it when its day had come."""

    HELPED = "helped"
    DID_NOT_HELP = "did_not_help"
    TOO_EARLY = "too_early"


@dataclass(frozen=True)
class TypedDay:
    """A note with the day on which to look again. Without a day there is none, or it `is_unclear` which: `typed` is
    what may name it, and with `candidates` these may be meant. `text` is the note without it.
    """

    text: str
    on: date | None = None
    typed: str = ""
    is_unclear: bool = False
    candidates: tuple[date, ...] = ()


# Of these nobody says anything else at the end of a note.
_SURELY = re.compile(
    r"\b(?:look[ -](?:at (?:it|this) )?again|look back|ask (?:me |us )?again|wieder (?:an)?sehen"
    r"|(?:noch ?mal|erneut) (?:an)?(?:sehen|schauen)|wiedervorlage|à revoir|volver a (?:mirar|ver))(?!\w)",
    re.IGNORECASE,
)
_PERHAPS = re.compile(
    r"\b(?:re-?(?:view|visit|check)(?: (?:it|this))?|check (?:it |this )?again|überprüfen|revoir|revisar)(?!\w)",
    re.IGNORECASE,
)
_BEFORE_A_DAY = re.compile(r"(?:(?:on|by|at|from|after|the|am|ab|zum|le|el|il|den|op|em)\b\s*|[:=]\s*)+", re.IGNORECASE)
_AFTER_SO_LONG = re.compile(
    r"(?:(?:in|after|dans|en|tra|om|over|efter|za|em|nach) )?([0-9]{1,3}) (day|week|month|quarter|year)s?"
    r"(?: from (?:now|today)| time)?"
)
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_PARTED_BY = ",;.:!?–—-(\n"
_LONGEST_DAY = 40


def take_day_to_look_again(text: str, *, today: date, locale: str) -> TypedDay:
    """The note, and when to look again, which its end may say: "…, look again 2 July", "…; review in 4 weeks".

    "Review" and its likes may be words of the note itself. Behind a mark that parts them from it, and before a day,
    they are none; before a day without such a mark it is unclear. Raises UserError for a day that is not ahead, or too
    far. One pass over the text, and a look at its end.
    """
    found = max((*_SURELY.finditer(text), *_PERHAPS.finditer(text)), key=lambda each: each.end(), default=None)
    if found is None:
        return TypedDay(text)
    before, behind = text[: found.start()].rstrip(), spaced(text[found.end() :]).strip(" .!?)")
    is_parted = not before or before[-1] in _PARTED_BY
    is_sure = found.re is _SURELY
    if len(behind) > _LONGEST_DAY:
        return TypedDay(text)
    note = before.rstrip(" ,;:–—-(\n\t") if is_parted else before
    typed = " ".join(text[found.start() :].split())
    try:
        on = read_day_to_look_again(behind, today=today, locale=locale) if behind else None
    except UnclearDay as unclear:
        days = tuple(day for day in unclear.days if day > today)
        return TypedDay(note, typed=typed, is_unclear=True, candidates=days)
    if on is not None:
        if is_sure or is_parted:
            return TypedDay(note, on, typed)
        return TypedDay(text, typed=typed, is_unclear=True, candidates=(on,))
    looks_like_one = like_a_time(_BEFORE_A_DAY.sub("", behind, count=1), locale) is not None
    if (is_parted and (is_sure or looks_like_one)) or (is_sure and looks_like_one):
        return TypedDay(note, typed=typed, is_unclear=True)
    return TypedDay(text)


def read_day_to_look_again(typed: str, *, today: date, locale: str) -> date | None:
    """ "2 July", "in 4 weeks", "next friday"; None for what is no day. Raises UnclearDay for one of several, and
    UserError for one that is not ahead.
    """
    english = in_english(words_of(typed), locale)
    if so_long := _AFTER_SO_LONG.fullmatch(english):
        return ahead(_after(today, int(so_long[1]), so_long[2]), today=today)
    for candidate in dict.fromkeys((typed, _BEFORE_A_DAY.sub("", typed, count=1))):
        try:
            day = parse_date(candidate, today=today, locale=locale)
        except UnclearDay:
            raise
        except UserError:
            continue
        return ahead(day, today=today)
    return None


def ahead(day: date, *, today: date) -> date:
    """The day, if it can be waited for. Raises UserError."""
    if day <= today:
        raise UserError("{day} is not ahead. Choose a later day to look again.", day=day)
    if day - today > FURTHEST:
        raise UserError("{day} is more than two years ahead. Choose an earlier day to look again.", day=day)
    return day


def _after(today: date, count: int, unit: str) -> date:
    if unit in ("day", "week"):
        return today + timedelta(days=count * (7 if unit == "week" else 1))
    months = today.month - 1 + count * _MONTHS[unit]
    year, month = today.year + months // 12, months % 12 + 1
    return date(year, month, min(today.day, monthrange(year, month)[1]))
