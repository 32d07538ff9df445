"""What is kept of how indicators stand is what their histories say, whoever has changed them and however."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import delete, text, update
from sqlmodel import Session, col, select

from bot.actions import standings
from bot.actions.changing_indicators import Description, change_indicator
from bot.actions.outcomes import outcome_page
from bot.actions.people import policy_of
from bot.actions.readings import submit_line
from bot.actions.snapshots import snapshots
from bot.actions.targets import Promise, current_snapshot, set_target
from bot.actions.undoing import undo
from bot.delivery import planning
from bot.delivery.settings import DeliverySettings
from bot.delivery.standings import mend
from bot.domain.colours import State
from bot.domain.readings import Route
from bot.domain.values import Value
from bot.errors import UserError
from storage import indicators, tables
from storage import standings as rows
from tests.actions.conftest import Team
from tests.actions.histories import HISTORIES, Event, live_through
from tests.actions.test_cost_of_access import cost
from tests.actions.test_hot_path import lots, undone_afterwards
from tests.make import make_channel, make_indicator, make_outcome

MONDAY = datetime(2026, 3, 30, 8, 30, tzinfo=UTC)
BEGAN = MONDAY - timedelta(weeks=12)


@pytest.fixture
def rough(session: Session, team: Team) -> int:
    """From 120 to 60 in a year, twelve weeks ago."""
    make_channel(session, team.workspace, "C9", private_to=[team.alice, team.bob])
    outcome = make_outcome(session, team.alice, now=BEGAN)
    ends = date(2026, 12, 31)
    indicator = make_indicator(
        session, team.alice, outcome, baseline=("120", date(2025, 12, 29)), target=("60", ends), now=BEGAN
    )
    return indicator.id


# What may happen, by the actions that people and the clock go through


@dataclass(frozen=True)
class Reads:
    """A reading for the week so many weeks back, or "no data"."""

    weeks_back: int
    amount: int | None


@dataclass(frozen=True)
class TakesBack:
    """The latest reading is taken back."""


@dataclass(frozen=True)
class Promises:
    """Another target, and perhaps another baseline."""

    amount: int
    baseline: int | None


@dataclass(frozen=True)
class WeeksGoBy:
    """So many weeks in which whatever falls due is planned, and missed when nobody gives it."""

    count: int


@dataclass(frozen=True)
class CountsOtherwise:
    """Other things are counted from then on, or it is said better what was counted all along."""

    corrected: bool


Step = Reads | TakesBack | Promises | WeeksGoBy | CountsOtherwise
STEPS = st.lists(
    st.builds(Reads, st.integers(0, 3), st.none() | st.integers(0, 200))
    | st.builds(TakesBack)
    | st.builds(Promises, st.integers(1, 119), st.none() | st.integers(121, 200))
    | st.builds(WeeksGoBy, st.integers(1, 3))
    | st.builds(CountsOtherwise, st.booleans()),
    max_size=14,
)


def live(session: Session, team: Team, indicator_id: int, steps: Sequence[Step], *, now: datetime = BEGAN) -> datetime:
    """Take these steps; when it was after them. What is refused is left undone."""
    for step in steps:
        now += timedelta(weeks=step.count) if isinstance(step, WeeksGoBy) else timedelta(minutes=1)
        with suppress(UserError), session.begin_nested():
            take(session, team, indicator_id, step, now=now)
        assert rows.kept(session, [indicator_id])[indicator_id].unseen == 0, step
        assert standings.disagreeing(session, [indicator_id]) == [], step
    return now


def take(session: Session, team: Team, indicator_id: int, step: Step, *, now: datetime) -> None:
    """Take one step."""
    policy = policy_of(team.workspace)
    match step:
        case Reads(weeks_back, amount):
            week = (now - timedelta(weeks=weeks_back)).date().isocalendar()
            value = f"{amount}" if amount is not None else "n/d"
            line = f"rough {value} for {week.year}-W{week.week:02} so it was"
            submit_line(session, line, by=team.alice, policy=policy, route=Route.COMMAND, now=now)
        case TakesBack():
            undo(session, reading_id=None, by=team.alice, policy=policy, now=now)
        case Promises(amount, baseline):
            measured = (Value(Decimal(baseline)), BEGAN.date()) if baseline is not None else None
            promise = Promise(value=Value(Decimal(amount)), due_on=date(2026, 12, 31))
            set_target(session, indicator_id, promise, baseline=measured, reason="so", by=team.alice, now=now)
        case CountsOtherwise(corrected):
            seen = indicators.describe(session, [indicator_id])[indicator_id].definition.id
            change = Description(f"As it was understood at {now}")
            change_indicator(session, indicator_id, change, seen_id=seen, corrected=corrected, by=team.alice, now=now)
        case WeeksGoBy():
            planning.plan_due_readings(session, now=now, settings=DeliverySettings())
            session.flush()
            # Nobody was asked in this test, so the grace is counted from the due day.
            planning.mark_missed(session, now=now, settings=DeliverySettings())


@lots
@given(steps=STEPS)
@example(steps=[Reads(1, 118), WeeksGoBy(3), Reads(0, 90), Reads(0, 89), Reads(0, 88)])
@example(steps=[WeeksGoBy(3), Reads(1, 118), Reads(1, None), TakesBack()])
@example(steps=[Reads(0, 118), Promises(50, 150), TakesBack(), TakesBack()])
@example(steps=[Reads(0, 118), Reads(1, 117), CountsOtherwise(corrected=False), Reads(0, 90), TakesBack()])
@example(steps=[Reads(0, 118), CountsOtherwise(corrected=False), Promises(50, 150), Reads(0, 149), WeeksGoBy(3)])
def test_whatever_happens_what_is_kept_is_what_history_says(
    session: Session, team: Team, rough: int, steps: list[Step]
) -> None:
    with undone_afterwards(session):
        live(session, team, rough, steps)


@lots
@given(history=HISTORIES)
def test_what_others_write_into_the_records_is_shown_and_then_kept(
    session: Session, team: Team, rough: int, history: list[Event]
) -> None:
    with undone_afterwards(session):
        live_through(session, team, rough, history)  # rows of another program: nobody works anything out
        session.expire_all()
        policy = policy_of(team.workspace)
        described = indicators.describe(session, [rough])
        known = standings.from_history(session, list(described.values()), policies={team.workspace.id: policy})
        assert snapshots(session, [rough], policy=policy, now=MONDAY)[rough].standing == known[rough].standing
        while mend(session, now=MONDAY, settings=DeliverySettings(planning_batch=1)):
            pass
        assert rows.kept(session, [rough])[rough].unseen == 0
        assert standings.disagreeing(session, [rough]) == []


# What the operator may do to it


@pytest.fixture
def at_risk(session: Session, team: Team, rough: int) -> int:
    """The same after readings that fall short."""
    now = live(session, team, rough, [WeeksGoBy(8), Reads(0, 118), WeeksGoBy(1), Reads(0, 118), WeeksGoBy(1)])
    assert current_snapshot(session, rough, by=team.alice, now=now).standing.colour is not None
    return rough


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE standing SET state = 'met', colour = 'met'",
        "UPDATE standing SET value_amount = '3'",
        "UPDATE standing SET rules = 0",
        "UPDATE standing SET seen = seen - 1",
    ],
)
def test_a_row_changed_by_hand_is_not_shown_and_is_mended(
    session: Session, team: Team, at_risk: int, change: str
) -> None:
    before = current_snapshot(session, at_risk, by=team.alice, now=MONDAY)
    if session.get_bind().dialect.name == "postgresql":
        change = change.replace("'3'", "3")
    session.execute(text(change))
    session.expire_all()

    assert current_snapshot(session, at_risk, by=team.alice, now=MONDAY).standing == before.standing
    (line,) = outcome_page(session, "all", channel_id="C1", by=team.alice, now=MONDAY).lines
    assert line.rollup.counts == {before.assessment.state: 1}
    assert mend(session, now=MONDAY, settings=DeliverySettings()) == 1
    assert rows.kept(session, [at_risk])[at_risk].standing == before.standing
    assert mend(session, now=MONDAY, settings=DeliverySettings()) == 0


def test_a_row_that_is_gone_is_found_and_made_anew(session: Session, team: Team, at_risk: int) -> None:
    before = current_snapshot(session, at_risk, by=team.alice, now=MONDAY)
    session.execute(delete(tables.KeptStanding))

    assert current_snapshot(session, at_risk, by=team.alice, now=MONDAY).standing == before.standing
    (line,) = outcome_page(session, "all", channel_id="C1", by=team.alice, now=MONDAY).lines
    assert line.rollup.counts == {before.assessment.state: 1}
    assert standings.disagreeing(session, [at_risk]) == [at_risk]
    standings.work_out(session, [at_risk], now=MONDAY)
    assert rows.kept(session, [at_risk])[at_risk].standing == before.standing
    assert standings.disagreeing(session, [at_risk]) == []


def test_a_row_that_claims_to_be_true_and_is_not_is_found(session: Session, at_risk: int) -> None:
    session.execute(update(tables.KeptStanding).values(readings_in_a_row=7, revision=99))
    assert rows.kept(session, [at_risk])[at_risk].unseen == 0
    assert standings.disagreeing(session, [at_risk]) == [at_risk]


def test_other_thresholds_hold_at_once_and_are_worked_out(session: Session, team: Team, at_risk: int) -> None:
    team.workspace.on_track_gap, team.workspace.at_risk_gap = 0, 1
    session.add(team.workspace)
    session.flush()

    at = current_snapshot(session, at_risk, by=team.alice, now=MONDAY)
    assert at.standing.colour is State.OFF_TRACK
    assert rows.kept(session, [at_risk])[at_risk].standing != at.standing
    standings.outdate_by_rules(session, [team.workspace.id])
    assert mend(session, now=MONDAY, settings=DeliverySettings()) == 1
    assert rows.kept(session, [at_risk])[at_risk].standing == at.standing
    standings.outdate_by_rules(session, [team.workspace.id])
    assert mend(session, now=MONDAY, settings=DeliverySettings()) == 0


def test_a_reading_that_another_program_gave_is_not_passed_over(session: Session, team: Team, at_risk: int) -> None:
    """A process of an earlier version gives a reading and keeps nothing up; the next one is given by ours."""
    given = session.exec(select(tables.Reading).order_by(col(tables.Reading.id).desc())).first()
    assert given is not None
    copied = {name: value for name, value in given.model_dump().items() if name != "id"}
    session.add(tables.Reading(**copied | {"amount": Decimal(70), "typed": "70"}))
    session.flush()

    recorded = submit_line(
        session,
        "rough 71 for this week",
        by=team.alice,
        policy=policy_of(team.workspace),
        route=Route.COMMAND,
        now=MONDAY,
    )
    assert recorded.previous == Value(Decimal(70))
    assert standings.disagreeing(session, [at_risk]) == []


# What it costs


def test_no_screen_reads_more_for_a_longer_history(session: Session, team: Team, rough: int) -> None:
    def costs() -> tuple[tuple[int, int], ...]:
        policy = policy_of(team.workspace)
        return (
            cost(session, team, lambda session, team: snapshots(session, [rough], policy=policy, now=MONDAY)),
            cost(
                session,
                team,
                lambda session, team: outcome_page(session, "all", channel_id="C1", by=team.alice, now=MONDAY),
            ),
        )

    now = live(session, team, rough, [Reads(0, 118)])
    short = costs()
    weeks = [step for week in range(10) for step in (WeeksGoBy(1), Reads(0, 118 - week))]
    live(session, team, rough, weeks, now=now)
    assert costs() == short
