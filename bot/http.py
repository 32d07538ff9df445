"""Calls that are not Slack Web API methods (`response_url`, upload addresses, other systems).

All of them share one httpx client. Slack's own webhook client hands a 429 back as if nothing had happened and
never tries again; here a refusal is an answer that the caller must look at.
"""

import asyncio
import logging
from dataclasses import dataclass
from typing import Any

import httpx
from tenacity import AsyncRetrying, RetryCallState, retry_if_result, stop_after_attempt, wait_random_exponential

from bot import retry_after
from bot.ways_out import ANSWER_WITHIN, CONNECT_WITHIN, Proxies

log = logging.getLogger(__name__)

_PATIENCE = 30.0
"""Seconds that somebody waits for an answer by such a call."""
_NOT_YET = frozenset({httpx.codes.REQUEST_TIMEOUT, httpx.codes.CONFLICT, httpx.codes.TOO_EARLY})
"""Refusals that pass. A conflict is how systems say that they are still at the first request with that key."""


@dataclass(frozen=True)
class Delivered:
    """The other side took it."""


@dataclass(frozen=True)
class TryLater:
    """It did not arrive, or may not have; `after` is the pause in seconds that the other side asked for, if it did."""

    why: str
    after: float | None = None


@dataclass(frozen=True)
class Refused:
    """The other side will not have it, now or later."""

    why: str


Answer = Delivered | TryLater | Refused


class HttpSender:
    """One client for the whole process. `close()` it."""

    def __init__(self, *, transport: httpx.AsyncBaseTransport | None = None, attempts: int = 3) -> None:
        self._client = httpx.AsyncClient(
            transport=transport or _ThroughProxies(Proxies.of_environment()),
            timeout=httpx.Timeout(ANSWER_WITHIN, connect=CONNECT_WITHIN),
            follow_redirects=False,
            trust_env=False,
        )
        self._attempts = attempts

    async def post_json(self, url: str, body: dict[str, Any]) -> Answer:
        """Post `body`; tried again while the other side is busy or away, and never before it said. What could not be
        delivered is logged.
        """
        retrying = AsyncRetrying(
            retry=retry_if_result(_is_worth_another_try),
            stop=stop_after_attempt(self._attempts),
            wait=_as_told,
            retry_error_callback=_last_answer,
        )
        answer: Answer = await retrying(self._post_once, url, json=body)
        if not isinstance(answer, Delivered):
            log.warning("could not deliver to %s: %s", httpx.URL(url).host, answer.why)
        return answer

    async def post_once(self, url: str, body: dict[str, Any], *, key: str) -> Answer:
        """Post `body` once, under a key by which the other side knows a repeat."""
        return await self._post_once(url, json=body, headers={"Idempotency-Key": key})

    async def post_bytes(self, url: str, body: bytes) -> Answer:
        """Post these bytes once."""
        return await self._post_once(url, content=body)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _post_once(self, url: str, **request: Any) -> Answer:
        try:
            # The library counts each read by itself: an answer that drips would never come to an end.
            async with asyncio.timeout(ANSWER_WITHIN):
                response = await self._client.post(url, **request)
        except TimeoutError:
            return TryLater(f"no answer within {ANSWER_WITHIN:g} s")
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            return Refused(f"{type(error).__name__}: {error}")
        except httpx.RequestError as error:
            return TryLater(f"{type(error).__name__}: {error}")
        if response.is_success:
            return Delivered()
        if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
            after = retry_after.seconds_asked_for(response.headers.get("Retry-After")) or retry_after.DEFAULT
            return TryLater("too many requests", after=after)
        why = f"status {response.status_code}: {response.text[:200]}"
        return TryLater(why) if response.is_server_error or response.status_code in _NOT_YET else Refused(why)


class _ThroughProxies(httpx.AsyncBaseTransport):
    """Each address by the way that the environment names for it, as all calls of this process go."""

    def __init__(self, proxies: Proxies) -> None:
        self._proxies = proxies
        self._ways: dict[str | None, httpx.AsyncHTTPTransport] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        proxy = self._proxies.of(str(request.url))
        if proxy not in self._ways:
            self._ways[proxy] = httpx.AsyncHTTPTransport(proxy=proxy, trust_env=False)
        return await self._ways[proxy].handle_async_request(request)

    async def aclose(self) -> None:
        for way in self._ways.values():
            await way.aclose()


_backoff = wait_random_exponential(multiplier=0.5, max=8)


def _is_worth_another_try(answer: Answer) -> bool:
    """Nobody waits longer than half a minute for an answer."""
    return isinstance(answer, TryLater) and (answer.after is None or answer.after <= _PATIENCE)


def _as_told(state: RetryCallState) -> float:
    """The pause the other side asked for; else a growing one with chance in it."""
    last = state.outcome.result() if state.outcome and not state.outcome.failed else None
    if isinstance(last, TryLater) and last.after is not None:
        return last.after
    return _backoff(state)


def _last_answer(state: RetryCallState) -> Answer:
    assert state.outcome is not None
    return state.outcome.result()  # type: ignore[no-any-return]  # tenacity does not say what it kept
