"""Readings as people give them: in one line, or in the check-in form."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from bot.actions import due as dues
from bot.actions import finding
from bot.actions.access import may_see_channel
from bot.actions.choosing_periods import WhichPeriod
from bot.actions.doubting import Doubtful
from bot.actions.facts import measure_of, period_of, value_like, value_of
from bot.actions.people import Actor, Policy, policy_of
from bot.actions.recording import record_reading
from bot.actions.screens import policy_for
from bot.actions.snapshots import IndicatorSnapshot
from bot.domain.cadences import decode
from bot.domain.calendar import local_day
from bot.domain.combining import Combine
from bot.domain.keys import as_compared
from bot.domain.no_data import NO_DATA, declared_no_data
from bot.domain.reading_lines import TypedReading, line_of, parse_reading_field, parse_reading_line
from bot.domain.readings import Confidence, Route
from bot.domain.several import may_be_several, parts_of
from bot.domain.spelling import spelled
from bot.domain.typed_text import shown
from bot.domain.value_lines import take_value
from bot.domain.values import Measure, Quantity, Value, parse_value
from bot.errors import Ambiguous, Choice, NotFound, Question, UserError
from bot.results.readings import RecordedReading
from bot.words import Example, Words, words
from storage import due, hot_path, indicators, readings
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
    confidence: Confidence | None = None
    is_meant: bool = False


class Implausible(UserError):
    """Some of what was filled in looks like a slip: the `questions`, by due reading."""

    def __init__(self, questions: Mapping[int, Words]) -> None:
        super().__init__(next(iter(questions.values())), field=str(next(iter(questions))))
        self.questions = questions


def submit_line(
    session: Session,
    text: str,
    *,
    by: Actor,
    policy: Policy | None = None,
    route: Route,
    now: datetime,
    is_meant: bool = False,
    evidence: Sequence[str] = (),
    note: str = "",
) -> RecordedReading:
    """Record what stands in one line: the indicator, and after it what `parse_reading_line` reads. Without a period it
    is the newest one now due, or the current one when nothing is.

    Without a `policy` the workspace's own is read along with the indicator. What `is_meant` has been asked about, and
    `evidence` are links to the files that came with it. A `note` was given apart from the line.
    Raises UserError (NotFound and Question among them) and changes nothing then.
    """
    described, looked, rest = take_line(session, text, by=by)
    if policy is None:
        policy = policy_of(looked.rules) if looked is not None else policy_for(session, by)
    typed = read_line(described, rest, by=by, now=now)
    typed = with_note(typed, note)
    kept = looked.kept if looked is not None else None
    if typed.adds and not is_meant:
        _require_can_add(described, typed, locale=by.locale)
    try:
        return _record(
            session,
            described,
            typed,
            kept,
            by=by,
            policy=policy,
            route=route,
            now=now,
            is_meant=is_meant,
            evidence=evidence,
        )
    except Doubtful as doubtful:
        raise asking(doubtful, described, typed, locale=by.locale) from None
    except WhichPeriod as which:
        raise _asking_for_which(which, described, typed) from None


def with_note(typed: TypedReading, note: str) -> TypedReading:
    """The same with this note, below the one that it has already."""
    return replace(typed, note="\n".join(filter(None, [typed.note, note.strip()])))


def split_readings(session: Session, text: str, *, by: Actor) -> tuple[str, ...]:
    """The readings in a message, each as `submit_line` takes it; the text alone where it is one."""
    if not may_be_several(text):
        return (text,)
    take = finding.indicator_taker(session, by=by)
    return parts_of(text, lambda part: _is_reading(session, part, take, by=by))


def submit_lines(
    session: Session,
    lines: Sequence[str],
    *,
    by: Actor,
    policy: Policy,
    route: Route,
    now: datetime,
    is_meant: bool = False,
    evidence: Sequence[str] = (),
) -> tuple[RecordedReading, ...]:
    """Record a reading from each of several lines, as `submit_line` does it, all or none.

    Raises UserError that says which line is at fault, and Question for what looks like a slip, which all of them
    answer; the caller's transaction takes back what was recorded by then.
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
            described, _, rest = take_line(session, line, by=by)
            given.append((place, line, described, read_line(described, rest, by=by, now=now)))
    _require_told_apart([(described.indicator.key, typed) for _, _, described, typed in given])
    recorded = []
    for place, line, described, typed in given:
        with _at_line(place, line):
            # How an indicator is kept to stand is looked up anew: a line before may have been about the same one.
            try:
                recorded.append(
                    _record(
                        session,
                        described,
                        typed,
                        by=by,
                        policy=policy,
                        route=route,
                        now=now,
                        is_meant=is_meant,
                        evidence=evidence,
                    )
                )
            except Doubtful as doubtful:
                raise _doubting_one(doubtful, place, lines) from None
    return tuple(recorded)


def _doubting_one(doubtful: Doubtful, place: int, lines: Sequence[str]) -> Question:
    return _DoubtfulLine(
        'Nothing is saved yet. Reading {place}, "{line}": {why}',
        choices=[Choice(words("All of it is right"), "\n".join(lines), is_meant=True)],
        place=place,
        line=shown(lines[place - 1], 80),
        why=doubtful.in_a_form,
    )


class _DoubtfulLine(Question):
    """It says already which line it is about."""


def submit_form(
    session: Session, answers: Mapping[int, FormAnswer], *, by: Actor, policy: Policy, now: datetime
) -> tuple[RecordedReading, ...]:
    """Record every answered field of a check-in form, keyed by due reading, all or none.

    Raises UserError whose `field` is the number of the due reading at fault; Implausible for what looks like a slip.
    """
    known = dues.answerable(session, answers.keys(), by=by, policy=policy, now=now)
    before = _given_before(session, known)
    # All are read before the first is recorded: most mistakes are found here, and then nothing has to be rolled back.
    given = [(number, *_read_answer(number, answer, known, by=by)) for number, answer in answers.items()]
    recorded, doubted = [], {}
    for number, described, typed in given:
        is_meant = answers[number].is_meant
        with _at_field(number):
            try:
                recorded.append(
                    _record(
                        session, described, typed, by=by, policy=policy, route=Route.FORM, now=now, is_meant=is_meant
                    )
                )
            except Doubtful as doubtful:
                doubted[number] = doubtful.in_a_form
    if doubted:
        raise Implausible(doubted)
    return tuple(
        replace(each, replaced=each.replaced or before.get(number))
        for (number, *_), each in zip(given, recorded, strict=True)
    )


def _given_before(
    session: Session, known: Mapping[int, tuple[DueReading, IndicatorSnapshot]]
) -> Mapping[int, Value | None]:
    """What was given for these due readings since the form was opened, by number, where another reading takes its
    place. A query at most.
    """
    settled = {
        number: row
        for number, (row, at) in known.items()
        if row.state not in due.OPEN and Combine(at.described.definition.combine).counts_last
    }
    if not settled:
        return {}
    periods = {(row.indicator_id, row.period_first_on) for row in settled.values()}
    given = readings.counting_in(session, periods)
    return {
        number: value_of(theirs[-1])
        for number, row in settled.items()
        if (theirs := [each for each in given.get(row.indicator_id, ()) if each.period_key == row.period_key])
    }


def submit_answer(
    session: Session, due_id: int, label: str, *, by: Actor, policy: Policy, now: datetime
) -> RecordedReading:
    """Record the label that was pressed in a reminder as the answer to this due reading.

    Raises UserError where it is not this person's to give, or not open, any more; and for what is no label of it.
    """
    row, at = dues.answerable(session, [due_id], by=by, policy=policy, now=now).get(due_id, (None, None))
    if row is None or at is None or row.owner_id != by.person_id:
        raise UserError("This reading is not yours to give any more, and nothing was changed.")
    hot_path.hold(session, row.indicator_id)
    session.refresh(row)  # of two presses at once the second finds what the first has done
    if row.state not in due.OPEN:
        raise UserError(
            '"{name}" has its answer for this period already, and nothing was changed. To correct it: {command}',
            name=at.name,
            command=Example("/reading <indicator> <value>", {"indicator": at.key, "value": label}),
        )
    value = parse_value(label, at.measure, locale=by.locale, name=at.name, like=at.like)
    typed = TypedReading(label, value, period=period_of(row))
    # What was chosen among labels is no slip of a key.
    return _record(session, at.described, typed, by=by, policy=policy, route=Route.MESSAGE, now=now, is_meant=True)


def declare_not_coming(
    session: Session, due_ids: Collection[int], key: str | None, why: str, *, by: Actor, policy: Policy, now: datetime
) -> tuple[RecordedReading, ...]:
    """Record that there is no data for those of these due readings that are open and still this person's to give; of
    one indicator where a `key` is given. What has been given meanwhile stays as it is.

    Raises UserError without a reason.
    """
    still = [
        item.due_id
        for item in dues.due_for(session, by=by, policy=policy, now=now)
        if item.due_id in due_ids and key in (None, item.indicator.key)
    ]
    answers = {number: FormAnswer(NO_DATA, why) for number in still}
    return submit_form(session, answers, by=by, policy=policy, now=now)


def asking(doubtful: Doubtful, described: Described, typed: TypedReading, *, locale: str) -> Question:
    """The question with the lines that may have been meant."""
    assert typed.value is not None
    measure = measure_of(described.definition)

    def choice(value: Value, label: Words) -> Choice:
        line = line_of(replace(typed, typed=spelled(value, measure, locale), period=doubtful.period))
        return Choice(label, f"{described.indicator.key} {line}", is_meant=True)

    mended = [choice(each, words("{value}", value=Quantity(each, measure))) for each in doubtful.doubt.mended]
    began_again = []
    if doubtful.doubt.falls:
        line = line_of(replace(typed, period=doubtful.period, resets=True))
        label = words("It began again from zero")
        began_again = [Choice(label, f"{described.indicator.key} {line}", is_meant=True)]
    as_typed = choice(typed.value, words("{value} is right", value=Quantity(typed.value, measure)))
    with_note = replace(
        as_typed, label=words("{value}, with a note…", value=Quantity(typed.value, measure)), wants_note=True
    )
    return Question(doubtful.words, choices=[*began_again, *mended, as_typed, with_note])


def read_line(described: Described, rest: str, *, by: Actor, now: datetime) -> TypedReading:
    """What follows the indicator in a line. Raises UserError; the lines of a Question begin with the indicator."""
    try:
        return parse_reading_line(
            rest,
            key=described.indicator.key,
            name=described.definition.name,
            measure=measure_of(described.definition),
            cadence=decode(described.definition.cadence),
            today=local_day(now, by.zone),
            locale=by.locale,
            like=value_like(described),
            settled=by.is_settled,
            counts_up=Combine(described.definition.combine).counts_up,
        )
    except Question as asked:
        asked.put_after(described.indicator.key)
        raise


def _require_can_add(described: Described, typed: TypedReading, *, locale: str) -> None:
    """Raises Question for "+3" where only the last value of a period counts: is it 3, or 3 more than that?"""
    like = value_like(described)
    if typed.value is None or not Combine(described.definition.combine).counts_last:
        return
    measure, amount = measure_of(described.definition), typed.value.amount
    meant = [typed.value]
    if like is not None and like.denominator is None:
        meant.append(Value(like.amount + amount))
    lines = [line_of(replace(typed, typed=spelled(value, measure, locale))) for value in meant]
    raise Question(
        '"{typed}": only the last value of a period counts here. Which one is it?',
        typed=typed.typed,
        choices=[
            Choice(words("{value}", value=Quantity(value, measure)), f"{described.indicator.key} {line}")
            for value, line in zip(meant, lines, strict=True)
        ],
    )


def _asking_for_which(which: WhichPeriod, described: Described, typed: TypedReading) -> Question:
    """The question with a line for each period."""
    key = described.indicator.key
    choices = [Choice(label, f"{key} {line_of(replace(typed, period=period))}") for period, label in which.periods]
    said = Quantity(typed.value, measure_of(described.definition)) if typed.value is not None else typed.typed
    return Question(which.words.filled(value=said), choices=choices)


def take_line(session: Session, text: str, *, by: Actor) -> tuple[Described, Looked | None, str]:
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
    measure = measure_of(described.definition)
    return declared_no_data(rest, measure) is not None or _begins_with_value(rest, measure, by=by)


def _begins_with_value(text: str, measure: Measure, *, by: Actor) -> bool:
    try:
        take_value(text, measure, locale=by.locale)
    except Question:
        return True  # a value all the same
    except UserError:
        return text[:1].isdigit()
    return True


@contextmanager
def _at_line(place: int, line: str) -> Iterator[None]:
    """Inside it, a UserError says which line it is about. A question too: its buttons would do only that line."""
    try:
        yield
    except _DoubtfulLine:
        raise
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
            counts_up=Combine(at.described.definition.combine).counts_up,
        )
        return at.described, replace(typed, period=period_of(row), confidence=answer.confidence)


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
    is_meant: bool = False,
    evidence: Sequence[str] = (),
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
        adds=typed.adds,
        mentioned=typed.mentioned,
        kept=kept,
        is_meant=is_meant,
        evidence=evidence,
        resets=typed.resets,
    )
