"""What people and channels hear at once because somebody else did something: through the outbox, in the transaction in
which it happened.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.actions import outgoing
from bot.actions.people import Actor
from bot.domain import events
from bot.domain.messages import MessageKind, Template
from storage import indicators, messages
from storage.announcing import announce
from storage.tables import Channel, Indicator, Message, Outcome, Person

_ENTERS_WITHIN = timedelta(minutes=1)
"""How long the news waits for the bot to have joined the channel, if nobody says that it has."""


def tell_channel(session: Session, outcome: Outcome, channel: Channel, *, by: Actor, now: datetime) -> None:
    """Have the channel told of an outcome that now lives there, as soon as the bot is in it: see `hasten`."""
    outgoing.enqueue(
        session,
        Message(
            workspace_id=by.workspace_id,
            key=f"outcome:{outcome.id}",
            kind=MessageKind.NOTICE,
            priority=MessageKind.NOTICE.priority,
            channel_id=channel.id,
            template=Template.NEW_OUTCOME,
            arguments={"outcome": outcome.id, "by": by.person_id},
            planned_for=now,
            ready_at=now + _ENTERS_WITHIN,
            created_at=now,
        ),
    )


def tell_accountable(session: Session, outcome: Outcome, accountable: Person, *, by: Actor, now: datetime) -> None:
    """Have somebody told that they answer for an outcome, and who says so."""
    outgoing.enqueue_notice(
        session,
        Template.ANSWERS_FOR,
        {"outcome": outcome.id, "by": by.person_id},
        workspace_id=by.workspace_id,
        person_id=accountable.id,
        key=f"answers-for:{outcome.id}:{accountable.user_id}",
        now=now,
    )


def tell_owner(session: Session, indicator: Indicator, owner: Person, *, by: Actor, now: datetime) -> None:
    """Have somebody told that they are asked for an indicator's readings, by whom, and when for the first time."""
    outgoing.enqueue_notice(
        session,
        Template.NEW_OWNER,
        {"indicator": indicator.id, "by": by.person_id},
        workspace_id=by.workspace_id,
        person_id=owner.id,
        key=f"owner:{indicator.id}:{owner.user_id}",
        now=now,
    )


def is_new(session: Session, by: Actor) -> bool:
    """Whether somebody has had nothing to do with the bot so far: it has written nothing to them, and they have given
    nothing and keep nothing. Who used it before there was a welcome needs none.
    """
    return not messages.has_been_written_to(session, by.person_id) and not indicators.has_to_do_with(
        session, by.person_id
    )


def welcome(session: Session, by: Actor, *, now: datetime) -> None:
    """Have somebody told, once for ever, what the bot is for."""
    outgoing.enqueue_notice(
        session,
        Template.WELCOME,
        {},
        workspace_id=by.workspace_id,
        person_id=by.person_id,
        key=f"welcome:{by.user_id}",
        now=now,
    )


def hasten(session: Session, *, workspace_id: int, channel_id: str, now: datetime) -> None:
    """The bot is in this channel: what is to be told there is told now."""
    for number in messages.hasten_notices(session, workspace_id=workspace_id, channel_id=channel_id, now=now):
        announce(session, events.MessageAdded(number))
