"""Who may do what, by role, verb and kind of channel: one table, and what happens in each of its cells."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from bot.actions import access, digests, finding, history, pausing
from bot.actions.closing import Ending, close_outcome, reopen_outcome
from bot.actions.correcting import correct, fix_line, given
from bot.actions.digest_settings import DigestRule, set_digest_rule
from bot.actions.due import due_for
from bot.actions.handing_over import answer, hand_over
from bot.actions.indicators import NewIndicator, indicator_in_full, register_indicator
from bot.actions.outcomes import NewOutcome, outcome_in_full, outcome_page, possible_parents, register_outcome
from bot.actions.people import Actor, as_actor, policy_of
from bot.actions.readings import FormAnswer, submit_form, submit_line
from bot.actions.targets import Promise, set_target
from bot.actions.undoing import undo
from bot.domain.closing import OutcomeResult
from bot.domain.digests import Rhythm
from bot.domain.handovers import HandoverAnswer
from bot.domain.readings import Route
from bot.domain.targets import Direction
from bot.domain.values import Value
from bot.errors import UserError
from storage import channels, outcomes, readings
from storage.access import visible_indicators
from storage.tables import (
    Channel,
    DueReading,
    Indicator,
    OutcomeDefinition,
    Ownership,
    Workspace,
)
from tests.make import FRIDAY, PEOPLE, WEEKLY, make_channel, make_indicator, make_outcome, make_person, make_workspace
from tests.saying import refused, said

MONDAY = datetime(2026, 3, 30, 8, 30, tzinfo=UTC)
JUNE = date(2026, 6, 30)

TABLE = """
                            public channel    private channel
                            O B A M L N D S   O B A M L N D S
list its outcome            y y y y y y y -   y y y y - - - -
show its outcome by key     y y y y y y y -   y y y y - - - -
show its outcome by number  y y y y y y y -   y y y y - - - -
find its outcome by name    y y y y y y y -   y y y y - - - -
offer it as a parent        y y y y y y y -   y y y y - - - -
choose it as a parent       y y y y y y y -   y y y y - - - -
list it by name             y y y y y y y -   y y y y - - - -
open it by key              y y y y y y y -   y y y y - - - -
show it by number           y y y y y y y -   y y y y - - - -
show its history            y y y y y y y -   y y y y - - - -
find it by name             y y y y y y y -   y y y y - - - -
be asked for it             y - - - y - - -   y - - - - - - -
give a reading in a line    y y y y y y y -   y y y y - - - -
give a reading in the form  y y y y y y y -   y y y y - - - -
undo an own reading         y y y y y y y -   y y y y - - - -
undo another's reading      x x x x x x x -   x x x x - - - -
fix another's reading       y y y y y y y -   y y y y - - - -
open another's to correct   y y y y y y y -   y y y y - - - -
correct another's reading   y y y y y y y -   y y y y - - - -
set the first target        y y y y y y y -   y y y y - - - -
change the target           y y y x y x y -   y y y x - - - -
set the first baseline      y y y y y y y -   y y y y - - - -
change the baseline         y y y x y x y -   y y y x - - - -
set when digests come       y y y y y y y -   y y y y x x x -
post a digest               y y y y y y y -   y y y y - - - -
preview a digest            y y y y y y y -   y y y y - - - -
register an indicator       y y y y y y y -   y y y y - - - -
register an outcome there   y y y y y y y -   y y y y x x x -
pause it                    y y y x y x y -   y y y x - - - -
resume it                   y y y x y x y -   y y y x - - - -
retire it                   y y y x y x y -   y y y x - - - -
bring it back               y y y x y x y -   y y y x - - - -
hand it over                y y y x y x y -   y y y x - - - -
answer another's offer      x x x x x x x -   x x x x - - - -
close its outcome           x x y x x x y -   x x y x - - - -
reopen its outcome          x x y x x x y -   x x y x - - - -
"""
"""O owns the indicator, B is its backup, A is accountable for the outcome, M is in the channel. L owns it and has left
the channel. N is not in the channel, D is an administrator and not in it either. S is of another workspace.

y: it is done. x: they are told that it is not theirs to do. -: for them it does not exist.
"""

ROLES = "OBAMLNDS"
IN_THE_CHANNEL = "OBAM"

REFUSALS = {
    "This outcome is no longer there": "-",
    "This indicator is no longer there, or you no longer see it.": "-",
    "There is no outcome yet that you can see.": "-",
    "There is no indicator yet that you can see.": "-",
    "This reading is no longer open to you.": "-",
    "This reading was taken back or corrected meanwhile.": "-",
    "You cannot ": "x",
    "Only members of this channel can change when its digest comes.": "x",
    "Only whoever gave a reading can undo it.": "x",
    "Only whoever is asked can answer this.": "x",
    "This offer is no longer there.": "-",
    "You are not in this channel": "x",
}
"""What somebody reads who is refused, by its beginning."""


@dataclass(frozen=True)
class Place:
    """A channel where one outcome lives, with an indicator that has nothing yet and one that has a target and a
    baseline; and whoever wants something there.
    """

    session: Session
    role: str
    workspace: Workspace
    channel: Channel
    outcome_id: int
    bare_id: int
    promised_id: int
    due_id: int
    alice: Actor
    by: Actor


def make_place(session: Session, role: str, *, is_private: bool) -> Place:
    """Alice has registered everything, and does what the role does not."""
    workspace = make_workspace(session)
    alice = make_person(session, workspace, "Alice")
    home = make_workspace(session, "T2") if role == "S" else workspace
    by = make_person(session, home, "Bob", admin=role == "D")
    members = [alice, by] if role in IN_THE_CHANNEL else [alice]
    channel = make_channel(session, workspace, "C1", private_to=members if is_private else None)
    make_channel(session, home, "C2")
    accountable = by if role == "A" else alice
    outcome = make_outcome(session, alice, "Nobody goes hungry", key="hunger", accountable=accountable)
    owner = by if role in "OL" else alice
    bare = make_indicator(session, alice, outcome, "Meals served", key="meals", owner=owner)
    promised = make_indicator(
        session,
        alice,
        outcome,
        "People turned away",
        key="turned",
        owner=owner,
        baseline=("90", date(2026, 3, 1)),
        target=("10", JUNE),
    )
    if role == "B":
        for indicator_id in (bare.id, promised.id):
            make_backup(session, indicator_id, owner=alice, backup=by)
    return Place(
        session=session,
        role=role,
        workspace=workspace,
        channel=channel,
        outcome_id=outcome.outcome_id,
        bare_id=bare.id,
        promised_id=promised.id,
        due_id=make_due(session, bare.id, owner=owner),
        alice=alice,
        by=by,
    )


def make_backup(session: Session, indicator_id: int, *, owner: Actor, backup: Actor) -> None:
    session.add(
        Ownership(
            workspace_id=owner.workspace_id,
            indicator_id=indicator_id,
            owner_id=owner.person_id,
            backup_id=backup.person_id,
            effective_on=date(2026, 3, 27),
            made_at=FRIDAY,
            made_by_id=owner.person_id,
        )
    )
    session.flush()


def make_due(session: Session, indicator_id: int, *, owner: Actor) -> int:
    row = DueReading(
        workspace_id=owner.workspace_id,
        indicator_id=indicator_id,
        period_key="2026-W13",
        period_first_on=date(2026, 3, 23),
        period_last_on=date(2026, 3, 29),
        owner_id=owner.person_id,
        due_on=date(2026, 3, 30),
        grace_ends_at=FRIDAY,
    )
    session.add(row)
    session.flush()
    return row.id


def promise(amount: str) -> Promise:
    return Promise(value=Value(Decimal(amount)), due_on=JUNE)


def give(place: Place, line: str, *, by: Actor) -> int:
    policy = policy_of(place.workspace)
    return submit_line(place.session, line, by=by, policy=policy, route=Route.COMMAND, now=MONDAY).reading_id


def undo_own(place: Place) -> bool:
    """Whoever is not in the channel gave it while they were."""
    session, channel, by = place.session, place.channel, place.by
    channels.add_member(session, channel, by.user_id)
    reading_id = give(place, "meals 118", by=by) if by.workspace_id == channel.workspace_id else None
    if place.role not in IN_THE_CHANNEL:
        channels.remove_member(session, channel, by.user_id)
    return take_back(place, reading_id)


def take_back(place: Place, reading_id: int | None) -> bool:
    policy = policy_of(place.workspace)
    return undo(place.session, reading_id=reading_id, by=place.by, policy=policy, now=MONDAY) is not None


def fix_another(place: Place) -> bool:
    wrong = give(place, "meals 118", by=place.alice)
    fix_line(place.session, "meals 117", by=place.by, route=Route.COMMAND, now=MONDAY)
    return readings.counting(place.session, wrong) is None


def correct_another(place: Place) -> bool:
    wrong, policy = give(place, "meals 118", by=place.alice), policy_of(place.workspace)
    correct(place.session, wrong, FormAnswer("117"), by=place.by, policy=policy, now=MONDAY)
    return readings.counting(place.session, wrong) is None


def give_in_the_form(place: Place) -> bool:
    answers, policy = {place.due_id: FormAnswer("118")}, policy_of(place.workspace)
    return len(submit_form(place.session, answers, by=place.by, policy=policy, now=MONDAY)) == 1


def aim(place: Place, indicator_id: int, amount: str, *, baseline: str | None = None) -> bool:
    measured = (Value(Decimal(baseline)), date(2026, 3, 2)) if baseline else None
    set_target(
        place.session, indicator_id, promise(amount), baseline=measured, reason="More staff", by=place.by, now=MONDAY
    )
    return True


def close(place: Place, *, by: Actor) -> bool:
    ending = Ending(OutcomeResult.DROPPED)
    return close_outcome(place.session, place.outcome_id, ending, by=by, now=MONDAY).is_told


def reopen(place: Place) -> bool:
    close(place, by=owner_of(place))
    return reopen_outcome(place.session, place.outcome_id, "It goes on", by=place.by, now=MONDAY).indicators == 2


def resume(place: Place) -> bool:
    pausing.pause(place.session, place.bare_id, by=owner_of(place), now=MONDAY)
    return pausing.resume(place.session, place.bare_id, by=place.by, now=MONDAY).asked_on is not None


def bring_back(place: Place) -> bool:
    pausing.retire(place.session, place.bare_id, "Over", by=owner_of(place), now=MONDAY)
    return pausing.resume(place.session, place.bare_id, by=place.by, now=MONDAY).asked_on is not None


def offer(place: Place, *, by: Actor) -> int:
    """To somebody who is neither of the two, and sees it."""
    erin = make_person(place.session, place.workspace, "Erin")
    channels.add_member(place.session, place.channel, erin.user_id)
    return hand_over(place.session, place.bare_id, to_user_id=erin.user_id, by=by, now=MONDAY).number


def answer_another(place: Place) -> bool:
    number = offer(place, by=owner_of(place))
    home_answers = answer(place.session, number, accepts=True, by=place.by, now=MONDAY)
    return home_answers.answer is HandoverAnswer.ACCEPTED


def owner_of(place: Place) -> Actor:
    """Somebody who may do everything with it and sees it: whoever answers for its outcome."""
    home = outcomes.homes_of(place.session, [place.outcome_id])[place.outcome_id]
    return as_actor(home.accountable, place.workspace)


def set_digests(place: Place) -> bool:
    set_digest_rule(place.session, DigestRule(Rhythm.MONTHLY, 4, time(16)), channel_id="C1", by=place.by, now=MONDAY)
    subscription = channels.subscription_of(place.session, place.channel.id)
    assert subscription is not None
    return subscription.rhythm == "monthly"


def register_there(place: Place) -> bool:
    new = NewOutcome("Nobody sleeps rough", "C1", place.by.user_id)
    outcome_id = register_outcome(place.session, new, by=place.by, now=MONDAY).outcome_id
    definitions = select(OutcomeDefinition).where(OutcomeDefinition.outcome_id == outcome_id)
    return place.session.exec(definitions).one().channel_id == place.channel.id


def register_part(place: Place) -> bool:
    new = NewOutcome("Nobody sleeps rough", "C2", place.by.user_id, parent_key="hunger")
    outcome_id = register_outcome(place.session, new, by=place.by, now=MONDAY).outcome_id
    return outcome_in_full(place.session, outcome_id, by=place.by, now=MONDAY).parent is not None


def register_indicator_there(place: Place) -> bool:
    new = NewIndicator(place.outcome_id, "Beds", PEOPLE, Direction.INCREASE, WEEKLY, place.by.user_id)
    return register_indicator(place.session, new, by=place.by, now=MONDAY).key == "beds"


def post_digest(place: Place) -> bool:
    return digests.post_now(place.session, channel_id="C1", once="request:1", by=place.by, now=MONDAY)


def is_asked(place: Place) -> bool:
    policy = policy_of(place.workspace)
    return [each.due_id for each in due_for(place.session, by=place.by, policy=policy, now=MONDAY)] == [place.due_id]


VERBS: dict[str, Callable[[Place], bool]] = {
    "list its outcome": lambda at: "hunger" in keys_listed(at),
    "show its outcome by key": lambda at: (
        access.require_outcome_with_key(at.session, "hunger", by=at.by).key == "hunger"
    ),
    "show its outcome by number": lambda at: (
        outcome_in_full(at.session, at.outcome_id, by=at.by, now=MONDAY).outcome.key == "hunger"
    ),
    "find its outcome by name": lambda at: finding.find_outcome(at.session, "nobody goes", by=at.by).key == "hunger",
    "offer it as a parent": lambda at: "hunger" in [each.key for each in possible_parents(at.session, by=at.by)],
    "choose it as a parent": register_part,
    "list it by name": lambda at: "meals" in [each.key for each in visible_indicators(at.session, by=at.by)],
    "open it by key": lambda at: access.require_indicator_with_key(at.session, "meals", by=at.by).key == "meals",
    "show it by number": lambda at: (
        indicator_in_full(at.session, at.bare_id, by=at.by, now=MONDAY).indicator.key == "meals"
    ),
    "show its history": lambda at: history.indicator_history(at.session, at.bare_id, by=at.by).older == "",
    "find it by name": lambda at: finding.find_indicator(at.session, "meals ser", by=at.by).key == "meals",
    "be asked for it": is_asked,
    "give a reading in a line": lambda at: give(at, "meals 118", by=at.by) > 0,
    "give a reading in the form": give_in_the_form,
    "undo an own reading": undo_own,
    "undo another's reading": lambda at: take_back(at, give(at, "meals 118", by=at.alice)),
    "fix another's reading": fix_another,
    "open another's to correct": lambda at: given(at.session, give(at, "meals 118", by=at.alice), by=at.by) is not None,
    "correct another's reading": correct_another,
    "set the first target": lambda at: aim(at, at.bare_id, "85"),
    "change the target": lambda at: aim(at, at.promised_id, "5"),
    "set the first baseline": lambda at: aim(at, at.bare_id, "10", baseline="90"),
    "change the baseline": lambda at: aim(at, at.promised_id, "5", baseline="95"),
    "set when digests come": set_digests,
    "post a digest": post_digest,
    "preview a digest": lambda at: digests.preview(at.session, channel_id="C1", by=at.by, now=MONDAY) is not None,
    "register an indicator": register_indicator_there,
    "register an outcome there": register_there,
    "pause it": lambda at: pausing.pause(at.session, at.bare_id, by=at.by, now=MONDAY).until_on is None,
    "resume it": resume,
    "retire it": lambda at: pausing.retire(at.session, at.bare_id, "Over", by=at.by, now=MONDAY).reason == "Over",
    "bring it back": bring_back,
    "hand it over": lambda at: offer(at, by=at.by) > 0,
    "answer another's offer": answer_another,
    "close its outcome": lambda at: close(at, by=at.by),
    "reopen its outcome": reopen,
}


def keys_listed(place: Place) -> list[str]:
    return [
        line.outcome.key for line in outcome_page(place.session, "all", channel_id="C1", by=place.by, now=MONDAY).lines
    ]


def what_happens(place: Place, verb: str) -> str:
    """The letter of the table, after trying it; whatever it did is undone."""
    attempt = place.session.begin_nested()
    try:
        return "y" if VERBS[verb](place) else "-"
    except UserError as problem:
        return next(letter for start, letter in REFUSALS.items() if said(problem).startswith(start))
    finally:
        attempt.rollback()


def expected(role: str, *, is_private: bool) -> dict[str, str]:
    """A column of the table, by verb."""
    lines = [line for line in TABLE.splitlines() if line][2:]
    column = 28 + (18 if is_private else 0) + 2 * ROLES.index(role)
    return {line[:28].strip(): line[column] for line in lines}


@pytest.mark.parametrize("is_private", [False, True], ids=["public", "private"])
@pytest.mark.parametrize("role", ROLES)
def test_everybody_may_do_what_the_table_says_and_no_more(session: Session, role: str, is_private: bool) -> None:
    place = make_place(session, role, is_private=is_private)

    assert {verb: what_happens(place, verb) for verb in VERBS} == expected(role, is_private=is_private)


def test_whoever_may_not_change_a_target_is_told_who_may(session: Session) -> None:
    place = make_place(session, "B", is_private=False)
    charlie = make_person(session, place.workspace, "Charlie")

    with pytest.raises(UserError) as problem:
        set_target(session, place.promised_id, promise("5"), reason="I say so", by=charlie, now=MONDAY)
    assert said(problem.value) == (
        'You cannot change the target of "People turned away". '
        "Alice (owner), Bob (backup) or a workspace admin can: ask one of them."
    )


def test_a_retired_indicator_is_found_neither_by_number_nor_by_key(session: Session) -> None:
    place = make_place(session, "O", is_private=False)
    session.get_one(Indicator, place.bare_id).retired_at = FRIDAY
    session.flush()

    with refused("This indicator is no longer there"):
        access.require_visible_indicator(session, place.bare_id, by=place.by)
    with refused("This indicator is no longer there"):
        access.require_indicator_with_key(session, "meals", by=place.by)


def test_undo_does_not_tell_of_a_private_channel_that_was_left(session: Session) -> None:
    place = make_place(session, "M", is_private=True)
    give(place, "meals 118", by=place.by)
    channels.remove_member(session, place.channel, place.by.user_id)

    assert take_back(place, None) is False
