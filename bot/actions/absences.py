"""Being away: saying so, who is asked meanwhile, and what was done until somebody is back.

Whether somebody is away is asked here and nowhere else, for a batch of people at once.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from bot.actions import scheduling
from bot.actions.authors import author_names
from bot.actions.ownership import ask_anew
from bot.actions.people import Actor, Policy, policy_of
from bot.actions.screens import named
from bot.actions.telling import tell, tell_all
from bot.domain.absences import AbsenceSource, Stretch, checked
from bot.domain.calendar import end_of_day, instant_of, local_day
from bot.domain.due import DueState
from bot.domain.events import DueReadingChanged, PersonChanged
from bot.results.absences import Away, AwaySaid, Meanwhile
from storage import absences, due, indicators, people, readings
from storage.tables import AbsenceRecord, DueReading, Person, Workspace

_GIVEN = (DueState.ON_TIME, DueState.LATE, DueState.NO_DATA)
_A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Absent:
    """Somebody is away on a day. `back_on` is their first day back, if they said it."""

    back_on: date | None = None
    is_declared: bool = True

    def is_back_by(self, day: date) -> bool:
        """Whether they will be back by then, as far as anybody knows."""
        return not self.is_declared or (self.back_on is not None and self.back_on <= day)


@dataclass(frozen=True)
class Absences:
    """When each of some people is away."""

    stretches: Mapping[int, tuple[Stretch, ...]] = field(default_factory=dict)

    def on(self, person_id: int, day: date) -> Absent | None:
        """Whether this person is away on this day of theirs."""
        covering = [each.back_on for each in self.stretches.get(person_id, ()) if each.covers(day)]
        return Absent(max(covering)) if covering else None


def absences_of(session: Session, persons: Iterable[Person], *, since: datetime) -> Absences:
    """When these people are away from that instant on. One query; none for nobody."""
    zones = {person.id: person.zone for person in persons}
    if not zones:
        return Absences()
    earliest = min(local_day(since, zone) for zone in set(zones.values()))
    found: dict[int, tuple[Stretch, ...]] = {}
    for record in absences.reaching_past(session, zones, earliest):
        found[record.person_id] = (*found.get(record.person_id, ()), Stretch(record.first_on, record.until_on))
    return Absences(found)


def away_now(session: Session, persons: Iterable[Person], *, now: datetime) -> dict[int, Absent]:
    """Those of these people who are away where it is now, by their number. One query."""
    some = list(persons)
    known = absences_of(session, some, since=now)
    found = {
        person.id: known.on(person.id, local_day(now, person.zone))
        or (Absent(is_declared=False) if says_so_by_status(person, now) else None)
        for person in some
    }
    return {number: absent for number, absent in found.items() if absent is not None}


def says_so_by_status(person: Person, now: datetime) -> bool:
    """Whether their Slack status says that they are away now. It may be forgotten there, or be gone in an hour, so
    nothing is excused by it before the grace ends.
    """
    return person.is_away_by_status and (person.status_until is None or person.status_until > now)


def stand_ins(session: Session, indicator_ids: Collection[int], *, now: datetime) -> dict[int, Person]:
    """Of each of these indicators that has a backup who can be asked today, that person. Two queries."""
    backups = absences.backups_of(session, indicator_ids)
    away = away_now(session, backups.values(), now=now)
    return {number: backup for number, backup in backups.items() if backup.id not in away}


def others_there(session: Session, rows: Collection[DueReading], *, now: datetime) -> dict[int, Person]:
    """Of each of these due readings that somebody else can be asked for today than who is, by its number: the owner of
    its indicator, or else the backup. Three queries; none for nothing.
    """
    if not rows:
        return {}
    numbers = {row.indicator_id for row in rows}
    owners, backups = absences.owners_of(session, numbers), absences.backups_of(session, numbers)
    away = away_now(session, {each.id: each for each in (*owners.values(), *backups.values())}.values(), now=now)
    found: dict[int, Person] = {}
    for row in rows:
        for person in (owners.get(row.indicator_id), backups.get(row.indicator_id)):
            if person is not None and person.id != row.owner_id and person.id not in away:
                found.setdefault(row.id, person)
    return found


def hand_on(
    session: Session,
    rows: Sequence[DueReading],
    to: Mapping[int, Person],
    *,
    policies: Mapping[int, Policy],
    now: datetime,
) -> list[DueReading]:
    """Have each of these be asked of whoever stands beside its number, within a grace of their own, and tell; answers
    those that have moved. `policies` are those of their workspaces.
    """
    moved = [row for row in rows if row.id in to and row.owner_id != to[row.id].id]
    if not moved:
        return []
    for row in moved:
        ask_anew(row, to[row.id], policy=policies[row.workspace_id], now=now)
        session.add(row)
    for person in {to[row.id].id: to[row.id] for row in moved}.values():
        scheduling.wake_reminder(person, policy=policies[person.workspace_id], after=now)
        session.add(person)
    session.flush()
    tell_all(session, [DueReadingChanged(row.indicator_id, row.id) for row in moved], now=now)
    return moved


def last_day_of_grace(grace_ends_at: datetime, zone: str) -> date:
    """The last day there on which it can be given before it counts as missed."""
    return local_day(grace_ends_at - _A_MOMENT, zone)


# Saying so ----------------------------------------------------------------------------------------------------------


def current_absence(session: Session, person_id: int, *, today: date) -> Away | None:
    """The absence of this person that goes on, or else the next one."""
    for record in absences.reaching_past(session, [person_id], today):
        if record.first_on < record.until_on:
            return Away(record.first_on, record.until_on)
    return None


def declare_away(session: Session, stretch: Stretch, *, by: Actor, now: datetime) -> AwaySaid:
    """Have nobody ask this person on these days. An absence that it overlaps with gives way to it; one that goes on
    keeps its beginning. What is due from them already goes to a backup, waits or is excused, as what falls due will.
    Raises UserError for days that cannot be.
    """
    today = local_day(now, by.zone)
    checked(stretch, today=today)
    person = people.lock(session, [by.person_id])[by.person_id]
    policy = policy_of(session.get_one(Workspace, by.workspace_id))
    first_on = stretch.first_on
    for earlier in absences.reaching_past(session, [person.id], today - timedelta(days=1)):
        if earlier.first_on <= stretch.back_on and stretch.first_on <= earlier.until_on:
            first_on = min(first_on, earlier.first_on) if earlier.first_on <= today else first_on
            absences.end(session, earlier, on=earlier.first_on, now=now)
    record = AbsenceRecord(
        workspace_id=person.workspace_id,
        person_id=person.id,
        first_on=first_on,
        until_on=stretch.back_on,
        source=AbsenceSource.DECLARED,
        declared_at=now,
    )
    session.add(record)
    back_at = instant_of(record.until_on, time(0), person.zone) or end_of_day(record.until_on, person.zone)
    scheduling.wake_reminder(person, policy=policy, after=back_at)
    session.add(person)
    session.flush()
    # Of what is worked out nobody is asked for anything.
    owned = [each for each in indicators.running_of_owner(session, person.id) if each.definition.made_of is None]
    instead = stand_ins(session, [each.indicator.id for each in owned], now=now)
    passed_on, excused = 0, 0
    if first_on <= today:
        passed_on, excused = _pass_on_what_is_due(session, person, record, policy=policy, now=now)
    tell(session, PersonChanged(person.id, person.workspace_id), now=now)
    asked = {each.id: each for each in instead.values()}
    return AwaySaid(
        Away(record.first_on, record.until_on),
        asked=tuple(named(asked[number]) for number in sorted(asked)),
        some_have_nobody=len(instead) < len(owned),
        owns_nothing=not owned,
        passed_on=passed_on,
        excused=excused,
    )


def come_back(session: Session, *, by: Actor, now: datetime) -> tuple[Away, Meanwhile] | None:
    """End the absence of this person that goes on, or call the next one off; what it was, and what was done meanwhile.
    None where there is none.
    """
    today = local_day(now, by.zone)
    person = people.lock(session, [by.person_id])[by.person_id]
    record = next((each for each in absences.reaching_past(session, [person.id], today)), None)
    if record is None:
        return None
    was = Away(record.first_on, record.until_on)
    done = meanwhile(session, record) if record.first_on <= today else Meanwhile()
    absences.end(session, record, on=today, now=now)
    record.welcomed_on = today
    scheduling.wake_reminder(person, policy=policy_of(session.get_one(Workspace, by.workspace_id)), after=now)
    session.add(person)
    session.flush()
    tell(session, PersonChanged(person.id, person.workspace_id), now=now)
    return was, done


def _pass_on_what_is_due(
    session: Session, person: Person, record: AbsenceRecord, *, policy: Policy, now: datetime
) -> tuple[int, int]:
    """What is due from them: to whoever can be asked instead, or excused where nobody can and they are back too late.
    Answers how many of each.
    """
    rows = absences.open_of(session, person.id)
    instead = others_there(session, rows, now=now)
    passed = hand_on(session, rows, instead, policies={person.workspace_id: policy}, now=now)
    excused = [row for row in rows if row.id not in instead and _is_back_too_late(record, row, person.zone)]
    if excused:
        due.mark(session, *(row.id for row in excused), state=DueState.EXCUSED, at=now)
        tell_all(session, [DueReadingChanged(row.indicator_id, row.id) for row in excused], now=now)
    return len(passed), len(excused)


def _is_back_too_late(record: AbsenceRecord, row: DueReading, zone: str) -> bool:
    assert row.grace_ends_at is not None, "what is due has one"
    return record.until_on > last_day_of_grace(row.grace_ends_at, zone)


# A status that says so ----------------------------------------------------------------------------------------------


def follow_status(session: Session, person: Person, *, policy: Policy, now: datetime) -> AbsenceRecord | None:
    """Keep since when their Slack status has said that they are away. One that is over becomes an absence of the days
    on which they could not be asked at their reminder time, and their reminder is looked at from now on; None where
    there is no such day, or where it adds nothing to what they had declared.
    """
    if says_so_by_status(person, now):
        person.status_since = person.status_since or now
        session.add(person)
        return None
    if person.status_since is None:
        return None
    since, ended_at = person.status_since, min(person.status_until or now, now)
    person.status_since = None
    session.add(person)
    first_on, back_on = local_day(since, person.zone), _first_day_back(person, ended_at, policy=policy)
    earlier = [
        each
        for each in absences.not_welcomed(session, [person.id])
        if each.first_on <= back_on and first_on <= each.until_on
    ]
    is_long = _first_day_back(person, since, policy=policy) < back_on
    if not is_long or any(each.first_on <= first_on and back_on <= each.until_on for each in earlier):
        return None
    record = AbsenceRecord(
        workspace_id=person.workspace_id,
        person_id=person.id,
        first_on=min(first_on, *(each.first_on for each in earlier), first_on),
        until_on=back_on,
        source=AbsenceSource.STATUS,
        declared_at=min(since, *(each.declared_at for each in earlier), since),
        ended_at=ended_at,
    )
    session.add(record)
    scheduling.wake_reminder(person, policy=policy, after=now)
    session.flush()
    return record


def _first_day_back(person: Person, ended_at: datetime, *, policy: Policy) -> date:
    """The day on which an absence ended, or the one after it where their reminder time had passed."""
    day = local_day(ended_at, person.zone)
    reminded_at = instant_of(day, person.reminder_at or policy.reminder_at, person.zone)
    return day if reminded_at is None or ended_at <= reminded_at else day + timedelta(days=1)


# Coming back --------------------------------------------------------------------------------------------------------


def meanwhile(session: Session, record: AbsenceRecord) -> Meanwhile:
    """What was done for this person while they were away. A fixed number of queries."""
    rows = absences.due_meanwhile(session, record)
    given_in = {(row.indicator_id, row.period_first_on) for row in rows if row.state in _GIVEN}
    given = readings.counting_in(session, given_in) if given_in else {}
    newest = {(each.indicator_id, each.period_key): each for readings_of in given.values() for each in readings_of}
    names = author_names(session, newest.values())
    by_whom: Counter[str] = Counter()
    for row in rows:
        reading = newest.get((row.indicator_id, row.period_key)) if row.state in _GIVEN else None
        if reading is not None and reading.submitted_by_id != record.person_id:
            by_whom[names[reading.id].name] += 1
    waiting = [row.owner_id for row in rows if row.state is DueState.DUE and row.owner_id != record.person_id]
    asked = people.people_by_id(session, set(waiting)) if waiting else {}
    return Meanwhile(
        given=tuple(sorted(by_whom.items(), key=lambda each: (-each[1], each[0]))),
        excused=sum(row.state is DueState.EXCUSED for row in rows),
        waiting=tuple(sorted(Counter(named(asked[number]).name for number in waiting).items())),
    )
