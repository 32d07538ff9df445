"""Downtime of our own: noticed at the first beat after it, so that nobody pays for it."""

import time
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.delivery import notices
from bot.delivery.clock_trust import Trust
from bot.delivery.settings import DeliverySettings
from storage import schedule, workspaces
from storage.heartbeat import locked_heartbeat
from storage.tables import Heartbeat, Outage

_LONG = timedelta(days=1)


class Beats:
    """This process's own sense of time going by.

    A clock that was set forward is no downtime: only the first beat of a process, or one after a real stretch
    without any (the machine slept), may find an outage.
    """

    def __init__(self) -> None:
        self.trust = Trust()
        self._last: float | None = None
        self._seen: float | None = None

    def real_gap(self, settings: DeliverySettings) -> bool:
        """Whether this process has not beaten for a while, or ever; the next beat starts from here."""
        self.go_on()
        before, self._last = self._last, self._seen
        assert self._last is not None
        return before is None or self._last - before > settings.late_from.total_seconds()

    def seconds_since(self) -> float | None:
        """How long ago the last beat was, or the last round that could not have one; None before the first."""
        return None if self._seen is None else _steady() - self._seen

    def go_on(self) -> None:
        """This process lives, though nothing is planned."""
        self._seen = _steady()


def beat(session: Session, *, real_gap: bool, now: datetime, settings: DeliverySettings) -> Outage | None:
    """Say that we are alive at `now`; answers the outage that has just ended, if there was one. Of several
    processes that start after it one alone finds it.
    """
    heartbeat = locked_heartbeat(session, now=now)
    outage = _note_gap(session, heartbeat, now=now, settings=settings) if real_gap else None
    heartbeat.beat_at = max(now, heartbeat.beat_at)
    session.add(heartbeat)
    return outage


def suppose_start(session: Session, *, now: datetime, settings: DeliverySettings) -> None:
    """For a forecast: as if a process started at `now`, if none is alive. Those that are need not wait for it."""
    heartbeat = session.get(Heartbeat, 1)
    if heartbeat is not None:
        _note_gap(session, heartbeat, now=now, settings=settings)


def _note_gap(session: Session, heartbeat: Heartbeat, *, now: datetime, settings: DeliverySettings) -> Outage | None:
    if now - heartbeat.beat_at <= settings.late_from:
        return None
    outage = Outage(began_at=heartbeat.beat_at, ended_at=now)
    session.add(outage)
    session.flush()
    return outage


def tell_administrators(session: Session, *, now: datetime, settings: DeliverySettings) -> int:
    """After more than a day of downtime: one message to each administrator of a workspace that it touched, about what
    came late, merged or not at all.

    By whichever process comes first: the one that noticed may have died before it could say so.
    """
    outages = schedule.untold_outages(session, since=now - _LONG, limit=settings.planning_batch)
    for outage in outages:
        if outage.ended_at - outage.began_at > _LONG:
            for workspace_id in workspaces.touched_by(session, outage):
                notices.was_away(session, outage, workspace_id=workspace_id, now=now)
        outage.told_at = now
        session.add(outage)
    return len(outages)


def _steady() -> float:
    """Seconds that pass even while the machine sleeps, where the system can tell."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))
