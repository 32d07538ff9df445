"""How an indicator's movement is looked at: on which scale, from when on, and by which rules something is a signal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.periods import Period
from bot.domain.transforms import Transform


class Rule(StrEnum):
    """What makes a signal: a point outside a limit; eight in a row on one side of the centre, where one on the centre
    ends the run; two of three beyond two thirds of the way to a limit, on the same side.
    """

    OUTSIDE = "outside"
    RUN = "run"
    TWO_OF_THREE = "two_of_three"


class RuleSet(StrEnum):
    """Which rules hold; its name is printed beside what they find."""

    TWO = "two"
    THREE = "three"

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules in it."""
        return tuple(Rule) if self is RuleSet.THREE else (Rule.OUTSIDE, Rule.RUN)


@dataclass(frozen=True)
class Rebase:
    """From the period with this day on, the limits are worked out anew: a person said so, and why."""

    on: date
    reason: str


@dataclass(frozen=True)
class Charting:
    """How an indicator is looked at. `counts_up` where its values are those of a counter that only goes up. Readings of
    days before `since` were got by another method and are no part of it.
    """

    transform: Transform | None = None
    counts_up: bool = False
    since: date | None = None
    rebases: tuple[Rebase, ...] = ()

    def base_of(self, period: Period) -> int:
        """By how many rebases the limits are others for this period than for the first of all."""
        return sum(rebase.on <= period.last for rebase in self.rebases)


AS_IT_IS = Charting()


def encode(rebases: Sequence[Rebase]) -> list[list[str]] | None:
    """The rebases as they are kept; None for none."""
    return [[rebase.on.isoformat(), rebase.reason] for rebase in rebases] or None


def decode(kept: Sequence[Sequence[str]] | None) -> tuple[Rebase, ...]:
    """The same again, in the order of their days."""
    return tuple(
        sorted((Rebase(date.fromisoformat(on), reason) for on, reason in kept or ()), key=lambda each: each.on)
    )
