"""Readings as people give them: in one line, or in the check-in form."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from bot.actions import due as dues
from bot.actions import finding
from bot.actions.access import may_see_channel
from bot.actions.facts import measure_of, period_of, value_like
from bot.actions.people import Actor, Policy, policy_of
from bot.actions.recording import record_reading
from bot.actions.screens import policy_for
from bot.actions.snapshots import IndicatorSnapshot
from bot.domain.cadences import decode
from bot.domain.calendar import local_day
from bot.domain.keys import as_compared
from bot.domain.reading_lines import TypedReading, declares_no_data, parse_reading_field, parse_reading_line
from bot.domain.readings import Route
from bot.domain.several import may_be_several, parts_of
from bot.domain.typed_text import shown
from bot.domain.values import split_value_and_rest
from bot.errors import Ambiguous, NotFound, Question, UserError
from bot.results.readings import RecordedReading
from bot.words import Example, words
from storage import hot_path, indicators
from storage.access import Named
from storage.hot_path import Looked
from storage.indicators import Described
from storage.standings import Kept
from storage.tables import DueReading

MOST_AT_ONCE = 30
"""Readings in one message. Each takes a few statements, and somebody waits."""


@dataclass(frozen=True)
class FormAnswer:
    """One field of the check-in form, as typed."""

    text: str
    note: str = ""


def submit_line(
    session: Session, text: str, *, by: Actor, policy: Policy | None = None, route: Route, now: datetime
) -> RecordedReading:
    """Record what stands in one line: the indicator, and after it what `parse_reading_line` reads. Without a period it
    is the newest one now due, or the current one when nothing is.

    Without a `policy` the workspace's own is read along with the indicator. Raises UserError (NotFound and Ambiguous
    among them) and changes nothing then.
    """
    described, looked, rest = _take(session, text, by=by)
    if policy is None:
        policy = policy_of(looked.rules) if looked is not None else policy_for(session, by)
    typed = _read_line(described, rest, by=by, now=now)
    kept = looked.kept if looked is not None else None
    return _record(session, described, typed, kept, by=by, policy=policy, route=route, now=now)


def split_readings(session: Session, text: str, *, by: Actor) -> tuple[str, ...]:
    """The readings in a message, each as `submit_line` takes it; the text alone where it is one."""
    if not may_be_several(text):
        return (text,)
    take = finding.indicator_taker(session, by=by)
    return parts_of(text, lambda part: _is_reading(session, part, take, by=by))


def submit_lines(
    session: Session, lines: Sequence[str], *, by: Actor, policy: Policy, route: Route, now: datetime
) -> tuple[RecordedReading, ...]:
    """Record a reading from each of several lines, as `submit_line` does it, all or none.

    Raises UserError that says which line is at fault; the caller's transaction takes back what was recorded by then.
    """
    if len(lines) > MOST_AT_ONCE:
        raise UserError(
            "A message holds up to {most} readings; this one has {count}. Nothing was saved: send it in parts.",
            most=MOST_AT_ONCE,
            count=len(lines),
        )
    # All are read before the first is recorded: most mistakes are found here, and then nothing has to be rolled back.
    given = []
    for place, line in enumerate(lines, start=1):
        with _at_line(place, line):
            described, _, rest = _take(session, line, by=by)
            given.append((place, line, described, _read_line(described, rest, by=by, now=now)))
    _require_told_apart([(described.indicator.key, typed) for _, _, described, typed in given])
    recorded = []
    for place, line, described, typed in given:
        with _at_line(place, line):
            # How an indicator is kept to stand is looked up anew: a line before may have been about the same one.
            recorded.append(_record(session, described, typed, by=by, policy=policy, route=route, now=now))
    return tuple(recorded)


def submit_form(
    session: Session, answers: Mapping[int, FormAnswer], *, by: Actor, policy: Policy, now: datetime
) -> tuple[RecordedReading, ...]:
    """Record every answered field of a check-in form, keyed by due reading, all or none.

    Raises UserError whose `field` is the number of the due reading at fault.
    """
    known = dues.answerable(session, answers.keys(), by=by, policy=policy, now=now)
    # All are read before the first is recorded: most mistakes are found here, and then nothing has to be rolled back.
    given = [(number, *_read_answer(number, answer, known, by=by)) for number, answer in answers.items()]
    recorded = []
    for number, described, typed in given:
        with _at_field(number):
            recorded.append(_record(session, described, typed, by=by, policy=policy, route=Route.FORM, now=now))
    return tuple(recorded)


def _take(session: Session, text: str, *, by: Actor) -> tuple[Described, Looked | None, str]:
    """The indicator that the line begins with, and the rest of the line. A whole key in front, the usual case, is found
    without reading all, and with all that there is to know of it.
    """
    first, _, rest = text.strip().partition(" ")
    found = hot_path.described_by_key(session, workspace_id=by.workspace_id, key=first.lower())
    if found is not None and _may_answer(session, found.described, by):
        return found.described, found, rest.strip()
    named, rest = finding.take_indicator(session, text, by=by)
    hot_path.hold(session, named.id)
    return indicators.describe(session, {named.id})[named.id], None, rest


def _is_reading(session: Session, text: str, take: Callable[[str], tuple[Named, str]], *, by: Actor) -> bool:
    """Whether the text is meant as a reading: it begins with a whole key or name, or with what is short for one or
    close to one and has a value after it. So "a new clinic" is none, although a key begins with "a".
    """
    try:
        named, rest = take(text)
    except Ambiguous as several:
        return any(choice.line[len(choice.key) :].strip()[:1].isdigit() for choice in several.choices)
    except NotFound:
        return False
    beginning = text.strip().removesuffix(rest).strip()
    if as_compared(beginning) in (as_compared(named.key), as_compared(named.name)):
        return True
    described = indicators.describe(session, {named.id})[named.id]
    return declares_no_data(rest) or _begins_with_value(rest, described, by=by)


def _begins_with_value(text: str, described: Described, *, by: Actor) -> bool:
    try:
        split_value_and_rest(text, measure_of(described.definition), locale=by.locale)
    except Question:
        return True  # a value all the same
    except UserError:
        return text[:1].isdigit()
    return True


def _read_line(described: Described, rest: str, *, by: Actor, now: datetime) -> TypedReading:
    return parse_reading_line(
        rest,
        key=described.indicator.key,
        name=described.definition.name,
        measure=measure_of(described.definition),
        cadence=decode(described.definition.cadence),
        today=local_day(now, by.zone),
        locale=by.locale,
        like=value_like(described),
    )


@contextmanager
def _at_line(place: int, line: str) -> Iterator[None]:
    """Inside it, a UserError says which line it is about. A question too: its buttons would do only that line."""
    try:
        yield
    except UserError as problem:
        raise UserError(_LINE_AT_FAULT.filled(place=place, line=shown(line, 80), why=problem.words)) from problem


_LINE_AT_FAULT = words(
    'Nothing was saved. Reading {place}, "{line}", was not understood: {why} Put it right and send all of it again.'
)


def _require_told_apart(given: Sequence[tuple[str, TypedReading]]) -> None:
    """Raises UserError where an indicator stands twice, unless each time for another period that is named."""
    first: dict[str, list[TypedReading]] = {}
    for key, typed in given:
        before = first.setdefault(key, [])
        if before and (typed.period is None or any(each.period in (None, typed.period) for each in before)):
            raise UserError(
                'Nothing was saved. "{indicator}" stands there twice. Leave one out, or name the period of each, '
                "for example: {command}",
                indicator=key,
                command=Example("/reading <indicator> <value> for last week", {"indicator": key}),
            )
        before.append(typed)


def _may_answer(session: Session, described: Described, by: Actor) -> bool:
    return described.indicator.retired_at is None and may_see_channel(session, described.home.channel, by=by)


def _read_answer(
    number: int, answer: FormAnswer, known: Mapping[int, tuple[DueReading, IndicatorSnapshot]], *, by: Actor
) -> tuple[Described, TypedReading]:
    """The indicator of one answer, and what was typed for it."""
    with _at_field(number):
        if number not in known:
            raise UserError("This reading is no longer open to you. Close the form and open it again.")
        row, at = known[number]
        typed = parse_reading_field(
            answer.text,
            answer.note,
            name=at.name,
            measure=at.measure,
            locale=by.locale,
            like=at.like,
        )
        return at.described, replace(typed, period=period_of(row))


@contextmanager
def _at_field(number: int) -> Iterator[None]:
    """Inside it, a UserError belongs to the field of this due reading."""
    try:
        yield
    except UserError as problem:
        problem.put_at(str(number))
        raise


def _record(
    session: Session,
    described: Described,
    typed: TypedReading,
    kept: Kept | None = None,
    *,
    by: Actor,
    policy: Policy,
    route: Route,
    now: datetime,
) -> RecordedReading:
    return record_reading(
        session,
        described,
        typed.value,
        typed.period,
        typed.note,
        by=by,
        route=route,
        policy=policy,
        now=now,
        typed=typed.typed,
        confidence=typed.confidence,
        kept=kept,
    )
