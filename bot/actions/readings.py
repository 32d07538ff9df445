"""Recording readings and taking them back. History is only ever added to."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import Session

from bot import crashpoints
from bot.actions import due as dues
from bot.actions import finding, scheduling
from bot.actions.access import may_see_channel
from bot.actions.people import Actor, Policy
from bot.actions.snapshots import IndicatorSnapshot, snapshot_of, value_of, with_reading
from bot.domain import due as lateness
from bot.domain.calendar import local_day
from bot.domain.due import DueState
from bot.domain.facts import as_of_day
from bot.domain.periods import Period, period_containing, split_period_and_rest
from bot.domain.values import Value, parse_value, split_value_and_rest
from bot.errors import NotAllowed, UserError
from bot.results.readings import Recorded, Undone
from storage import due, hot_path, indicators, readings
from storage.access import visible_indicator
from storage.indicators import Described
from storage.tables import DueReading, Person, Reading, Retraction

UNDO_FOR = timedelta(minutes=15)
LONGEST_NOTE = 2_000
LONGEST_TYPED = 200

_NO_DATA = re.compile(r"(?:n/d|n\.d\.|no data)(?:\s*[:;,]\s*|\s+(?:[-–—]\s+)?|$)(?P<why>.*)", re.IGNORECASE | re.DOTALL)
_FOR = re.compile(r"for\s+(?P<period>.+)", re.IGNORECASE | re.DOTALL)
_CONFIDENCE = re.compile(r"(?P<word>sure|fairly|unsure)(?:\s+|$)(?P<rest>.*)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Typed:
    """What a person gave for one period; no `value` means that there is no data, and `note` says why."""

    text: str
    value: Value | None
    note: str = ""
    confidence: str | None = None
    period: Period | None = None


@dataclass(frozen=True)
class FormAnswer:
    """One field of the check-in form, as typed."""

    text: str
    note: str = ""


def submit_line(session: Session, text: str, *, by: Actor, policy: Policy, route: str, now: datetime) -> Recorded:
    """Record what stands in one line: `<indicator> <value> [for <period>] [sure|fairly|unsure] [note]`, or
    `<indicator> n/d <reason>`. Without a period it is the newest one now due, or the current one when nothing
    is.

    Raises UserError (NotFound and Ambiguous among them) and changes nothing then.
    """
    described, rest = _take(session, text, by=by)
    known, open_rows = _look(session, described, policy=policy, now=now)
    given = _read_line(rest, known, by=by, now=now)
    return _record(session, known, open_rows, given, by=by, route=route, now=now)


def submit_form(
    session: Session, answers: Mapping[int, FormAnswer], *, by: Actor, policy: Policy, now: datetime
) -> tuple[Recorded, ...]:
    """Record every answered field of a check-in form, keyed by due reading, all or none.

    Raises UserError whose `field` is the number of the due reading at fault.
    """
    known = dues.answerable(session, answers.keys(), by=by, policy=policy, now=now)
    given: list[tuple[IndicatorSnapshot, Typed]] = []
    for number, answer in answers.items():
        if number not in known:
            raise UserError(
                "This reading is no longer open to you. Close the form and open it again.", field=str(number)
            )
        row, at = known[number]
        try:
            given.append((at, replace(_read_field(answer, at, by=by), period=dues.period_of(row))))
        except UserError as problem:
            raise UserError(problem.message, field=str(number)) from problem
    return tuple(
        _record(
            session,
            at,
            due.of_indicators(session, {at.id}),
            typed,
            by=by,
            route="form",
            now=now,
        )
        for at, typed in given
    )


def declares_no_data(text: str) -> bool:
    """Whether the text says that there is no value, and perhaps why."""
    return _NO_DATA.fullmatch(text.strip()) is not None


def undo(session: Session, *, reading_id: int | None, by: Actor, policy: Policy, now: datetime) -> Undone | None:
    """Take back this reading, or without a number the person's latest; None where there is nothing to take
    back.

    Only its author may, within fifteen minutes; later a correction is the honest way. What had been due is due
    again.
    """
    reading = readings.latest_of(session, by.person_id) if reading_id is None else session.get(Reading, reading_id)
    if reading is None or readings.is_taken_back(session, reading.id):
        return None
    if visible_indicator(session, reading.indicator_id, by=by) is None:
        return None
    if reading.submitted_by_id != by.person_id:
        raise NotAllowed("Only whoever gave a reading can undo it. Give a new reading to correct it.")
    if now - reading.submitted_at > UNDO_FOR:
        raise UserError("Undo works for fifteen minutes after a reading. Give a new reading to correct it.")
    session.add(
        Retraction(
            workspace_id=by.workspace_id,
            indicator_id=reading.indicator_id,
            reading_id=reading.id,
            made_at=now,
            made_by_id=by.person_id,
            reason="undo",
        )
    )
    session.flush()
    return _undone(session, reading, policy=policy, now=now)


def _take(session: Session, text: str, *, by: Actor) -> tuple[Described, str]:
    """The indicator that the line begins with. A whole key in front, the usual case, is found without reading
    all.
    """
    first, _, rest = text.strip().partition(" ")
    described = hot_path.described_by_key(session, workspace_id=by.workspace_id, key=first.lower())
    if described is not None and _may_answer(session, described, by):
        return described, rest.strip()
    named, rest = finding.take_indicator(session, text, by=by)
    hot_path.hold(session, named.id)
    return indicators.describe(session, {named.id})[named.id], rest


def _may_answer(session: Session, described: Described, by: Actor) -> bool:
    return described.indicator.retired_at is None and may_see_channel(session, described.home.channel, by=by)


def _look(
    session: Session, described: Described, *, policy: Policy, now: datetime
) -> tuple[IndicatorSnapshot, list[DueReading]]:
    """How the indicator stands, and what of it is still wanted."""
    open_rows = hot_path.open_rows(session, described.indicator.id)
    readings = hot_path.counting_readings(session, described)
    missed = [row for row in open_rows if row.state == DueState.MISSED]
    return snapshot_of(described, readings, missed, policy=policy, now=now), open_rows


def _read_line(text: str, at: IndicatorSnapshot, *, by: Actor, now: datetime) -> Typed:
    if not text:
        raise UserError(f"What is the value? For example: `/reading {at.key} {_example(at)}`.")
    if declared := _NO_DATA.fullmatch(text):
        period, why = _period_in(declared["why"], at, by=by, now=now)
        return Typed("n/d", None, _reason(why, f"`/reading {at.key} n/d the counter was broken`"), None, period)
    value, rest = split_value_and_rest(text, at.measure, locale=by.locale, name=at.name)
    typed = text.removesuffix(rest).rstrip(" \t\n-–—:;,")
    period, rest = _period_in(rest, at, by=by, now=now)
    confidence = None
    if said := _CONFIDENCE.fullmatch(rest):
        confidence, rest = said["word"].lower(), said["rest"]
        if period is None:
            period, rest = _period_in(rest, at, by=by, now=now)
    return Typed(typed, value, _note(rest), confidence, period)


def _read_field(answer: FormAnswer, at: IndicatorSnapshot, *, by: Actor) -> Typed:
    text = answer.text.strip()
    if declared := _NO_DATA.fullmatch(text):
        why = declared["why"].strip() or answer.note.strip()
        return Typed("n/d", None, _reason(why, "n/d the counter was broken"))
    return Typed(text, parse_value(text, at.measure, locale=by.locale, name=at.name), _note(answer.note))


def _reason(why: str, example: str) -> str:
    if not why.strip():
        raise UserError(f"Say why there is no data, for example: {example}.")
    return _note(why)


def _note(text: str) -> str:
    if len(text) > LONGEST_NOTE:
        raise UserError(f"A note holds up to {LONGEST_NOTE:,} characters; this one has {len(text):,}. Shorten it.")
    return text.strip()


def _period_in(text: str, at: IndicatorSnapshot, *, by: Actor, now: datetime) -> tuple[Period | None, str]:
    """The period after a leading "for", and what follows it; none where the words name no period."""
    named = _FOR.fullmatch(text)
    if named is None:
        return None, text
    today = local_day(now, by.zone)
    found = split_period_and_rest(named["period"], at.cadence, today=today, locale=by.locale)
    return found if found is not None else (None, text)


def _example(at: IndicatorSnapshot) -> str:
    if at.measure.scale:
        return at.measure.scale[-1]
    return {"ratio": "31/50", "yes_no": "yes", "duration": "3h20", "percent": "84 %"}.get(at.measure.kind, "84")


def _record(
    session: Session,
    at: IndicatorSnapshot,
    open_rows: Sequence[DueReading],
    given: Typed,
    *,
    by: Actor,
    route: str,
    now: datetime,
) -> Recorded:
    """1. Refuse what is closed. 2. Settle on the period. 3. Add the reading. 4. Settle what was due. 5. Say
    what it did.
    """
    if at.described.home.outcome.closed_at is not None:
        raise UserError(f'"{at.name}" belongs to an outcome that is closed. Reopen the outcome to go on measuring.')
    if len(given.text) > LONGEST_TYPED:
        raise UserError(f"A value holds up to {LONGEST_TYPED} characters. Put the rest into the note.")
    period = given.period or _period_asked_for(at, open_rows, by=by, now=now)
    reading = _add(session, at, given, period, by=by, route=route, now=now)
    crashpoints.reached("recording: reading added")
    row = next((row for row in open_rows if row.period_key == period.key), None)
    settled = None
    if row is not None:
        settled = _settled_as(row, at, given, now=now)
        hot_path.mark_due(session, row.id, state=settled, at=now)
    after = with_reading(at, reading, [each for each in open_rows if each.state == DueState.MISSED and each is not row])
    return Recorded(
        reading_id=reading.id,
        indicator=dues.name_of(at),
        period=period,
        value=given.value,
        assessment=after.assessment,
        previous=dues.value_before(at, period),
        combined=_combined(after, period, given.value),
        note=given.note,
        late=settled is DueState.LATE,
        still_open=dues.other_open(open_rows, at, period),
    )


def _period_asked_for(at: IndicatorSnapshot, open_rows: Sequence[DueReading], *, by: Actor, now: datetime) -> Period:
    """The newest period now due, or the current one when nothing is."""
    wanted = [dues.period_of(row) for row in open_rows if row.state == DueState.DUE]
    return max(wanted) if wanted else period_containing(at.cadence, local_day(now, by.zone))


def _add(
    session: Session, at: IndicatorSnapshot, given: Typed, period: Period, *, by: Actor, route: str, now: datetime
) -> Reading:
    target = at.facts.target
    return hot_path.add_reading(
        session,
        workspace_id=by.workspace_id,
        indicator_id=at.id,
        period_key=period.key,
        period_first_on=period.first,
        period_last_on=period.last,
        is_no_data=given.value is None,
        amount=given.value.amount if given.value else None,
        numerator=given.value.numerator if given.value else None,
        denominator=given.value.denominator if given.value else None,
        typed=given.text,
        note=given.note,
        confidence=given.confidence,
        as_of_on=as_of_day(period, given_on=at.today, starts_on=target.starts_on if target else None),
        route=route,
        submitted_at=now,
        submitted_by_id=by.person_id,
    )


def _settled_as(row: DueReading, at: IndicatorSnapshot, given: Typed, *, now: datetime) -> DueState:
    return lateness.classify(
        due_on=row.due_on,
        zone=at.described.owner.zone,
        now=now,
        grace_ends_at=row.grace_ends_at,
        received_at=now if given.value is not None else None,
        no_data=given.value is None,
    )


def _combined(at: IndicatorSnapshot, period: Period, given: Value | None) -> Value | None:
    """The period's value, where it is another than the one just given."""
    value = next((point.value for point in at.facts.points if point.period.key == period.key), None)
    return value if value is not None and given is not None and value.amount != given.amount else None


def _undone(session: Session, reading: Reading, *, policy: Policy, now: datetime) -> Undone:
    described = indicators.describe(session, {reading.indicator_id})[reading.indicator_id]
    at, _ = _look(session, described, policy=policy, now=now)
    period = Period(reading.period_key, reading.period_first_on, reading.period_last_on)
    still_counts = any(each.period_key == period.key for each in at.readings)
    row = due.of_period(session, indicator_id=at.id, period_key=period.key)
    if row is not None and not still_counts:
        _reopen(session, row, described, policy=policy, now=now)
    return Undone(
        indicator=dues.name_of(at),
        period=period,
        value=value_of(reading),
        now_counts=next((p.value for p in at.facts.points if p.period.key == period.key), None),
        due=dues.as_item(row, at) if row is not None and not still_counts else None,
    )


def _reopen(session: Session, row: DueReading, described: Described, *, policy: Policy, now: datetime) -> None:
    """What was settled by a reading that no longer counts is wanted again, as if it had never been given."""
    row.state = lateness.classify(
        due_on=row.due_on, zone=described.owner.zone, now=now, grace_ends_at=row.grace_ends_at
    )
    row.settled_at = now if row.state == DueState.MISSED else None
    session.add(row)
    session.flush()
    due.refresh_reminders(session, {row.id}, at=now)
    owner = session.get_one(Person, row.owner_id)
    scheduling.wake_reminder(owner, policy=policy, after=now)
