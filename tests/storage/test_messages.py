"""The outbox: which messages are taken when, by whom, and what each change leaves alone."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from bot.domain.due import DueState
from bot.domain.messages import MessageKind, MessageState, SkipReason, Template
from storage import message_parts, messages
from storage.db import Database
from storage.messages import is_any_being_sent
from storage.tables import Channel, DueReading, Heartbeat, Message, Person
from tests.actions.conftest import Team
from tests.actions.test_cost_of_access import asked_of
from tests.make import FRIDAY, make_channel, make_indicator, make_outcome, make_person, make_workspace
from tests.storage.rows import make_due, make_message

EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


def keys(found: Iterable[Message]) -> list[str]:
    return [message.key for message in found]


def ready(
    session: Session, *, headroom: timedelta = SECOND, leaving_out: tuple[int, ...] = (), limit: int = 10
) -> list[str]:
    """What is taken to be sent on Friday."""
    session.flush()
    return keys(messages.take_ready(session, now=FRIDAY, headroom=headroom, leaving_out=leaving_out, limit=limit))


@pytest.fixture
def meals(session: Session, team: Team) -> DueReading:
    """Alice owes the week before."""
    indicator = make_indicator(session, team.alice, make_outcome(session, team.alice), key="meals")
    return make_due(session, indicator.id, 12, owner=team.alice)


@pytest.fixture
def beds(session: Session, team: Team) -> DueReading:
    """Alice owes the week before that of another indicator."""
    outcome = make_outcome(session, team.alice, key="o-beds")
    indicator = make_indicator(session, team.alice, outcome, key="beds")
    return make_due(session, indicator.id, 11, owner=team.alice)


# Taking ------------------------------------------------------------------------------------------------------------


def test_the_most_urgent_goes_first_and_then_what_has_waited_longest(session: Session, team: Team) -> None:
    make_message(session, team.alice, "digest", kind=MessageKind.DIGEST, ready_at=FRIDAY - HOUR)
    make_message(session, team.alice, "reminder")
    make_message(session, team.bob, "older reminder", ready_at=FRIDAY - MINUTE)
    make_message(session, team.charlie, "reminder beside it")
    make_message(session, team.bob, "asked for", kind=MessageKind.DIGEST, priority=0)

    assert ready(session) == ["asked for", "older reminder", "reminder", "reminder beside it", "digest"]
    assert ready(session, limit=2) == ["asked for", "older reminder"]


def test_only_what_is_queued_and_has_come_is_taken_to_be_sent(session: Session, team: Team) -> None:
    for state in MessageState:
        make_message(session, team.alice, state, state=state)
    make_message(session, team.alice, "later", ready_at=FRIDAY + SECOND)

    assert ready(session) == ["queued"]


def test_a_workspace_may_be_ahead_of_its_rate_by_the_headroom(session: Session, team: Team) -> None:
    make_message(session, team.alice, "reminder")
    team.workspace.theoretical_arrival_at = FRIDAY + SECOND

    assert ready(session, headroom=SECOND) == ["reminder"]
    assert ready(session, headroom=SECOND - timedelta(microseconds=1)) == []


def test_nothing_goes_to_a_workspace_before_its_pause_is_over(session: Session, team: Team) -> None:
    make_message(session, team.alice, "reminder")
    elsewhere = make_person(session, make_workspace(session, "T2"), "Zoe")
    make_message(session, elsewhere, "elsewhere")

    team.workspace.paused_until = FRIDAY + SECOND
    assert ready(session) == ["elsewhere"]
    team.workspace.paused_until = FRIDAY
    assert ready(session) == ["reminder", "elsewhere"]


def test_workspaces_of_other_processes_are_left_to_them(session: Session, team: Team) -> None:
    elsewhere = make_person(session, make_workspace(session, "T2"), "Zoe")
    for state in (MessageState.QUEUED, MessageState.UNKNOWN, MessageState.SENT):
        make_message(session, team.alice, f"here {state}", state=state, refresh_at=FRIDAY)
        make_message(session, elsewhere, f"there {state}", state=state, refresh_at=FRIDAY)

    ours = (elsewhere.workspace_id,)
    assert ready(session, leaving_out=ours) == ["here queued"]
    assert keys(messages.take_unknown(session, now=FRIDAY, leaving_out=ours, limit=9)) == ["here unknown"]
    assert keys(messages.take_changed(session, now=FRIDAY, leaving_out=ours, limit=9)) == ["here sent"]
    assert messages.is_waiting(session, until=FRIDAY, leaving_out=ours)
    assert not messages.is_waiting(session, until=FRIDAY, leaving_out=(team.workspace.id, elsewhere.workspace_id))


@pytest.mark.parametrize("migrated_url", ["postgresql"], indirect=True)
def test_a_message_that_another_process_takes_is_passed_over_and_its_workspace_is_not(
    database: Database, session: Session, team: Team
) -> None:
    for key in ("first", "second"):
        make_message(session, team.alice, key)
    session.commit()
    assert ready(session, limit=1) == ["first"]

    with Session(database.engine) as beside:
        assert ready(beside) == ["second"]


def test_what_may_have_arrived_is_looked_for_in_the_order_of_its_time(session: Session, team: Team) -> None:
    unknown = MessageState.UNKNOWN
    make_message(session, team.alice, "later", state=unknown, ready_at=FRIDAY + SECOND)
    make_message(session, team.alice, "now", state=unknown)
    make_message(session, team.bob, "an hour ago", state=unknown, ready_at=FRIDAY - HOUR)
    make_message(session, team.bob, "queued")

    assert keys(messages.take_unknown(session, now=FRIDAY, leaving_out=(), limit=9)) == ["an hour ago", "now"]
    assert keys(messages.take_unknown(session, now=FRIDAY, leaving_out=(), limit=1)) == ["an hour ago"]


def test_a_message_is_abandoned_once_its_lease_has_lapsed(session: Session, team: Team) -> None:
    for state in (MessageState.SENDING, MessageState.PROBING, MessageState.UNKNOWN, MessageState.QUEUED):
        make_message(session, team.alice, f"{state}, lapsed", state=state)
        make_message(session, team.alice, f"{state}, held", state=state, ready_at=FRIDAY + SECOND)

    found = keys(messages.take_abandoned(session, now=FRIDAY, limit=9))
    assert sorted(found) == ["probing, lapsed", "sending, lapsed"]


def test_only_what_was_sent_is_edited_and_what_changed_first_goes_first(session: Session, team: Team) -> None:
    sent = MessageState.SENT
    make_message(session, team.alice, "now", state=sent, refresh_at=FRIDAY)
    make_message(session, team.bob, "before", state=sent, refresh_at=FRIDAY - MINUTE)
    make_message(session, team.bob, "later", state=sent, refresh_at=FRIDAY + SECOND)
    make_message(session, team.bob, "unchanged", state=sent)
    make_message(session, team.bob, "dead", state=MessageState.DEAD, refresh_at=FRIDAY)

    assert keys(messages.take_changed(session, now=FRIDAY, leaving_out=(), limit=9)) == ["before", "now"]
    messages.forget_edits(session)
    assert messages.take_changed(session, now=FRIDAY, leaving_out=(), limit=9) == []


# Asking ------------------------------------------------------------------------------------------------------------


def test_what_only_slacks_rate_holds_back_is_waiting_and_what_a_pause_does_is_not(session: Session, team: Team) -> None:
    assert not messages.is_waiting(session, until=FRIDAY)
    make_message(session, team.alice, "reminder")

    team.workspace.theoretical_arrival_at = FRIDAY + HOUR
    session.flush()
    assert messages.is_waiting(session, until=FRIDAY)
    assert not messages.is_waiting(session, until=FRIDAY - SECOND)
    team.workspace.paused_until = FRIDAY + MINUTE
    session.flush()
    assert not messages.is_waiting(session, until=FRIDAY)
    assert messages.is_waiting(session, until=FRIDAY + MINUTE)


def test_the_outbox_next_has_to_do_what_is_ready_or_changed_first(session: Session, team: Team) -> None:
    assert messages.next_instant(session) is None
    make_message(session, team.alice, "dead", state=MessageState.DEAD, ready_at=FRIDAY - HOUR, refresh_at=FRIDAY - HOUR)
    make_message(session, team.alice, "sent", state=MessageState.SENT, refresh_at=FRIDAY + HOUR)
    assert messages.next_instant(session) == FRIDAY + HOUR
    make_message(session, team.alice, "probing", state=MessageState.PROBING, ready_at=FRIDAY + MINUTE)
    assert messages.next_instant(session) == FRIDAY + MINUTE


def test_the_newest_of_the_messages_that_ask_a_person_is_found(session: Session, team: Team) -> None:
    sent = MessageState.SENT
    make_message(session, team.alice, "reminder", state=sent)
    make_message(session, team.alice, "second ping", kind=MessageKind.SECOND_PING, state=sent)
    make_message(session, team.alice, "notice", kind=MessageKind.NOTICE, state=sent, template=Template.WAS_AWAY)
    make_message(session, team.bob, "bob's", state=sent)

    def newest(**which: tuple[MessageKind, ...]) -> str | None:
        found = messages.newest_ping(session, team.alice.person_id, among=(sent,), **which)
        return found.key if found else None

    assert newest() == "second ping"
    assert newest(kinds=(MessageKind.REMINDER,)) == "reminder"
    assert messages.newest_ping(session, team.charlie.person_id, among=(sent,)) is None


@pytest.mark.parametrize(
    ("state", "is_in_doubt", "is_being_sent"),
    [
        (MessageState.QUEUED, False, False),
        (MessageState.SENDING, True, True),
        (MessageState.UNKNOWN, True, False),
        (MessageState.PROBING, True, False),
        (MessageState.SENT, False, False),
    ],
)
def test_what_is_in_doubt_may_be_on_its_way_or_not(
    session: Session, team: Team, meals: DueReading, state: MessageState, is_in_doubt: bool, is_being_sent: bool
) -> None:
    assert not is_any_being_sent(session)
    make_message(session, team.alice, "reminder", state=state, naming=(meals,))

    both = (team.alice.person_id, team.bob.person_id)
    assert messages.in_doubt(session, both) == ({team.alice.person_id} if is_in_doubt else set())
    assert is_any_being_sent(session) is is_being_sent


def test_a_reading_is_asked_for_soon_while_a_message_that_names_it_is_undecided(
    session: Session, team: Team, meals: DueReading, beds: DueReading
) -> None:
    message = make_message(session, team.alice, "reminder", naming=(meals,))
    both = {meals.id, beds.id}

    assert message_parts.on_their_way(session, both) == {meals.id}
    assert message_parts.on_their_way(session, {beds.id}) == set()
    message.state = MessageState.SENT
    session.flush()
    assert message_parts.on_their_way(session, both) == set()


def test_late_is_what_was_planned_for_before_an_outage_ended_and_made_after_it(session: Session, team: Team) -> None:
    def late(key: str, planned_for: datetime, created_at: datetime, kind: MessageKind = MessageKind.REMINDER) -> None:
        make_message(session, team.alice, key, kind=kind, planned_for=planned_for, created_at=created_at)

    late("late", FRIDAY - HOUR, FRIDAY + SECOND)
    late("at its very end", FRIDAY, FRIDAY)
    late("before it", FRIDAY - HOUR, FRIDAY - HOUR)
    late("after it", FRIDAY + SECOND, FRIDAY + SECOND)
    late("a digest", FRIDAY - HOUR, FRIDAY + SECOND, MessageKind.DIGEST)

    number = team.workspace.id
    count = messages.count_late(session, workspace_id=number, kind=MessageKind.REMINDER, ended_at=FRIDAY)
    assert count == 2
    assert messages.count_late(session, workspace_id=number + 1, kind=MessageKind.REMINDER, ended_at=FRIDAY) == 0


def test_a_message_goes_by_the_rate_of_its_channel_or_of_the_persons_own(session: Session, team: Team) -> None:
    channel = make_channel(session, team.workspace, "C2")
    to_channel = make_message(session, team.alice, "digest", kind=MessageKind.DIGEST, channel_id=channel.id)
    to_alice = make_message(session, team.alice, "reminder")
    too = make_message(session, team.alice, "another")

    def channels() -> list[Channel | None]:
        places = message_parts.places_of(session, [to_channel, to_alice, too])
        return [places[row.id].channel for row in (to_channel, to_alice, too)]

    assert channels() == [channel, None, None], "she was never written to"

    session.get_one(Person, team.alice.person_id).dm_channel_id = "D1"
    session.flush()
    _, new, same = channels()
    assert new is not None
    assert (new.channel_id, new.is_private) == ("D1", True)
    assert new is same
    assert session.exec(select(Channel).where(Channel.channel_id == "D1")).first() is None

    known = make_channel(session, team.workspace, "D1")
    assert channels() == [channel, known, known]


def test_a_message_belongs_to_a_person_and_perhaps_to_anothers_thread(session: Session, team: Team) -> None:
    first = make_message(session, team.alice, "reminder", state=MessageState.SENT, slack_ts="1.000001")
    ping = make_message(session, team.alice, "ping", kind=MessageKind.SECOND_PING, thread_of_id=first.id)

    places = message_parts.places_of(session, [first, ping])

    assert [(place.person.name if place.person else None, place.thread_ts) for place in places.values()] == [
        ("Alice", None),
        ("Alice", "1.000001"),
    ]


SEARCHES: dict[str, Callable[[Session], object]] = {
    "to send": lambda session: messages.take_ready(session, now=FRIDAY, headroom=SECOND, leaving_out=(), limit=8),
    "to look for": lambda session: messages.take_unknown(session, now=FRIDAY, leaving_out=(), limit=8),
    "to recover": lambda session: messages.take_abandoned(session, now=FRIDAY, limit=8),
    "waiting": lambda session: messages.is_waiting(session, until=FRIDAY),
    "being sent": is_any_being_sent,
    "in doubt": lambda session: messages.in_doubt(session, (1, 2)),
    "next": messages.next_instant,
}


@pytest.mark.parametrize("what", SEARCHES)
def test_what_is_left_to_do_is_found_without_looking_through_what_was_sent(
    session: Session, team: Team, what: str
) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL enable_seqscan = off"))  # few rows are read through whatever there is
    with asked_of(session.get_bind()) as statements:
        SEARCHES[what](session)
    assert statements
    connection, explain = session.connection(), EXPLAIN[session.get_bind().dialect.name]
    for statement in statements:
        plan = " ".join(str(row) for row in connection.exec_driver_sql(f"{explain} {statement[0]}", statement[1]))
        assert "ix_message_ready" in plan or "ix_message_refresh" in plan, plan


# Changing ----------------------------------------------------------------------------------------------------------


def unsaved(team: Team, *, planned_for: datetime = FRIDAY) -> Message:
    return Message(
        workspace_id=team.workspace.id,
        key="reminder:UALICE:2026-03-27",
        kind=MessageKind.REMINDER,
        priority=2,
        planned_for=planned_for,
        ready_at=FRIDAY,
        created_at=FRIDAY,
    )


def test_a_key_is_used_once_whatever_became_of_its_message(session: Session, team: Team) -> None:
    first = messages.enqueue(session, unsaved(team))
    assert first is not None
    first.state = MessageState.CANCELLED
    session.flush()

    assert messages.enqueue(session, unsaved(team)) is None
    assert first.state == MessageState.CANCELLED


@pytest.mark.parametrize(
    ("planned_for", "state"),
    [(FRIDAY, MessageState.UNKNOWN), (FRIDAY + SECOND, MessageState.QUEUED)],
)
def test_what_a_lost_database_may_have_sent_starts_as_unknown(
    session: Session, team: Team, planned_for: datetime, state: MessageState
) -> None:
    session.add(Heartbeat(id=1, beat_at=FRIDAY, restored_at=FRIDAY))
    session.flush()

    message = messages.enqueue(session, unsaved(team, planned_for=planned_for))
    assert message is not None
    assert (message.state, message.tried_at) == (state, FRIDAY if state is MessageState.UNKNOWN else None)


def test_only_who_holds_a_message_changes_it(session: Session, team: Team) -> None:
    message = make_message(session, team.alice, "reminder", state=MessageState.SENDING, token="mine", attempts=3)
    sending, sent = (MessageState.SENDING,), MessageState.SENT

    def change(*, holding: str | None, among: tuple[MessageState, ...] = sending) -> bool:
        values = {"state": sent, "attempts": messages.ONE_ATTEMPT_LESS, "ambiguous": messages.ONE_DOUBT_MORE}
        changed = messages.change(session, message.id, holding=holding, among=among, **values)
        session.refresh(message)
        return changed

    assert change(holding="another's") is False
    assert change(holding="mine", among=(MessageState.PROBING,)) is False
    assert (message.state, message.attempts, message.ambiguous) == ("sending", 3, 0)
    assert change(holding="mine") is True
    assert (message.state, message.attempts, message.ambiguous) == ("sent", 2, 1)
    assert change(holding=None, among=(sent,)) is True


def test_a_newer_message_drops_what_is_still_queued_for_the_same_person(session: Session, team: Team) -> None:
    second_ping = MessageKind.SECOND_PING
    older = make_message(session, team.alice, "older", kind=second_ping)
    away = make_message(session, team.alice, "being sent", state=MessageState.SENDING)
    notice = make_message(session, team.alice, "notice", kind=MessageKind.NOTICE, template=Template.WAS_AWAY)
    bobs = make_message(session, team.bob, "bob's")
    newest = make_message(session, team.alice, "newest")

    messages.cancel_older_pings(session, {team.alice.person_id: newest.id})

    session.expire_all()
    assert (older.state, older.skip_reason) == (MessageState.CANCELLED, SkipReason.NEWER_MESSAGE)
    assert [row.state for row in (away, notice, bobs, newest)] == ["sending", "queued", "queued", "queued"]


def test_whatever_older_still_asks_for_something_gives_way(
    session: Session, team: Team, meals: DueReading, beds: DueReading
) -> None:
    sent = MessageState.SENT
    beds.state = DueState.ON_TIME
    session.add(beds)
    session.flush()
    older = make_message(session, team.alice, "older", state=sent, naming=(meals, beds))
    receipt = make_message(session, team.alice, "receipt", state=sent, naming=(beds,))
    second = make_message(session, team.alice, "ping", kind=MessageKind.SECOND_PING, state=sent, naming=(meals,))
    before = make_message(session, team.alice, "replaced", state=sent, naming=(meals,), replaced_by_id=older.id)
    newest = make_message(session, team.alice, "newest", state=sent, naming=(meals,))

    messages.replace_older(session, [newest], now=FRIDAY)

    session.expire_all()
    assert (older.replaced_by_id, older.refresh_at) == (newest.id, FRIDAY)
    assert (second.replaced_by_id, second.refresh_at) == (newest.id, FRIDAY)
    assert (receipt.replaced_by_id, newest.replaced_by_id) == (None, None)
    assert (before.replaced_by_id, before.refresh_at) == (older.id, None)


def test_a_change_that_comes_during_an_edit_is_shown_by_the_next_one(session: Session, team: Team) -> None:
    lease = FRIDAY + MINUTE
    message = make_message(session, team.alice, "reminder", state=MessageState.SENT, refresh_at=lease)

    messages.refresh(session, [message.id], at=FRIDAY + SECOND)
    messages.end_refresh(session, message.id, lease=lease, refresh_at=None, refresh_attempts=7)
    session.refresh(message)
    assert (message.refresh_at, message.refresh_attempts) == (FRIDAY + SECOND, 0)

    messages.end_refresh(session, message.id, lease=FRIDAY + SECOND, refresh_at=None, refresh_attempts=0)
    session.refresh(message)
    assert message.refresh_at is None


def test_a_message_names_what_is_not_left_out_in_the_order_in_which_it_fell_due(
    session: Session, team: Team, meals: DueReading, beds: DueReading
) -> None:
    message = make_message(session, team.alice, "reminder", naming=(meals, beds))
    other = make_message(session, team.alice, "other", naming=(beds,))
    assert [row.period_key for row in message_parts.named_by(session, message.id)] == ["2026-W11", "2026-W12"]

    message_parts.leave_out(session, message.id, {beds.id})

    assert [row.period_key for row in message_parts.named_by(session, message.id)] == ["2026-W12"]
    assert [row.period_key for row in message_parts.named_by(session, other.id)] == ["2026-W11"]
