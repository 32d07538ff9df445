"""Instants and decimals come back from either database as they went in."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select, text
from sqlalchemy.exc import StatementError
from sqlmodel import Session

from bot.domain.messages import MessageState
from storage.db import Database
from storage.types import ExactDecimal, Member, UTCDateTime

TABLE = Table(
    "sample",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("at", UTCDateTime),
    Column("amount", ExactDecimal),
    Column("state", Member(MessageState)),
)


@pytest.fixture
def samples(database: Database) -> Database:
    TABLE.create(database.engine)
    return database


def kept(database: Database, **values: object) -> object:
    """What a value reads as after it was stored."""
    (name,) = values

    def keep(session: Session) -> object:
        session.execute(insert(TABLE).values(**values))
        return session.execute(select(TABLE.c[name])).scalar_one()

    return database.run_here(keep)


def test_an_instant_comes_back_aware_and_in_utc(samples: Database) -> None:
    kolkata = timezone(timedelta(hours=5, minutes=30))
    assert kept(samples, at=datetime(2026, 3, 30, 9, 0, 0, 123456, kolkata)) == datetime(
        2026, 3, 30, 3, 30, 0, 123456, UTC
    )
    found = samples.read_here(lambda session: session.execute(select(TABLE.c.at)).scalar_one())
    assert found.tzinfo is UTC


def test_a_naive_instant_is_refused(samples: Database) -> None:
    with pytest.raises(Exception, match="an instant needs a zone"):
        kept(samples, at=datetime(2026, 3, 30, 9))  # noqa: DTZ001  # that is the point


def test_instants_are_ordered_in_time_across_zones_and_fractions(samples: Database) -> None:
    earlier = datetime(2026, 3, 30, 8, 0, tzinfo=UTC)
    instants = [
        earlier,
        earlier + timedelta(microseconds=1),
        datetime(2026, 3, 30, 14, 0, tzinfo=timezone(timedelta(hours=5, minutes=30))),
        datetime(2026, 10, 1, tzinfo=UTC),
    ]

    def keep(session: Session) -> list[datetime]:
        for instant in reversed(instants):
            session.execute(insert(TABLE).values(at=instant))
        return list(session.execute(select(TABLE.c.at).where(TABLE.c.at > earlier).order_by(TABLE.c.at)).scalars())

    assert samples.run_here(keep) == instants[1:]


@pytest.mark.parametrize("written", ["72", "84.50", "0.1", "1234567890123456789.000000001", "-3", "0.00", "1E+3"])
def test_a_decimal_is_kept_digit_for_digit(samples: Database, written: str) -> None:
    found = kept(samples, amount=Decimal(written))
    assert isinstance(found, Decimal)
    assert format(found, "f") == format(Decimal(written), "f")


@pytest.mark.parametrize("written", ["NaN", "Infinity"])
def test_what_is_no_number_is_refused(samples: Database, written: str) -> None:
    with pytest.raises(Exception, match="only finite numbers can be kept"):
        kept(samples, amount=Decimal(written))


@pytest.mark.parametrize("state", MessageState)
def test_a_member_comes_back_as_the_member_that_it_is(samples: Database, state: MessageState) -> None:
    assert kept(samples, state=state) is state
    raw = samples.read_here(lambda session: session.execute(text("SELECT state FROM sample")).scalar_one())
    assert raw == str(state.value)


def test_a_member_may_be_given_as_its_value(samples: Database) -> None:
    assert kept(samples, state="queued") is MessageState.QUEUED
    of_queued = select(TABLE.c.state).where(TABLE.c.state == "queued")
    assert samples.read_here(lambda session: session.execute(of_queued).scalars().all()) == [MessageState.QUEUED]


def test_where_nothing_is_kept_nothing_comes_back(samples: Database) -> None:
    assert kept(samples, state=None) is None


def test_what_is_no_member_is_neither_kept_nor_read(samples: Database) -> None:
    with pytest.raises(StatementError, match="'posted' is not a valid MessageState"):
        kept(samples, state="posted")
    samples.run_here(lambda session: session.execute(text("INSERT INTO sample (state) VALUES ('posted')")))
    with pytest.raises(ValueError, match="'posted' is not a valid MessageState"):
        samples.read_here(lambda session: session.execute(select(TABLE.c.state)).scalar_one())
