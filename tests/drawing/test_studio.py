"""Pictures are drawn in a process of its own, and nobody hangs on it."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.drawing.studio import Studio
from bot.drawing.wire import from_json, to_json
from tests.drawing.test_figure import FULL, PLAIN, size_of

_ECHO = """
import os, sys
while len(length := sys.stdin.buffer.read(4)) == 4:
    asked = sys.stdin.buffer.read(int.from_bytes(length, "big"))
    answer = {answer}
    sys.stdout.buffer.write(len(answer).to_bytes(4, "big") + answer)
    sys.stdout.buffer.flush()
"""


@asynccontextmanager
async def studio(
    answer: str = "str(os.getpid()).encode()", *, patience: float = 30.0, idle_for: float = 60.0
) -> AsyncIterator[Studio]:
    """One whose process answers with this expression."""
    running = Studio(command=(sys.executable, "-c", _ECHO.format(answer=answer)), patience=patience, idle_for=idle_for)
    yield running
    await running.close()


async def test_a_picture_comes_back_as_a_png() -> None:
    running = Studio()
    try:
        png = await running.draw(FULL)
        assert png is not None
        assert size_of(png) == (1200, 929)
    finally:
        await running.close()


def test_a_picture_is_the_same_on_the_other_side() -> None:
    assert from_json(json.loads(to_json(FULL))) == FULL
    assert from_json(json.loads(to_json(PLAIN))) == PLAIN


async def test_one_process_draws_one_picture_after_another() -> None:
    async with studio() as running:
        drawn = await asyncio.gather(*(running.draw(PLAIN) for _ in range(3)))
        assert len(set(drawn)) == 1
        assert drawn[0] != str(os.getpid()).encode()


async def test_a_process_that_takes_too_long_is_stopped_and_the_next_picture_has_another() -> None:
    slow = "__import__('time').sleep(600) or b''"
    async with studio(slow, patience=1.0) as running:
        assert await running.draw(PLAIN) is None
        assert running._process is None


async def test_a_process_that_dies_costs_one_picture() -> None:
    async with studio("os._exit(1) if b'rough' in asked else b'drawn'") as running:
        assert await running.draw(PLAIN) is None
        assert await running.draw(FULL.__class__(**(vars(PLAIN) | {"title": "Beds"}))) == b"drawn"


async def test_a_process_that_cannot_be_started_costs_one_picture() -> None:
    running = Studio(command=("/nowhere/at/all",))
    assert await running.draw(PLAIN) is None
    await running.close()


async def test_what_cannot_be_drawn_is_no_picture() -> None:
    async with studio("b''") as running:
        assert await running.draw(PLAIN) is None
        assert running._process is not None


async def test_it_knows_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-secret")
    async with studio("repr(sorted(os.environ)).encode()") as running:
        known = await running.draw(PLAIN)
    assert known is not None
    assert b"SLACK" not in known
    assert b"PYTHONPATH" in known


async def test_it_leaves_when_there_was_nothing_to_draw_for_a_while() -> None:
    async with studio(idle_for=0.0) as running:
        assert await running.draw(PLAIN)
        process = running._process
        assert process is not None
        async with asyncio.timeout(30):
            assert await process.wait() == 0
        assert running._process is None


async def test_closed_it_leaves_nothing_behind() -> None:
    async with studio() as running:
        await running.draw(PLAIN)
        process = running._process
        await running.close()
        assert process is not None
        assert process.returncode is not None
