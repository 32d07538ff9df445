"""Indicators: the registration form, and one indicator in full."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.combining import Combine
from bot.domain.due import DueState
from bot.domain.periods import Period
from bot.domain.status import Assessment, Level
from bot.domain.values import Value
from bot.views.blocks import Message, View
from bot.views.reader import DueItem, IndicatorName, OutcomeName, Reader, Who

EVERY_CHOICES = {
    "day": "Every day",
    "week": "Every week",
    "two_weeks": "Every two weeks",
    "month": "Every month",
    "quarter": "Every quarter",
}
"""What "how often" offers. All but "two_weeks" (an interval of 14 days) are values of `Every`."""

DUE_DAY_CHOICES = {
    "working_day_after": "First working day after",
    "last_working_day": "Last working day of the period",
    "0": "Monday",
    "1": "Tuesday",
    "2": "Wednesday",
    "3": "Thursday",
    "4": "Friday",
    "5": "Saturday",
    "6": "Sunday",
}
"""What "due day" offers: two values of `DueKind`, or the number of a weekday."""


@dataclass(frozen=True)
class IndicatorDraft:
    """What the form starts with. Values and units are as typed; `kind`, `direction` and `level` are values of their
    enums, `every` and `due_day` keys of the tables above.
    """

    owner_user_id: str
    name: str = ""
    kind: str | None = None
    unit: str = ""
    direction: str | None = None
    every: str | None = None
    due_day: str | None = None
    level: str | None = None
    key: str = ""
    baseline: str = ""
    baseline_on: date | None = None
    target: str = ""
    target_by: date | None = None


@dataclass(frozen=True)
class ShownReading:
    """One reading in a list, newest first; without a `value` there was no data, and `note` says why."""

    period: Period
    value: Value | None
    by: Who
    submitted_at: datetime
    state: DueState | None = None
    note: str = ""


@dataclass(frozen=True)
class IndicatorSheet:
    """One indicator in full. Direction, baseline and target are those of `assessment.facts`."""

    indicator: IndicatorName
    outcome: OutcomeName
    level: Level
    combine: Combine
    assessment: Assessment
    owner: Who
    backup: Who | None = None
    description: str = ""
    readings: tuple[ShownReading, ...] = ()
    next_due: DueItem | None = None


def indicator_form(draft: IndicatorDraft, outcome: OutcomeName, *, metadata: str = "") -> View:
    """The form of `/indicator new`: four required answers, the rest optional."""
    raise NotImplementedError


def indicator_saved(
    indicator: IndicatorName, reader: Reader, *, next_due: DueItem | None = None, has_target: bool
) -> View:
    """What follows the form: the key, how to give a reading, when the first is due, and the offer to set a target when
    none was given.
    """
    raise NotImplementedError


def indicator_show(sheet: IndicatorSheet, reader: Reader) -> Message:
    """One indicator: status with its reason, definition, latest readings. For one person's eyes: it mentions people."""
    raise NotImplementedError
