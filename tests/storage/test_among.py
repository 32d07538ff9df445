"""A condition over many values as one parameter."""

from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Date, Integer, MetaData, Numeric, String, Table, select
from sqlmodel import Session

from storage.among import among
from storage.db import Database
from tests.delivery.cost import counted

THINGS = Table(
    "thing",
    MetaData(),
    Column("number", Integer, primary_key=True),
    Column("day", Date),
    Column("name", String),
    Column("amount", Numeric),
)
ROWS = [
    {"number": number, "day": date(2026, 1, number), "name": name}
    for number, name in enumerate(("beds", "meals", "it's “so”", "日本", ""), start=1)
]


def found(session: Session, column: str, wanted: Collection[Any], *, others: bool = False) -> list[int]:
    """The numbers of the things whose column says one of these."""
    condition = among(THINGS.c[column], "wanted")
    asked = select(THINGS.c.number).where(~condition if others else condition).order_by(THINGS.c.number)
    return list(session.scalars(asked, {"wanted": wanted}))


@pytest.fixture
def things(database: Database) -> Database:
    """A database with a few of them."""
    make(database)
    return database


def make(database: Database) -> None:
    """A few of them."""

    def add(session: Session) -> None:
        THINGS.create(session.connection())
        session.execute(THINGS.insert(), ROWS)

    database.run_here(add)


@pytest.mark.parametrize(
    ("column", "wanted", "numbers"),
    [
        ("number", [2, 4, 99], [2, 4]),
        ("number", {1}, [1]),
        ("number", [], []),
        ("number", range(-5_000, 60_000), [1, 2, 3, 4, 5]),
        ("day", [date(2026, 1, 3), date(1999, 1, 1)], [3]),
        ("name", ["it's “so”", "日本", "beds') OR (1=1"], [3, 4]),
        ("name", [""], [5]),
        ("name", ["Beds"], []),
    ],
)
def test_those_are_found_that_are_among_them(
    things: Database, column: str, wanted: Collection[Any], numbers: list[int]
) -> None:
    assert things.read_here(found, column, wanted) == numbers


def test_the_others_are_found_too(things: Database) -> None:
    assert things.read_here(lambda session: found(session, "number", [2, 4], others=True)) == [1, 3, 5]
    assert things.read_here(lambda session: found(session, "number", [], others=True)) == [1, 2, 3, 4, 5]


def test_however_many_they_are_it_is_the_same_statement(things: Database) -> None:
    with counted() as one:
        things.read_here(found, "number", [1])
    with counted() as many:
        things.read_here(found, "number", range(1000))
    assert len(one) == 1
    assert one.statements == many.statements


def test_sqlite_looks_them_up_and_does_not_go_through_the_table(tmp_path: Path) -> None:
    """PostgreSQL goes through a table of a few rows whatever it is asked, so there it cannot be told."""
    path = tmp_path / "things.sqlite3"
    path.touch()
    sqlite = Database(f"sqlite:///{path}")
    make(sqlite)

    def plan(session: Session) -> list[str]:
        asked = select(THINGS.c.name).where(among(THINGS.c.number, "wanted")).compile(sqlite.engine)
        rows = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}", ("[]",))
        return [row[-1] for row in rows]

    assert any("SEARCH thing USING INTEGER PRIMARY KEY" in step for step in sqlite.read_here(plan))
    sqlite.close()


def test_an_alias_has_its_own_column(things: Database) -> None:
    other = THINGS.alias("other")
    asked = select(THINGS.c.number, other.c.number).where(
        among(THINGS.c.number, "here"), among(other.c.number, "there"), THINGS.c.number < other.c.number
    )
    rows = things.read_here(lambda session: session.execute(asked, {"here": [1, 2], "there": [2, 3]}).all())
    assert sorted(map(tuple, rows)) == [(1, 2), (1, 3), (2, 3)]


def test_what_cannot_be_a_list_is_refused() -> None:
    with pytest.raises(TypeError, match="cannot be given"):
        among(THINGS.c.amount, "wanted")
