"""Questions about the messages of the outbox."""

import pytest
from sqlmodel import Session

from bot.domain.messages import MessageKind, MessageState
from storage.messages import is_any_being_sent
from storage.tables import Message
from tests.actions.conftest import Team
from tests.make import FRIDAY


@pytest.mark.parametrize(
    ("state", "is_being_sent"),
    [
        (MessageState.QUEUED, False),
        (MessageState.SENDING, True),
        (MessageState.UNKNOWN, False),
        (MessageState.SENT, False),
    ],
)
def test_a_message_is_being_sent_while_a_process_has_claimed_it(
    session: Session, team: Team, state: MessageState, is_being_sent: bool
) -> None:
    assert not is_any_being_sent(session)
    session.add(
        Message(
            workspace_id=team.workspace.id,
            key="reminder:UALICE:2026-03-27",
            kind=MessageKind.REMINDER,
            priority=1,
            planned_for=FRIDAY,
            ready_at=FRIDAY,
            created_at=FRIDAY,
            state=state,
        )
    )
    session.flush()

    assert is_any_being_sent(session) is is_being_sent
