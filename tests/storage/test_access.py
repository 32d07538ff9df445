"""Who sees what lives in a channel, by the rule in SQL and by the one for what is loaded."""

from datetime import date

import pytest
from sqlmodel import Session

from bot.actions.people import Actor
from storage import access
from storage.access import Named
from storage.tables import Channel, ChannelMember, DueReading, Outcome, OutcomeDefinition
from tests.actions.conftest import Team
from tests.make import FRIDAY, make_channel, make_indicator, make_outcome, make_person, make_workspace


def make_place(session: Session, team: Team, *, is_private: bool) -> Channel:
    """A channel with the outcome "hunger", its indicator "meals", and a due reading."""
    channel = make_channel(session, team.workspace, "C2", private_to=[team.alice] if is_private else None)
    at = make_indicator(
        session, team.alice, make_outcome(session, team.alice, key="hunger", channel_id="C2"), key="meals"
    )
    session.add(
        DueReading(
            workspace_id=team.workspace.id,
            indicator_id=at.id,
            period_key="2026-W13",
            period_first_on=date(2026, 3, 23),
            period_last_on=date(2026, 3, 29),
            owner_id=team.alice.person_id,
            due_on=date(2026, 3, 30),
            grace_ends_at=FRIDAY,
        )
    )
    session.flush()
    return channel


def ways_of_seeing(session: Session, channel: Channel, by: Actor) -> dict[str, bool]:
    """What each function says."""
    return {
        "sees": access.sees(session, channel, by=by),
        "visible_channel": access.visible_channel(session, "C2", by=by) is not None,
        "visible_outcomes": [each.key for each in access.visible_outcomes(session, by=by)] == ["hunger"],
        "visible_outcome": access.visible_outcome(session, 1, by=by) is not None,
        "visible_outcome_with_key": access.visible_outcome_with_key(session, "hunger", by=by) is not None,
        "visible_indicators": [each.key for each in access.visible_indicators(session, by=by)] == ["meals"],
        "visible_indicator": access.visible_indicator(session, 1, by=by) is not None,
        "visible_indicator_with_key": access.visible_indicator_with_key(session, "meals", by=by) is not None,
        "visible_due_readings": len(access.visible_due_readings(session, [1, 2], by=by)) == 1,
    }


@pytest.mark.parametrize(
    ("is_private", "is_member", "is_of_the_workspace", "seen"),
    [
        (False, False, True, True),
        (False, True, True, True),
        (True, True, True, True),
        (True, False, True, False),
        (False, False, False, False),
        (False, True, False, False),
        (True, True, False, False),
        (True, False, False, False),
    ],
)
def test_all_ways_of_seeing_follow_one_rule(
    session: Session, team: Team, is_private: bool, is_member: bool, is_of_the_workspace: bool, seen: bool
) -> None:
    channel = make_place(session, team, is_private=is_private)
    workspace = team.workspace if is_of_the_workspace else make_workspace(session, "T2")
    eve = make_person(session, workspace, "Eve")
    if is_member:
        session.add(ChannelMember(channel_id=channel.id, user_id="UEVE", workspace_id=team.workspace.id))
        session.flush()

    said = ways_of_seeing(session, channel, eve)
    assert said == dict.fromkeys(said, seen)


def test_where_an_outcome_lives_is_what_its_newest_definition_says(session: Session, team: Team) -> None:
    make_place(session, team, is_private=True)
    public = make_channel(session, team.workspace, "C3")
    first = session.get_one(OutcomeDefinition, 1)
    assert access.visible_outcome(session, 1, by=team.bob) is None

    moved = first.model_dump(exclude={"id"}) | {"channel_id": public.id, "statement": "Nobody goes hungry"}
    session.add(OutcomeDefinition(**moved))
    session.flush()

    assert access.visible_outcome(session, 1, by=team.bob) == Named(1, "hunger", "Nobody goes hungry")
    assert access.visible_indicator(session, 1, by=team.bob) == Named(1, "meals", "People sleeping rough")


def test_closed_outcomes_are_seen_unless_only_open_ones_are_asked_for(session: Session, team: Team) -> None:
    make_place(session, team, is_private=False)
    make_outcome(session, team.alice, key="a-home")
    session.get_one(Outcome, 1).closed_at = FRIDAY
    session.flush()

    assert [each.key for each in access.visible_outcomes(session, by=team.bob)] == ["a-home", "hunger"]
    assert [each.key for each in access.visible_outcomes(session, by=team.bob, only_open=True)] == ["a-home"]


def test_a_key_is_found_whole_and_not_by_its_beginning(session: Session, team: Team) -> None:
    make_place(session, team, is_private=False)

    assert access.visible_outcome_with_key(session, "hung", by=team.bob) is None
    assert access.visible_indicator_with_key(session, "", by=team.bob) is None
