"""The Slack client of each workspace: this process's own, and those that others have left in the records."""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError

from bot.pauses import Pauses
from bot.sealing import NoToken, TokenKeys
from bot.slack_client import SlackClient
from bot.ways_out import ANSWER_WITHIN, Proxies
from storage import workspaces
from storage.db import Database
from storage.workspaces import Installation

log = logging.getLogger(__name__)

TOKEN_REFUSED = frozenset({"account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked"})
"""Slack's names for a token with which nothing can be done any more, whatever the method."""
LOOK_EVERY = 60.0
"""Seconds after which the records are asked again: whether a token has changed, or can be had by now."""


@dataclass(frozen=True)
class Installed:
    """A workspace that has this bot, as far as talking to it goes."""

    workspace_id: int
    team_id: str
    bot_id: str
    bot_user_id: str
    client: SlackClient


@dataclass(frozen=True)
class Records:
    """Where the tokens of other processes' workspaces are, what opens them, and the Slack that takes them."""

    database: Database
    keys: TokenKeys
    api_url: str

    async def load(self, key: int | str, *, known: Installed | None) -> Installed:
        """The workspace by our own number or by Slack's team id; `known` itself where its token is still the same.

        Raises `NoToken`, and what the database raises.
        """
        row = await self._read(key)
        if row is None:
            raise NoToken("it is not in the records")
        if row.sealed_bot_token is None:
            raise NoToken("no process has left its token")
        token = self.keys.unseal(row.sealed_bot_token, team_id=row.team_id)
        if known is not None and known.client.token == token:
            return known
        client = slack_client(token, api_url=self.api_url)
        return Installed(row.workspace_id, row.team_id, row.bot_id, row.bot_user_id, client)

    async def _read(self, key: int | str) -> Installation | None:
        if isinstance(key, int):
            return await self.database.read(workspaces.installation, workspace_id=key)
        return await self.database.read(workspaces.installation_of_team, team_id=key)


@dataclass(frozen=True)
class _Found:
    """What came of looking for a workspace, at an instant of the steady clock; `why` it is not to be had."""

    installed: Installed | None
    looked_at: float
    why: str = ""


class Workspaces:
    """Who is installed, by our own number and by Slack's team id.

    Those that were added stay. Others are loaded from the records when somebody asks for them, and kept; without
    `records` there are no others. Whatever is asked of a workspace keeps to its `pauses`. `steady` counts seconds,
    whatever the clocks on the wall do.
    """

    def __init__(
        self,
        records: Records | None = None,
        *,
        pauses: Pauses | None = None,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._records = records
        self._pauses = pauses or Pauses()
        self._steady = steady
        self._found: dict[int | str, _Found] = {}
        self._own: set[int] = set()
        self._looking = asyncio.Lock()

    def add(self, installed: Installed) -> None:
        """Take a workspace in, or replace what was known of it: this process was started with its token."""
        self._own.add(installed.workspace_id)
        self._keep(_Found(installed, self._steady()), installed.workspace_id, installed.team_id)

    def own(self) -> frozenset[int]:
        """Those that were added: this process was started with their token."""
        return frozenset(self._own)

    def client(self, workspace_id: int) -> SlackClient | None:
        """The client that speaks with this workspace's token, if this process has it already."""
        found = self._found.get(workspace_id)
        return found.installed.client if found and found.installed else None

    async def find(self, workspace_id: int, *, anew: bool = False) -> Installed | None:
        """The workspace, from the records where this process has not met it yet; None where its token is not to be
        had, and then for a minute without looking again.

        A token that another process has replaced is taken up within a minute; with `anew` at once, as fits one that
        Slack has just refused. Raises what the database raises.
        """
        return await self._find(workspace_id, anew=anew)

    async def find_team(self, team_id: str | None) -> Installed | None:
        """As `find`, by Slack's team id. None also for a team that has not installed this bot."""
        return await self._find(team_id, anew=False) if team_id else None

    def out_of_reach(self) -> frozenset[int]:
        """The workspaces for which `find` has nothing now: others may have them, so their messages are left alone."""
        since = self._steady() - LOOK_EVERY
        return frozenset(
            key
            for key, found in self._found.items()
            if isinstance(key, int) and found.installed is None and found.looked_at > since
        )

    def without_turn(self, method: str) -> frozenset[int]:
        """The workspaces in which nobody may call this method at the moment, or not at the pace of what can wait."""
        return frozenset(
            one.workspace_id
            for one in self._installed()
            if one.client.pauses.left(method) > 0 or one.client.pauses.pace(method).next_in() > 0
        )

    def _installed(self) -> list[Installed]:
        """Those that this process speaks with, each once."""
        found = [(key, each.installed) for key, each in self._found.items()]
        return [installed for key, installed in found if installed is not None and key == installed.workspace_id]

    async def _find(self, key: int | str, *, anew: bool) -> Installed | None:
        asked_at = self._steady()
        enough = asked_at if anew else asked_at - LOOK_EVERY
        if (found := self._looked_at_since(key, enough)) is None:
            async with self._looking:
                # Whoever had to wait takes what the one before them has found.
                found = self._looked_at_since(key, enough) or await self._look(key)
        return found.installed

    def _looked_at_since(self, key: int | str, instant: float) -> _Found | None:
        found = self._found.get(key)
        return found if found is not None and found.looked_at > instant else None

    async def _look(self, key: int | str) -> _Found:
        """Ask the records, and keep what comes of it."""
        looked_at, before = self._steady(), self._found.get(key)
        known = before.installed if before else None
        try:
            installed = await self._load(key, known=known)
            found = _Found(installed, looked_at)
            self._keep(found, installed.workspace_id, installed.team_id)
        except NoToken as problem:
            is_own = known is not None and known.workspace_id in self._own
            found = _Found(known if is_own else None, looked_at, why=str(problem))
            self._keep(found, key)
        _tell_of_news(key, before, found)
        return found

    async def _load(self, key: int | str, *, known: Installed | None) -> Installed:
        if self._records is None:
            raise NoToken("this process has no TOKEN_KEYS")
        return await self._records.load(key, known=known)

    def _keep(self, found: _Found, *keys: int | str) -> None:
        if (installed := found.installed) is not None:
            installed.client.pauses = self._pauses.of(installed.workspace_id)
        for key in keys:
            self._found[key] = found


def _tell_of_news(key: int | str, before: _Found | None, found: _Found) -> None:
    """Say what has changed since the last look, and nothing every minute."""
    if found.installed is None and (before is None or before.why != found.why):
        log.warning("workspace %s is out of reach: %s", key, found.why)
    elif found.installed is not None and (before is None or before.installed is not found.installed):
        log.info("workspace %s is served with the token in the records", key)


def slack_client(token: str, *, api_url: str, timeout: int = int(ANSWER_WITHIN)) -> SlackClient:
    """A Web API client that never tries again by itself; its pauses are its own until `Workspaces` takes it in."""
    client = SlackClient(token, api_url=api_url, timeout=timeout)
    # By itself it takes one proxy for every address, and has never heard of NO_PROXY.
    client.proxy = Proxies.of_environment().of(api_url)
    return client


def error_name(error: SlackApiError) -> str:
    """Slack's name for what was wrong. A gateway's error page has none: then it is the status."""
    response = error.response
    said = getattr(response, "data", None)
    name = said.get("error") if isinstance(said, dict) else None
    # A body that cannot be read comes with the bare response of aiohttp.
    return str(name or f"status {getattr(response, 'status_code', None) or getattr(response, 'status', 'unknown')}")
