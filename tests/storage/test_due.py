"""Due readings: what is open, for whom, and which reminders name it."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session

from bot.actions.people import Actor
from bot.domain.due import DueState
from bot.domain.messages import MessageKind, MessageState
from storage import due, hot_path
from storage.tables import DueReading, Message, MessageItem
from tests.actions.conftest import Team
from tests.make import FRIDAY, make_indicator, make_outcome

MONDAY = date(2026, 3, 23)


@pytest.fixture
def meals(session: Session, team: Team) -> int:
    return make_indicator(session, team.alice, make_outcome(session, team.alice), key="meals").id


@pytest.fixture
def beds(session: Session, team: Team) -> int:
    return make_indicator(session, team.alice, make_outcome(session, team.alice), key="beds").id


def make_due(session: Session, indicator_id: int, week: int, *, owner: Actor, state: str = "due") -> DueReading:
    """Owed for the week of that number in 2026; it fell due on the Monday after it."""
    first = MONDAY + timedelta(weeks=week - 13)
    row = DueReading(
        workspace_id=owner.workspace_id,
        indicator_id=indicator_id,
        period_key=f"2026-W{week}",
        period_first_on=first,
        period_last_on=first + timedelta(days=6),
        owner_id=owner.person_id,
        due_on=first + timedelta(days=7),
        state=DueState(state),
        grace_ends_at=FRIDAY,
    )
    session.add(row)
    session.flush()
    return row


def make_reminder(session: Session, row: DueReading, *, owner: Actor) -> Message:
    message = Message(
        workspace_id=owner.workspace_id,
        key=f"reminder:{owner.user_id}:{row.id}",
        kind=MessageKind.REMINDER,
        priority=1,
        person_id=owner.person_id,
        planned_for=FRIDAY,
        ready_at=FRIDAY,
        created_at=FRIDAY,
        state=MessageState.SENT,
    )
    session.add(message)
    session.flush()
    session.add(MessageItem(message_id=message.id, due_reading_id=row.id, workspace_id=owner.workspace_id))
    session.flush()
    return message


def test_what_is_due_or_missed_is_open_and_nothing_else(session: Session, team: Team, meals: int) -> None:
    for week, state in ((14, "due"), (13, "missed"), (12, "on_time"), (11, "late"), (10, "excused"), (9, "no_data")):
        make_due(session, meals, week, owner=team.alice, state=state)

    assert [row.period_key for row in due.of_indicators(session, [meals])] == ["2026-W13", "2026-W14"]
    assert [row.period_key for row in due.missed_periods(session, [meals])[meals]] == ["2026-W13"]


def test_a_person_is_asked_in_the_order_in_which_it_fell_due(
    session: Session, team: Team, meals: int, beds: int
) -> None:
    make_due(session, meals, 14, owner=team.alice)
    make_due(session, beds, 13, owner=team.alice)
    make_due(session, beds, 12, owner=team.bob)
    make_due(session, meals, 13, owner=team.alice, state="missed")

    rows = due.of_owner(session, team.alice.person_id)
    assert [(row.indicator_id, row.period_key) for row in rows] == [
        (beds, "2026-W13"),
        (meals, "2026-W13"),
        (meals, "2026-W14"),
    ]
    only_missed = due.of_owner(session, team.alice.person_id, states=[DueState.MISSED])
    assert [(row.indicator_id, row.period_key) for row in only_missed] == [(meals, "2026-W13")]


def test_missed_periods_come_by_indicator_and_oldest_first(session: Session, team: Team, meals: int, beds: int) -> None:
    for week in (13, 11, 12):
        make_due(session, meals, week, owner=team.alice, state="missed")

    missed = due.missed_periods(session, [meals, beds])

    assert {number: [row.period_key for row in rows] for number, rows in missed.items()} == {
        meals: ["2026-W11", "2026-W12", "2026-W13"],
        beds: [],
    }


def test_a_period_has_one_obligation_or_none(session: Session, team: Team, meals: int, beds: int) -> None:
    row = make_due(session, meals, 13, owner=team.alice, state="on_time")

    found = due.of_period(session, indicator_id=meals, period_key="2026-W13")
    assert found is not None
    assert found.id == row.id
    assert due.of_period(session, indicator_id=meals, period_key="2026-W14") is None
    assert due.of_period(session, indicator_id=beds, period_key="2026-W13") is None


def test_what_changes_has_the_reminders_that_name_it_shown_anew(
    session: Session, team: Team, meals: int, beds: int
) -> None:
    settled, other = make_due(session, meals, 13, owner=team.alice), make_due(session, beds, 13, owner=team.alice)
    naming, beside = make_reminder(session, settled, owner=team.alice), make_reminder(session, other, owner=team.alice)

    due.mark(session, settled.id, state=DueState.LATE, at=FRIDAY)
    hot_path.refresh_reminders(session, settled.id, at=FRIDAY)

    session.expire_all()
    assert (settled.state, settled.settled_at, naming.refresh_at) == ("late", FRIDAY, FRIDAY)
    assert (other.state, other.settled_at, beside.refresh_at) == ("due", None, None)
