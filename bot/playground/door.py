"""Who may come in: programs on this machine, and the playground's own page. Every address is behind it.

A web page from anywhere, open in a browser on this machine, can send requests to this port too. What browsers say tells
them from programs: the name under which a page found us, where the page is from, and whether that is here.
"""

from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.playground.world import Identity

_NAMES = ("127.0.0.1", "localhost", "[::1]")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_REFUSED = "The playground talks to programs and to its own page only, under its own address on this machine."


def door(identity: Identity) -> Middleware:
    """What stands before every address of the site, those that are not there included."""

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not _may_come_in(request, identity):
            raise web.HTTPForbidden(text=_REFUSED)
        return await handler(request)

    return guard


def origin_of(address: str) -> str:
    """The scheme, name and port of an address, as a browser writes them. Raises `ValueError` for what has none."""
    parts = urlsplit(address)
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname or parts.path not in ("", "/") or parts.username:
        raise ValueError(f"{address!r} is no address such as http://localhost:9000.")
    name = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{name}" + ("" if parts.port in (None, _DEFAULT_PORTS[parts.scheme]) else f":{parts.port}")


def _may_come_in(request: web.Request, identity: Identity) -> bool:
    # A name that merely points here (DNS rebinding) makes a foreign page look like ours in everything but this.
    hosts = request.headers.getall("Host", [])
    own = _origins(identity).get(hosts[0].lower()) if len(hosts) == 1 else None
    if own is None or any(origin != own for origin in request.headers.getall("Origin", [])):
        return False
    # Pictures, scripts and plain requests of another site come without an Origin, but not without this.
    return request.headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin") or _follows_a_link(request)


def _origins(identity: Identity) -> dict[str, str]:
    """Where we are, by what the Host header then says."""
    port = urlsplit(identity.url).port
    own = [origin_of(f"http://{name}:{port}") for name in _NAMES]
    return {origin.partition("://")[2]: origin for origin in (*own, *identity.also_at)}


def _follows_a_link(request: web.Request) -> bool:
    """Whether a person goes to the page from a link elsewhere; the page that has the link cannot look at it."""
    wanted = (request.headers.get("Sec-Fetch-Mode"), request.headers.get("Sec-Fetch-Dest"))
    return request.method == "GET" and request.path == "/" and wanted == ("navigate", "document")
