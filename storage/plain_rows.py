"""Rows that read like the records of `storage.tables` and cannot be changed: the same attributes, at a tenth of the
time that building the records takes. For what is only read: people wait for it, or it is many.
"""

from collections import defaultdict, namedtuple
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, Select, Table, func, select
from sqlmodel import Session, SQLModel

from storage import tables
from storage.among import among
from storage.indicators import Described, as_described, with_resets
from storage.outcomes import Home
from storage.right_of_way import politely

Record = TypeVar("Record", bound=SQLModel)


def table_of(record: type[SQLModel]) -> Table:
    """The table of these records."""
    return cast(Table, record.__table__)  # type: ignore[attr-defined]  # SQLModel does not declare it


def plain(record: type[Record]) -> Callable[[Iterable[Any]], Record]:
    """Makes plain rows with the attributes of that record, from a row of all its columns."""
    return cast(Callable[[Iterable[Any]], Record], _row_of(record)._make)


@cache  # a class of its own takes longer to make than a hundred rows of it
def _row_of(record: type[SQLModel]) -> Any:
    return namedtuple(record.__name__, table_of(record).columns.keys())  # its fields are the table's


def describe(session: Session, indicator_ids: Collection[int]) -> dict[int, Described]:
    """As `storage.indicators.describe`, in plain rows. Two queries, and one where any is a counter."""
    asked = {"indicator_ids": list(indicator_ids)}
    rows = session.execute(_DESCRIBED_BY_ID, asked).all()
    targets: dict[int, list[tables.TargetRecord]] = defaultdict(list)
    for target in map(as_target, session.execute(_TARGETS, asked)):
        targets[target.indicator_id].append(target)
    described = with_resets(session, (described_by(row, targets) for row in politely(rows)))
    found = {each.indicator.id: each for each in described}
    return {number: found[number] for number in indicator_ids if number in found}


def homes_of(session: Session, outcome_ids: Collection[int]) -> dict[int, Home]:
    """As `storage.outcomes.homes_of`, in plain rows. One query."""
    rows = session.execute(_HOMES, {"outcome_ids": list(outcome_ids)}).all()
    return {home.outcome.id: home for home in (Home(*(make(row[cut]) for cut, make in _HOME_CUTS)) for row in rows)}


def described_by(row: Sequence[Any], targets: dict[int, list[tables.TargetRecord]]) -> Described:
    """What a row of `everything` says, with the targets of that indicator, by its number."""
    *described, baseline = (make(row[cut]) for cut, make in _CUTS)
    number: int = described[0].id
    return as_described((*described, baseline if baseline.id is not None else None), targets.get(number, ()))


def everything(*more: Any) -> Select[Any]:
    """Every column of what describes an indicator now, in the order of `described_by`, and more columns after them."""
    indicator, definition, ownership, _, outcome, home, channel, _, baseline = [table_of(part) for part in _PARTS]
    owner, accountable = table_of(tables.Person).alias(), table_of(tables.Person).alias()

    joined = (
        indicator.join(definition, _newest(definition, "indicator_id", indicator))
        .join(ownership, _newest(ownership, "indicator_id", indicator))
        .join(owner, owner.c.id == ownership.c.owner_id)
        .join(outcome, outcome.c.id == indicator.c.outcome_id)
        .join(home, _newest(home, "outcome_id", outcome))
        .join(channel, channel.c.id == home.c.channel_id)
        .join(accountable, accountable.c.id == home.c.accountable_id)
        .outerjoin(baseline, _newest(baseline, "indicator_id", indicator))
    )
    for further in more:
        joined = joined.outerjoin(further, further.c.indicator_id == indicator.c.id)
    parts = (indicator, definition, ownership, owner, outcome, home, channel, accountable, baseline)
    return select(*parts, *more).select_from(joined)


def _newest(table: Table, column: str, parent: Table) -> ColumnElement[bool]:
    inner = table.alias()
    greatest = select(func.max(inner.c.id)).where(inner.c[column] == parent.c.id).scalar_subquery()
    return table.c.id == greatest


def _homes() -> Select[Any]:
    outcome, home, channel, accountable = [table_of(part) for part in _HOME_PARTS]
    joined = (
        outcome.join(home, _newest(home, "outcome_id", outcome))
        .join(channel, channel.c.id == home.c.channel_id)
        .join(accountable, accountable.c.id == home.c.accountable_id)
    )
    return select(outcome, home, channel, accountable).select_from(joined).where(among(outcome.c.id, "outcome_ids"))


_PARTS = (
    tables.Indicator,
    tables.IndicatorDefinition,
    tables.Ownership,
    tables.Person,
    tables.Outcome,
    tables.OutcomeDefinition,
    tables.Channel,
    tables.Person,
    tables.Baseline,
)


_HOME_PARTS = (tables.Outcome, tables.OutcomeDefinition, tables.Channel, tables.Person)


def _cuts(parts: Iterable[type[SQLModel]]) -> Iterator[tuple[slice, Callable[[Iterable[Any]], Any]]]:
    start = 0
    for record in parts:
        end = start + len(table_of(record).columns)
        yield slice(start, end), plain(record)
        start = end


_CUTS, _HOME_CUTS = tuple(_cuts(_PARTS)), tuple(_cuts(_HOME_PARTS))
END = _CUTS[-1][0].stop
"""Where the columns of what describes an indicator end."""
as_target = plain(tables.TargetRecord)
_INDICATOR, _TARGET = table_of(tables.Indicator), table_of(tables.TargetRecord)
# Built once: putting such a statement together takes longer than running it.
_HOMES = _homes()
_DESCRIBED_BY_ID = everything().where(among(_INDICATOR.c.id, "indicator_ids"))
_TARGETS = select(_TARGET).where(among(_TARGET.c.indicator_id, "indicator_ids")).order_by(_TARGET.c.id)
