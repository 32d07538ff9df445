"""What recording a reading reads and writes. People wait for it, so its statements are built once and answer plain rows
(see `storage.plain_rows`).
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, CompoundSelect, Select, Table, Update, bindparam, or_, select, union_all
from sqlmodel import Session

from bot.domain.due import DueState
from bot.domain.messages import MessageKind, MessageState
from storage import tables
from storage.due import OPEN
from storage.indicators import Described, with_resets
from storage.plain_rows import END, as_target, described_by, everything, plain, table_of
from storage.standings import Kept, from_row


@dataclass(frozen=True)
class Looked:
    """An indicator with what holds for it now, how it is kept to stand, and its workspace, as far as its rules go."""

    described: Described
    kept: Kept | None
    rules: tables.Workspace


def described_by_key(session: Session, *, workspace_id: int, key: str) -> Looked | None:
    """What there is to know of the indicator with exactly this key, held as by `hold`. One statement, and one more for
    a counter.
    """
    rows = session.execute(_EVERYTHING, {"workspace_id": workspace_id, "key": key}).all()
    if not rows:
        return None
    # A row for each target that it ever had; all else in them is the same.
    targets = [as_target(row[END:_STANDS]) for row in rows]
    described = described_by(rows[0], {target.indicator_id: targets for target in targets if target.id is not None})
    (described,) = with_resets(session, [described])
    standing, rules = rows[0][_STANDS:_RULES], _rules(rows[0][_RULES:])
    return Looked(described, from_row(standing) if standing[0] is not None else None, rules)


def hold(session: Session, indicator_id: int) -> None:
    """Have planning pass the indicator by until this transaction is over; wait while planning is at work on it.

    Otherwise, on PostgreSQL, neither sees what the other is about to commit, and a reading given in the moment
    in which its period falls due would be asked for all the same. SQLite has one writer and ignores it.
    """
    session.execute(_HOLD, {"indicator_id": indicator_id})


def hold_reading(session: Session, reading_id: int) -> None:
    """Have everybody else who would replace this reading wait until this transaction is over. SQLite has one writer and
    ignores it.
    """
    session.execute(_HOLD_READING, {"reading_id": reading_id})


def open_rows(session: Session, indicator_id: int) -> list[tables.DueReading]:
    """What is due or missed for this indicator, oldest period first."""
    return list(map(_due_reading, session.execute(_OPEN_ROWS, {"indicator_id": indicator_id})))


def counting_in_period(session: Session, indicator_id: int, first_on: date) -> list[tables.Reading]:
    """The readings of the period that begins on this day that count, oldest first."""
    rows = session.execute(_IN_PERIOD, {"indicator_id": indicator_id, "first_on": first_on})
    return list(map(_reading, rows))


def latest_given(session: Session, indicator_id: int, *, first_on: date, most: int) -> list[tables.Reading]:
    """The readings that count of the period that begins on this day, and then those of the latest other periods; of
    either `most`, newest first.
    """
    rows = session.execute(_LATEST, {"indicator_id": indicator_id, "first_on": first_on, "most": most})
    found = sorted(map(_reading, rows), key=lambda row: (row.period_first_on, row.id), reverse=True)
    return sorted(found, key=lambda row: row.period_first_on != first_on)


def add_reading(session: Session, **values: Any) -> tables.Reading:
    """Add a reading to the history; what is not given is empty."""
    values.setdefault("is_reset", False)
    added = session.execute(_ADD, values)
    values["id"] = added.inserted_primary_key[0]  # type: ignore[attr-defined]  # a cursor result
    return _reading(values.get(column) for column in _READING_COLUMNS)


def mark_due(session: Session, due_id: int, *, state: str, at: datetime) -> None:
    """As `storage.due.mark`, for a row that no session holds as a record."""
    session.execute(_MARK_DUE, {"due_id": due_id, "new_state": state, "at": at})


def refresh_reminders(session: Session, due_ids: Sequence[int], *, at: datetime) -> None:
    """Have every reminder that names one of these due readings edited, from `at` on, and what names others of the same
    indicator that are still due: whether these are asked for again hangs on how long nothing has come. So is the newest
    one of whoever was asked for one: it says how much else is open. What has given way to another says nothing of them.
    """
    if due_ids:
        session.connection().execute(_REFRESH_REMINDERS, [{"due_id": due_id, "at": at} for due_id in due_ids])


def _in_period() -> Select[Any]:
    reading = table_of(tables.Reading)
    return (
        select(reading)
        .where(reading.c.indicator_id == bindparam("indicator_id"), reading.c.period_first_on == bindparam("first_on"))
        .where(*_counting(reading))
        .order_by(reading.c.id)
    )


def _counting(reading: Table) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Not taken back, and not superseded by one that still stands."""
    retraction = table_of(tables.Retraction)
    newer = reading.alias()

    def taken_back(of: Any) -> ColumnElement[bool]:
        return select(retraction.c.id).where(retraction.c.reading_id == of.c.id).exists()

    superseded = select(newer.c.id).where(newer.c.supersedes_id == reading.c.id, ~taken_back(newer)).exists()
    return ~taken_back(reading), ~superseded


def _latest() -> CompoundSelect[Any]:
    """Each half goes along the index and stops: it reads no more than it answers, whatever was ever given."""
    reading = table_of(tables.Reading)
    mine = select(reading).where(reading.c.indicator_id == bindparam("indicator_id"), *_counting(reading))
    of_the_period = reading.c.period_first_on == bindparam("first_on")
    newest_first = (reading.c.period_first_on.desc(), reading.c.id.desc())
    halves = (mine.where(of_the_period), mine.where(~of_the_period))
    limited = [half.order_by(*newest_first).limit(bindparam("most")).subquery() for half in halves]
    return union_all(*(select(half) for half in limited))


def _of_indicator(table: Table) -> Select[Any]:
    return select(table).where(table.c.indicator_id == bindparam("indicator_id"))


def _refresh_reminders() -> Update:
    message, item = table_of(tables.Message), table_of(tables.MessageItem)
    row, newest = table_of(tables.DueReading), message.alias()
    of_it = row.alias()
    concerned = select(row.c.id).where(
        row.c.indicator_id == select(of_it.c.indicator_id).where(of_it.c.id == bindparam("due_id")).scalar_subquery(),
        or_(row.c.id == bindparam("due_id"), row.c.state == DueState.DUE),
    )
    naming = select(item.c.message_id).where(item.c.due_reading_id.in_(concerned))
    is_counted = or_(row.c.grace_ends_at <= bindparam("at"), row.c.first_asked_at.is_not(None))
    asked = select(row.c.owner_id).where(row.c.id == bindparam("due_id"), is_counted).scalar_subquery()
    is_reminder = (newest.c.kind == MessageKind.REMINDER, newest.c.state == MessageState.SENT)
    of_theirs = (
        select(newest.c.id)
        .where(newest.c.person_id == asked, *is_reminder)
        .order_by(newest.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    still_says_so = (message.c.replaced_by_id.is_(None), message.c.withdrawn_at.is_(None))
    return (
        message.update()
        .where(or_(message.c.id.in_(naming), message.c.id == of_theirs), *still_says_so)
        .values(refresh_at=bindparam("at"))
    )


_INDICATOR = table_of(tables.Indicator)
_due_reading, _reading = plain(tables.DueReading), plain(tables.Reading)
_STANDS = END + len(table_of(tables.TargetRecord).columns)
_READING_COLUMNS = table_of(tables.Reading).columns.keys()
_RULES = _STANDS + len(table_of(tables.KeptStanding).columns)
_WORKSPACE = table_of(tables.Workspace)
_RULE_NAMES = (
    *("zone", "working_days", "reminder_at", "grace_working_days", "on_track_gap", "at_risk_gap"),
    *("on_track_word", "at_risk_word", "off_track_word", "holiday_calendar", "days_off"),
)
_PlainRules = namedtuple("_PlainRules", _RULE_NAMES)  # type: ignore[misc]  # its fields are named above
_rules = cast(Callable[[Iterable[Any]], tables.Workspace], _PlainRules._make)
_EVERYTHING = (
    everything(table_of(tables.TargetRecord), table_of(tables.KeptStanding))
    .join(_WORKSPACE, _WORKSPACE.c.id == _INDICATOR.c.workspace_id)
    .add_columns(*(_WORKSPACE.c[name] for name in _RULE_NAMES))
    .where(_INDICATOR.c.workspace_id == bindparam("workspace_id"), _INDICATOR.c.key == bindparam("key"))
    .order_by(table_of(tables.TargetRecord).c.id)
    .with_for_update(read=True, key_share=True, of=_INDICATOR)
)
# The weakest lock that planning's own (FOR UPDATE) heeds; adding a reading takes it anyway, for the foreign key.
_HOLD = (
    select(_INDICATOR.c.id)
    .where(_INDICATOR.c.id == bindparam("indicator_id"))
    .with_for_update(read=True, key_share=True)
)
_HOLD_READING = (
    select(table_of(tables.Reading).c.id)
    .where(table_of(tables.Reading).c.id == bindparam("reading_id"))
    .with_for_update(key_share=True)
)
_IN_PERIOD = _in_period()
_LATEST = _latest()
_DUE = table_of(tables.DueReading)
_OPEN_ROWS = _of_indicator(_DUE).where(_DUE.c.state.in_(OPEN)).order_by(_DUE.c.period_first_on)
_ADD = table_of(tables.Reading).insert()
_MARK_DUE = (
    _DUE.update()
    .where(_DUE.c.id == bindparam("due_id"))
    .values(state=bindparam("new_state"), settled_at=bindparam("at"))
)
_REFRESH_REMINDERS = _refresh_reminders()
