"""A team on real records, and the whole of delivery against a playground."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from sqlmodel import Session

from bot.actions import people
from bot.actions.people import Actor
from bot.actions.readings import submit_line
from bot.actions.undoing import undo
from bot.domain.cadences import Cadence, Every
from bot.domain.readings import Route
from storage.db import Database
from storage.tables import Workspace
from tests.delivery.timeline import Timeline
from tests.make import make_channel, make_indicator, make_outcome, make_person, make_workspace

BEFORE = datetime(2026, 3, 24, 9, 30, tzinfo=UTC)
"""Tuesday 24 March 2026, half past nine in London: this week falls due on Monday the 30th, after the clocks change."""


@dataclass
class Team:
    """Alice owns in London, Bob in Kolkata, Charlie in New York: an outcome in #C1, readings by the week."""

    database: Database
    workspace_id: int
    people: dict[str, Actor]

    def owns(
        self,
        name: str,
        key: str,
        *,
        cadence: Cadence | None = None,
        channel_id: str = "C1",
        backup: str = "",
        now: datetime = BEFORE,
    ) -> None:
        """Have this person own a further indicator, of an outcome that lives in this channel."""

        def add(session: Session) -> None:
            outcome = make_outcome(
                session, self.people["alice"], f"Outcome of {key}", channel_id=channel_id, key=f"o-{key}", now=now
            )
            make_indicator(
                session,
                self.people["alice"],
                outcome,
                f"Indicator {key}",
                key=key,
                owner=self.people[name],
                backup=self.people[backup] if backup else None,
                cadence=cadence or Cadence(Every.WEEK),
                now=now,
            )

        self.database.run_here(add)

    def gives(self, name: str, line: str, *, now: datetime) -> None:
        """Have this person give a reading."""

        def give(session: Session) -> None:
            policy = people.policy_of(session.get_one(Workspace, self.workspace_id))
            submit_line(session, line, by=self.people[name], policy=policy, route=Route.COMMAND, now=now)

        self.database.run_here(give)

    def takes_back(self, name: str, *, now: datetime) -> None:
        """Have this person take their latest reading back."""

        def take(session: Session) -> None:
            policy = people.policy_of(session.get_one(Workspace, self.workspace_id))
            undo(session, reading_id=None, by=self.people[name], policy=policy, now=now)

        self.database.run_here(take)


def make_team(database: Database) -> Team:
    """The people and the channel in this database."""

    def arrange(session: Session) -> Team:
        workspace = make_workspace(session)
        zones = {"alice": "Europe/London", "bob": "Asia/Kolkata", "charlie": "America/New_York"}
        cast = {name: make_person(session, workspace, name, zone=zone) for name, zone in zones.items()}
        make_channel(session, workspace, "C1")
        return Team(database, workspace.id, cast)

    return database.run_here(arrange)


@pytest.fixture
def team(database: Database) -> Team:
    """The people and the channel; nobody owns anything yet."""
    return make_team(database)


@pytest.fixture
def timeline(database: Database) -> Timeline:
    """Delivery's life, from Tuesday 24 March 2026 on."""
    return Timeline(database, BEFORE)
