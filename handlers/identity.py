"""Who somebody is, before anything is done for them: the one door at which it is decided who is served.

Whom Slack counts among the people of this workspace is. Everybody else reads one sentence, and so does whoever Slack
does not tell about in time.
"""

import asyncio
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.actions import people
from bot.actions.people import Actor, Known
from bot.comparing import compare_person
from bot.deps import Deps
from bot.errors import UserError
from bot.profiles import SLACKBOT, Standing, Told
from bot.words import words
from bot.workspaces import Installed
from storage.people import unknown_among

KEPT_FOR = timedelta(seconds=60)
ASKED_FOR = 1.0
"""Seconds that Slack has to say who somebody is: they are to have their answer within three."""
SERVED_UNASKED_FOR = timedelta(days=1)
"""How long somebody whom Slack has told of goes on being served, as nobody special, while it does not answer."""

STRANGER = words(
    "Outcome Bot works for the people of the workspace that installed it, and you are in another one. "
    "Ask somebody in that workspace to do this for you."
)
DEACTIVATED = words("Your Slack account is deactivated, so nothing was changed. Ask a workspace admin to restore it.")
APP = words("Outcome Bot answers people, and this came from an app. Nothing was changed.")
NOT_TOLD = words("Slack does not say at the moment who you are, so nothing was done. Try again in a minute.")
NOT_INSTALLED = words("Outcome Bot is not installed in this workspace. Ask a workspace admin to install it.")

_REFUSED: Final = {Standing.STRANGER: STRANGER, Standing.DEACTIVATED: DEACTIVATED, Standing.APP: APP}
_CANNOT_BE_NAMED: Final = {
    Standing.STRANGER: words(
        "This person is of another workspace, and the bot cannot ask them. Choose somebody of this one."
    ),
    Standing.DEACTIVATED: words("This person's account is deactivated. Choose somebody else."),
    Standing.APP: words("This is an app, and the bot asks people only. Choose a person."),
}
_NAMED_NOT_TOLD = words("Slack does not say at the moment who this is. Save again in a minute.")


class KnownPeople:
    """Who people are: from its own memory for a minute, from the records while they are fresh, else by asking Slack."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._kept: dict[tuple[int, str], tuple[Actor, datetime]] = {}
        self._refused: dict[tuple[int, str], tuple[Standing, datetime]] = {}
        """Of whom nothing is written down: a stranger who presses on would otherwise be asked about each time."""
        self._asking: dict[tuple[int, str], asyncio.Future[Told | None]] = {}

    async def actor_of(self, installed: Installed, user_id: str, *, now: datetime) -> Actor:
        """Who this is. Raises UserError for everybody whom the bot does not serve, and where Slack does not tell."""
        if user_id == installed.bot_user_id or user_id == SLACKBOT:
            raise UserError(APP)
        kept = self._kept.get((installed.workspace_id, user_id))
        if kept and max(kept[1], self._deps.freshness.since) <= now < kept[1] + KEPT_FOR:
            return kept[0]
        self._refuse_again(installed, user_id, now=now)
        known = await self._look_up(installed, user_id)
        if known is None or known.is_deactivated or known.told_at < self._deps.freshness.trusts_profiles_since(now):
            return await self._ask_first(installed, user_id, known, now=now)
        return self._keep(installed, known.actor, now=now)

    def forget(self, workspace_id: int, user_id: str) -> None:
        """Look anew next time: something about this person has changed."""
        self._kept.pop((workspace_id, user_id), None)
        self._refused.pop((workspace_id, user_id), None)

    def forget_everybody(self, workspace_id: int) -> None:
        """The same about everybody of a workspace, of which something has changed."""
        self._kept = {key: kept for key, kept in self._kept.items() if key[0] != workspace_id}

    async def require_can_be_asked(self, installed: Installed, user_ids: Collection[str]) -> None:
        """Learn about people whom somebody named in a form. Raises UserError for whoever cannot be asked for readings,
        and where Slack does not say who they are.
        """
        workspace_id = installed.workspace_id
        unknown = await self._deps.database.read(unknown_among, user_ids, workspace_id=workspace_id)
        for told in await asyncio.gather(*(self._ask(installed, user_id) for user_id in unknown)):
            if told is None:
                raise UserError(_NAMED_NOT_TOLD)
            if told.standing is not Standing.SERVED:
                raise UserError(_CANNOT_BE_NAMED[told.standing])

    async def _ask_first(self, installed: Installed, user_id: str, known: Known | None, *, now: datetime) -> Actor:
        told = await self._ask(installed, user_id)
        if told is None:
            return _without_asking(known, now=now)
        if told.standing is not Standing.SERVED:
            self._refused[(installed.workspace_id, user_id)] = (told.standing, now)
            raise UserError(_REFUSED[told.standing])
        learned = await self._look_up(installed, user_id)
        assert learned is not None, "it was written down just now"
        return self._keep(installed, learned.actor, now=now)

    def _refuse_again(self, installed: Installed, user_id: str, *, now: datetime) -> None:
        """Raises UserError for whoever was refused within the last minute."""
        self._refused = {key: each for key, each in self._refused.items() if each[1] <= now < each[1] + KEPT_FOR}
        refused = self._refused.get((installed.workspace_id, user_id))
        if refused is not None:
            raise UserError(_REFUSED[refused[0]])

    async def _ask(self, installed: Installed, user_id: str) -> Told | None:
        """What Slack says about them; None if it does not in time. Whoever comes meanwhile waits for the same answer,
        and what comes late is kept for the next time.
        """
        key = (installed.workspace_id, user_id)
        asking = self._asking.get(key)
        if asking is None:
            asking = asyncio.get_running_loop().create_future()
            self._asking[key] = asking
            self._deps.background.start(self._compare(installed, user_id, asking), name="ask who somebody is")
        done, _ = await asyncio.wait({asking}, timeout=ASKED_FOR)
        return asking.result() if done else None

    async def _compare(self, installed: Installed, user_id: str, answer: "asyncio.Future[Told | None]") -> None:
        told: Told | None = None
        try:
            client = installed.client.for_a_person(patience=0)
            told = await compare_person(self._deps, installed, user_id, client=client)
        finally:
            del self._asking[(installed.workspace_id, user_id)]
            answer.set_result(told)

    async def _look_up(self, installed: Installed, user_id: str) -> Known | None:
        return await self._deps.database.read(people.known, team_id=installed.team_id, user_id=user_id)

    def _keep(self, installed: Installed, actor: Actor, *, now: datetime) -> Actor:
        self._kept[(installed.workspace_id, actor.user_id)] = (actor, now)
        return actor


def _without_asking(known: Known | None, *, now: datetime) -> Actor:
    """Somebody of whom Slack has told not long ago, as far as that goes without asking: an administrator may have been
    one. Raises UserError for everybody else.
    """
    if known is None or known.is_deactivated or known.told_at < now - SERVED_UNASKED_FOR:
        raise UserError(NOT_TOLD)
    return replace(known.actor, is_admin=False)
