"""Who waits for an answer goes before what nobody waits for."""

from collections.abc import Iterator
from threading import Event, Thread

import pytest
from sqlalchemy import text
from sqlmodel import Session

from storage import right_of_way
from storage.db import Database
from storage.right_of_way import Leisure, RightOfWay, politely

LONG = 60.0
"""Seconds; a test that waits for them has failed."""


@pytest.fixture
def way() -> RightOfWay:
    return RightOfWay(aside_for=LONG)


@pytest.fixture
def leisure(way: RightOfWay) -> Leisure:
    return Leisure(LONG, way)


def beside_somebody(way: RightOfWay, work: Iterator[str]) -> list[str]:
    """In which order they are done: each step of `work`, on a thread of its own, and what somebody waits for that has
    begun before.
    """
    done: list[str] = []
    aside = way._is_free = _Waited()
    with way.taken():
        thread = Thread(target=lambda: done.extend(work))
        thread.start()
        assert aside.has_come.wait(LONG)
        done.append("somebody")
    thread.join(LONG)
    return done


class _Waited(Event):
    """An event that tells when somebody waits for it."""

    def __init__(self) -> None:
        super().__init__()
        self.has_come = Event()

    def wait(self, timeout: float | None = None) -> bool:
        self.has_come.set()
        return super().wait(timeout)


def test_a_statement_waits_for_whoever_waits(way: RightOfWay, leisure: Leisure) -> None:
    def asks() -> Iterator[str]:
        leisure.require()
        yield "statement"

    assert beside_somebody(way, asks()) == ["somebody", "statement"]


def test_so_does_going_through_rows(way: RightOfWay, leisure: Leisure) -> None:
    def goes_through() -> Iterator[str]:
        with leisure.on_this_thread():
            yield from politely(["row"])

    assert beside_somebody(way, goes_through()) == ["somebody", "row"]


def test_whoever_is_waited_for_stands_aside_for_nobody(way: RightOfWay) -> None:
    with way.taken():
        assert list(politely(range(100))) == list(range(100))


def test_it_goes_on_after_long_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    way = RightOfWay(aside_for=0.0)
    with way.taken():
        Leisure(LONG, way).require()

    monkeypatch.setattr(right_of_way, "_ASIDE_IN_ALL", 0.0)
    way = RightOfWay(aside_for=LONG)
    with way.taken():
        Leisure(LONG, way).require()


def test_two_who_wait_are_both_waited_for(way: RightOfWay) -> None:
    with way.taken():
        with way.taken():
            pass
        assert not way._is_free.is_set()
    assert way._is_free.is_set()


async def test_a_read_at_leisure_stands_aside_for_a_submission(database: Database) -> None:
    """Inside of a submission, whoever reads at leisure is asked to stand aside; after it, nobody is."""
    seen: list[bool] = []

    def submit(session: Session) -> None:
        session.execute(text("SELECT 1"))
        seen.append(database._way._is_free.is_set())

    await database.submit(submit)
    await database.read(submit)
    assert seen == [False, False]
    assert database._way._is_free.is_set()

    def leisurely(session: Session) -> bool:
        return right_of_way._here.leisure is not None

    assert await database.read_at_leisure(leisurely)
