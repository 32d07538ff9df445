"""An example of what the bot sends: a real digest and a real reminder, of figures that are made up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.domain.cadences import Cadence, Every
from bot.domain.colours import State, Thresholds
from bot.domain.due import DueState, Rates
from bot.domain.facts import Facts, Level, Point
from bot.domain.periods import Period, period_containing, previous_period
from bot.domain.status import assess, roll_up
from bot.domain.targets import Baseline, Direction, Target
from bot.domain.values import Measure, Value, ValueKind
from bot.results.digests import Digest, DigestIndicator, DigestOutcome
from bot.results.due import DueItem
from bot.results.names import IndicatorName, OutcomeName, PersonName, Viewer
from bot.results.reminders import Reminder, ReminderItem
from bot.views.blocks import Message, message, section
from bot.views.digest import digest, without_buttons
from bot.views.reminder import reminder
from bot.views.speech import say

_WEEKLY = Cadence(Every.WEEK)
_THRESHOLDS = Thresholds(on_track=Decimal(8), at_risk=Decimal(20))
_WEEKS_SO_FAR = 9
_WEEKS_IN_ALL = 22


@dataclass(frozen=True)
class _Example:
    """One indicator with its made-up figures: where it began, where it should go, and each week since."""

    indicator: IndicatorName
    direction: Direction
    start: str
    goal: str
    weeks: Sequence[str]


def example_week(viewer: Viewer) -> Message:
    """The report that a channel would get, and the message that a keeper would, as of the reader's own today."""
    waits, seen = _waiting(viewer), _seen(viewer)
    report, asked = digest(_report(waits, seen, viewer), viewer), reminder(_asked(waits, seen, viewer), viewer)
    return message(
        section(say(viewer, "*An example, with made-up figures.* This is what a channel gets every week:")),
        *without_buttons(report["blocks"]),
        section(say(viewer, "*And this is what whoever keeps the numbers gets, once in the morning:*")),
        *without_buttons(asked["blocks"]),
        section(say(viewer, "Whoever keeps them answers with one word, such as {reply}", reply="`waiting 9`")),
    )


def _waiting(viewer: Viewer) -> _Example:
    name = say(viewer, "Days until the next appointment")
    measure = Measure(ValueKind.NUMBER, say(viewer, "days"))
    weeks = ("14", "13.5", "13", "12.5", "12.5", "13", "13", "13.2", "13.1")
    return _Example(IndicatorName("waiting", name, measure, _WEEKLY), Direction.DECREASE, "14", "7", weeks)


def _seen(viewer: Viewer) -> _Example:
    name = say(viewer, "Urgent patients seen the same day")
    weeks = ("62", "64", "66", "67", "70", "71", "73", "74", "76")
    measure = Measure(ValueKind.PERCENT)
    return _Example(IndicatorName("same-day", name, measure, _WEEKLY), Direction.INCREASE, "62", "90", weeks)


def _report(waits: _Example, seen: _Example, viewer: Viewer) -> Digest:
    last = _last_weeks(viewer.today)[-1]
    lines = (_line(waits, viewer.today, was=State.AT_RISK), _line(seen, viewer.today, was=State.ON_TRACK))
    statement = say(viewer, "Patients get an appointment sooner")
    return Digest(
        first=last.first + timedelta(days=1),
        last=last.last + timedelta(days=1),
        outcomes=(
            DigestOutcome(
                OutcomeName("appointment", statement),
                roll_up((Level.OUTCOME, each.assessment) for each in lines),
                lines,
            ),
        ),
        rates=Rates(expected=2, on_time=2, late=0, missed=0, excused=0, no_data=0, open=0),
        compared_with=last.first + timedelta(days=1),
    )


def _line(of: _Example, today: date, *, was: State) -> DigestIndicator:
    weeks = _last_weeks(today)
    starts_on = weeks[0].first
    target = Target(Decimal(of.goal), starts_on + timedelta(weeks=_WEEKS_IN_ALL), starts_on)
    points = tuple(
        Point(period=each, value=Value(Decimal(typed)), as_of=each.last, received_at=_morning_after(each))
        for each, typed in zip(weeks, of.weeks, strict=True)
    )
    facts = Facts(
        direction=of.direction,
        measure=of.indicator.measure,
        cadence=_WEEKLY,
        baseline=Baseline(Value(Decimal(of.start)), starts_on),
        target=target,
        thresholds=_THRESHOLDS,
        closed=False,
        paused=False,
        points=points,
        missed=(),
    )
    return DigestIndicator(of.indicator, assess(facts, today=today), period=weeks[-1], changed=True, was=was)


def _asked(waits: _Example, seen: _Example, viewer: Viewer) -> Reminder:
    this_morning = datetime.combine(viewer.today, time(9), ZoneInfo(viewer.zone))
    next_time = this_morning + timedelta(days=1)
    return Reminder(
        owner=PersonName("", ""),
        on=viewer.today,
        items=tuple(
            ReminderItem(_due(each, viewer.today), last_day=viewer.today + timedelta(days=2)) for each in (waits, seen)
        ),
        next_ping_at=next_time,
    )


def _due(of: _Example, today: date) -> DueItem:
    last = period_containing(_WEEKLY, today - timedelta(weeks=1))
    return DueItem(0, of.indicator, last, today, DueState.DUE, last=Value(Decimal(of.weeks[-1])))


def _last_weeks(today: date) -> list[Period]:
    """The weeks that are over, but for the last one, which is asked for at the moment; oldest first."""
    weeks = [period_containing(_WEEKLY, today - timedelta(weeks=2))]
    while len(weeks) < _WEEKS_SO_FAR:
        weeks.append(previous_period(_WEEKLY, weeks[-1]))
    return weeks[::-1]


def _morning_after(week: Period) -> datetime:
    return datetime.combine(week.last + timedelta(days=1), time(9), ZoneInfo("UTC"))
