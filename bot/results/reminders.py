"""What a reminder names, and what has become of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.facts import Assessment
from bot.domain.sources import NotFetched
from bot.domain.values import Value
from bot.results.absences import Meanwhile
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
class Silent:
    """The indicator with this number is one of which nothing has come since this day, the first of a period."""

    indicator_id: int
    since_on: date


@dataclass(frozen=True)
class ReminderItem:
    """One due reading that the message names: open until it has an answer or is excused, missed or not.

    `last_day` is the owner's last local day on which it can be given before it counts as missed, and `put_off_until`
    the one before which they do not want to be asked. `silence` says how long nothing has come, where that is long.
    """

    due: DueItem
    answer: Answer | None = None
    last_day: date | None = None
    put_off_until: date | None = None
    silence: Silent | None = None
    not_fetched: NotFetched | None = None
    """Why it could not be fetched, where a system was to be asked for it."""


@dataclass(frozen=True)
class Reminder:
    """One day's message to one owner.

    `on` is the owner's local day, `next_ping_at` when the bot will next ask for the items, None for never. What is
    missed is said by the digests of the channels `reported_in`, by their ids, and by a weekly note to those who are
    `told`. `also_open` is how much else they can still give. What stays open `is_excused_later` where they are away on
    the last day for it; while Slack says that they are away, the next ping `waits_for_return`, and `stand_ins` are
    asked meanwhile for what they stand in for. `late_by` is set when it was sent over an hour late.
    """

    owner: PersonName
    on: date
    items: tuple[ReminderItem, ...]
    next_ping_at: datetime | None = None
    reported_in: tuple[str, ...] = ()
    told: tuple[PersonName, ...] = ()
    also_open: int = 0
    is_excused_later: bool = False
    waits_for_return: bool = False
    stand_ins: tuple[PersonName, ...] = ()
    is_all_stood_in_for: bool = False
    late_by: timedelta | None = None
    meanwhile: Meanwhile | None = None
    """What was done while its reader was away, if this is the first one since."""
