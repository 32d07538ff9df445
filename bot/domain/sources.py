"""Systems that readings are fetched from: what is asked of one, and what came of asking."""

from dataclasses import dataclass, field
from enum import StrEnum


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
