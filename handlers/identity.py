"""Who somebody is, before anything is done for them: their zone and locale decide how what they typed is read."""

import asyncio
import hashlib
import json
import logging
from collections.abc import Collection
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncBoltContext

from bot.actions import directory, people
from bot.actions.people import Actor
from bot.deps import Deps
from bot.errors import UserError
from bot.profiles import profile_of
from bot.workspaces import Installed
from handlers.requests import NETWORK_TROUBLE, Request
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


class Recognition:
    """Knows people: from its own memory for a minute, from the records, else by asking Slack."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._kept: dict[tuple[int, str], tuple[Actor, datetime]] = {}

    async def recognise(self, installed: Installed, user_id: str, *, now: datetime) -> Actor:
        """Who this is. Raises UserError for a deactivated account and for somebody of another workspace."""
        kept = self._kept.get((installed.workspace_id, user_id))
        if kept and kept[1] <= now < kept[1] + KEPT_FOR:
            return kept[0]
        who = await self._look_up(installed, user_id, now=now)
        who = who or await self._meet(installed, user_id, now=now)
        return who or await self._take_for_now(installed, user_id, now=now)

    def forget(self, workspace_id: int, user_id: str) -> None:
        """Look anew next time: something about this person has changed."""
        self._kept.pop((workspace_id, user_id), None)

    async def introduce(self, installed: Installed, user_ids: Collection[str], *, now: datetime) -> None:
        """Learn about people whom somebody named in a form, as far as Slack answers in time; the rest in the
        background. Raises UserError for an app, and for somebody of another workspace.
        """
        workspace_id = installed.workspace_id
        unknown = await self._deps.database.read(unknown_among, user_ids, workspace_id=workspace_id)
        await asyncio.gather(*(self._introduce_one(installed, user_id, now=now) for user_id in unknown))

    async def _introduce_one(self, installed: Installed, user_id: str, *, now: datetime) -> None:
        user = await self._ask(installed, user_id)
        if user is None:
            self._deps.background.start(self._ask_again(installed, user_id, now=now), name="ask who somebody is")
            return
        if _is_foreign(user, installed):
            raise UserError(NOT_OURS)
        if user.get("is_bot") or user_id == SLACKBOT:
            raise UserError(A_BOT)
        await self._write_down(installed, user_id, user, now=now)

    async def _meet(self, installed: Installed, user_id: str, *, now: datetime) -> Actor | None:
        """Ask Slack and write it down; None if it does not say in time."""
        user = await self._ask(installed, user_id)
        if user is None:
            return None
        if _is_foreign(user, installed):
            raise UserError(STRANGER)
        await self._write_down(installed, user_id, user, now=now)
        # Read back rather than taken as it is: a deactivated account is refused there.
        return await self._look_up(installed, user_id, now=now)

    async def _ask(self, installed: Installed, user_id: str) -> dict[str, Any] | None:
        """What Slack says about them; None if it does not in time."""
        try:
            async with asyncio.timeout(ASKED_FOR):
                answer = await installed.client.users_info(user=user_id, include_locale=True)
        except NETWORK_TROUBLE as trouble:
            log.warning("Slack did not say who %s is: %s", user_id, trouble)
            return None
        user: dict[str, Any] = answer["user"]
        return user

    async def _write_down(self, installed: Installed, user_id: str, user: dict[str, Any], *, now: datetime) -> None:
        await self._deps.database.run(
            directory.learn_person,
            workspace_id=installed.workspace_id,
            user_id=user_id,
            profile=profile_of(user),
            now=now,
        )

    async def _look_up(self, installed: Installed, user_id: str, *, now: datetime) -> Actor | None:
        who = await self._deps.database.read(people.known, team_id=installed.team_id, user_id=user_id)
        if who is not None:
            self._kept[(installed.workspace_id, user_id)] = (who, now)
        return who

    async def _take_for_now(self, installed: Installed, user_id: str, *, now: datetime) -> Actor:
        self._deps.background.start(self._ask_again(installed, user_id, now=now), name="ask who somebody is")
        return await self._deps.database.submit(
            directory.meet_unknown, workspace_id=installed.workspace_id, user_id=user_id, now=now
        )

    async def _ask_again(self, installed: Installed, user_id: str, *, now: datetime) -> None:
        await self._meet(installed, user_id, now=now)


def _is_foreign(user: dict[str, Any], installed: Installed) -> bool:
    return user.get("team_id") not in (None, installed.team_id)


def actor_of(body: dict[str, Any]) -> tuple[str, str | None] | None:
    """The id of the person behind a command, a button, a form or a message, and their team's where the payload tells;
    None for anything else.
    """
    if "command" in body:
        return body["user_id"], None
    if body.get("type") in ("block_actions", "view_submission", "view_closed", "block_suggestion", "shortcut"):
        return body["user"]["id"], body["user"].get("team_id")
    event = body.get("event") or {}
    if event.get("type") == "message" and event.get("user") and "subtype" not in event and "bot_id" not in event:
        return event["user"], event.get("user_team") or event.get("team")
    return None


def request_from(context: AsyncBoltContext, body: dict[str, Any], *, text: str = "") -> Request:
    """What the payload asks for, by the person whom the middleware recognised."""
    recognition: Recognition = context["recognition"]
    view = body.get("view")
    trigger_id = body.get("trigger_id") or ""
    is_form = body.get("type") == "view_submission"
    return Request(
        deps=context["deps"],
        installed=context["installed"],
        actor=context["actor"],
        now=context["now"],
        key=f"view:{view['id']}" if is_form and view else _key_of(body),
        trigger_id=trigger_id,
        text=text,
        channel_id=body.get("channel_id") or (body.get("channel") or {}).get("id") or "",
        response_url=body.get("response_url") or "",
        view=view,
        introduce=partial(recognition.introduce, context["installed"], now=context["now"]),
    )


def _key_of(body: dict[str, Any]) -> str:
    """What a command or a press has in common with a repeat of itself, and with nothing else.

    At Slack the trigger alone would do. Servers that stand in for it may hand out the same one, or none, each time:
    what was asked and where the answer goes belong to it too, or the second command of all would count as a repeat.
    """
    said = [body.get(name) for name in ("trigger_id", "response_url", "user_id", "command", "text")]
    pressed = [[each.get(name) for name in ("action_id", "value", "action_ts")] for each in body.get("actions") or []]
    told = json.dumps([said, pressed, (body.get("user") or {}).get("id")])
    return f"request:{hashlib.sha256(told.encode()).hexdigest()}"
