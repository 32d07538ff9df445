"""What a reminder promises: when we speak again, until when each reading can be given in time, and who hears of what is
missed. It is worked out by the rules that are applied, so that what it says is what happens.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.actions import access
from bot.actions.absences import Absences, absences_of, says_so_by_status, stand_ins
from bot.actions.people import Policy, as_actor, calendar_of
from bot.actions.scheduling import next_turn, reminder_rule
from bot.actions.screens import named
from bot.actions.snapshots import IndicatorSnapshot
from bot.delivery import grace, reminders
from bot.delivery.settings import DeliverySettings
from bot.domain.calendar import ONE_DAY, end_of_day, local_day, newest_occurrence
from bot.results.names import PersonName
from storage import message_parts
from storage.channels import with_digest
from storage.silences import Silence
from storage.tables import DueReading, Message, Person, Workspace

_A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Contract:
    """`next_ping_at` is when what is open is asked for again (UTC), None for never. `last_days` are the last local days
    on which each due reading, by its number, can be given before it counts as missed. Then the digests of the channels
    `reported_in` say so, and those who answer for it and are `told` once a week. Where their owner is away on
    all of those days, what stays open `is_excused_later`. `waits_for_return` where Slack says that they are away, and
    not until when: then the `stand_ins` are asked for what they stand in for, which may be all of it.
    """

    next_ping_at: datetime | None
    last_days: Mapping[int, date]
    is_excused_later: bool
    waits_for_return: bool
    stand_ins: tuple[PersonName, ...]
    is_all_stood_in_for: bool
    reported_in: tuple[str, ...]
    told: tuple[PersonName, ...]


def contract_of(
    session: Session,
    message: Message,
    open_rows: Sequence[DueReading],
    known: Mapping[int, IndicatorSnapshot],
    *,
    owner: Person,
    silent: Mapping[int, Silence],
    policy: Policy,
    now: datetime,
    settings: DeliverySettings,
) -> Contract:
    """What holds for what is still open of this message, which is sent at `now` if it has not been before."""
    sent_at = message.sent_at or now
    away = absences_of(session, [owner], since=now) if open_rows else Absences()
    outages = grace.outages_within(session, open_rows)
    asks_at = now if message.sent_at is None else None
    ends = {row.id: grace.really_ends_at(row, owner, outages, asks_at=asks_at, policy=policy) for row in open_rows}
    chased = [row for row in open_rows if row.indicator_id not in silent]
    again = {
        row.id: _next_ping(
            session, row, message, owner, away=away, policy=policy, asked_at=sent_at, now=now, settings=settings
        )
        for row in chased
    }
    pings = [at for number, at in again.items() if at is not None and at < ends[number]]
    homes = {home.id: home for home in (known[row.indicator_id].described.home.channel for row in open_rows)}
    subscribed = with_digest(session, homes)
    last_days = {number: local_day(at - _A_MOMENT, owner.zone) for number, at in ends.items()}
    waits_for_return = bool(pings) and says_so_by_status(owner, now)
    asked_for = {row.indicator_id for row in chased}
    instead = stand_ins(session, asked_for, now=now) if waits_for_return else {}
    return Contract(
        next_ping_at=min(pings, default=None),
        waits_for_return=waits_for_return,
        stand_ins=tuple({each.id: named(each) for each in instead.values()}.values()),
        is_all_stood_in_for=instead.keys() == asked_for,
        last_days={number: day for number, day in last_days.items() if away.on(owner.id, day) is None},
        is_excused_later=bool(last_days) and all(away.on(owner.id, day) for day in last_days.values()),
        reported_in=tuple(home.channel_id for number, home in homes.items() if number in subscribed),
        told=_told(session, open_rows, known, owner),
    )


def _next_ping(
    session: Session,
    row: DueReading,
    message: Message,
    owner: Person,
    *,
    away: Absences,
    policy: Policy,
    asked_at: datetime,
    now: datetime,
    settings: DeliverySettings,
) -> datetime | None:
    """When this is asked for again after that message: at the owner's reminder time, one working day after it was first
    asked for, not before the day to which they put it off, not while they are away, and not on a day that has had its
    message before they moved to another zone; None where that was the last time.
    """
    asked = row.times_asked + (0 if message.sent_at is not None else 1)
    if asked >= reminders.MOST_PINGS:
        return None
    first_on = local_day(row.first_asked_at or asked_at, owner.zone)
    day = calendar_of(owner, policy).add_working_days(first_on, 1)
    if row.put_off_until is not None:
        day = max(day, row.put_off_until)
    earliest = max(end_of_day(day - ONE_DAY, owner.zone), asked_at + settings.between_reminders)
    turn = next_turn(owner, policy=policy, after=earliest - _A_MOMENT)
    if turn.at < now:
        newest = newest_occurrence(reminder_rule(owner, policy=policy), now=now)
        is_today = calendar_of(owner, policy).is_working_day(newest.on) and away.on(owner.id, newest.on) is None
        is_today = is_today and not reminders.is_of_day(message, owner, newest.on)
        is_in_time = is_today and now < reminders.latest_for(newest, owner, settings=settings)
        if is_in_time and _is_on_its_way(session, row, owner, now=now):
            return now
        turn = next_turn(owner, policy=policy, after=now)
    while True:
        absent = away.on(owner.id, turn.on)
        if absent is not None and absent.back_on is not None:
            passed = end_of_day(absent.back_on - ONE_DAY, owner.zone) - _A_MOMENT
        elif reminders.is_of_day(message, owner, turn.on):
            passed = turn.at
        else:
            return turn.at
        turn = next_turn(owner, policy=policy, after=passed)


def _is_on_its_way(session: Session, row: DueReading, owner: Person, *, now: datetime) -> bool:
    """Whether today's time has come, and nobody has looked yet at what to ask for, or a message asks for it that is not
    there yet. Looked at and passed over, as what is silent is, it has its turn on another day. At most one query.
    """
    is_to_be_looked_at = owner.next_reminder_at is not None and owner.next_reminder_at <= now
    return is_to_be_looked_at or row.id in message_parts.on_their_way(session, {row.id})


def _told(
    session: Session, open_rows: Sequence[DueReading], known: Mapping[int, IndicatorSnapshot], owner: Person
) -> tuple[PersonName, ...]:
    """Those who answer for the outcomes of these, other than their owner, and can be told."""
    found: dict[int, PersonName] = {}
    homes = (known[row.indicator_id].described.home for row in open_rows)
    for home in {home.outcome.id: home for home in homes}.values():
        lead = home.accountable
        if lead.id in found or lead.id == owner.id or lead.is_deactivated:
            continue
        workspace = session.get_one(Workspace, lead.workspace_id)
        if access.may_see_channel(session, home.channel, by=as_actor(lead, workspace)):
            found[lead.id] = named(lead)
    return tuple(found.values())
