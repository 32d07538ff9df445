"""How often something is to be read, as people type it: "monthly on the 15th", "every 3 weeks from 25 March"."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.cadences import LAST, LEAP_YEAR, DueKind, DueRule, Every, Shift
from bot.domain.rhythm_words import said_in_english
from bot.domain.time_words import MONTHS, WEEKDAYS, in_english, words_of


@dataclass(frozen=True)
class TypedRhythm:
    """What the words say. `weeks`: of how many a period is; `weekdays`: the days that are measured; `counted_from`: a
    day as it was typed.
    """

    every: Every
    weeks: int | None = None
    is_fiscal: bool = False
    on_working_days: bool = False
    weekdays: frozenset[int] = frozenset()
    due: DueRule | None = None
    counted_from: str = ""


_WEEKDAY = "|".join(WEEKDAYS)
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": LAST}
_EVERY = "(?:every |each |per |1 )?"
_OF = " (?:year )?"
_FROM = re.compile(r"(.+?),? (?:counted |starting )?from (.+)")
_MOST_WEEKS = 52

_Read = Callable[[re.Match[str]], TypedRhythm]
_RHYTHMS: tuple[tuple[re.Pattern[str], _Read], ...] = tuple(
    (re.compile(rf"(?:{pattern})(?=,|\s|$)"), read)
    for pattern, read in (
        (f"{_EVERY}working days?|{_EVERY}workdays?", lambda _: TypedRhythm(Every.DAY, on_working_days=True)),
        (f"daily|{_EVERY}day", lambda _: TypedRhythm(Every.DAY)),
        ("(?:every )?([0-9]{1,2}) weeks?", lambda found: _of_weeks(int(found[1]))),
        ("every (?:other|second) week|fortnightly|every fortnight", lambda _: _of_weeks(2)),
        (f"weekly|{_EVERY}week", lambda _: TypedRhythm(Every.WEEK)),
        (f"monthly|{_EVERY}month", lambda _: TypedRhythm(Every.MONTH)),
        (f"quarterly|{_EVERY}quarter", lambda _: TypedRhythm(Every.QUARTER)),
        ("half-yearly|halfyearly|every halfyear|halfyear|every 6 months?", lambda _: TypedRhythm(Every.HALF_YEAR)),
        (f"yearly|annually|{_EVERY}year", lambda _: TypedRhythm(Every.YEAR)),
        (f"{_EVERY}fiscal{_OF}quarter", lambda _: TypedRhythm(Every.QUARTER, is_fiscal=True)),
        (f"{_EVERY}fiscal{_OF}halfyear", lambda _: TypedRhythm(Every.HALF_YEAR, is_fiscal=True)),
        (f"{_EVERY}fiscal", lambda _: TypedRhythm(Every.YEAR, is_fiscal=True)),
        (
            rf"(?:every |each |on )?((?:{_WEEKDAY})s?(?:(?:,| and|, and|,? &)? (?:{_WEEKDAY})s?)*)",
            lambda found: _on_days(found[1]),
        ),
    )
)
_MONTH = "|".join(MONTHS)
_DAY_NUMBER = "[0-9]{1,2}(?:st|nd|rd|th)?"
_DUE = re.compile(
    rf"(?:due )?(?:on |by |until )?(?:"
    rf"(?:(?P<day_before>{_DAY_NUMBER})\.?(?: of)? (?P<of>{_MONTH})"
    rf"|(?P<month_first>{_MONTH}) (?P<day_after>{_DAY_NUMBER})"
    rf"|last working day (?:of|in) (?P<ends>{_MONTH}))"
    rf"|(?P<which>{'|'.join(_ORDINALS)}) (?P<nth>{_WEEKDAY})|(?P<weekday>{_WEEKDAY})s?"
    r"|(?P<last>last working day)|(?P<after>(?:first|next) working day)"
    r"|(?:day )?(?P<day>[0-9]{1,2})(?:st|nd|rd|th|\.)?)"
    r"(?: (?:of )?(?:month|period))?(?: after)?"
    r"(?P<before>,? (?:or|else) (?:working day )?before)?"
)


def read_rhythm(text: str, *, locale: str) -> TypedRhythm | None:
    """What the words ask for, units and weekdays in the person's language too; None for any others, and where only a
    part of them is understood.
    """
    typed = said_in_english(words_of(text), locale)
    begins = ""
    if found := _FROM.fullmatch(typed):
        typed, begins = found.groups()
    english = in_english(typed, locale).lower()
    for pattern, read in _RHYTHMS:
        found = pattern.match(english)
        if found is None:
            continue
        rhythm = read(found)
        rest = english[found.end() :].strip(" ,")
        due = _due(rest) if rest else rhythm.due
        if (rest and (due is None or rhythm.due is not None)) or (begins and rhythm.weeks is None):
            continue
        if rhythm.every is Every.INTERVAL and not 2 <= (rhythm.weeks or 0) <= _MOST_WEEKS:
            return None
        return TypedRhythm(
            rhythm.every, rhythm.weeks, rhythm.is_fiscal, rhythm.on_working_days, rhythm.weekdays, due, begins
        )
    return None


def _of_weeks(weeks: int) -> TypedRhythm:
    return TypedRhythm(Every.INTERVAL, weeks) if weeks != 1 else TypedRhythm(Every.WEEK)


def _on_days(typed: str) -> TypedRhythm:
    """On several days of the week; one alone is when a weekly reading is due."""
    days = [WEEKDAYS.index(name) for name in re.findall(_WEEKDAY, typed)]
    if len(days) == 1:
        return TypedRhythm(Every.WEEK, due=DueRule(DueKind.WEEKDAY, days[0]))
    return TypedRhythm(Every.DAY, weekdays=frozenset(days))


def _on_day_of(month: int, day: int, shift: Shift) -> DueRule | None:
    """None for a day that this month does not have in any year."""
    if not 1 <= day <= monthrange(LEAP_YEAR, month)[1]:
        return None
    return DueRule(DueKind.DAY_OF_MONTH, day=day, month=month, shift=shift)


def _due(words: str) -> DueRule | None:
    found = _DUE.fullmatch(words)
    if found is None:
        return None
    shift = Shift.BEFORE if found["before"] else Shift.AFTER
    if found["ends"]:
        return DueRule(DueKind.LAST_WORKING_DAY, month=MONTHS.index(found["ends"]) + 1)
    if named := found["of"] or found["month_first"]:
        typed = re.sub("[a-z]", "", found["day_before"] or found["day_after"])
        return _on_day_of(MONTHS.index(named) + 1, int(typed), shift)
    if found["last"] or found["after"]:
        return DueRule(DueKind.LAST_WORKING_DAY if found["last"] else DueKind.WORKING_DAY_AFTER)
    if found["day"]:
        day = int(found["day"])
        return DueRule(DueKind.DAY_OF_MONTH, day=day, shift=shift) if 1 <= day <= 31 else None
    weekday = WEEKDAYS.index(found["nth"] or found["weekday"])
    number = _ORDINALS.get(found["which"] or "first", 1)
    if number == 1:
        return DueRule(DueKind.WEEKDAY, weekday, shift=shift)
    return DueRule(DueKind.NTH_WEEKDAY, weekday, nth=number, shift=shift)
