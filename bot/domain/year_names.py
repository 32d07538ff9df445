"""Which days a part of a year stands for, or a whole one, as people type it: "Q2", "first half of 2026", "FY27 Q2"."""

import re
from datetime import date

from bot.domain.cadences import Cadence, Every
from bot.domain.dates import YEARS, Month, UnclearDay
from bot.domain.spans import MONTHS_IN, Span, nearest, part_of, whole, whole_year

_YEAR = "[0-9]{4}"
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_TWO_YEARS = rf"{_YEAR}[/–-](?:{_YEAR}|[0-9]{{2}})"
_FISCAL = rf"fiscal (?:{_TWO_YEARS}|{_YEAR}|[0-9]{{2}})|{_TWO_YEARS}"
_PART = "quarter|halfyear"
_PART_OF_A_YEAR = re.compile(
    rf"(?:({_YEAR})[- /]*)?({_PART}) ([1-4])(?:[ ,/-]+(?:of )?({_YEAR}|[0-9]{{2}}))?"
    rf"|({'|'.join(_ORDINALS)}|[1-4])(?:st|nd|rd|th|er|e|o|a|º|\.)? ({_PART})(?:,? (?:of )?({_YEAR}))?"
    rf"|([1-4]) ?(q)(?: ?({_YEAR}|[0-9]{{2}}))?"
)
_HALF_IN_WORDS = re.compile(r"^(first|second|[12])(?:st|nd)? half\b")
_PART_OF_A_FISCAL_YEAR = re.compile(
    rf"(?:(?P<before>{_FISCAL}),? (?:of )?)?(?P<unit>{_PART}) (?P<number>[1-4])(?:,? (?:of )?(?P<behind>{_FISCAL}))?"
)
_WHOLE_YEAR = re.compile(rf"(?:year )?({_YEAR})")
_FISCAL_YEAR = re.compile(rf"(?:fiscal )?(?:year )?({_YEAR}|[0-9]{{2}})(?:[/–-]({_YEAR}|[0-9]{{2}}))?")
_KEY_OF_A_YEAR = re.compile(rf"({_YEAR})-(?:([0-9]{{2}})-)?(?:q([1-4])|h([12])|y)")


def span_of_key(words: str, cadence: Cadence) -> Span | None:
    """Of a part of a year, or a whole one, with the month in which that begins where it is a fiscal one. Where years
    are fiscal, a key without that may be of one: it is a name like any other.
    """
    found = _KEY_OF_A_YEAR.fullmatch(words)
    year, first_month, quarter, half = found.groups() if found else ("", "", "", "")
    if int(year or 0) not in YEARS or int(first_month or 1) not in range(1, 13):
        return None
    if cadence.is_fiscal and not first_month:
        return None
    unit, number = ("quarter", quarter) if quarter else ("halfyear", half) if half else ("year", "1")
    return part_of(int(year), unit, int(number), int(first_month or 1))


def part_span(english: str, today: date, cadence: Cadence) -> Span | None:
    """A quarter or a half of a year. Where the year is a fiscal one, its number is that of the fiscal year; one year of
    the calendar beside it is not enough to tell which.
    """
    if (found := _PART_OF_A_FISCAL_YEAR.fullmatch(english)) and (said := found["before"] or found["behind"]):
        start = _start_of_fiscal(said, cadence) if not (found["before"] and found["behind"]) else None
        unit, number = found["unit"], int(found["number"])
        return part_of(start, unit, number, cadence.first_month) if start and _is_part(unit, number) else None
    in_words = _HALF_IN_WORDS.fullmatch(english)
    if in_words and cadence.every is not Every.HALF_YEAR:
        return None  # of a match, or of whatever it was
    found = _PART_OF_A_YEAR.fullmatch(_HALF_IN_WORDS.sub(r"\1 halfyear", english))
    if found is None:
        return None
    named, unit = found[3] or found[5] or found[8], found[2] or found[6] or "quarter"
    number = _ORDINALS.get(named) or int(named)
    year = found[1] or found[4] or found[7] or found[10]
    if not _is_part(unit, number):
        return None
    if year and cadence.is_fiscal:
        raise _unclear_part(unit, number, whole_year(year), cadence)
    return nearest(unit, lambda year: part_of(year, unit, number, cadence.first_month)[0], year, today, cadence)


def _is_part(unit: str, number: int) -> bool:
    return number * MONTHS_IN[unit] <= MONTHS_IN["year"]


def _start_of_fiscal(said: str, cadence: Cadence) -> int | None:
    """The calendar year in which the fiscal year begins: "2026/27" does in 2026, and so does "FY27", which goes by the
    year in which it ends. None where the cadence has no fiscal years, or there is none of this name.
    """
    found = _FISCAL_YEAR.fullmatch(said)
    if found is None or not cadence.is_fiscal:
        return None
    year = whole_year(found[1])
    start = year if found[2] else year - 1
    ends = start + 1
    if found[2] and int(found[2]) not in (ends, ends % 100):
        return None
    return start if start in YEARS and ends in YEARS else None


def _unclear_part(unit: str, number: int, year: int, cadence: Cadence) -> UnclearDay:
    """What has that number in the fiscal year that ends or begins then, or in that year of the calendar."""
    spans = [part_of(start, unit, number, cadence.first_month) for start in (year, year - 1) if start in YEARS]
    of_calendar = part_of(year, unit, number, 1)
    if whole(unit, of_calendar[0], cadence) == of_calendar:
        spans.append(of_calendar)
    return UnclearDay(
        "The year is a fiscal one here, which begins in {month}. Which of these is it?",
        days=tuple(span[0] for span in sorted(set(spans), reverse=True)),
        month=Month(cadence.first_month),
    )


def year_span(english: str, cadence: Cadence) -> Span | None:
    """A whole year, by its number, where readings are of years: anywhere else it is more than one period, or none."""
    if cadence.every is not Every.YEAR:
        return None
    if found := _WHOLE_YEAR.fullmatch(english):
        year = int(found[1])
        if year not in YEARS or year - 1 not in YEARS:
            return None
        if cadence.is_fiscal:
            raise _unclear_part("year", 1, year, cadence)
        return part_of(year, "year", 1, 1)
    start = _start_of_fiscal(english, cadence) if re.fullmatch(_FISCAL, english) else None
    return part_of(start, "year", 1, cadence.first_month) if start else None
