"""Who may hand an indicator over, to whom, and what has become of an offer when it is answered."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from bot.actions import pausing
from bot.actions.handing_over import answer, hand_over, withdraw
from bot.actions.people import Actor
from bot.actions.snapshots import IndicatorSnapshot
from bot.domain.due import DueState
from bot.domain.handovers import HandoverAnswer
from bot.errors import NotAllowed, NotFound
from bot.results.handovers import Handover
from storage.tables import Channel, HandoverRecord, Message, Ownership, Person
from tests.actions.conftest import MONDAY, Team, the_due_reading
from tests.saying import refused


def offer(
    session: Session, rough: IndicatorSnapshot, to: Actor, *, by: Actor, until_on: date | None = None
) -> Handover:
    return hand_over(session, rough.id, to_user_id=to.user_id, until_on=until_on, by=by, now=MONDAY)


@pytest.mark.parametrize("by", ["alice", "admin"])
def test_the_owner_and_an_administrator_may_and_nothing_moves_before_an_answer(
    session: Session, team: Team, rough: IndicatorSnapshot, by: str
) -> None:
    made = offer(session, rough, team.bob, by=getattr(team, by))
    assert (made.answer, the_due_reading(session).owner_id) == (HandoverAnswer.OPEN, team.alice.person_id)

    taken = answer(session, made.number, accepts=True, by=team.bob, now=MONDAY)

    assert taken.answer is HandoverAnswer.ACCEPTED
    row = the_due_reading(session)
    assert (row.owner_id, row.state, row.times_asked) == (team.bob.person_id, DueState.DUE, 0)
    assert row.grace_ends_at is not None
    assert row.grace_ends_at.isoformat() == "2026-04-01T18:30:00+00:00"  # the end of Wednesday in Kolkata
    assert session.get_one(Person, team.bob.person_id).next_reminder_at is not None


def test_what_somebody_takes_themselves_is_theirs_at_once(
    session: Session, team: Team, rough: IndicatorSnapshot
) -> None:
    assert offer(session, rough, team.admin, by=team.admin).answer is HandoverAnswer.ACCEPTED
    assert the_due_reading(session).owner_id == team.admin.person_id


def test_where_the_owner_has_left_a_new_one_is_asked_at_once_and_told(
    session: Session, team: Team, rough: IndicatorSnapshot
) -> None:
    session.get_one(Person, team.alice.person_id).is_deactivated = True

    assert offer(session, rough, team.bob, by=team.admin).answer is HandoverAnswer.ACCEPTED

    (told,) = session.exec(select(Message).where(Message.kind == "notice")).all()
    assert (told.template, told.person_id) == ("handover_took_effect", team.bob.person_id)


def test_nobody_else_may(session: Session, team: Team, rough: IndicatorSnapshot) -> None:
    with refused("You cannot change the owner", kind=NotAllowed):
        offer(session, rough, team.charlie, by=team.charlie)


def test_what_somebody_does_not_see_is_not_there_for_them(
    session: Session, team: Team, rough: IndicatorSnapshot
) -> None:
    made = offer(session, rough, team.bob, by=team.alice)
    channel = session.exec(select(Channel).where(col(Channel.channel_id) == "C1")).one()
    channel.is_private = True
    session.add(channel)
    session.flush()

    with pytest.raises(NotFound):
        offer(session, rough, team.bob, by=team.admin)
    with pytest.raises(NotFound):
        answer(session, made.number, accepts=True, by=team.bob, now=MONDAY)


def test_whoever_has_left_is_not_asked(session: Session, team: Team, rough: IndicatorSnapshot) -> None:
    session.get_one(Person, team.bob.person_id).is_deactivated = True

    with refused("This person cannot be asked"):
        offer(session, rough, team.bob, by=team.alice)


def test_only_whoever_is_asked_answers_and_only_once(session: Session, team: Team, rough: IndicatorSnapshot) -> None:
    made = offer(session, rough, team.bob, by=team.alice)

    with refused("Only whoever is asked can answer this.", kind=NotAllowed):
        answer(session, made.number, accepts=True, by=team.charlie, now=MONDAY)
    assert answer(session, made.number, accepts=False, by=team.bob, now=MONDAY).answer is HandoverAnswer.DECLINED
    assert answer(session, made.number, accepts=True, by=team.bob, now=MONDAY).answer is HandoverAnswer.DECLINED
    assert the_due_reading(session).owner_id == team.alice.person_id
    with refused("This offer is no longer there."):
        answer(session, made.number + 1, accepts=True, by=team.bob, now=MONDAY)


def test_a_new_offer_takes_the_place_of_the_one_that_is_open(
    session: Session, team: Team, rough: IndicatorSnapshot
) -> None:
    first = offer(session, rough, team.bob, by=team.alice)
    with refused("Bob is asked already, and has not answered yet."):
        offer(session, rough, team.bob, by=team.alice)
    offer(session, rough, team.charlie, by=team.alice)

    assert answer(session, first.number, accepts=True, by=team.bob, now=MONDAY).answer is HandoverAnswer.WITHDRAWN
    states = session.exec(select(HandoverRecord.answer).order_by(col(HandoverRecord.id))).all()
    assert states == [HandoverAnswer.WITHDRAWN, HandoverAnswer.OPEN]


@pytest.mark.parametrize("what", ["retired", "given away"])
def test_an_offer_is_void_once_it_is_retired_or_somebody_elses(
    session: Session, team: Team, rough: IndicatorSnapshot, what: str
) -> None:
    made = offer(session, rough, team.bob, by=team.alice)
    if what == "retired":
        pausing.retire(session, rough.id, "Over", by=team.alice, now=MONDAY)
    else:
        session.add(
            Ownership(
                workspace_id=team.alice.workspace_id,
                indicator_id=rough.id,
                owner_id=team.admin.person_id,
                effective_on=date(2026, 3, 30),
                made_at=MONDAY,
                made_by_id=team.admin.person_id,
            )
        )
        session.flush()

    assert answer(session, made.number, accepts=True, by=team.bob, now=MONDAY).answer is HandoverAnswer.WITHDRAWN
    assert [row.owner_id for row in session.exec(select(Ownership))][-1] != team.bob.person_id


def test_an_offer_is_taken_back_by_whoever_made_it_while_it_is_open(
    session: Session, team: Team, rough: IndicatorSnapshot
) -> None:
    made = offer(session, rough, team.bob, by=team.admin)

    with refused("You cannot change the owner", kind=NotAllowed):
        withdraw(session, made.number, by=team.charlie, now=MONDAY)
    assert withdraw(session, made.number, by=team.admin, now=MONDAY).answer is HandoverAnswer.WITHDRAWN
    assert answer(session, made.number, accepts=True, by=team.bob, now=MONDAY).answer is HandoverAnswer.WITHDRAWN


def test_a_day_is_ahead_and_a_line_is_short(session: Session, team: Team, rough: IndicatorSnapshot) -> None:
    for day in (MONDAY.date(), MONDAY.date() - timedelta(days=1)):
        with refused("is not ahead. Choose a later day"):
            offer(session, rough, team.bob, by=team.alice, until_on=day)
    with refused("This holds up to 300 characters; you wrote 301."):
        hand_over(session, rough.id, to_user_id="UBOB", reason="x" * 301, by=team.alice, now=MONDAY)
