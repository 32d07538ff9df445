"""The predicate for "running" says the same in SQL and of rows that are loaded."""

from datetime import UTC, datetime
from itertools import product

import pytest
from sqlmodel import Session, col, select, update

from bot.domain.running import NotRunning, why_not_running
from storage.db import Database
from storage.running import is_of_a_running, is_running, reason_not_running
from storage.tables import Indicator, Outcome
from tests.make import make_channel, make_indicator, make_outcome, make_person, make_workspace

AT = datetime(2026, 3, 27, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(("closed", "paused", "retired"), list(product([None, AT], repeat=3)))
def test_rows_and_queries_agree_on_what_is_running(
    database: Database, closed: datetime | None, paused: datetime | None, retired: datetime | None
) -> None:
    def arrange_and_ask(session: Session) -> tuple[bool, bool, bool]:
        workspace = make_workspace(session)
        alice = make_person(session, workspace, "Alice")
        make_channel(session, workspace)
        make_indicator(session, alice, make_outcome(session, alice))
        session.exec(update(Outcome).values(closed_at=closed))
        session.exec(update(Indicator).values(paused_at=paused, retired_at=retired))
        session.expire_all()
        joined = select(Indicator.id).join(Outcome, col(Outcome.id) == Indicator.outcome_id).where(is_running())
        named = select(Indicator.id).where(is_of_a_running(col(Indicator.id)))
        indicator, outcome = session.exec(select(Indicator)).one(), session.exec(select(Outcome)).one()
        by_rows = reason_not_running(indicator, outcome) is None
        return bool(session.exec(joined).all()), bool(session.exec(named).all()), by_rows

    expected = closed is None and paused is None and retired is None
    assert database.run_here(arrange_and_ask) == (expected, expected, expected)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({}, None),
        ({"paused_at": AT}, NotRunning.PAUSED),
        ({"paused_at": AT, "retired_at": AT}, NotRunning.RETIRED),
        ({"paused_at": AT, "retired_at": AT, "closed_at": AT}, NotRunning.CLOSED),
    ],
)
def test_of_several_reasons_the_most_lasting_is_named(given: dict[str, datetime], reason: NotRunning | None) -> None:
    times: dict[str, datetime | None] = {"closed_at": None, "paused_at": None, "retired_at": None}
    assert why_not_running(**(times | given)) is reason
