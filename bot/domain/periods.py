"""Periods, the slices of the calendar that readings speak for: arithmetic, keys, and names as people type them.
`bot.views.days` prints their names.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import total_ordering

from bot.domain.cadences import Cadence, Every
from bot.domain.dates import YEARS, UnclearDay, Weekday
from bot.domain.period_names import span_of
from bot.domain.readings import Confidence
from bot.domain.spans import Span, months_between, months_later, whole
from bot.domain.time_guesses import (
    AFTER_A_NAME,
    Guess,
    is_only_a_time,
    is_probably_no_time,
    like_a_number_of_time,
    like_a_time,
    may_end_a_time,
    may_go_on,
    mentions_a_time,
)
from bot.domain.time_words import MONTHS, in_english, prepositions, without_marks, words_of
from bot.domain.typed_text import beginnings, shown
from bot.errors import Choice, Question, UserError
from bot.words import words


@total_ordering
@dataclass(frozen=True)
class Period:
    """A slice of the calendar, both ends included, ordered by its last day. Of two that end together, as a month and
    the last week of it do, the longer comes later.

    Keys read "2026-04-06", "2026-W14", "2026-03", "2026-Q1", "2026-H1", "2026-Y", and "2026-03-02+14" for fourteen days
    from 2 March (+7 for a week that begins on no Monday). A part of a fiscal year names the month in which that begins:
    "2026-04-Q2" are July to September, "2026-04-Y" is all of it.
    """

    key: str = field(compare=False)
    first: date
    last: date

    def __lt__(self, other: "Period") -> bool:
        return self.last < other.last or (self.last == other.last and self.first > other.first)


@dataclass(frozen=True)
class NamedPeriod:
    """A period of this cadence, as words take it."""

    period: Period
    cadence: Cadence


_ONE_DAY = timedelta(days=1)
_MOST_WORDS = 15
"""No name of a period has more words than this."""
_MOST_CHOICES = 3
_PARTING = ",;:.-–—("


# Arithmetic


def period_containing(cadence: Cadence, day: date) -> Period:
    """The period that `day` belongs to; for a day that is not measured the latest before it."""
    match cadence.every:
        case Every.DAY:
            while not cadence.measures(day):
                day -= _ONE_DAY
            return Period(day.isoformat(), day, day)
        case Every.WEEK:
            first, last = whole("week", day, cadence)
            year, week, _ = day.isocalendar()
            return Period(f"{first}+7" if cadence.week_start else f"{year:04}-W{week:02}", first, last)
        case Every.MONTH:
            first, last = whole("month", day)
            return Period(f"{first:%Y-%m}", first, last)
        case Every.QUARTER:
            return _part_of_a_year("quarter", "Q", day, cadence)
        case Every.HALF_YEAR:
            return _part_of_a_year("halfyear", "H", day, cadence)
        case Every.YEAR:
            return _part_of_a_year("year", "Y", day, cadence)
        case Every.INTERVAL:
            length, anchor = _interval(cadence)
            first = day - timedelta(days=(day - anchor).days % length)
            return Period(f"{first}+{length}", first, first + timedelta(days=length - 1))


def _part_of_a_year(unit: str, letter: str, day: date, cadence: Cadence) -> Period:
    begins, _ = whole("year", day, cadence)
    first, last = whole(unit, day, cadence)
    year = f"{begins:%Y-%m}" if cadence.is_fiscal else f"{begins:%Y}"
    period = Period("", first, last)
    number = "" if unit == "year" else str(number_in_its_year(period, begins))
    return Period(f"{year}-{letter}{number}", first, last)


def number_in_its_year(period: Period, begins: date) -> int:
    """Which of the quarters or halves of the year that begins on that day it is, from 1."""
    return months_between(begins, period.first) // (months_between(period.first, period.last) + 1) + 1


def cadence_of(period: Period, cadence: Cadence) -> Cadence:
    """The cadence of which this is a period: the given one, unless it is of the time before that one held."""
    found = _KEY.fullmatch(period.key)
    if found is None or period_containing(cadence, period.first).key == period.key:
        return cadence
    if found["days"]:
        if found["days"] == "7":
            return Cadence(Every.WEEK, week_start=period.first.weekday())
        return Cadence(Every.INTERVAL, interval_days=int(found["days"]), anchor=period.first)
    if found["week"]:
        return Cadence(Every.WEEK)
    if found["quarter"] or found["half"] or found["whole"]:
        every = Every.QUARTER if found["quarter"] else Every.HALF_YEAR if found["half"] else Every.YEAR
        return Cadence(every, first_month=int(found["begins"] or 1))
    return Cadence(Every.DAY if found["day"] else Every.MONTH)


def period_from_key(cadence: Cadence, key: str) -> Period:
    """The period with that key. Raises UserError for a key that this cadence does not have."""
    first = _first_day_of_key(key)
    period = period_containing(cadence, first) if first else None
    if period is None or period.key != key:
        raise UserError('"{typed}" is not a period of something read {how_often}.', typed=shown(key), how_often=cadence)
    return period


def next_period(cadence: Cadence, period: Period) -> Period:
    """The first period after `period`."""
    return first_period_from(cadence, period.last + _ONE_DAY)


def first_period_from(cadence: Cadence, day: date) -> Period:
    """The period that `day` belongs to; for a day that is not measured the first after it."""
    while not cadence.measures(day):
        day += _ONE_DAY
    return period_containing(cadence, day)


def previous_period(cadence: Cadence, period: Period) -> Period:
    """The last period before `period`."""
    return period_containing(cadence, period.first - _ONE_DAY)


def periods_between(cadence: Cadence, first_day: date, last_day: date) -> Iterator[Period]:
    """Every period with a day from `first_day` to `last_day`, in order."""
    period = first_period_from(cadence, first_day)
    while period.first <= last_day:
        yield period
        period = next_period(cadence, period)


def _interval(cadence: Cadence) -> tuple[int, date]:
    assert cadence.interval_days is not None
    assert cadence.anchor is not None
    return cadence.interval_days, cadence.anchor


_KEY = re.compile(
    r"(?P<year>[0-9]{4})-(?:W(?P<week>[0-9]{2})"
    r"|(?:(?P<begins>[0-9]{2})-)?(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<whole>Y))"
    r"|(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2})(?:\+(?P<days>[0-9]{1,3}))?)?)"
)


def _first_day_of_key(key: str) -> date | None:
    found = _KEY.fullmatch(key)
    if found is None or int(found["year"]) not in YEARS:
        return None
    year, month, day = int(found["year"]), int(found["month"] or found["begins"] or 1), int(found["day"] or 1)
    try:
        if found["week"]:
            return date.fromisocalendar(year, int(found["week"]), 1)
        months = 3 * (int(found["quarter"] or 1) - 1) + 6 * (int(found["half"] or 1) - 1)
        return months_later(date(year, month, day), months) if months else date(year, month, day)
    except ValueError:
        return None


# Names


def parse_period(text: str, cadence: Cadence, *, today: date, locale: str) -> Period:
    """The period that a person named after "for": "march", "last week", "2026-W14", "w14", "yesterday", "6 April",
    "q1", "this month".

    Without a year it is the latest that has begun, or the next where that is much nearer. Raises UserError where the
    text names no period, where it covers several of this cadence, and for a period that has not begun (the sentence
    names the day it opens).
    """
    span = _span(text, cadence, today, locale)
    if span is None:
        raise _unknown(text, cadence, today)
    return _only_period(text, span, cadence, today)


def require_begun(period: Period, cadence: Cadence, *, today: date) -> None:
    """Raises UserError, with the day on which it opens, for a period that begins after `today`."""
    if period.first > today:
        raise UserError(
            "It is too early for {period}: it opens on {day}.", period=NamedPeriod(period, cadence), day=period.first
        )


def _unknown(text: str, cadence: Cadence, today: date) -> UserError:
    latest = previous_period(cadence, period_containing(cadence, today))
    return UserError(
        '"{typed}" is not a period I know. Type for example {period} or {key}.',
        typed=shown(text),
        period=NamedPeriod(latest, cadence),
        key=latest.key,
    )


def _only_period(text: str, span: Span, cadence: Cadence, today: date) -> Period:
    """The one period that the span lies in."""
    if _is_off(span, cadence):
        raise _day_off(text, span, cadence, today)
    period, last = (period_containing(cadence, day) for day in span)
    require_begun(period, cadence, today=today)
    if period != last:
        named = period_containing(cadence, min(span[1], today))
        raise UserError(
            '"{typed}" is several periods: this is read {how_often}. Name one, for example {period}.',
            typed=shown(text),
            how_often=cadence,
            period=NamedPeriod(named, cadence),
        )
    return period


def _is_off(span: Span, cadence: Cadence) -> bool:
    """Whether no day of it is measured."""
    return first_period_from(cadence, span[0]).first > span[1]


def _day_off(text: str, span: Span, cadence: Cadence, today: date) -> UserError:
    before = period_containing(cadence, span[0])
    require_begun(before, cadence, today=today)
    nearest = _nearest_to(span, cadence, today)
    day_before = Weekday(before.first.weekday())
    if len(nearest) == 1:
        return UserError(
            '"{typed}" is a day off: this is read {how_often}. The nearest is {day} ({period}).',
            typed=shown(text),
            how_often=cadence,
            day=day_before,
            period=NamedPeriod(before, cadence),
        )
    after = nearest[0]
    return UserError(
        '"{typed}" is a day off: this is read {how_often}. The nearest are {day} ({period}) and {next_day} ({next}).',
        typed=shown(text),
        how_often=cadence,
        day=day_before,
        period=NamedPeriod(before, cadence),
        next_day=Weekday(after.first.weekday()),
        next=NamedPeriod(after, cadence),
    )


def _nearest_to(span: Span, cadence: Cadence, today: date) -> list[Period]:
    """The measured days around days off that have begun, newest first."""
    around = [first_period_from(cadence, span[1]), period_containing(cadence, span[0])]
    return [period for period in around if period.first <= today]


def _span(text: str, cadence: Cadence, today: date, locale: str) -> Span | None:
    """The first and last day of what the words name, whatever the cadence is."""

    def period(steps: int) -> Span:
        found = period_containing(cadence, today)
        if steps:
            found = (next_period if steps > 0 else previous_period)(cadence, found)
        return found.first, found.last

    return span_of(text, cadence, today=today, locale=locale, period=period)


# The period at the beginning of a line

_A_YEAR = timedelta(days=366)

_LIKE_A_KEY = re.compile(r"[0-9]{4}-(?:[WQH]?[0-9]+|Y)(?:-(?:[QH]?[0-9]+|Y))?(?:\+[0-9]+)?", re.IGNORECASE)
_LIKE_A_PERIOD = re.compile(
    r"(?:[0-9]{4}[- ]*)?(?:w|week|q|quarter|halfyear) ?[0-9]+(?: [0-9]{4})?"
    r"|(?:(?:quarter|halfyear) [0-9],? (?:of )?)?fiscal [0-9]{2,4}(?:[/–-][0-9]{2,4})?"
    r"(?:,? (?:quarter|halfyear) [0-9])?"
    r"|[0-9]{4}(?:-[0-9]+){1,2}|[0-9]{1,2}[/.][0-9]{4}"
    rf"|(?:[0-9]{{1,2}}(?:st|nd|rd|th|\.)?|[0-9]+\.) (?:of )?(?:{'|'.join(MONTHS)})(?: [0-9]{{4}})?"
)

# Not "2.5" or "36/50", which are numbers: one part is a month, and behind a point there is another.
_LIKE_A_DAY = re.compile(
    r"(?:[0-3]?[0-9]/(?:0?[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])/[0-3][0-9])(?:/(?:[0-9]{2}){1,2})?"
    r"|[0-3]?[0-9]\.(?:0?[1-9]|1[0-2])\.(?:(?:[0-9]{2}){1,2})?"
)


class UnclearPeriod(Question):
    """What stands where a period does may be one or not, or is not one of this cadence."""


@dataclass(frozen=True)
class _Said:
    """The whole text; the part of it that may be a time, which is what follows the preposition, if it has one."""

    whole: str
    text: str
    preposition: str = ""


@dataclass(frozen=True)
class _Name:
    """The words that name a time, its days, and what follows."""

    typed: str
    span: Span
    rest: str
    is_parted: bool
    """Whether a mark or nothing at all stands between the two."""


class _UnclearName(Exception):
    """A name of several days, and what follows it."""

    def __init__(self, fault: UnclearDay, rest: str) -> None:
        super().__init__(fault)
        self.sentence, self.days, self.rest = fault.words, fault.days, rest


def take_period(text: str, cadence: Cadence, *, today: date, locale: str) -> tuple[Period | None, str]:
    """The one period that `text` begins with, and what follows it: after "for", "on" or "in", in English or the
    person's language, or by a name that can be nothing else ("yesterday", "KW 22"). A colon after it stays with what
    follows. None, and the whole text, where it does not begin with a time.

    Raises UnclearPeriod where it looks like a time and is none, is no period of this cadence that has begun, or may as
    well belong to a note; and UserError where a key is that of no such period.
    """
    said = _after_preposition(text, locale)
    try:
        return _take(text, said, cadence, today, locale)
    except _UnclearName as unclear:
        periods = [period_containing(cadence, day) for day in unclear.days if day <= today and cadence.measures(day)]
        choices = _choices(list(dict.fromkeys(periods)), unclear.rest, cadence)
        note = _a_note(said or _Said(text, text))
        raise UnclearPeriod(unclear.sentence, choices=[*choices, note]) from unclear


def _take(text: str, said: _Said | None, cadence: Cadence, today: date, locale: str) -> tuple[Period | None, str]:
    if said:
        if named := _longest_name(said.text, cadence, today, locale):
            return _taken(named, said, cadence, today, locale)
        _refuse_what_no_calendar_has(said, cadence, today, locale)
        if guess := like_a_time(said.text, locale) or like_a_number_of_time(said.text):
            raise _unclear(guess, said, cadence, today, locale)
    bare = _Said(text, text.strip())
    named = _longest_name(bare.text, cadence, today, locale)
    if named is None or not is_only_a_time(named.typed, locale):
        return None, text
    return _taken(named, bare, cadence, today, locale)


def _after_preposition(text: str, locale: str) -> _Said | None:
    first, *after = text.split(maxsplit=1)[:2] or [""]
    preposition = without_marks(words_of(first))
    return _Said(text, after[0].strip(), preposition) if after and preposition in prepositions(locale) else None


def _longest_name(text: str, cadence: Cadence, today: date, locale: str) -> _Name | None:
    if not mentions_a_time(text, locale):
        return None
    for beginning, end in beginnings(text.partition("\n")[0], most_words=_MOST_WORDS):
        if not may_end_a_time(beginning.rpartition(" ")[2], locale):
            continue
        typed = beginning.rstrip(AFTER_A_NAME)
        colon = ":" if beginning.endswith(":") else ""
        rest = f"{colon} {text[end:].strip()}".strip()
        is_parted = beginning != typed or _begins_a_part(text[end:])
        try:
            span = _span(typed, cadence, today, locale)
        except UnclearDay as unclear:
            raise _UnclearName(unclear, rest) from unclear
        if span:
            return _Name(typed, span, rest, is_parted)
    return None


def _begins_a_part(rest: str) -> bool:
    """Whether it is no mere continuation of the words before it, but a line of its own, a mark, or a confidence."""
    first = rest.split(maxsplit=1)[:1]
    return (
        not first
        or rest.lstrip(" \t").startswith("\n")
        or first[0][0] in _PARTING
        or first[0].lower().rstrip(AFTER_A_NAME) in list(Confidence)
    )


def _taken(named: _Name, said: _Said, cadence: Cadence, today: date, locale: str) -> tuple[Period, str]:
    """The period of that name, and what follows."""
    try:
        period = _only_period(named.typed, named.span, cadence, today)
    except UserError as refusal:
        if _LIKE_A_KEY.fullmatch(named.typed):
            raise
        near = _nearest_to if _is_off(named.span, cadence) else _newest_within
        within = near(named.span, cadence, today)
        raise UnclearPeriod(refusal.words, choices=[*_choices(within, named.rest, cadence), _a_note(said)]) from refusal
    doubtful = (
        _is_of_another_year(named, today)
        or is_probably_no_time(named.typed, said.preposition, locale)
        or (not named.is_parted and may_go_on(named.typed, named.rest, said.preposition, locale))
    )
    if doubtful and not _LIKE_A_KEY.fullmatch(named.typed):
        raise UnclearPeriod(
            'Is "{typed}" the period, or does it belong to the note?',
            typed=shown(named.typed),
            choices=[*_choices([period], named.rest, cadence), _a_note(said)],
        )
    return period, named.rest


def _is_of_another_year(named: _Name, today: date) -> bool:
    """Whether it is a 29 February without its year, of which there was none in the last one."""
    first, last = named.span
    is_leap_day = first == last and (first.month, first.day) == (2, 29) and today - first > _A_YEAR
    return is_leap_day and f"{first.year % 100:02}" not in re.findall("[0-9]{2}", words_of(named.typed))[1:]


def _unclear(guess: Guess, said: _Said, cadence: Cadence, today: date, locale: str) -> UnclearPeriod:
    """Which period is meant: by the words put right, or else the current one or the last."""
    named = _longest_name(guess.corrected, cadence, today, locale)
    within = _newest_within(named.span, cadence, today) if named else []
    typed = guess.typed
    if named and within:
        length = max(len(named.typed.split()), len(typed.split()))
        typed = " ".join(said.text.split()[:length]).rstrip(AFTER_A_NAME)
        choices = _choices(within, named.rest, cadence)
    else:
        current = period_containing(cadence, today)
        choices = _choices([current, previous_period(cadence, current)], f": {said.whole.strip()}", cadence)
    return UnclearPeriod('Which period is "{typed}"?', typed=shown(typed), choices=[*choices, _a_note(said)])


def _newest_within(span: Span, cadence: Cadence, today: date) -> list[Period]:
    """The latest periods with days of the span that have begun, newest first."""
    period = period_containing(cadence, min(span[1], today))
    found: list[Period] = []
    while period.last >= span[0] and len(found) < _MOST_CHOICES:
        found.append(period)
        period = previous_period(cadence, period)
    return found if span[0] <= today else []


def _choices(periods: list[Period], rest: str, cadence: Cadence) -> list[Choice]:
    parted = "" if rest.startswith(":") else " "
    return [
        Choice(words("{period}", period=NamedPeriod(period, cadence)), f"for {period.key}{parted}{rest}".strip())
        for period in periods
    ]


def _a_note(said: _Said) -> Choice:
    return Choice(words("It is a note"), f": {said.whole.strip()}")


def _refuse_what_no_calendar_has(said: _Said, cadence: Cadence, today: date, locale: str) -> None:
    """Raises UnclearPeriod for the form of a period of which there is none ("2025-W53", "31 February"): taken for a
    note, the value would go to another period.
    """
    for beginning, _ in beginnings(said.text, most_words=_MOST_WORDS):
        typed = beginning.rstrip(AFTER_A_NAME)
        with_its_point = in_english(words_of(beginning.rstrip(",;:")), locale)  # "31.2." is a day, "31.2" a number
        if _LIKE_A_PERIOD.fullmatch(in_english(words_of(typed), locale)) or _LIKE_A_DAY.fullmatch(with_its_point):
            refusal = _unknown(typed, cadence, today)
            raise refusal if _LIKE_A_KEY.fullmatch(typed) else UnclearPeriod(refusal.words, choices=[_a_note(said)])
