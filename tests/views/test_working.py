"""How a status is worked out, for whoever asks."""

from datetime import UTC, date, datetime
from decimal import Decimal

from bot.domain.cadences import Cadence, Every
from bot.domain.facts import Assessment, Facts, Point
from bot.domain.periods import period_containing
from bot.domain.status import assess
from bot.domain.targets import Baseline, Direction, Target
from bot.domain.values import Measure, Value, ValueKind
from bot.results.names import IndicatorName
from bot.results.targets import TargetSheet
from bot.views.working import can_be_worked_out, worked_out
from tests.saying import viewer

WEEKLY = Cadence(Every.WEEK)
DAYS = Measure(ValueKind.NUMBER, "days")
TODAY = date(2026, 5, 18)


def after(*values: str, direction: Direction = Direction.DECREASE, target: Target | None = None) -> Assessment:
    """How it stands after these weeks' readings, the last one of 11 to 17 May; from 14 days on 20 April to 7."""
    points = []
    for weeks_ago, value in zip(reversed(range(len(values))), values, strict=True):
        period = period_containing(WEEKLY, date.fromordinal(date(2026, 5, 11).toordinal() - 7 * weeks_ago))
        points.append(Point(period, Value(Decimal(value)), period.last, datetime(2026, 5, 18, tzinfo=UTC)))
    facts = Facts(
        direction=direction,
        measure=DAYS,
        cadence=WEEKLY,
        baseline=Baseline(Value(Decimal(14)), date(2026, 4, 20)),
        target=target or Target(Decimal(7), date(2026, 6, 30), date(2026, 4, 20)),
        points=tuple(points),
    )
    return assess(facts, today=TODAY)


def text_of(a: Assessment) -> list[str]:
    indicator = IndicatorName("appointment", "Days until the next appointment", DAYS, WEEKLY)
    text: str = worked_out(TargetSheet(indicator, a), viewer(today=TODAY))["text"]
    return text.split("\n")


def test_every_step_from_the_reading_to_the_colour_is_said() -> None:
    assert text_of(after("13", "13.2")) == [
        "*Days until the next appointment* `appointment`",
        ("Planned: from 14 days on 20 April to 7 days by 30 June, in a straight line. That is 11.3 on 17 May."),
        "The reading is 13.2 days: 1.9 of the 7, 27 %, behind.",
        (
            "Up to 8 % behind is 🟢 on track, up to 20 % 🟡 at risk, more is 🔴 off track. "
            "It takes two readings in a row to change the colour."
        ),
    ]


def test_a_reading_that_is_ahead_is_said_to_be() -> None:
    assert text_of(after("11", "9"))[2] == "The reading is 9 days: 2.3 of the 7, 33 %, ahead."


def test_limits_have_rules_of_their_own() -> None:
    target = Target(None, date(2026, 6, 30), date(2026, 4, 20), low=Decimal(5), high=Decimal(15))
    assert text_of(after("8", "16", direction=Direction.MAINTAIN, target=target)) == [
        "*Days until the next appointment* `appointment`",
        "Wanted: between 5 and 15 days until 30 June. The reading is 16 days.",
        "Inside is 🟢 on track, outside once 🟡 at risk, outside twice in a row 🔴 off track.",
        "Inside so far: 1 of 2 readings.",
    ]


def test_where_there_is_no_number_behind_it_the_status_is_all_there_is() -> None:
    nothing = after()

    assert not can_be_worked_out(nothing)
    assert text_of(nothing) == ["*Days until the next appointment* `appointment`", "⚪ No reading yet"]
