"""The alarm clock: it rings often enough to use Slack's whole allowance, and a stop claims nothing more."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.delivery.heartbeat import Heartbeat
from bot.delivery.settings import DeliverySettings
from bot.domain.messages import MessageState
from storage.db import Database
from tests.delivery.test_outbox import crowd
from tests.delivery.town import Town, town_on


@pytest.fixture
async def town(database: Database) -> AsyncIterator[Town]:
    async with town_on(database) as running:
        running.playground.clock.go()
        yield running


async def test_a_crowd_is_served_at_the_workspaces_rate_and_not_at_the_heartbeats(town: Town) -> None:
    crowd(town, 30)
    heartbeat = Heartbeat(town.deps, DeliverySettings(heartbeat_for=60, workspace_every=timedelta(seconds=0.05)))
    heartbeat.start()
    await town.playground.wait_for(lambda: len(town.playground.posts) == 30, timeout=20)
    await heartbeat.stop(within=5)


async def test_a_stop_finishes_what_is_in_flight_and_claims_nothing_more(town: Town) -> None:
    crowd(town, 12)
    settings = replace(DeliverySettings(), claim_batch=2, workspace_every=timedelta(0), send_timeout_for=10)
    heartbeat = Heartbeat(town.deps, settings)
    async with town.playground.faults.held("chat.postMessage") as gate:
        heartbeat.start()
        await gate.arrived.wait()
        stopping = asyncio.create_task(heartbeat.stop(within=5))
        await asyncio.sleep(0)
        gate.released.set()
        await stopping
    states = [message.state for message in town.messages().values()]
    assert states.count(MessageState.SENT) == 2
    assert states.count(MessageState.QUEUED) == 10
