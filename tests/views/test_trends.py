"""Where readings lead and how they move, in words."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.domain.cadences import Cadence, Every
from bot.domain.charting import Charting, Rebase, Rule, RuleSet
from bot.domain.facts import Facts, Point
from bot.domain.periods import period_containing
from bot.domain.process_limits import Side
from bot.domain.process_so_far import Completed
from bot.domain.projection import project
from bot.domain.signal_charts import signal_chart
from bot.domain.status import assess
from bot.domain.targets import Baseline, Direction, Target
from bot.domain.transforms import Transform
from bot.domain.values import Measure, Value, ValueKind
from bot.results.trends import Trend
from bot.views.signals import unusual
from bot.views.trends import how_looked_at, movement, where_it_leads
from tests.views.make import LONDON

WEEKLY = Cadence(Every.WEEK)
STARTS = date(2026, 1, 1)
DAYS = Facts(
    direction=Direction.DECREASE,
    measure=Measure(ValueKind.NUMBER, "days"),
    cadence=None,
    baseline=Baseline(Value(Decimal(100)), STARTS),
    target=Target(Decimal(60), date(2026, 6, 30), STARTS),
)


def given(facts: Facts, *values: str, every: int = 7, first: int = 10) -> Facts:
    """With readings so many days apart, the first so many days after the start."""
    points = []
    for number, value in enumerate(values):
        on = STARTS + timedelta(days=first + every * number)
        at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
        points.append(Point(period_containing(WEEKLY, on), Value(Decimal(value)), on, at))
    return replace(facts, points=tuple(points))


def leads(facts: Facts) -> str:
    today = facts.points[-1].as_of
    return where_it_leads(Trend(project(facts), signal_chart(facts)), assess(facts, today=today), LONDON)


def moves(facts: Facts) -> list[str]:
    today = facts.points[-1].as_of
    return movement(Trend(project(facts), signal_chart(facts)), assess(facts, today=today), LONDON)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (("97", "93"), ""),
        # The specified example: after days 31, 59 and 89 the average pace leads to 75.7.
        (("97", "93", "88"), "If the average pace holds: 76 on 30 June, where 60 is promised."),
        (("97", "93", "88", "86", "80"), "On this trend: 76 to 77 on 30 June, and the 60 promised by 31 October."),
        (("90", "80", "70"), "If the average pace holds, the target of 60 is reached by 29 April."),
        (("101", "102", "103", "104", "105"), "On this trend: 106 on 30 June; it does not lead to the 60 promised."),
    ],
)
def test_where_it_leads_is_a_range_and_no_promise(values: tuple[str, ...], sentence: str) -> None:
    at = [STARTS + timedelta(days=each) for each in (31, 59, 89, 120, 150)]
    facts = given(DAYS, *values)
    points = tuple(replace(point, as_of=on) for point, on in zip(facts.points, at, strict=False))
    assert leads(replace(facts, points=points)) == sentence


FLAT = replace(DAYS, baseline=None, target=None)
STABLE = ("80", "82", "79", "81", "80", "83", "78", "80", "82", "79", "81", "80")


def test_fewer_than_twelve_readings_say_nothing() -> None:
    assert moves(given(FLAT, *STABLE[:11])) == []


def test_ordinary_movement_is_called_that() -> None:
    assert moves(given(FLAT, *STABLE)) == [
        "Its ordinary movement is between 74 and 87 now.",
        "This reading is ordinary movement.",
    ]


@pytest.mark.parametrize(
    ("last", "direction", "told"),
    [
        ("70", Direction.DECREASE, "This reading lies outside of that: something has changed, for the better."),
        ("70", Direction.INCREASE, "This reading lies outside of that: something has changed, for the worse."),
        ("70", Direction.MAINTAIN, "This reading lies outside of that: something has changed."),
    ],
)
def test_a_signal_says_for_whom_it_is_one(last: str, direction: Direction, told: str) -> None:
    facts = replace(given(FLAT, *(STABLE * 2), last), direction=direction)
    assert moves(facts)[1] == told
    # It is spoken of once: the next one outside of the same limit is no news.
    assert moves(replace(given(FLAT, *(STABLE * 2), last, last), direction=direction))[1].endswith("ordinary movement.")


def test_eight_in_a_row_are_told_on_the_eighth_and_another_level_is_proposed() -> None:
    facts = given(FLAT, *(STABLE * 2), *("82",) * 8)
    assert moves(facts)[1:] == [
        "Eight readings in a row lie above the middle: something has changed, for the worse.",
        "It seems to have settled at another level.",
    ]


def test_the_same_value_over_and_over_is_counted() -> None:
    assert moves(given(FLAT, *("80",) * 14)) == ["The same for 14 readings."]


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        ("60", "95", "As it goes now, it stays inside the limits that you set."),
        ("90", "95", "As it goes now, it does not come inside the limits that you set."),
        ("79", "95", "As it goes now, it is inside the limits that you set now and then."),
    ],
)
def test_limits_to_keep_are_assured_or_not(low: str, high: str, told: str) -> None:
    band = Target(None, date(2027, 6, 30), STARTS, low=Decimal(low), high=Decimal(high))
    facts = replace(given(FLAT, *STABLE), direction=Direction.MAINTAIN, target=band)
    assert moves(facts)[-1] == told


@pytest.mark.parametrize(
    ("rule", "side", "direction", "sentence"),
    [
        (Rule.OUTSIDE, Side.ABOVE, Direction.INCREASE, "More than ordinary movement for the better."),
        (Rule.OUTSIDE, Side.ABOVE, Direction.DECREASE, "More than ordinary movement for the worse."),
        (Rule.OUTSIDE, Side.BELOW, Direction.MAINTAIN, "More than ordinary movement."),
        (
            *(Rule.RUN, Side.BELOW, Direction.INCREASE),
            "Eight readings in a row worse than usual: more than ordinary movement.",
        ),
        (
            *(Rule.RUN, Side.BELOW, Direction.MAINTAIN),
            "Eight readings in a row below the usual: more than ordinary movement.",
        ),
        (
            *(Rule.TWO_OF_THREE, Side.ABOVE, Direction.INCREASE),
            "Two of the latest three far out for the better: more than ordinary movement.",
        ),
    ],
)
def test_a_signal_is_a_sentence_that_guesses_no_cause(
    rule: Rule, side: Side, direction: Direction, sentence: str
) -> None:
    completed = Completed(rule, side, period_containing(WEEKLY, STARTS), datetime(2026, 1, 5, tzinfo=UTC))
    assert unusual(completed, direction, LONDON) == sentence


def test_how_it_is_looked_at_is_named() -> None:
    charting = Charting(Transform.LOG, rebases=(Rebase(date(2026, 2, 2), "two new nurses"),))
    facts = replace(given(FLAT, *(STABLE * 2), "0"), charting=charting, rules=RuleSet.THREE)
    trend = Trend(None, signal_chart(facts, charting, rules=RuleSet.THREE))

    assert how_looked_at(trend, assess(facts, today=STARTS), LONDON) == (
        "Three rules: two of three far out, too · by logarithms, as money · anew from 2 February: “two new nurses” · "
        "1 reading has no place on that scale and is left out"
    )
