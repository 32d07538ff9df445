"""What a channel's digest is made of, and which of its days are still owed."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from bot.domain.digests import NoteKind
from bot.domain.messages import MessageKind, MessageState, SkipReason
from storage import digests, notes, schedule
from storage.channels import channel_of
from storage.tables import (
    Channel,
    DigestRun,
    DigestSubscription,
    Indicator,
    Message,
    Note,
    Outcome,
    OutcomeDefinition,
)
from tests.actions.conftest import Team
from tests.make import FRIDAY, make_channel, make_indicator, make_outcome
from tests.storage.rows import make_due, make_message

DAY = timedelta(days=1)
TUESDAY = date(2026, 3, 31)


@pytest.fixture
def home(session: Session, team: Team) -> Channel:
    """Channel C1."""
    found = channel_of(session, workspace_id=team.workspace.id, channel_id="C1")
    assert found is not None
    return found


@pytest.fixture
def subscription(session: Session, team: Team, home: Channel) -> DigestSubscription:
    """Channel C1's, since the outcome "hunger" lives there, with its indicator "meals"."""
    make_indicator(session, team.alice, make_outcome(session, team.alice, key="hunger"), key="meals")
    return session.exec(select(DigestSubscription).where(DigestSubscription.channel_id == home.id)).one()


def make_run(
    session: Session, subscription: DigestSubscription, on: date, *, begins: date, reason: SkipReason | None = None
) -> DigestRun:
    run = DigestRun(
        workspace_id=subscription.workspace_id,
        subscription_id=subscription.id,
        nominal_on=on,
        covers_from_on=begins,
        covers_to_on=on - DAY,
        skip_reason=reason,
    )
    session.add(run)
    session.flush()
    return run


def make_post(session: Session, team: Team, run: DigestRun, *, channel: Channel, state: MessageState) -> Message:
    key, digest = f"digest:C1:{run.nominal_on}", MessageKind.DIGEST
    return make_message(
        session, team.alice, key, kind=digest, state=state, person_id=None, channel_id=channel.id, digest_run_id=run.id
    )


def test_a_digest_is_made_of_what_lives_in_the_channel_now_and_is_open(
    session: Session, team: Team, home: Channel, subscription: DigestSubscription
) -> None:
    other = make_channel(session, team.workspace, "C2")
    stays, moves, closes = [make_outcome(session, team.alice, key=key).outcome_id for key in ("a", "b", "c")]
    make_outcome(session, team.alice, key="d", channel_id="C2")
    moved = session.exec(select(OutcomeDefinition).where(OutcomeDefinition.outcome_id == moves)).one()
    session.add(OutcomeDefinition(**moved.model_dump(exclude={"id"}) | {"channel_id": other.id}))
    session.get_one(Outcome, closes).closed_at = FRIDAY
    session.flush()

    hunger = session.exec(select(Outcome.id).where(Outcome.key == "hunger")).one()
    assert digests.open_outcomes(session, home.id) == [hunger, stays]
    assert moves in digests.open_outcomes(session, other.id)


def test_retired_indicators_are_no_longer_in_a_digest_and_paused_ones_are(
    session: Session, team: Team, subscription: DigestSubscription
) -> None:
    outcome = make_outcome(session, team.alice, key="homes")
    kept, paused, retired = [make_indicator(session, team.alice, outcome, key=key).id for key in ("a", "b", "c")]
    session.get_one(Indicator, paused).paused_at = FRIDAY
    session.get_one(Indicator, retired).retired_at = FRIDAY
    session.flush()

    assert digests.indicators_of(session, [outcome.outcome_id]) == [kept, paused]
    assert digests.indicators_of(session, []) == []


def test_what_fell_due_in_a_week_is_listed_less_what_nobody_asks_for_any_more(
    session: Session, team: Team, subscription: DigestSubscription
) -> None:
    outcome = make_outcome(session, team.alice, key="homes")
    beds, flats = [make_indicator(session, team.alice, outcome, key=key).id for key in ("beds", "flats")]
    for week in (11, 12, 13, 14):
        make_due(session, beds, week, owner=team.alice)
    make_due(session, flats, 12, owner=team.alice, state="missed")
    make_due(session, flats, 13, owner=team.alice)
    session.get_one(Indicator, flats).paused_at = FRIDAY
    session.flush()

    # Week 12 fell due on Monday 23 March, week 13 on Monday 30 March.
    found = digests.fell_due(session, [beds, flats], first=date(2026, 3, 23), last=date(2026, 3, 30))
    assert [(row.indicator_id, row.period_key) for row in found] == [
        (beds, "2026-W12"),
        (flats, "2026-W12"),
        (beds, "2026-W13"),
    ]


def test_what_came_to_count_as_missed_is_listed_with_the_week_in_which_it_did(
    session: Session, team: Team, subscription: DigestSubscription
) -> None:
    meals = session.exec(select(Indicator.id)).one()
    make_due(session, meals, 11, owner=team.alice, state="missed", settled_at=FRIDAY - DAY)
    make_due(session, meals, 12, owner=team.alice, state="missed", settled_at=FRIDAY)
    make_due(session, meals, 13, owner=team.alice, state="late", settled_at=FRIDAY)

    found = digests.missed_since(session, [meals], since=FRIDAY)
    assert [row.period_key for row in found] == ["2026-W12"]


def test_notes_of_the_time_since_then_come_oldest_first(session: Session, team: Team) -> None:
    hunger, homes = [make_outcome(session, team.alice, key=key).outcome_id for key in ("hunger", "homes")]

    def note(outcome_id: int, text: str, made_at: datetime) -> None:
        author = team.alice.person_id
        session.add(
            Note(workspace_id=team.workspace.id, outcome_id=outcome_id, text=text, made_at=made_at, made_by_id=author)
        )
        session.flush()

    note(hunger, "before", FRIDAY - DAY)
    note(hunger, "first", FRIDAY)
    note(homes, "elsewhere", FRIDAY)
    note(hunger, "second", FRIDAY + DAY)

    assert [row.text for row in digests.notes_since(session, [hunger], since=FRIDAY)] == ["first", "second"]


def test_a_note_gives_way_to_the_one_that_takes_its_place(session: Session, team: Team) -> None:
    hunger = make_outcome(session, team.alice, key="hunger").outcome_id
    own: dict[str, Any] = {"workspace_id": team.workspace.id, "outcome_id": hunger, "made_by_id": team.alice.person_id}
    remark = notes.add(session, Note(**own, text="we open on Saturdays", made_at=FRIDAY))
    notes.add(session, Note(**own, text="Serve 500 meals", kind=NoteKind.OVERRIDE, made_at=FRIDAY))
    decided = Note(**own, text=remark.text, kind=NoteKind.DECISION, made_at=FRIDAY + DAY, supersedes_id=remark.id)
    notes.add(session, decided)

    assert [row.kind for row in digests.notes_since(session, [hunger], since=FRIDAY)] == ["override", "decision"]
    latest, count = notes.latest_of_outcome(session, hunger, limit=3)
    assert ([(each.note.kind, each.author.user_id) for each in latest], count) == ([("decision", "UALICE")], 1)
    assert notes.in_place_of(session, remark.id) == decided
    assert notes.latest_of_indicator(session, 1, limit=3) == ([], 0)


def test_the_last_digest_is_the_newest_that_was_really_posted(
    session: Session, team: Team, home: Channel, subscription: DigestSubscription
) -> None:
    assert digests.last_posted(session, home.id) is None
    first, second, third = [
        make_run(session, subscription, TUESDAY + weeks * 7 * DAY, begins=TUESDAY) for weeks in range(3)
    ]
    for run, state in ((first, MessageState.SENT), (second, MessageState.SENT), (third, MessageState.DEAD)):
        make_post(session, team, run, channel=home, state=state)

    def last(before: int | None = None) -> date | None:
        found = digests.last_posted(session, home.id, before=before)
        return found[0].nominal_on if found else None

    assert last() == date(2026, 4, 7)
    assert last(before=second.id) == date(2026, 3, 31)
    assert last(before=first.id) is None


def test_channels_whose_digest_time_has_come_are_taken_oldest_first(session: Session, team: Team) -> None:
    for key, channel in (("a", "C1"), ("b", "C2"), ("c", "C3"), ("d", "C4")):
        if channel != "C1":
            make_channel(session, team.workspace, channel)
        make_outcome(session, team.alice, key=key, channel_id=channel)
    rows = session.exec(select(DigestSubscription).order_by(col(DigestSubscription.id))).all()
    times = [FRIDAY, FRIDAY - DAY, FRIDAY + DAY, None]
    for row, at in zip(rows, times, strict=True):
        row.next_due_at = at
    session.flush()

    taken = digests.take_due(session, now=FRIDAY, limit=9)
    assert [row.id for row in taken] == [rows[1].id, rows[0].id]
    assert len(digests.take_due(session, now=FRIDAY, limit=1)) == 1
    assert schedule.next_to_plan(session) == FRIDAY - DAY


def test_days_of_which_no_digest_has_spoken_are_owed_from_the_earliest_on(
    session: Session, subscription: DigestSubscription
) -> None:
    assert digests.first_day_owed(session, subscription.id) is None

    make_run(session, subscription, TUESDAY, begins=date(2026, 3, 10), reason=SkipReason.NO_OUTCOMES)
    assert digests.first_day_owed(session, subscription.id) is None, "there was nothing to say"
    covered = SkipReason.COVERED_BY_NEXT
    make_run(session, subscription, TUESDAY + 7 * DAY, begins=date(2026, 3, 31), reason=covered)
    make_run(session, subscription, TUESDAY + 14 * DAY, begins=date(2026, 4, 7))
    assert digests.first_day_owed(session, subscription.id) == date(2026, 3, 31)
    assert digests.first_day_owed(session, subscription.id + 1) is None


def test_digests_left_out_are_counted_for_the_days_of_an_outage(
    session: Session, team: Team, subscription: DigestSubscription
) -> None:
    covered = SkipReason.COVERED_BY_NEXT
    for weeks, reason in enumerate((covered, covered, SkipReason.NO_OUTCOMES, None, covered)):
        make_run(session, subscription, TUESDAY + weeks * 7 * DAY, begins=TUESDAY, reason=reason)

    def dropped(first: date, last: date) -> int:
        return digests.count_dropped(session, workspace_id=team.workspace.id, first=first, last=last)

    assert dropped(TUESDAY, TUESDAY + 28 * DAY) == 3
    assert dropped(TUESDAY + DAY, TUESDAY + 27 * DAY) == 1
    assert dropped(TUESDAY + 29 * DAY, TUESDAY + 60 * DAY) == 0


def test_a_run_leads_to_its_channel_and_is_found_by_its_date(
    session: Session, team: Team, home: Channel, subscription: DigestSubscription
) -> None:
    run = make_run(session, subscription, TUESDAY, begins=TUESDAY)

    assert digests.run_of(session, subscription_id=subscription.id, on=TUESDAY).id == run.id
    assert digests.channel_of_run(session, run).id == home.id
