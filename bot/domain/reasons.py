"""An indicator's state in words: the headline, and the reason as a sentence with numbers."""

from datetime import date
from decimal import Decimal

from bot.domain.cadences import Cadence, Every
from bot.domain.colours import State, Thresholds
from bot.domain.dates import print_date
from bot.domain.facts import Assessment
from bot.domain.numerals import digits, print_number, print_percent, rounded_beside
from bot.domain.targets import Direction, goal
from bot.domain.values import Measure, ValueKind, print_change, print_in_brackets, print_value

_HEADLINES = {
    State.CLOSED: "Closed",
    State.PAUSED: "Paused",
    State.NO_DATA: "No data",
    State.STALE: "Stale",
    State.NO_TARGET: "No target",
    State.NO_BASELINE: "Baseline missing",
    State.ACHIEVED: "Achieved",
    State.NOT_ACHIEVED: "Not achieved",
    State.MET: "Met",
    State.TOO_EARLY: "Too early",
    State.OFF_TRACK: "Off track",
    State.AT_RISK: "At risk",
    State.ON_TRACK: "On track",
}


def headline(assessment: Assessment) -> str:
    """The state in one or two words: "On track", "At risk", "No data". Where the latest reading says otherwise, it adds
    what the colour waits for: "At risk until a second reading agrees".
    """
    word = _HEADLINES[assessment.state]
    return f"{word} until a second reading agrees" if _waits(assessment) else word


def _waits(a: Assessment) -> bool:
    """Whether the colour is another than the latest reading's own: one reading alone does not move it."""
    if a.gap is None or a.terms.direction is Direction.MAINTAIN:
        return False
    return a.state in (State.OFF_TRACK, State.AT_RISK, State.ON_TRACK) and a.terms.thresholds.colour(a.gap) != a.state


def reason(assessment: Assessment, *, locale: str, today: date | None = None) -> str:
    """Why, in a sentence with numbers: "19.4 points under the path; needs 2.15 a week, has made 0.94."

    It begins in lower case, to follow the headline and a colon. Empty for what is closed.
    Days have their year unless it is that of `today`.
    """
    a = assessment
    match a.state:
        case State.CLOSED:
            return ""
        case State.NO_DATA:
            return "no reading yet."
        case State.STALE | State.PAUSED:
            return _before_it_stopped(a, locale)
        case State.NO_TARGET:
            return f"{_movement(a, locale)}; no target is set."
        case State.NO_BASELINE:
            return f"{_movement(a, locale)}; {_lack_of_baseline(a)}."
        case State.ACHIEVED | State.NOT_ACHIEVED:
            return _result(a, locale)
        case State.MET:
            return _met(a, locale)
        case State.TOO_EARLY:
            return _too_early(a, locale, today)
        case _ if a.terms.direction is Direction.MAINTAIN:
            return _band(a, locale)
        case _:
            return _pace(a, locale)


def _value(a: Assessment, locale: str) -> str:
    return print_value(a.value, a.terms.measure, locale=locale) if a.value else "no value"


def _movement(a: Assessment, locale: str) -> str:
    """ "84 % (was 81 %)"."""
    if a.previous is None:
        return _value(a, locale)
    return f"{_value(a, locale)} (was {print_in_brackets(a.previous, a.terms.measure, locale=locale)})"


def _lack_of_baseline(a: Assessment) -> str:
    if a.terms.baseline is None:
        return "the value before the work began is not known"
    return "baseline and target are the same, so there is no progress to measure"


def _before_it_stopped(a: Assessment, locale: str) -> str:
    if a.days_since_reading is None:
        return "no reading yet."
    days = "1 day" if a.days_since_reading == 1 else f"{a.days_since_reading} days"
    if a.colour is None:
        return f"the last reading, {_value(a, locale)}, is {days} old."
    return f"was {_HEADLINES[a.colour].lower()}, {days} ago."


def _goal(a: Assessment, locale: str) -> str:
    target = a.terms.target
    return goal(target, a.terms.measure, locale=locale) if target else "not set"


def _result(a: Assessment, locale: str) -> str:
    target = a.terms.target
    if target is None:
        return ""
    due = print_date(target.due_on, locale)
    promised = f"the target was {_goal(a, locale)} by {due}."
    if target.share is not None:
        share = print_percent(target.share, locale)
        return f"{_inside_count(a)}; the target was {_goal(a, locale)} in {share} of readings until {due}."
    return f"{_deciding_value(a, locale)}; {promised}"


def _deciding_value(a: Assessment, locale: str) -> str:
    """The value that the result follows from, told from a later one."""
    if a.decided is None:
        return "no reading came by then"
    is_latest = a.terms.target is None or (a.latest is not None and a.latest.first <= a.terms.target.due_on)
    return _value(a, locale) if is_latest else f"{print_value(a.decided, a.terms.measure, locale=locale)} at the end"


def _met(a: Assessment, locale: str) -> str:
    said = f"{_movement(a, locale)}; the target is {_goal(a, locale)}."
    if a.progress is not None and a.progress < 1:
        return f"{said} A second reading short of it ends this."
    return said


def _too_early(a: Assessment, locale: str, today: date | None) -> str:
    if a.gap is None:
        return f"{_movement(a, locale)}; no reading yet since the target's start."
    if a.readings_received == 1 or a.colours_from is None:
        return f"{_position(a.gap, a.terms.thresholds, locale)}; a colour needs two readings."
    first_day = print_date(a.colours_from, locale, today=today)
    return f"{_position(a.gap, a.terms.thresholds, locale)}; a colour comes with readings from {first_day}."


def _band(a: Assessment, locale: str) -> str:
    if not a.outside:
        return f"{_value(a, locale)}, within {_limits(a)} ({_goal(a, locale)}); {_inside_count(a)}."
    distance = print_change(a.outside, a.terms.measure, locale=locale, signed=False)
    side = "over" if a.outside > 0 else "under"
    return f"{distance} {side} {_limits(a)} ({_goal(a, locale)}){_running(a)}; {_inside_count(a)}."


def _limits(a: Assessment) -> str:
    target = a.terms.target
    return "the limits" if target and None not in (target.low, target.high) else "the limit"


def _inside_count(a: Assessment) -> str:
    readings = "reading" if a.readings_received == 1 else "readings"
    return f"{a.readings_met} of {a.readings_received} {readings} within"


def _pace(a: Assessment, locale: str) -> str:
    if a.gap is None:
        return f"{_movement(a, locale)}."
    if _waits(a):
        return f"{_position(a.gap, a.terms.thresholds, locale)}."
    running = _running(a) if a.state is not State.ON_TRACK else ""
    sentence = "; ".join(
        part for part in (_position(a.gap, a.terms.thresholds, locale) + running, _paces(a, locale)) if part
    )
    return f"{sentence}."


def _position(gap: Decimal, thresholds: Thresholds, locale: str) -> str:
    # A gap of 8.04 is at risk, and must not read like the 8 that is on track.
    points = digits(abs(rounded_beside(gap, 1, thresholds.on_track, thresholds.at_risk)), locale)
    if points == "0":
        return "on the path"
    return f"{points} {'point' if points == '1' else 'points'} {'under' if gap > 0 else 'ahead of'} the path"


def _running(a: Assessment) -> str:
    return f" for {a.readings_in_a_row} readings" if a.readings_in_a_row > 1 else ""


def _paces(a: Assessment, locale: str) -> str:
    """ "needs 2.15 people a week, has made 0.94"."""
    needed, achieved = a.needed_per_period, a.achieved_per_period
    parts = []
    if needed is not None and needed > 0:
        parts.append(f"needs {_pace_of(needed, a, locale)}")
    if achieved is not None:
        size = _again(abs(achieved), a.terms.measure, locale) if parts else _pace_of(abs(achieved), a, locale)
        parts.append(f"has gone {size} the wrong way" if achieved < 0 else f"has made {size}")
    return ", ".join(parts)


def _pace_of(size: Decimal, a: Assessment, locale: str) -> str:
    return f"{print_change(size, a.terms.measure, locale=locale, signed=False)} {_per(a.terms.cadence)}"


def _again(size: Decimal, measure: Measure, locale: str) -> str:
    """A second amount beside one that has its unit: bare, where a bare number can be told from it."""
    match measure.kind:
        case ValueKind.NUMBER | ValueKind.PERCENT:
            return print_number(size, locale=locale)
        case ValueKind.RATIO:
            return print_number(size * 100, locale=locale)
        case _:
            return print_change(size, measure, locale=locale, signed=False)


def _per(cadence: Cadence | None) -> str:
    if cadence is None:
        return "a week"
    if cadence.every is Every.INTERVAL:
        return f"every {cadence.interval_days} days"
    return f"a {cadence.every.value}"
