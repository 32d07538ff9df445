"""Moving the clock, and the bot with it: nothing that falls due on the way is jumped over."""

import asyncio
import contextlib
from datetime import datetime, timedelta

from bot.app import Parts
from bot.delivery import rounds
from bot.playground import Playground
from storage import schedule
from storage.messages import is_any_being_sent

_PATIENCE = 5.0
"""Real seconds for what people have just asked for; the bot answers within three or not at all."""
_MOST_BREATHS = 10
"""Somebody who never stops typing does not stop the clock."""
_STUCK_FOR = timedelta(minutes=15)
"""How far to go on when something stays due although a round was made: it would hold the clock for ever."""


class Travel:
    """Takes the playground's clock through time, stopping at each instant at which the bot has something to do.

    One jump to the end would look to the bot like having slept: late reminders, one digest for many. Whoever does
    something meanwhile gets the answer at the hour at which they did it: after it time rests for `breath` real seconds.
    """

    def __init__(self, playground: Playground, parts: Parts, *, breath: float = 0.0) -> None:
        self._playground, self._parts = playground, parts
        self._breath = breath
        self._answered = 0
        self._under_way = asyncio.Lock()

    async def to(self, instant: datetime) -> None:
        """Be at `instant`, with everything sent that was to be sent until then. Times gone by change nothing."""
        async with self._under_way:
            clock = self._playground.clock
            # Held on the way: what is due at nine carries nine as its time, however long the sending takes.
            with clock.held():
                await self._work()
                while (stop := await self._next_stop(instant)) > clock.now():
                    await self._let_people_finish()
                    clock.set(stop)
                    await self._work()

    async def _next_stop(self, last: datetime) -> datetime:
        """The next instant at which something is due, and no later than `last`."""
        due = await self._parts.deps.database.read_at_leisure(schedule.next_instant)
        now = self._playground.clock.now()
        if due is None:
            return last
        return min(due if due > now else now + _STUCK_FOR, last)

    async def _work(self) -> None:
        """Everything that this instant calls for, and nothing left on its way."""
        parts = self._parts
        await rounds.everything(parts.deps, parts.delivery, parts.heartbeat.beats)
        # The heartbeat beats on beside us. What it has claimed is its to send, and must arrive at this hour too.
        while await parts.deps.database.read_at_leisure(is_any_being_sent):  # noqa: ASYNC110  # a row tells nobody that it has changed
            await asyncio.sleep(0.01)

    async def _let_people_finish(self) -> None:
        """Wait for what was asked of the bot at this instant: an answer that comes half an hour later is refused."""
        world = self._playground.world
        for _ in range(_MOST_BREATHS):
            asked = len(self._playground.deliveries)
            if asked == self._answered:
                return
            self._answered = asked
            with contextlib.suppress(TimeoutError):
                await self._playground.wait_for(lambda: not world.courier.busy, timeout=_PATIENCE)
            # The bot goes on after it has acknowledged, to open a form or to replace a message.
            await asyncio.sleep(self._breath)
