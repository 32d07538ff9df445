"""What the databases do to answer: they look at each row once, whatever they have counted of their tables."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlmodel import Session

from bot.actions.people import Actor
from storage import access
from tests.benchmarks.finding import INDICATORS, OUTCOMES, fill

MOST_FOR_EACH = 20
MOST_FOR_ONE = 40
"""Of what `counted` counts: a few for each table that has a part in the answer."""


@contextmanager
def counted(session: Session) -> Iterator[list[float]]:
    """How much the database does inside the block: SQLite in steps of its machine, PostgreSQL in rows looked at."""
    work: list[float] = []
    driver: Any = session.connection().connection.dbapi_connection
    if session.get_bind().dialect.name == "sqlite":
        driver.set_progress_handler(lambda: work.append(1), 10)
        yield work
        driver.set_progress_handler(None, 0)
        return

    def explain(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        (answer,) = driver.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", parameters).fetchone()
        plan = json.loads(answer) if isinstance(answer, str) else answer
        work.append(sum(rows_of(plan[0]["Plan"])))

    session.flush()
    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", explain)
    yield work
    event.remove(engine, "before_cursor_execute", explain)


def rows_of(node: dict[str, Any]) -> Iterator[float]:
    """The rows that each step of the plan answered or left out."""
    looked_at = node["Actual Rows"] + node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Join Filter", 0)
    yield looked_at * node["Actual Loops"]
    for inner in node.get("Plans", []):
        yield from rows_of(inner)


Question = Callable[[Session, Actor], object]

OF_ALL: dict[str, Question] = {
    "every indicator": lambda session, alice: access.visible_indicators(session, by=alice),
    "every outcome": lambda session, alice: access.visible_outcomes(session, by=alice),
}
OF_ONE: dict[str, Question] = {
    "an indicator by key": lambda session, alice: access.visible_indicator_with_key(session, "indicator-7", by=alice),
    "an indicator by number": lambda session, alice: access.visible_indicator(session, 7, by=alice),
    "an outcome by key": lambda session, alice: access.visible_outcome_with_key(session, "outcome-7", by=alice),
    "an outcome by number": lambda session, alice: access.visible_outcome(session, 7, by=alice),
}


def test_nobody_looks_at_anything_more_often_than_once_for_each_thing_there_is(session: Session) -> None:
    alice = fill(session)
    for name, question in OF_ALL.items():
        assert work(session, question, alice) < MOST_FOR_EACH * (OUTCOMES + INDICATORS), name
    for name, question in OF_ONE.items():
        assert work(session, question, alice) < MOST_FOR_ONE, name


def work(session: Session, question: Question, alice: Actor) -> float:
    question(session, alice)  # a connection's first questions are about the database itself
    with counted(session) as done:
        assert question(session, alice)
    return sum(done)
