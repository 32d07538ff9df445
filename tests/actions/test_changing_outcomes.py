"""Changing an outcome: what is kept, who may, and who would see it elsewhere."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session, select

from bot.actions.changing import ChangedMeanwhile
from bot.actions.changing_outcomes import (
    Accountable,
    Dates,
    NewHome,
    OutcomeChange,
    Parent,
    Statement,
    Why,
    change_outcome,
)
from bot.actions.moving import move_of
from bot.actions.outcomes import RegisteredOutcome
from bot.domain import events
from bot.errors import NotAllowed
from bot.fields import Field
from bot.results.changing import Move, Unseeing
from bot.results.names import PersonName
from storage import outcomes
from storage.announcing import announced
from storage.tables import DigestSubscription, OutcomeDefinition
from tests.actions.conftest import MONDAY, Team
from tests.make import make_channel, make_indicator, make_outcome
from tests.saying import refused

TUESDAY = datetime(2026, 3, 31, 8, 30, tzinfo=UTC)


@pytest.fixture
def sleep(session: Session, team: Team) -> RegisteredOutcome:
    """Fewer people sleep rough, for which Alice answers."""
    return make_outcome(session, team.alice)


def seen(session: Session, of: RegisteredOutcome) -> int:
    """The definition that somebody sees now."""
    return outcomes.homes_of(session, [of.outcome_id])[of.outcome_id].definition.id


def change(session: Session, team: Team, of: RegisteredOutcome, wanted: OutcomeChange) -> None:
    """Alice changes it as she sees it."""
    change_outcome(session, of.outcome_id, wanted, seen_id=seen(session, of), by=team.alice, now=MONDAY)


def test_what_was_is_kept_and_it_is_told(session: Session, team: Team, sleep: RegisteredOutcome) -> None:
    change(session, team, sleep, Statement("Nobody sleeps rough"))
    change(session, team, sleep, Dates(date(2026, 1, 1), date(2026, 12, 31)))

    rows = session.exec(select(OutcomeDefinition).order_by(OutcomeDefinition.id)).all()  # type: ignore[arg-type]  # a column
    assert [(row.statement, row.ends_on) for row in rows] == [
        ("Fewer people sleep rough in our borough", None),
        ("Nobody sleeps rough", None),
        ("Nobody sleeps rough", date(2026, 12, 31)),
    ]
    assert announced(session)[-1] == events.OutcomeChanged(sleep.outcome_id)


def test_a_change_of_another_thing_meanwhile_is_kept_and_one_of_the_same_is_told(
    session: Session, team: Team, sleep: RegisteredOutcome
) -> None:
    both_saw = seen(session, sleep)
    change_outcome(session, sleep.outcome_id, Why("The board asks"), seen_id=both_saw, by=team.admin, now=MONDAY)

    with pytest.raises(ChangedMeanwhile) as told:
        change_outcome(session, sleep.outcome_id, Why("We care"), seen_id=both_saw, by=team.alice, now=TUESDAY)
    assert (told.value.meanwhile.by.name, told.value.meanwhile.at) == ("Dana", MONDAY)

    wanted = Statement("Nobody sleeps rough")
    change_outcome(session, sleep.outcome_id, wanted, seen_id=both_saw, by=team.alice, now=TUESDAY)
    definition = outcomes.homes_of(session, [sleep.outcome_id])[sleep.outcome_id].definition
    assert (definition.statement, definition.why) == ("Nobody sleeps rough", "The board asks")


def test_nobody_else_changes_it(session: Session, team: Team, sleep: RegisteredOutcome) -> None:
    with refused(r"Alice \(accountable\) or a workspace admin can", kind=NotAllowed):
        change_outcome(
            session, sleep.outcome_id, Why("Mine"), seen_id=seen(session, sleep), by=team.charlie, now=MONDAY
        )


def test_a_circle_is_refused_over_any_number_of_steps(session: Session, team: Team, sleep: RegisteredOutcome) -> None:
    between = make_outcome(session, team.alice, "People have a home", key="home")
    inner = make_outcome(session, team.alice, "People have a key", key="own-key")
    change(session, team, between, Parent(sleep.key))
    change(session, team, inner, Parent("home"))

    for wanted in ("own-key", sleep.key):
        with refused("That one is part of this one already") as refusal:
            change(session, team, sleep, Parent(wanted))
        assert refusal.error.field == Field.PARENT


def test_whoever_would_not_see_it_there_is_named(session: Session, team: Team, sleep: RegisteredOutcome) -> None:
    make_channel(session, team.workspace, "C9", private_to=[team.alice, team.charlie])
    make_indicator(session, team.alice, sleep, owner=team.bob)

    bob = Unseeing(PersonName("UBOB", "Bob"), False, ("People sleeping rough",))
    assert move_of(session, sleep.outcome_id, "C9", by=team.alice) == Move(
        "C9",
        was_private=False,
        is_private=True,
        members=2,
        unseeing=(bob,),
    )
    assert move_of(session, sleep.outcome_id, "C1", by=team.alice) is None
    make_channel(session, team.workspace, "C2")
    assert move_of(session, sleep.outcome_id, "C2", by=team.alice) is None
    change(session, team, sleep, NewHome("C9"))
    assert len(session.exec(select(DigestSubscription)).all()) == 2
    with refused("They are not in the channel where it lives") as refusal:
        change(session, team, sleep, Accountable("UBOB"))
    assert refusal.error.field == Field.ACCOUNTABLE
    assert move_of(session, sleep.outcome_id, "C2", by=team.alice) == Move("C2", was_private=True, is_private=False)


def test_a_channel_that_somebody_is_not_in_is_no_new_home(
    session: Session, team: Team, sleep: RegisteredOutcome
) -> None:
    make_channel(session, team.workspace, "C9", private_to=[team.bob])

    with refused("You are not in this channel") as refusal:
        change(session, team, sleep, NewHome("C9"))
    assert refusal.error.field == Field.CHANNEL
