"""Who may hand an indicator over, and to whom."""

import pytest
from sqlmodel import Session, col, select

from bot.actions.ownership import hand_over
from bot.actions.snapshots import IndicatorSnapshot
from bot.domain.due import DueState
from bot.errors import NotAllowed, NotFound
from storage.tables import Channel, Person
from tests.actions.conftest import MONDAY, Team, the_due_reading
from tests.saying import refused


def give_to(session: Session, team: Team, name: str, *, by: str, key: str = "rough") -> None:
    to_user_id = f"U{name.upper()}"
    hand_over(session, key, to_user_id=to_user_id, reason="", by=getattr(team, by), now=MONDAY)


@pytest.mark.parametrize("by", ["alice", "admin"])
def test_the_owner_and_an_administrator_may(session: Session, team: Team, rough: IndicatorSnapshot, by: str) -> None:
    give_to(session, team, "bob", by=by)

    row = the_due_reading(session)
    assert (row.owner_id, row.state, row.times_asked) == (team.bob.person_id, DueState.DUE, 0)
    assert row.grace_ends_at is not None
    assert row.grace_ends_at.isoformat() == "2026-04-01T18:30:00+00:00"  # the end of Wednesday in Kolkata
    assert session.get_one(Person, team.bob.person_id).next_reminder_at is not None


def test_nobody_else_may(session: Session, team: Team, rough: IndicatorSnapshot) -> None:
    with refused("You cannot change the owner", kind=NotAllowed):
        give_to(session, team, "charlie", by="charlie")


def test_what_somebody_does_not_see_is_not_there_for_them(
    session: Session, team: Team, rough: IndicatorSnapshot
) -> None:
    channel = session.exec(select(Channel).where(col(Channel.channel_id) == "C1")).one()
    channel.is_private = True
    session.add(channel)
    session.flush()

    with pytest.raises(NotFound):
        give_to(session, team, "bob", by="admin")


def test_whoever_has_left_is_not_asked(session: Session, team: Team, rough: IndicatorSnapshot) -> None:
    session.get_one(Person, team.bob.person_id).is_deactivated = True

    with refused("This person cannot be asked"):
        give_to(session, team, "bob", by="alice")
