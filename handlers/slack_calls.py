"""Calls of Slack's Web API for a person who waits: what may go wrong, and how long a rate limit is waited out."""

import asyncio

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.http_retry import HttpRequest, HttpResponse, RetryState
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler

NETWORK_TROUBLE = (SlackClientError, aiohttp.ClientError, asyncio.TimeoutError)

MOST_RETRIES = 5
PATIENCE = 30
"""Seconds that an answer waits for Slack's rate limits, all pauses together."""
PATIENCE_FOR_A_FORM = 2
"""The same for a form: three seconds after the press Slack does not open it any more."""

_BY_TRIGGER = ("views.open", "views.push")


class BoundedRateLimitRetry(AsyncRateLimitErrorRetryHandler):
    """Tries again after a 429, as the library does, but only while the answer is still of use to somebody.

    The library sleeps for as long as Slack says, be it an hour. Nothing else is tried again: a 429 says that nothing
    was posted, while a connection that broke may have posted the message already.
    """

    def __init__(self) -> None:
        super().__init__(max_retry_count=MOST_RETRIES)

    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        if response is None or response.status_code != 429:
            return False
        pause = _pause(response)
        return pause is not None and _waited(state) + pause <= _longest(request)

    async def prepare_for_next_attempt_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> None:
        assert response is not None
        state.custom_values = {"waited": _waited(state) + (_pause(response) or 0)}
        await super().prepare_for_next_attempt_async(state=state, request=request, response=response, error=error)


def _pause(response: HttpResponse) -> int | None:
    """The whole seconds that the library sleeps at most; None where it could not read what Slack says."""
    named = next((value for name, value in response.headers.items() if name.lower() == "retry-after"), ["1"])
    # It adds up to a second, so that not everybody comes back at once.
    return int(named[0]) + 1 if named[0].isdecimal() else None


def _longest(request: HttpRequest) -> int:
    return PATIENCE_FOR_A_FORM if request.url.endswith(_BY_TRIGGER) else PATIENCE


def _waited(state: RetryState) -> int:
    return int((state.custom_values or {}).get("waited", 0))
