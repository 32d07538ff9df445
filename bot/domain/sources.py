"""Systems that readings are fetched from: what is asked of one, when, and what came of asking."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from bot.domain.locales import WITH_COMMA, WITH_POINT
from bot.domain.values import Measure, Value, parse_value
from bot.errors import UserError


class SourceKind(StrEnum):
    """What a system answers with."""

    JSON = "json"
    """The value is where a JMESPath expression leads."""
    CSV = "csv"
    """The value stands in the last row, in a column that is named."""


class NoFetch(StrEnum):
    """Why nothing was fetched."""

    ADDRESS_WRONG = "address_wrong"
    INSIDE = "inside"
    """The address is inside the private network, and its host is not allowed by name."""
    UNKNOWN_HOST = "unknown_host"
    NO_CONNECTION = "no_connection"
    UNTRUSTED = "untrusted"
    """Its certificate is none that this machine trusts."""
    TIMED_OUT = "timed_out"
    TOO_LARGE = "too_large"
    REDIRECTED = "redirected"
    STATUS = "status"
    """It answered with another status than success."""
    NOT_READABLE = "not_readable"
    """What it answered is not JSON, or not CSV."""
    PLACE_WRONG = "place_wrong"
    """The expression is none."""
    NOTHING_THERE = "nothing_there"
    SEVERAL = "several"
    """There are several values, or columns of that name."""
    NO_VALUE = "no_value"
    """What is there is a list, an object, or yes or no."""
    NOT_UNDERSTOOD = "not_understood"
    """It is no value of this indicator's."""
    DOUBTED = "doubted"
    """A person who gave it would be asked whether they mean it."""
    MEASURED_OTHERWISE = "measured_otherwise"
    """The indicator measures something else since the source was tried."""
    SECRET_LOST = "secret_lost"  # noqa: S105  # no secret, but that there is none
    """The secret cannot be opened any more."""
    NOT_TAKEN = "not_taken"
    """The value could not be put on record."""
    CUT_SHORT = "cut_short"
    """We stopped in the middle of asking."""


@dataclass(frozen=True)
class Query:
    """What is asked of a system: the value at this `place` of what it answers at this address.

    `header` and `secret` go with it where the system wants that.
    """

    address: str
    kind: SourceKind
    place: str
    header: str = ""
    secret: str = field(default="", repr=False)


@dataclass(frozen=True)
class Fetched:
    """What stood there, as text. A plain number has a point before its fraction, whatever language people have."""

    text: str
    is_number: bool = False


@dataclass(frozen=True)
class NotFetched:
    """Nothing is known, and why. `status` is the system's, and `after` the pause in seconds that it asked for."""

    why: NoFetch
    status: int | None = None
    after: float | None = None


LONGEST_ADDRESS = 1_000
LONGEST_PLACE = 300
LONGEST_HEADER = 60
LONGEST_SECRET = 1_000

MOST_TRIES = 3
"""So often a system is asked for one reading before a person is."""
BETWEEN_TRIES = timedelta(minutes=3)
BEFORE_ASKING = timedelta(minutes=10)
"""So long before a person's reminder time their systems are asked first, and so long nobody is asked for what is being
fetched. All tries fit into it. Not as soon as the reading falls due, at midnight: many systems add up a day by night.
"""

_ADDRESS = re.compile(r"(https?)://([\w.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?(?:[/?][!-~]*)?", re.IGNORECASE)
"""So narrow that nobody can read a host in it and another program another one."""
_USUAL = {"https": ":443", "http": ":80"}
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_NOT_OURS = frozenset(
    ("host", "connection", "content-length", "transfer-encoding", "accept-encoding", "upgrade", "te", "trailer")
)


def host_of(address: str) -> str | None:
    """The host, with the port where that is not the usual one: "figures.example:8443". None for what is no address of
    the web, or has a password in it.
    """
    found = _ADDRESS.fullmatch(address)
    if found is None:
        return None
    scheme, host, port = found[1].lower(), found[2].lower(), found[3] or ""
    return host if port in ("", _USUAL[scheme]) else f"{host}{port}"


def is_same_place(address: str, other: str) -> bool:
    """Whether both lead to the same host, port and protocol: what one may be told, the other may."""
    one, two = _ADDRESS.fullmatch(address), _ADDRESS.fullmatch(other)
    if one is None or two is None:
        return False
    return one[1].lower() == two[1].lower() and host_of(address) == host_of(other)


def is_header(name: str) -> bool:
    """Whether a header of that name may go along."""
    return bool(_HEADER.fullmatch(name)) and name.lower() not in _NOT_OURS


def is_secret(text: str) -> bool:
    """Whether a header can hold this."""
    return all(" " <= each <= "~" for each in text)


def value_of(fetched: Fetched, measure: Measure) -> Value | NotFetched:
    """The indicator's value that a system's text is. What may be read as two values is none: "1,234" is a thousand and
    more in one language, and one and a bit in another.
    """
    try:
        value = parse_value(fetched.text, measure, locale=WITH_POINT, settled=True)
        is_clear = fetched.is_number or value == parse_value(fetched.text, measure, locale=WITH_COMMA, settled=True)
    except UserError:
        return NotFetched(NoFetch.NOT_UNDERSTOOD)
    return value if is_clear else NotFetched(NoFetch.NOT_UNDERSTOOD)
