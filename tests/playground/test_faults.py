"""Faults that tests ask for strike where they should, and the clock is told to other processes."""

import asyncio
import json
import struct
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import Fault, Playground
from tests.playground.conftest import MANIFEST


@pytest.mark.parametrize(
    ("fault", "stored", "status"),
    [
        (Fault.RATE_LIMITED, 0, 429),
        (Fault.ERROR_BEFORE, 0, 500),
        (Fault.ERROR_AFTER, 1, 500),
        (Fault.INTERNAL_ERROR_AFTER, 1, 200),
        (Fault.DROP_BEFORE, 0, None),
        (Fault.DROP_AFTER, 1, None),
        (Fault.SLOW, 1, 200),
    ],
)
async def test_a_scripted_fault_strikes_once(
    playground: Playground, fault: Fault, stored: int, status: int | None
) -> None:
    alice = playground.person("alice")
    playground.faults.add("chat.postMessage", fault, seconds=0.01)
    headers = {"Authorization": f"Bearer {playground.bot_token}"}
    async with httpx.AsyncClient(trust_env=False, headers=headers, base_url=playground.api_url) as http:
        try:
            response = await http.post("chat.postMessage", json={"channel": alice.id, "text": "x"})
            got: int | None = response.status_code
        except httpx.TransportError:
            got = None
        assert got == status
        assert len(playground.posts) == stored
        again = await http.post("chat.postMessage", json={"channel": alice.id, "text": "x"})
        assert again.json()["ok"]

    assert len(playground.posts) == stored + 1
    assert playground.calls["chat.postMessage"] == 2


async def test_chance_is_the_same_for_the_same_seed() -> None:
    drawn = []
    for _ in range(2):
        async with Playground(MANIFEST, seed=7) as playground:
            playground.faults.chance("chat.postMessage", Fault.ERROR_BEFORE, 0.5)
            drawn.append([playground.faults.draw("chat.postMessage") is None for _ in range(20)])

    assert drawn[0] == drawn[1]
    assert len(set(drawn[0])) == 2


async def test_calls_can_be_held(playground: Playground, client: AsyncWebClient) -> None:
    alice = playground.person("alice")
    async with playground.faults.held("chat.postMessage") as gate:
        call = asyncio.create_task(client.chat_postMessage(channel=alice.id, text="x"))
        await gate.arrived.wait()
        assert playground.posts == []
        gate.released.set()
        await call

    assert len(playground.posts) == 1


async def test_the_history_can_lag_and_be_forbidden(playground: Playground, client: AsyncWebClient) -> None:
    alice = playground.person("alice")
    posted = await client.chat_postMessage(channel=alice.id, text="x")
    playground.faults.history_lag = 30

    async def texts() -> list[str]:
        answer: Any = await client.conversations_history(channel=posted["channel"])
        return [message["text"] for message in answer["messages"]]

    assert await texts() == []
    playground.clock.advance(timedelta(seconds=30))
    assert await texts() == ["x"]
    playground.faults.history_forbidden = True
    with pytest.raises(SlackApiError, match="missing_scope"):
        await texts()


def test_the_clock_file_says_what_the_clock_says(tmp_path: Path) -> None:
    playground = Playground(MANIFEST, clock_file=tmp_path / "clock")
    noon = datetime(2026, 3, 27, 12, 0, tzinfo=UTC)

    playground.clock.stop()
    playground.clock.set(noon)
    assert playground.clock.now() == noon
    assert struct.unpack("<?d", (tmp_path / "clock").read_bytes()) == (True, noon.timestamp())

    playground.clock.go()
    playground.clock.advance(timedelta(hours=1))
    running, shift = struct.unpack("<?d", (tmp_path / "clock").read_bytes())
    assert not running
    told = datetime.now(UTC) + timedelta(seconds=shift)
    assert timedelta(0) <= told - noon - timedelta(hours=1) < timedelta(minutes=1)


async def test_timestamps_rise_although_the_clock_stands_still(playground: Playground, client: AsyncWebClient) -> None:
    playground.clock.stop()
    alice = playground.person("alice")

    posted = [(await client.chat_postMessage(channel=alice.id, text="x"))["ts"] for _ in range(3)]

    assert posted == sorted(set(posted))


async def test_a_playground_of_its_own_is_driven_from_outside(tmp_path: Path) -> None:
    (tmp_path / "manifest.yaml").write_text(json.dumps(MANIFEST))
    (tmp_path / "people.json").write_text(
        json.dumps({"people": [{"name": "alice"}], "channels": [{"name": "shelter", "members": ["alice"]}]})
    )
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.playground", "--manifest", str(tmp_path / "manifest.yaml")),
        *("--people", str(tmp_path / "people.json"), "--clock-file", str(tmp_path / "clock")),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    told = json.loads(await process.stdout.readline())
    try:
        client = AsyncWebClient(told["bot_token"], base_url=told["api_url"])
        async with httpx.AsyncClient(trust_env=False, base_url=told["url"]) as http:
            moved = {"stop": True, "set": "2026-03-27T09:00:00+00:00"}
            assert (await http.post("/playground/clock", json=moved)).json()["now"] == "2026-03-27T09:00:00+00:00"
            state = (await http.get("/playground/state")).json()
            await client.chat_postMessage(channel=state["channels"]["shelter"], text="Hello")
            act = {"person": "alice", "does": "types", "arguments": {"text": "/reading csat 84"}}
            got = (await http.post("/playground/act", json=act)).json()["got"]
            seen = (await http.get("/playground/people/alice")).json()["messages"]
            foreign = await http.get("/playground/state", headers={"Origin": "https://elsewhere.example"})
    finally:
        process.terminate()
        await process.wait()

    assert got["error"] == "dispatch_failed"
    assert seen[0]["text"] == "Hello"
    assert foreign.status_code == 403
    assert process.returncode == 0
