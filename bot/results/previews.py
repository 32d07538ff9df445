"""A channel's digest as it will be, for whoever answers for an outcome of it, and the line that they add."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.results.digests import Digest
from bot.results.names import Viewer


@dataclass(frozen=True)
class OwnLine:
    """What somebody adds to the next digest of a channel, empty for nothing. `channel` is the number of its row, `at`
    when that digest is posted, and `on` its nominal date.
    """

    channel: int
    channel_id: str
    on: date
    at: datetime
    text: str = ""


@dataclass(frozen=True)
class DigestPreview:
    """The digest as it will be, printed for the channel, and its reader's own line."""

    digest: Digest
    printed_for: Viewer
    line: OwnLine
