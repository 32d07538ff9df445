"""The hot path against the plain path: over any history both answer the same."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Table
from sqlmodel import Session, SQLModel, col, select

from bot.actions.due import due_items
from bot.actions.facts import facts_of, points_of, value_of
from bot.actions.people import Actor, policy_of
from bot.actions.readings import submit_line
from bot.actions.recording import record_reading
from bot.actions.snapshots import IndicatorSnapshot, snapshots
from bot.actions.standings import disagreeing
from bot.domain.combining import Reset
from bot.domain.due import DueState
from bot.domain.readings import Route
from bot.domain.status import assess
from bot.domain.values import Value
from bot.errors import UserError
from bot.results.readings import RecordedReading
from storage import due, hot_path, indicators, outcomes, standings, tables
from storage.readings import counting_readings
from tests.actions.conftest import Team
from tests.actions.histories import (
    A_STATE,
    A_WEEK,
    AN_AMOUNT,
    HISTORIES,
    NOW,
    WEEKS,
    Event,
    FellDue,
    Given,
    Moved,
    TakenBack,
    live_through,
)
from tests.domain.settings import quick
from tests.make import make_channel, make_indicator, make_outcome
from tests.saying import said

lots = settings(
    quick,
    max_examples=40,
    # Each example is undone: the next one finds the records as the fixture left them.
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)

CORRECTED_INTO_ANOTHER_WEEK: list[Event] = [Given(1, 110), Given(2, 118), Given(3, 117, corrects=0)]
TAKEN_BACK: list[Event] = [Given(1, 110), Given(2, 118), Given(2, 181), TakenBack(0)]


@pytest.fixture
def rough(session: Session, team: Team) -> int:
    """Alice's indicator, before anything happened. Channel C9 is private to Alice and Bob."""
    make_channel(session, team.workspace, "C9", private_to=[team.alice, team.bob])
    outcome = make_outcome(session, team.alice)
    return make_indicator(session, team.alice, outcome, baseline=("120", date(2026, 3, 1))).id


@contextmanager
def undone_afterwards(session: Session) -> Iterator[None]:
    """What happens inside leaves nothing behind."""
    savepoint = session.begin_nested()
    try:
        yield
    finally:
        savepoint.rollback()
        session.expire_all()


# What is compared


def columns_of(row: SQLModel, like: type[SQLModel] | None = None) -> dict[str, Any]:
    """The columns of a record, or of a plain row that reads like one."""
    table: Table = (like or type(row)).__table__  # type: ignore[attr-defined]  # SQLModel does not declare it
    return {column.name: getattr(row, column.name) for column in table.columns}


def compared(hot: Any, plain: Any) -> tuple[Any, Any]:
    """Both as columns."""
    if plain is None or hot is None:
        return hot, plain
    if isinstance(plain, Sequence) and plain and isinstance(plain[0], Reset):
        return hot, plain
    if isinstance(plain, Sequence):
        return [columns_of(row, tables.TargetRecord) for row in hot], [columns_of(row) for row in plain]
    if isinstance(plain, outcomes.Home):
        pairs = [(getattr(hot, field.name), getattr(plain, field.name)) for field in fields(plain)]
        return [columns_of(a, type(b)) for a, b in pairs], [columns_of(b) for _, b in pairs]
    return columns_of(hot, type(plain)), columns_of(plain)


def the_described(session: Session, team: Team) -> indicators.Described:
    found = hot_path.described_by_key(session, workspace_id=team.workspace.id, key="rough")
    assert found is not None
    return found.described


def the_snapshot(session: Session, team: Team, indicator_id: int) -> IndicatorSnapshot:
    """How it stands, by the plain path and from nothing kept in memory."""
    session.expire_all()
    return snapshots(session, [indicator_id], policy=policy_of(team.workspace), now=NOW)[indicator_id]


def counting_by_hand(session: Session) -> list[tables.Reading]:
    """Not taken back, and not superseded by one that still stands."""
    taken_back = set(session.exec(select(tables.Retraction.reading_id)))
    ordered = select(tables.Reading).order_by(col(tables.Reading.period_first_on), col(tables.Reading.id))
    standing = [row for row in session.exec(ordered) if row.id not in taken_back]
    superseded = {row.supersedes_id for row in standing}
    return [row for row in standing if row.id not in superseded]


@lots
@given(history=HISTORIES)
@example(history=CORRECTED_INTO_ANOTHER_WEEK)
@example(history=TAKEN_BACK)
def test_both_paths_find_the_same(session: Session, team: Team, rough: int, history: list[Event]) -> None:
    with undone_afterwards(session):
        live_through(session, team, rough, history)
        hot = the_described(session, team)
        plain = indicators.describe(session, [rough])[rough]
        for field in fields(plain):
            ours, theirs = compared(getattr(hot, field.name), getattr(plain, field.name))
            assert ours == theirs, field.name

        readings = counting_readings(session, [hot])[rough]
        assert points_of(readings, hot) == points_of(counting_by_hand(session), plain)

        rows = hot_path.open_rows(session, rough)
        assert [columns_of(row, tables.DueReading) for row in rows] == [
            columns_of(row) for row in due.of_indicators(session, [rough])
        ]
        missed = [row for row in rows if row.state == DueState.MISSED]
        facts = facts_of(hot, readings, missed, policy=policy_of(team.workspace))
        at = the_snapshot(session, team, rough)
        over = tuple(point for point in facts.points if point.period.last < at.today)
        if over and over != tuple(facts.points):
            facts = replace(facts, points=over, missed=())  # what is still running gets no verdict, but ends a silence
        assert assess(facts, today=at.today) == at.assessment


@lots
@given(history=HISTORIES, week=st.none() | A_WEEK, amount=AN_AMOUNT)
@example(history=CORRECTED_INTO_ANOTHER_WEEK, week=None, amount=116)
@example(history=TAKEN_BACK, week=1, amount=None)
def test_the_answer_to_a_reading_is_how_things_stand_afterwards(
    session: Session, team: Team, rough: int, history: list[Event], week: int | None, amount: int | None
) -> None:
    with undone_afterwards(session):
        live_through(session, team, rough, [*history, Moved(closed=False)])
        was_open = [row.period_key for row in due.of_indicators(session, [rough])]
        recorded = record_reading(
            session,
            the_described(session, team),
            Value(Decimal(amount)) if amount is not None else None,
            WEEKS[week] if week is not None else None,
            "counted twice",
            by=team.alice,
            route=Route.COMMAND,
            policy=policy_of(team.workspace),
            now=NOW,
            is_meant=True,
        )

        after = the_snapshot(session, team, rough)
        assert recorded.assessment == after.assessment
        points = points_of(counting_by_hand(session), after.described)
        earlier = [point.value for point in points if point.period < recorded.period]
        assert recorded.previous == (earlier[-1] if earlier else None)
        assert standings.kept(session, [rough])[rough].unseen == 0
        assert disagreeing(session, [rough]) == []
        kept = session.get_one(tables.Reading, recorded.reading_id)
        assert (value_of(kept), kept.period_key) == (recorded.value, recorded.period.key)
        wanted = due.of_indicators(session, [rough])
        assert [row.period_key for row in wanted] == [key for key in was_open if key != recorded.period.key]
        assert [item.due_id for item in recorded.still_open] == [
            item.due_id for item in due_items(session, wanted, policy=policy_of(team.workspace), now=NOW)
        ]


@lots
@given(history=HISTORIES, name=st.sampled_from(["alice", "bob", "charlie"]))
@example(history=[Moved(channel="C9")], name="charlie")
@example(history=[Moved(retired=True)], name="alice")
def test_a_key_finds_what_a_name_finds(
    session: Session, team: Team, rough: int, history: list[Event], name: str
) -> None:
    with undone_afterwards(session):
        live_through(session, team, rough, history)
        # In quotes it is looked up among everything this person may see.
        lines = ("rough 118", '"people sleeping rough" 118')
        by_key, by_name = [answer(session, team, line, by=getattr(team, name)) for line in lines]
        assert by_key == by_name


def answer(session: Session, team: Team, line: str, *, by: Actor) -> RecordedReading | str:
    """What is answered to the line, which leaves nothing behind."""
    with undone_afterwards(session):
        try:
            given = submit_line(session, line, by=by, policy=policy_of(team.workspace), route=Route.COMMAND, now=NOW)
            answered: RecordedReading | str = replace(given, reading_id=0)
        except UserError as problem:
            answered = said(problem).replace("people sleeping rough", "rough")
    return answered


@lots
@given(history=HISTORIES, week=A_WEEK, most=st.integers(1, 4))
def test_however_much_was_given_for_one_week_others_come_along(
    session: Session, team: Team, rough: int, history: list[Event], week: int, most: int
) -> None:
    with undone_afterwards(session):
        live_through(session, team, rough, history)
        found = hot_path.latest_given(session, rough, first_on=WEEKS[week].first, most=most)
        newest_first = [row.id for row in counting_by_hand(session)[::-1]]
        of_it = {row.id for row in counting_by_hand(session) if row.period_first_on == WEEKS[week].first}
        mine, others = (
            [each for each in newest_first if each in of_it],
            [each for each in newest_first if each not in of_it],
        )
        assert [row.id for row in found] == [*mine[:most], *others[:most]]


@lots
@given(history=HISTORIES, week=A_WEEK, state=A_STATE)
def test_settling_a_due_reading_leaves_the_same_rows(
    session: Session, team: Team, rough: int, history: list[Event], week: int, state: DueState
) -> None:
    def rows_after(mark: Callable[..., None]) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = []
        with undone_afterwards(session):
            mark(session, due_id, state=state, at=NOW)
            session.expire_all()
            rows.extend(map(columns_of, session.exec(select(tables.DueReading).order_by("id"))))
            rows.extend(map(columns_of, session.exec(select(tables.Message).order_by("id"))))
        return rows

    with undone_afterwards(session):
        live_through(session, team, rough, [*history, FellDue(week, DueState.DUE, named=True)])
        row = due.of_period(session, indicator_id=rough, period_key=WEEKS[week].key)
        assert row is not None
        due_id = row.id
        assert rows_after(hot_path.mark_due) == rows_after(due.mark)
