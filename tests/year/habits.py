"""How owners answer: at once, on the second ping, early, by command, or not at all; and what they do afterwards."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.actions.putting_off import put_off
from bot.actions.readings import FormAnswer, submit_form, submit_line
from bot.actions.undoing import undo
from bot.domain.readings import Route
from bot.errors import UserError
from tests.year import days
from tests.year.ledger import Given, Posted
from tests.year.world import World

HABITS = {"prompt": 50, "second": 20, "forgets": 12, "command": 18}
EARLY_BIRDS = 0.12
"""The share of owners who often give on the last day of a period what falls due after it."""


SNOOZERS = 0.05
"""How often somebody puts off what they are asked."""


class People:
    """What everybody does about what they are asked."""

    def __init__(self, world: World) -> None:
        self.world, self.chance = world, world.chance
        names, weights = list(HABITS), list(HABITS.values())
        self.habits = {user_id: self.chance.choices(names, weights)[0] for user_id in world.actors}
        self.away: set[str] = set()
        """Those who look at nothing at the moment."""
        self.silent_until: dict[str, datetime] = {}
        """Until when somebody answers nothing of what they are asked, and has not said so."""
        for user_id in world.actors:
            if self.chance.random() < EARLY_BIRDS:
                self._early_next_week(user_id)

    def read(self, ping: Posted) -> None:
        """Somebody was asked: perhaps they answer, some time later."""
        if ping.to in self.away or self.world.life.now < self.silent_until.get(ping.to, self.world.life.now):
            return
        if self.chance.random() < SNOOZERS * (3 if self.world.scale.has_all else 1):
            delay = timedelta(minutes=self.chance.randint(1, 60))
            self.world.later(ping.at + delay, lambda: self._put_off(ping))
            return
        habit, lot = self.habits[ping.to], self.chance.random()
        is_second = ping.kind == "second_ping" or ping.thread_ts is not None
        answers = {
            "prompt": 0.9,
            "command": 0.85,
            "second": 0.85 if is_second else 0.15,
            "forgets": 0.35 if is_second else 0.25,
        }[habit]
        if lot > answers:
            return
        delay = timedelta(minutes=int(self.chance.expovariate(1 / 90)) + 1)
        by_command = habit == "command" or self.chance.random() < 0.15
        self.world.later(ping.at + delay, lambda: self._answer(ping, by_command=by_command))

    def _put_off(self, ping: Posted) -> None:
        """Not today: asked again on the next working day. What has its last day today stays as it is."""
        world, now = self.world, self.world.life.now
        if world.ledger.owners[ping.to].is_gone(now):
            return
        try:
            world.life.database.run_here(put_off, by=world.actors[ping.to], policy=world.policy, now=now)
        except UserError:
            world.ledger.count("could not be put off")
            return
        world.ledger.put_off.append((now, ping.to))
        world.ledger.count("put off")

    def _answer(self, ping: Posted, *, by_command: bool) -> None:
        """Give what it asks for and is still open, all or some of it."""
        still = [of for of in ping.names if self._is_theirs_and_open(of, ping.to)]
        if self.chance.random() < 0.12:
            still = still[: len(still) // 2]
        if not still:
            return
        if by_command:
            for key, period in still:
                self.give(ping.to, key, period)
            self.world.ledger.count("answered by command")
        else:
            self._fill_in(ping, still)
            self.world.ledger.count("answered in the form")

    def _fill_in(self, ping: Posted, still: Collection[tuple[str, str]]) -> None:
        world, by = self.world, self.world.actors[ping.to]
        without = {of for of in still if self.chance.random() < 0.04}
        answers = {
            ping.names[of]: FormAnswer("n/d", "nobody counted")
            if of in without
            else FormAnswer(self._value(), is_meant=True)
            for of in still
        }
        world.life.database.run_here(submit_form, answers, by=by, policy=world.policy, now=world.life.now)
        for key, period in still:
            self._given(ping.to, key, period, is_no_data=(key, period) in without)

    def give(self, user_id: str, key: str, period: str) -> None:
        """One reading by a command; perhaps it is taken back at once, or corrected later."""
        world, now = self.world, self.world.life.now
        is_no_data = self.chance.random() < 0.03
        value = "n/d" if is_no_data else self._value()
        line = f"{key} {value} for {period} because it is so"
        self._say(user_id, line)
        given = self._given(user_id, key, period, is_no_data=is_no_data)
        if self.chance.random() < 0.03:
            world.later(now + timedelta(minutes=5), lambda: self._take_back(given))

    def _given(self, user_id: str, key: str, period: str, *, is_no_data: bool) -> Given:
        world, now = self.world, self.world.life.now
        given = Given(now, key, period, user_id, is_no_data)
        world.ledger.given.append(given)
        if not is_no_data and self.chance.random() < 0.04:
            world.later(now + timedelta(hours=self.chance.randint(20, 90)), lambda: self._correct(given))
        return given

    def _take_back(self, given: Given) -> None:
        world, now = self.world, self.world.life.now
        newest = [each for each in world.ledger.given if each.by == given.by][-1]
        if newest is not given or now - given.at > timedelta(minutes=14):
            return

        def take(session: Session) -> object:
            return undo(session, reading_id=None, by=world.actors[given.by], policy=world.policy, now=now)

        assert world.life.database.run_here(take) is not None
        given.taken_back_at = now
        world.ledger.count("taken back")

    def _correct(self, given: Given) -> None:
        world, now = self.world, self.world.life.now
        if given.taken_back_at or given.by in self.away or world.ledger.owners[given.by].is_gone(now):
            return
        if world.ledger.is_resting(given.key, now):
            return
        self._say(given.by, f"{given.key} {self._value()} for {given.period} counted again")
        world.ledger.given.append(Given(now, given.key, given.period, given.by, corrects=True))
        world.ledger.count("corrected")

    def _early_next_week(self, user_id: str) -> None:
        """On a Friday afternoon of theirs: what the running week is asked for on Monday."""
        world = self.world
        zone = world.ledger.owners[user_id].zone_at(world.life.now)
        today = days.local(world.life.now, zone).date()
        friday = today + timedelta(days=(4 - today.weekday()) % 7 or 7)
        at = days.starts(friday, zone) + timedelta(hours=15)

        def early() -> None:
            now = world.life.now
            self._early_next_week(user_id)
            if user_id in self.away or world.ledger.owners[user_id].is_gone(now) or self.chance.random() < 0.3:
                return
            for key in world.own(user_id):
                kept = world.ledger.indicators[key]
                period = f"{days.local(now, zone):%G-W%V}"
                is_open = not world.ledger.counted(key, period, now) and not world.ledger.is_resting(key, now)
                if kept.every == "week" and is_open:
                    self.give(user_id, key, period)
                    world.ledger.count("given early")

        world.later(at, early)

    def _is_theirs_and_open(self, of: tuple[str, str], user_id: str) -> bool:
        key, period = of
        ledger, now = self.world.ledger, self.world.life.now
        return (
            ledger.asker_of(of, now) == user_id
            and not ledger.owners[user_id].is_gone(now)
            and not ledger.is_resting(key, now)
            and not ledger.counted(key, period, now)
        )

    def _say(self, user_id: str, line: str) -> None:
        world = self.world
        by, now = world.actors[user_id], world.life.now
        world.life.database.run_here(
            submit_line, line, by=by, policy=world.policy, route=Route.COMMAND, now=now, is_meant=True
        )

    def _value(self) -> str:
        return str(self.chance.randint(80, 120))
