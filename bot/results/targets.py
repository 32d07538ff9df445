"""An indicator's target, and how it stands against it."""

from dataclasses import dataclass

from bot.domain.facts import Assessment
from bot.results.names import IndicatorName


@dataclass(frozen=True)
class TargetSheet:
    """An indicator's target is that of `assessment.terms`, with the baseline, the direction and what it replaced."""

    indicator: IndicatorName
    assessment: Assessment
