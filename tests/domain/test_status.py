"""How indicators and outcomes stand. Figures are worked out by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from bot.domain.cadences import Cadence, Every
from bot.domain.colours import State
from bot.domain.facts import Assessment, Facts, Level, Point, as_of_day
from bot.domain.periods import Period, period_containing, period_from_key
from bot.domain.status import assess, roll_up
from bot.domain.targets import Baseline, Direction, Target
from bot.domain.values import Measure, Value, ValueKind, ratio

NEW_YEAR, END_OF_JUNE = date(2026, 1, 1), date(2026, 6, 30)
WEEKLY, MONTHLY = Cadence(Every.WEEK), Cadence(Every.MONTH)
NUMBER = Measure(ValueKind.NUMBER)


def make_point(on: date, amount: str, *, cadence: Cadence = WEEKLY) -> Point:
    """A reading that speaks for `on` and was received at noon that day."""
    return Point(period_containing(cadence, on), Value(Decimal(amount)), on, datetime.combine(on, time(12), tzinfo=UTC))


def make_facts(*points: Point) -> Facts:
    """From 100 on 1 January to 60 by 30 June 2026."""
    return Facts(
        direction=Direction.DECREASE,
        measure=NUMBER,
        cadence=WEEKLY,
        baseline=Baseline(Value(Decimal(100)), NEW_YEAR),
        target=Target(Decimal(60), due_on=END_OF_JUNE, starts_on=NEW_YEAR),
        points=points,
    )


def state_of(facts: Facts, today: date) -> State:
    return assess(facts, today=today).state


ON_31_MARCH = make_facts(make_point(date(2026, 2, 1), "92"), make_point(date(2026, 3, 31), "88"))


def test_eighty_eight_on_31_march_is_at_risk() -> None:
    assessment = assess(ON_31_MARCH, today=date(2026, 4, 1))

    assert assessment.state is State.AT_RISK
    assert assessment.expected == Decimal("80.222222222222222")
    assert assessment.gap == Decimal("19.444444444")
    assert assessment.progress == Decimal("0.3")
    assert assessment.needed_per_period == Decimal("2.153846153846154")
    assert assessment.achieved_per_period == Decimal("0.943820224719101")
    assert assessment.value == Value(Decimal(88))
    assert assessment.previous == Value(Decimal(92))
    assert assessment.as_of == date(2026, 3, 31)
    assert assessment.days_since_reading == 1


def test_expectation_is_taken_on_the_readings_own_day_not_today() -> None:
    on_time, much_later = (assess(ON_31_MARCH, today=day) for day in (date(2026, 4, 1), date(2026, 6, 1)))

    assert much_later.gap == on_time.gap
    assert much_later.days_since_reading == 62


@pytest.mark.parametrize(
    ("first", "latest", "state", "gap", "needed", "achieved"),
    [
        ("90", "80", State.ON_TRACK, "-0.555555556", "1.538461538461538", "1.573033707865169"),
        ("91", "84", State.AT_RISK, "9.444444444", "1.846153846153846", "1.258426966292135"),
        ("97", "92", State.OFF_TRACK, "29.444444444", "2.461538461538462", "0.629213483146067"),
        ("91", "103", State.OFF_TRACK, "56.944444444", "3.307692307692308", "-0.235955056179775"),
    ],
)
def test_the_first_colour_after_the_warm_up_is_the_latest_readings_own(
    first: str, latest: str, state: State, gap: str, needed: str, achieved: str
) -> None:
    # Expected is 93.1 on 1 February; a reading of 97 is 9.7 points behind that.
    facts = make_facts(make_point(date(2026, 2, 1), first), make_point(date(2026, 3, 31), latest))

    assessment = assess(facts, today=date(2026, 4, 1))

    assert (assessment.state, assessment.gap) == (state, Decimal(gap))
    assert assessment.needed_per_period == Decimal(needed)
    assert assessment.achieved_per_period == Decimal(achieved)


# 15 % of 180 days are 27: the warm-up lasts until 28 January.
@pytest.mark.parametrize(
    ("last_day", "state"), [(date(2026, 1, 27), State.TOO_EARLY), (date(2026, 1, 28), State.ON_TRACK)]
)
def test_it_is_too_early_until_fifteen_percent_of_the_time_has_passed(last_day: date, state: State) -> None:
    facts = make_facts(make_point(date(2026, 1, 10), "98"), make_point(last_day, "95"))

    assert assess(facts, today=date(2026, 2, 1)).state is state


def test_in_the_warm_up_it_is_known_from_which_readings_on_there_are_colours() -> None:
    assessment = assess(
        make_facts(make_point(date(2026, 1, 10), "98"), make_point(date(2026, 1, 27), "95")), today=date(2026, 1, 28)
    )

    assert assessment.state is State.TOO_EARLY
    assert assessment.colours_from == date(2026, 1, 28)
    assert assessment.gap == Decimal("1.944444444")


def test_it_is_too_early_with_a_single_reading() -> None:
    facts = make_facts(make_point(date(2026, 3, 31), "88"))

    assessment = assess(facts, today=date(2026, 4, 1))

    assert (assessment.state, assessment.readings_received) == (State.TOO_EARLY, 1)


def test_a_gap_just_above_a_threshold_has_the_next_colour() -> None:
    # Half of the way on 1 April: 80 is expected, 83.216 is 8.04 points of the span behind.
    facts = make_facts(make_point(date(2026, 3, 24), "80"), make_point(date(2026, 4, 1), "83.216"))

    assessment = assess(facts, today=date(2026, 4, 2))

    assert (assessment.state, assessment.gap) == (State.AT_RISK, Decimal("8.04"))


def test_meeting_the_target_counts_even_in_warm_up() -> None:
    assert state_of(make_facts(make_point(date(2026, 1, 4), "60")), date(2026, 1, 5)) is State.MET


def test_one_reading_short_of_the_target_leaves_it_met() -> None:
    facts = make_facts(make_point(date(2026, 3, 24), "60"), make_point(date(2026, 3, 31), "62"))

    assessment = assess(facts, today=date(2026, 4, 1))

    assert (assessment.state, assessment.progress) == (State.MET, Decimal("0.95"))


THREE = (make_point(date(2026, 2, 1), "93"), make_point(date(2026, 3, 3), "86"))


def test_one_bad_reading_does_not_change_the_colour() -> None:
    facts = make_facts(*THREE, make_point(date(2026, 3, 31), "88"))

    assert state_of(facts, date(2026, 4, 1)) is State.ON_TRACK


def test_one_good_reading_does_not_change_the_colour_either() -> None:
    facts = make_facts(make_point(date(2026, 2, 1), "91"), make_point(date(2026, 3, 3), "97"))
    ahead = replace(facts, points=(*facts.points, make_point(date(2026, 3, 31), "72")))

    assert state_of(facts, date(2026, 3, 4)) is State.OFF_TRACK
    assert state_of(ahead, date(2026, 4, 1)) is State.OFF_TRACK
    paused = assess(replace(ahead, paused=True), today=date(2026, 4, 1))
    assert (paused.state, paused.colour, paused.days_since_reading) == (State.PAUSED, State.OFF_TRACK, 1)


def test_readings_before_the_path_stay_visible_but_outside_progress() -> None:
    facts = replace(
        make_facts(make_point(date(2026, 1, 11), "140"), make_point(date(2026, 2, 8), "120")),
        baseline=Baseline(Value(Decimal(100)), date(2026, 3, 1)),
    )

    assessment = assess(facts, today=date(2026, 3, 2))

    assert assessment.state is State.TOO_EARLY
    assert assessment.gap is None
    assert (assessment.value, assessment.previous) == (Value(Decimal(120)), Value(Decimal(140)))


def test_a_reading_of_the_week_in_which_the_path_begins_counts_from_its_first_day() -> None:
    monday = make_point(date(2025, 12, 29), "100")

    assessment = assess(make_facts(monday), today=date(2026, 1, 5))

    assert assessment.as_of == NEW_YEAR
    assert assessment.gap == 0


def test_closed_and_paused_come_before_everything() -> None:
    assert state_of(replace(ON_31_MARCH, closed=True, paused=True), date(2026, 4, 1)) is State.CLOSED
    paused = assess(replace(ON_31_MARCH, paused=True), today=date(2026, 4, 23))
    assert (paused.state, paused.colour, paused.days_since_reading) == (State.PAUSED, State.AT_RISK, 23)


def test_no_reading_is_no_data_and_never_zero() -> None:
    assessment = assess(replace(make_facts(), missed=(period_from_key(WEEKLY, "2026-W10"),)), today=date(2026, 4, 1))

    assert assessment.state is State.NO_DATA
    assert assessment.progress is None


def week(key: str) -> Period:
    return period_from_key(WEEKLY, key)


def test_a_missed_reading_later_than_the_latest_makes_it_stale_and_keeps_the_last_colour() -> None:
    assessment = assess(replace(ON_31_MARCH, missed=(week("2026-W15"),)), today=date(2026, 4, 23))

    assert (assessment.state, assessment.colour) == (State.STALE, State.AT_RISK)
    assert assessment.days_since_reading == 23


def test_an_older_missed_reading_does_not_make_it_stale() -> None:
    facts = replace(ON_31_MARCH, missed=(week("2026-W12"), week("2026-W14")))

    assert assess(facts, today=date(2026, 4, 23)).state is State.AT_RISK


def test_without_a_cadence_nothing_goes_stale() -> None:
    facts = replace(ON_31_MARCH, missed=(week("2026-W15"),), cadence=None)

    assert state_of(facts, date(2026, 4, 23)) is State.AT_RISK


def test_without_a_target_there_is_value_and_movement_only() -> None:
    assessment = assess(replace(ON_31_MARCH, target=None), today=date(2026, 4, 1))

    assert (assessment.state, assessment.gap, assessment.progress) == (State.NO_TARGET, None, None)
    assert (assessment.value, assessment.previous) == (Value(Decimal(88)), Value(Decimal(92)))


def test_without_a_baseline_there_is_nothing_to_measure_from() -> None:
    assert state_of(replace(ON_31_MARCH, baseline=None), date(2026, 4, 1)) is State.NO_BASELINE


def test_a_baseline_corrected_to_the_target_leaves_nothing_to_measure() -> None:
    facts = replace(ON_31_MARCH, baseline=Baseline(Value(Decimal(60)), NEW_YEAR))

    assert state_of(facts, date(2026, 4, 1)) is State.NO_BASELINE


# After the due date, a Tuesday in week 27.
BEFORE, FINAL, AFTER = date(2026, 6, 28), date(2026, 6, 30), date(2026, 7, 7)


@pytest.mark.parametrize(("amount", "result"), [("60", State.ACHIEVED), ("61", State.NOT_ACHIEVED)])
def test_after_the_due_date_the_last_value_decides(amount: str, result: State) -> None:
    facts = make_facts(make_point(BEFORE, "70"), make_point(FINAL, amount))

    assert assess(facts, today=END_OF_JUNE).state in (State.MET, State.ON_TRACK)
    assert assess(facts, today=date(2026, 7, 1)).state is result


def test_later_readings_do_not_change_the_result() -> None:
    facts = make_facts(make_point(FINAL, "60"), make_point(date(2026, 7, 14), "75"))

    assessment = assess(facts, today=date(2026, 7, 20))

    assert (assessment.state, assessment.decided) == (State.ACHIEVED, Value(Decimal(60)))
    assert assessment.value == Value(Decimal(75))


def test_a_first_reading_after_the_due_date_is_too_late_for_the_result() -> None:
    facts = make_facts(make_point(date(2026, 7, 14), "55"))

    assessment = assess(facts, today=date(2026, 7, 20))

    assert (assessment.state, assessment.decided) == (State.NOT_ACHIEVED, None)


def test_the_last_periods_reading_is_waited_for_before_anything_is_called_not_achieved() -> None:
    facts = make_facts(make_point(date(2026, 6, 21), "62"), make_point(BEFORE, "61"))

    assert assess(facts, today=date(2026, 7, 1)).state is State.ON_TRACK
    assert assess(facts, today=date(2026, 7, 12)).state is State.ON_TRACK
    assert assess(facts, today=date(2026, 7, 13)).state is State.NOT_ACHIEVED
    assert assess(replace(facts, missed=(week("2026-W27"),)), today=date(2026, 7, 13)).state is State.STALE


def test_a_result_does_not_go_stale() -> None:
    facts = replace(make_facts(make_point(FINAL, "60")), missed=(week("2026-W28"),))

    assert assess(facts, today=date(2026, 7, 20)).state is State.ACHIEVED


def make_band(*amounts: str, share: str | None = None) -> Facts:
    """Between 5 and 10 people, from 1 January to 30 June; one reading a week from 4 January."""
    points = [make_point(date(2026, 1, 4) + timedelta(weeks=n), amount) for n, amount in enumerate(amounts)]
    band = Target(
        None,
        END_OF_JUNE,
        NEW_YEAR,
        low=Decimal(5),
        high=Decimal(10),
        share=None if share is None else Decimal(share),
    )
    return Facts(Direction.MAINTAIN, Measure(ValueKind.NUMBER, "people"), WEEKLY, target=band, points=tuple(points))


@pytest.mark.parametrize(
    ("amounts", "state", "outside", "in_a_row", "met", "received"),
    [
        (("7",), State.ON_TRACK, "0", 1, 1, 1),
        (("4",), State.AT_RISK, "-1", 1, 0, 1),
        (("7", "12.5"), State.AT_RISK, "2.5", 1, 1, 2),
        (("7", "12", "4.5"), State.OFF_TRACK, "-0.5", 2, 1, 3),
        (("12", "12", "10"), State.ON_TRACK, "0", 1, 1, 3),
    ],
)
def test_a_band_has_a_rule_of_its_own(
    amounts: tuple[str, ...], state: State, outside: str, in_a_row: int, met: int, received: int
) -> None:
    assessment = assess(make_band(*amounts), today=date(2026, 2, 1))

    assert (assessment.state, assessment.outside) == (state, Decimal(outside))
    assert assessment.readings_in_a_row == in_a_row
    assert (assessment.readings_met, assessment.readings_received) == (met, received)


def test_a_band_with_one_end_has_one_limit() -> None:
    facts = make_band("12")
    assert facts.target is not None
    open_below = replace(facts, target=replace(facts.target, low=None))

    assessment = assess(open_below, today=date(2026, 2, 1))

    assert (assessment.state, assessment.outside) == (State.AT_RISK, Decimal(2))


def test_a_missing_reading_is_not_an_unmet_one() -> None:
    facts = make_band("7", "7", "12")
    gappy = replace(facts, points=(facts.points[0], facts.points[2]))

    assessment = assess(gappy, today=date(2026, 2, 2))

    assert (assessment.readings_met, assessment.readings_received, assessment.readings_expected) == (1, 2, 5)


@pytest.mark.parametrize(
    ("share", "result"),
    [(None, State.ACHIEVED), ("0.9", State.NOT_ACHIEVED), ("0.88", State.ACHIEVED)],
)
def test_a_band_is_kept_by_its_declared_rule(share: str | None, result: State) -> None:
    facts = make_band(*["7"] * 10, "12", "12", "4", *["7"] * 13, share=share)

    assessment = assess(facts, today=date(2026, 7, 20))

    assert assessment.state is result
    assert (assessment.readings_met, assessment.readings_received) == (23, 26)


def test_readings_after_the_due_date_are_not_counted_as_within() -> None:
    # 27 weeks until the one with 30 June, and two more after it.
    facts = make_band(*["7"] * 10, "12", "12", "4", *["7"] * 14, "12", "12", share="0.88")

    assessment = assess(facts, today=date(2026, 7, 20))

    assert assessment.state is State.ACHIEVED
    assert (assessment.readings_met, assessment.readings_received) == (24, 27)


def make_ratio() -> Facts:
    """From 31 of 50 to 4 of 5, monthly: half of the way, by the end of July, would be 71 %."""
    start, end = date(2026, 2, 28), date(2026, 12, 31)
    points = [
        Point(
            period_from_key(MONTHLY, key),
            ratio(Decimal(numerator), Decimal(50)),
            period_from_key(MONTHLY, key).last,
            datetime(2026, 8, 3, tzinfo=UTC),
        )
        for key, numerator in [("2026-06", 33), ("2026-07", 34)]
    ]
    return Facts(
        Direction.INCREASE,
        Measure(ValueKind.RATIO),
        MONTHLY,
        baseline=Baseline(ratio(Decimal(31), Decimal(50)), start),
        target=Target(Decimal("0.8"), end, start),
        points=tuple(points),
    )


def test_a_ratio_is_assessed_by_its_fraction() -> None:
    assessment = assess(make_ratio(), today=date(2026, 8, 3))

    assert (assessment.state, assessment.gap) == (State.AT_RISK, Decimal("16.666666667"))
    assert assessment.needed_per_period == Decimal("0.023872058823529")
    assert assessment.achieved_per_period == Decimal("0.011936029411765")


def make_ranks(kind: ValueKind) -> Facts:
    """From the lowest rank to the next one; twice the lowest."""
    return Facts(
        Direction.INCREASE,
        Measure(kind, scale=("poor", "good", "very good")),
        WEEKLY,
        baseline=Baseline(Value(Decimal(0)), NEW_YEAR),
        target=Target(Decimal(1), END_OF_JUNE, NEW_YEAR),
        points=(make_point(date(2026, 2, 1), "0"), make_point(date(2026, 3, 31), "0")),
    )


@pytest.mark.parametrize("kind", [ValueKind.YES_NO, ValueKind.SCALE])
def test_ranks_have_no_pace(kind: ValueKind) -> None:
    assessment = assess(make_ranks(kind), today=date(2026, 4, 1))

    assert (assessment.state, assessment.gap) == (State.OFF_TRACK, Decimal("49.444444444"))
    assert (assessment.needed_per_period, assessment.achieved_per_period) == (None, None)


def test_a_reading_speaks_for_the_day_observed_or_the_end_of_its_period() -> None:
    march = period_from_key(MONTHLY, "2026-03")

    assert as_of_day(march, given_on=date(2026, 4, 2)) == date(2026, 3, 31)
    assert as_of_day(march, given_on=date(2026, 3, 12)) == date(2026, 3, 12)
    assert as_of_day(march, given_on=date(2026, 4, 2), observed_on=date(2026, 3, 20)) == date(2026, 3, 20)
    assert as_of_day(march, given_on=date(2026, 3, 12), starts_on=date(2026, 3, 15)) == date(2026, 3, 15)


def assessment(state: State) -> Assessment:
    return Assessment(terms=make_facts().terms, state=state)


@pytest.mark.parametrize(
    ("states", "colour"),
    [
        ([State.ON_TRACK, State.AT_RISK, State.MET], State.AT_RISK),
        ([State.ON_TRACK, State.OFF_TRACK], State.OFF_TRACK),
        ([State.MET, State.ON_TRACK], State.ON_TRACK),
        ([State.ON_TRACK, State.TOO_EARLY], State.ON_TRACK),
        ([State.TOO_EARLY], State.TOO_EARLY),
        ([State.STALE, State.NO_DATA, State.ON_TRACK], State.ON_TRACK),
        ([State.STALE, State.NO_DATA], None),
        ([State.ACHIEVED, State.NOT_ACHIEVED], State.NOT_ACHIEVED),
        ([], None),
    ],
)
def test_an_outcome_has_the_colour_of_its_worst_fresh_indicator(states: list[State], colour: State | None) -> None:
    rollup = roll_up((Level.OUTCOME, assessment(state)) for state in states)

    assert rollup.colour is colour
    assert sum(rollup.counts.values()) == len(states)


def test_process_and_output_indicators_are_counted_but_do_not_colour_the_outcome() -> None:
    rollup = roll_up(
        [
            (Level.OUTCOME, assessment(State.ON_TRACK)),
            (Level.PROCESS, assessment(State.OFF_TRACK)),
            (Level.OUTPUT, assessment(State.OFF_TRACK)),
        ]
    )

    assert rollup.colour is State.ON_TRACK
    assert rollup.counts == {State.ON_TRACK: 1, State.OFF_TRACK: 2}
