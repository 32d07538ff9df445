"""Due readings: what is open, for whom, and which reminders name it."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from bot.domain.due import DueState
from bot.domain.messages import MessageKind, MessageState
from storage import due, hot_path
from storage.channels import add_member
from storage.tables import Channel, Indicator, Outcome
from tests.actions.conftest import Team
from tests.make import FRIDAY, make_indicator, make_outcome
from tests.storage.rows import make_due, make_message


@pytest.fixture
def meals(session: Session, team: Team) -> int:
    return make_indicator(session, team.alice, make_outcome(session, team.alice), key="meals").id


@pytest.fixture
def beds(session: Session, team: Team) -> int:
    return make_indicator(session, team.alice, make_outcome(session, team.alice), key="beds").id


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
    later = FRIDAY + timedelta(hours=1)
    settled = make_due(session, meals, 13, owner=team.alice, grace_ends_at=later)
    other = make_due(session, beds, 13, owner=team.alice)
    naming = make_message(session, team.alice, "naming", state=MessageState.SENT, naming=(settled,))
    beside = make_message(session, team.alice, "beside", state=MessageState.SENT, naming=(other,))

    due.mark(session, settled.id, state=DueState.LATE, at=FRIDAY)
    hot_path.refresh_reminders(session, [settled.id], at=FRIDAY)

    session.expire_all()
    assert (settled.state, settled.settled_at, naming.refresh_at) == ("late", FRIDAY, FRIDAY)
    assert (other.state, other.settled_at, beside.refresh_at) == ("due", None, None)


def test_what_names_others_of_the_same_indicator_is_shown_anew_while_they_are_due(
    session: Session, team: Team, meals: int, beds: int
) -> None:
    """The third one missed in a row makes it silent, and then the others are not asked for again as was said."""
    missed = make_due(session, meals, 11, owner=team.alice, state="missed")
    still_due, given = (
        make_due(session, meals, 13, owner=team.alice),
        make_due(session, meals, 12, owner=team.alice, state="late"),
    )
    other = make_due(session, beds, 13, owner=team.alice)
    make_message(session, team.alice, "day", state=MessageState.SENT, naming=(still_due,))
    second_ping, older, beside = (
        make_message(session, team.alice, key, kind=MessageKind.SECOND_PING, state=MessageState.SENT, naming=(row,))
        for key, row in (("again", still_due), ("before", given), ("of another", other))
    )

    hot_path.refresh_reminders(session, [missed.id], at=FRIDAY)

    session.expire_all()
    assert (second_ping.refresh_at, older.refresh_at, beside.refresh_at) == (FRIDAY, None, None)


def test_the_newest_reminder_is_shown_anew_when_something_older_is_given(
    session: Session, team: Team, meals: int, beds: int
) -> None:
    missed, other = make_due(session, meals, 12, owner=team.alice), make_due(session, beds, 13, owner=team.alice)
    older = make_message(session, team.alice, "older", state=MessageState.SENT, naming=(other,))
    newest = make_message(session, team.alice, "newest", state=MessageState.SENT, naming=(other,))

    hot_path.refresh_reminders(session, [missed.id], at=FRIDAY)

    session.expire_all()
    assert (older.refresh_at, newest.refresh_at) == (None, FRIDAY)


def test_what_is_still_due_after_its_grace_is_taken_oldest_first(session: Session, team: Team, meals: int) -> None:
    hour = timedelta(hours=1)
    make_due(session, meals, 14, owner=team.alice, grace_ends_at=FRIDAY + hour)
    make_due(session, meals, 13, owner=team.alice)
    make_due(session, meals, 12, owner=team.alice, grace_ends_at=FRIDAY - hour)
    make_due(session, meals, 11, owner=team.alice, state="on_time", grace_ends_at=FRIDAY - hour)

    def taken(limit: int) -> list[str]:
        return [row.period_key for row in due.take_out_of_grace(session, now=FRIDAY, limit=limit)]

    assert taken(9) == ["2026-W12", "2026-W13"]
    assert taken(1) == ["2026-W12"]


def test_what_is_not_running_is_not_asked_for_and_still_open(
    session: Session, team: Team, meals: int, beds: int
) -> None:
    of_meals = make_due(session, meals, 13, owner=team.alice)
    of_beds = make_due(session, beds, 13, owner=team.alice)
    session.get_one(Indicator, beds).paused_at = FRIDAY
    session.flush()

    both = {of_meals.id, of_beds.id}
    assert due.not_running(session, both) == {of_beds.id}
    assert [row.indicator_id for row in due.of_owner(session, team.alice.person_id)] == [meals]
    due.mark(session, of_meals.id, state=DueState.ON_TIME, at=FRIDAY)
    both_people = (team.alice.person_id, team.bob.person_id)
    assert due.with_open(session, both_people) == {team.alice.person_id}, "it is due again once it is resumed"

    session.get_one(Outcome, session.get_one(Indicator, meals).outcome_id).closed_at = FRIDAY
    session.flush()
    assert due.not_running(session, both) == both


def test_what_is_due_from_several_people_is_found_at_once_with_whether_they_see_it(
    session: Session, team: Team, meals: int
) -> None:
    for week, owner in ((13, team.alice), (12, team.alice), (14, team.bob), (15, team.charlie)):
        make_due(session, meals, week, owner=owner)
    make_due(session, meals, 16, owner=team.alice, state=DueState.MISSED)
    home = session.get_one(Channel, 1)
    home.is_private = True
    session.flush()
    add_member(session, home, team.bob.user_id)
    session.flush()

    found = due.due_from(session, (team.alice.person_id, team.bob.person_id))

    assert [(row.owner_id, row.period_key, is_seen) for row, is_seen in found] == [
        (team.alice.person_id, "2026-W12", False),
        (team.alice.person_id, "2026-W13", False),
        (team.bob.person_id, "2026-W14", True),
    ]
