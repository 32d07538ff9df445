"""Why an indicator stands as it does, as values: what was planned beside what is, how long it has lasted, what is
missing. `bot.views.standing` puts them into words.
"""

from dataclasses import dataclass
from decimal import Decimal

from bot.domain.cadences import Cadence, mean_length
from bot.domain.colours import State
from bot.domain.exact import wide
from bot.domain.facts import Assessment
from bot.domain.numerals import rounded
from bot.domain.periods import Period, first_period_from, next_period, periods_between
from bot.domain.targets import Direction
from bot.domain.values import Value, ValueKind

_WEEK = Decimal(7)
_LARGE = 100


@dataclass(frozen=True)
class Planned:
    """What was planned for the reading's own day, with no more digits than the reading has, and how far the reading is
    from it: above 0 when it is behind, 0 where both read the same.
    """

    amount: Decimal
    behind: Decimal


@dataclass(frozen=True)
class NoReading:
    """There never was one."""


@dataclass(frozen=True)
class Silent:
    """No reading came where one was due, or it is paused: the last one's period and its colour then."""

    last: Period
    days: int
    colour: State | None


@dataclass(frozen=True)
class NoTarget:
    """Nothing has been promised."""


@dataclass(frozen=True)
class NoStart:
    """The value before the work began is not known; or it `is_the_target`, and there is nothing to measure."""

    is_the_target: bool


@dataclass(frozen=True)
class Result:
    """What the due date came to: the value that decides, None where no reading came by then. `is_latest` tells it from
    a later one; `inside` are readings within the limits and all that came, where their share decides.
    """

    decided: Value | None
    is_latest: bool
    inside: tuple[int, int] | None


@dataclass(frozen=True)
class Reached:
    """The target is met. `is_short`: the latest reading is not; one more like it ends that."""

    is_short: bool


@dataclass(frozen=True)
class TooEarly:
    """No colour yet, and with which period's reading the first one comes: None for the next, whichever that is."""

    planned: Planned | None
    verdict_with: Period | None


@dataclass(frozen=True)
class Limits:
    """A band: how far outside the reading is, in its unit (below 0 under the lower limit), and for how many readings
    in a row it has been outside, or inside.
    """

    outside: Decimal
    in_a_row: int


@dataclass(frozen=True)
class Pace:
    """The way to a target. `turns` is the colour that one more reading like the latest brings, where that one is of
    another colour than the indicator still has; `lasting` for how many periods it has had that.
    """

    planned: Planned
    turns: State | None
    lasting: int


@dataclass(frozen=True)
class Paces:
    """What a period has to bring from now on, and has brought so far (None where no time has passed): positive towards
    the target, each with a significant digit.
    """

    needed: Decimal
    achieved: Decimal | None


Reason = NoReading | Silent | NoTarget | NoStart | Result | Reached | TooEarly | Limits | Pace | None
"""None for what is closed, and for a colour without a reading on the path."""


def reason(a: Assessment) -> Reason:
    """Why it stands as it does."""
    match a.state:
        case State.CLOSED:
            return None
        case State.NO_DATA:
            return NoReading()
        case State.STALE | State.PAUSED:
            return _silent(a)
        case State.NO_TARGET:
            return NoTarget()
        case State.NO_BASELINE:
            return NoStart(is_the_target=a.terms.baseline is not None)
        case State.ACHIEVED | State.NOT_ACHIEVED:
            return _result(a)
        case State.MET if a.terms.direction is not Direction.MAINTAIN:
            return Reached(is_short=a.progress is not None and a.progress < 1)
        case State.TOO_EARLY:
            return TooEarly(_planned(a), _verdict_with(a))
        case _ if a.terms.direction is Direction.MAINTAIN:
            return Limits(a.outside or Decimal(0), a.readings_in_a_row)
        case _:
            return _pace(a)


def precision(a: Assessment) -> int:
    """How many decimal places the latest reading has, in the unit that it is printed in: what is computed from it has
    no more, unless nothing were left of it. A sum of a hundred or more is compared without its cents.
    """
    if a.value is None:
        return 0
    amount = a.value.amount
    if a.terms.measure.kind is ValueKind.RATIO:
        amount = rounded(amount * 100, 1)
    if a.terms.measure.kind is ValueKind.MONEY and abs(amount) >= _LARGE:
        return 0
    return _places(amount)


def significant(amount: Decimal, places: int) -> Decimal:
    """The amount with so many places, or with as many more as its first digit needs: 0.087 is 0.09."""
    return rounded(amount, max(places, -amount.adjusted()) if amount else places)


def _places(amount: Decimal) -> int:
    exponent = amount.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _silent(a: Assessment) -> Reason:
    if a.latest is None:
        return NoReading()
    return Silent(a.latest, a.days_since_reading or 0, a.colour)


def _result(a: Assessment) -> Result:
    target = a.terms.target
    is_latest = target is None or (a.latest is not None and a.latest.first <= target.due_on)
    by_share = target is not None and target.share is not None
    return Result(a.decided, is_latest, (a.readings_met, a.readings_received) if by_share else None)


def _planned(a: Assessment, *, must_differ: bool = False) -> Planned | None:
    """Beside a reading of 13 an expected 12.03 is 12. Where both would read the same and what follows is that they
    differ, as many digits more as tell them apart.
    """
    if a.expected is None or a.value is None or a.gap is None:
        return None
    scale = 100 if a.terms.measure.kind is ValueKind.RATIO else 1
    with wide():
        expected, reading = a.expected * scale, a.value.amount * scale
        places = precision(a)
        while must_differ and expected != reading and rounded(expected, places) == rounded(reading, places):
            places += 1
        printed = rounded(expected, places)
        distance = abs(rounded(reading, places) - printed)
        return Planned(printed / scale, (distance if a.gap > 0 else -distance) / scale)


def _verdict_with(a: Assessment) -> Period | None:
    cadence = a.terms.cadence
    if cadence is None or a.latest is None:
        return None
    following = next_period(cadence, a.latest)
    return max(following, first_period_from(cadence, a.colours_from)) if a.colours_from else following


def _pace(a: Assessment) -> Pace | None:
    own = a.terms.thresholds.colour(a.gap) if a.gap is not None else None
    way = _planned(a, must_differ=own is not State.ON_TRACK)
    if way is None:
        return None
    return Pace(planned=way, turns=own if own is not a.state else None, lasting=_lasting(a))


def paces(a: Assessment) -> Paces | None:
    """How fast it goes and has to go, on the way to a target that is not reached; None elsewhere."""
    if a.state not in (State.ON_TRACK, State.AT_RISK, State.OFF_TRACK) or a.needed_per_period is None:
        return None
    places, achieved = precision(a), a.achieved_per_period
    return Paces(
        needed=_pace_of(a.needed_per_period, a, places),
        achieved=_pace_of(achieved, a, places) if achieved is not None else None,
    )


def _pace_of(per_period: Decimal, a: Assessment, places: int) -> Decimal:
    if a.terms.measure.kind is ValueKind.RATIO:
        return significant(per_period * 100, places) / 100
    return significant(per_period, places)


def _lasting(a: Assessment) -> int:
    """For how many periods, the latest included, it has had its colour."""
    if a.since is None or a.as_of is None:
        return 1
    if a.terms.cadence and a.terms.cadence.weekdays:  # from Friday to Monday is more than two mean lengths
        return max(1, sum(1 for _ in periods_between(a.terms.cadence, a.since, a.as_of)))
    return int(rounded((a.as_of - a.since).days / _length(a.terms.cadence), 0)) + 1


def _length(cadence: Cadence | None) -> Decimal:
    return mean_length(cadence) if cadence else _WEEK
