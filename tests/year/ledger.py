"""What a simulated year keeps: what its own people did and were, and everything that its Slack was told.

Nothing here is read from the bot's planning. The simulation invents whose an indicator is, who has left and when
somebody answers; Slack's side is what was posted and edited, as it was. Instants are UTC.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TypeVar
from zoneinfo import ZoneInfo

T = TypeVar("T")

PINGS = ("reminder", "second_ping")


@dataclass(frozen=True)
class Version:
    """How a message reads from an instant on: its text, and the actions that its buttons do."""

    at: datetime
    text: str
    buttons: tuple[str, ...]

    @property
    def asks(self) -> bool:
        """Whether it has a button that asks for something."""
        return any(each.split(":")[0] in ("check_in", "answer") for each in self.buttons)


@dataclass
class Posted:
    """One message that Slack has, with every version of it. `names` are the readings that it asked for as it was sent,
    each with the bot's number for it.
    """

    key: str
    kind: str
    to: str
    ts: str
    at: datetime
    thread_ts: str | None
    names: dict[tuple[str, str], int]
    versions: list[Version]
    deleted_at: datetime | None = None

    def read_at(self, instant: datetime) -> Version | None:
        """How it read then; None where it was not there."""
        if self.deleted_at is not None and self.deleted_at <= instant:
            return None
        return next((each for each in reversed(self.versions) if each.at <= instant), None)


@dataclass
class Kept:
    """An indicator: how often, in which channel, and since when."""

    key: str
    name: str
    every: str
    channel: str
    began: datetime


@dataclass
class Given:
    """What somebody gave for a period; without a value there is no data."""

    at: datetime
    key: str
    period: str
    by: str
    is_no_data: bool = False
    corrects: bool = False
    """Something that had been given before."""
    taken_back_at: datetime | None = None


@dataclass
class Owner:
    """Somebody who is asked: zones, reminder times and days off, each with since when, and weekdays (Monday is 0)."""

    user_id: str
    zones: list[tuple[datetime, str]]
    working_days: frozenset[int]
    reminder_at: list[tuple[datetime, time]]
    days_off: list[tuple[datetime, frozenset[date]]]
    gone: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    away: list[tuple[datetime, date, date]] = field(default_factory=list)
    """When they said that they are away, from which day on, and the first day back."""
    status: list[tuple[datetime, datetime]] = field(default_factory=list)
    """From when until when their Slack status says so."""
    undisturbed: list[tuple[datetime, datetime]] = field(default_factory=list)
    """From when until when they do not want to be disturbed."""

    def is_away(self, day: date, instant: datetime) -> bool:
        """Whether it was known at that instant that they are away on that day, or Slack says so then."""
        return self.has_said(day, instant) or within(self.status, instant)

    def has_said(self, day: date, instant: datetime) -> bool:
        """Whether they had declared by then that they are away on that day."""
        return any(at <= instant and first <= day < back for at, first, back in self.away)

    def is_away_between(self, begin: datetime, end: datetime, zone: str) -> bool:
        """Whether anything of that lies between these instants, or was said then."""
        days_of = (begin.astimezone(ZoneInfo(zone)).date(), end.astimezone(ZoneInfo(zone)).date())
        said = any(begin <= at < end or (first <= days_of[1] and back >= days_of[0]) for at, first, back in self.away)
        return said or any(since < end and until > begin for since, until in self.status)

    def zone_at(self, instant: datetime) -> str:
        return latest(self.zones, instant)

    def reminded_from(self, instant: datetime) -> time:
        return latest(self.reminder_at, instant)

    def works_on(self, day: date, instant: datetime) -> bool:
        """Whether they work on that day, as it was known at that instant."""
        return day.weekday() in self.working_days and day not in latest(self.days_off, instant)

    def is_gone(self, instant: datetime) -> bool:
        return within(self.gone, instant)


@dataclass
class Ledger:
    """Everything that happened."""

    began: datetime
    owners: dict[str, Owner] = field(default_factory=dict)
    indicators: dict[str, Kept] = field(default_factory=dict)
    owned_by: dict[str, list[tuple[datetime, str]]] = field(default_factory=dict)
    answers_for: dict[str, str] = field(default_factory=dict)
    """Who answers for what an indicator shows."""
    backups: dict[str, str] = field(default_factory=dict)
    """Who stands in for the owner of an indicator, if anybody does."""
    asked_of: dict[tuple[str, str], list[tuple[datetime, str]]] = field(default_factory=dict)
    """Of whom the bot asked each period from when on, an indicator's key and the period's."""
    given: list[Given] = field(default_factory=list)
    rests: dict[str, list[tuple[datetime, datetime | None]]] = field(default_factory=dict)
    down: list[tuple[datetime, datetime]] = field(default_factory=list)
    put_off: list[tuple[datetime, str]] = field(default_factory=list)
    """When somebody said "tomorrow"."""
    trouble: list[datetime] = field(default_factory=list)
    """When a process died, or Slack answered wrongly."""
    posted: list[Posted] = field(default_factory=list)
    missed: list[tuple[datetime, str, str]] = field(default_factory=list)
    """When the bot counted a period of an indicator as missed."""
    held_back: list[tuple[datetime, str, str]] = field(default_factory=list)
    """When somebody was to be asked and was not, who, and why."""
    states: dict[tuple[str, str], str] = field(default_factory=dict)
    """What the bot says at the end of every period that fell due."""
    kept_by: dict[str, str] = field(default_factory=dict)
    """Whose the bot says at the end that each indicator is."""
    looks: list[tuple[datetime, str, str]] = field(default_factory=list)
    """How the bot said that an indicator stood, now and then."""
    happened: dict[str, int] = field(default_factory=dict)
    ended: datetime | None = None

    def owner_of(self, key: str, instant: datetime) -> str:
        return latest(self.owned_by[key], instant)

    def asker_of(self, of: tuple[str, str], instant: datetime) -> str:
        """Whoever was asked for it then, which need not be whose it is; before anybody was, whoever owned it."""
        hands = self.asked_of.get(of, ())
        return next((who for at, who in reversed(hands) if at <= instant), self.owner_of(of[0], instant))

    def is_resting(self, key: str, instant: datetime) -> bool:
        return within(self.rests.get(key, ()), instant)

    def counted(self, key: str, period: str, instant: datetime) -> list[Given]:
        """What had been given for it by then and not been taken back, oldest first."""
        return [
            each
            for each in self.given
            if (each.key, each.period) == (key, period)
            and each.at <= instant
            and (each.taken_back_at is None or each.taken_back_at > instant)
        ]

    def pings(self) -> list[Posted]:
        return [each for each in self.posted if each.kind in PINGS]

    def count(self, what: str) -> None:
        self.happened[what] = self.happened.get(what, 0) + 1


def latest(changes: list[tuple[datetime, T]], instant: datetime) -> T:
    """What held at that instant; before the first change, that one."""
    return next((what for at, what in reversed(changes) if at <= instant), changes[0][1])


def within(stretches: Iterable[tuple[datetime, datetime | None]], instant: datetime) -> bool:
    """Whether the instant lies in any of these."""
    return any(begin <= instant and (end is None or instant < end) for begin, end in stretches)
