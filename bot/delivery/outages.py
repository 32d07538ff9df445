"""Downtime of our own: noticed at the first beat after it, so that nobody pays for it."""

import time
from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from bot.delivery.digests import LATE
from bot.delivery.reminders import PRIORITIES
from bot.delivery.settings import DeliverySettings
from bot.domain.calendar import local_day
from bot.results.names import Viewer
from bot.views import operator as operator_view
from storage import outbox
from storage.heartbeat import locked_heartbeat
from storage.tables import DigestRun, Heartbeat, Message, Outage, Person

_LONG = timedelta(days=1)


class Beats:
    """This process's own sense of time going by.

    A clock that was set forward is no downtime: only the first beat of a process, or one after a real stretch
    without any (the machine slept), may find an outage.
    """

    def __init__(self) -> None:
        self._last: float | None = None

    def real_gap(self, settings: DeliverySettings) -> bool:
        """Whether this process has not beaten for a while, or ever; the next beat starts from here."""
        before, self._last = self._last, _steady()
        return before is None or self._last - before > settings.late_from.total_seconds()

    def seconds_since(self) -> float | None:
        """How long ago the last beat was; None before the first."""
        return None if self._last is None else _steady() - self._last


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


def tell_administrators(session: Session, *, now: datetime) -> None:
    """After more than a day of downtime: one message to each administrator about what came late, merged or not
    at all.

    Looked at in every round for a day, since the process that noticed may have died before it could say so; the
    key keeps it to one message.
    """
    for outage in session.exec(select(Outage).where(col(Outage.ended_at) > now - _LONG)).all():
        if outage.ended_at - outage.began_at > _LONG:
            _tell_of(session, outage, now=now)


def _tell_of(session: Session, outage: Outage, *, now: datetime) -> None:
    for admin in session.exec(
        select(Person).where(col(Person.is_admin).is_(True), col(Person.is_deactivated).is_(False))
    ):
        outbox.enqueue(
            session,
            workspace_id=admin.workspace_id,
            key=f"outage:{outage.id}:{admin.user_id}",
            now=now,
            kind="operator",
            priority=PRIORITIES["operator"],
            person_id=admin.id,
            planned_for=now,
            error=operator_view.was_away(
                Viewer(admin.locale, admin.zone, local_day(now, admin.zone)),
                began_at=outage.began_at,
                ended_at=outage.ended_at,
                late_reminders=_late(session, admin.workspace_id, "reminder", outage),
                late_digests=_late(session, admin.workspace_id, "digest", outage),
                dropped_digests=_dropped(session, admin.workspace_id, outage),
            ),
        )


def _late(session: Session, workspace_id: int, kind: str, outage: Outage) -> int:
    return session.exec(
        select(func.count())
        .select_from(Message)
        .where(
            Message.workspace_id == workspace_id,
            Message.kind == kind,
            col(Message.planned_for) <= outage.ended_at,
            col(Message.created_at) >= outage.ended_at,
        )
    ).one()


def _dropped(session: Session, workspace_id: int, outage: Outage) -> int:
    return session.exec(
        select(func.count())
        .select_from(DigestRun)
        .where(
            DigestRun.workspace_id == workspace_id,
            DigestRun.skipped_because == LATE,
            col(DigestRun.nominal_on) >= outage.began_at.date(),
        )
    ).one()


def _steady() -> float:
    """Seconds that pass even while the machine sleeps, where the system can tell."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))
