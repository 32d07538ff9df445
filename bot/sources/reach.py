"""Which addresses may be reached: none inside the private network, unless its host is allowed by name."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Collection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address

Resolve = Callable[[str, int], Awaitable[list[str]]]
"""The numeric addresses of a host. Raises OSError or UnicodeError for a host that is not known."""

_STANDS_FOR_IPV4 = (IPv6Network("::ffff:0:0/96"), IPv6Network("64:ff9b::/96"))
"""Where the last four bytes are the IPv4 address that is meant, by this machine or by a gateway."""


class Unreachable(Exception):
    """It is not asked, since one of the host's addresses is inside the private network."""


def is_outside(address: str) -> bool:
    """Whether a numeric address is one of the public internet; an IPv4 address inside an IPv6 one counts too."""
    try:
        read = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if any(read in network for network in _STANDS_FOR_IPV4):
        return _is_public(IPv4Address(int(read) & 0xFFFFFFFF))
    return all(_is_public(each) for each in (read, *_inside(read)))


def is_allowed(host: str, allowed: Collection[str]) -> bool:
    """Whether an administrator has allowed this host by its name; capitals and a point at its end are no matter."""
    return plain_host(host) in {plain_host(each) for each in allowed}


def plain_host(host: str) -> str:
    """The host as it is compared."""
    return host.strip().strip("[]").rstrip(".").lower()


async def addresses_of(
    host: str, port: int, resolve: Resolve, may_reach: Callable[[str], bool] = is_outside
) -> list[str]:
    """All addresses of a host, in the order in which to try them. Raises Unreachable where any of them may not be
    reached: which of them would be connected to is chance.
    """
    found = await resolve(host, port)
    if not all(may_reach(each) for each in found):
        raise Unreachable
    return found


async def ask_the_system(host: str, port: int) -> list[str]:
    """What this machine's resolver answers."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[0]) for *_, place in found))


def _is_public(address: Address) -> bool:
    return address.is_global and not (
        address.is_multicast
        or address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_reserved
        or address.is_unspecified
        or getattr(address, "is_site_local", False)
    )


def _inside(address: Address) -> list[Address]:
    """The IPv4 addresses that an IPv6 one leads to."""
    if isinstance(address, IPv4Address):
        return []
    found = (address.sixtofour, *(address.teredo or ()))
    return [each for each in found if each is not None]
