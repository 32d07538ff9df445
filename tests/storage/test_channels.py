"""Channels we know, and who is in the private ones."""

from sqlmodel import Session, select

from bot.domain.digests import Rhythm
from storage import channels
from storage.tables import Channel, ChannelMember
from tests.actions.conftest import Team
from tests.make import make_channel, make_outcome, make_workspace


def members(session: Session, channel: Channel) -> list[str]:
    found = select(ChannelMember.user_id).where(ChannelMember.channel_id == channel.id)
    return sorted(session.exec(found).all())


def test_a_channel_shared_by_two_workspaces_has_a_row_in_each(session: Session, team: Team) -> None:
    elsewhere = make_workspace(session, "T2")
    there = make_channel(session, elsewhere, "C1")

    found = channels.channel_of(session, workspace_id=elsewhere.id, channel_id="C1")
    assert found is not None
    assert found.id == there.id
    assert channels.channel_of(session, workspace_id=elsewhere.id, channel_id="C9") is None


def test_a_new_channel_is_private_to_those_who_named_it(session: Session, team: Team) -> None:
    channel = channels.add_channel(
        session, workspace_id=team.workspace.id, channel_id="C2", members=["UALICE", "UBOB", "UALICE"]
    )

    assert (channel.is_private, channel.members_read_at) == (True, None)
    assert members(session, channel) == ["UALICE", "UBOB"]


def test_what_slack_says_about_members_replaces_what_was_known(session: Session, team: Team) -> None:
    channel = make_channel(session, team.workspace, "C2", private_to=[team.alice, team.bob])
    other = make_channel(session, team.workspace, "C3", private_to=[team.alice])

    channels.replace_members(session, channel, ["UBOB", "UCHARLIE", "UBOB"])

    assert members(session, channel) == ["UBOB", "UCHARLIE"]
    assert members(session, other) == ["UALICE"]


def test_coming_and_going_twice_changes_nothing_more(session: Session, team: Team) -> None:
    channel = make_channel(session, team.workspace, "C2", private_to=[team.alice])

    for _ in range(2):
        channels.add_member(session, channel, "UBOB")
        session.flush()
    assert members(session, channel) == ["UALICE", "UBOB"]
    for _ in range(2):
        channels.remove_member(session, channel, "UBOB")
    assert members(session, channel) == ["UALICE"]


def test_a_channel_has_a_digest_rule_once_something_lives_there(session: Session, team: Team) -> None:
    make_outcome(session, team.alice, channel_id="C1")
    home = channels.channel_of(session, workspace_id=team.workspace.id, channel_id="C1")
    other = make_channel(session, team.workspace, "C2")

    assert home is not None
    subscription = channels.subscription_of(session, home.id)
    assert subscription is not None
    assert subscription.rhythm == "weekly"
    assert channels.subscription_of(session, other.id) is None


def test_a_channel_whose_digest_is_off_or_where_nothing_lives_has_none(session: Session, team: Team) -> None:
    for channel_id in ("C2", "C3"):
        make_channel(session, team.workspace, channel_id)
    for channel_id in ("C1", "C2"):
        make_outcome(session, team.alice, channel_id=channel_id, key=f"o-{channel_id.lower()}")
    numbers = {row.channel_id: row.id for row in session.exec(select(Channel))}
    quiet = channels.subscription_of(session, numbers["C2"])
    assert quiet is not None
    quiet.rhythm = Rhythm.OFF
    session.flush()

    assert channels.with_digest(session, numbers.values()) == {numbers["C1"]}
    assert channels.with_digest(session, [numbers["C3"]]) == set()
    assert channels.with_digest(session, []) == set()

    quiet.rhythm = Rhythm.MONTHLY
    session.flush()
    assert channels.with_digest(session, numbers.values()) == {numbers["C1"], numbers["C2"]}
