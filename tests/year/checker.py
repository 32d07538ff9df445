"""Holds what people were sent against what happened to them. None of the bot's own code is used: facts of the ledger,
and days counted anew.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import pairwise

from tests.year import days
from tests.year.footers import Promise, read_promise
from tests.year.ledger import Given, Ledger, Owner, Posted, Version, latest, within

HOURS_END_AT = time(18)
GRACE = 2
"""Working days."""
BETWEEN = timedelta(hours=12)
"""Two pings to one person are no closer than that."""
MOST_PINGS = 2
SILENT_FROM = 3
"""Readings missed in a row, from which on an indicator is asked about instead of being chased."""
A_MOMENT = timedelta(minutes=10)
"""Reminders for one time are spread over minutes, and what a dead process left is found after some."""
A_WHILE = timedelta(days=14)
FRESH = frozenset({"on_track", "met", "achieved", "at_risk", "off_track", "too_early"})
"""States in which an indicator passes for one that has been read lately."""

Of = tuple[str, str]
"""An indicator's key and a period's."""


@dataclass(frozen=True)
class Fault:
    """One thing that should not have happened."""

    rule: str
    at: datetime
    whom: str
    what: str

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.rule}: {self.whom}, {self.what}"


@dataclass(frozen=True)
class Due:
    """A period that fell due: when, on which day of its owner's, and from whom."""

    at: datetime
    on: date
    owner: str
    is_day_off: bool = False
    """A reading of a single day that a holiday has taken from its owner is not expected. What is measured on days on
    which they never work goes on over holidays.
    """


@dataclass(frozen=True)
class Turn:
    """From when until when somebody is to be asked for something, and all that they were ever asked for it. It is from
    their reminder time on; where they or we are not there then, or soon are not, until that is over.
    """

    since: datetime
    at: datetime
    whom: str
    pings: tuple[Posted, ...]
    is_second: bool = False

    @property
    def is_taken(self) -> bool:
        """Whether they were asked then."""
        return any(self.since - timedelta(seconds=1) <= ping.at <= self.at + A_MOMENT for ping in self.pings)


class Checker:
    """One pass over one ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        assert ledger.ended is not None
        self.ends: datetime = ledger.ended
        self.given: dict[Of, list[Given]] = defaultdict(list)
        for each in ledger.given:
            self.given[each.key, each.period].append(each)
        self.all_given: dict[str, list[Given]] = defaultdict(list)
        for each in ledger.given:
            self.all_given[each.key].append(each)
        self.all_missed: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
        for at, key, period in ledger.missed:
            self.all_missed[key].append((at, period))
        self.asked: dict[Of, list[Posted]] = defaultdict(list)
        self.pings_to: dict[str, list[Posted]] = defaultdict(list)
        self.pings_about: dict[str, list[Posted]] = defaultdict(list)
        for ping in ledger.pings():
            self.pings_to[ping.to].append(ping)
            for of in ping.names:
                self.asked[of].append(ping)
            for key in {key for key, _ in ping.names}:
                self.pings_about[key].append(ping)
        self.missed_at = {(key, period): at for at, key, period in reversed(ledger.missed)}
        self.fell_due = {(key, period): due for key in ledger.indicators for period, due in self._falls_due(key)}

    def faults(self) -> list[Fault]:
        """Everything that is wrong, oldest first."""
        rules = (
            self.asked_for_nothing,
            self.outside_hours,
            self.too_close,
            self.two_live,
            self.too_often,
            self.unaccounted,
            self.left_out,
            self.missed_too_early,
            self.missed_while_away,
            self.missed_unasked,
            self.asked_of_the_wrong,
            self.chased_though_silent,
            self.not_whose_it_is,
            self.silently_fresh,
            self.promised_in_the_past,
            self.not_announced,
            self.not_done_as_said,
            self.not_missed_as_said,
            self.not_told_as_said,
            self.noted_too_often,
            self.noted_wrongly,
            self.not_noted,
        )
        return sorted((fault for rule in rules for fault in rule()), key=lambda fault: fault.at)

    # What was to happen

    def _falls_due(self, key: str) -> Iterator[tuple[str, Due]]:
        """Every period that falls due before the end, less those that pass by while it rests."""
        kept, segments = self.ledger.indicators[key], self._segments(key)
        began = days.local(kept.began, self.ledger.owners[segments[0][2]].zone_at(kept.began)).date()
        for period, first, last in days.periods(kept.every, began, self.ends.date()):
            if kept.every == "day" and first < began:
                continue
            for begin, end, user_id, zone in segments:
                owner = self.ledger.owners[user_id]
                on = days.working_day_from(last + days.ONE_DAY, partial(owner.works_on, instant=begin))
                at = max(begin, days.starts(on, zone))
                if at < end:
                    if at <= self.ends and not self.ledger.is_resting(key, at):
                        is_holiday = first.weekday() in owner.working_days and first in latest(owner.days_off, at)
                        is_day_off = kept.every == "day" and is_holiday
                        yield period, Due(at, on, user_id, is_day_off)
                    break

    def _segments(self, key: str) -> list[tuple[datetime, datetime, str, str]]:
        """From when until when it was whose, in which zone."""
        owned = self.ledger.owned_by[key]
        cuts = {at for at, _ in owned}
        for _, user_id in owned:
            owner = self.ledger.owners[user_id]
            cuts |= {at for at, _ in [*owner.zones, *owner.days_off] if at > owned[0][0]}
        ordered = [*sorted(cuts), self.ends + days.ONE_DAY]
        found = []
        for begin, end in pairwise(ordered):
            user_id = self.ledger.owner_of(key, begin)
            found.append((begin, end, user_id, self.ledger.owners[user_id].zone_at(begin)))
        return found

    def counted(self, of: Of, instant: datetime) -> list[Given]:
        return [
            each
            for each in self.given.get(of, ())
            if each.at <= instant and (each.taken_back_at is None or each.taken_back_at > instant)
        ]

    def is_open(self, of: Of, user_id: str, instant: datetime) -> bool:
        """Whether this person owes it then: due, theirs, not given, not resting, not given up."""
        due = self.fell_due.get(of)
        return (
            due is not None
            and due.at <= instant
            and not due.is_day_off
            and self.ledger.asker_of(of, instant) == user_id
            and not self.counted(of, instant)
            and not self._has_rested(of, due.at, instant)
            and self.missed_at.get(of, instant) >= instant
        )

    def _has_rested(self, of: Of, since: datetime, instant: datetime) -> bool:
        return any(begin <= instant and begin >= since for begin, _ in self.ledger.rests.get(of[0], ()))

    # Each ping by itself

    def asked_for_nothing(self) -> Iterator[Fault]:
        """No ping for what has been given, is not theirs, or has not fallen due; its text names what it asks for."""
        for ping in self.ledger.pings():
            if not ping.names:
                yield self._fault("asked for nothing", ping, "names nothing")
            text = ping.versions[0].text
            for of in ping.names:
                # Of what happens in the same second, the bot's part comes first.
                just_before = ping.at - timedelta(seconds=1)
                if not any(self.is_open(of, ping.to, when) for when in (just_before, ping.at)):
                    yield self._fault("asked for what is not open", ping, f"{of[0]} {of[1]}")
                if f"`{of[0]}`" not in text and "more" not in text:
                    yield self._fault("named without a word", ping, f"{of[0]} {of[1]}")

    def outside_hours(self) -> Iterator[Fault]:
        """None outside of working days, and of the hours from their reminder time to six."""
        for ping in self.ledger.pings():
            owner = self.ledger.owners[ping.to]
            there = days.local(ping.at, owner.zone_at(ping.at))
            if not owner.works_on(there.date(), ping.at):
                yield self._fault("not on a working day", ping, f"{there:%a %H:%M}")
            elif not owner.reminded_from(ping.at) <= there.time() < HOURS_END_AT:
                yield self._fault("outside their hours", ping, f"{there:%a %H:%M}")
            elif owner.is_away(there.date(), ping.at - A_MOMENT) and owner.is_away(there.date(), ping.at):
                yield self._fault("while away", ping, f"{there:%a %H:%M}")
            elif within(owner.undisturbed, ping.at - A_MOMENT) and within(owner.undisturbed, ping.at):
                yield self._fault("while not to be disturbed", ping, f"{there:%a %H:%M}")

    def too_close(self) -> Iterator[Fault]:
        """Twelve hours between two pings to one person."""
        for user_id, pings in self.pings_to.items():
            for before, after in pairwise(pings):
                if after.at - before.at < BETWEEN:
                    yield Fault("too close", after.at, user_id, f"{before.key} and {after.key}")

    def too_often(self) -> Iterator[Fault]:
        """Two pings for a due reading, to each who owned it."""
        for of, pings in self.asked.items():
            for user_id in {ping.to for ping in pings}:
                theirs = [ping for ping in pings if ping.to == user_id]
                hands = [*self.ledger.owned_by[of[0]], *self.ledger.asked_of.get(of, ())[1:]]
                stretches = sum(who == user_id for _, who in hands)
                again = sum(who == user_id and theirs[0].at < at < theirs[-1].at for at, who in self.ledger.put_off)
                if len(theirs) > MOST_PINGS * max(stretches, 1) + again:
                    yield Fault("too often", theirs[-1].at, user_id, f"{of[0]} {of[1]}: {len(theirs)} times")

    def two_live(self) -> Iterator[Fault]:
        """Of all that asks somebody for something one message does at a time, and what is in its thread."""
        for user_id, pings in self.pings_to.items():
            live = sorted(
                ((begin, end, ping) for ping in pings for begin, end in _asking(ping, self.ends)),
                key=lambda each: each[0],
            )
            for place, (_, end, ping) in enumerate(live):
                for later_begin, _, later in live[place + 1 :]:
                    if later_begin >= end - A_MOMENT:
                        break
                    if any(
                        since - A_MOMENT <= later_begin and end <= until + A_MOMENT for since, until in self.ledger.down
                    ):
                        continue  # nothing ran that could have taken it away
                    if later is not ping and not _together(ping, later):
                        yield Fault("two live", later_begin, user_id, f"{ping.key} and {later.key}")

    # Each due reading

    def unaccounted(self) -> Iterator[Fault]:
        """Every period that fell due has its state, and the one that follows from what happened."""
        for of, due in self.fell_due.items():
            said, wanted = self.ledger.states.get(of), self._state(of, due)
            if said not in wanted:
                yield Fault("not accounted for", due.at, due.owner, f"{of[0]} {of[1]} is {said}, not {wanted}")
        for of in self.ledger.states.keys() - self.fell_due.keys():
            yield Fault("not expected", self.ends, of[0], f"{of[1]} is {self.ledger.states[of]}")

    def _state(self, of: Of, due: Due) -> set[str]:
        given = self.counted(of, self.ends)
        values = [each for each in given if not each.is_no_data] or given
        if values:
            first = values[0]
            if first.is_no_data:
                return {"no_data"}
            owner = self.ledger.owners[self.ledger.owner_of(of[0], first.at)]
            is_in_time = first.at < due.at or first.at < days.starts(due.on + days.ONE_DAY, owner.zone_at(first.at))
            excused = {"excused"} if self._was_away(of, due) else set[str]()  # it stays so, and may be given
            return {"on_time" if is_in_time else "late"} | excused
        if due.is_day_off:
            return {"excused"}
        if self._was_away(of, due) and not self._has_rested(of, due.at, self.ends):
            still = {"due"} if self.ends - due.at < A_WHILE else set[str]()
            return {"excused"} | still if of not in self.missed_at else {"missed"}
        if of in self.missed_at and not self._has_rested(of, due.at, self.missed_at[of]):
            return {"missed"}
        if self._has_rested(of, due.at, self.ends):
            return {"excused"}
        recent = self.ends - due.at < A_WHILE
        return {"due"} if recent else {"missed"}

    def _was_away(self, of: Of, due: Due) -> bool:
        """Whoever it belonged to until it could be missed."""
        until = due.at + A_WHILE
        owners = {self.ledger.owner_of(of[0], due.at), *self._askers(of, due.at, until)}
        owners |= {user_id for at, user_id in self.ledger.owned_by[of[0]] if due.at <= at < until}
        people = [self.ledger.owners[user_id] for user_id in owners]
        return any(owner.is_away_between(due.at, until, owner.zone_at(due.at)) for owner in people)

    def _askers(self, of: Of, begin: datetime, end: datetime) -> set[str]:
        return {who for at, who in self.ledger.asked_of.get(of, ()) if begin <= at < end}

    def left_out(self) -> Iterator[Fault]:
        """Whoever owes something is asked for it on the first day on which they can be, and once more on the first such
        day after that.
        """
        for of, due in self.fell_due.items():
            for turn in self.turns(of, due):
                if not turn.is_taken:
                    rule = "not asked twice" if turn.is_second else "never asked"
                    yield Fault(rule, turn.at, turn.whom, f"{of[0]} {of[1]}, due {due.on}")
                    break

    def turns(self, of: Of, due: Due) -> Iterator[Turn]:
        """Each time at which it is to be asked for, reminder time by reminder time of whoever owes it then."""
        if due.is_day_off:
            return
        ends = min(self.missed_at.get(of, self.ends), self.ends)
        begin = due.at
        while begin < ends:
            user_id = self.ledger.asker_of(of, begin)
            at = self._next_time(user_id, begin)
            if (handed := self._handed_over_at(of, begin, at)) is not None:
                begin = handed
                continue
            if at >= ends or self._is_settled(of, due, at):
                return
            pings = [ping for ping in self.asked[of] if ping.to == user_id and ping.at >= self._theirs_since(of, at)]
            before = [ping for ping in pings if ping.at < at]
            there_at = self._there_at(user_id, at)
            is_there = self._can_be_asked(of, user_id, at, there_at, before)
            if is_there and self._is_their_turn(of, user_id, at, before):
                since = at if self._is_there_now(user_id, at) else there_at
                yield Turn(since, there_at, user_id, tuple(pings), is_second=bool(before))
            begin = at + timedelta(seconds=1)

    def _next_time(self, user_id: str, instant: datetime) -> datetime:
        """Their first reminder time at or after that instant, on whatever day, as they had it then."""
        owner = self.ledger.owners[user_id]
        zone, clock = owner.zone_at(instant), owner.reminded_from(instant)
        day = days.local(instant, zone).date()
        at = days.at(day, clock, zone)
        return at if at >= instant else days.at(day + days.ONE_DAY, clock, zone)

    def _hands(self, of: Of) -> list[tuple[datetime, str]]:
        """From when on whom it was asked of: with no word of that, of whoever owned it."""
        return self.ledger.asked_of.get(of) or self.ledger.owned_by[of[0]]

    def _handed_over_at(self, of: Of, begin: datetime, end: datetime) -> datetime | None:
        return next((at for at, _ in self._hands(of) if begin < at <= end), None)

    def _theirs_since(self, of: Of, instant: datetime) -> datetime:
        return max((at for at, _ in self._hands(of) if at <= instant), default=self.ledger.began)

    def _is_settled(self, of: Of, due: Due, at: datetime) -> bool:
        """Whether nobody is to be asked any more: it rests, or is excused by somebody's being away. Something may be
        given and taken back, but what is excused stays so.
        """
        if self._has_rested(of, due.at, at):
            return True
        if of[0] in self.ledger.backups:
            return self.ledger.states.get(of) == "excused"  # which is right by `unaccounted`
        people = {self.ledger.owner_of(of[0], due.at)}
        people |= {user_id for when, user_id in self.ledger.owned_by[of[0]] if due.at < when <= at}
        return any(self._is_excused_by(self.ledger.owners[user_id], due, at) for user_id in people)

    def _is_excused_by(self, owner: Owner, due: Due, at: datetime) -> bool:
        """Whether they were away when two working days from its due day were over, or said that they would be."""
        last = days.working_days_after(due.on, GRACE, partial(owner.works_on, instant=due.at))
        today = days.local(at, owner.zone_at(at)).date()
        if any(said <= at and first <= today and due.on < back and back > last for said, first, back in owner.away):
            return True
        return today > last and any(since <= at and until > due.at for since, until in owner.status)

    def _there_at(self, user_id: str, at: datetime) -> datetime:
        """When something runs that can ask what is to be asked at that time, they may be disturbed, and no status says
        that they are away.
        """
        down = [(since - A_MOMENT, until) for since, until in self.ledger.down]
        quiet = [*down, *self.ledger.owners[user_id].undisturbed, *self.ledger.owners[user_id].status]
        while (ends_at := next((until for since, until in quiet if since <= at < until), None)) is not None:
            at = ends_at
        return at

    def _is_there_now(self, user_id: str, at: datetime) -> bool:
        """Whether something runs right then, they may be disturbed, and no status says that they are away."""
        owner = self.ledger.owners[user_id]
        return not within([*self.ledger.down, *owner.undisturbed, *owner.status], at)

    def _can_be_asked(self, of: Of, user_id: str, at: datetime, there_at: datetime, before: list[Posted]) -> bool:
        """Whether they owe it, work then, are there, and have heard nothing from us for twelve hours; and whether we
        are there, or are again before six on that day.
        """
        owner = self.ledger.owners[user_id]
        day = days.local(at, owner.zone_at(at)).date()
        changed = [when for when, _ in [*owner.zones, *owner.reminder_at, *owner.days_off]]
        there = days.local(there_at, owner.zone_at(at))
        return (
            all(self.is_open(of, user_id, when) for when in (at, there_at, there_at + A_MOMENT))
            and owner.works_on(day, at)
            and day >= self.fell_due[of].on  # it may begin earlier where its owner is than where its backup is
            and not any(owner.has_said(day, when) for when in (at - A_MOMENT, at + A_MOMENT, there_at))
            and not any(at < since <= there_at + A_MOMENT for since, _ in owner.status)
            and not owner.is_gone(there_at)
            and not any(at - days.ONE_DAY < when <= there_at for when in changed if when > self.ledger.began)
            and not any(at - BETWEEN - A_MOMENT < ping.at < at for ping in self.pings_to[user_id])
            and (there.date() == day and there.time() < HOURS_END_AT)
            and not any(
                who == user_id
                and before
                and before[-1].at <= when <= there_at + A_MOMENT  # what is on its way then is left where it is
                and day < self._put_off_until(owner, when)
                for when, who in self.ledger.put_off
            )
        )

    @staticmethod
    def _put_off_until(owner: Owner, instant: datetime) -> date:
        today = days.local(instant, owner.zone_at(instant)).date()
        return days.working_day_from(today + days.ONE_DAY, partial(owner.works_on, instant=instant))

    def _is_their_turn(self, of: Of, user_id: str, at: datetime, before: list[Posted]) -> bool:
        """The first time, or a working day after it; of what nobody says anything about, once in a calendar week,
        whoever stands in for whom. Whoever keeps it since then hears it too.
        """
        owner = self.ledger.owners[user_id]
        if len(before) >= MOST_PINGS:
            return False
        silent = {self._is_silent(of[0], at, corrections_too=each) for each in (True, False)}
        if True in silent:
            kept_since = max(when for when, _ in self.ledger.owned_by[of[0]] if when <= at)
            asked = [each for each in self.pings_about[of[0]] if at - A_WHILE < each.at < at]
            heard = [each for each in asked if each.to == user_id or each.at > kept_since]
            return not before and not any(self._week(user_id, each.at) == self._week(user_id, at) for each in heard)
        if not before:
            return True
        first_on = days.local(before[0].at, owner.zone_at(before[0].at)).date()
        second_on = days.working_days_after(first_on, 1, partial(owner.works_on, instant=at))
        return days.local(at, owner.zone_at(at)).date() >= second_on

    def _is_silent(self, key: str, instant: datetime, *, corrections_too: bool) -> bool:
        """Whether three readings in a row were missed by then, with no word since the first of them."""
        newest = max(
            (each.at for each in self.all_given[key] if each.at <= instant and (corrections_too or not each.corrects)),
            default=self.ledger.began,
        )
        return sum(newest < at <= instant for at, _ in self.all_missed[key]) >= SILENT_FROM

    def missed_too_early(self) -> Iterator[Fault]:
        """No earlier than two working days after the due day, or the first time of asking."""
        for of, at in self.missed_at.items():
            due = self.fell_due.get(of)
            if due is None:
                continue
            user_id = self.ledger.asker_of(of, at)
            owner = self.ledger.owners[user_id]
            pings = [ping for ping in self.asked.get(of, ()) if ping.to == user_id and ping.at < at]
            begins = days.local(pings[0].at, owner.zone_at(pings[0].at)).date() if pings else due.on
            last = days.working_days_after(
                begins, GRACE, partial(owner.works_on, instant=pings[0].at if pings else due.at)
            )
            zone = owner.zone_at(pings[0].at) if pings else owner.zone_at(due.at)
            if at < days.starts(last + days.ONE_DAY, zone):
                yield Fault(
                    "missed too early", at, user_id, f"{of[0]} {of[1]}, due {due.on}, may be given through {last}"
                )

    def missed_while_away(self) -> Iterator[Fault]:
        """What nobody was there to give when its grace ended is excused, and not missed."""
        for of, at in self.missed_at.items():
            if self._is_down(at - A_MOMENT, at + A_MOMENT):
                continue  # it ended while nothing ran
            owner = self.ledger.owners[self.ledger.asker_of(of, at)]
            before = at - timedelta(seconds=1)
            last_day = days.local(before, owner.zone_at(before)).date()
            if owner.is_away(last_day, before) and not owner.is_gone(at):
                yield Fault("missed while away", at, owner.user_id, f"{of[0]} {of[1]}")

    def missed_unasked(self) -> Iterator[Fault]:
        """Nobody misses what they could not be asked for: at each of their reminder times they were away, or not to be
        disturbed until six.
        """
        for of, at in self.missed_at.items():
            due, user_id = self.fell_due.get(of), self.ledger.asker_of(of, at - timedelta(seconds=1))
            if due is None or self.ledger.owners[user_id].is_gone(at):
                continue
            since = max(due.at, self._theirs_since(of, at - timedelta(seconds=1)))
            is_asked = any(ping.to == user_id and since <= ping.at < at for ping in self.asked.get(of, ()))
            if is_asked or self._is_down(since, at) or self._is_silent(of[0], at, corrections_too=False):
                continue
            times = list(self._times_between(user_id, since, at))
            if times and not any(self._is_there(user_id, each) for each in times):
                yield Fault("missed unasked", at, user_id, f"{of[0]} {of[1]}, theirs since {since:%m-%d %H:%M}")

    def _times_between(self, user_id: str, begin: datetime, end: datetime) -> Iterator[datetime]:
        """Their reminder times on days on which they work."""
        owner = self.ledger.owners[user_id]
        while (at := self._next_time(user_id, begin)) < end:
            if owner.works_on(days.local(at, owner.zone_at(at)).date(), at):
                yield at
            begin = at + timedelta(seconds=1)

    def _is_there(self, user_id: str, at: datetime) -> bool:
        """Whether they can be asked on that day, from their reminder time on."""
        owner, there_at = self.ledger.owners[user_id], self._there_at(user_id, at)
        today, there = (days.local(when, owner.zone_at(at)) for when in (at, there_at))
        return not owner.has_said(today.date(), at) and there.date() == today.date() and there.time() < HOURS_END_AT

    def asked_of_the_wrong(self) -> Iterator[Fault]:
        """What is due changes hands with a hand-over, to the other one of owner and backup where whoever was asked is
        away, and to an owner who is there; and an owner who is there and works is asked themselves.
        """
        for of, hands in self.ledger.asked_of.items():
            for (_, before), (at, after) in pairwise(hands):
                owner = self.ledger.owner_of(of[0], at)
                is_handed = any(abs(when - at) <= A_MOMENT for when, _ in self.ledger.owned_by[of[0]])
                if not is_handed and after not in (owner, self.ledger.backups.get(of[0])):
                    yield Fault("asked of a stranger", at, after, f"{of[0]} {of[1]}")
                elif not is_handed and after != owner and not self._may_be_away(before, at):
                    yield Fault("taken from whoever was there", at, before, f"{of[0]} {of[1]}")
                if not is_handed and self._is_surely_away(after, at):
                    yield Fault("given to whoever was away", at, after, f"{of[0]} {of[1]}")
            yield from self._kept_by_a_backup(of)

    def _kept_by_a_backup(self, of: Of) -> Iterator[Fault]:
        """At each reminder time of an owner who is there, what is still due is theirs."""
        due = self.fell_due.get(of)
        if due is None or (self.ledger.states.get(of) == "excused" and not self.given.get(of)):
            return  # nobody is asked any more: `unaccounted` says whether that is right
        owner, ends = self.ledger.owner_of(of[0], due.at), min(self.missed_at.get(of, self.ends), self.ends)
        for at in self._times_between(owner, due.at, ends):
            after = at + A_MOMENT
            asked = self.ledger.asker_of(of, after)
            is_open = self.is_open(of, asked, at) and self.is_open(of, asked, after)
            if asked == owner or not is_open or not self._same_hands_of_owner(of, due.at, after):
                continue
            is_there = self._is_there(owner, at) and self._there_at(owner, at) == at
            if is_there and not self._may_be_away(owner, at) and not self._moved(owner, at):
                yield Fault("kept by a backup", at, asked, f"{of[0]} {of[1]} is {owner}'s")

    def _same_hands_of_owner(self, of: Of, begin: datetime, end: datetime) -> bool:
        return not any(begin < at <= end for at, _ in self.ledger.owned_by[of[0]])

    def _moved(self, user_id: str, at: datetime) -> bool:
        """Whether they changed their zone, time or days within a day of that."""
        owner = self.ledger.owners[user_id]
        changed = [when for when, _ in [*owner.zones, *owner.reminder_at, *owner.days_off]]
        return any(abs(at - when) <= days.ONE_DAY for when in changed) or owner.is_gone(at)

    def _may_be_away(self, user_id: str, at: datetime) -> bool:
        owner = self.ledger.owners[user_id]
        today = days.local(at, owner.zone_at(at)).date()
        return any(owner.is_away(today + near * days.ONE_DAY, when) for near in (-1, 0) for when in (at - A_MOMENT, at))

    def _is_surely_away(self, user_id: str, at: datetime) -> bool:
        owner = self.ledger.owners[user_id]
        today = days.local(at, owner.zone_at(at)).date()
        return owner.is_away(today, at - timedelta(seconds=1)) and owner.is_away(today, at + A_MOMENT)

    def chased_though_silent(self) -> Iterator[Fault]:
        """Of what was missed three times in a row with no word, one question is asked in a calendar week."""
        for user_id, pings in self.pings_to.items():
            asked: dict[tuple[str, str], Posted] = {}
            for ping in pings:
                for key in {key for key, _ in ping.names}:
                    if not self._is_silent(key, ping.at - A_MOMENT, corrections_too=True):
                        continue
                    week = key, self._week(user_id, ping.at)
                    before = asked.setdefault(week, ping)
                    if before is not ping and self._is_silent(key, before.at - A_MOMENT, corrections_too=True):
                        yield self._fault("chased though silent", ping, f"{key}, after {before.key}")

    def not_whose_it_is(self) -> Iterator[Fault]:
        """At the end everything belongs to whom it was given to last."""
        for key, user_id in self.ledger.kept_by.items():
            if (theirs := self.ledger.owner_of(key, self.ends)) != user_id:
                yield Fault("not whose it is", self.ends, user_id, f"{key} is {theirs}'s")

    def silently_fresh(self) -> Iterator[Fault]:
        """Nothing passes for up to date when a later period than its newest reading's was missed."""
        for at, key, state in self.ledger.looks:
            if state not in FRESH:
                continue
            newest = max(
                (each.period for each in self.all_given[key] if self.counted((key, each.period), at) and each.at <= at),
                default="",
            )
            if not newest:
                yield Fault("fresh without a reading", at, key, state)
            late = [
                period
                for when, period in self.all_missed[key]
                if when <= at and period > newest and not self.counted((key, period), at)
            ]
            if late:
                yield Fault("silently fresh", at, key, f"{state}, though {late[-1]} was missed")

    # What was said

    def promise(self, ping: Posted, version: Version) -> Promise:
        zone = self.ledger.owners[ping.to].zone_at(version.at)
        return read_promise(version.text, said_at=version.at, zone=zone)

    def promised_in_the_past(self) -> Iterator[Fault]:
        """Nothing is announced for a time that is over as it is said."""
        for ping in self.ledger.pings():
            for version in ping.versions:
                said = self.promise(ping, version)
                if version.asks and said.again_at is not None and said.again_at < version.at - A_MOMENT:
                    yield Fault("announced for the past", version.at, ping.to, f"{ping.key}: {version.text[-150:]!r}")

    def not_announced(self) -> Iterator[Fault]:
        """Whatever is asked for again was announced for that time, by what could be read right before."""
        for of, pings in self.asked.items():
            for place, ping in enumerate(pings):
                before = next((each for each in reversed(pings[:place]) if each.to == ping.to), None)
                if before is None or not self._same_hands(of, before.at, ping.at):
                    continue
                version = before.read_at(ping.at - timedelta(seconds=1))
                if version is None or not version.asks:
                    continue
                said = self.promise(before, version)
                if said.is_last:
                    yield self._fault("asked again after the last time", ping, f"{of[0]} {of[1]}")
                elif said.is_weekly:
                    if self._week(ping.to, before.at) == self._week(ping.to, ping.at):
                        yield self._fault("asked twice in a week", ping, f"{of[0]} {of[1]}")
                elif said.again_at is not None and within(self.ledger.owners[ping.to].undisturbed, said.again_at):
                    continue  # nobody could know; `left_out` says when it is to be
                elif said.is_on_return:
                    if not within(self.ledger.owners[ping.to].status, version.at):
                        yield self._fault("waited for whoever was there", ping, f"{of[0]} {of[1]}")
                elif not said.is_any:
                    yield self._fault("said nothing of the next time", ping, version.text[-160:])
                elif said.again_at is None or not self._is_about(said.again_at, ping.at, ping.to):
                    yield self._fault("asked at another time than said", ping, f"said {said.again_at}: {of[0]} {of[1]}")

    def not_done_as_said(self) -> Iterator[Fault]:
        """Whoever reads "I ask once more, tomorrow at 09:00" is asked then, unless nothing is open any more."""
        for ping in self.ledger.pings():
            for version, until in _readable(ping, self.ends):
                said = self.promise(ping, version).again_at if version.asks else None
                if (
                    said is None
                    or not said <= until < self.ends + timedelta(1)
                    or said >= self.ends - timedelta(days=5)
                ):
                    continue
                if until <= said:
                    continue
                still = [of for of in ping.names if self.is_open(of, ping.to, said)]
                owner = self.ledger.owners[ping.to]
                if not still or owner.is_gone(said) or self._is_down(said - A_MOMENT, said + A_MOMENT):
                    continue
                if within([*owner.status, *owner.undisturbed], said):
                    continue  # nobody could know
                came = [each for each in self.pings_to[ping.to] if self._is_about(said, each.at, ping.to)]
                if not came:
                    yield Fault(
                        "not asked as said", said, ping.to, f"{ping.key} named {still[0]}: {version.text[-150:]!r}"
                    )

    def not_missed_as_said(self) -> Iterator[Fault]:
        """What is open after the day that was said counts as missed then, and not before."""
        for ping in self.ledger.pings():
            for version, until in _readable(ping, self.ends):
                said = self.promise(ping, version).missed_after if version.asks else None
                if said is None:
                    continue
                zone = self.ledger.owners[ping.to].zone_at(version.at)
                ends = days.starts(said + days.ONE_DAY, zone)
                if until <= ends or ends > self.ends - timedelta(hours=1):
                    for of in ping.names:
                        at = self.missed_at.get(of)
                        if at is not None and version.at < at < min(until, ends) and self._is_theirs(of, ping.to, at):
                            yield Fault("missed before the day that was said", at, ping.to, f"{ping.key} {of}: {said}")
                    continue
                if self._is_down(ping.at, ends + A_MOMENT):
                    continue
                for of in ping.names:
                    if not self.is_open(of, ping.to, ends - timedelta(seconds=1)):
                        continue
                    if within(self.ledger.owners[ping.to].status, ends):
                        continue  # it is excused
                    if self._says_excused(of, version) and self._is_settled(of, self.fell_due[of], ends):
                        continue  # of what else it names it says that
                    at = self.missed_at.get(of)
                    if at is None or not ends <= at <= ends + A_MOMENT:
                        yield Fault("not missed as said", ends, ping.to, f"{ping.key} {of}: said {said}, was {at}")

    def _says_excused(self, of: Of, version: Version) -> bool:
        """Whether a line of it says so of this indicator, for whichever period."""
        begins = f"– {self.ledger.indicators[of[0]].name}, "
        return any(line.startswith(begins) and line.endswith(": excused") for line in version.text.splitlines())

    def not_told_as_said(self) -> Iterator[Fault]:
        """The next report of the channel that was named says so: it names the number, or how many more there are."""
        reports: dict[str, list[Posted]] = defaultdict(list)
        for each in self.ledger.posted:
            if each.kind == "digest":
                reports[each.to].append(each)
        for of, at in self.missed_at.items():
            pings = [ping for ping in self.asked.get(of, ()) if ping.at < at]
            version = pings[-1].read_at(at - timedelta(seconds=1)) if pings else None
            if version is None:
                continue
            home = self.ledger.indicators[of[0]].channel
            told_in = self.promise(pings[-1], version).told_in
            if told_in and home not in told_in:
                yield Fault("said of another report", at, pings[-1].to, f"{of[0]} {of[1]}: {told_in}, not {home}")
            for channel in {home}.intersection(told_in):
                posted = reports[channel]
                place = bisect_right([each.at for each in posted], at)
                if place == len(posted):
                    continue
                report = posted[place]
                name = self.ledger.indicators[of[0]].name
                has_gone_on = any(
                    each.period > of[1] and not each.is_no_data and self.counted((of[0], each.period), report.at)
                    for each in self.all_given[of[0]]
                )  # what is missing before a later reading is not waited for
                is_moot = has_gone_on or self.counted(of, report.at) or self.ledger.is_resting(of[0], report.at)
                if not is_moot and name not in report.versions[0].text and "more" not in report.versions[0].text:
                    yield Fault("not in the report as said", report.at, channel, f"{of[0]} {of[1]}")

    # Notes to whoever answers for something

    def _notes(self) -> Iterator[Posted]:
        return (each for each in self.ledger.posted if each.kind == "notice" and each.key.startswith("missing:"))

    def noted_too_often(self) -> Iterator[Fault]:
        """One note a calendar week to one person."""
        before: dict[str, str] = {}
        for note in self._notes():
            week = self._week(note.to, note.at)
            if before.get(note.to) == week:
                yield self._fault("noted twice in a week", note, week)
            before[note.to] = week

    def noted_wrongly(self) -> Iterator[Fault]:
        """It is for whoever answers for it, while they are there, and about what others have been asked for, were to
        give in the week before or since, and have not given yet.
        """
        for note in self._notes():
            lead = self.ledger.owners[note.to]
            today = days.local(note.at, lead.zone_at(note.at)).date()
            if lead.is_away(today, note.at - A_MOMENT) or not lead.works_on(today, note.at):
                yield self._fault("noted while not there", note, f"{today:%a %d %B}")
            since = days.starts(today - timedelta(days=today.weekday() + 7), lead.zone_at(note.at))
            for key in re.findall(r"`(i-\d+)`", note.versions[0].text):
                wanting = [
                    period
                    for at, period in self.all_missed[key]
                    if since <= at <= note.at and not self.counted((key, period), note.at)
                ]
                owners = {self.ledger.owner_of(key, note.at), *(who for _, who in self.ledger.owned_by[key])}
                owners |= {who for period in wanting for _, who in self._hands((key, period))}
                heard = any(
                    ping.to in owners and ping.at < note.at for of in wanting for ping in self._asked_lately(key, of)
                )
                is_gone = any(self.ledger.owners[who].gone for who in owners)
                if self.ledger.answers_for[key] != note.to or self.ledger.owner_of(key, note.at) == note.to:
                    yield self._fault("noted of what is not others'", note, key)
                elif not wanting or self.ledger.is_resting(key, note.at):
                    yield self._fault("noted of what is not missing", note, key)
                elif not heard and not is_gone:
                    yield self._fault("noted before its owner heard", note, key)

    def not_noted(self) -> Iterator[Fault]:
        """Who answers for something that others missed has a note by their last working day of the week after, if it is
        missing still, its owner has heard, and they were there all of that week. One of the same week may have it
        already: for some the week's last day is a Sunday, and whoever was away on Monday has theirs later.
        """
        told = list(self._notes())
        noted = {(note.to, self._week(note.to, note.at)) for note in told}
        for (key, period), missed_at in self.missed_at.items():
            lead = self.ledger.owners[self.ledger.answers_for.get(key, self.ledger.owner_of(key, missed_at))]
            zone = lead.zone_at(missed_at)
            day = days.local(missed_at, zone).date()
            monday = day + timedelta(days=7 - day.weekday())
            week = [monday + timedelta(days=place) for place in range(7)]
            begin, end = days.starts(monday, zone), days.starts(monday + timedelta(days=7), zone)
            works = [each for each in week if lead.works_on(each, begin)]
            if not works or end > self.ends or (lead.user_id, f"{monday:%G-W%V}") in noted:
                continue
            if any(note.to == lead.user_id and missed_at <= note.at < begin and _names(note, key) for note in told):
                continue
            by = days.at(works[-1], lead.reminded_from(begin), zone) + A_MOMENT
            was_there = not (
                lead.is_away_between(missed_at, end, zone)
                or lead.is_gone(by)
                or self._is_down(missed_at - A_MOMENT, end)
                or any(since < end and until > begin for since, until in lead.undisturbed)
                or any(self._moved(lead.user_id, begin + place * days.ONE_DAY) for place in range(-7, 8))
            )
            keepers = {who for at, who in self.ledger.owned_by[key] if at <= end}
            is_others = lead.user_id not in keepers | {who for _, who in self._hands((key, period))}
            heard = {ping.to for ping in self._asked_lately(key, period) if ping.at < missed_at} & keepers
            is_missing = not self.counted((key, period), by) and not self._has_rested((key, period), missed_at, by)
            if was_there and is_others and heard and is_missing and not self.ledger.is_resting(key, by):
                yield Fault("not noted", by, lead.user_id, f"{key} {period}, missed {day}")

    def _asked_lately(self, key: str, period: str) -> list[Posted]:
        """What asked for it, or in the weeks of silence before it for another period of the same."""
        due = self.fell_due.get((key, period))
        if due is None:
            return []
        begin, end = due.at - A_WHILE, self.missed_at[key, period]
        everything = (ping for pings in self.pings_to.values() for ping in pings if begin <= ping.at < end)
        return [ping for ping in everything if any(each == key for each, _ in ping.names)]

    # Small things

    def _is_about(self, said: datetime, at: datetime, user_id: str) -> bool:
        """Whether this is the time that was said; nothing runs while we are down, and then it comes right after. To
        somebody who has moved it is the same time by the clock where they are now, or at once where that is over.
        """
        zones = [zone for _, zone in self.ledger.owners[user_id].zones]
        moves = [moved_at for moved_at, _ in self.ledger.owners[user_id].zones[1:]]
        clocks = {days.local(said, zone).replace(tzinfo=None) for zone in zones}
        meant = {days.at(clock.date(), clock.time(), zone) for clock in clocks for zone in zones}
        if any(each - timedelta(seconds=1) <= at <= each + A_MOMENT for each in {said, *meant}):
            return True
        if any(each <= moved_at <= at <= moved_at + A_MOMENT for each in meant for moved_at in moves):
            return True
        return any(begin <= said < end and at >= end - timedelta(seconds=1) for begin, end in self.ledger.down)

    def _week(self, user_id: str, at: datetime) -> str:
        return f"{days.local(at, self.ledger.owners[user_id].zone_at(at)):%G-W%V}"

    def _same_hands(self, of: Of, begin: datetime, end: datetime) -> bool:
        return not any(begin < at <= end for at, _ in self._hands(of))

    def _is_theirs(self, of: Of, user_id: str, at: datetime) -> bool:
        return self.ledger.asker_of(of, at) == user_id

    def _is_down(self, begin: datetime, end: datetime) -> bool:
        return any(since < end and until > begin for since, until in self.ledger.down)

    @staticmethod
    def _fault(rule: str, ping: Posted, what: str) -> Fault:
        return Fault(rule, ping.at, ping.to, f"{ping.key}: {what}")


def _names(note: Posted, key: str) -> bool:
    text = note.versions[0].text
    return f"`{key}`" in text or "more" in text


def _readable(ping: Posted, ends: datetime) -> Iterator[tuple[Version, datetime]]:
    """Each version, with until when it could be read."""
    last = min(ping.deleted_at or ends, ends)
    following = [each.at for each in ping.versions[1:]] + [last]
    for version, until in zip(ping.versions, following, strict=True):
        if until > version.at:
            yield version, until


def _asking(ping: Posted, ends: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The stretches in which it asks for something."""
    begin: datetime | None = None
    gone_at = min(ping.deleted_at or ends, ends)
    for version, _ in _readable(ping, ends):
        if version.asks and begin is None:
            begin = version.at
        if not version.asks and begin is not None:
            yield begin, version.at
            begin = None
    if begin is not None:
        yield begin, gone_at


def _together(one: Posted, other: Posted) -> bool:
    """Whether they are one conversation: a message and the one in its thread."""
    return other.thread_ts == one.ts or one.thread_ts == other.ts
