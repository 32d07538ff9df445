"""Whose time has come: taken oldest first, moved on once, and what comes next of all."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select, update

from bot.domain.messages import MessageState
from storage import digests, schedule
from storage.db import Database
from storage.tables import DigestSubscription, DueReading, Indicator, Message, Outage, Person
from tests.actions.conftest import Team
from tests.make import FRIDAY, make_channel, make_indicator, make_outcome
from tests.storage.rows import make_due, make_message

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


def make_measured(session: Session, team: Team, key: str, *, next_due_at: datetime | None) -> Indicator:
    """Alice's, next due then."""
    at = make_indicator(session, team.alice, make_outcome(session, team.alice, key=f"o-{key}"), key=key)
    indicator = session.get_one(Indicator, at.id)
    indicator.next_due_at = next_due_at
    session.flush()
    return indicator


def make_outage(session: Session, *, began_at: datetime, ended_at: datetime, told_at: datetime | None = None) -> Outage:
    outage = Outage(began_at=began_at, ended_at=ended_at, told_at=told_at)
    session.add(outage)
    session.flush()
    return outage


def test_indicators_are_taken_from_the_instant_on_at_which_they_fall_due(session: Session, team: Team) -> None:
    make_measured(session, team, "punctual", next_due_at=FRIDAY)
    make_measured(session, team, "before", next_due_at=FRIDAY - DAY)
    make_measured(session, team, "later", next_due_at=FRIDAY + SECOND)
    make_measured(session, team, "never", next_due_at=None)
    paused = make_measured(session, team, "paused", next_due_at=FRIDAY - HOUR)
    paused.paused_at = FRIDAY - DAY
    session.flush()

    found = schedule.take_indicators(session, now=FRIDAY, limit=9)
    assert [row.key for row in found] == ["before", "paused", "punctual"], "what rests goes on with the calendar"
    assert [row.key for row in schedule.take_indicators(session, now=FRIDAY, limit=1)] == ["before"]


def test_people_are_taken_in_the_order_of_their_reminder_times(session: Session, team: Team) -> None:
    times = {team.bob: FRIDAY, team.charlie: FRIDAY - HOUR, team.alice: FRIDAY, team.admin: FRIDAY + SECOND}
    for who, at in times.items():
        session.get_one(Person, who.person_id).next_reminder_at = at
    session.flush()

    assert [row.name for row in schedule.take_people(session, now=FRIDAY, limit=9)] == ["Charlie", "Alice", "Bob"]
    assert [row.name for row in schedule.take_people(session, now=FRIDAY, limit=2)] == ["Charlie", "Alice"]


@pytest.mark.parametrize("migrated_url", ["postgresql"], indirect=True)
def test_what_one_process_has_taken_another_passes_over(database: Database, session: Session, team: Team) -> None:
    make_measured(session, team, "punctual", next_due_at=FRIDAY)
    session.get_one(Person, team.bob.person_id).next_reminder_at = FRIDAY
    session.exec(update(DigestSubscription).values(next_due_at=FRIDAY))
    make_outage(session, began_at=FRIDAY - DAY, ended_at=FRIDAY)
    session.commit()

    def everything(by: Session) -> list[int]:
        taken = (
            schedule.take_indicators(by, now=FRIDAY, limit=9),
            schedule.take_people(by, now=FRIDAY, limit=9),
            schedule.untold_outages(by, since=FRIDAY - DAY, limit=9),
            digests.take_due(by, now=FRIDAY, limit=9),
        )
        return [len(rows) for rows in taken]

    assert everything(session) == [1, 1, 1, 1]
    with Session(database.engine) as beside:
        assert everything(beside) == [0, 0, 0, 0]


def test_of_two_who_saw_the_same_instant_one_moves_it_on(session: Session, team: Team) -> None:
    indicator = make_measured(session, team, "rough", next_due_at=FRIDAY)
    monday = FRIDAY + 3 * DAY

    moved = [schedule.move_on(session, [schedule.Move(indicator, FRIDAY, monday, "2026-W14")]) for _ in range(2)]

    assert moved == [1, 0]
    assert (indicator.next_due_at, indicator.next_period_key) == (monday, "2026-W14")


def test_what_comes_next_is_the_earliest_of_all_that_recurs_or_waits(session: Session, team: Team) -> None:
    indicator = make_measured(session, team, "rough", next_due_at=None)
    session.exec(update(DigestSubscription).values(next_due_at=None))
    assert schedule.next_instant(session) is None

    make_due(session, indicator.id, 11, owner=team.alice, state="missed", grace_ends_at=FRIDAY - DAY)
    make_due(session, indicator.id, 12, owner=team.alice, grace_ends_at=FRIDAY + 5 * HOUR)
    assert schedule.next_instant(session) == FRIDAY + 5 * HOUR
    make_message(session, team.alice, "reminder", ready_at=FRIDAY + 4 * HOUR)
    assert schedule.next_instant(session) == FRIDAY + 4 * HOUR
    session.exec(update(DigestSubscription).values(next_due_at=FRIDAY + 3 * HOUR))
    assert schedule.next_instant(session) == FRIDAY + 3 * HOUR
    session.get_one(Person, team.bob.person_id).next_reminder_at = FRIDAY + 2 * HOUR
    session.flush()
    assert schedule.next_instant(session) == FRIDAY + 2 * HOUR
    indicator.next_due_at = FRIDAY + HOUR
    session.flush()
    assert schedule.next_instant(session) == FRIDAY + HOUR


def test_an_outage_counts_where_it_overlaps_and_the_newest_comes_first(session: Session, team: Team) -> None:
    older = make_outage(session, began_at=FRIDAY - 3 * DAY, ended_at=FRIDAY - 2 * DAY)
    newer = make_outage(session, began_at=FRIDAY - DAY, ended_at=FRIDAY)

    def found(after: datetime, before: datetime) -> list[int]:
        return [outage.id for outage in schedule.outages_between(session, after, before)]

    assert found(FRIDAY - 4 * DAY, FRIDAY + DAY) == [newer.id, older.id]
    assert found(FRIDAY - 4 * DAY, FRIDAY - DAY) == [older.id], "the newer one began when that time was over"
    assert found(FRIDAY - 2 * DAY, FRIDAY - DAY) == []
    assert found(FRIDAY - HOUR, FRIDAY + DAY) == [newer.id]


def test_an_outage_is_told_of_once_and_soon_or_never(session: Session, team: Team) -> None:
    make_outage(session, began_at=FRIDAY - 3 * DAY, ended_at=FRIDAY - DAY)
    make_outage(session, began_at=FRIDAY - 2 * DAY, ended_at=FRIDAY - HOUR, told_at=FRIDAY)
    untold = make_outage(session, began_at=FRIDAY - 2 * DAY, ended_at=FRIDAY - HOUR)

    assert [row.id for row in schedule.untold_outages(session, since=FRIDAY - DAY, limit=9)] == [untold.id]


def test_a_settled_message_and_a_settled_reading_wake_nobody(session: Session, team: Team) -> None:
    make_channel(session, team.workspace, "C2")
    make_message(session, team.alice, "sent", state=MessageState.SENT)
    make_message(session, team.alice, "expired", state=MessageState.EXPIRED)

    assert session.exec(select(Message).where(col(Message.ready_at) <= FRIDAY)).all() != []
    assert session.exec(select(DueReading)).all() == []
    assert schedule.next_instant(session) is None
