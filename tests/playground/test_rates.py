"""How often Slack takes a call: each method's tier, counted for each workspace by itself."""

import pytest

from bot.playground.methods import METHODS
from bot.playground.rates import Rates

TIER_2 = ["conversations.list", "users.list", "users.conversations", "usergroups.list", "usergroups.users.list"]
TIER_3 = [
    *["chat.update", "chat.delete", "conversations.history", "conversations.replies", "conversations.info"],
    *["conversations.open", "conversations.join", "users.lookupByEmail", "users.getPresence", "dnd.info"],
    *["team.info", "bots.info"],
]
TIER_4 = [
    *["chat.postEphemeral", "views.open", "views.push", "views.update", "views.publish", "conversations.members"],
    *["users.info", "users.profile.get", "files.getUploadURLExternal", "files.completeUploadExternal", "files.info"],
    *["oauth.v2.access"],
]
A_MINUTE = {
    **dict.fromkeys(TIER_2, 20),
    **dict.fromkeys(TIER_3, 50),
    **dict.fromkeys(TIER_4, 100),
    "chat.postMessage": 300,
    "chat.getPermalink": 600,
    "auth.test": 600,
}
# The first is not limited on purpose, and of the other two Slack publishes nothing.
WITHOUT_LIMIT = {"apps.connections.open", "api.test", "blocks.validate"}


def test_no_method_is_left_out() -> None:
    assert A_MINUTE.keys() | WITHOUT_LIMIT == METHODS.keys()


@pytest.mark.parametrize("method", A_MINUTE)
def test_a_method_is_taken_so_often_in_a_minute(method: str) -> None:
    rates, now = Rates(), 0.0

    def wait(workspace_id: str = "T1") -> int | None:
        return rates.wait(method, workspace_id, None, lambda: now)

    assert [wait() for _ in range(A_MINUTE[method])] == [None] * A_MINUTE[method]
    assert wait() == 60
    assert wait("T2") is None
    now = 59.9
    assert wait() == 1
    now = 60.0
    assert wait() is None


def test_a_channel_takes_a_burst_and_then_a_message_a_second() -> None:
    rates, now = Rates(channel_burst=3), 0.0

    def wait(channel_id: str = "C1") -> int | None:
        return rates.wait("chat.postMessage", "T1", channel_id, lambda: now)

    assert [wait() for _ in range(4)] == [None, None, None, 1]
    assert wait("C2") is None
    now = 1.0
    assert [wait(), wait()] == [None, 1]
    now = 10.0
    assert [wait() for _ in range(4)] == [None, None, None, 1]
