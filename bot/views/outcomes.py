"""Outcomes: the registration form with its coach, the list, and one outcome in full."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.status import Assessment, Level, Rollup
from bot.views.blocks import Message, View
from bot.views.reader import IndicatorName, OutcomeName, Reader, Who


@dataclass(frozen=True)
class OutcomeDraft:
    """What the form starts with, as typed."""

    accountable_user_id: str
    channel_id: str | None = None
    statement: str = ""
    why: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    parent_key: str | None = None
    key: str = ""


@dataclass(frozen=True)
class Coaching:
    """A question about a statement that describes an activity, and an example rewritten from the person's words."""

    question: str
    example: str = ""


@dataclass(frozen=True)
class OutcomeLine:
    """One outcome in a list."""

    outcome: OutcomeName
    rollup: Rollup
    accountable: Who
    closed: bool = False


@dataclass(frozen=True)
class IndicatorLine:
    """One indicator of an outcome."""

    indicator: IndicatorName
    level: Level
    assessment: Assessment
    owner: Who


@dataclass(frozen=True)
class OutcomeSheet:
    """One outcome in full."""

    outcome: OutcomeName
    why: str
    channel_id: str
    accountable: Who
    rollup: Rollup
    indicators: tuple[IndicatorLine, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    parent: OutcomeName | None = None
    closed: bool = False


def outcome_form(
    draft: OutcomeDraft, parents: Sequence[OutcomeName], *, coaching: Coaching | None = None, metadata: str = ""
) -> View:
    """The form of `/outcome new`. With `coaching` it asks the question first and offers to keep the statement as it is
    (`Field.KEEP` checked).
    """
    raise NotImplementedError


def outcome_saved(outcome: OutcomeName) -> View:
    """What follows the form: the outcome's key, and the offer to add an indicator at once."""
    raise NotImplementedError


def outcome_list(lines: Sequence[OutcomeLine], reader: Reader, *, which: str = "all") -> Message:
    """One line for each outcome. `which` names the filter that was asked for: mine, here, all, at-risk, closed."""
    raise NotImplementedError


def outcome_show(sheet: OutcomeSheet, reader: Reader) -> Message:
    """One outcome with its indicators, each with its status and reason. For one person's eyes: it mentions people."""
    raise NotImplementedError
