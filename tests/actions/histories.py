"""What can have happened to an indicator, at random, and the rows that it leaves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import strategies as st
from sqlmodel import Session, select

from bot.domain.combining import Combine
from bot.domain.due import DueState
from bot.domain.messages import MessageKind, MessageState
from bot.domain.periods import Period
from bot.domain.readings import Route
from storage import due, indicators, tables
from tests.actions.conftest import Team

NOW = datetime(2026, 4, 1, 8, 30, tzinfo=UTC)
WEEKS = [
    Period("2026-W11", date(2026, 3, 9), date(2026, 3, 15)),
    Period("2026-W12", date(2026, 3, 16), date(2026, 3, 22)),
    Period("2026-W13", date(2026, 3, 23), date(2026, 3, 29)),
    Period("2026-W14", date(2026, 3, 30), date(2026, 4, 5)),
]


@dataclass(frozen=True)
class Given:
    """A reading, or "no data", for one of the weeks; `corrects` says which one it supersedes. It `resets` where a
    counter had begun again before.
    """

    week: int
    amount: int | None
    corrects: int | None = None
    resets: bool = False


@dataclass(frozen=True)
class TakenBack:
    """One of the readings is taken back: so many before the last one, and around."""

    back: int


@dataclass(frozen=True)
class FellDue:
    """What has become of the reading for one of the weeks; `named` in a reminder or not."""

    week: int
    state: DueState
    named: bool


@dataclass(frozen=True)
class Promised:
    """A new target."""

    amount: int


@dataclass(frozen=True)
class Redefined:
    """Readings of one period are combined in another way from now on."""

    combine: Combine


@dataclass(frozen=True)
class Moved:
    """The outcome lives in another channel, the indicator has another owner, or both are out of use."""

    channel: str | None = None
    owner: str | None = None
    closed: bool = False
    retired: bool = False


Event = Given | TakenBack | FellDue | Promised | Redefined | Moved

A_WEEK = st.integers(0, 3)
AN_AMOUNT = st.none() | st.integers(0, 200)
_BACK = st.integers(0, 5)
A_STATE = st.sampled_from([state for state in DueState if state is not DueState.UPCOMING])
HISTORIES = st.lists(
    st.builds(Given, A_WEEK, AN_AMOUNT)
    | st.builds(Given, A_WEEK, AN_AMOUNT, _BACK)
    | st.builds(Given, A_WEEK, st.integers(0, 200), st.none() | _BACK, st.booleans())
    | st.builds(TakenBack, _BACK)
    | st.builds(FellDue, A_WEEK, A_STATE, st.booleans())
    | st.builds(Promised, st.integers(0, 119))
    | st.builds(Redefined, st.sampled_from([rule for rule in Combine if rule is not Combine.RATIO]))
    | st.builds(Moved, channel=st.sampled_from(["C1", "C9"]), owner=st.sampled_from(["alice", "bob", None]))
    | st.builds(Moved, closed=st.booleans(), retired=st.booleans()),
    max_size=16,
)


def live_through(session: Session, team: Team, indicator_id: int, history: Sequence[Event]) -> None:
    """Write the rows that these events leave, one minute after the other."""
    readings: list[tables.Reading] = []
    for minute, event in enumerate(history):
        at = NOW - timedelta(minutes=100 - minute)
        match event:
            case Given():
                _give(session, team, indicator_id, event, readings, at=at)
            case TakenBack(back) if readings:
                _take_back(session, team, _counted_back(readings, back), at=at)
            case FellDue():
                _fall_due(session, team, indicator_id, event, at=at)
            case Promised(amount):
                session.add(_target(team, indicator_id, amount, at=at))
            case Redefined(combine):
                _define_anew(session, indicator_id, combine)
            case Moved():
                _move(session, team, indicator_id, event, at=at)
        session.flush()


def _give(
    session: Session,
    team: Team,
    indicator_id: int,
    event: Given,
    readings: list[tables.Reading],
    *,
    at: datetime,
) -> None:
    week = WEEKS[event.week]
    corrected = _counted_back(readings, event.corrects) if readings and event.corrects is not None else None
    if corrected is not None and corrected.id in {reading.supersedes_id for reading in readings}:
        return  # what was corrected once is not corrected again; its correction would be
    reading = tables.Reading(
        workspace_id=team.workspace.id,
        indicator_id=indicator_id,
        period_key=week.key,
        period_first_on=week.first,
        period_last_on=week.last,
        is_no_data=event.amount is None,
        amount=Decimal(event.amount) if event.amount is not None else None,
        typed=str(event.amount),
        as_of_on=min(week.last, at.date()),
        route=Route.COMMAND,
        submitted_at=at,
        submitted_by_id=team.alice.person_id,
        supersedes_id=corrected.id if corrected is not None else None,
        is_reset=event.resets,
    )
    session.add(reading)
    session.flush()
    readings.append(reading)


def _counted_back(readings: Sequence[tables.Reading], back: int) -> tables.Reading:
    return readings[-1 - back % len(readings)]


def _take_back(session: Session, team: Team, reading: tables.Reading, *, at: datetime) -> None:
    if session.exec(select(tables.Retraction).where(tables.Retraction.reading_id == reading.id)).first() is None:
        session.add(
            tables.Retraction(
                workspace_id=team.workspace.id,
                indicator_id=reading.indicator_id,
                reading_id=reading.id,
                made_at=at,
                made_by_id=team.alice.person_id,
            )
        )


def _fall_due(session: Session, team: Team, indicator_id: int, event: FellDue, *, at: datetime) -> None:
    week = WEEKS[event.week]
    row = due.of_period(session, indicator_id=indicator_id, period_key=week.key)
    if row is not None:
        row.state = event.state
        return
    row = tables.DueReading(
        workspace_id=team.workspace.id,
        indicator_id=indicator_id,
        period_key=week.key,
        period_first_on=week.first,
        period_last_on=week.last,
        owner_id=team.alice.person_id,
        due_on=week.last + timedelta(days=1),
        state=event.state,
        grace_ends_at=at + timedelta(days=2),
    )
    session.add(row)
    session.flush()
    if event.named:
        _remind(session, team, row, at=at)


def _remind(session: Session, team: Team, row: tables.DueReading, *, at: datetime) -> None:
    message = tables.Message(
        workspace_id=team.workspace.id,
        key=f"reminder:{row.period_key}",
        kind=MessageKind.REMINDER,
        priority=2,
        person_id=row.owner_id,
        planned_for=at,
        state=MessageState.SENT,
        ready_at=at,
        created_at=at,
    )
    session.add(message)
    session.flush()
    session.add(tables.MessageItem(message_id=message.id, due_reading_id=row.id, workspace_id=team.workspace.id))


def _target(team: Team, indicator_id: int, amount: int, *, at: datetime) -> tables.TargetRecord:
    return tables.TargetRecord(
        workspace_id=team.workspace.id,
        indicator_id=indicator_id,
        amount=Decimal(amount),
        starts_on=date(2026, 3, 1),
        due_on=date(2026, 12, 31),
        effective_on=at.date(),
        made_at=at,
        made_by_id=team.alice.person_id,
    )


def _define_anew(session: Session, indicator_id: int, combine: Combine) -> None:
    newest = indicators.describe(session, [indicator_id])[indicator_id].definition
    session.add(tables.IndicatorDefinition(**{**newest.model_dump(exclude={"id"}), "combine": combine}))


def _move(session: Session, team: Team, indicator_id: int, event: Moved, *, at: datetime) -> None:
    described = indicators.describe(session, [indicator_id])[indicator_id]
    described.home.outcome.closed_at = at if event.closed else None
    described.indicator.retired_at = at if event.retired else None
    if event.channel is not None:
        channel = session.exec(select(tables.Channel).where(tables.Channel.channel_id == event.channel)).one()
        copy = described.home.definition.model_dump(exclude={"id"})
        session.add(tables.OutcomeDefinition(**{**copy, "channel_id": channel.id}))
    if event.owner is not None:
        copy = described.ownership.model_dump(exclude={"id"})
        session.add(tables.Ownership(**{**copy, "owner_id": getattr(team, event.owner).person_id}))
