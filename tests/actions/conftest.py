"""A session on each database, and the people of the tests."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlmodel import Session

from bot.actions.people import Actor
from storage.db import Database
from storage.tables import Workspace
from tests.make import make_channel, make_person, make_workspace


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
