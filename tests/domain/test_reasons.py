"""Why an indicator stands as it does, as values. Figures are worked out by hand."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from bot.domain.cadences import Cadence, Every
from bot.domain.colours import State
from bot.domain.facts import Facts
from bot.domain.reasons import (
    Limits,
    NoReading,
    NoStart,
    NoTarget,
    Pace,
    Paces,
    Planned,
    Reached,
    Reason,
    Result,
    Silent,
    TooEarly,
    paces,
    precision,
    reason,
    significant,
)
from bot.domain.status import assess
from bot.domain.targets import Baseline, Direction, Target
from bot.domain.values import Measure, Value, ValueKind, ratio
from tests.domain.test_status import (
    AFTER,
    END_OF_JUNE,
    FINAL,
    MONTHLY,
    NEW_YEAR,
    ON_31_MARCH,
    THREE,
    WEEKLY,
    make_band,
    make_facts,
    make_point,
    make_ratio,
    week,
)

HALF_WAY = date(2026, 4, 1)
"""90 of the 180 days from 1 January to 30 June."""


def make_half_way(measure: Measure, *, start: str, goal: str, latest: str, first: str | None = None) -> Facts:
    """From `start` on 1 January to `goal` by 30 June 2026, and half of the time is over."""
    rises = Decimal(goal) > Decimal(start)
    return Facts(
        direction=Direction.INCREASE if rises else Direction.DECREASE,
        measure=measure,
        cadence=WEEKLY,
        baseline=Baseline(Value(Decimal(start)), NEW_YEAR),
        target=Target(Decimal(goal), due_on=END_OF_JUNE, starts_on=NEW_YEAR),
        points=(make_point(date(2026, 3, 1), first or start), make_point(HALF_WAY, latest)),
    )


def why(facts: Facts, today: date = date(2026, 4, 2)) -> Reason:
    return reason(assess(facts, today=today))


def planned(facts: Facts) -> Planned:
    way = why(facts)
    assert isinstance(way, Pace)
    return way.planned


NUMBER = Measure(ValueKind.NUMBER)
POUNDS = Measure(ValueKind.MONEY, "GBP")


@pytest.mark.parametrize(
    ("facts", "today", "because"),
    [
        (replace(ON_31_MARCH, closed=True), HALF_WAY, None),
        (make_facts(), HALF_WAY, NoReading()),
        (replace(make_facts(), paused=True), HALF_WAY, NoReading()),
        (replace(ON_31_MARCH, paused=True), HALF_WAY, Silent(week("2026-W14"), 1, State.AT_RISK)),
        (
            replace(ON_31_MARCH, missed=(week("2026-W15"),)),
            date(2026, 4, 23),
            Silent(week("2026-W14"), 23, State.AT_RISK),
        ),
        (
            replace(ON_31_MARCH, missed=(week("2026-W15"),), target=None),
            date(2026, 4, 23),
            Silent(week("2026-W14"), 23, None),
        ),
        (replace(ON_31_MARCH, target=None), HALF_WAY, NoTarget()),
        (replace(ON_31_MARCH, baseline=None), HALF_WAY, NoStart(is_the_target=False)),
        (
            replace(ON_31_MARCH, baseline=Baseline(Value(Decimal(60)), NEW_YEAR)),
            HALF_WAY,
            NoStart(is_the_target=True),
        ),
        (make_facts(make_point(date(2026, 1, 4), "60")), date(2026, 1, 5), Reached(is_short=False)),
        (
            make_facts(make_point(date(2026, 3, 24), "60"), make_point(date(2026, 3, 31), "62")),
            HALF_WAY,
            Reached(is_short=True),
        ),
    ],
)
def test_what_has_no_number_behind_it_says_what_is_missing(facts: Facts, today: date, because: Reason) -> None:
    assert why(facts, today) == because


@pytest.mark.parametrize(
    ("facts", "today", "because"),
    [
        (make_facts(make_point(FINAL, "61")), AFTER, Result(Value(Decimal(61)), True, None)),
        (
            make_facts(make_point(FINAL, "60"), make_point(date(2026, 7, 14), "75")),
            date(2026, 7, 20),
            Result(Value(Decimal(60)), False, None),
        ),
        (make_facts(make_point(date(2026, 7, 14), "55")), date(2026, 7, 20), Result(None, False, None)),
        (make_band(*["7"] * 26), date(2026, 7, 20), Result(Value(Decimal(7)), True, None)),
        (
            make_band(*["7"] * 10, "12", "12", "4", *["7"] * 13, share="0.9"),
            date(2026, 7, 20),
            Result(Value(Decimal(7)), True, (23, 26)),
        ),
    ],
)
def test_a_result_is_the_value_that_decides(facts: Facts, today: date, because: Reason) -> None:
    assert why(facts, today) == because


def test_it_is_too_early_until_a_reading_can_have_a_colour() -> None:
    in_warm_up = make_facts(make_point(date(2026, 1, 4), "99"), make_point(date(2026, 1, 11), "98"))
    single = make_facts(make_point(date(2026, 3, 31), "88"))

    # 10 of 180 days: 97.8 is planned for 11 January. Colours begin on Wednesday 28 January.
    assert why(in_warm_up, date(2026, 1, 12)) == TooEarly(Planned(Decimal(98), Decimal(0)), week("2026-W05"))
    assert why(single) == TooEarly(Planned(Decimal(80), Decimal(8)), week("2026-W15"))
    assert why(replace(single, cadence=None)) == TooEarly(Planned(Decimal(80), Decimal(8)), None)


def test_before_the_path_begins_there_is_nothing_planned() -> None:
    facts = replace(
        make_facts(make_point(date(2026, 1, 11), "140"), make_point(date(2026, 2, 8), "120")),
        baseline=Baseline(Value(Decimal(100)), date(2026, 3, 1)),
    )

    assert why(facts, date(2026, 3, 2)) == TooEarly(None, week("2026-W07"))


@pytest.mark.parametrize(
    ("amounts", "because"),
    [
        (("7",), Limits(Decimal(0), 1)),
        (("4",), Limits(Decimal(-1), 1)),
        (("7", "12.5"), Limits(Decimal("2.5"), 1)),
        (("7", "12", "4.5"), Limits(Decimal("-0.5"), 2)),
        (("12", "7", "7", "7"), Limits(Decimal(0), 3)),
    ],
)
def test_a_band_has_a_distance_and_lasts(amounts: tuple[str, ...], because: Reason) -> None:
    assert why(make_band(*amounts), date(2026, 2, 1)) == because


@pytest.mark.parametrize(
    ("facts", "turns"),
    [
        (ON_31_MARCH, None),
        (make_facts(*THREE, make_point(date(2026, 3, 31), "88")), State.AT_RISK),
        (make_facts(*THREE, make_point(date(2026, 3, 31), "95")), State.OFF_TRACK),
        (
            make_facts(
                make_point(date(2026, 2, 1), "91"),
                make_point(date(2026, 3, 3), "97"),
                make_point(date(2026, 3, 31), "72"),
            ),
            State.ON_TRACK,
        ),
    ],
)
def test_a_colour_that_waits_says_what_one_more_reading_turns_it_into(facts: Facts, turns: State | None) -> None:
    way = why(facts)

    assert isinstance(way, Pace)
    assert way.turns is turns


@pytest.mark.parametrize(
    ("cadence", "days_apart", "readings", "lasting"),
    [
        (WEEKLY, 7, 2, 1),
        (WEEKLY, 7, 4, 3),
        (WEEKLY, 14, 3, 3),
        (MONTHLY, 30, 3, 2),
        (Cadence(Every.DAY), 1, 5, 4),
        (Cadence(Every.INTERVAL, interval_days=14, anchor=date(2026, 3, 1)), 14, 3, 2),
        (None, 7, 4, 3),
    ],
)
def test_a_colour_lasts_from_its_first_reading_on(
    cadence: Cadence | None, days_apart: int, readings: int, lasting: int
) -> None:
    # The first reading alone has no colour: the second has.
    days = [date(2026, 3, 1) + timedelta(days=days_apart * n) for n in range(readings)]
    points = [make_point(day, "99", cadence=cadence or WEEKLY) for day in days]

    way = why(replace(make_facts(*points), cadence=cadence), days[-1])

    assert isinstance(way, Pace)
    assert way.lasting == lasting


@pytest.mark.parametrize(
    ("facts", "amount", "behind"),
    [
        # 80 is expected of a reading without decimals, and 0.25 more of one with two.
        (make_half_way(NUMBER, start="100", goal="60", latest="88"), "80", "8"),
        (make_half_way(NUMBER, start="100.5", goal="60", latest="88"), "80", "8"),
        (make_half_way(NUMBER, start="100.5", goal="60", latest="88.5"), "80.3", "8.2"),
        (make_half_way(NUMBER, start="100.5", goal="60", latest="88.55"), "80.25", "8.3"),
        (make_half_way(NUMBER, start="100", goal="60", latest="72"), "80", "-8"),
        # Both read 12, and that is on track: 0.4 of 8.8.
        (make_half_way(NUMBER, start="16", goal="7.2", latest="12"), "12", "0"),
        # Both would read 12, and that is a tenth of the way behind.
        (make_half_way(NUMBER, start="13.6", goal="9.6", latest="12"), "11.6", "0.4"),
        (make_half_way(NUMBER, start="5", goal="4.9", latest="5"), "4.95", "0.05"),
        # Whole pounds from a hundred on, pence below.
        (make_half_way(POUNDS, start="1000", goal="1999", latest="1300.40"), "1500", "200"),
        (make_half_way(POUNDS, start="10", goal="20.5", latest="12.5"), "15.3", "2.8"),
        (make_half_way(POUNDS, start="101", goal="100.20", latest="100.90"), "100.6", "0.3"),
    ],
)
def test_what_is_planned_has_no_more_digits_than_the_reading_unless_it_must_differ(
    facts: Facts, amount: str, behind: str
) -> None:
    assert planned(facts) == Planned(Decimal(amount), Decimal(behind))


def test_what_is_planned_of_a_ratio_is_rounded_as_its_percentage() -> None:
    assert reason(assess(make_ratio(), today=date(2026, 8, 3))) == Pace(
        Planned(Decimal("0.71"), Decimal("0.03")), turns=None, lasting=1
    )


def test_the_longest_number_is_not_cut() -> None:
    facts = make_half_way(
        NUMBER,
        start="999999999999999999.999999999",
        goal="999999999999999998.999999997",
        latest="999999999999999999.999999998",
    )

    assert planned(facts) == Planned(Decimal("999999999999999999.499999998"), Decimal("0.5"))


@pytest.mark.parametrize(
    ("latest", "expected"),
    [
        ("88", Paces(Decimal(2), Decimal("0.9"))),
        ("88.0", Paces(Decimal(2), Decimal("0.9"))),
        ("88.5", Paces(Decimal("2.2"), Decimal("0.9"))),
        ("100", Paces(Decimal(3), Decimal(0))),
        ("103", Paces(Decimal(3), Decimal("-0.2"))),
    ],
)
def test_a_pace_has_the_digits_of_the_reading_and_one_at_least(latest: str, expected: Paces) -> None:
    # 91 days are left, and 89 gone: 28 * 7 / 91 is 2.15, and 12 * 7 / 89 is 0.94.
    facts = make_facts(make_point(date(2026, 2, 1), "92"), make_point(date(2026, 3, 31), latest))

    assert paces(assess(facts, today=HALF_WAY)) == expected


def test_a_ratio_has_its_pace_with_the_digits_of_its_percentage() -> None:
    # 2.39 and 1.19 percentage points a month, beside 68 %.
    assert paces(assess(make_ratio(), today=date(2026, 8, 3))) == Paces(Decimal("0.02"), Decimal("0.01"))


def test_only_what_has_a_colour_and_time_left_has_a_pace() -> None:
    met = make_facts(make_point(date(2026, 3, 24), "60"), make_point(date(2026, 3, 31), "60"))
    on_the_due_date = make_facts(make_point(date(2026, 6, 21), "62"), make_point(FINAL, "61"))

    for facts in (met, make_band("7"), make_facts(make_point(HALF_WAY, "88")), replace(ON_31_MARCH, target=None)):
        assert paces(assess(facts, today=HALF_WAY)) is None
    assert paces(assess(on_the_due_date, today=FINAL)) is None


@pytest.mark.parametrize(
    ("amount", "places", "expected"),
    [
        ("2.1538", 0, "2"),
        ("2.1538", 1, "2.2"),
        ("0.9438", 0, "0.9"),
        ("0.087", 0, "0.09"),
        ("0.087", 1, "0.09"),
        ("0.0087", 3, "0.009"),
        ("-0.24", 0, "-0.2"),
        ("0.96", 0, "1"),
        ("0", 0, "0"),
        ("19.6", 0, "20"),
    ],
)
def test_an_amount_keeps_its_first_digit(amount: str, places: int, expected: str) -> None:
    assert significant(Decimal(amount), places) == Decimal(expected)


@pytest.mark.parametrize(
    ("value", "measure", "places"),
    [
        (Value(Decimal(13)), NUMBER, 0),
        (Value(Decimal("13.50")), NUMBER, 1),
        (Value(Decimal("1E+2")), NUMBER, 0),
        (Value(Decimal("13.50")), POUNDS, 1),
        (Value(Decimal("99.99")), POUNDS, 2),
        (Value(Decimal("3400.55")), POUNDS, 0),
        (Value(Decimal("-3400.55")), POUNDS, 0),
        (ratio(Decimal(34), Decimal(50)), Measure(ValueKind.RATIO), 0),
        (ratio(Decimal(2), Decimal(3)), Measure(ValueKind.RATIO), 1),
    ],
)
def test_a_reading_is_as_precise_as_it_is_printed(value: Value, measure: Measure, places: int) -> None:
    assessment = replace(assess(ON_31_MARCH, today=HALF_WAY), value=value)

    assert precision(replace(assessment, terms=replace(assessment.terms, measure=measure))) == places
    assert precision(replace(assessment, value=None)) == 0
