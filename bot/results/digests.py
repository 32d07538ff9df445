"""What a channel's digest says."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from bot.domain.colours import State, urgency
from bot.domain.digests import NoteKind, Rhythm
from bot.domain.due import Rates
from bot.domain.facts import Assessment, Rollup
from bot.domain.messages import SkipReason
from bot.domain.news import BETTER, WORSE, News, disagree, news_of
from bot.domain.periods import Period
from bot.domain.process_so_far import Completed
from bot.domain.readings import Confidence
from bot.results.changes import Change
from bot.results.decisions import DecisionAnswered, DecisionQuestion
from bot.results.names import AuthorName, IndicatorName, OutcomeName, PersonName
from bot.results.resources import OutcomeUse

FEW = 3
"""So few numbers are told in a week without news too; more of them are told in full below the digest."""
QUOTED_FOR = timedelta(weeks=4)
"""For so long after it came a note explains a figure."""
LONGEST_LINE = 300
"""Characters of what somebody may add to a digest."""


@dataclass(frozen=True)
class Remark:
    """What was noted with a reading, by whom and on which day of the channel's."""

    text: str
    by: AuthorName
    on: date


@dataclass(frozen=True)
class Quiet:
    """Until when digests are quiet about an indicator, who wanted that, and why."""

    until_on: date
    by: PersonName
    reason: str


@dataclass(frozen=True)
class Quieted:
    """What somebody has done about that; `is_over` where digests speak of it again."""

    indicator: IndicatorName
    until_on: date
    is_over: bool


@dataclass(frozen=True)
class DigestIndicator:
    """One indicator. `period` is that of its value, and `confidence` how sure whoever gave it was, where it is one
    person's word; `changed` says that a reading, target or status is new since the last digest. `was` is the colour
    that it had there, and `remark` the newest that was noted with its readings in the last four weeks. `unusual` is the
    signal that its readings have completed since.
    """

    indicator: IndicatorName
    assessment: Assessment
    period: Period | None = None
    changed: bool = False
    confidence: Confidence | None = None
    was: State | None = None
    owner: PersonName | None = None
    remark: Remark | None = None
    quiet: Quiet | None = None
    unusual: Completed | None = None

    @cached_property
    def news(self) -> News | None:
        """What is new about it, or still bad."""
        return news_of(self.assessment.state, self.was)


@dataclass(frozen=True)
class DigestOutcome:
    """One outcome and its indicators. `is_new` since the last digest. `number` is that of its row, `channel_id` Slack's
    id of where it lives, where that is to be said.
    """

    outcome: OutcomeName
    rollup: Rollup
    indicators: tuple[DigestIndicator, ...] = ()
    is_new: bool = False
    number: int = 0
    channel_id: str = ""


_AT_REST = (State.PAUSED, State.CLOSED)


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
class Added:
    """What somebody who answers for an outcome adds to a digest, in their own words."""

    by: PersonName
    text: str


@dataclass(frozen=True)
class Digest:
    """What one digest says, about the dates from `first` to `last`. `compared_with` is the day of the digest that it is
    held against, None for the first one, and `next_on` the day of the next. `message_id` is the number of the message
    that it is posted by, None where it is only shown to somebody, and `read_by` Slack's id of whoever alone reads it.
    `added` is what people have put into it themselves, `answers` are those about decisions since the last one, and
    `questions` ask whether others have helped. Of the outcomes in `ahead` use is far ahead of progress.

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
    answers: tuple[DecisionAnswered, ...] = ()
    questions: tuple[DecisionQuestion, ...] = ()
    ahead: tuple[OutcomeUse, ...] = ()
    rhythm: Rhythm = Rhythm.WEEKLY
    periods_covered: int = 1
    late_by: timedelta | None = None
    compared_with: date | None = None
    next_on: date | None = None
    message_id: int | None = None
    read_by: str = ""
    added: tuple[Added, ...] = ()

    @cached_property
    def lines(self) -> list[DigestIndicator]:
        """Every indicator but those that it is quiet about, what needs attention most first."""
        lines = [line for of in self.outcomes for line in of.indicators if line.quiet is None]
        return sorted(lines, key=lambda line: (urgency(line.assessment.state), -line.assessment.readings_in_a_row))

    @property
    def hushed(self) -> list[tuple[DigestIndicator, Quiet]]:
        """What it is quiet about."""
        return [(line, line.quiet) for of in self.outcomes for line in of.indicators if line.quiet is not None]

    def with_news(self, *those: News) -> list[DigestIndicator]:
        """The indicators of which that is to be said."""
        return [line for line in self.lines if line.news in those]

    @property
    def in_the_thread(self) -> list[DigestOutcome]:
        """The outcomes whose numbers stand in its thread: none in a quiet week, nor where there are few numbers."""
        if self.is_quiet or len(self.lines) <= FEW:
            return []
        return [of for of in self.outcomes if any(line.assessment.value is not None for line in of.indicators)]

    @property
    def disagreeing(self) -> list[DigestIndicator]:
        """Those that whoever gave the newest reading sees otherwise, and that are not among the news."""
        return [
            line
            for line in self.lines
            if line.changed and disagree(line.confidence, line.assessment.state) and line.news not in (*WORSE, *BETTER)
        ]

    @property
    def moving(self) -> list[DigestIndicator]:
        """Those whose movement is more than ordinary, and of which nothing else is told that could say so."""
        if self.compared_with is None:
            return []
        told = {line.indicator.key for line in self.disagreeing}
        return [
            line
            for line in self.lines
            if line.unusual is not None and line.news is None and line.indicator.key not in told
        ]

    @property
    def silent(self) -> list[DigestIndicator]:
        """Those from which a reading was expected and never came: they are waited for until one does."""
        return [line for line in self.lines if line.assessment.is_stale and line.assessment.state not in _AT_REST]

    @property
    def never_given(self) -> list[MissingReading]:
        """What was missed lately of numbers that have never been read. What is missing before a later reading is not
        waited for.
        """
        unread = {line.indicator.key for line in self.lines if line.assessment.latest is None}
        unread -= {line.indicator.key for line in self.lines if line.assessment.state in _AT_REST}
        unread -= {line.indicator.key for line in self.silent}
        return [item for item in self.missing if item.missed and item.indicator.key in unread]

    @property
    def is_quiet(self) -> bool:
        """Whether nothing has happened that somebody who has read the one before does not know."""
        if self.compared_with is None or self.notes or self.changes or self.added or self.answers:
            return False
        if any(of.is_new for of in self.outcomes):
            return False
        if any(item.nobody_to_ask is not None for item in self.missing):
            return False
        if self.never_given:
            return False
        missed = {item.indicator.key for item in self.missing if item.missed}
        if any(line.indicator.key in missed for line in self.silent):
            return False
        if any(line.unusual is not None for line in self.lines):
            return False
        return not self.with_news(*WORSE, *BETTER) and not self.disagreeing
