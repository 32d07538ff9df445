"""Where an indicator's readings lead, and how they move."""

from dataclasses import dataclass

from bot.domain.projection import Projection
from bot.domain.signal_charts import SignalChart


@dataclass(frozen=True)
class Trend:
    """Where the readings lead (None where that cannot be said), and which of them are more than ordinary movement: of a
    counter that `counts_up`, by what was added in each period.
    """

    projection: Projection | None
    movement: SignalChart
    counts_up: bool = False
