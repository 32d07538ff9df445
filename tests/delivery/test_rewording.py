"""No decision hangs on a sentence: with every word said otherwise, the records come out the same."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session, update

from bot.views import blocks
from storage.db import Database
from storage.tables import Outcome, Workspace, metadata
from tests.delivery.conftest import BEFORE, Team, make_team
from tests.delivery.test_changes import is_deactivated
from tests.delivery.timeline import Timeline
from tests.make import make_person


def utc(value: str) -> datetime:
    return datetime.fromisoformat(value).replace(tzinfo=UTC)


def records(session: Session) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, less what is drawn by chance."""
    rows = {
        table.name: session.execute(text(f"SELECT * FROM {table.name} ORDER BY 1")) for table in metadata.sorted_tables
    }
    return {
        name: [
            {key: value for key, value in row.items() if key not in ("token", "generation")} for row in found.mappings()
        ]
        for name, found in rows.items()
    }


def five_weeks(team: Team) -> Timeline:
    """Answers, misses, a closed account, a closed outcome, downtime, and a message that never arrives."""
    timeline = Timeline(team.database, BEFORE)
    team.database.run_here(
        lambda session: make_person(session, session.get_one(Workspace, team.workspace_id), "dana", admin=True)
    )
    for name in ("alice", "bob", "charlie"):
        team.owns(name, f"{name}s")
    timeline.until(utc("2026-03-30 12:00"))
    team.gives("alice", "alices 110", now=timeline.now)
    timeline.until(utc("2026-04-08 12:00"))
    is_deactivated(team, "bob", True, timeline=timeline)
    timeline.wakes_at(utc("2026-04-15 10:00"))
    timeline.until(utc("2026-04-22 12:00"))
    closing = update(Outcome).where(Outcome.key == "o-charlies").values(closed_at=timeline.now)  # type: ignore[arg-type]
    team.database.run_here(lambda session: session.exec(closing))
    timeline.until(utc("2026-04-29 12:00"))
    return timeline


def reworded(write: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """The same block of text, with every word turned round."""

    def otherwise(words: str, *more: Any, **others: Any) -> dict[str, Any]:
        return write(" ".join(word[::-1] for word in words.split(" ")), *more, **others)

    return otherwise


@pytest.fixture
def teams(tmp_path: Path, migrated_file: Path) -> Iterator[tuple[Team, Team]]:
    """The same team twice, each on records of its own."""
    databases = []
    for name in ("one", "two"):
        shutil.copy(migrated_file, tmp_path / name)
        databases.append(Database(f"sqlite:///{tmp_path / name}"))
    yield make_team(databases[0]), make_team(databases[1])
    for database in databases:
        database.close()


def test_rewording_every_sentence_changes_nothing_else(
    teams: tuple[Team, Team], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = teams
    plain = five_weeks(one)
    monkeypatch.setattr(blocks, "mrkdwn", reworded(blocks.mrkdwn))
    monkeypatch.setattr(blocks, "plain", reworded(blocks.plain))
    said_otherwise = five_weeks(other)
    assert [(post.when, post.kind, post.to) for post in said_otherwise.posts] == [
        (post.when, post.kind, post.to) for post in plain.posts
    ]
    assert {post.text for post in said_otherwise.posts}.isdisjoint({post.text for post in plain.posts})
    assert other.database.read_here(records) == one.database.read_here(records)
