"""What a channel's digest says."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.digests import NoteKind, Rhythm
from bot.domain.due import Rates
from bot.domain.facts import Assessment, Rollup
from bot.domain.messages import SkipReason
from bot.domain.periods import Period
from bot.domain.readings import Confidence
from bot.results.changes import Change
from bot.results.names import IndicatorName, OutcomeName, PersonName


@dataclass(frozen=True)
class DigestIndicator:
    """One indicator's line. `period` is that of its value, and `confidence` how sure whoever gave it was, where it is
    one person's word; `changed` says that a reading, target or status is new since the last digest.
    """

    indicator: IndicatorName
    assessment: Assessment
    period: Period | None = None
    changed: bool = False
    confidence: Confidence | None = None


@dataclass(frozen=True)
class DigestOutcome:
    """One outcome and its indicators."""

    outcome: OutcomeName
    rollup: Rollup
    indicators: tuple[DigestIndicator, ...] = ()


@dataclass(frozen=True)
class MissingReading:
    """A reading that the digest misses. `owner` is shown only when it was `missed`, never while it is merely due;
    `nobody_to_ask` says why they cannot be asked: they have left the workspace, or the channel.
    """

    indicator: IndicatorName
    period: Period
    owner: PersonName
    missed: bool = False
    nobody_to_ask: SkipReason | None = None


@dataclass(frozen=True)
class DigestNote:
    """A remark, a decision, a piece of evidence, or an advice that somebody overrode, since the last digest. `link`
    leads to the conversation that it comes from; `indicator` names the one that it is about, where it is about one.
    """

    outcome: OutcomeName
    kind: NoteKind
    text: str
    by: PersonName
    made_on: date
    link: str = ""
    indicator: str = ""


@dataclass(frozen=True)
class Digest:
    """What one digest says, about the dates from `first` to `last`.

    `rates` are those of the readings that fell due then. `periods_covered` is above 1 when earlier digests could not be
    posted. `late_by` is set when it is posted over an hour late.
    """

    first: date
    last: date
    outcomes: tuple[DigestOutcome, ...]
    rates: Rates
    missing: tuple[MissingReading, ...] = ()
    notes: tuple[DigestNote, ...] = ()
    changes: tuple[Change, ...] = ()
    rhythm: Rhythm = Rhythm.WEEKLY
    periods_covered: int = 1
    late_by: timedelta | None = None
