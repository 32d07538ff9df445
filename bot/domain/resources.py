"""What an outcome takes: money and effort, planned and used, and how that stands beside its progress."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from bot.domain.colours import State, urgency
from bot.domain.currencies import SIGNS, code_of
from bot.domain.dates import parse_date
from bot.domain.exact import round_quotient, wide
from bot.domain.facts import Assessment, Level
from bot.domain.typed_measures import TypedValue, typed_value
from bot.domain.typed_text import beginnings, shown, spaced
from bot.domain.unit_words import seconds_of
from bot.domain.value_lines import take_value
from bot.domain.values import Measure, ValueKind, parse_value
from bot.errors import UserError
from bot.words import words

HOURS, DAYS = "h", "days"
"""The units of effort. A day is no fixed number of hours, so that neither is ever made of the other."""
FAR_AHEAD = Decimal("0.2")
"""A digest speaks of use that is ahead of progress by more than this share."""

_MOST_WORDS = 6
_HALF_A_YEAR = timedelta(days=183)
_AN_HOUR, _A_DAY = 3_600, 86_400
_MINUTES = 60
_UNITS_OF_DAYS = frozenset(["person-days", "man-days", "working-days", "pd", "pt", "personentage"])


class ResourceKind(StrEnum):
    """What is used."""

    MONEY = "money"
    EFFORT = "effort"


class InputRule(StrEnum):
    """What the readings of an indicator say of what is used."""

    ADDS_UP = "adds_up"
    """Each says what was used in its period."""
    RUNNING_TOTAL = "running_total"
    """Each says what has been used in all."""


@dataclass(frozen=True)
class Unit:
    """What a resource is counted in: a currency by its code, or by its sign where several have that; "h" or "days"."""

    kind: ResourceKind
    name: str

    @property
    def measure(self) -> Measure:
        """How amounts of it are written. Hours are amounts in minutes, as all durations are."""
        if self.kind is ResourceKind.MONEY:
            return Measure(ValueKind.MONEY, self.name)
        return Measure(ValueKind.DURATION, HOURS) if self.name == HOURS else Measure(ValueKind.NUMBER, DAYS)

    def is_like(self, other: "Unit") -> bool:
        """Whether amounts of both can be held against each other: "$" and USD are, hours and days are not."""
        if self.kind is not other.kind:
            return False
        return self.name == other.name or self.name in _goes_by(other.name) or other.name in _goes_by(self.name)


def _goes_by(name: str) -> tuple[str, ...]:
    return SIGNS.get(name.lower(), ())


@dataclass(frozen=True)
class Resource:
    """One thing that an outcome takes: `planned` for its whole span, None where nothing is; `used` so far. With `rule`
    that is what an indicator says, by its `source` name.
    """

    unit: Unit
    planned: Decimal | None
    used: Decimal
    rule: InputRule | None = None
    source: str = ""

    @property
    def share(self) -> Decimal | None:
        """How much of the plan is used, 1 being all of it."""
        if not self.planned:
            return None
        with wide():
            return round_quotient(self.used / self.planned)


@dataclass(frozen=True)
class Use:
    """What an outcome takes beside how far it is: `way` is the clamped progress of one of its indicators, called
    `way_by`, and `elapsed` the share of its span that is over. None where there is nothing to tell it by.
    """

    resources: tuple[Resource, ...] = ()
    way: Decimal | None = None
    way_by: str = ""
    elapsed: Decimal | None = None

    @property
    def furthest(self) -> Resource | None:
        """The resource of which most is used."""
        return max((each for each in self.resources if each.share is not None), key=_share, default=None)

    @property
    def lead(self) -> Decimal | None:
        """How far use is ahead of progress; below 0 where progress is. None where they cannot be compared."""
        if self.furthest is None or self.way is None:
            return None
        return _share(self.furthest) - self.way

    @property
    def is_far_ahead(self) -> bool:
        return self.lead is not None and self.lead > FAR_AHEAD


def _share(of: Resource) -> Decimal:
    return of.share or Decimal(0)


def elapsed(starts_on: date, ends_on: date | None, *, today: date) -> Decimal | None:
    """The share of a span that is over on this day, from 0 to 1: its first day is the start, and at the end of its last
    one all of it is over. None without an end.
    """
    if ends_on is None or ends_on < starts_on:
        return None
    days, of = (today - starts_on).days, (ends_on - starts_on).days + 1
    return min(max(round_quotient(Decimal(days) / of), Decimal(0)), Decimal(1))


_WITHOUT_A_SAY = (State.CLOSED, State.PAUSED, State.STALE, State.NO_DATA)


def way_of(indicators: Iterable[tuple[Level, str, Assessment]]) -> tuple[Decimal | None, str]:
    """How far an outcome is, from 0 to 1, and the name of the indicator that says so: of the up-to-date ones of the
    wanted change the one in the worst state, and of several the one with the least progress. Limits to keep have no
    progress and say nothing.
    """
    found = [
        (urgency(each.state), each.progress, name)
        for level, name, each in indicators
        if level is Level.OUTCOME and each.progress is not None and each.state not in _WITHOUT_A_SAY
    ]
    if not found:
        return None, ""
    _, made, name = min(found, key=lambda each: each[:2])
    return min(max(made, Decimal(0)), Decimal(1)), name


def unit_of_input(measure: Measure, *, locale: str) -> Unit | None:
    """In what unit the values of an indicator say what is used; None where they say no such thing."""
    match measure.kind:
        case ValueKind.MONEY:
            return _currency(measure.unit)
        case ValueKind.DURATION:
            return Unit(ResourceKind.EFFORT, HOURS)
        case ValueKind.NUMBER:
            return _of_effort(measure.unit, locale)
        case _:
            return None


def amount_of_input(amount: Decimal, measure: Measure, unit: Unit) -> Decimal:
    """A value of that indicator as an amount of the resource."""
    is_counted = measure.kind is ValueKind.NUMBER and unit.name == HOURS
    with wide():
        return amount * _MINUTES if is_counted else amount


def _currency(typed: str) -> Unit:
    signs = "".join(each for each in typed if unicodedata.category(each) == "Sc")
    name = typed if code_of(typed) else signs or typed  # "k€" is a thousand of them
    is_shared = len(_goes_by(name)) > 1
    return Unit(ResourceKind.MONEY, name.lower() if is_shared else code_of(name) or name)


def _of_effort(unit: str, locale: str) -> Unit | None:
    if unit.lower().replace(" ", "-") in _UNITS_OF_DAYS or seconds_of(unit, locale) == _A_DAY:
        return Unit(ResourceKind.EFFORT, DAYS)
    return Unit(ResourceKind.EFFORT, HOURS) if seconds_of(unit, locale) == _AN_HOUR else None


# What people type -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TypedAmount:
    """An amount of a resource, and what stands behind it, all of which is a note where it `is_note`."""

    unit: Unit
    amount: Decimal
    rest: str = ""
    is_note: bool = False


@dataclass(frozen=True)
class TypedUse:
    """What was used, on which day if one was typed, and what for."""

    amount: TypedAmount
    on: date | None = None
    note: str = ""


class NoUnit(UserError):
    """An amount without a unit, where it may be one of several, the `known` ones; `number` is it, and `rest` stands
    behind it.
    """

    number: str = ""
    rest: str = ""
    known: tuple[Unit, ...] = ()


def take_amount(text: str, *, known: Sequence[Unit], locale: str, settled: bool = False) -> TypedAmount:
    """The amount that a text begins with: "20k€", "120 h", "3 days". One without a unit is of the only one `known`.
    Raises UserError for what is no money and no effort, NoUnit, and UnclearValue for what may be several.
    """
    text = text.strip()
    typed, end = _beginning(text, locale)
    if typed is None:
        raise UserError(
            'This needs money or effort, for example 20k€, 120 h or 15 days. You wrote "{typed}".', typed=shown(text)
        )
    if typed.is_bare:
        unit = _only(known, typed, text)
        if unit.kind is ResourceKind.EFFORT:
            _require_no_other_time(text, typed, locale)
        taken = take_value(text, unit.measure, locale=locale, settled=settled)
        return TypedAmount(unit, taken.value.amount, taken.rest, taken.is_note)
    unit = _unit_of(typed, locale) or Unit(ResourceKind.EFFORT, DAYS)
    like = next((each for each in known if each.is_like(unit)), unit)
    if unit.kind is ResourceKind.EFFORT and unit.name == DAYS:
        number = parse_value(typed.number, Measure(ValueKind.NUMBER), locale=locale, settled=settled)
        return TypedAmount(like, number.amount, text[end:].strip())
    taken = take_value(text, unit.measure, locale=locale, settled=settled)
    return TypedAmount(like, taken.value.amount, taken.rest, taken.is_note)


def unit_called(typed: str, *, locale: str) -> Unit | None:
    """The unit that a word or sign is: "€", "euros", "hours"; None for what is none."""
    with suppress(UserError):
        return _unit_of(typed_value(f"1 {typed}", locale=locale), locale)
    return None


def take_use(text: str, *, known: Sequence[Unit], today: date, locale: str, settled: bool = False) -> TypedUse:
    """ "3,400 € for June printing", "12 h yesterday", "3 days on 2 July: tents". The day is one up to today. Raises
    UserError, also for a rest that may belong to the amount.
    """
    taken = take_amount(text, known=known, locale=locale, settled=settled)
    rest = spaced(taken.rest)
    if not rest:
        return TypedUse(taken)
    if taken.is_note or rest[0] in ":;,(–—-":
        return TypedUse(taken, None, rest.strip(" :;,()–—-"))
    on, rest = _take_day(rest, today=today, locale=locale)
    if found := _FOR.match(rest):
        rest = rest[found.end() :]
        if on is None:
            rest, on = _take_last_day(rest, today=today, locale=locale)
    elif rest and rest[0] in ":;,(–—-":
        rest = rest.strip(" :;,()–—-")
    elif rest:
        raise UserError(
            'What is "{words}"? Put a word before what it was for, and on before a day: {example}.',
            words=shown(rest),
            example="3,400 € on 2 July for printing",
        )
    return TypedUse(taken, on, rest)


_FOR = re.compile(r"(?:for|because of|because|für|wegen|pour|para|per|voor|för|for|na|za)\s+", re.IGNORECASE)
_ON = re.compile(r"(?:on|am|vom|le|el|il|op|den|em)\s+", re.IGNORECASE)
_LAST_DAY = re.compile(r"(?:^|\s)(?:on|am|le|el|il|op|den|em)\s+(?=\S+(?:\s\S+){0,3}$)", re.IGNORECASE)


def _take_day(rest: str, *, today: date, locale: str) -> tuple[date | None, str]:
    """The day that the rest begins with."""
    begins = _ON.match(rest)
    behind = rest[begins.end() :] if begins else rest
    for beginning, end in beginnings(behind, most_words=4):
        with suppress(_NoDay):
            day = _gone_by(beginning.rstrip(":;,"), today=today, locale=locale)
            return day, f"{beginning[len(beginning.rstrip(':;,')) :]}{behind[end:]}".strip()
    if begins:
        raise UserError('"{typed}" does not begin with a day that I can read.', typed=shown(behind))
    return None, rest


def _take_last_day(rest: str, *, today: date, locale: str) -> tuple[str, date | None]:
    found = _LAST_DAY.search(rest)
    if found is None:
        return rest, None
    with suppress(_NoDay):
        return rest[: found.start()].strip(), _gone_by(rest[found.end() :], today=today, locale=locale)
    return rest, None


class _NoDay(Exception):
    """The words name none."""


def _gone_by(typed: str, *, today: date, locale: str) -> date:
    """The latest such day. Raises _NoDay for what is none, and UserError for one that is probably meant and ahead."""
    try:
        day = parse_date(typed, today=today, locale=locale, prefer="past")
    except UserError:
        raise _NoDay from None
    if today - day > _HALF_A_YEAR:
        with suppress(UserError):
            next_one = parse_date(typed, today=today, locale=locale)
            day = next_one if timedelta(0) < next_one - today < _HALF_A_YEAR else day
    return gone_by(day, today=today)


def gone_by(day: date, *, today: date) -> date:
    """The day, if it is not ahead. Raises UserError."""
    if day > today:
        raise UserError("{day} is ahead. What is used then can be noted then.", day=day)
    return day


def _beginning(text: str, locale: str) -> tuple[TypedValue | None, int]:
    """The longest beginning that is money or effort, and where it ends; else one that is a number alone."""
    bare: tuple[TypedValue | None, int] = (None, 0)
    for beginning, end in beginnings(text, most_words=_MOST_WORDS):
        alone = beginning.rstrip(":")
        try:
            typed = typed_value(alone, locale=locale)
        except UserError:
            continue
        place = end - len(beginning) + len(alone)
        if _unit_of(typed, locale) is not None:
            return typed, place
        if typed.is_bare and bare[0] is None:
            bare = typed, place
    return bare


def _unit_of(typed: TypedValue, locale: str) -> Unit | None:
    return None if typed.is_bare or typed.is_label else unit_of_input(typed.measure, locale=locale)


def _require_no_other_time(text: str, typed: TypedValue, locale: str) -> None:
    """ "2 weeks" are no 2 hours, and nobody has said how many days of work they are."""
    behind = text.strip()[len(typed.text) :].split(maxsplit=1)
    if behind and seconds_of(behind[0], locale) is not None:
        raise UserError('Say it in hours or in days. You wrote "{typed}".', typed=shown(text))


_OF_WHAT = words('"{typed}" of what? Type the unit too, for example 20k€, 120 h or 15 days.')


def _only(known: Sequence[Unit], typed: TypedValue, text: str) -> Unit:
    if len(known) == 1:
        return known[0]
    problem = NoUnit(_OF_WHAT.filled(typed=typed.text))
    problem.number, problem.rest, problem.known = typed.text, text.strip()[len(typed.text) :].strip(), tuple(known)
    raise problem
