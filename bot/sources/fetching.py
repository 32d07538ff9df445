"""Asking another system for a value, over HTTP: never longer, never more, and never elsewhere than it was meant.

A host is resolved once, and what was looked at is what is connected to: a name that leads somewhere else a moment later
changes nothing.
"""

import asyncio
import logging
import socket
import ssl
from collections.abc import Callable, Collection
from functools import cached_property

import httpx

from bot import retry_after
from bot.domain.sources import Fetched, NoFetch, NotFetched, Query, SourceKind, host_of
from bot.sources.reach import Resolve, Unreachable, addresses_of, ask_the_system, is_allowed, is_outside, plain_host
from bot.sources.values import take_value
from bot.ways_out import ANSWER_WITHIN, CONNECT_WITHIN, Proxies

log = logging.getLogger(__name__)

_MOST_BYTES = 1_000_000
_MOST_ADDRESSES = 4
_ACCEPT = {SourceKind.JSON: "application/json", SourceKind.CSV: "text/csv"}


class Fetcher:
    """Asks systems, from one process. `allowed` are the hosts inside the private network that may be asked."""

    def __init__(
        self,
        allowed: Collection[str] = (),
        *,
        resolve: Resolve = ask_the_system,
        may_reach: Callable[[str], bool] = is_outside,
        trusted: ssl.SSLContext | None = None,
        within: float = ANSWER_WITHIN,
    ) -> None:
        """`within` are the seconds for all of one fetch, from the name to the last byte. `may_reach` judges numeric
        addresses, and `trusted` are the certificates that are believed, by default those of this machine.
        """
        self._allowed = frozenset(allowed)
        self._resolve, self._may_reach = resolve, may_reach
        self._own_trust = trusted
        self._within = within
        self._proxies = Proxies.of_environment()

    async def fetch(self, query: Query) -> Fetched | NotFetched:
        """The value that stands there now, or why there is none. Tried once."""
        try:
            async with asyncio.timeout(self._within):
                answer = await self._answer(query)
                if isinstance(answer, NotFetched):
                    return answer
                body, charset = answer
                return await asyncio.to_thread(take_value, body, query.kind, query.place, charset=charset)
        except TimeoutError:
            return NotFetched(NoFetch.TIMED_OUT)

    @cached_property
    def _trusted(self) -> ssl.SSLContext:
        """Made when it is first needed: reading all certificates takes a while."""
        return self._own_trust or ssl.create_default_context()

    async def _answer(self, query: Query) -> tuple[bytes, str | None] | NotFetched:
        """What the system sends, and in which charset it says that is."""
        url = _address(query.address)
        if url is None:
            return NotFetched(NoFetch.ADDRESS_WRONG)
        host, port = url.host, url.port or (443 if url.scheme == "https" else 80)
        if is_allowed(host, self._allowed):
            return await self._ask(query, url, [plain_host(host)])
        try:
            name = url.raw_host.decode("ascii").strip("[]")
            addresses = await addresses_of(name, port, self._resolve, self._may_reach)
        except Unreachable:
            log.warning("%s is not asked: it is inside the private network", host)
            return NotFetched(NoFetch.INSIDE)
        except (OSError, UnicodeError):
            return NotFetched(NoFetch.UNKNOWN_HOST)
        return await self._ask(query, url, addresses[:_MOST_ADDRESSES])

    async def _ask(self, query: Query, url: httpx.URL, addresses: list[str]) -> tuple[bytes, str | None] | NotFetched:
        """The answer of the first of these addresses that takes a connection."""
        result: tuple[bytes, str | None] | NotFetched = NotFetched(NoFetch.UNKNOWN_HOST)
        # A transport and no client: that one keeps cookies, follows what it is sent, and logs the whole address.
        way = httpx.AsyncHTTPTransport(verify=self._trusted, proxy=self._proxies.of(str(url)), trust_env=False)
        async with way:
            for address in addresses:
                try:
                    return await self._exchange(way, _request(query, url, address))
                except (httpx.TimeoutException, httpx.ConnectError) as error:
                    result = NotFetched(_why_not(error))
                except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError):
                    return NotFetched(NoFetch.NO_CONNECTION)
        return result

    async def _exchange(
        self, way: httpx.AsyncHTTPTransport, request: httpx.Request
    ) -> tuple[bytes, str | None] | NotFetched:
        response = await way.handle_async_request(request)
        try:
            if not response.is_success:
                return _refusal(response)
            if response.headers.get("Content-Encoding", "identity").lower() != "identity":
                return NotFetched(NoFetch.NOT_READABLE)  # a small body may unpack to a huge one
            body = bytearray()
            async for chunk in response.aiter_raw():
                body += chunk
                if len(body) > _MOST_BYTES:
                    return NotFetched(NoFetch.TOO_LARGE)
            return bytes(body), response.charset_encoding
        finally:
            await response.aclose()


def _address(text: str) -> httpx.URL | None:
    """The address, if it is one of the web without a password in it."""
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, ValueError):
        return None
    return url if host_of(text) is not None and url.scheme in ("http", "https") and not url.userinfo else None


def _request(query: Query, url: httpx.URL, address: str) -> httpx.Request:
    headers = {
        "Host": url.netloc.decode("ascii"),
        "Accept": _ACCEPT[query.kind],
        "Accept-Encoding": "identity",
        "User-Agent": "outcome-bot",
    }
    if query.header:
        headers[query.header] = query.secret
    return httpx.Request(
        "GET",
        url.copy_with(host=address, fragment=None),
        headers=headers,
        extensions={
            "sni_hostname": url.raw_host.decode("ascii"),  # the certificate is the name's, not the address's
            "timeout": dict.fromkeys(("read", "write", "pool"), ANSWER_WITHIN) | {"connect": CONNECT_WITHIN},
        },
    )


def _why_not(error: Exception) -> NoFetch:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return NoFetch.UNTRUSTED
        if isinstance(cause, socket.gaierror):
            return NoFetch.UNKNOWN_HOST
        cause = cause.__cause__ or cause.__context__
    return NoFetch.TIMED_OUT if isinstance(error, httpx.TimeoutException) else NoFetch.NO_CONNECTION


def _refusal(response: httpx.Response) -> NotFetched:
    if response.has_redirect_location:
        return NotFetched(NoFetch.REDIRECTED)
    after = retry_after.seconds_asked_for(response.headers.get("Retry-After"))
    return NotFetched(NoFetch.STATUS, status=response.status_code, after=after)
