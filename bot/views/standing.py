"""How an indicator stands, in words: one status, the reader's unit, what was planned beside what is. Raw text.

The headline is the state, and says so to those who do not see the colour beside it. The explanation says why with
numbers, for a place where the value has just been said.

The three colours have the words of the workspace, where it has set some; this is the one place that knows.
"""

from dataclasses import dataclass
from decimal import Decimal

from bot.domain.cadences import Cadence, Every
from bot.domain.colours import State, urgency
from bot.domain.facts import Assessment
from bot.domain.numerals import print_percent
from bot.domain.reasons import (
    Limits,
    NoReading,
    NoStart,
    NoTarget,
    Pace,
    Planned,
    Reached,
    Reason,
    Result,
    Silent,
    TooEarly,
    paces,
    reason,
)
from bot.domain.targets import Direction
from bot.domain.typed_text import alike
from bot.domain.values import Measure, Value, ValueKind
from bot.results.names import Viewer
from bot.views.amounts import beside, distance, exact, typed
from bot.views.days import day, in_a_sentence, period
from bot.views.goals import goal, in_short, limit_in_short
from bot.views.speech import say, say_counted
from bot.words import words

_MARKS = {
    State.ON_TRACK: "🟢",
    State.MET: "🟢",
    State.ACHIEVED: "🟢",
    State.AT_RISK: "🟡",
    State.OFF_TRACK: "🔴",
    State.NOT_ACHIEVED: "🔴",
}
_HEADLINES = {
    State.OFF_TRACK: words("Off track"),
    State.NOT_ACHIEVED: words("Not achieved"),
    State.AT_RISK: words("At risk"),
    State.ON_TRACK: words("On track"),
    State.MET: words("Target reached"),
    State.ACHIEVED: words("Achieved"),
    State.TOO_EARLY: words("Too early to judge"),
    State.STALE: words("No recent reading"),
    State.NO_DATA: words("No reading yet"),
    State.NO_BASELINE: words("No starting value"),
    State.NO_TARGET: words("No target"),
    State.PAUSED: words("Paused"),
    State.CLOSED: words("Closed"),
}
_AMID = {
    State.OFF_TRACK: words("off track"),
    State.NOT_ACHIEVED: words("not achieved"),
    State.AT_RISK: words("at risk"),
    State.ON_TRACK: words("on track"),
    State.MET: words("at the target"),
    State.ACHIEVED: words("achieved"),
    State.TOO_EARLY: words("too early to judge"),
    State.STALE: words("without a recent reading"),
    State.NO_DATA: words("without a reading"),
    State.NO_BASELINE: words("without a starting value"),
    State.NO_TARGET: words("without a target"),
    State.PAUSED: words("paused"),
    State.CLOSED: words("closed"),
}
"""The same in the middle of a sentence."""
_POINTS = Measure(ValueKind.PERCENT)
_AN_HOUR = 60
_SECONDS = 60


def mark(state: State | None) -> str:
    """The colour beside the word; never without the word."""
    return _MARKS.get(state, "⚪") if state else "⚪"


def state_name(state: State, viewer: Viewer) -> str:
    """ "On track"."""
    return own_word(state, viewer) or usual_name(state, viewer)


def usual_name(state: State, viewer: Viewer) -> str:
    """The same as it is where nobody has set another word."""
    return say(viewer, _HEADLINES[state])


def amid(state: State, viewer: Viewer) -> str:
    """ "on track", in the middle of a sentence. A word of the workspace's own stays as it was typed."""
    return own_word(state, viewer) or say(viewer, _AMID[state])


def own_word(state: State, viewer: Viewer) -> str:
    """What the workspace calls this colour; empty where it has set nothing, and for what is no colour."""
    match state:
        case State.ON_TRACK:
            return viewer.colour_words.on_track
        case State.AT_RISK:
            return viewer.colour_words.at_risk
        case State.OFF_TRACK:
            return viewer.colour_words.off_track
        case _:
            return ""


def usual_states(typed_words: str, viewer: Viewer) -> frozenset[State]:
    """The states that this reader knows by these words, at the beginning of a sentence or in the middle of one."""
    wanted = alike(typed_words)
    return frozenset(
        state for state in State if wanted in (alike(say(viewer, each[state])) for each in (_HEADLINES, _AMID))
    )


@dataclass(frozen=True)
class Told:
    """How it stands: the colour, its word, and why; the last is empty where the word says all there is."""

    mark: str
    headline: str
    explanation: str


def told(a: Assessment, viewer: Viewer) -> Told:
    """All of it, for the price of one."""
    why = reason(a)
    return Told(mark(a.state), _headline(why, a, viewer), _explanation(why, a, viewer))


def headline(a: Assessment, viewer: Viewer) -> str:
    """The state, and for how long where that matters: "Off track for 3 weeks", "Inside the limits"."""
    return _headline(reason(a), a, viewer)


def explanation(a: Assessment, viewer: Viewer) -> str:
    """Why, for a place where the value has been said: "11.3 planned by now (1.9 behind).". Empty where the headline
    says all there is.
    """
    return _explanation(reason(a), a, viewer)


def _headline(why: Reason, a: Assessment, viewer: Viewer) -> str:
    match why:
        case Limits(outside=outside) if not outside:
            return say(viewer, "Inside the limits")
        case Limits(in_a_row=in_a_row):
            return say_counted(viewer, "Outside the limits", "Outside the limits, {count} readings in a row", in_a_row)
        case Pace(turns=State() as turns):
            return _still(a.state, viewer, is_better=_is_better(turns, a.state))
        case Pace(lasting=lasting) if lasting > 1 and a.state is not State.ON_TRACK:
            return _for_so_long(a.state, _so_long(lasting, a.terms.cadence, viewer), viewer)
    return state_name(a.state, viewer)


def _explanation(why: Reason, a: Assessment, viewer: Viewer) -> str:
    match why:
        case NoReading() | NoTarget() | None:
            return ""
        case Silent() as silent:
            return _silent(silent, a, viewer)
        case NoStart(is_the_target):
            return _no_start(a, viewer, is_the_target=is_the_target)
        case Result() as result:
            return _result(result, a, viewer)
        case Reached(is_short):
            return _reached(a, viewer, is_short=is_short)
        case TooEarly() as early:
            return _too_early(early, a, viewer)
        case Limits() as limits:
            return _limits(limits, a, viewer)
        case Pace() as pace:
            return _pace(pace, a, viewer)


def needs(a: Assessment, viewer: Viewer) -> str:
    """What a period has to bring from now on, beside what it has brought: "Needs to fall by 1.0 a week; so far it has
    risen by 0.4 a week." Empty where nothing is needed, or nothing can be said.
    """
    per_period = paces(a)
    if per_period is None or per_period.needed <= 0:
        return ""
    return _paces(per_period.needed, per_period.achieved, a, viewer)


def lasting(a: Assessment, viewer: Viewer) -> str:
    """For how long it has had its colour, or been outside its limits: "7 weeks"; empty for a single reading."""
    match reason(a):
        case Pace(lasting=periods) | Limits(in_a_row=periods) if periods > 1:
            return _so_long(periods, a.terms.cadence, viewer)
    return ""


def better_or_worse(now: Value, before: Value, a: Assessment, viewer: Viewer) -> str:
    """How a reading compares with the one before it: "better by 2", "worse by £40", "unchanged"."""
    change = now.amount - before.amount
    if not change:
        return say(viewer, "unchanged")
    size = distance(change, a.terms.measure, viewer)
    is_up = change > 0
    if a.terms.direction is Direction.MAINTAIN:
        if not size:
            return say(viewer, "higher") if is_up else say(viewer, "lower")
        return say(viewer, "up by {size}", size=size) if is_up else say(viewer, "down by {size}", size=size)
    is_better = is_up is (a.terms.direction is Direction.INCREASE)
    if not size:
        return say(viewer, "better") if is_better else say(viewer, "worse")
    return say(viewer, "better by {size}", size=size) if is_better else say(viewer, "worse by {size}", size=size)


# Headlines


def _still(state: State, viewer: Viewer, *, is_better: bool) -> str:
    """What the colour waits for: one reading alone does not move it."""
    if word := own_word(state, viewer):
        return _still_called(word, state, viewer, is_better=is_better)
    match state, is_better:
        case State.OFF_TRACK, _:
            return say(viewer, "Still off track, but this reading is better")
        case State.AT_RISK, True:
            return say(viewer, "Still at risk, but this reading is better")
        case State.AT_RISK, _:
            return say(viewer, "Still at risk, but this reading is further behind")
        case _:
            return say(viewer, "Still on track, but this reading is behind")


def _still_called(word: str, state: State, viewer: Viewer, *, is_better: bool) -> str:
    """The same where the colour has a word of the workspace's own."""
    match state, is_better:
        case (State.OFF_TRACK, _) | (State.AT_RISK, True):
            return say(viewer, "Still {state}, but this reading is better", state=word)
        case State.AT_RISK, _:
            return say(viewer, "Still {state}, but this reading is further behind", state=word)
        case _:
            return say(viewer, "Still {state}, but this reading is behind", state=word)


def _for_so_long(state: State, time: str, viewer: Viewer) -> str:
    if word := own_word(state, viewer):
        return say(viewer, "{state} for {time}", state=word, time=time)
    if state is State.OFF_TRACK:
        return say(viewer, "Off track for {time}", time=time)
    return say(viewer, "At risk for {time}", time=time)


def _so_long(periods: int, cadence: Cadence | None, viewer: Viewer) -> str:
    """ "3 weeks"."""
    if cadence is not None and cadence.every is Every.INTERVAL:
        if cadence.weeks is not None:
            return say_counted(viewer, "{count} week", "{count} weeks", periods * cadence.weeks)
        return say_counted(viewer, "{count} day", "{count} days", periods * (cadence.interval_days or 1))
    match cadence.every if cadence else Every.WEEK:
        case Every.DAY if cadence and cadence.is_on_working_days:
            return say_counted(viewer, "{count} working day", "{count} working days", periods)
        case Every.DAY if cadence and cadence.weekdays:
            return say_counted(viewer, "{count} day of measuring", "{count} days of measuring", periods)
        case Every.DAY:
            return say_counted(viewer, "{count} day", "{count} days", periods)
        case Every.MONTH:
            return say_counted(viewer, "{count} month", "{count} months", periods)
        case Every.QUARTER:
            return say_counted(viewer, "{count} quarter", "{count} quarters", periods)
        case Every.HALF_YEAR:
            return say_counted(viewer, "{count} half-year", "{count} half-years", periods)
        case Every.YEAR:
            return say_counted(viewer, "{count} year", "{count} years", periods)
        case _:
            return say_counted(viewer, "{count} week", "{count} weeks", periods)


# Explanations


def _silent(silent: Silent, a: Assessment, viewer: Viewer) -> str:
    cadence, since = a.terms.cadence, _ago(silent.days, viewer)
    value = exact(a.value, a.terms.measure, viewer) if a.value else ""
    of = period(silent.last, cadence, viewer) if cadence else day(silent.last.last, viewer)
    if silent.colour is None:
        last = say(viewer, "last {value}, {period}", value=value, period=of)
    else:
        state = amid(silent.colour, viewer)
        last = say(viewer, "last {value}, {period}, {state} then", value=value, period=of, state=state)
    if a.state is State.PAUSED:  # nothing is expected, so nothing is late
        return say(viewer, "{last_reading}.", last_reading=last)
    return say(viewer, "none for {time}; {last_reading}.", time=since, last_reading=last)


def _ago(days: int, viewer: Viewer) -> str:
    if days < 14:
        return say_counted(viewer, "{count} day", "{count} days", days)
    return say_counted(viewer, "{count} week", "{count} weeks", days // 7)


def _no_start(a: Assessment, viewer: Viewer, *, is_the_target: bool) -> str:
    promised = _promised(a, viewer)
    if is_the_target:
        return say(
            viewer, "it started at its target, so there is no progress to measure; {promised}.", promised=promised
        )
    return say(viewer, "{promised}. From where did you start?", promised=promised)


def _result(result: Result, a: Assessment, viewer: Viewer) -> str:
    target = a.terms.target
    if target is None:
        return ""
    measure, promised, due = a.terms.measure, goal(target, a.terms.measure, viewer), day(target.due_on, viewer)
    if result.inside is not None:
        inside, received = result.inside
        return say_counted(
            viewer,
            "{inside} of {count} reading inside {goal} until {day}, where {share} were promised.",
            "{inside} of {count} readings inside {goal} until {day}, where {share} were promised.",
            received,
            inside=inside,
            share=print_percent(target.share or Decimal(1), viewer.locale),
            goal=promised,
            day=due,
        )
    if result.decided is None:
        return say(viewer, "no reading came by {day}; the target was {goal}.", day=due, goal=promised)
    if result.is_latest:
        return say(viewer, "the target was {goal} by {day}.", goal=promised, day=due)
    at_the_end = exact(result.decided, measure, viewer)
    return say(viewer, "{value} at the end; the target was {goal} by {day}.", value=at_the_end, goal=promised, day=due)


def _reached(a: Assessment, viewer: Viewer, *, is_short: bool) -> str:
    promised = _promised(a, viewer)
    if is_short:
        return say(viewer, "{promised}. This reading falls short of it; one more like it ends that.", promised=promised)
    return say(viewer, "{promised}.", promised=promised)


def _too_early(early: TooEarly, a: Assessment, viewer: Viewer) -> str:
    if early.planned is None:
        return say(viewer, "no reading yet since the target's start.")
    planned = _planned(early.planned, a.terms.measure, viewer)
    if early.verdict_with is None or a.terms.cadence is None:
        return say(viewer, "{planned}. First verdict with the next reading.", planned=planned)
    with_reading = in_a_sentence(early.verdict_with, a.terms.cadence, viewer)
    return say(viewer, "{planned}. First verdict with the reading for {period}.", planned=planned, period=with_reading)


def _limits(limits: Limits, a: Assessment, viewer: Viewer) -> str:
    target = a.terms.target
    if target is None:
        return ""
    if not limits.outside:
        return say(viewer, "{limits}.", limits=in_short(target, a.terms.measure, viewer))
    edge = target.low if limits.outside < 0 else target.high
    assert edge is not None, "or it would not be outside"
    wanted = limit_in_short(edge, a.terms.measure, viewer)
    if is_at_once(a):
        return _far_outside(wanted, viewer, is_below=limits.outside < 0)
    if limits.outside < 0:
        return say(viewer, "at least {limit} wanted.", limit=wanted)
    return say(viewer, "at most {limit} wanted.", limit=wanted)


def _far_outside(limit: str, viewer: Viewer, *, is_below: bool) -> str:
    if is_below:
        return say(
            viewer, "at least {limit} wanted. So far from what is usual here that one reading is enough.", limit=limit
        )
    return say(
        viewer, "at most {limit} wanted. So far from what is usual here that one reading is enough.", limit=limit
    )


def is_at_once(a: Assessment) -> bool:
    """Whether the colour is that of the latest reading alone, which is beyond a process limit."""
    return a.is_beyond and a.since == a.as_of and a.readings_in_a_row == 1


def _pace(pace: Pace, a: Assessment, viewer: Viewer) -> str:
    planned = _planned(pace.planned, a.terms.measure, viewer)
    if pace.turns is None and is_at_once(a):
        return say(viewer, "{planned}. So far from what is usual here that one reading is enough.", planned=planned)
    if pace.turns is None:
        return say(viewer, "{planned}.", planned=planned)
    return say(
        viewer,
        "{planned}. One more like it turns it {mark} {state}.",
        planned=planned,
        mark=mark(pace.turns),
        state=amid(pace.turns, viewer),
    )


def _is_better(state: State, than: State) -> bool:
    return urgency(state) > urgency(than)


def _planned(planned: Planned, measure: Measure, viewer: Viewer) -> str:
    amount = computed(planned.amount, measure, viewer)
    if not planned.behind:
        return say(viewer, "{amount} planned by now", amount=amount)
    size = _computed_size(planned.behind, measure, viewer)
    if not size:
        return say(viewer, "{amount} planned by now", amount=amount)
    if planned.behind > 0:
        return say(viewer, "{amount} planned by now ({size} behind)", amount=amount, size=size)
    return say(viewer, "{amount} planned by now ({size} ahead)", amount=amount, size=size)


def computed(amount: Decimal, measure: Measure, viewer: Viewer) -> str:
    """The amount beside a reading, with the digits that `bot.domain.reasons` left it and no fewer: rounded once more it
    could read like the reading that it differs from.
    """
    if measure.kind is ValueKind.RATIO:
        return f"{beside(amount * 100, _POINTS, viewer)} %"
    return (beside if _is_told_in_full(amount, measure) else typed)(amount, measure, viewer)


def _computed_size(of: Decimal, measure: Measure, viewer: Viewer) -> str:
    """How far it is from the reading, likewise."""
    return _size(of, measure, viewer) if _is_told_in_full(of, measure) else typed(abs(of), measure, viewer)


def _is_told_in_full(amount: Decimal, measure: Measure) -> bool:
    """Whether nothing is lost beside a reading: of a duration seconds would be after an hour, and parts of a second."""
    counted = amount if abs(amount) >= _AN_HOUR else amount * _SECONDS
    return measure.kind is not ValueKind.DURATION or counted == counted.to_integral_value()


def _size(of: Decimal, measure: Measure, viewer: Viewer) -> str:
    """How far two amounts are from each other, as `bot.domain.reasons` rounded it."""
    if measure.kind is ValueKind.RATIO:
        return distance(of * 100, _POINTS, viewer)
    return distance(of, measure, viewer)


def _promised(a: Assessment, viewer: Viewer) -> str:
    """ "7 promised by 30 June", beside a value that has the unit."""
    target = a.terms.target
    if target is None:
        return ""
    promised = in_short(target, a.terms.measure, viewer)
    return say(viewer, "{goal} promised by {day}", goal=promised, day=day(target.due_on, viewer))


# Paces


def _paces(needed: Decimal, achieved: Decimal | None, a: Assessment, viewer: Viewer) -> str:
    rises = a.terms.direction is Direction.INCREASE
    every = _per(a.terms.cadence, viewer)
    to_come = _size(needed, a.terms.measure, viewer)
    if rises:
        first = say(viewer, "Needs to rise by {size} {every}", size=to_come, every=every)
    else:
        first = say(viewer, "Needs to fall by {size} {every}", size=to_come, every=every)
    if achieved is None:
        return say(viewer, "{sentence}.", sentence=first)
    if not achieved:
        return say(viewer, "{needed}; so far it has not moved.", needed=first)
    has_risen = rises is (achieved > 0)
    size = _size(achieved, a.terms.measure, viewer)
    if has_risen:
        return say(viewer, "{needed}; so far it has risen by {size}.", needed=first, size=size)
    return say(viewer, "{needed}; so far it has fallen by {size}.", needed=first, size=size)


def _per(cadence: Cadence | None, viewer: Viewer) -> str:
    match cadence.every if cadence else Every.WEEK:
        case Every.DAY if cadence and cadence.is_on_working_days:
            return say(viewer, "a working day")
        case Every.DAY if cadence and cadence.weekdays:
            return say(viewer, "a day of measuring")
        case Every.DAY:
            return say(viewer, "a day")
        case Every.WEEK:
            return say(viewer, "a week")
        case Every.MONTH:
            return say(viewer, "a month")
        case Every.QUARTER:
            return say(viewer, "a quarter")
        case Every.HALF_YEAR:
            return say(viewer, "a half-year")
        case Every.YEAR:
            return say(viewer, "a year")
        case Every.INTERVAL:
            if cadence and cadence.weeks is not None:
                return say_counted(viewer, "a week", "every {count} weeks", cadence.weeks)
            days = cadence.interval_days if cadence else None
            return say_counted(viewer, "every day", "every {count} days", days or 1)
