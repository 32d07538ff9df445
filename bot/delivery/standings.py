"""Seeing to it that what is kept of how indicators stand is what their histories say."""

import logging
from datetime import datetime

from sqlmodel import Session

from bot.actions import standings
from bot.delivery.settings import DeliverySettings
from bot.deps import Deps
from storage import indicators

log = logging.getLogger(__name__)

_AT_ONCE = 50
"""Histories gone through in one transaction: the one writer is not to be held up for long."""


def mend(session: Session, *, now: datetime, settings: DeliverySettings) -> int:
    """Work out a batch of what is out of date: all of it after an upgrade, later what another program changed."""
    mended = standings.mend(session, limit=min(_AT_ONCE, settings.planning_batch), now=now)
    if mended:
        log.warning("worked out anew how %d indicators stand: their records had changed without it", mended)
    return mended


class Checks:
    """Compares a few of the kept standings with their histories each time, and all of them by and by."""

    def __init__(self) -> None:
        self._after_id = 0

    async def go_on(self, deps: Deps) -> None:
        """Compare the next few. What disagrees is said to the operator, and worked out again."""
        read, run = deps.database.read_at_leisure, deps.database.run
        numbers = await read(indicators.numbers_after, self._after_id, limit=_AT_ONCE)
        self._after_id = numbers[-1] if len(numbers) == _AT_ONCE else 0
        wrong = await read(standings.disagreeing, numbers)
        if wrong:
            log.error("indicators %s stand otherwise than was kept; worked out again. Was the database changed?", wrong)
            await run(standings.work_out, wrong, now=deps.clock())
