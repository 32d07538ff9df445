"""What planning and sending ask of the database grows by the batch, and not with each row or with what is stored."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, col, func, select, update

from bot.delivery import outbox, planning, refreshing, rendering, results
from bot.delivery.forecast import forecast
from bot.delivery.settings import DeliverySettings
from bot.domain.messages import PINGS
from storage.db import Database
from storage.tables import DueReading, Indicator, IndicatorDefinition, Message, MessageItem, Record
from tests.borough import MONDAY, Size, fill
from tests.delivery.cost import counted

SETTINGS = DeliverySettings()
NINE = MONDAY + timedelta(hours=9)


def count_of(session: Session, table: type[Record]) -> int:
    return session.exec(select(func.count()).select_from(table)).one()


def statements_of_falling_due(database: Database, *, due: int) -> int:
    """For that many of 300 indicators with readings of twelve weeks."""
    database.run_here(fill, Size(outcomes=20, indicators=300, owners=20, due=due, weeks=12))
    with counted() as asked:
        assert database.run_here(planning.plan_due_readings, now=MONDAY, settings=SETTINGS) == due
    assert database.read_here(count_of, DueReading) == due
    return len(asked)


@pytest.mark.parametrize("due", [20, 200])
def test_however_many_fall_due_it_takes_as_many_statements(database: Database, due: int) -> None:
    assert statements_of_falling_due(database, due=due) <= 10


def statements_of_reminding(database: Database, *, owners: int) -> int:
    """For that many people, each with two readings that have just fallen due."""
    database.run_here(fill, Size(outcomes=20, indicators=2 * owners, owners=owners, due=2 * owners))
    database.run_here(planning.plan_due_readings, now=MONDAY, settings=SETTINGS)
    with counted() as asked:
        assert database.run_here(planning.plan_reminders, now=NINE, settings=SETTINGS) == owners
    assert database.read_here(count_of, Message) == owners
    assert database.read_here(count_of, MessageItem) == 2 * owners
    return len(asked)


@pytest.mark.parametrize("owners", [10, 100])
def test_however_many_are_reminded_it_takes_as_many_statements(database: Database, owners: int) -> None:
    assert statements_of_reminding(database, owners=owners) <= 12


def claim_and_send(database: Database, *, owners: int) -> tuple[int, int]:
    """The statements that write, of a claim of that many reminders; and of confirming and recording one of them."""
    database.run_here(fill, Size(outcomes=20, indicators=7 * owners, owners=owners, due=7 * owners, weeks=4))
    for step in (planning.plan_due_readings, planning.plan_reminders):
        database.run_here(step, now=MONDAY, settings=SETTINGS)
        database.run_here(step, now=NINE, settings=SETTINGS)
    unlimited = replace(SETTINGS, workspace_every=timedelta(0), claim_batch=owners)
    later = NINE + timedelta(minutes=30)
    with counted() as claiming:
        claimed = database.run_here(outbox.claim, now=later, settings=unlimited)
    assert len(claimed) == owners
    held = claimed[0]
    drawn = database.read_here(rendering.render_new, held.message_id, now=later, settings=SETTINGS)
    with counted() as sending:
        database.run_here(outbox.confirm, held, drawn, now=later, settings=SETTINGS)
        database.run_here(outbox.record_result, held, results.Sent("D1", "1.000001"), now=later, settings=SETTINGS)
    return len(claiming), len(sending)


@pytest.mark.parametrize("owners", [2, 8])
def test_a_reminder_is_claimed_confirmed_and_recorded_in_a_handful_of_statements(
    database: Database, owners: int
) -> None:
    claiming, sending = claim_and_send(database, owners=owners)
    assert claiming <= 5, "for all of them"
    assert sending <= 5, "one to confirm it, and four for all that follows from its having been sent"


def test_an_edit_is_claimed_and_recorded_in_three_statements(database: Database) -> None:
    claim_and_send(database, owners=2)
    database.run_here(lambda session: session.execute(update(Message).values(refresh_at=NINE)))
    with counted() as editing:
        (edit,) = database.run_here(refreshing.claim, now=NINE, settings=SETTINGS)
        database.run_here(refreshing.record_result, edit, results.Sent("D1", "1.000001"), now=NINE)
    assert len(editing) <= 3


@pytest.mark.parametrize(("owners", "each"), [(20, 2), (20, 20), (80, 2)])
def test_a_forecast_asks_in_step_with_what_it_foretells(database: Database, owners: int, each: int) -> None:
    """However much each of its messages names, and however many there are."""
    database.run_here(fill, Size(outcomes=20, indicators=each * owners, owners=owners, due=each * owners))
    with counted() as asked:
        entries = forecast(database, now=MONDAY, until=MONDAY + timedelta(days=4), settings=SETTINGS)
    pings = [entry for entry in entries if entry.kind in PINGS]
    assert len(pings) == 2 * owners
    assert len(asked) <= 900 + 2 * len(entries)


def test_one_that_cannot_be_read_is_put_off_and_the_rest_of_its_batch_falls_due(database: Database) -> None:
    def spoil(session: Session) -> None:
        newest = session.exec(select(IndicatorDefinition).where(IndicatorDefinition.indicator_id == 3)).one()
        values = newest.model_dump(exclude={"id"}) | {"cadence": {"every": "blue moon"}}
        session.add(IndicatorDefinition(**values))

    database.run_here(fill, Size(outcomes=2, indicators=10, owners=2, due=10))
    database.run_here(spoil)

    assert database.run_here(planning.plan_due_readings, now=MONDAY, settings=SETTINGS) == 10

    def found(session: Session) -> tuple[list[int], list[int]]:
        waiting = select(Indicator.id).where(col(Indicator.next_due_at) < MONDAY + timedelta(days=1))
        return list(session.exec(select(DueReading.indicator_id).order_by(col(DueReading.indicator_id)))), list(
            session.exec(waiting)
        )

    assert database.read_here(found) == ([1, 2, 4, 5, 6, 7, 8, 9, 10], [3])
