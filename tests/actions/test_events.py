"""What happened is told in the transaction in which it happened, and only if it is kept."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from bot.actions.people import policy_of
from bot.actions.readings import submit_line
from bot.actions.snapshots import IndicatorSnapshot
from bot.actions.targets import Promise, set_target
from bot.actions.undoing import undo
from bot.delivery import planning
from bot.delivery.settings import DeliverySettings
from bot.domain import events
from bot.domain.colours import State
from bot.domain.messages import MessageKind, MessageState
from bot.domain.readings import Route
from bot.domain.values import Value
from bot.errors import UserError
from storage.announcing import announced, savepoint
from storage.tables import DueReading, Message, MessageItem
from tests.actions.conftest import Team
from tests.make import FRIDAY, make_indicator, make_outcome

MONDAY = datetime(2026, 3, 30, 8, 0, tzinfo=UTC)
THURSDAY = datetime(2026, 4, 2, 8, 0, tzinfo=UTC)


@pytest.fixture
def rough(session: Session, team: Team) -> IndicatorSnapshot:
    """Alice's indicator, on its way from 120 to 60 since the first of January; nothing has been told yet."""
    outcome = make_outcome(session, team.alice)
    rough = make_indicator(
        session, team.alice, outcome, baseline=("120", date(2026, 1, 1)), target=("60", date(2026, 6, 30))
    )
    announced(session).clear()
    return rough


def gives(session: Session, team: Team, line: str, *, now: datetime = FRIDAY) -> int:
    policy = policy_of(team.workspace)
    return submit_line(session, line, by=team.alice, policy=policy, route=Route.COMMAND, now=now).reading_id


def fall_due(session: Session, team: Team) -> DueReading:
    """Last week's reading is due, and a reminder that names it was sent."""
    planning.plan_due_readings(session, now=MONDAY, settings=DeliverySettings())
    row = session.exec(select(DueReading)).one()
    reminder = Message(
        workspace_id=team.workspace.id,
        key="reminder:UALICE:2026-03-30",
        kind=MessageKind.REMINDER,
        state=MessageState.SENT,
        priority=2,
        planned_for=MONDAY,
        ready_at=MONDAY,
        created_at=MONDAY,
    )
    session.add(reminder)
    session.flush()
    session.add(MessageItem(message_id=reminder.id, due_reading_id=row.id, workspace_id=team.workspace.id))
    session.flush()
    announced(session).clear()
    return row


def test_a_new_indicator_tells_who_answers_for_its_readings(session: Session, team: Team) -> None:
    outcome = make_outcome(session, team.alice)
    announced(session).clear()
    at = make_indicator(session, team.alice, outcome, owner=team.bob)
    assert announced(session)[0] == events.OwnerChanged(at.id, before=None, after=team.bob.person_id)


def test_a_reading_is_told_of_with_what_it_answers(session: Session, team: Team, rough: IndicatorSnapshot) -> None:
    row = fall_due(session, team)
    given = gives(session, team, "rough 110", now=MONDAY)
    assert announced(session)[0] == events.ReadingRecorded(rough.id, given, row.id)


def test_a_reading_ahead_of_its_time_answers_nothing_yet(
    session: Session, team: Team, rough: IndicatorSnapshot
) -> None:
    given = gives(session, team, "rough 110")
    assert announced(session)[0] == events.ReadingRecorded(rough.id, given, None)


def test_a_status_is_told_of_when_it_changes_and_not_otherwise(
    session: Session, team: Team, rough: IndicatorSnapshot
) -> None:
    gives(session, team, "rough 96 for 2026-W12")
    gives(session, team, "rough 94 for this week")
    told = [event for event in announced(session) if isinstance(event, events.StatusChanged)]
    assert told == [
        events.StatusChanged(rough.id, State.NO_DATA, State.TOO_EARLY),
        events.StatusChanged(rough.id, State.TOO_EARLY, State.ON_TRACK),
    ]
    announced(session).clear()
    gives(session, team, "rough 93 for this week")
    assert [event for event in announced(session) if isinstance(event, events.StatusChanged)] == []


def test_another_target_tells_of_the_status_that_follows_from_it(
    session: Session, team: Team, rough: IndicatorSnapshot
) -> None:
    gives(session, team, "rough 60")
    announced(session).clear()
    promise = Promise(value=Value(Decimal(10)), due_on=date(2026, 6, 30))
    set_target(session, rough.id, promise, reason="more beds", by=team.alice, now=FRIDAY)
    assert announced(session) == [
        events.TargetChanged(rough.id),
        events.StatusChanged(rough.id, State.MET, State.TOO_EARLY),
    ]


def test_what_is_taken_back_is_told_of_and_open_again(session: Session, team: Team, rough: IndicatorSnapshot) -> None:
    row = fall_due(session, team)
    given = gives(session, team, "rough 110", now=MONDAY)
    announced(session).clear()
    undo(session, reading_id=given, by=team.alice, policy=policy_of(team.workspace), now=MONDAY)
    assert events.ReadingTakenBack(rough.id, given, row.id) in announced(session)
    assert events.StatusChanged(rough.id, State.TOO_EARLY, State.NO_DATA) in announced(session)


def test_a_missed_reading_is_told_of(session: Session, team: Team, rough: IndicatorSnapshot) -> None:
    row = fall_due(session, team)
    planning.mark_missed(session, now=THURSDAY, settings=DeliverySettings())
    assert announced(session) == [events.ReadingMissed(rough.id, row.id)]


def test_every_reminder_that_names_it_is_shown_anew(session: Session, team: Team, rough: IndicatorSnapshot) -> None:
    fall_due(session, team)
    gives(session, team, "rough 110", now=MONDAY)
    session.expire_all()
    assert session.exec(select(Message)).one().refresh_at == MONDAY


def test_what_was_refused_is_not_told_of(session: Session, team: Team, rough: IndicatorSnapshot) -> None:
    with pytest.raises(UserError), savepoint(session):
        gives(session, team, "rough lots")
    assert announced(session) == []


def test_what_is_undone_with_its_savepoint_is_not_told_of(
    session: Session, team: Team, rough: IndicatorSnapshot
) -> None:
    def give_and_fail() -> None:
        with savepoint(session):
            gives(session, team, "rough 110")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        give_and_fail()
    assert announced(session) == []


def test_what_wakes_the_heartbeat_is_what_leaves_something_to_send_or_edit() -> None:
    assert {event.__name__ for event in events.THAT_WAKE} == {
        "ReadingRecorded",
        "ReadingTakenBack",
        "ReadingMissed",
        "DueReadingChanged",
        "MessageAdded",
    }
