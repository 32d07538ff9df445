"""Indicators that are made of others: what is above and below what, by the newest definitions."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import Table, delete
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from storage.among import among
from storage.inserting import insert_rows_once
from storage.tables import Indicator, Reading, Retraction, WholePart, Workspace

_PARTS: Table = WholePart.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it
_ABOVE = sql_select(_PARTS.c.whole_id, _PARTS.c.part_id).where(among(_PARTS.c.part_id, "numbers"))
_BELOW = sql_select(_PARTS.c.whole_id, _PARTS.c.part_id).where(among(_PARTS.c.whole_id, "numbers"))


def all_above(session: Session, part_ids: Collection[int]) -> dict[int, set[int]]:
    """Every whole that one of these is a part of, directly or through others, with those of its parts that lead there.
    One query where there is none, and one for each level.
    """
    found: dict[int, set[int]] = defaultdict(set)
    numbers = set(part_ids)
    while numbers:
        higher = set()
        for whole_id, part_id in session.execute(_ABOVE, {"numbers": list(numbers)}):
            if whole_id not in found:
                higher.add(whole_id)
            found[whole_id].add(part_id)
        numbers = higher
    return dict(found)


def all_below(session: Session, whole_ids: Collection[int]) -> dict[int, set[int]]:
    """Of each of these that is a whole, and of each whole below it, the parts. One query where there is none, and one
    for each level.
    """
    found: dict[int, set[int]] = defaultdict(set)
    numbers = set(whole_ids)
    while numbers:
        lower = set()
        for whole_id, part_id in session.execute(_BELOW, {"numbers": list(numbers)}):
            found[whole_id].add(part_id)
            lower.add(part_id)
        numbers = lower - found.keys()
    return dict(found)


def ordinary_below(whole_id: int, parts_of: Mapping[int, Collection[int]]) -> set[int]:
    """The ordinary indicators of which a whole is made in the end, by what `all_below` answers."""
    waiting, found, seen = [whole_id], set(), set()
    while waiting:
        number = waiting.pop()
        if number in seen:
            continue
        seen.add(number)
        if number in parts_of:
            waiting += parts_of[number]
        else:
            found.add(number)
    return found


def of_workspace(session: Session, workspace_id: int) -> dict[int, set[int]]:
    """The parts of every whole in a workspace."""
    found: dict[int, set[int]] = defaultdict(set)
    for row in session.exec(select(WholePart).where(WholePart.workspace_id == workspace_id)):
        found[row.whole_id].add(row.part_id)
    return dict(found)


def replace(session: Session, whole_id: int, part_ids: Iterable[int], *, workspace_id: int) -> None:
    """Have the indicator be made of these, and of nothing else."""
    session.execute(delete(_PARTS).where(_PARTS.c.whole_id == whole_id))
    rows = [{"whole_id": whole_id, "part_id": part_id, "workspace_id": workspace_id} for part_id in part_ids]
    if rows:
        insert_rows_once(session, _PARTS, rows)


def hold_workspace(session: Session, workspace_id: int) -> None:
    """Have whoever else would make a whole in this workspace wait until we are done: two of them together could close a
    loop that neither sees. SQLite has one writer and ignores it.
    """
    session.exec(select(Workspace.id).where(Workspace.id == workspace_id).with_for_update(key_share=True)).one()


def hold(session: Session, whole_ids: Collection[int]) -> None:
    """Have whoever else would work these out wait until we are done: of two parts that come in together the later one
    has to see the other. SQLite has one writer and ignores it.
    """
    wanted = select(Indicator.id).where(col(Indicator.id).in_(whole_ids)).order_by(col(Indicator.id))
    session.exec(wanted.with_for_update(key_share=True)).all()


def worked_out(session: Session, indicator_id: int, first_on: date) -> Sequence[int]:
    """Every reading of the period that begins on this day that was worked out and not taken back, superseded or not."""
    taken_back = select(Retraction.id).where(Retraction.reading_id == Reading.id).exists()
    rows = select(Reading.id).where(
        Reading.indicator_id == indicator_id,
        Reading.period_first_on == first_on,
        col(Reading.came_from).is_not(None),
        ~taken_back,
    )
    return session.exec(rows.order_by(col(Reading.id))).all()


def retracted_by(session: Session, reading_ids: Collection[int]) -> dict[int, int]:
    """Who took each of these readings back, by the reading's number."""
    rows = select(Retraction.reading_id, Retraction.made_by_id).where(col(Retraction.reading_id).in_(reading_ids))
    return dict(session.exec(rows).all())
