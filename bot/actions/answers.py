"""Answers to what people write to the bot: put into the outbox with what was done, so that both are equally sure."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.actions import outgoing
from bot.domain.messages import MessageKind
from storage import destinations
from storage.tables import Message

_OF_USE_FOR = timedelta(days=7)


def send_answer(
    session: Session,
    *,
    workspace_id: int,
    person_id: int,
    interaction_key: str,
    channel_id: str,
    thread_ts: str | None = None,
    now: datetime,
) -> None:
    """Have the person read, in this direct conversation or thread, what the interaction with this key was answered.
    Once, however often it is asked for.
    """
    destinations.keep_dm(session, person_id=person_id, channel_id=channel_id)
    outgoing.enqueue(
        session,
        Message(
            workspace_id=workspace_id,
            key=f"answer:{interaction_key}",
            kind=MessageKind.ANSWER,
            priority=MessageKind.ANSWER.priority,
            person_id=person_id,
            arguments={"interaction": interaction_key, "thread_ts": thread_ts},
            planned_for=now,
            ready_at=now,
            expires_at=now + _OF_USE_FOR,
            created_at=now,
        ),
    )
