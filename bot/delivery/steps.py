"""The planning steps, in the one order in which the heartbeat, the forecast and the tests' timeline run them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from sqlmodel import Session

from bot.delivery import (
    clocks,
    digests,
    handovers,
    missing,
    outages,
    planning,
    previews,
    proposals,
    resuming,
    standing_in,
    standings,
)
from bot.delivery.settings import DeliverySettings


class Step(Protocol):
    """One transaction over at most a batch of what is to be done by now; answers how many it dealt with."""

    def __call__(self, session: Session, *, now: datetime, settings: DeliverySettings) -> int: ...


PLANNING: tuple[Step, ...] = (
    clocks.mend_traces,
    standings.mend,
    resuming.end_pauses,
    handovers.let_take_effect,
    handovers.let_go_back,
    planning.plan_due_readings,
    standing_in.let_stand_in,
    planning.plan_reminders,
    digests.plan_digests,
    planning.mark_missed,
    missing.plan_notes,
    previews.plan_previews,
    proposals.plan_proposals,
    outages.tell_administrators,
)


def foresee(session: Session, *, now: datetime, settings: DeliverySettings) -> Iterator[Step]:
    """Run every step to its end in this session, as a forecast needs it; answers each as it is done.

    How indicators stand, and what reminders already sent should say, is left as it was: nothing is shown or edited.
    """
    for step in PLANNING:
        if step is standings.mend:
            continue
        run = planning.mark_missed_untold if step is planning.mark_missed else step
        while run(session, now=now, settings=settings) >= settings.planning_batch:
            pass
        yield step
