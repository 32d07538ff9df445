"""Taking a reading back."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from bot.actions.people import policy_of
from bot.actions.undoing import undo, undo_together
from bot.domain.values import Value
from bot.errors import NotAllowed
from storage.tables import Retraction
from tests.actions.conftest import MONDAY, Team, give, the_due_reading
from tests.saying import refused


@pytest.mark.usefixtures("rough")
def test_undo_makes_the_reading_due_again(session: Session, team: Team) -> None:
    give(session, team, "rough 181")
    policy = policy_of(team.workspace)
    undone = undo(session, reading_id=None, by=team.alice, policy=policy, now=MONDAY + timedelta(minutes=15))
    assert undone is not None
    assert the_due_reading(session).state == "due"
    assert undo(session, reading_id=None, by=team.alice, policy=policy, now=MONDAY) is None


@pytest.mark.usefixtures("rough")
def test_what_counts_beside_the_reading_taken_back_counts_again(session: Session, team: Team) -> None:
    give(session, team, "rough 118")
    give(session, team, "rough 181 for last week")
    undone = undo(session, reading_id=None, by=team.alice, policy=policy_of(team.workspace), now=MONDAY)
    assert undone is not None
    assert (undone.now_counts, undone.due) == (Value(Decimal(118)), None)
    assert the_due_reading(session).state == "on_time"


@pytest.mark.usefixtures("rough")
def test_undo_is_the_authors_and_for_a_quarter_of_an_hour(session: Session, team: Team) -> None:
    recorded = give(session, team, "rough 181")
    policy = policy_of(team.workspace)
    with pytest.raises(NotAllowed):
        undo(session, reading_id=recorded.reading_id, by=team.bob, policy=policy, now=MONDAY)
    with refused("fifteen minutes"):
        undo(
            session,
            reading_id=recorded.reading_id,
            by=team.alice,
            policy=policy,
            now=MONDAY + timedelta(minutes=15, seconds=1),
        )
    assert session.exec(select(Retraction)).all() == []


@pytest.mark.usefixtures("rough")
def test_readings_given_at_once_are_their_authors_alone_to_take_back(session: Session, team: Team) -> None:
    ids = [give(session, team, line).reading_id for line in ("rough 118", "rough 119 for last week")]
    policy = policy_of(team.workspace)
    with pytest.raises(NotAllowed):
        undo_together(session, ids, by=team.bob, policy=policy, now=MONDAY)
    assert len(undo_together(session, ids, by=team.alice, policy=policy, now=MONDAY)) == 2
    assert undo_together(session, ids, by=team.alice, policy=policy, now=MONDAY) == ()
