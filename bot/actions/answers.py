"""Answers to what people write to the bot: put into the outbox with what was done, so that both are equally sure."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.actions import outgoing
from bot.domain.messages import MessageKind
from storage import destinations, interactions
from storage.tables import Message

_OF_USE_FOR = timedelta(days=7)


def send_answer(
    session: Session,
    *,
    workspace_id: int,
    person_id: int,
    interaction_key: str,
    channel_id: str | None = None,
    thread_ts: str | None = None,
    now: datetime,
) -> None:
    """Have the person read, in this direct conversation or thread, what the interaction with this key was answered.
    Without a `channel_id` in the one that they have with the bot. Once, however often it is asked for.
    """
    if channel_id is not None:
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


def send_lost_answer(
    session: Session, *, workspace_id: int, person_id: int, interaction_key: str, now: datetime
) -> None:
    """The same where something was saved and its answer could not be shown where it was asked for; nothing else is
    worth a message of its own.
    """
    if not interactions.has_seen(session, workspace_id=workspace_id, key=interaction_key):
        return
    answer = interactions.answer_to(session, workspace_id=workspace_id, key=interaction_key)
    if answer.keys() >= {"text", "blocks"}:  # a form's is a view
        send_answer(session, workspace_id=workspace_id, person_id=person_id, interaction_key=interaction_key, now=now)
