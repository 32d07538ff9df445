"""The reference sheet of an indicator: what has to be known of a number before it can be trusted, a question at a time.

What kind of value it is, its unit, its direction, how readings combine and what it shows are answered when it is
registered. The rest is asked for later, in this order. The questions are those of a performance indicator reference
sheet, as development agencies use it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.parts import IndicatorPart

_ANSWERED_AT_ONCE = 5
"""Kind with unit, direction, rule of combining, level and owner."""


class SheetQuestion(StrEnum):
    """What may be open, in the order in which it is asked."""

    DESCRIPTION = IndicatorPart.DESCRIPTION
    BASELINE = "baseline"
    SOURCE = IndicatorPart.SOURCE
    METHOD = IndicatorPart.METHOD
    BACKUP = IndicatorPart.BACKUP
    LIMITATIONS = IndicatorPart.LIMITATIONS


@dataclass(frozen=True)
class SheetScore:
    """How many of the questions are answered, and which one comes next; None where all are."""

    answered: int
    next_question: SheetQuestion | None

    @property
    def questions(self) -> int:
        """How many there are in all."""
        return _ANSWERED_AT_ONCE + len(SheetQuestion)


def score_of(answered: Collection[SheetQuestion]) -> SheetScore:
    """The score of a sheet on which these have been answered."""
    still_open = [question for question in SheetQuestion if question not in answered]
    return SheetScore(_ANSWERED_AT_ONCE + len(SheetQuestion) - len(still_open), next(iter(still_open), None))
