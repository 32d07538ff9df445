"""Decisions whose day to look again has come, from the records of each kind of database."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session

from bot.actions import decisions
from bot.actions.notes import NewNote, make_decision, note_indicator, note_outcome, notes_of_outcome
from bot.actions.snapshots import IndicatorSnapshot
from bot.domain.decisions import Verdict
from bot.domain.digests import NoteKind
from bot.errors import NotFound, UserError
from storage.outcomes import homes_of
from tests.actions.conftest import MONDAY, Team, give
from tests.make import make_channel, make_outcome

A_WEEK = timedelta(weeks=1)
LATER = MONDAY + 4 * A_WEEK


def decide(session: Session, team: Team, at: IndicatorSnapshot, *, look_again_on: date) -> int:
    new = NewNote("Second van", NoteKind.DECISION, look_again_on=look_again_on)
    return note_indicator(session, at.id, new, by=team.alice, now=MONDAY).note_id


def test_then_is_the_last_period_before_the_decision_and_now_the_newest(
    session: Session, team: Team, rough: IndicatorSnapshot
) -> None:
    give(session, team, "rough 118 for 2026-W12")
    give(session, team, "rough 119 for 2026-W12", by=team.bob, now=MONDAY + timedelta(minutes=1))
    note = decide(session, team, rough, look_again_on=date(2026, 4, 20))

    (before,) = decisions.question(session, note, by=team.bob, now=MONDAY).figures
    assert before.before is not None
    assert (before.before.amount, before.now) == (Decimal(119), None)
    # The week before the decision came in after it, and is still the one before it.
    give(session, team, "rough 117 for last week", now=MONDAY + timedelta(minutes=2))
    give(session, team, "rough 110 for last week", now=MONDAY + A_WEEK)
    give(session, team, "rough 104 for last week", now=MONDAY + 2 * A_WEEK)
    (moved,) = decisions.question(session, note, by=team.bob, now=MONDAY + 2 * A_WEEK).figures
    assert moved.before is not None
    assert moved.now is not None
    assert (moved.before.amount, moved.now.amount) == (Decimal(117), Decimal(104))


def test_only_what_has_come_is_asked_and_an_answer_ends_it(
    session: Session, team: Team, rough: IndicatorSnapshot
) -> None:
    note = decide(session, team, rough, look_again_on=date(2026, 4, 27))
    home = homes_of(session, [rough.described.indicator.outcome_id])[rough.described.indicator.outcome_id]

    def waiting(on: date) -> list[int]:
        return [each.note_id for each in decisions.waiting(session, home, zone="Europe/London", today=on)]

    assert (waiting(date(2026, 4, 26)), waiting(date(2026, 4, 27))) == ([], [note])
    decisions.answer(session, note, Verdict.TOO_EARLY, "", by=team.bob, now=LATER)
    assert (waiting(date(2026, 5, 24)), waiting(date(2026, 5, 25))) == ([], [note])
    decisions.answer(session, note, Verdict.HELPED, "far fewer", by=team.bob, now=LATER + 4 * A_WEEK)
    assert waiting(date(2026, 12, 31)) == []
    (shown,) = notes_of_outcome(session, home.outcome.id, zone="Europe/London").latest
    assert shown.looked is not None
    assert (shown.looked.verdict, shown.looked.sentence) == (Verdict.HELPED, "far fewer")
    kept = decisions.answered(session, {home.outcome.id: home}, zone="Europe/London", since=LATER)
    assert [each.looked.verdict for each in kept] == [Verdict.HELPED]


def test_who_does_not_see_the_outcome_neither_asks_nor_answers(session: Session, team: Team) -> None:
    make_channel(session, team.workspace, "C9", private_to=[team.alice])
    secret = make_outcome(session, team.alice, "Secret", channel_id="C9", key="secret").outcome_id
    new = NewNote("Move", NoteKind.DECISION, look_again_on=date(2026, 4, 20))
    note = note_outcome(session, secret, new, by=team.alice, now=MONDAY).note_id

    with pytest.raises(NotFound):
        decisions.question(session, note, by=team.admin, now=LATER)
    with pytest.raises(NotFound):
        decisions.answer(session, note, Verdict.HELPED, "", by=team.admin, now=LATER)


def test_only_a_decision_that_stands_is_answered(session: Session, team: Team, rough: IndicatorSnapshot) -> None:
    outcome_id = rough.described.indicator.outcome_id
    remark = note_outcome(session, outcome_id, NewNote("It rained"), by=team.alice, now=MONDAY).note_id
    with pytest.raises(UserError, match="no longer there"):
        decisions.answer(session, remark, Verdict.HELPED, "", by=team.alice, now=LATER)
    decided = make_decision(session, remark, by=team.alice, now=MONDAY).note_id

    decisions.answer(session, decided, Verdict.DID_NOT_HELP, "", by=team.alice, now=LATER)

    with pytest.raises(UserError, match="Only a decision is looked at again"):
        note_outcome(session, outcome_id, NewNote("x", look_again_on=date(2026, 5, 1)), by=team.alice, now=MONDAY)
