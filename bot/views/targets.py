"""Targets: the present one with its path and what it replaced, and the form that changes it."""

from dataclasses import dataclass
from datetime import date

from bot.domain.progress import Target
from bot.domain.status import Assessment
from bot.views.blocks import Message, View
from bot.views.reader import IndicatorName, Reader


@dataclass(frozen=True)
class TargetDraft:
    """What the form starts with, as typed. A band has `low` or `high` or both, anything else `value`."""

    value: str = ""
    low: str = ""
    high: str = ""
    due_on: date | None = None
    reason: str = ""


@dataclass(frozen=True)
class TargetSheet:
    """An indicator's target is that of `assessment.facts`, with the baseline, the direction and what it replaced."""

    indicator: IndicatorName
    assessment: Assessment


def target_show(sheet: TargetSheet, reader: Reader) -> Message:
    """The target, its path, the progress, and for four weeks what it replaced."""
    raise NotImplementedError


def target_set(sheet: TargetSheet, reader: Reader) -> Message:
    """The reply to a target that was set or changed: what now holds, and what it means for the status."""
    raise NotImplementedError


def target_saved(sheet: TargetSheet, reader: Reader) -> View:
    """`target_set` as the view that follows the form."""
    raise NotImplementedError


def target_form(
    draft: TargetDraft,
    indicator: IndicatorName,
    reader: Reader,
    *,
    current: Target | None = None,
    band: bool = False,
    metadata: str = "",
) -> View:
    """The form that sets or changes a target; where there is one it asks for the reason. `band` asks for low and high
    instead of one value.
    """
    raise NotImplementedError
