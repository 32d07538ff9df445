"""A session on each database, the people of the tests, and an indicator of theirs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session, select

from bot.actions.people import Actor, policy_of
from bot.actions.readings import submit_line
from bot.actions.snapshots import IndicatorSnapshot
from bot.delivery import planning
from bot.delivery.settings import DeliverySettings
from bot.domain.readings import Route
from bot.results.readings import RecordedReading
from storage.db import Database
from storage.tables import DueReading, Workspace
from tests.make import make_channel, make_indicator, make_outcome, make_person, make_workspace

MONDAY = datetime(2026, 3, 30, 8, 30, tzinfo=UTC)
"""Half past nine in London, the day after the clocks changed."""


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """One unit of work that is never committed."""
    with Session(database.engine, expire_on_commit=False) as session:
        yield session


@dataclass(frozen=True)
class Team:
    """Alice owns, Bob is on her team, Charlie has no business there. Channel C1 is public."""

    workspace: Workspace
    alice: Actor
    bob: Actor
    charlie: Actor
    admin: Actor


@pytest.fixture
def team(session: Session) -> Team:
    workspace = make_workspace(session)
    make_channel(session, workspace, "C1")
    return Team(
        workspace,
        alice=make_person(session, workspace, "Alice"),
        bob=make_person(session, workspace, "Bob", zone="Asia/Kolkata"),
        charlie=make_person(session, workspace, "Charlie", zone="America/New_York", locale="en-US"),
        admin=make_person(session, workspace, "Dana", admin=True),
    )


@pytest.fixture
def rough(session: Session, team: Team) -> IndicatorSnapshot:
    """People sleeping rough, Alice's, due on Monday for the week of 23 March."""
    indicator = make_indicator(
        session,
        team.alice,
        make_outcome(session, team.alice),
        baseline=("120", date(2026, 3, 1)),
        target=("60", date(2026, 12, 31)),
    )
    planning.plan_due_readings(session, now=MONDAY, settings=DeliverySettings())
    return indicator


def give(
    session: Session, team: Team, line: str, *, by: Actor | None = None, now: datetime = MONDAY
) -> RecordedReading:
    """Have somebody, Alice by default, give a reading in one line."""
    policy = policy_of(team.workspace)
    return submit_line(session, line, by=by or team.alice, policy=policy, route=Route.COMMAND, now=now)


def the_due_reading(session: Session) -> DueReading:
    """The only due reading there is, as it is stored."""
    session.expire_all()
    return session.exec(select(DueReading)).one()
