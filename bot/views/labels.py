"""The labels of what is picked and not typed: yes or no, and a scale."""

from collections.abc import Mapping
from decimal import Decimal

from bot.domain.values import Measure, Value, ValueKind
from bot.results.names import Viewer
from bot.views.amounts import exact
from bot.views.ids import LONGEST_LABEL, picked
from bot.views.inputs import MOST_OPTIONS

_BESIDE_LABELS = 2
"""Options of a form that stand for no label."""


def labels_of(measure: Measure, viewer: Viewer) -> Mapping[str, str]:
    """What may be picked as a value, best first: an option's value and its label. Empty for what is typed, and for a
    scale of which a label or their number is too great for a form.
    """
    match measure.kind:
        case ValueKind.YES_NO:
            return {
                picked(word): exact(Value(Decimal(amount)), measure, viewer) for word, amount in (("yes", 1), ("no", 0))
            }
        case ValueKind.SCALE if _fits(measure):
            return {picked(label): label for label in reversed(measure.scale)}
        case _:
            return {}


def _fits(measure: Measure) -> bool:
    longest = max(map(len, measure.scale), default=0)
    return longest <= LONGEST_LABEL and 0 < len(measure.scale) <= MOST_OPTIONS - _BESIDE_LABELS
