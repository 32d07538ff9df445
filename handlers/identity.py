"""Who somebody is, before anything is done for them: their zone and locale decide how what they typed is read."""

import asyncio
import logging
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from bot.actions import directory, people
from bot.actions.people import Actor
from bot.deps import Deps
from bot.errors import UserError
from bot.profiles import profile_of
from bot.workspaces import Installed
from handlers.slack_calls import NETWORK_TROUBLE
from storage.people import unknown_among

KEPT_FOR = timedelta(seconds=60)
ASKED_FOR = 1.0
"""Seconds that Slack has to say who somebody is before they are answered with the workspace's zone and locale."""

STRANGER = (
    "Outcome Bot works for the people of the workspace that installed it, and you are in another one. "
    "Ask somebody in that workspace to do this for you."
)
NOT_OURS = "This person is of another workspace, and the bot cannot ask them. Choose somebody of this one."
A_BOT = "This is an app, and the bot asks people only. Choose a person."
NOT_INSTALLED = "Outcome Bot is not installed in this workspace. Ask a workspace admin to install it."

SLACKBOT = "USLACKBOT"
"""Slack's own, which `users.info` does not call a bot."""

log = logging.getLogger(__name__)


class KnownPeople:
    """Who people are: from its own memory for a minute, from the records, else by asking Slack."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._kept: dict[tuple[int, str], tuple[Actor, datetime]] = {}

    async def actor_of(self, installed: Installed, user_id: str, *, now: datetime) -> Actor:
        """Who this is. Raises UserError for a deactivated account and for somebody of another workspace."""
        kept = self._kept.get((installed.workspace_id, user_id))
        if kept and kept[1] <= now < kept[1] + KEPT_FOR:
            return kept[0]
        actor = await self._look_up(installed, user_id, now=now)
        actor = actor or await self._ask_and_store(installed, user_id, now=now)
        return actor or await self._store_without_profile(installed, user_id, now=now)

    def forget(self, workspace_id: int, user_id: str) -> None:
        """Look anew next time: something about this person has changed."""
        self._kept.pop((workspace_id, user_id), None)

    async def make_known(self, installed: Installed, user_ids: Collection[str], *, now: datetime) -> None:
        """Learn about people whom somebody named in a form, as far as Slack answers in time; the rest in the
        background. Raises UserError for an app, and for somebody of another workspace.
        """
        workspace_id = installed.workspace_id
        unknown = await self._deps.database.read(unknown_among, user_ids, workspace_id=workspace_id)
        await asyncio.gather(*(self._make_one_known(installed, user_id, now=now) for user_id in unknown))

    async def _make_one_known(self, installed: Installed, user_id: str, *, now: datetime) -> None:
        user = await self._ask(installed, user_id)
        if user is None:
            self._deps.background.start(self._ask_again(installed, user_id, now=now), name="ask who somebody is")
            return
        if _is_foreign(user, installed):
            raise UserError(NOT_OURS)
        if user.get("is_bot") or user_id == SLACKBOT:
            raise UserError(A_BOT)
        await self._store(installed, user_id, user, now=now)

    async def _ask_and_store(self, installed: Installed, user_id: str, *, now: datetime) -> Actor | None:
        """Who Slack says this is; None if it does not say in time."""
        user = await self._ask(installed, user_id)
        if user is None:
            return None
        if _is_foreign(user, installed):
            raise UserError(STRANGER)
        await self._store(installed, user_id, user, now=now)
        # Read back rather than taken as it is: a deactivated account is refused there.
        return await self._look_up(installed, user_id, now=now)

    async def _ask(self, installed: Installed, user_id: str) -> dict[str, Any] | None:
        """What Slack says about them; None if it does not in time."""
        try:
            async with asyncio.timeout(ASKED_FOR):
                answer = await installed.client.for_a_person(patience=0).users_info(user=user_id, include_locale=True)
        except NETWORK_TROUBLE as trouble:
            log.warning("Slack did not say who %s is: %s", user_id, trouble)
            return None
        user: dict[str, Any] = answer["user"]
        return user

    async def _store(self, installed: Installed, user_id: str, user: dict[str, Any], *, now: datetime) -> None:
        await self._deps.database.run(
            directory.learn_person,
            workspace_id=installed.workspace_id,
            user_id=user_id,
            profile=profile_of(user),
            now=now,
        )

    async def _look_up(self, installed: Installed, user_id: str, *, now: datetime) -> Actor | None:
        actor = await self._deps.database.read(people.known, team_id=installed.team_id, user_id=user_id)
        if actor is not None:
            self._kept[(installed.workspace_id, user_id)] = (actor, now)
        return actor

    async def _store_without_profile(self, installed: Installed, user_id: str, *, now: datetime) -> Actor:
        self._deps.background.start(self._ask_again(installed, user_id, now=now), name="ask who somebody is")
        return await self._deps.database.submit(
            directory.meet_unknown, workspace_id=installed.workspace_id, user_id=user_id, now=now
        )

    async def _ask_again(self, installed: Installed, user_id: str, *, now: datetime) -> None:
        await self._ask_and_store(installed, user_id, now=now)


def _is_foreign(user: dict[str, Any], installed: Installed) -> bool:
    return user.get("team_id") not in (None, installed.team_id)
