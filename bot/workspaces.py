"""The Slack client of each installed workspace."""

import time
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

_LEFT_ALONE_FOR = 60.0
"""Seconds."""


@dataclass(frozen=True)
class Installed:
    """A workspace that has this bot, as far as talking to it goes."""

    workspace_id: int
    team_id: str
    bot_id: str
    bot_user_id: str
    client: AsyncWebClient


class Workspaces:
    """Who is installed, by our own number and by Slack's team id. Filled at start; read without waiting."""

    def __init__(self) -> None:
        self._by_id: dict[int, Installed] = {}
        self._by_team: dict[str, Installed] = {}
        self._out_of_reach: dict[int, float] = {}

    def add(self, installed: Installed) -> None:
        """Take a workspace in, or replace what was known of it."""
        self._by_id[installed.workspace_id] = installed
        self._by_team[installed.team_id] = installed

    def of_team(self, team_id: str | None) -> Installed | None:
        """The workspace with that team id; None for one that has not installed this bot."""
        return self._by_team.get(team_id) if team_id else None

    async def find_client(self, workspace_id: int) -> AsyncWebClient | None:
        """The client that speaks with this workspace's token; None for one that this process cannot speak with."""
        client = self.client(workspace_id)
        if client is None:
            self._out_of_reach[workspace_id] = time.monotonic()
        return client

    def out_of_reach(self) -> frozenset[int]:
        """Workspaces that this process could not speak with a moment ago: their messages are left to others."""
        recently = time.monotonic() - _LEFT_ALONE_FOR
        return frozenset(number for number, at in self._out_of_reach.items() if at > recently)

    def client(self, workspace_id: int) -> AsyncWebClient | None:
        """The client that speaks with this workspace's token; None for one this process does not know."""
        installed = self._by_id.get(workspace_id)
        return installed.client if installed else None


def slack_client(token: str, *, api_url: str, timeout: int = 10) -> AsyncWebClient:
    """A Web API client that never tries again by itself.

    The library's default repeats a request whose connection dropped, although Slack may have stored the
    message: one call, two messages.
    """
    return AsyncWebClient(token=token, base_url=api_url, timeout=timeout, retry_handlers=[])


def error_name(error: SlackApiError) -> str:
    """Slack's name for what was wrong. A gateway's error page has none: then it is the status."""
    said = error.response.data
    name = said.get("error") if isinstance(said, dict) else None
    return str(name or f"status {error.response.status_code}")
