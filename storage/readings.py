"""Readings: those that count, a person's latest, and what was taken back."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, func
from sqlalchemy import select as sql_select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from bot.domain.combining import Combine
from storage.among import among
from storage.counting import is_counted
from storage.indicators import Described
from storage.plain_rows import plain, table_of
from storage.tables import DueReading, Reading, Retraction


def latest_of(session: Session, person_id: int, *, indicator_id: int | None = None) -> Reading | None:
    """The newest reading that this person gave, for this indicator or for any, and that was not taken back."""
    taken_back = select(Retraction.id).where(Retraction.reading_id == Reading.id).exists()
    theirs = select(Reading).where(Reading.submitted_by_id == person_id, ~taken_back)
    if indicator_id is not None:
        theirs = theirs.where(Reading.indicator_id == indicator_id)
    return session.exec(theirs.order_by(col(Reading.id).desc()).limit(1)).first()


def counting(session: Session, reading_id: int) -> Reading | None:
    """This reading, if it counts."""
    return session.exec(select(Reading).where(Reading.id == reading_id, is_counted())).first()


def by_id(session: Session, reading_ids: Collection[int]) -> list[Reading]:
    """These readings, whether they count or not. One query, or none for none."""
    if not reading_ids:
        return []
    return list(session.exec(select(Reading).where(col(Reading.id).in_(reading_ids))))


def to_correct(session: Session, indicator_id: int, *, first_on: date | None, person_id: int) -> Reading | None:
    """The newest reading of an indicator that counts, of the period that begins on this day or of any; one that this
    person gave goes before others.
    """
    wanted = select(Reading).where(Reading.indicator_id == indicator_id, is_counted())
    if first_on is not None:
        wanted = wanted.where(Reading.period_first_on == first_on)
    is_theirs = case((col(Reading.submitted_by_id) == person_id, 0), else_=1)
    return session.exec(wanted.order_by(is_theirs, col(Reading.id).desc()).limit(1)).first()


def is_taken_back(session: Session, reading_id: int) -> bool:
    """Whether this reading was taken back."""
    return session.exec(select(Retraction.id).where(Retraction.reading_id == reading_id)).first() is not None


def counting_readings(session: Session, indicators: Iterable[Described]) -> dict[int, list[Reading]]:
    """The readings that count, oldest period first: not taken back, and not superseded by one that still stands. Up to
    two queries.

    Values and "no data" alike. Where only a period's last reading counts, and none of these was taken back or
    superseded, the others are not even read: then the cost grows with the periods, not with how often people typed.
    Plain rows: of a history there are many.
    """
    found: dict[int, list[Reading]] = {each.indicator.id: [] for each in indicators}
    lasting = {each.indicator.id for each in indicators if Combine(each.definition.combine).counts_last}
    to_be_read = found.keys() - lasting
    for *columns, counts in session.execute(_NEWEST_OF, {"indicator_ids": list(lasting)}):
        row = _as_reading(columns)
        found[row.indicator_id].append(row)
        if not counts:
            to_be_read.add(row.indicator_id)
    found |= {number: [] for number in to_be_read}
    if to_be_read:
        for row in map(_as_reading, session.execute(_COUNTING_OF, {"indicator_ids": list(to_be_read)})):
            found[row.indicator_id].append(row)
    return found


def counting_in(session: Session, periods: Set[tuple[int, date]]) -> dict[int, list[Reading]]:
    """The readings of these periods that count, by indicator and oldest first; a period is an indicator's number and
    its first day. One query.
    """
    found: dict[int, list[Reading]] = defaultdict(list)
    numbers, days = {number for number, _ in periods}, {day for _, day in periods}
    for row in session.exec(_COUNTING_IN, params={"indicator_ids": list(numbers), "first_days": list(days)}):
        if (row.indicator_id, row.period_first_on) in periods:
            found[row.indicator_id].append(row)
    return dict(found)


def confidences_in(session: Session, periods: Set[tuple[int, date]]) -> dict[int, str]:
    """How sure whoever gave the newest reading that counts of these periods was, by the indicator's number, where they
    said it; a period is an indicator's number and its first day. One query.
    """
    numbers, days = {number for number, _ in periods}, {day for _, day in periods}
    rows = session.execute(_CONFIDENCES, {"indicator_ids": list(numbers), "first_days": list(days)})
    newest = {number: confidence for number, day, confidence in rows if (number, day) in periods}
    return {number: confidence for number, confidence in newest.items() if confidence is not None}


def latest_with_a_note(session: Session, indicator_ids: Collection[int], *, since: datetime) -> dict[int, Reading]:
    """The newest of the readings given since then that count and have a note, by indicator. One query, which looks at
    nothing that was given before.
    """
    asked = {"indicator_ids": list(indicator_ids), "since": since}
    return {row.indicator_id: row for row in map(_as_reading, session.execute(_WITH_A_NOTE, asked))}


def periods_with_a_value_before(session: Session, due_ids: Collection[int]) -> dict[int, date]:
    """For each of these due readings, by number, on what day the newest earlier period begins for which a value counts.
    One query.
    """
    before: Any = (
        sql_select(col(Reading.period_first_on))
        .where(
            col(Reading.indicator_id) == DueReading.indicator_id,
            col(Reading.period_first_on) < DueReading.period_first_on,
            col(Reading.is_no_data).is_(False),
            is_counted(),
        )
        .order_by(col(Reading.period_first_on).desc())
        .limit(1)
        .correlate(DueReading)
        .scalar_subquery()
    )
    rows = session.execute(sql_select(col(DueReading.id), before).where(col(DueReading.id).in_(due_ids)))
    return {number: began for number, began in rows if began is not None}


def newest_counting(session: Session, indicator_id: int, *, only_last: bool, limit: int) -> list[Reading]:
    """The newest readings of an indicator that count, newest period first; with `only_last` one for each period. The
    cost does not grow with how many there are.
    """
    wanted = _COUNTING.where(Reading.indicator_id == indicator_id)
    if only_last:
        later = aliased(Reading)
        in_its_period = select(later.id).where(
            later.indicator_id == Reading.indicator_id,
            later.period_first_on == Reading.period_first_on,
            later.period_last_on == Reading.period_last_on,
        )
        wanted = wanted.where(~in_its_period.where(later.id > Reading.id, is_counted(later)).exists())
    newest_first = (col(Reading.period_first_on).desc(), col(Reading.id).desc())
    return list(session.exec(wanted.order_by(None).order_by(*newest_first).limit(limit)))


def of_latest_periods(session: Session, indicator_id: int, *, limit: int) -> list[Reading]:
    """The readings that count of the latest `limit` days on which periods begin, the oldest first; nothing before them
    is looked at. One query.
    """
    latest_days: Any = (
        sql_select(col(Reading.period_first_on))
        .where(col(Reading.indicator_id) == indicator_id)
        .distinct()
        .order_by(col(Reading.period_first_on).desc())
        .limit(limit)
        .subquery()
    )
    since = sql_select(func.min(latest_days.c.period_first_on)).scalar_subquery()
    wanted = _COUNTING_ROWS.where(col(Reading.indicator_id) == indicator_id, col(Reading.period_first_on) >= since)
    return list(map(_as_reading, session.execute(wanted)))


def newest_with_a_value_before(
    session: Session, indicator_ids: Collection[int], *, day: date
) -> dict[int, list[Reading]]:
    """The readings that count of the newest period of each of these indicators that was over before that day and has a
    value, the oldest first. One query, which reads nothing of any other period.
    """
    earlier = aliased(Reading)
    first_day: Any = (
        sql_select(col(earlier.period_first_on))
        .where(
            col(earlier.indicator_id) == Reading.indicator_id,
            col(earlier.period_first_on) < day,
            col(earlier.period_last_on) < day,
            col(earlier.is_no_data).is_(False),
            is_counted(earlier),
        )
        .order_by(col(earlier.period_first_on).desc())
        .limit(1)
    )
    wanted = _COUNTING.where(
        col(Reading.indicator_id).in_(indicator_ids),
        col(Reading.period_first_on) == first_day.scalar_subquery(),
        col(Reading.period_last_on) < day,
    )
    found: dict[int, list[Reading]] = defaultdict(list)
    for row in session.exec(wanted):
        found[row.indicator_id].append(row)
    return dict(found)


def counting_since(session: Session, indicator_ids: Collection[int], *, first: date) -> dict[int, list[Reading]]:
    """The readings of these indicators that count, of the periods that end on that day or later, oldest period first.
    One query, whose cost grows with these periods.
    """
    wanted = _COUNTING.where(col(Reading.indicator_id).in_(indicator_ids), col(Reading.period_last_on) >= first)
    found: dict[int, list[Reading]] = defaultdict(list)
    for row in session.exec(wanted):
        found[row.indicator_id].append(row)
    return dict(found)


def givers(session: Session, indicator_ids: Collection[int]) -> list[tuple[int | None, int]]:
    """Who gave the readings of these indicators that count, each with how many, those who gave most first; None stands
    for services. Less what was worked out from other readings. One query.
    """
    how_many = func.count(col(Reading.id))
    given = (
        select(Reading.submitted_by_id, how_many)
        .where(col(Reading.indicator_id).in_(indicator_ids), col(Reading.came_from).is_(None), is_counted())
        .group_by(col(Reading.submitted_by_id))
        .order_by(how_many.desc(), col(Reading.submitted_by_id))
    )
    return [(person_id, count) for person_id, count in session.exec(given)]


@dataclass(frozen=True)
class Given:
    """That a reading counts for a period, and since when."""

    is_no_data: bool
    submitted_at: datetime


def given_for(
    session: Session, indicator_ids: Collection[int], first_days: Collection[date]
) -> dict[tuple[int, str], Given]:
    """The newest reading that counts for each of these indicators and the periods that begin on one of those days, by
    indicator and key of the period. One query, which reads nothing of any other period.
    """
    asked = {"indicator_ids": list(indicator_ids), "first_days": list(first_days)}
    return {(number, key): Given(*rest) for number, key, *rest in session.execute(_GIVEN, asked)}


def _is_newest() -> ColumnElement[bool]:
    later = aliased(Reading)
    newest = select(func.max(later.id)).where(
        later.indicator_id == Reading.indicator_id,
        later.period_first_on == Reading.period_first_on,
        later.period_last_on == Reading.period_last_on,
    )
    return col(Reading.id) == newest.scalar_subquery()


_IN_ORDER = (col(Reading.indicator_id), col(Reading.period_first_on), col(Reading.id))
_COUNTING = select(Reading).where(is_counted()).order_by(*_IN_ORDER)
# Built once: putting such a statement together takes longer than running it.
_ASKED = among(col(Reading.indicator_id), "indicator_ids")
_as_reading = plain(Reading)
_ALL = table_of(Reading).columns
_NEWEST_OF = sql_select(*_ALL, is_counted().label("counts")).where(_is_newest(), _ASKED).order_by(*_IN_ORDER)
_COUNTING_ROWS = sql_select(*_ALL).where(is_counted()).order_by(*_IN_ORDER)
_COUNTING_OF = _COUNTING_ROWS.where(_ASKED)
_WITH_A_NOTE = (
    sql_select(*_ALL)
    .where(_ASKED, col(Reading.submitted_at) >= bindparam("since"), col(Reading.note) != "", is_counted())
    # In the order of the index by which they are found: by their periods a whole history would be gone through.
    .order_by(col(Reading.indicator_id), col(Reading.submitted_at), col(Reading.id))
)
# Each column by itself: for pairs SQLite would go through all readings there are.
_OF_PERIODS = (
    _ASKED,
    among(col(Reading.period_first_on), "first_days"),
    is_counted(),
)
_COUNTING_IN = select(Reading).where(*_OF_PERIODS).order_by(*_IN_ORDER)
_GIVEN = (
    select(Reading.indicator_id, Reading.period_key, Reading.is_no_data, Reading.submitted_at)
    .where(*_OF_PERIODS)
    .order_by(col(Reading.id))
)
_CONFIDENCES = (
    sql_select(col(Reading.indicator_id), col(Reading.period_first_on), col(Reading.confidence))
    .where(*_OF_PERIODS)
    .order_by(col(Reading.id))
)
