"""Correcting a reading, at any time: another one takes its place, and both stay on record."""

from datetime import datetime

from sqlmodel import Session

from bot.actions import due as dues
from bot.actions.doubting import Doubtful
from bot.actions.facts import period_of, value_of
from bot.actions.people import Actor, Policy, policy_of
from bot.actions.readings import FormAnswer, asking, read_line, take_line, with_note
from bot.actions.recording import record_reading
from bot.actions.screens import policy_for
from bot.domain.combining import Combine
from bot.domain.reading_lines import TypedReading, parse_reading_field
from bot.domain.readings import Confidence, Route
from bot.errors import UserError
from bot.fields import Field
from bot.results.readings import GivenReading, RecordedReading
from bot.words import Example, words
from storage import hot_path, indicators, readings
from storage.access import visible_indicator
from storage.indicators import Described
from storage.tables import Reading

GONE = words("This reading was taken back or corrected meanwhile. Nothing was changed.")


def fix_line(
    session: Session, text: str, *, by: Actor, route: Route, now: datetime, is_meant: bool = False, note: str = ""
) -> RecordedReading:
    """Correct the reading of the period that the line names; without one, the newest that this person gave for the
    indicator, or else the newest of all. A `note` was given apart from the line.

    Raises UserError where there is none, and what `submit_line` raises.
    """
    described, looked, rest = take_line(session, text, by=by)
    typed = with_note(read_line(described, rest, by=by, now=now), note)
    number, first_on = described.indicator.id, typed.period.first if typed.period is not None else None
    wrong = readings.to_correct(session, number, first_on=first_on, person_id=by.person_id)
    if wrong is None:
        fills = {"indicator": described.indicator.key}
        raise UserError(
            "There is no reading to correct. Give one: {command}",
            command=Example("/reading <indicator> <value>", fills),
        )
    policy = policy_of(looked.rules) if looked is not None else policy_for(session, by)
    try:
        return _correct(session, described, wrong, typed, by=by, policy=policy, route=route, now=now, is_meant=is_meant)
    except Doubtful as doubtful:
        raise asking(doubtful, described, typed, locale=by.locale) from None


def key_given_as(session: Session, typed: str, *, by: Actor) -> str | None:
    """The key of the indicator for which this person gave their latest reading, where they wrote no more than that."""
    latest = readings.latest_of(session, by.person_id)
    if latest is None or latest.typed != typed:
        return None
    indicator = visible_indicator(session, latest.indicator_id, by=by)
    return indicator.key if indicator is not None else None


def given(session: Session, reading_id: int, *, by: Actor) -> GivenReading | None:
    """The reading as the form for correcting it shows it; None where this person may not see it, or it counts not."""
    found = _found(session, reading_id, by=by)
    if found is None:
        return None
    described, reading = found
    confidence = Confidence(reading.confidence) if reading.confidence else None
    return GivenReading(
        reading.id, dues.name_of_described(described), period_of(reading), reading.typed, reading.note, confidence
    )


def correct(
    session: Session, reading_id: int, answer: FormAnswer, *, by: Actor, policy: Policy, now: datetime
) -> RecordedReading:
    """Put what was filled in in the place of the reading.

    Raises UserError where it is not there any more, at the field where that is at fault; and Doubtful.
    """
    found = _found(session, reading_id, by=by)
    if found is None:
        raise UserError(GONE)
    described, reading = found
    hot_path.hold(session, described.indicator.id)
    name = dues.name_of_described(described)
    try:
        typed = parse_reading_field(
            answer.text,
            answer.note,
            name=name.name,
            measure=name.measure,
            locale=by.locale,
            like=value_of(reading),
            counts_up=Combine(described.definition.combine).counts_up,
        )
    except UserError as problem:
        problem.put_at(Field.VALUE)
        raise
    typed = TypedReading(typed.typed, typed.value, typed.note, answer.confidence, resets=typed.resets)
    return _correct(
        session, described, reading, typed, by=by, policy=policy, route=Route.FORM, now=now, is_meant=answer.is_meant
    )


def _found(session: Session, reading_id: int, *, by: Actor) -> tuple[Described, Reading] | None:
    reading = readings.counting(session, reading_id)
    if reading is None or visible_indicator(session, reading.indicator_id, by=by) is None:
        return None
    return indicators.describe(session, {reading.indicator_id})[reading.indicator_id], reading


def _correct(
    session: Session,
    described: Described,
    wrong: Reading,
    typed: TypedReading,
    *,
    by: Actor,
    policy: Policy,
    route: Route,
    now: datetime,
    is_meant: bool,
) -> RecordedReading:
    hot_path.hold_reading(session, wrong.id)
    if readings.counting(session, wrong.id) is None:  # somebody else was faster
        raise UserError(GONE)
    return record_reading(
        session,
        described,
        typed.value,
        period_of(wrong),
        typed.note,
        by=by,
        route=route,
        policy=policy,
        now=now,
        typed=typed.typed,
        confidence=typed.confidence,
        corrects=wrong,
        is_meant=is_meant,
        resets=typed.resets,
    )
