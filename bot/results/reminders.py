"""What a reminder names, and what has become of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from bot.domain.facts import Assessment
from bot.domain.values import Value
from bot.results.due import DueItem
from bot.results.names import AuthorName, PersonName


@dataclass(frozen=True)
class Answer:
    """What was received for a due reading, by any route; without a `value` there is no data, and `note` says why."""

    value: Value | None
    by: AuthorName
    assessment: Assessment | None = None
    note: str = ""


@dataclass(frozen=True)
class ReminderItem:
    """One due reading that the message names: open until it has an answer or is excused, missed or not."""

    due: DueItem
    answer: Answer | None = None


@dataclass(frozen=True)
class Reminder:
    """One day's message to one owner.

    `on` is the owner's local day. `ping` says how often the items have been asked for; `next_ping_at` when the bot will
    next speak. `grace_ends_at` is when what is open counts as missed, and `reported_in` are the ids of the channels
    whose digest then says so. `late_by` is set when it was sent over an hour late. `replaced_by` is the address of the
    newer message that the open items moved into, empty while Slack has not given it one.
    """

    owner: PersonName
    on: date
    items: tuple[ReminderItem, ...]
    ping: Literal[1, 2] = 1
    next_ping_at: datetime | None = None
    grace_ends_at: datetime | None = None
    reported_in: tuple[str, ...] = ()
    late_by: timedelta | None = None
    replaced_by: str | None = None
