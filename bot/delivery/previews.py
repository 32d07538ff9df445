"""Whoever wants to sees a channel's digest before it is posted, where they answer for an outcome of it: once for each
channel and digest, at their reminder time on their last working day before, at least two hours ahead.

It is looked every working day whether there is one: a schedule that is changed, or an outcome that becomes theirs,
needs no more than that.
"""

from datetime import datetime

from sqlmodel import Session

from bot.actions import outgoing
from bot.actions.absences import away_now
from bot.actions.people import Policy, as_actor, policy_of
from bot.actions.previews import next_digest, shown_at
from bot.actions.scheduling import next_turn
from bot.delivery.savepoints import PUT_OFF_FOR, each_in_savepoint
from bot.delivery.settings import DeliverySettings
from bot.delivery.turns import waits_until
from bot.domain.calendar import Occurrence
from bot.domain.messages import MessageKind, Template
from storage import added_lines, home
from storage.channels import subscription_of
from storage.outcomes import homes_of
from storage.tables import Channel, Message, Person, Workspace


def plan_previews(session: Session, *, now: datetime, settings: DeliverySettings) -> int:
    """Show those whose turn has come what is posted before their next one."""
    rows = added_lines.take_people(session, now=now, limit=settings.planning_batch)

    def put_off(person: Person) -> None:
        person.next_preview_at = now + PUT_OFF_FOR

    each_in_savepoint(session, rows, lambda person: _look(session, person, now=now, settings=settings), put_off=put_off)
    return len(rows)


def _look(session: Session, person: Person, *, now: datetime, settings: DeliverySettings) -> None:
    workspace = session.get_one(Workspace, person.workspace_id)
    policy = policy_of(workspace)
    absent = away_now(session, [person], now=now).get(person.id)
    waits = waits_until(person, policy=policy, absent=absent, now=now, settings=settings)
    if waits is None and not person.is_deactivated:
        _show_all(session, person, workspace, policy=policy, now=now)
    later = next_turn(person, policy=policy, after=now).at
    person.next_preview_at = (waits or later) if person.wants_preview else None
    session.add(person)
    session.flush()


def _show_all(session: Session, person: Person, workspace: Workspace, *, policy: Policy, now: datetime) -> None:
    answered = home.answered_by(session, person.id, by=as_actor(person, workspace))
    channels = {each.channel.id: each.channel for each in homes_of(session, answered).values()}
    for channel in channels.values():
        subscription = subscription_of(session, channel.id)
        upcoming = next_digest(subscription, now=now) if subscription is not None else None
        if upcoming is None or channel.is_archived or shown_at(person, upcoming.at, policy=policy) > now:
            continue
        _enqueue(session, person, channel, upcoming, now=now)


def _enqueue(session: Session, person: Person, channel: Channel, upcoming: Occurrence, *, now: datetime) -> None:
    outgoing.enqueue(
        session,
        Message(
            workspace_id=person.workspace_id,
            key=f"preview:{person.user_id}:{channel.channel_id}:{upcoming.on.isoformat()}",
            kind=MessageKind.NOTICE,
            priority=MessageKind.NOTICE.priority,
            person_id=person.id,
            template=Template.DIGEST_PREVIEW,
            arguments={"channel": channel.id, "on": upcoming.on.isoformat()},
            planned_for=now,
            ready_at=now,
            expires_at=upcoming.at,
            created_at=now,
        ),
    )
