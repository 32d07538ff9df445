"""Who there is in a simulated year: owners in up to 24 zones, each with indicators of their own, by the seed."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from heapq import heappop, heappush
from itertools import count

from sqlmodel import Session, select

from bot.actions import people
from bot.actions.own_settings import set_own_settings
from bot.actions.people import Actor, Policy
from bot.domain.cadences import Cadence, Every
from storage.tables import Indicator, Workspace
from tests.make import make_channel, make_indicator, make_outcome, make_person, make_workspace
from tests.year.ledger import Kept, Ledger, Owner
from tests.year.life import Life

BEGAN = datetime(2026, 1, 5, 0, 0, tzinfo=UTC)
"""A Monday. Both clock changes of the year are ahead, and the day that the clocks of Lord Howe move by half an hour."""

ZONES = (
    "Pacific/Honolulu",
    "Europe/London",
    "Asia/Kolkata",
    "America/New_York",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "America/Los_Angeles",
    "Asia/Tokyo",
    "America/Denver",
    "Africa/Cairo",
    "Asia/Kathmandu",
    "America/St_Johns",
    "Pacific/Auckland",
    "America/Chicago",
    "Asia/Dubai",
    "America/Sao_Paulo",
    "Asia/Shanghai",
    "Atlantic/Azores",
    "Asia/Tehran",
    "America/Halifax",
    "Australia/Adelaide",
    "Asia/Karachi",
    "Asia/Bangkok",
    "Pacific/Apia",
)
MON_TO_FRI = frozenset(range(5))
SUN_TO_THU = frozenset({6, 0, 1, 2, 3})
_REST_ON_FRIDAYS = ("Africa/Cairo", "Asia/Dubai", "Asia/Kathmandu")
_CADENCES = {
    "day": Cadence(Every.DAY, weekdays=MON_TO_FRI),
    "week": Cadence(Every.WEEK),
    "month": Cadence(Every.MONTH),
}
_OWNERS_IN_A_CHANNEL = 6
_WITH_BACKUP = 0.4
"""The share of indicators for which somebody stands in."""


@dataclass(frozen=True)
class Scale:
    """How large a simulated stretch of time is."""

    owners: int = 300
    zones: int = 24
    weeks: int = 52
    lively: float = 1.0
    """How many times the usual number of happenings there are."""
    has_all: bool = False
    """Whether each kind happens once at least, however short it is."""


@dataclass
class World:
    """Everybody, the bot's life, and what is still to happen: actions by their instant."""

    life: Life
    scale: Scale
    chance: random.Random
    workspace_id: int
    actors: dict[str, Actor]
    admin: Actor
    numbers: dict[str, int]
    """The bot's number of each indicator, by key."""
    policy: Policy
    offered: set[str] = field(default_factory=set)
    """Indicators that somebody is asked to take at the moment, or will give back."""
    _ahead: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    _order: "count[int]" = field(default_factory=count)

    @property
    def ledger(self) -> Ledger:
        return self.life.ledger

    @property
    def ends(self) -> datetime:
        return BEGAN + timedelta(weeks=self.scale.weeks)

    def later(self, at: datetime, what: Callable[[], None]) -> None:
        """Have this happen then."""
        heappush(self._ahead, (at, next(self._order), what))

    def live(self) -> None:
        """Until the end, one thing after the other. What was to happen while nothing runs happens right after it."""
        while self._ahead and self._ahead[0][0] < self.ends:
            at, _, what = heappop(self._ahead)
            self.life.until(max(at, self.life.now + timedelta(seconds=1)))
            what()
            self.life.note_hands()
        self.life.until(self.ends)
        self.ledger.ended = self.life.now  # later than the end where nothing ran at it

    def own(self, user_id: str) -> list[str]:
        """The keys of what this person owns now."""
        now = self.life.now
        return [key for key in self.ledger.indicators if self.ledger.owner_of(key, now) == user_id]


def settle(life: Life, scale: Scale, chance: random.Random) -> World:
    """Everybody registered as of the beginning."""

    def arrange(session: Session) -> World:
        workspace = make_workspace(session)
        admin = make_person(session, workspace, "admin", admin=True)
        ledger = life.ledger
        actors: dict[str, Actor] = {}
        for number in range(scale.owners):
            zone = ZONES[number % scale.zones]
            who = make_person(session, workspace, f"person{number}", zone=zone)
            actors[who.user_id] = who
            ledger.owners[who.user_id] = Owner(
                who.user_id, [(BEGAN, zone)], MON_TO_FRI, [(BEGAN, time(9))], [(BEGAN, frozenset())]
            )
            if zone in _REST_ON_FRIDAYS:
                ledger.owners[who.user_id].working_days = SUN_TO_THU
                set_own_settings(session, reminder_at=time(9), working_days=SUN_TO_THU, by=who, now=BEGAN)
        everybody = list(actors.values())
        for place in range(0, scale.owners, _OWNERS_IN_A_CHANNEL):
            channel = make_channel(session, workspace, f"C{place}")
            members = everybody[place : place + _OWNERS_IN_A_CHANNEL]
            lead = chance.choice(members)
            outcome = make_outcome(
                session, lead, f"Outcome {place}", channel_id=channel.channel_id, key=f"outcome-{place}", now=BEGAN
            )
            for owner in members:
                colleagues = [each for each in members if each is not owner]
                for each in _cadences(chance):
                    backup = chance.choice(colleagues) if colleagues and chance.random() < _WITH_BACKUP else None
                    key = f"i-{len(ledger.indicators)}"
                    name = f"Number {len(ledger.indicators)}"
                    make_indicator(
                        session,
                        lead,
                        outcome,
                        name,
                        key=key,
                        owner=owner,
                        backup=backup,
                        cadence=_CADENCES[each],
                        now=BEGAN,
                    )
                    if backup is not None:
                        ledger.backups[key] = backup.user_id
                    ledger.indicators[key] = Kept(key, name, each, channel.channel_id, BEGAN)
                    ledger.owned_by[key] = [(BEGAN, owner.user_id)]
                    ledger.answers_for[key] = lead.user_id
        numbers = {row.key: row.id for row in session.exec(select(Indicator))}
        policy = people.policy_of(session.get_one(Workspace, workspace.id))
        return World(life, scale, chance, workspace.id, actors, admin, numbers, policy)

    return life.database.run_here(arrange)


def _cadences(chance: random.Random) -> list[str]:
    """How often the numbers of one owner are due: one or two of them mostly."""
    count_of = chance.choices([1, 2, 4], [65, 28, 7])[0]
    return chance.choices(["week", "month", "day"], [68, 27, 5], k=count_of)
