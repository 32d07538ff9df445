"""What a start takes over from the environment, what it leaves to people, and what follows for the schedule."""

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

import pytest
from sqlmodel import Session, select

from bot.actions.installing import install
from bot.actions.people import Actor
from bot.delivery import planning
from bot.delivery.settings import DeliverySettings
from bot.domain.cadences import Cadence, Every
from bot.results.rules import Rules
from bot.sealing import TokenKeys
from storage.db import Database
from storage.tables import Indicator, Message, Person, Workspace
from tests.databases import let_it_wait_for
from tests.make import FRIDAY, make_channel, make_indicator, make_outcome, make_person

KEYS = TokenKeys(["b2xkLW9sZC1vbGQtb2xkLW9sZC1vbGQtb2xkLW9sZC0="])
RULES = Rules("Europe/London", frozenset(range(5)), time(9), 2, 8, 20)
OTHER = Rules("Asia/Kolkata", frozenset({6, 0, 1, 2, 3}), time(10, 30), 3, 5, 15, 5, 4)
MONDAY_BEGINS = datetime(2026, 3, 29, 23, 0, tzinfo=UTC)
"""Midnight in London on Monday 30 March 2026, when the first weekly reading falls due."""
TUESDAY_BEGINS = datetime(2026, 3, 30, 23, 0, tzinfo=UTC)
TUESDAY_TO_SATURDAY = frozenset(range(1, 6))


def start(session: Session, rules: Rules = RULES, *, now: datetime = FRIDAY, **more: Any) -> Workspace:
    """What a start of the bot does; the workspace after it."""
    number = install(session, team_id="T1", name="Shelter", url="", bot_user_id="UBOT", rules=rules, now=now, **more)
    session.expire_all()
    return session.get_one(Workspace, number)


def rules_of(workspace: Workspace) -> tuple[Any, ...]:
    return (
        workspace.zone,
        workspace.working_days,
        workspace.reminder_at,
        workspace.grace_working_days,
        workspace.on_track_gap,
        workspace.at_risk_gap,
    )


def test_a_new_workspace_starts_with_the_rules_of_the_environment(session: Session) -> None:
    workspace = start(session, OTHER, bot_id="B1")
    assert rules_of(workspace) == ("Asia/Kolkata", "0,1,2,3,6", time(10, 30), 3, 5, 15)
    assert (workspace.team_id, workspace.name, workspace.bot_id, workspace.bot_user_id) == (
        "T1",
        "Shelter",
        "B1",
        "UBOT",
    )


def test_rules_that_nobody_has_changed_follow_the_environment(session: Session) -> None:
    start(session)
    assert rules_of(start(session, OTHER)) == ("Asia/Kolkata", "0,1,2,3,6", time(10, 30), 3, 5, 15)
    assert rules_of(start(session, RULES)) == ("Europe/London", "0,1,2,3,4", time(9), 2, 8, 20)


@pytest.mark.parametrize(
    ("column", "theirs"),
    [
        ("zone", "America/New_York"),
        ("working_days", "0,1,2,3"),
        ("reminder_at", time(8, 15)),
        ("grace_working_days", 5),
        ("week_starts_on", 6),
        ("fiscal_year_starts_in", 10),
    ],
)
def test_a_rule_that_people_have_changed_is_kept_at_every_start(session: Session, column: str, theirs: Any) -> None:
    workspace = start(session)
    setattr(workspace, column, theirs)
    session.flush()

    for rules in (RULES, OTHER, OTHER, RULES):
        kept = start(session, rules)
        assert getattr(kept, column) == theirs

    others = start(session, OTHER)
    followed = {"zone": "Asia/Kolkata", "working_days": "0,1,2,3,6", "reminder_at": time(10, 30)} | {
        "grace_working_days": 3,
        "on_track_gap": 5,
        "at_risk_gap": 15,
        "week_starts_on": 5,
        "fiscal_year_starts_in": 4,
    }
    assert {name: getattr(others, name) for name in followed} == followed | {column: theirs}


def test_the_two_gaps_are_kept_together_so_that_they_never_cross(session: Session) -> None:
    workspace = start(session)
    workspace.at_risk_gap = 10
    session.flush()

    kept = start(session, replace(RULES, on_track_gap=12, at_risk_gap=25))

    assert (kept.on_track_gap, kept.at_risk_gap) == (8, 10)


def test_a_start_says_which_of_its_rules_people_have_set_otherwise(
    session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    workspace = start(session)
    workspace.reminder_at, workspace.at_risk_gap = time(8), 30
    session.flush()
    assert caplog.text == ""

    start(session)

    assert f"workspace {workspace.id} keeps what people have set: reminder_at, at_risk_gap" in caplog.text


def test_a_workspace_from_before_counts_as_unchanged(session: Session) -> None:
    workspace = start(session, OTHER)
    workspace.environment_rules = None
    session.flush()

    assert rules_of(start(session)) == ("Europe/London", "0,1,2,3,4", time(9), 2, 8, 20)


def test_a_start_ends_whatever_had_paused_the_messages(session: Session) -> None:
    workspace = start(session)
    workspace.paused_until, workspace.paused_because = FRIDAY, "token_revoked"
    session.flush()

    again = start(session)

    assert (again.paused_until, again.paused_because) == (None, None)


# Its token


def test_a_start_with_keys_leaves_its_token_for_other_processes(session: Session) -> None:
    sealed = start(session, bot_token="xoxb-1", token_keys=KEYS).sealed_bot_token
    assert sealed is not None
    assert KEYS.unseal(sealed, team_id="T1") == "xoxb-1"

    assert start(session, bot_token="xoxb-1", token_keys=KEYS).sealed_bot_token == sealed
    changed = start(session, bot_token="xoxb-new", token_keys=KEYS).sealed_bot_token
    assert changed is not None
    assert KEYS.unseal(changed, team_id="T1") == "xoxb-new"


def test_a_start_without_keys_leaves_no_token_that_may_be_dead_by_now(session: Session) -> None:
    start(session, bot_token="xoxb-1", token_keys=KEYS)
    assert start(session, bot_token="xoxb-new").sealed_bot_token is None


# The schedule


def someone_with_a_reading(session: Session) -> tuple[Actor, Indicator]:
    """Alice owns one weekly indicator, in a workspace that has just been installed."""
    workspace = start(session)
    make_channel(session, workspace)
    alice = make_person(session, workspace, "Alice")
    at = make_indicator(session, alice, make_outcome(session, alice))
    indicator = session.get_one(Indicator, at.id)
    assert indicator.next_due_at == MONDAY_BEGINS
    return alice, indicator


def test_other_working_days_move_the_due_days_along(session: Session) -> None:
    _, indicator = someone_with_a_reading(session)

    start(session, replace(RULES, working_days=TUESDAY_TO_SATURDAY))

    assert (indicator.next_period_key, indicator.next_due_at) == ("2026-W13", TUESDAY_BEGINS)


def test_what_is_read_every_working_day_keeps_its_days(session: Session) -> None:
    alice, _ = someone_with_a_reading(session)
    workdays = Cadence(Every.DAY, weekdays=frozenset(range(5)))
    at = make_indicator(session, alice, make_outcome(session, alice), key="calls", cadence=workdays)

    start(session, replace(RULES, working_days=TUESDAY_TO_SATURDAY))

    indicator = session.get_one(Indicator, at.id)
    assert (indicator.next_period_key, indicator.next_due_at) == ("2026-03-27", datetime(2026, 3, 28, tzinfo=UTC))


def test_due_days_of_another_workspace_stay_where_they_are(session: Session) -> None:
    _, indicator = someone_with_a_reading(session)
    other = install(session, team_id="T2", name="Shop", url="", bot_user_id="UBOT", rules=RULES, now=FRIDAY)
    again = replace(RULES, working_days=TUESDAY_TO_SATURDAY, reminder_at=time(8))

    install(session, team_id="T2", name="Shop", url="", bot_user_id="UBOT", rules=again, now=FRIDAY)

    session.expire_all()
    assert session.get_one(Workspace, other).working_days == "1,2,3,4,5"
    assert indicator.next_due_at == MONDAY_BEGINS


def test_due_days_stay_where_people_chose_the_working_days(session: Session) -> None:
    _, indicator = someone_with_a_reading(session)
    session.get_one(Workspace, indicator.workspace_id).working_days = "0,1,2,3"
    session.flush()

    start(session, replace(RULES, working_days=TUESDAY_TO_SATURDAY))

    assert indicator.next_due_at == MONDAY_BEGINS


@pytest.mark.parametrize(
    ("rules", "looked_at"),
    [
        pytest.param(replace(RULES, reminder_at=time(8)), FRIDAY, id="another time"),
        pytest.param(replace(RULES, working_days=TUESDAY_TO_SATURDAY), FRIDAY, id="other days"),
        pytest.param(replace(RULES, grace_working_days=4), MONDAY_BEGINS, id="another grace"),
        pytest.param(RULES, MONDAY_BEGINS, id="nothing new"),
    ],
)
def test_reminders_are_looked_at_anew_when_their_time_has_changed(
    session: Session, rules: Rules, looked_at: datetime
) -> None:
    alice, _ = someone_with_a_reading(session)
    bob = make_person(session, session.get_one(Workspace, alice.workspace_id), "Bob")
    session.get_one(Person, alice.person_id).next_reminder_at = MONDAY_BEGINS
    session.flush()

    start(session, rules)

    assert session.get_one(Person, alice.person_id).next_reminder_at == looked_at
    assert session.get_one(Person, bob.person_id).next_reminder_at is None


def test_an_earlier_reminder_time_holds_from_the_very_day(database: Database) -> None:
    half_past_seven, half_past_eight = (
        datetime(2026, 3, 30, 6, 30, tzinfo=UTC),
        datetime(2026, 3, 30, 7, 30, tzinfo=UTC),
    )
    database.run_here(lambda session: someone_with_a_reading(session)[1].id)
    plan(database, now=half_past_seven)
    assert reminders(database) == ([], datetime(2026, 3, 30, 8, 0, tzinfo=UTC))

    eight_oclock = replace(RULES, reminder_at=time(8))
    database.run_here(lambda session: start(session, eight_oclock, now=half_past_eight).id)
    plan(database, now=half_past_eight)

    assert reminders(database) == (["reminder:UALICE:2026-03-30"], datetime(2026, 3, 31, 7, 0, tzinfo=UTC))


def test_a_period_that_planning_moves_on_keeps_its_own_due_day(database: Database) -> None:
    database.run_here(lambda session: someone_with_a_reading(session)[1].id)
    started: list[Future[int]] = []
    with ThreadPoolExecutor(1) as another:

        def move_on(session: Session) -> None:
            planning.plan_due_readings(session, now=MONDAY_BEGINS, settings=DeliverySettings())
            rules = replace(RULES, working_days=TUESDAY_TO_SATURDAY)
            started.append(another.submit(database.run_here, lambda session: start(session, rules).id))
            let_it_wait_for(session)

        database.run_here(move_on)
        started[0].result(timeout=20)

    [indicator] = database.read_here(lambda session: session.exec(select(Indicator)).all())
    assert indicator.next_period_key == "2026-W14"
    assert indicator.next_due_at == datetime(2026, 4, 6, 23, 0, tzinfo=UTC)


def plan(database: Database, *, now: datetime) -> None:
    for step in (planning.plan_due_readings, planning.plan_reminders):
        database.run_here(step, now=now, settings=DeliverySettings())


def reminders(database: Database) -> tuple[list[str], datetime | None]:
    """What is to be sent, and when Alice's reminder is next looked at."""

    def read(session: Session) -> tuple[list[str], datetime | None]:
        [alice] = session.exec(select(Person).where(Person.name == "Alice")).all()
        return [message.key for message in session.exec(select(Message))], alice.next_reminder_at

    return database.read_here(read)
