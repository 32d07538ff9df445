"""A workspace of any size, written straight into an empty database: what is measured is measured in it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, text
from sqlmodel import Session

from bot.domain.cadences import Cadence, Every, encode
from bot.domain.periods import Period, period_containing
from storage import schema
from storage.db import Database
from storage.tables import (
    Baseline,
    Channel,
    DigestSubscription,
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

WEEKLY = Cadence(Every.WEEK)
MONDAY = datetime(2026, 3, 30, tzinfo=UTC)
"""The start of the day on which the week before falls due."""
_BEGAN = datetime(2021, 1, 4, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Size:
    """How much there is. `due` are the indicators whose week falls due on `MONDAY`, the others are years from it; each
    has `weeks` of readings, of which with `missed` every thirtieth never came.
    """

    channels: int = 25
    outcomes: int = 1
    indicators: int = 10
    owners: int = 10
    due: int = 10
    weeks: int = 0
    missed: bool = False


def filled(url: str, size: Size) -> Database:
    """That database with a workspace of that size; opened."""
    schema.migrate(url)
    database = Database(url)
    database.run_here(fill, size)
    return database


def fill(session: Session, size: Size) -> None:
    """Add one workspace of that size, whose readings are weekly and whose owners live in UTC."""
    workspace = Workspace(team_id="T1", name="Borough", bot_user_id="UBOT", zone="UTC", installed_at=_BEGAN)
    session.add(workspace)
    session.flush()
    within = {"workspace_id": workspace.id}
    people = [
        {**within, "id": n, "user_id": f"U{n}", "name": f"person {n}", "zone": "UTC", "locale": "en-GB"}
        | {"profile_read_at": MONDAY, "is_admin": n == 1}
        for n in range(1, size.owners + 1)
    ]
    session.execute(insert(Person), people)
    channels = [
        {**within, "id": n, "channel_id": f"C{n}", "is_private": False, "members_read_at": MONDAY}
        for n in range(1, size.channels + 1)
    ]
    session.execute(insert(Channel), channels)
    tuesday = MONDAY + timedelta(days=1, hours=9)
    changed = {"changed_at": _BEGAN, "changed_by_id": 1}
    session.execute(
        insert(DigestSubscription),
        [{**within, "channel_id": row["id"], "zone": "UTC", "next_due_at": tuesday, **changed} for row in channels],
    )
    made = {**within, "effective_on": _BEGAN.date(), "made_at": _BEGAN, "made_by_id": 1, "reason": ""}
    _add_outcomes(session, size, within, made)
    _add_indicators(session, size, within, made, range(1, size.indicators + 1))
    if session.get_bind().dialect.name == "postgresql":
        for table in ("person", "channel", "outcome", "indicator"):  # it has not seen the numbers that were given out
            session.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"))


def grow(session: Session, size: Size, *, to: int) -> None:
    """Add indicators to a workspace of that size until there are so many. The new ones are not due."""
    made = {"workspace_id": 1, "effective_on": _BEGAN.date(), "made_at": _BEGAN, "made_by_id": 1, "reason": ""}
    _add_indicators(session, replace(size, weeks=0), {"workspace_id": 1}, made, range(size.indicators + 1, to + 1))


def owner_of(indicator_id: int, size: Size) -> int:
    """The number of the person who owns that indicator: all own about as many."""
    return indicator_id % size.owners + 1


def weeks_before(monday: datetime, count: int) -> Iterator[Period]:
    """The `count` weeks before the one that falls due then, oldest first."""
    for back in range(count, 0, -1):
        yield period_containing(WEEKLY, monday.date() - timedelta(weeks=back + 1))


def _add_outcomes(session: Session, size: Size, within: dict[str, Any], made: dict[str, Any]) -> None:
    numbers = range(1, size.outcomes + 1)
    created = {**within, "created_at": _BEGAN, "created_by_id": 1}
    session.execute(insert(Outcome), [{**created, "id": n, "key": f"o-{n}"} for n in numbers])
    session.execute(
        insert(OutcomeDefinition),
        [
            {**made, "outcome_id": n, "statement": f"Outcome {n} is better", "channel_id": n % size.channels + 1}
            | {"accountable_id": n % size.owners + 1}
            for n in numbers
        ],
    )


def _add_indicators(session: Session, size: Size, within: dict[str, Any], made: dict[str, Any], numbers: range) -> None:
    created = {**within, "created_at": _BEGAN, "created_by_id": 1}
    week = period_containing(WEEKLY, MONDAY.date() - timedelta(days=1))
    schedule = {True: MONDAY, False: MONDAY + timedelta(weeks=500)}
    session.execute(
        insert(Indicator),
        [
            {**created, "id": n, "outcome_id": n % size.outcomes + 1, "key": f"i-{n}"}
            | {"next_period_key": week.key, "next_due_at": schedule[n <= size.due]}
            for n in numbers
        ],
    )
    definition: dict[str, Any] = {"kind": "number", "direction": "increase", "level": "outcome", "combine": "last"}
    definition |= {"description": "", "unit": "", "scale": [], "cadence": encode(WEEKLY)}
    session.execute(
        insert(IndicatorDefinition),
        [{**made, **definition, "indicator_id": n, "name": f"Indicator {n}"} for n in numbers],
    )
    session.execute(insert(Ownership), [{**made, "indicator_id": n, "owner_id": owner_of(n, size)} for n in numbers])
    session.execute(
        insert(Baseline),
        [
            {**made, "indicator_id": n, "amount": Decimal(100), "measured_on": _BEGAN.date(), "is_provisional": False}
            for n in numbers
        ],
    )
    promise = {"amount": Decimal(200), "starts_on": _BEGAN.date(), "due_on": date(2026, 12, 31), "path": "straight"}
    session.execute(insert(TargetRecord), [{**made, **promise, "indicator_id": n, "points": []} for n in numbers])
    for week in weeks_before(MONDAY, size.weeks):
        came = [n for n in numbers if not (size.missed and _is_missed(n, week))]
        session.execute(insert(Reading), [_reading(n, week, size, within) for n in came])
        if size.missed:
            session.execute(insert(DueReading), [_due_reading(n, week, size, within) for n in numbers])


def _is_missed(indicator_id: int, week: Period) -> bool:
    return (indicator_id + week.first.toordinal() // 7) % 30 == 0


def _due_reading(indicator_id: int, week: Period, size: Size, within: dict[str, Any]) -> dict[str, Any]:
    fell_due_at = datetime.combine(week.last, datetime.min.time(), UTC) + timedelta(days=1)
    return {
        **within,
        "indicator_id": indicator_id,
        "owner_id": owner_of(indicator_id, size),
        "period_key": week.key,
        "period_first_on": week.first,
        "period_last_on": week.last,
        "due_on": fell_due_at.date(),
        "state": "missed" if _is_missed(indicator_id, week) else "on_time",
        "times_asked": 1,
        "grace_ends_at": fell_due_at + timedelta(days=3),
        "grace_extended": False,
        "settled_at": fell_due_at + timedelta(hours=10),
    }


def _reading(indicator_id: int, week: Period, size: Size, within: dict[str, Any]) -> dict[str, Any]:
    amount = 100 + (indicator_id * 7 + week.first.toordinal()) % 90
    return {
        **within,
        "indicator_id": indicator_id,
        "period_key": week.key,
        "period_first_on": week.first,
        "period_last_on": week.last,
        "is_no_data": False,
        "amount": Decimal(amount),
        "typed": str(amount),
        "note": "",
        "as_of_on": week.last,
        "route": "command",
        "submitted_at": datetime.combine(week.last, datetime.min.time(), UTC) + timedelta(days=1, hours=10),
        "submitted_by_id": owner_of(indicator_id, size),
    }
