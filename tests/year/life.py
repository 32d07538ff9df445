"""One process's life as in `tests.delivery.timeline`, with a Slack that keeps every version of every message, and with
processes that die, answers that are lost, and hours in which nothing runs.
"""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlmodel import Session, col, select

from bot.delivery import outages, outbox, read_back, refreshing, results
from bot.delivery.outbox import Held
from bot.delivery.rendering import Withdrawn
from bot.delivery.settings import DeliverySettings
from bot.delivery.steps import PLANNING
from bot.domain.events import NotReminded, ReadingMissed
from bot.domain.messages import Failure, FailureCode
from storage import messages, schedule
from storage.announcing import announced
from storage.db import Database
from storage.tables import DueReading, Indicator, MessageItem, Person
from tests.delivery.timeline import Timeline
from tests.year.ledger import PINGS, Ledger, Posted, Version

UNHURRIED = replace(
    DeliverySettings(), workspace_every=timedelta(0), channel_every=timedelta(0), claim_batch=50, planning_batch=500
)
"""What is sent and when is of interest here, and not how fast Slack takes it."""
_NOT_KNOWN = results.Unclear(Failure(FailureCode.NO_ANSWER))


@dataclass
class Life(Timeline):
    """The bot, from one instant at which there is something to do to the next, and what Slack has of it."""

    ledger: Ledger = field(default_factory=lambda: Ledger(datetime.min.replace(tzinfo=UTC)))
    on_ping: Callable[[Posted], None] = lambda _post: None
    settings: DeliverySettings = UNHURRIED
    mishaps: list[str] = field(default_factory=list)
    """What befalls the next messages: "dies first", "dies after", "lost", "unheard"."""
    _by_key: dict[str, Posted] = field(default_factory=dict)
    _by_ts: dict[str, Posted] = field(default_factory=dict)
    _struck: set[str] = field(default_factory=set)

    def on_a_copy(self, file: Path) -> "Life":
        """The same life over a copy of its records in this file: what happens there happens only there."""
        with closing(sqlite3.connect(self.database.path or "")) as records:
            records.execute("VACUUM INTO ?", [str(file)])
        by_key, ledger = deepcopy(self._by_key), Ledger(self.now)
        by_ts = {each.ts: each for each in by_key.values()}
        return Life(opened(f"sqlite:///{file}"), self.now, ledger=ledger, _by_key=by_key, _by_ts=by_ts)

    def until(self, instant: datetime) -> None:
        """Live through everything that is to be done by then."""
        while True:
            to_plan, to_send = self.database.read_here(_next_instants)
            upcoming = min((each for each in (to_plan, to_send) if each is not None), default=None)
            if upcoming is None or max(upcoming, self.now) > instant:
                break
            if upcoming <= self.now - timedelta(minutes=5):
                self.now += timedelta(minutes=1)  # something waits: for a lease to lapse, or to be looked for again
            self.now = max(self.now, upcoming)
            if to_plan is not None and to_plan <= self.now:
                self.plan()
            self.send()
        self.now = max(self.now, instant)

    def sleeps_until(self, instant: datetime) -> None:
        """Nothing runs until then; then a process starts."""
        self.beat(started=False)
        self.ledger.down.append((self.now, instant))
        self.now = instant
        self.beat(started=True)
        self.plan()
        self.send()

    def beat(self, *, started: bool) -> None:
        """Be alive now."""
        self.database.run_here(outages.beat, real_gap=started, now=self.now, settings=self.settings)

    def plan(self, *, started: bool = False) -> None:
        """Plan as of now, every step to its end."""
        missed, held_back = self.database.run_here(_plan_all, started=started, now=self.now, settings=self.settings)
        self.ledger.held_back += held_back
        self.ledger.missed += [(self.now, key, period) for key, period in missed]
        self.note_hands()

    def note_hands(self) -> None:
        """Write down of whom what is due is asked now."""
        for of, who in self.database.read_here(_asked_of):
            hands = self.ledger.asked_of.setdefault(of, [])
            if not hands or hands[-1][1] != who:
                hands.append((self.now, who))

    def send(self) -> None:
        """Send what is ready, look for what may have arrived, and edit what has changed."""
        run = self.database.run_here
        run(outbox.recover, now=self.now, settings=self.settings)
        for doubted in run(read_back.claim_unknown, now=self.now, settings=self.settings):
            self._look_for(doubted)
        while claimed := self.claim():
            for each in claimed:
                self.deliver(each)
        while edits := run(refreshing.claim, now=self.now, settings=self.settings):
            for edit in edits:
                self._edit(edit)

    def deliver(self, claimed: Held) -> None:
        """Slack takes it, if it still has something to say, unless something befalls it."""
        # Not to one message again and again: after three times it is given up, which counts as asked.
        is_spared = claimed.key in self._struck
        mishap = self.mishaps.pop() if self.mishaps and not is_spared else ""
        if mishap:
            self._struck.add(claimed.key)
            self.ledger.trouble.append(self.now)
        if mishap == "dies first":
            return
        drawn = self.draw(claimed)
        if drawn is None:
            return
        sent: results.Result = _NOT_KNOWN
        if mishap != "lost":
            sent = self._post(claimed, drawn.content)
        if mishap == "dies after":
            return
        if mishap == "unheard":
            sent = _NOT_KNOWN
        self.database.run_here(outbox.record_result, claimed, sent, now=self.now, settings=self.settings)
        if mishap != "lost":
            self._tell(self._by_key[claimed.key])

    def _post(self, claimed: Held, content: Any) -> results.Sent:
        ts = f"{self.now.timestamp():.0f}.{claimed.message_id:06d}"
        to = claimed.user_id or claimed.channel or "?"
        names = self.database.read_here(_named_by, claimed.message_id) if claimed.kind in PINGS else {}
        version = _version(content, self.now)
        posted = Posted(claimed.key, claimed.kind, to, ts, self.now, claimed.thread_ts, names, [version])
        assert claimed.key not in self._by_key, f"{claimed.key} was posted twice"
        self._by_key[claimed.key] = self._by_ts[ts] = posted
        self.ledger.posted.append(posted)
        return results.Sent(claimed.channel or f"D{to}", ts)

    def _tell(self, posted: Posted) -> None:
        if posted.kind in PINGS:
            self.on_ping(posted)

    def _look_for(self, doubted: Held) -> None:
        there = self._by_key.get(doubted.key)
        if there is None:
            self.database.run_here(read_back.absent, doubted, now=self.now, settings=self.settings)
            return
        place = doubted.channel or f"D{there.to}"
        self.database.run_here(read_back.found, doubted, channel=place, ts=there.ts, now=self.now)
        self._tell(there)

    def _edit(self, edit: refreshing.Edit) -> None:
        content = self.database.read_here(refreshing.render, edit, now=self.now, settings=self.settings)
        assert content is not None, f"{edit.key} cannot be put together"
        posted, answer = self._by_ts[edit.ts], results.Sent(edit.channel, edit.ts)
        if isinstance(content, Withdrawn):
            posted.deleted_at = self.now
            self.database.run_here(refreshing.record_result, edit, results.Gone(), now=self.now)
            return
        posted.versions.append(_version(content, self.now))
        self.database.run_here(refreshing.record_result, edit, answer, now=self.now)


def _next_instants(session: Session) -> tuple[datetime | None, datetime | None]:
    return schedule.next_to_plan(session), messages.next_instant(session)


def _plan_all(
    session: Session, *, started: bool, now: datetime, settings: DeliverySettings
) -> tuple[list[tuple[str, str]], list[tuple[datetime, str, str]]]:
    """All steps in one unit of work, which is quicker; each finds the records as if it began one. Answers what was
    missed by them, and who was not asked.
    """
    outages.beat(session, real_gap=started, now=now, settings=settings)
    for step in PLANNING:
        session.flush()
        session.expunge_all()
        while step(session, now=now, settings=settings) >= settings.planning_batch:
            pass
    session.flush()
    numbers = [each.due_id for each in announced(session) if isinstance(each, ReadingMissed)]
    not_reminded = [each for each in announced(session) if isinstance(each, NotReminded)]
    held_back = [(each.at, session.get_one(Person, each.person_id).user_id, str(each.reason)) for each in not_reminded]
    return list(_periods_of(session, numbers).values()), held_back


def _periods_of(session: Session, due_ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    if not due_ids:
        return {}
    rows = session.exec(
        select(DueReading.id, Indicator.key, DueReading.period_key)
        .join(Indicator, col(Indicator.id) == DueReading.indicator_id)
        .where(col(DueReading.id).in_(due_ids))
    )
    return {number: (key, period) for number, key, period in rows}


def _asked_of(session: Session) -> list[tuple[tuple[str, str], str]]:
    rows = session.exec(
        select(Indicator.key, DueReading.period_key, Person.user_id)
        .select_from(DueReading)
        .join(Indicator, col(Indicator.id) == DueReading.indicator_id)
        .join(Person, col(Person.id) == DueReading.owner_id)
        .where(DueReading.state == "due")
    )
    return [((key, period), user_id) for key, period, user_id in rows]


def _named_by(session: Session, message_id: int) -> dict[tuple[str, str], int]:
    items = select(MessageItem.due_reading_id).where(MessageItem.message_id == message_id)
    return {of: number for number, of in _periods_of(session, list(session.exec(items))).items()}


def _version(content: Any, now: datetime) -> Version:
    texts: list[str] = []
    buttons: list[str] = []
    for block in content["blocks"]:
        if block["type"] == "actions":
            buttons += [each["action_id"] for each in block["elements"]]
        elif block["type"] == "context":
            texts += [each["text"] for each in block["elements"]]
        elif "text" in block:  # tables and charts say in the message's own text what they show
            texts.append(block["text"]["text"])
            if accessory := block.get("accessory"):
                buttons.append(accessory["action_id"])
    return Version(now, "\n".join(texts), tuple(buttons))


def opened(url: str) -> Database:
    """A database without waiting for a disk: what is lost with the machine is lost with the test."""
    database = Database(url)

    @event.listens_for(database.engine, "connect")
    def _hasty(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA synchronous = OFF")

    return database
