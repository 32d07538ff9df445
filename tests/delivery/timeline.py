"""The rounds of delivery on real records, with a clock that goes from one known instant to the next.

Slack is left out: whatever is claimed counts as sent, unless the test says that it is not.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from bot.delivery import outages, outbox, refreshing, rendering, results
from bot.delivery.outbox import Confirmed, Held
from bot.delivery.rendering import Drawn, Withdrawn
from bot.delivery.settings import DeliverySettings
from bot.delivery.steps import PLANNING
from storage import schedule
from storage.db import Database
from storage.tables import DueReading, Indicator, Message, Person


@dataclass(frozen=True)
class Post:
    """What went out: `when` in UTC as a person would write it ("2026-03-30 08:00")."""

    when: str
    kind: str
    to: str
    text: str
    blocks: Sequence[Any] = field(default=(), compare=False)


@dataclass
class Timeline:
    """One process's life."""

    database: Database
    now: datetime
    settings: DeliverySettings = field(default_factory=DeliverySettings)
    posts: list[Post] = field(default_factory=list)
    edits: list[tuple[str, str]] = field(default_factory=list)
    """The key of each message that was edited, and what it says since."""
    withdrawn: list[str] = field(default_factory=list)
    """The keys of the messages that were taken away again."""

    def until(self, instant: datetime) -> None:
        """Live through everything that is to be done by then."""
        while self.now <= instant:
            self.round()
            upcoming = self.database.read_here(schedule.next_instant)
            if upcoming is None or upcoming > instant:
                break
            # What cannot be dealt with (a message of unknown fate, with no Slack to ask) stays in the past.
            self.now = upcoming if upcoming > self.now else self.now + timedelta(minutes=30)
        self.now = instant
        self.round()

    def wakes_at(self, instant: datetime) -> None:
        """Be down until then, start, and do what is to be done."""
        self.now = instant
        self.round(started=True)

    def round(self, *, started: bool = False) -> None:
        """Plan, send and edit as of now."""
        self.plan(started=started)
        while claimed := self.claim():
            for each in claimed:
                self.deliver(each)
        while edits := self.database.run_here(refreshing.claim, now=self.now, settings=self.settings):
            for edit in edits:
                edited = self.database.read_here(refreshing.render, edit, now=self.now, settings=self.settings)
                assert edited is not None
                answer: results.Result = results.Sent(edit.channel, edit.ts)
                if isinstance(edited, Withdrawn):
                    self.withdrawn.append(self.key_of(edit.message_id))
                    answer = results.Gone()
                else:
                    self.edits.append((self.key_of(edit.message_id), edited["text"]))
                self.database.run_here(refreshing.record_result, edit, answer, now=self.now)

    def plan(self, *, started: bool = False) -> None:
        """Plan as of now."""
        run = self.database.run_here
        run(outages.beat, real_gap=started, now=self.now, settings=self.settings)
        for step in PLANNING:
            run(step, now=self.now, settings=self.settings)

    def claim(self) -> list[Held]:
        """Take what is ready."""
        return self.database.run_here(outbox.claim, now=self.now, settings=self.settings)

    def draw(self, claimed: Held) -> Drawn | None:
        """What it says now; None where there is nothing left to say."""
        drawn = self.database.read_here(rendering.render_new, claimed.message_id, now=self.now, settings=self.settings)
        answer = self.database.run_here(outbox.confirm, claimed, drawn, now=self.now, settings=self.settings)
        assert answer is not Confirmed.CHANGED
        return drawn if answer is Confirmed.SEND and isinstance(drawn, Drawn) else None

    def deliver(self, claimed: Held) -> None:
        """Slack takes it, if it still has something to say."""
        drawn = self.draw(claimed)
        if drawn is None:
            return
        to = claimed.channel or claimed.user_id or "?"
        sent = results.Sent(
            claimed.channel or f"D{claimed.user_id}", f"{self.now.timestamp() + claimed.message_id:.6f}"
        )
        self.posts.append(
            Post(
                f"{self.now:%Y-%m-%d %H:%M}",
                claimed.kind,
                claimed.user_id or to,
                drawn.content["text"],
                drawn.content["blocks"],
            )
        )
        self.database.run_here(outbox.record_result, claimed, sent, now=self.now, settings=self.settings)

    @property
    def times(self) -> list[tuple[str, str, str]]:
        """When what was sent to which person."""
        return [(post.when, post.kind, post.to) for post in self.posts if post.kind != "digest"]

    def key_of(self, message_id: int) -> str:
        """The key of a message."""
        return self.database.read_here(lambda session: session.get_one(Message, message_id).key)

    def message(self, key: str) -> Message:
        """The message with that key."""
        return self.database.read_here(lambda session: session.exec(select(Message).where(Message.key == key)).one())

    def due(self) -> list[tuple[str, str, str]]:
        """Indicator, period and state of every due reading, oldest first."""

        def read(session: Session) -> list[tuple[str, str, str]]:
            rows = select(Indicator.key, DueReading.period_key, DueReading.state).join(
                Indicator,
                DueReading.indicator_id == Indicator.id,  # type: ignore[arg-type]  # a column expression
            )
            return sorted(session.exec(rows).all(), key=lambda row: (row[1], row[0]))

        return self.database.read_here(read)

    def person(self, user_id: str) -> Person:
        """The row of a person."""
        return self.database.read_here(
            lambda session: session.exec(select(Person).where(Person.user_id == user_id)).one()
        )
