"""The ways out of this machine: through which proxy an address is reached, and how long an answer may take.

Three libraries call out (Slack's, aiohttp for the socket, httpx), and each reads the environment in a way of its own or
not at all. So all of them are told, by what stands here, and left to read nothing themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit
from urllib.request import getproxies_environment
from urllib.request import proxy_bypass_environment as is_direct  # type: ignore[attr-defined]  # not in its stubs

ANSWER_WITHIN = 10.0
"""Seconds for one call, from the first byte to the last, whatever makes it; also for opening a socket."""
CONNECT_WITHIN = 3.0
"""Seconds of it for the connection, where a library counts that by itself."""

_LIKE = {"wss": "https", "ws": "http"}
"""A socket begins as an HTTP request, and takes the same way."""


@dataclass(frozen=True)
class Proxies:
    """HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, in capitals or not, as they stood when this was made."""

    by_scheme: Mapping[str, str]

    @classmethod
    def of_environment(cls) -> "Proxies":
        """Those that this process was started with."""
        return cls(getproxies_environment())

    def of(self, url: str) -> str | None:
        """The proxy for this address; None where it is reached directly."""
        parts = urlsplit(url)
        proxy = self.by_scheme.get(_LIKE.get(parts.scheme, parts.scheme)) or self.by_scheme.get("all")
        if not proxy or is_direct(parts.netloc.rpartition("@")[2], dict(self.by_scheme)):
            return None
        return proxy if "://" in proxy else f"http://{proxy}"

    def problems(self) -> list[str]:
        """What is wrong with them, a sentence each. Never their text: it may hold a password."""
        return [
            f"{scheme.upper()}_PROXY begins with {proxy.partition('://')[0]}://, and only http:// and https:// proxies "
            "can be used here."
            for scheme, proxy in self.by_scheme.items()
            if scheme in ("http", "https", "all")
            and "://" in proxy
            and urlsplit(proxy).scheme.lower() not in ("http", "https")
        ]
