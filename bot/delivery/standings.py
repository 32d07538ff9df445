"""Seeing to it that what is kept of how indicators stand is what their histories say."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from bot.actions import standings
from bot.delivery.settings import DeliverySettings
from bot.deps import Deps
from storage import indicators, workspaces
from storage import standings as rows
from storage.announcing import savepoint
from storage.db import Database

log = logging.getLogger(__name__)

_AT_ONCE = 50
"""Histories gone through in one transaction: the one writer is not to be held up for long."""


def mend(session: Session, *, now: datetime, settings: DeliverySettings) -> int:
    """Work out a batch of what is out of date: all of it after an upgrade, later what another program changed."""
    numbers = standings.take_out_of_date(session, limit=min(_AT_ONCE, settings.planning_batch))
    if not numbers:
        return 0
    failed = _by_itself(session, numbers, lambda some: standings.work_out(session, some, now=now))
    rows.set_aside(session, failed)
    log.warning("worked out anew how %d indicators stand: their records had changed without it", len(numbers))
    return len(numbers)


def _by_itself(session: Session, numbers: Sequence[int], work: Callable[[Sequence[int]], object]) -> list[int]:
    """Do the work for all of these indicators together; where it fails, for one after the other. Answers those for
    which it failed; the log says why.
    """
    try:
        with savepoint(session):
            work(numbers)
    except DBAPIError:
        raise
    except Exception:
        if len(numbers) == 1:
            log.exception("nobody can tell how indicator %s stands", numbers[0])
            return list(numbers)
        return [each for number in numbers for each in _by_itself(session, [number], work)]
    return []


class Checks:
    """Compares a few of the kept standings with their histories each time, and all of them by and by."""

    def __init__(self) -> None:
        self._after_id = 0

    async def go_on(self, deps: Deps) -> None:
        """Compare the next few, and see that all go by the present rules. What disagrees is said to the operator, and
        worked out again.
        """
        await deps.database.run(_see_to_rules)
        numbers, wrong = await deps.database.read_at_leisure(_compared, self._after_id)
        self._after_id = numbers[-1] if len(numbers) == _AT_ONCE else 0
        if wrong:
            log.error("indicators %s stand otherwise than was kept; worked out again. Was the database changed?", wrong)
            await deps.database.run(standings.work_out, wrong, now=deps.clock())


def check_all(database: Database, *, mend_at: datetime | None = None) -> tuple[int, list[str]]:
    """Compare every kept standing with its history: how many there are, and the keys of those that disagree. With
    `mend_at` these are worked out again, as of then.
    """
    count, wrong, after_id = 0, list[str](), 0
    while True:
        numbers, disagreeing = database.read_here(_compared, after_id)
        count += len(numbers)
        if disagreeing:
            wrong += sorted(database.read_here(indicators.keys_of, disagreeing).values())
        if disagreeing and mend_at is not None:
            database.run_here(standings.work_out, disagreeing, now=mend_at)
        if len(numbers) < _AT_ONCE:
            return count, wrong
        after_id = numbers[-1]


def _see_to_rules(session: Session) -> None:
    standings.outdate_by_rules(session, workspaces.every_id(session))


def _compared(session: Session, after_id: int) -> tuple[list[int], list[int]]:
    """The next indicators by number, and those of them whose kept standing is wrong."""
    numbers, wrong = indicators.numbers_after(session, after_id, limit=_AT_ONCE), list[int]()
    if numbers:
        _by_itself(session, numbers, lambda some: wrong.extend(standings.disagreeing(session, some)))
    return numbers, wrong
