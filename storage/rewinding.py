"""Records as they were at an instant, in a copy of which nothing is kept (`storage.scratch`).

What was done since is taken out of the history, and what is changed in place is set to what follows from the rest.
Names, zones and rules are today's: of those no history is kept.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import delete, or_, text, tuple_, update
from sqlmodel import Session, col, select

from bot.domain.calendar import local_day
from bot.domain.due import DueState, classify
from bot.domain.interruptions import Interruption
from bot.domain.messages import MessageState, SkipReason
from storage.tables import (
    AddedLine,
    Baseline,
    Closing,
    DecisionAsked,
    DigestRun,
    DueReading,
    HeldBackRecord,
    Indicator,
    IndicatorDefinition,
    InterruptionRecord,
    KeptStanding,
    Message,
    Note,
    Outcome,
    OutcomeDefinition,
    Ownership,
    Person,
    QuietRecord,
    Reading,
    ResourcePlan,
    ResourceUse,
    Retraction,
    SecondLook,
    TargetRecord,
)

Row = TypeVar("Row", Closing, InterruptionRecord, Ownership)

_MADE: Sequence[tuple[Any, Any]] = (
    *(
        (table, col(table.made_at))
        for table in (
            OutcomeDefinition,
            IndicatorDefinition,
            Ownership,
            Baseline,
            TargetRecord,
            Retraction,
            Note,
            SecondLook,
            ResourcePlan,
            ResourceUse,
            QuietRecord,
            Closing,
            InterruptionRecord,
        )
    ),
    (Reading, col(Reading.submitted_at)),
    (HeldBackRecord, col(HeldBackRecord.first_at)),
    (Indicator, col(Indicator.created_at)),
    (Outcome, col(Outcome.created_at)),
)
"""Each table of what happens, with the column that says when."""
_AT_ONCE = 500


def rewind(session: Session, *, to: datetime, run: DigestRun | None = None) -> None:
    """Take back everything that was done after that instant. What waited to be posted with `run` waits again."""
    _let_history_be_changed(session)
    for table, at in _MADE:
        session.execute(delete(table).where(at > to))
    session.execute(update(Message).where(col(Message.sent_at) > to).values(state=MessageState.QUEUED))
    session.execute(update(Person).where(col(Person.deactivated_at) > to).values(is_deactivated=False))
    _at_rest(session, to=to)
    _due(session, to=to)
    if run is not None:
        session.execute(delete(AddedLine).where(or_(col(AddedLine.digest_run_id) != run.id, _waits())))
        session.execute(update(AddedLine).values(digest_run_id=None))
        session.execute(delete(DecisionAsked).where(col(DecisionAsked.digest_run_id) >= run.id))
    # Whoever reads how things stand goes through what is left of the history.
    session.execute(update(KeptStanding).values(changes=KeptStanding.seen + 1))
    session.flush()
    session.expire_all()


def _waits() -> Any:
    return col(AddedLine.digest_run_id).is_(None)


def _let_history_be_changed(session: Session) -> None:
    """A copy of a SQLite file has the triggers that refuse that, and those that count changes."""
    for (name,) in session.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
        session.execute(text(f'DROP TRIGGER "{name}"'))


def _at_rest(session: Session, *, to: datetime) -> None:
    """Closed, paused and retired is what the newest of what is left says; where none ever said it, what is so since
    before.
    """
    said = {row.outcome_id: row for row in _in_order(session, Closing)}
    for outcome in session.exec(select(Outcome)):
        closing = said.get(outcome.id)
        if closing is not None:
            outcome.closed_at = closing.made_at if closing.result else None
        else:
            outcome.closed_at = _until(to, outcome.closed_at)
    zones = dict(session.exec(select(Person.id, Person.zone)).all())
    owners = {row.indicator_id: row.owner_id for row in _in_order(session, Ownership)}
    done = {row.indicator_id: row for row in _in_order(session, InterruptionRecord)}
    for indicator in session.exec(select(Indicator)):
        last = done.get(indicator.id)
        if last is None:
            indicator.paused_at = _until(to, indicator.paused_at)
            indicator.retired_at = _until(to, indicator.retired_at)
            continue
        is_over = last.until_on is not None and local_day(to, zones[owners[indicator.id]]) >= last.until_on
        is_paused = last.kind is Interruption.PAUSED and not is_over
        indicator.paused_at = last.made_at if is_paused else None
        indicator.paused_until = last.until_on if is_paused else None
        indicator.retired_at = last.made_at if last.kind is Interruption.RETIRED else None
    session.flush()


def _until(to: datetime, at: datetime | None) -> datetime | None:
    return at if at is not None and at <= to else None


def _in_order(session: Session, table: type[Row]) -> Sequence[Row]:
    return session.exec(select(table).order_by(col(table.id))).all()


def _due(session: Session, *, to: datetime) -> None:
    """Of each due reading what had become of it by then. What has been settled since was open, missed, or excused as
    long as whoever was to be asked was away; what a reading had settled is known by that reading.
    """
    changed = or_(col(DueReading.settled_at).is_(None), col(DueReading.settled_at) > to)
    zones = dict(session.exec(select(Person.id, Person.zone)).all())
    away = select(HeldBackRecord.due_reading_id).where(HeldBackRecord.because == SkipReason.AWAY)
    excused = set(session.exec(away))
    rows = session.exec(select(DueReading).where(changed)).all()
    for first in range(0, len(rows), _AT_ONCE):
        some = rows[first : first + _AT_ONCE]
        given = _given(session, some)
        for row in some:
            newest = given.get((row.indicator_id, row.period_key))
            _as_it_was(row, newest, zone=zones[row.owner_id], is_excused=row.id in excused, to=to)
    upcoming = [row for row in rows if row.state is DueState.UPCOMING]
    for row in upcoming:
        session.delete(row)
    session.flush()


def _as_it_was(row: DueReading, given: Reading | None, *, zone: str, is_excused: bool, to: datetime) -> None:
    is_over = row.grace_ends_at is not None and row.grace_ends_at <= to
    row.state = classify(
        due_on=row.due_on,
        zone=zone,
        now=to,
        grace_ends_at=row.grace_ends_at,
        received_at=given.submitted_at if given is not None and not given.is_no_data else None,
        no_data=given is not None and given.is_no_data,
        excused=is_excused and is_over,
    )
    if given is not None:
        row.settled_at = given.submitted_at
    else:
        row.settled_at = row.grace_ends_at if is_over else None


def _given(session: Session, rows: Sequence[DueReading]) -> Mapping[tuple[int, str], Reading]:
    """The first reading that counted for each of these periods and still did."""
    wanted = [(row.indicator_id, row.period_key) for row in rows]
    is_taken_back = select(Retraction.id).where(Retraction.reading_id == Reading.id).exists()
    found = session.exec(
        select(Reading)
        .where(tuple_(col(Reading.indicator_id), col(Reading.period_key)).in_(wanted), ~is_taken_back)
        .order_by(col(Reading.id))
    )
    by_period: dict[tuple[int, str], Reading] = {}
    for reading in found:
        by_period.setdefault((reading.indicator_id, reading.period_key), reading)
    return by_period
