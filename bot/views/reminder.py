"""The daily reminder to an owner: one message that fills in as readings arrive and ends as a receipt."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from bot.domain.status import Assessment
from bot.domain.values import Value
from bot.views.blocks import Message
from bot.views.reader import DueItem, Reader, Who


@dataclass(frozen=True)
class Answer:
    """What was received for a due reading, by any route; without a `value` there is no data, and `note` says why."""

    value: Value | None
    by: Who
    assessment: Assessment | None = None
    note: str = ""


@dataclass(frozen=True)
class ReminderItem:
    """One due reading that the message names. Open until it has an answer or is excused; a missed one can still come."""

    due: DueItem
    answer: Answer | None = None


@dataclass(frozen=True)
class Reminder:
    """One day's message to one owner.

    `on` is the owner's local day. `ping` says how often the items have been asked for; `next_ping_at` when the bot will
    next speak. `grace_ends_at` is when what is open counts as missed. `escalates_to` are the names of those who see it
    then, without the owner. `late_by` is set when it was sent over an hour late. `replaced_by` is the address of the
    newer message that the open items moved into.
    """

    owner: Who
    on: date
    items: tuple[ReminderItem, ...]
    ping: Literal[1, 2] = 1
    next_ping_at: datetime | None = None
    grace_ends_at: datetime | None = None
    escalates_to: tuple[str, ...] = ()
    late_by: timedelta | None = None
    replaced_by: str | None = None


def reminder(message: Reminder, reader: Reader) -> Message:
    """The message as it should look now: what is due, what has been answered, and when the bot will next speak."""
    raise NotImplementedError


def second_ping(message: Reminder, reader: Reader) -> Message:
    """The short second ping in the thread: what is still open, and how to answer."""
    raise NotImplementedError
