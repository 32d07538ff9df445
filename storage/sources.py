"""Systems from which readings are fetched: tried, used, ended, and when each is asked next."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from storage.inserting import insert_once
from storage.tables import Service, SourceRecord

IS_USED = (col(SourceRecord.used_since).is_not(None), col(SourceRecord.ended_at).is_(None))
"""Of an indicator, at most one row is."""


def used_by(session: Session, indicator_ids: Collection[int]) -> dict[int, SourceRecord]:
    """The source of each of these indicators that has one. One query."""
    wanted = select(SourceRecord).where(col(SourceRecord.indicator_id).in_(indicator_ids), *IS_USED)
    return {row.indicator_id: row for row in session.exec(wanted)}


def held(session: Session, number: int, *, workspace_id: int) -> SourceRecord | None:
    """This source as it is now; whoever else would change it waits until this transaction is over."""
    wanted = select(SourceRecord).where(SourceRecord.id == number, SourceRecord.workspace_id == workspace_id)
    return session.exec(wanted.with_for_update().execution_options(populate_existing=True)).first()


def used(session: Session, indicator_id: int) -> SourceRecord | None:
    """The source of this indicator, held as above."""
    wanted = select(SourceRecord).where(SourceRecord.indicator_id == indicator_id, *IS_USED)
    return session.exec(wanted.with_for_update().execution_options(populate_existing=True)).first()


def only_tried(session: Session, indicator_id: int, *, by_id: int) -> Sequence[SourceRecord]:
    """What this person has tried for the indicator and not used."""
    wanted = select(SourceRecord).where(
        SourceRecord.indicator_id == indicator_id,
        SourceRecord.made_by_id == by_id,
        col(SourceRecord.used_since).is_(None),
    )
    return session.exec(wanted).all()


def forget_tried_before(session: Session, instant: datetime) -> None:
    """Forget what was tried before then and never used, its secret included."""
    session.execute(
        delete(SourceRecord).where(col(SourceRecord.used_since).is_(None), col(SourceRecord.made_at) < instant)
    )


def to_ask(session: Session, *, now: datetime, limit: int) -> Sequence[SourceRecord]:
    """Sources whose time has come, oldest first."""
    come = select(SourceRecord).where(col(SourceRecord.next_try_at) <= now)
    return session.exec(come.order_by(col(SourceRecord.next_try_at), col(SourceRecord.id)).limit(limit)).all()


def claim(session: Session, source: SourceRecord, *, next_try_at: datetime) -> bool:
    """Have it be ours to ask, and asked once more then unless something comes of it; whether nobody was faster. One
    statement.
    """
    claimed = session.execute(
        update(SourceRecord)
        .where(
            col(SourceRecord.id) == source.id,
            col(SourceRecord.next_try_at) == source.next_try_at,
            col(SourceRecord.tries) == source.tries,
        )
        .values(next_try_at=next_try_at, tries=source.tries + 1)
        .execution_options(synchronize_session=False)
    )
    return bool(claimed.rowcount)  # type: ignore[attr-defined]  # a cursor result


def service_called(session: Session, name: str, *, workspace_id: int, by_id: int, now: datetime) -> Service:
    """The service of that name, made where there is none."""
    insert_once(session, Service(workspace_id=workspace_id, name=name, created_at=now, created_by_id=by_id))
    return session.exec(select(Service).where(Service.workspace_id == workspace_id, Service.name == name)).one()
