"""Asking about a value that looks like a slip, before anything is saved."""

from sqlmodel import Session

from bot.actions.facts import measure_of
from bot.domain.periods import Period
from bot.domain.plausibility import MOST_COMPARED, Doubt, doubt_about
from bot.domain.values import Measure, Quantity, Value
from bot.errors import Question
from bot.words import Words, words
from storage import hot_path
from storage.indicators import Described


class Doubtful(Question):
    """A value that looks like a slip. Whoever knows how it was given offers the choices: as it is, or mended."""

    def __init__(self, question: Words, doubt: Doubt, period: Period) -> None:
        super().__init__(question)
        self.doubt = doubt
        self.period = period


def require_plausible(session: Session, indicator: Described, value: Value | None, period: Period) -> None:
    """Raises Doubtful for a value of this period that looks like a slip beside those of the others."""
    if value is None:
        return
    measure = measure_of(indicator.definition)
    history = hot_path.latest_amounts(session, indicator.indicator.id, besides=period.first, most=MOST_COMPARED)
    doubt = doubt_about(value, measure, history)
    if doubt is not None:
        raise Doubtful(_question(value, measure, doubt), doubt, period)


def _question(value: Value, measure: Measure, doubt: Doubt) -> Words:
    typed = Quantity(value, measure)
    if doubt.last is None or doubt.low is None or doubt.high is None:
        return words("{value}? That is more than all, or less than nothing.", value=typed)
    last, low, high = (Quantity(Value(amount), measure) for amount in (doubt.last, doubt.low, doubt.high))
    if doubt.low == doubt.high:
        return words("{value}? Last time it was {last}.", value=typed, last=last)
    return words(
        "{value}? Last time it was {last}; so far from {low} to {high}.", value=typed, last=last, low=low, high=high
    )
