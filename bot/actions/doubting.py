"""Asking about a value that looks like a slip, before anything is saved."""

from collections.abc import Sequence
from decimal import Decimal

from bot.actions.facts import measure_of
from bot.domain.combining import Combine
from bot.domain.periods import Period
from bot.domain.plausibility import MOST_COMPARED, Bounds, Doubt, doubt_about
from bot.domain.reading_lines import RESET
from bot.domain.values import Measure, Quantity, Value
from bot.errors import Question
from bot.words import Words, sentences, words
from storage.indicators import Described
from storage.tables import Reading


class Doubtful(Question):
    """A value that looks like a slip. Whoever knows how it was given offers the choices: as it is, or mended; in a form
    there is no place for them, and `in_a_form` says what to write.
    """

    def __init__(self, question: Words, doubt: Doubt, period: Period, *, in_a_form: Words | None = None) -> None:
        super().__init__(question)
        self.doubt = doubt
        self.period = period
        self.in_a_form = in_a_form or question


def require_plausible(
    indicator: Described, value: Value | None, period: Period, earlier: Sequence[Reading], *, resets: bool = False
) -> None:
    """Raises Doubtful for a value of this period that looks like a slip beside those of the others; `earlier` are the
    latest readings, newest first. A counter is compared with what it showed since it began last, so with nothing where
    it `resets` with this value.
    """
    if value is None:
        return
    measure = measure_of(indicator.definition)
    counts_up = Combine(indicator.definition.combine).counts_up
    if counts_up:
        others = [] if resets else _since_it_began(period, earlier)
    else:
        others = [row.amount for row in earlier if row.period_first_on != period.first and row.amount is not None]
    bounds = Bounds(indicator.definition.lowest, indicator.definition.highest)
    doubt = doubt_about(value, measure, others[:MOST_COMPARED][::-1], bounds, counts_up=counts_up)
    if doubt is None:
        return
    question = _question(value, measure, doubt)
    raise Doubtful(question, doubt, period, in_a_form=_in_a_form(question, value, measure) if doubt.falls else None)


def _since_it_began(period: Period, earlier: Sequence[Reading]) -> list[Decimal]:
    """What a counter showed in the periods before this one, newest first, back to the reading with which it began."""
    if any(row.is_reset for row in earlier if row.period_key == period.key):
        return []
    amounts: list[Decimal] = []
    for row in earlier:
        if row.period_first_on < period.first and row.amount is not None:
            amounts.append(row.amount)
            if row.is_reset:
                break
    return amounts


_AT_MOST = words("{value}? It was set down that {bound} is the most that can be.")
_AT_LEAST = words("{value}? It was set down that {bound} is the least that can be.")


def _question(value: Value, measure: Measure, doubt: Doubt) -> Words:
    typed = Quantity(value, measure)
    if doubt.bound is not None:
        pattern = _AT_MOST if value.amount > doubt.bound else _AT_LEAST
        return pattern.filled(value=typed, bound=Quantity(Value(doubt.bound), measure))
    if doubt.last is None or doubt.low is None or doubt.high is None:
        return words("{value}? That is more than all, or less than nothing.", value=typed)
    if doubt.falls:
        last = Quantity(Value(doubt.last), measure)
        return words("{value}? Last time it was {last}, and this counter only goes up.", value=typed, last=last)
    last, low, high = (Quantity(Value(amount), measure) for amount in (doubt.last, doubt.low, doubt.high))
    if doubt.low == doubt.high:
        return words("{value}? Last time it was {last}.", value=typed, last=last)
    return words(
        "{value}? Last time it was {last}; so far from {low} to {high}.", value=typed, last=last, low=low, high=high
    )


def _in_a_form(question: Words, value: Value, measure: Measure) -> Words:
    typed = Quantity(value, measure)
    return sentences(
        question,
        words('If it began again from zero, add the word "{reset}": {value} {reset}', value=typed, reset=RESET),
    )
