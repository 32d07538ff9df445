"""Whether a reading lies beyond a process limit, one after the other: `signals.judge` goes through all of them,
`ProcessSoFar.take` takes in one more, and both find the same.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from bot.domain.process_limits import ENOUGH, FROZEN_ON, Limits, Side, limits_so_far


@dataclass(frozen=True)
class ProcessSoFar:
    """What of the readings so far decides that about the next.

    `moves` are the first of them, as far as they go into limits, with None wherever a period is missing in between;
    none any more from the `FROZEN_ON`th on, when `frozen` are the limits for good. `unchanged` is the value that all of
    them have had, None once there was another.
    """

    moves: tuple[Decimal | None, ...] = ()
    unchanged: Decimal | None = None
    frozen: tuple[Decimal, Decimal] | None = None
    is_frozen: bool = False

    def take(self, value: Decimal, x: Decimal, *, follows: bool) -> tuple["ProcessSoFar", Side | None]:
        """What there is after one more, and the limit that it lies beyond. `x` is how far the value is from what the
        path expected, or the value itself without one; it `follows` where no period is missing before it.
        """
        is_first = not self.moves and not self.is_frozen
        unchanged = value if is_first or value == self.unchanged else None
        if self.is_frozen:
            return replace(self, unchanged=unchanged), _beyond(self.frozen, x, unchanged)
        gap = () if follows or is_first else (None,)
        moves = (*self.moves, *gap, x)
        count = sum(move is not None for move in moves)
        limits = _edges(limits_so_far(moves)) if count >= ENOUGH else None
        if count < FROZEN_ON:
            return ProcessSoFar(moves, unchanged), _beyond(limits, x, unchanged)
        return ProcessSoFar((), unchanged, limits, is_frozen=True), _beyond(limits, x, unchanged)


def _edges(limits: Limits | None) -> tuple[Decimal, Decimal] | None:
    """The two limits; None where nothing moved."""
    if limits is None or limits.lower is None or limits.upper is None:
        return None
    return limits.lower, limits.upper


def _beyond(limits: tuple[Decimal, Decimal] | None, x: Decimal, unchanged: Decimal | None) -> Side | None:
    if limits is None or unchanged is not None:
        return None
    lower, upper = limits
    return Side.BELOW if x < lower else Side.ABOVE if x > upper else None
