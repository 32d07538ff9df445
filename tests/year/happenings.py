"""What befalls people, their numbers and the bot: a table by name, each with how often it happens and a function."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import holidays

from bot.actions import directory, pausing
from bot.actions.absences import declare_away
from bot.actions.handing_over import answer, hand_over
from bot.actions.own_settings import set_own_settings
from bot.actions.people import Profile
from bot.domain.absences import Stretch
from tests.year import days
from tests.year.habits import People
from tests.year.ledger import within
from tests.year.world import ZONES, World

Happening = Callable[[World, People, str], None]
"""To whom it happens is the last argument; what happens to the bot leaves that aside."""


def absence(world: World, people: People, user_id: str) -> None:
    """Somebody looks at nothing for some days, and has not said so."""
    if user_id in people.away:
        return
    people.away.add(user_id)
    back = world.life.now + timedelta(days=world.chance.randint(2, 21))
    world.later(back, lambda: people.away.discard(user_id))


def silence(world: World, people: People, user_id: str) -> None:
    """Somebody reads what they are asked and answers nothing, for so long that several readings are missed."""
    people.silent_until[user_id] = world.life.now + timedelta(days=world.chance.randint(30, 60))


def away_until(world: World, people: People, user_id: str) -> None:
    """Somebody says from when until when they are away."""
    owner, now = world.ledger.owners[user_id], world.life.now
    zone = owner.zone_at(now)
    today = days.local(now, zone).date()
    if owner.is_gone(now) or any(back >= today for _, _, back in owner.away):
        return
    first = today + timedelta(days=world.chance.choice([0, 0, 1, 3, 10]))
    back = first + timedelta(days=world.chance.randint(1, 16))
    by = replace(world.actors[user_id], zone=zone)
    world.life.database.run_here(declare_away, Stretch(first, back), by=by, now=now)
    owner.away.append((now, first, back))
    world.later(max(days.starts(first, zone), now), lambda: people.away.add(user_id))
    world.later(days.starts(back, zone), lambda: people.away.discard(user_id))


def slack_status(world: World, people: People, user_id: str) -> None:
    """Somebody sets a status that says so, for some days."""
    owner, now = world.ledger.owners[user_id], world.life.now
    if owner.is_gone(now) or any(until > now for _, until in owner.status):
        return
    until = now + timedelta(days=world.chance.randint(1, 9), hours=world.chance.randint(0, 12))
    owner.status.append((now, until))
    _learn(world, user_id)
    people.away.add(user_id)

    def over() -> None:
        people.away.discard(user_id)
        _learn(world, user_id)

    world.later(until, over)


def do_not_disturb(world: World, people: People, user_id: str) -> None:
    """Somebody does not want to be disturbed for some hours, which Slack tells; some think better of it earlier."""
    owner, now = world.ledger.owners[user_id], world.life.now
    if owner.is_gone(now) or within(owner.undisturbed, now):
        return
    until = now + timedelta(hours=world.chance.randint(1, 14), minutes=world.chance.randint(0, 59))
    _tell_of_do_not_disturb(world, user_id, now, until)
    owner.undisturbed.append((now, until))

    def over() -> None:
        if owner.undisturbed[-1] == (now, until):
            owner.undisturbed[-1] = (now, world.life.now)
            _tell_of_do_not_disturb(world, user_id, None, None)

    if until.minute % 2 == 0:
        world.later(now + (until - now) / 2, over)


def _tell_of_do_not_disturb(world: World, user_id: str, since: datetime | None, until: datetime | None) -> None:
    told_of = partial(directory.learn_do_not_disturb, workspace_id=world.workspace_id, user_id=user_id)
    world.life.database.run_here(told_of, since=since, until=until, now=world.life.now)


def moving(world: World, people: People, user_id: str) -> None:
    """Somebody travels to another zone."""
    owner, now = world.ledger.owners[user_id], world.life.now
    zone = world.chance.choice([each for each in ZONES[: world.scale.zones] if each != owner.zone_at(now)])
    _learn(world, user_id, zone=zone)
    owner.zones.append((now, zone))


def own_time(world: World, people: People, user_id: str) -> None:
    """Somebody is asked at another time of day from now on."""
    owner, now = world.ledger.owners[user_id], world.life.now
    at = owner.reminded_from(now).replace(hour=world.chance.randint(9, 14))
    by = world.actors[user_id]
    world.life.database.run_here(set_own_settings, reminder_at=at, working_days=owner.working_days, by=by, now=now)
    owner.reminder_at.append((now, at))


def public_holidays(world: World, people: People, user_id: str) -> None:
    """Somebody has the public holidays of a country or region from now on."""
    owner, now = world.ledger.owners[user_id], world.life.now
    calendar = world.chance.choice(["GB-ENG", "DE-BY", "US", "IN", "JP"])
    world.life.database.run_here(
        set_own_settings,
        reminder_at=owner.reminded_from(now),
        working_days=owner.working_days,
        holiday_calendar=calendar,
        by=world.actors[user_id],
        now=now,
    )
    country, _, region = calendar.partition("-")
    off = holidays.country_holidays(country, subdiv=region or None, years=(2026, 2027))
    owner.days_off.append((now, frozenset(off)))


def handing_over(world: World, people: People, user_id: str) -> None:
    """Somebody asks a colleague to keep a number, for good or for some weeks; who says yes, no, or nothing."""
    ledger, now = world.ledger, world.life.now
    others = [each for each in world.actors if each != user_id and not ledger.owners[each].is_gone(now)]
    keys = [key for key in world.own(user_id) if not ledger.is_resting(key, now) and key not in world.offered]
    if not keys or ledger.owners[user_id].is_gone(now) or not others:
        return
    key, to = world.chance.choice(keys), world.chance.choice(others)
    _offer(world, key, user_id, to, by=user_id)


def departure(world: World, people: People, user_id: str) -> None:
    """An account is closed; somebody else takes the numbers over some days later. Some come back."""
    owner, ledger, now = world.ledger.owners[user_id], world.ledger, world.life.now
    if owner.is_gone(now) or len(ledger.owners) < 4:
        return
    owner.gone.append((now, None))
    _learn(world, user_id)
    world.later(now + timedelta(days=world.chance.randint(1, 20), hours=3), lambda: _taken_over(world, user_id))
    if world.chance.random() < 0.3:
        world.later(now + timedelta(days=world.chance.randint(3, 30)), lambda: _comes_back(world, user_id))


def pause(world: World, people: People, user_id: str) -> None:
    """A number is not asked for, for some weeks."""
    ledger, now = world.ledger, world.life.now
    keys = [key for key in world.own(user_id) if not ledger.is_resting(key, now)]
    if not keys or ledger.owners[user_id].is_gone(now):
        return
    key, by = world.chance.choice(keys), world.admin
    world.life.database.run_here(pausing.pause, world.numbers[key], by=by, now=now)
    ledger.rests.setdefault(key, []).append((now, None))

    def resume() -> None:
        world.life.database.run_here(pausing.resume, world.numbers[key], by=by, now=world.life.now)
        ledger.rests[key][-1] = (now, world.life.now)

    world.later(now + timedelta(days=world.chance.randint(3, 40)), resume)


def crash(world: World, people: People, user_id: str) -> None:
    """The process dies around the next message, or Slack's answer to it is lost; another process goes on."""
    world.life.mishaps.append(world.chance.choice(["dies first", "dies after", "lost", "unheard"]))


def downtime(world: World, people: People, user_id: str) -> None:
    """Nothing runs for some hours, or days."""
    hours = world.chance.choice([2, 5, 11, 30, 75])
    world.life.sleeps_until(world.life.now + timedelta(hours=hours))


OF_SOMEBODY: dict[str, tuple[float, Happening]] = {
    "absence": (3.0, absence),
    "silence": (0.4, silence),
    "moving": (0.7, moving),
    "own time": (0.5, own_time),
    "handing over": (0.6, handing_over),
    "departure": (0.12, departure),
    "pause": (0.4, pause),
    "away until": (2.0, away_until),
    "Slack status": (2.0, slack_status),
    "do not disturb": (8.0, do_not_disturb),
    "public holidays": (0.5, public_holidays),
}
"""Each with how often it happens to one person in a year."""
OF_THE_BOT: dict[str, tuple[float, Happening]] = {"crash": (40, crash), "downtime": (8, downtime)}
"""Each with how often it happens in a year."""


def befall(world: World, people: People) -> None:
    """Draw when everything happens, as of the beginning."""
    for table, victims in ((OF_SOMEBODY, list(world.actors)), (OF_THE_BOT, [""])):
        for name, (times, happening) in table.items():
            for user_id in victims:
                _draw(world, people, name, times * world.scale.lively, happening, user_id)
            if world.scale.has_all:
                at = world.life.now + world.chance.uniform(0.1, 0.6) * (world.ends - world.life.now)
                _have_happen(world, people, name, happening, world.chance.choice(victims), at=at)


def _draw(world: World, people: People, name: str, times: float, happening: Happening, user_id: str) -> None:
    at = world.life.now
    while True:
        at += timedelta(days=world.chance.expovariate(times / 365))
        if at >= world.ends:
            return
        _have_happen(world, people, name, happening, user_id, at=at)


def _have_happen(world: World, people: People, name: str, happening: Happening, user_id: str, *, at: datetime) -> None:
    def happens() -> None:
        world.ledger.count(name)
        happening(world, people, user_id)

    world.later(at.replace(microsecond=0), happens)


def _learn(world: World, user_id: str, *, zone: str | None = None) -> None:
    """Slack tells of a change."""
    who, now = world.actors[user_id], world.life.now
    there = zone or world.ledger.owners[user_id].zone_at(now)
    until = next((until for _, until in world.ledger.owners[user_id].status if until > now), None)
    profile = Profile(
        who.name,
        there,
        who.locale,
        is_admin=False,
        is_deactivated=world.ledger.owners[user_id].is_gone(now),
        status_emoji=":palm_tree:" if until is not None else "",
        status_until=until,
    )
    world.life.database.run_here(
        directory.learn_person, workspace_id=world.workspace_id, user_id=user_id, profile=profile, now=now
    )


def _comes_back(world: World, user_id: str) -> None:
    owner, now = world.ledger.owners[user_id], world.life.now
    owner.gone[-1] = (owner.gone[-1][0], now)
    _learn(world, user_id)


def _taken_over(world: World, user_id: str) -> None:
    """What somebody who has left still owns goes to somebody who is there: at once, since they cannot be asked."""
    ledger, now = world.ledger, world.life.now
    if not ledger.owners[user_id].is_gone(now):
        return
    there = [each for each in world.actors if not ledger.owners[each].is_gone(now)]
    for key in world.own(user_id):
        if key in world.offered:
            continue
        to = world.chance.choice(there)
        world.life.database.run_here(hand_over, world.numbers[key], to_user_id=to, reason="", by=world.admin, now=now)
        ledger.owned_by[key].append((now, to))


def _offer(world: World, key: str, from_: str, to: str, *, by: str) -> None:
    ledger, now, run = world.ledger, world.life.now, world.life.database.run_here
    zone = ledger.owners[from_].zone_at(now)
    goes_back = days.local(now, zone).date() + timedelta(days=world.chance.randint(4, 30))
    until_on = goes_back if world.chance.random() < 0.5 else None
    offered = run(hand_over, world.numbers[key], to_user_id=to, until_on=until_on, by=world.actors[by], now=now)
    world.offered.add(key)
    accepts = world.chance.random() < 0.7 or world.scale.has_all

    def answered() -> None:
        world.offered.discard(key)
        if ledger.owners[to].is_gone(world.life.now) or ledger.owner_of(key, world.life.now) != from_:
            return
        said = run(answer, offered.number, accepts=accepts, by=world.actors[to], now=world.life.now)
        if said.answer not in ("accepted", "lapsed"):
            return
        # Unanswered for a day, since nothing ran that could have taken the answer: theirs from when something did.
        since = ledger.down[-1][1] if said.answer == "lapsed" else world.life.now
        ledger.owned_by[key].append((since, to))
        ledger.count("handed over")
        if until_on is not None:
            world.offered.add(key)
            back = days.starts(until_on, ledger.owners[from_].zone_at(world.life.now)) + timedelta(seconds=1)
            world.later(back, lambda: _went_back(world, key, from_, to))

    world.later(now + timedelta(minutes=world.chance.randint(5, 20 * 60)), answered)


def _went_back(world: World, key: str, from_: str, to: str) -> None:
    ledger, now = world.ledger, world.life.now
    world.offered.discard(key)
    if ledger.owner_of(key, now) == to and not ledger.owners[from_].is_gone(now):
        ledger.owned_by[key].append((now, from_))
