"""A workspace as it is after years of weekly readings, written straight into the tables: 500 outcomes, 2,000 indicators
and 300 owners by default.
"""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from bot.actions import people, standings
from bot.actions.people import Actor
from bot.domain.cadences import Cadence, Every, encode
from bot.domain.periods import period_containing
from storage.db import Database
from storage.tables import (
    Baseline,
    Channel,
    DueReading,
    Indicator,
    IndicatorDefinition,
    Outcome,
    OutcomeDefinition,
    Ownership,
    Person,
    Reading,
    TargetRecord,
    Workspace,
)
from tests.make import make_channel, make_person, make_workspace

NOW = datetime(2026, 3, 24, 10, 0, tzinfo=UTC)
"""Tuesday, when the digests are due."""
PER_OUTCOME = 4
IN_A_CHANNEL = 50
"""Outcomes: a digest of 200 indicators."""

_WEEKLY = Cadence(Every.WEEK)
_AT_ONCE = 20_000


def fill(database: Database, *, weeks: int, outcomes: int = 500, owners: int = 300) -> Actor:
    """Fill an empty database with so many weeks of readings; the person who looks at it, who owns indicators too."""
    return database.run_here(_fill, weeks=weeks, outcomes=outcomes, owners=owners)


def keep_standings(database: Database) -> None:
    """Have it worked out how every indicator stands, as the bot does after an upgrade."""
    while database.run_here(standings.mend, limit=500, now=NOW):
        pass


def _fill(session: Session, *, weeks: int, outcomes: int, owners: int) -> Actor:
    workspace = make_workspace(session)
    alice = make_person(session, workspace, "alice")
    channels = [make_channel(session, workspace, f"C{n}") for n in range(max(1, outcomes // IN_A_CHANNEL))]
    people_ids = [alice.person_id, *_people(session, workspace, owners - 1)]
    began = NOW - timedelta(weeks=weeks + 1)
    by = {"workspace_id": workspace.id, "made_at": began, "made_by_id": alice.person_id, "reason": ""}
    by["effective_on"] = began.date()
    session.execute(insert(Outcome), list(_outcomes(alice, began, outcomes)))
    session.execute(insert(OutcomeDefinition), list(_homes(by, channels, people_ids, outcomes)))
    numbers = range(1, outcomes * PER_OUTCOME + 1)
    session.execute(insert(Indicator), [_indicator(alice, n, began) for n in numbers])
    session.execute(insert(IndicatorDefinition), [{"indicator_id": n, **by, **_definition(n)} for n in numbers])
    session.execute(
        insert(Ownership), [{"indicator_id": n, "owner_id": people_ids[n % len(people_ids)], **by} for n in numbers]
    )
    session.execute(
        insert(Baseline),
        [{"indicator_id": n, "amount": Decimal(100), "measured_on": began.date(), **by} for n in numbers],
    )
    session.execute(insert(TargetRecord), [{"indicator_id": n, **_target(began.date()), **by} for n in numbers])
    _in_batches(session, Reading, _readings(workspace, people_ids, numbers, weeks))
    _in_batches(session, DueReading, _due_readings(workspace, people_ids, numbers, weeks))
    return people.as_actor(session.get_one(Person, alice.person_id), workspace)


def _people(session: Session, workspace: Workspace, count: int) -> list[int]:
    rows = [
        Person(
            workspace_id=workspace.id, user_id=f"U{n}", name=f"Person {n}", zone="Europe/London", profile_read_at=NOW
        )
        for n in range(count)
    ]
    session.add_all(rows)
    session.flush()
    return [row.id for row in rows]


def _outcomes(alice: Actor, began: datetime, count: int) -> Iterator[dict[str, Any]]:
    for n in range(1, count + 1):
        yield {
            "id": n,
            "workspace_id": alice.workspace_id,
            "key": f"outcome-{n}",
            "created_at": began,
            "created_by_id": alice.person_id,
        }


def _homes(by: dict[str, Any], channels: list[Channel], people_ids: list[int], count: int) -> Iterator[dict[str, Any]]:
    home = {key: value for key, value in by.items() if key != "reason"}
    for n in range(1, count + 1):
        yield {
            **home,
            "outcome_id": n,
            "statement": f"People of district {n} are helped the first time they ask",
            "why": "",
            "channel_id": channels[(n - 1) // IN_A_CHANNEL % len(channels)].id,
            "accountable_id": people_ids[n % len(people_ids)],
        }


def _indicator(alice: Actor, number: int, began: datetime) -> dict[str, Any]:
    return {
        "id": number,
        "workspace_id": alice.workspace_id,
        "outcome_id": (number - 1) // PER_OUTCOME + 1,
        "key": f"i-{number}",
        "created_at": began,
        "created_by_id": alice.person_id,
        "next_period_key": "2026-W13",
        "next_due_at": datetime(2026, 3, 30, tzinfo=UTC),
    }


def _definition(number: int) -> dict[str, Any]:
    return {
        "name": f"Days until an answer, office {number}",
        "kind": "number",
        "direction": "decrease",
        "level": "outcome",
        "combine": "last",
        "description": "",
        "unit": "days",
        "scale": [],
        "cadence": encode(_WEEKLY),
    }


def _target(began: date) -> dict[str, Any]:
    return {"amount": Decimal(60), "starts_on": began, "due_on": date(2026, 12, 31), "path": "straight", "points": []}


def _weeks(count: int) -> Iterator[tuple[int, dict[str, Any], datetime]]:
    monday = datetime(2026, 3, 16, 9, tzinfo=UTC) - timedelta(weeks=count - 1)
    for week in range(count):
        began = monday + timedelta(weeks=week)
        period = period_containing(_WEEKLY, began.date())
        columns = {"period_key": period.key, "period_first_on": period.first, "period_last_on": period.last}
        yield week, columns, began + timedelta(weeks=1)


def _readings(workspace: Workspace, people_ids: list[int], numbers: range, weeks: int) -> Iterator[dict[str, Any]]:
    chance = random.Random(1)
    for week, period, given_at in _weeks(weeks):
        for n in numbers:
            if chance.random() > 0.03:
                amount = 100 - 30 * week // weeks + chance.randrange(-6, 7)
                yield {
                    **period,
                    "workspace_id": workspace.id,
                    "indicator_id": n,
                    "is_no_data": False,
                    "amount": Decimal(amount),
                    "typed": str(amount),
                    "note": "",
                    "as_of_on": period["period_last_on"],
                    "route": "command",
                    "submitted_at": given_at,
                    "submitted_by_id": people_ids[n % len(people_ids)],
                }


def _due_readings(workspace: Workspace, people_ids: list[int], numbers: range, weeks: int) -> Iterator[dict[str, Any]]:
    chance = random.Random(1)
    for _, period, given_at in _weeks(weeks):
        for n in numbers:
            yield {
                **period,
                "workspace_id": workspace.id,
                "indicator_id": n,
                "owner_id": people_ids[n % len(people_ids)],
                "due_on": given_at.date(),
                "state": "on_time" if chance.random() > 0.03 else "missed",
                "times_asked": 1,
                "settled_at": given_at,
                "grace_ends_at": given_at + timedelta(days=2),
                "grace_extended": False,
            }


def _in_batches(session: Session, table: Any, rows: Iterator[dict[str, Any]]) -> None:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _AT_ONCE:
            session.execute(insert(table), batch)
            batch.clear()
    if batch:
        session.execute(insert(table), batch)
