"""The Web API client that all of the bot speaks with: it asks for nothing that is paused, and notes what Slack says."""

import asyncio
import copy
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot import retry_after
from bot.pauses import WorkspacePauses

PATIENCE = 30.0
"""Seconds that an answer waits for Slack's rate limits, all pauses together."""
PATIENCE_FOR_A_FORM = 2.0
"""The same for a form: three seconds after the press Slack does not open it any more."""

_BY_TRIGGER = frozenset({"views.open", "views.push"})
_QUESTIONS = frozenset(
    {
        "conversations.info",
        "conversations.join",
        "conversations.list",
        "conversations.members",
        "users.conversations",
        "users.info",
        "users.list",
    }
)
"""What is asked again and again until Slack answers, and so less and less often. Messages have their own times."""
_LIMITED = frozenset({"rate_limited", "ratelimited"})
_BROKEN = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable"})


class SlackClient(AsyncWebClient):
    """Never tries again by itself, raises `SlackPaused` instead of a call that is paused, and otherwise what the
    library raises. `pauses` are those of its workspace; until it has one, its own.

    The library's default repeats a request whose connection dropped, although Slack may have stored the message: one
    call, two messages.
    """

    def __init__(
        self, token: str, *, api_url: str, timeout: int, sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
    ) -> None:
        super().__init__(token=token, base_url=api_url, timeout=timeout, retry_handlers=[])
        self._sleep = sleep
        self.pauses = WorkspacePauses()
        self._patience = 0.0
        self._minds_failures = True

    def for_a_person(self, *, patience: float = PATIENCE) -> "SlackClient":
        """The same for somebody who waits: short pauses are waited out, without asking meanwhile, and a method that
        failed for us is tried all the same.
        """
        client = copy.copy(self)
        client._patience, client._minds_failures = patience, False
        return client

    async def api_call(self, api_method: str, **arguments: Any) -> AsyncSlackResponse:
        """As the library has it, within the pauses."""
        subject, waited = _subject_of(arguments), 0.0
        patience = min(self._patience, PATIENCE_FOR_A_FORM) if api_method in _BY_TRIGGER else self._patience
        while True:
            waited += await self._wait(api_method, subject, at_most=patience - waited)
            try:
                answer = await super().api_call(api_method, **arguments)
            except SlackApiError as error:
                pause = _pause_of(error)
                if pause is not None:
                    await self.pauses.limited(api_method, subject, pause_for=pause)
                elif _is_broken(error):
                    await self._failed(api_method, subject)
                if pause is None or pause + 1 > patience - waited:
                    raise
            except (aiohttp.ClientError, TimeoutError):
                await self._failed(api_method, subject)
                raise
            else:
                await self.pauses.worked(api_method, subject)
                return answer

    async def _wait(self, method: str, subject: str, *, at_most: float) -> float:
        """Wait until this may be asked; answers for how many seconds. Raises `SlackPaused` if that is too long."""
        await self.pauses.look()
        pause = self.pauses.left(method, subject, own_too=self._minds_failures)
        if pause <= 0:
            return 0.0
        if pause + 1 > at_most:
            raise self.pauses.refusal(method, after=pause)
        # Up to a second more, so that not everybody comes back at once.
        wait = pause + random.random()  # noqa: S311  # no secret
        await self._sleep(wait)
        return wait

    async def _failed(self, method: str, subject: str) -> None:
        if method in _QUESTIONS:
            await self.pauses.failed(method, subject)


async def pages(
    call: Callable[..., Awaitable[AsyncSlackResponse]], **arguments: Any
) -> AsyncIterator[AsyncSlackResponse]:
    """Every page of what this method of a client answers. The library's own paging goes past `api_call`."""
    cursor = ""
    while True:
        page = await (call(**arguments, cursor=cursor) if cursor else call(**arguments))
        yield page
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return


def _subject_of(arguments: dict[str, Any]) -> str:
    """The person or channel that a call is about."""
    said = arguments.get("params") or arguments.get("json") or arguments.get("data") or {}
    return str(said.get("user") or said.get("channel") or "")


def _pause_of(error: SlackApiError) -> float | None:
    """The seconds that Slack asks for; None where this is no rate limit."""
    if _status_of(error) != 429 and _name_of(error) not in _LIMITED:
        return None
    headers = {str(name).lower(): value for name, value in (getattr(error.response, "headers", None) or {}).items()}
    return retry_after.seconds_asked_for(headers.get("retry-after")) or retry_after.DEFAULT


def _is_broken(error: SlackApiError) -> bool:
    return _status_of(error) >= 500 or _name_of(error) in _BROKEN


def _status_of(error: SlackApiError) -> int:
    # A body that cannot be read comes with the bare response of aiohttp.
    return int(getattr(error.response, "status_code", None) or getattr(error.response, "status", None) or 200)


def _name_of(error: SlackApiError) -> str:
    said = getattr(error.response, "data", None)
    return str(said.get("error") or "") if isinstance(said, dict) else ""
