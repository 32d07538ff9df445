"""What recording a reading, or taking one back, came to."""

from dataclasses import dataclass

from bot.domain.facts import Assessment
from bot.domain.periods import Period
from bot.domain.process_so_far import Completed
from bot.domain.readings import Confidence
from bot.domain.values import Value
from bot.results.due import DueItem
from bot.results.names import AuthorName, IndicatorName
from bot.results.wholes import WholeEffect


@dataclass(frozen=True)
class RecordedReading:
    """A reading that is now on record. Without a `value` there is no data this period, and `note` says why.

    `previous` is the newest value of an earlier period. `combined` is the period's value where several readings of it
    combine to something else than this one. `carried` is what the value of a counter that has begun again counts; it
    `is_reset` where that was just before this reading. `replaced` is what a correction superseded, which
    `replaced_from` gave, where that is somebody else. `evidence` are links to files. `still_open` are the other periods
    of this indicator without a reading. It `is_owners` where the owner gave it; `kept_by` names the owner where neither
    they nor the backup did. While the period `is_running` and its readings do not add up, nothing is said of how it
    stands.
    """

    reading_id: int
    indicator: IndicatorName
    period: Period
    value: Value | None
    assessment: Assessment
    previous: Value | None = None
    combined: Value | None = None
    carried: Value | None = None
    is_reset: bool = False
    replaced: Value | None = None
    replaced_from: AuthorName | None = None
    note: str = ""
    evidence: tuple[str, ...] = ()
    confidence: Confidence | None = None
    is_owners: bool = False
    kept_by: str = ""
    is_running: bool = False
    late: bool = False
    still_open: tuple[DueItem, ...] = ()
    wholes: tuple[WholeEffect, ...] = ()
    """What it did to the indicators that are made of this one."""
    later: tuple[Completed, ...] = ()
    """The signals that the readings of later periods complete by it."""


@dataclass(frozen=True)
class GivenReading:
    """A reading that counts, as it was typed."""

    reading_id: int
    indicator: IndicatorName
    period: Period
    typed: str
    note: str
    confidence: Confidence | None


@dataclass(frozen=True)
class RetractedReading:
    """A reading that was taken back. `now_counts` is the period's value without it, `due` what is open again, and
    `wholes` what it did to the indicators that are made of this one.
    """

    indicator: IndicatorName
    period: Period
    value: Value | None
    now_counts: Value | None = None
    due: DueItem | None = None
    wholes: tuple[WholeEffect, ...] = ()
