"""Which colour a series of readings has: warm-up, thresholds, and the rules that keep it from flickering."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class State(StrEnum):
    """How an indicator stands; the first one that applies, in this order.

    ACHIEVED and NOT_ACHIEVED come after the due date and last; where that date's own reading never came, STALE comes
    first. The last three are the colours.
    """

    CLOSED = "closed"
    PAUSED = "paused"
    NO_DATA = "no_data"
    ACHIEVED = "achieved"
    NOT_ACHIEVED = "not_achieved"
    STALE = "stale"
    NO_TARGET = "no_target"
    NO_BASELINE = "no_baseline"
    MET = "met"
    TOO_EARLY = "too_early"
    OFF_TRACK = "off_track"
    AT_RISK = "at_risk"
    ON_TRACK = "on_track"


_WHAT_NEEDS_ATTENTION_FIRST = (
    *(State.OFF_TRACK, State.NOT_ACHIEVED, State.AT_RISK, State.ON_TRACK, State.MET, State.ACHIEVED, State.TOO_EARLY),
    *(State.STALE, State.NO_DATA, State.NO_BASELINE, State.NO_TARGET, State.PAUSED, State.CLOSED),
)


def urgency(state: State | None) -> int:
    """Where a state stands in a list that begins with what needs attention."""
    return _WHAT_NEEDS_ATTENTION_FIRST.index(state) if state else len(_WHAT_NEEDS_ATTENTION_FIRST)


@dataclass(frozen=True)
class Thresholds:
    """The largest gaps, in points, of on track and at risk; `warm_up` is the path's share of time without a colour."""

    on_track: Decimal = Decimal(8)
    at_risk: Decimal = Decimal(20)
    warm_up: Decimal = Decimal("0.15")

    def colour(self, gap: Decimal) -> State:
        """The colour of one reading by itself."""
        if gap <= self.on_track:
            return State.ON_TRACK
        return State.AT_RISK if gap <= self.at_risk else State.OFF_TRACK


@dataclass(frozen=True)
class Step:
    """One reading on the path: its own colour, whether it meets the target, and whether enough of the path's
    time has passed for a colour.
    """

    as_of: date
    amount: Decimal
    gap: Decimal
    own: State
    met: bool
    beyond_limit: bool
    is_warm: bool


# From best to worst. Meeting the target counts as the best colour, so that leaving it again follows the same rule.
_RANKS = (State.MET, State.ON_TRACK, State.AT_RISK, State.OFF_TRACK)


def next_colour(colour: State | None, before: Step | None, step: Step) -> State | None:
    """The colour (or MET) after `step`, by the colour and the step before it; None while it is too early for one.

    1. A reading that meets the target is met at once, even in warm-up. 2. In warm-up, or with a single reading,
    there is no colour. The first one after it is that reading's own. 3. From then on it moves only when the
    last two readings agree that it is worse (or better) than now: to the milder of two worse ones, or the more
    cautious of two better ones. 4. A reading beyond a process limit on the bad side applies at once.
    """
    if step.met:
        return State.MET
    if before is None:
        return None
    if colour is None:
        return step.own if step.is_warm else None
    moved = _moved(colour, before, step)
    if moved is not State.MET and colour is State.MET and not step.is_warm:
        return None  # No longer met, and still too early for a colour.
    return moved


def _moved(colour: State, before: Step, step: Step) -> State:
    now, last, this = _RANKS.index(colour), _rank(before), _rank(step)
    if step.beyond_limit and this > now:
        return step.own
    if min(last, this) > now:
        return _RANKS[min(last, this)]
    if max(last, this) < now:
        return _RANKS[max(last, this)]
    return colour


def _rank(step: Step) -> int:
    return _RANKS.index(State.MET if step.met else step.own)
