"""Asking about a value that looks like a slip, before anything is saved."""

from collections.abc import Sequence

from bot.actions.facts import measure_of
from bot.domain.periods import Period
from bot.domain.plausibility import MOST_COMPARED, Bounds, Doubt, doubt_about
from bot.domain.values import Measure, Quantity, Value
from bot.errors import Question
from bot.words import Words, words
from storage.indicators import Described
from storage.tables import Reading


class Doubtful(Question):
    """A value that looks like a slip. Whoever knows how it was given offers the choices: as it is, or mended."""

    def __init__(self, question: Words, doubt: Doubt, period: Period) -> None:
        super().__init__(question)
        self.doubt = doubt
        self.period = period


def require_plausible(indicator: Described, value: Value | None, period: Period, earlier: Sequence[Reading]) -> None:
    """Raises Doubtful for a value of this period that looks like a slip beside those of the others; `earlier` are the
    latest readings, newest first.
    """
    if value is None:
        return
    measure = measure_of(indicator.definition)
    others = [row.amount for row in earlier if row.period_first_on != period.first and row.amount is not None]
    bounds = Bounds(indicator.definition.lowest, indicator.definition.highest)
    doubt = doubt_about(value, measure, others[:MOST_COMPARED][::-1], bounds)
    if doubt is not None:
        raise Doubtful(_question(value, measure, doubt), doubt, period)


_AT_MOST = words("{value}? It was set down that {bound} is the most that can be.")
_AT_LEAST = words("{value}? It was set down that {bound} is the least that can be.")


def _question(value: Value, measure: Measure, doubt: Doubt) -> Words:
    typed = Quantity(value, measure)
    if doubt.bound is not None:
        pattern = _AT_MOST if value.amount > doubt.bound else _AT_LEAST
        return pattern.filled(value=typed, bound=Quantity(Value(doubt.bound), measure))
    if doubt.last is None or doubt.low is None or doubt.high is None:
        return words("{value}? That is more than all, or less than nothing.", value=typed)
    last, low, high = (Quantity(Value(amount), measure) for amount in (doubt.last, doubt.low, doubt.high))
    if doubt.low == doubt.high:
        return words("{value}? Last time it was {last}.", value=typed, last=last)
    return words(
        "{value}? Last time it was {last}; so far from {low} to {high}.", value=typed, last=last, low=low, high=high
    )
