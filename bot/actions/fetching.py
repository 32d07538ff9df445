"""Readings that are fetched: when a system is asked, and putting on record what it says.

What comes goes through the same door as every other reading, by the system's name. What does not, or is no value, or is
one that a person would be asked about, is not put on record: then the owner is asked, and reads why.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.actions.authors import as_service_actor
from bot.actions.doubting import Doubtful
from bot.actions.facts import measure_of, period_of
from bot.actions.people import policy_of
from bot.actions.recording import record_reading
from bot.actions.scheduling import look_again_today
from bot.actions.sources import query_of
from bot.actions.telling import tell
from bot.domain import events
from bot.domain.due import DueState
from bot.domain.readings import Route
from bot.domain.sources import (
    BEFORE_ASKING,
    BETWEEN_TRIES,
    MOST_TRIES,
    Fetched,
    NoFetch,
    NotFetched,
    Query,
    value_of,
)
from bot.errors import UserError
from bot.sealing import TokenKeys
from storage import due, hot_path, indicators, sources
from storage.indicators import Described
from storage.tables import DueReading, Person, Service, SourceRecord, Workspace

_TO_FETCH = (DueState.DUE, DueState.MISSED, DueState.EXCUSED)


@dataclass(frozen=True)
class Claim:
    """One question to one system, which is ours to ask."""

    source_id: int
    workspace_id: int
    indicator_id: int
    period_key: str
    query: Query | NotFetched


def begin(session: Session, source: SourceRecord, period_key: str, *, at: datetime) -> None:
    """Have this system be asked for the reading of that period, from that instant on."""
    source.period_key, source.tries, source.next_try_at = period_key, 0, at
    session.add(source)


def first_try_at(*, asks_at: datetime, now: datetime) -> tuple[datetime, datetime]:
    """When a system is first asked for what a person is asked for at `asks_at`, and until when that person is not."""
    at = max(now, asks_at - BEFORE_ASKING)
    return at, at + BEFORE_ASKING


def claim(session: Session, *, now: datetime, limit: int, keys: TokenKeys | None) -> list[Claim]:
    """Up to so many questions whose time has come, each of them ours alone. One that has been asked as often as it is
    has its end with it: the process that asked it last has died.
    """
    claimed = []
    for source in sources.to_ask(session, now=now, limit=limit):
        number, key = source.id, source.period_key
        assert key is not None, "the database holds that"
        if not sources.claim(session, source, next_try_at=now + BETWEEN_TRIES):
            continue
        if source.tries >= MOST_TRIES:
            query: Query | NotFetched = NotFetched(source.outcome or NoFetch.CUT_SHORT, source.status)
        else:
            query = query_of(session, source, keys=keys)
        claimed.append(Claim(number, source.workspace_id, source.indicator_id, key, query))
    return claimed


def settle(session: Session, claimed: Claim, got: Fetched | NotFetched, *, now: datetime) -> bool:
    """Put on record what came, or why nothing did; whether there is a reading. Done again, it changes nothing."""
    hot_path.hold(session, claimed.indicator_id)
    source = sources.held(session, claimed.source_id, workspace_id=claimed.workspace_id)
    if source is None or source.ended_at is not None or source.next_try_at is None:
        return False
    if source.period_key != claimed.period_key:
        return False
    row = due.of_period(session, indicator_id=claimed.indicator_id, period_key=claimed.period_key)
    if row is None or row.state not in _TO_FETCH or _is_given(session, row):
        _stop_asking(session, source, row)
        return False
    described = indicators.describe(session, [claimed.indicator_id])[claimed.indicator_id]
    result = _record(session, described, source, row, got, now=now)
    source.tried_at = now
    source.outcome = result.why if result is not None else None
    source.status = result.status if result is not None else None
    session.add(source)
    if result is None:
        _stop_asking(session, source, row)
        _look_again(session, row, now=now)
        return True
    if source.tries < MOST_TRIES and not _is_too_long(result):
        if result.after is not None:
            source.next_try_at = max(now + BETWEEN_TRIES, now + timedelta(seconds=result.after))
        return False
    _stop_asking(session, source, row)
    row.not_fetched, row.fetch_status = result.why, result.status
    session.add(row)
    session.flush()
    tell(session, events.DueReadingChanged(row.indicator_id, row.id), now=now)
    _look_again(session, row, now=now)
    return False


def _record(
    session: Session,
    described: Described,
    source: SourceRecord,
    row: DueReading,
    got: Fetched | NotFetched,
    *,
    now: datetime,
) -> NotFetched | None:
    """Why there is no reading; None where there is one."""
    began_at = described.definition.begins_at
    if began_at is not None and source.used_since is not None and began_at > source.used_since:
        return NotFetched(NoFetch.MEASURED_OTHERWISE)
    if isinstance(got, NotFetched):
        return got
    value = value_of(got, measure_of(described.definition))
    if isinstance(value, NotFetched):
        return value
    try:
        record_reading(
            session,
            described,
            value,
            period_of(row),
            by=as_service_actor(session.get_one(Service, source.service_id)),
            route=Route.SOURCE,
            policy=policy_of(session.get_one(Workspace, source.workspace_id)),
            now=now,
            typed=got.text,
        )
    except Doubtful:
        return NotFetched(NoFetch.DOUBTED)
    except UserError:
        return NotFetched(NoFetch.NOT_TAKEN)
    return None


def _is_given(session: Session, row: DueReading) -> bool:
    given = hot_path.counting_in_period(session, row.indicator_id, row.period_first_on)
    return any(reading.period_key == row.period_key for reading in given)


def _is_too_long(result: NotFetched) -> bool:
    """Whether the system wants to be left alone for longer than anybody waits for it."""
    return result.after is not None and timedelta(seconds=result.after) > BEFORE_ASKING


def _stop_asking(session: Session, source: SourceRecord, row: DueReading | None) -> None:
    source.next_try_at = None
    session.add(source)
    if row is not None and row.fetching_until is not None:
        row.fetching_until = None
        session.add(row)
    session.flush()


def _look_again(session: Session, row: DueReading, *, now: datetime) -> None:
    """The reminder that waited for this is looked at now."""
    person = session.get_one(Person, row.owner_id)
    look_again_today(person, policy=policy_of(session.get_one(Workspace, row.workspace_id)), now=now)
    session.add(person)
