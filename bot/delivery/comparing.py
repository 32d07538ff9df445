"""Going round what is kept of people and channels, a few at a time and well within Slack's limits: the longest untold
first.

At a start everything is old news and asked about first; after that each is asked about again every few minutes, and
whatever Slack tells by itself in between is taken in at once.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.channel_profiles import NotTold
from bot.comparing import compare_channel, compare_person
from bot.deps import Deps
from bot.workspaces import Installed
from storage import channels, due, people

_PEOPLE_EVERY = timedelta(minutes=30)
_CHANNELS_EVERY = timedelta(minutes=5)
_AGAIN_AFTER = timedelta(minutes=2)
"""What Slack would not tell is asked for again after this time."""
_MOST_PEOPLE = 4
"""In each round, of which there are twelve a minute: users.info allows a hundred calls a minute."""
_MOST_CHANNELS = 2
"""The same of conversations.info, which allows fifty."""


async def ask(deps: Deps) -> int:
    """Ask about the next few people and channels; answers about how many."""
    return sum(
        await asyncio.gather(
            _one_after_another(lambda: _ask_about_a_person(deps), most=_MOST_PEOPLE),
            _one_after_another(lambda: _ask_about_a_channel(deps), most=_MOST_CHANNELS),
        )
    )


async def _one_after_another(ask_about_one: Callable[[], Awaitable[bool]], *, most: int) -> int:
    asked = 0
    while asked < most and await ask_about_one():
        asked += 1
    return asked


async def _ask_about_a_person(deps: Deps) -> bool:
    """Whether there was anybody to ask about."""
    now = deps.clock()
    wanted = await deps.database.run(
        people.take_to_compare,
        told_before=max(now - _PEOPLE_EVERY, deps.freshness.since),
        asked_before=now - _AGAIN_AFTER,
        now=now,
        limit=1,
        leaving_out=deps.workspaces.out_of_reach() | deps.workspaces.without_turn("users.info"),
    )
    for workspace_id, user_id in wanted:
        if (installed := await _in_turn(deps, workspace_id, "users.info")) is not None:
            await compare_person(deps, installed, user_id)
    return bool(wanted)


async def _ask_about_a_channel(deps: Deps) -> bool:
    """Whether there was any to ask about."""
    now = deps.clock()
    wanted = await deps.database.run(
        channels.take_to_compare,
        told_before=max(now - _CHANNELS_EVERY, deps.freshness.since),
        asked_before=now - _AGAIN_AFTER,
        now=now,
        limit=1,
        leaving_out=deps.workspaces.out_of_reach() | deps.workspaces.without_turn("conversations.info"),
    )
    for each in wanted:
        if (installed := await _in_turn(deps, each.workspace_id, "conversations.info")) is not None:
            await compare_channel(deps, installed, each.channel_id)
    return bool(wanted)


async def _in_turn(deps: Deps, workspace_id: int, method: str) -> Installed | None:
    installed = await deps.workspaces.find(workspace_id)
    return installed if installed is not None and installed.client.pauses.pace(method).take() else None


async def is_sight_certain(deps: Deps, installed: Installed, message_id: int) -> bool:
    """Whether Slack has told lately who may see what this message names; where it has not, it is asked now. Where it
    refuses our token it will not take the message either, and says so better.
    """
    told_before = deps.freshness.trusts_channels_since(deps.clock())
    old = await deps.database.read_at_leisure(due.channels_named_by, message_id, told_before=told_before)
    answers = await asyncio.gather(*(compare_channel(deps, installed, channel_id) for channel_id in old))
    return NotTold.FOR_NOW not in answers
