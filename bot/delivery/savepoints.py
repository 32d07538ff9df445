"""Each row of a batch by itself: one that cannot be dealt with does not hold up the others."""

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import TypeVar

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from storage.announcing import savepoint
from storage.tables import DigestSubscription, HandoverRecord, Indicator, Message, Outcome, Person

Row = TypeVar("Row", DigestSubscription, HandoverRecord, Indicator, Message, Outcome, Person)
T = TypeVar("T")

PUT_OFF_FOR = timedelta(minutes=15)

log = logging.getLogger(__name__)


def all_in_savepoint(
    session: Session, rows: Sequence[Row], work: Callable[[Sequence[Row]], list[T]], *, put_off: Callable[[Row], None]
) -> list[T]:
    """What `work` answers for all of these rows together. Where it raises, for one after the other, so that only what
    it fails for is put off: see `each_in_savepoint`.
    """
    if not rows:  # most rounds find nothing, and should cost no more than that
        return []
    try:
        with savepoint(session):
            return work(rows)
    except DBAPIError:
        raise
    except Exception:  # noqa: BLE001  # it is found and logged below
        found = each_in_savepoint(session, rows, lambda row: work([row]), put_off=put_off)
        return [each for of_one in found for each in of_one]


def each_in_savepoint(
    session: Session, rows: Iterable[Row], work: Callable[[Row], T], *, put_off: Callable[[Row], None]
) -> list[T]:
    """What `work` answers for each row. Where it raises, what it did to that row is undone, the fault is logged for the
    operator, and the row is put off.

    Trouble of the database itself rises: the whole unit of work is run again then.
    """
    done: list[T] = []
    for row in rows:
        try:
            with savepoint(session):
                done.append(work(row))
        except DBAPIError:
            raise
        except Exception:  # whatever is wrong with one row, the next ones have a right to their turn
            session.refresh(row)
            log.exception("%s %s could not be dealt with and is put off", row.__tablename__, row.id)
            put_off(row)
            session.add(row)
    return done
