"""Pauses end on their day, however many of them, and none holds up the others."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, select

from bot.delivery.resuming import end_pauses
from bot.delivery.settings import DeliverySettings
from storage import schedule
from storage.db import Database
from storage.tables import Indicator
from tests.borough import MONDAY, Size, fill
from tests.delivery.cost import counted

SETTINGS = DeliverySettings()


def pause_all(session: Session) -> None:
    for row in session.exec(select(Indicator)):
        row.paused_at, row.resume_at = MONDAY - timedelta(days=7), MONDAY
        row.next_due_at, row.next_period_key = None, None
        session.add(row)


@pytest.mark.parametrize("indicators", [10, 100])
def test_however_many_pauses_end_it_takes_as_many_statements(database: Database, indicators: int) -> None:
    database.run_here(fill, Size(outcomes=5, indicators=indicators, owners=5, due=0))
    database.run_here(pause_all)
    assert database.read_here(schedule.next_to_plan) == MONDAY

    with counted() as asked:
        assert database.run_here(end_pauses, now=MONDAY, settings=SETTINGS) == indicators

    assert len(asked) <= 17  # with how they stand, what is made of them, and whose Home shows it
    rows = database.read_here(lambda session: session.exec(select(Indicator)).all())
    assert {(row.paused_at, row.paused_until, row.resume_at) for row in rows} == {(None, None, None)}
    assert all(row.next_due_at is not None and row.next_due_at > MONDAY for row in rows)
    assert database.run_here(end_pauses, now=MONDAY, settings=SETTINGS) == 0


def test_what_was_retired_or_closed_meanwhile_stays_at_rest(database: Database) -> None:
    database.run_here(fill, Size(outcomes=1, indicators=2, owners=1, due=0))
    database.run_here(pause_all)

    def retire(session: Session) -> None:
        row = session.get_one(Indicator, 1)
        row.retired_at = datetime(2026, 1, 1, tzinfo=UTC)
        session.add(row)

    database.run_here(retire)
    database.run_here(end_pauses, now=MONDAY, settings=SETTINGS)

    first, second = database.read_here(lambda session: session.exec(select(Indicator).order_by("id")).all())
    assert (first.next_due_at, first.paused_at) == (None, None)
    assert second.next_due_at is not None
