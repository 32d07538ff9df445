"""An indicator's target, and how it stands against it."""

from dataclasses import dataclass

from bot.domain.facts import Assessment
from bot.results.names import IndicatorName


@dataclass(frozen=True)
class TargetSheet:
    """An indicator's target is that of `assessment.terms`, with the baseline, the direction and what it replaced.
    `may_edit` says whether the reader may change it.
    """

    indicator: IndicatorName
    assessment: Assessment
    may_edit: bool = False
