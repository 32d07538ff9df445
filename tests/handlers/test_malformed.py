"""What arrives on the socket and is nothing that Slack sends: acknowledged, dropped, and told of in one line."""

from typing import Any

import pytest

from bot.playground import Playground
from tests.handlers.conftest import Bot, Shelter


@pytest.mark.parametrize(
    ("kind", "payload", "line"),
    [
        ("interactive", {}, "neither a command nor anything with a type"),
        ("interactive", {"type": "block_actions", "user": ["id"], "actions": []}, "block_actions: user: "),
        ("slash_commands", {"command": "/reading", "user_id": 5}, "command: user_id: "),
        ("events_api", {"type": "event_callback", "event": {"type": "message"}}, "event message: channel: "),
        ("events_api", {"type": "event_callback", "authorizations": 5, "event": {"type": "x"}}, "authorizations"),
    ],
)
async def test_it_is_acknowledged_and_dropped(
    bot: Bot,
    shelter: Shelter,
    playground: Playground,
    caplog: pytest.LogCaptureFixture,
    kind: str,
    payload: dict[str, Any],
    line: str,
) -> None:
    before = bot.counts()
    caplog.clear()

    delivery = await playground.world.courier.deliver(kind, playground.primary, payload)

    assert (delivery.ok, delivery.retry_num) == (True, 0)
    (record,) = (each for each in caplog.records if each.levelname not in ("DEBUG", "INFO"))
    assert record.getMessage().startswith("a payload from the socket was dropped: ")
    assert line in record.getMessage()
    assert record.exc_info is None
    assert bot.counts() == before
    assert "I ask for figures" in (await shelter.alice.types("/reading help", channel="#shelter")).text
