"""How an indicator stands, in words. Figures are worked out by hand."""

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.cadences import Cadence, Every
from bot.domain.colours import State, urgency
from bot.domain.exact import wide
from bot.domain.facts import Assessment, Facts
from bot.domain.numerals import read_number
from bot.domain.status import assess
from bot.domain.targets import Baseline, Direction, Target
from bot.domain.values import Measure, Value, ValueKind, ratio
from bot.results.names import ColourWords, Viewer
from bot.views.amounts import exact
from bot.views.standing import (
    Told,
    amid,
    better_or_worse,
    explanation,
    headline,
    mark,
    needs,
    state_name,
    told,
    usual_states,
)
from tests.domain.settings import LOCALES, quick
from tests.domain.test_process_so_far import START, in_a_band, on_a_path
from tests.domain.test_reasons import HALF_WAY, NUMBER, POUNDS, make_half_way
from tests.domain.test_status import (
    AFTER,
    FINAL,
    MONTHLY,
    NEW_YEAR,
    ON_31_MARCH,
    THREE,
    WEEKLY,
    make_band,
    make_facts,
    make_point,
    make_ranks,
    make_ratio,
    week,
)
from tests.saying import viewer

PERCENT = Measure(ValueKind.PERCENT)
RATIO = Measure(ValueKind.RATIO)
DURATION = Measure(ValueKind.DURATION)
YES_NO = Measure(ValueKind.YES_NO)
MOOD = Measure(ValueKind.SCALE, scale=("poor", "fair", "good"))


def why(facts: Facts, today: date, locale: str = "en-GB") -> str:
    """The headline and the explanation, as a digest puts them together."""
    assessment, reader = assess(facts, today=today), viewer(locale, today=today)
    return ": ".join(filter(None, (headline(assessment, reader), explanation(assessment, reader))))


def what_it_needs(facts: Facts, today: date = HALF_WAY, locale: str = "en-GB") -> str:
    return needs(assess(facts, today=today), viewer(locale, today=today))


# What has no number behind it


def test_what_was_never_read_has_no_reading() -> None:
    assert why(make_facts(), HALF_WAY) == "No reading yet"


def test_what_is_closed_says_no_more() -> None:
    assert why(replace(ON_31_MARCH, closed=True), HALF_WAY) == "Closed"


def test_what_promises_nothing_has_no_target() -> None:
    assert why(replace(ON_31_MARCH, target=None), HALF_WAY) == "No target"


@pytest.mark.parametrize(
    ("days_later", "sentence"),
    [
        (1, "Paused: last 88, this week, at risk then."),
        (13, "Paused: last 88, week of 30 March, at risk then."),
        (14, "Paused: last 88, week of 30 March, at risk then."),
        (23, "Paused: last 88, week of 30 March, at risk then."),
    ],
)
def test_what_is_paused_tells_of_its_last_reading(days_later: int, sentence: str) -> None:
    today = date(2026, 3, 31) + timedelta(days=days_later)

    assert why(replace(ON_31_MARCH, paused=True), today) == sentence


def test_what_is_stale_tells_of_its_last_reading_and_its_colour_then() -> None:
    stale = replace(ON_31_MARCH, missed=(week("2026-W15"),))

    assert why(stale, date(2026, 4, 23)) == (
        "No recent reading: none for 3 weeks; last 88, week of 30 March, at risk then."
    )
    assert why(stale, date(2026, 4, 23), "en-US") == (
        "No recent reading: none for 3 weeks; last 88, week of March 30, at risk then."
    )


def test_what_is_stale_and_never_had_a_colour_tells_of_its_last_reading_only() -> None:
    stale = replace(ON_31_MARCH, missed=(week("2026-W15"),), target=None, measure=Measure(ValueKind.NUMBER, "people"))

    assert why(stale, date(2026, 4, 9)) == "No recent reading: none for 9 days; last 88 people, last week."


@pytest.mark.parametrize(
    ("baseline", "sentence"),
    [
        (None, "No starting value: 60 promised by 30 June. From where did you start?"),
        (
            Baseline(Value(Decimal(60)), NEW_YEAR),
            "No starting value: it started at its target, so there is no progress to measure; 60 promised by 30 June.",
        ),
    ],
)
def test_without_a_start_there_is_no_progress(baseline: Baseline | None, sentence: str) -> None:
    assert why(replace(ON_31_MARCH, baseline=baseline), HALF_WAY) == sentence


# Before there is a colour


def test_the_first_verdict_comes_with_the_next_reading() -> None:
    single = make_facts(make_point(date(2026, 3, 31), "88"))

    assert why(single, HALF_WAY) == (
        "Too early to judge: 80 planned by now (8 behind). First verdict with the reading for next week (6–12 April)."
    )
    assert why(replace(single, cadence=None), HALF_WAY) == (
        "Too early to judge: 80 planned by now (8 behind). First verdict with the next reading."
    )


def test_in_the_warm_up_the_first_verdict_comes_when_it_is_over() -> None:
    # 15 % of 180 days are 27: until 28 January.
    facts = make_facts(make_point(date(2026, 1, 4), "99"), make_point(date(2026, 1, 11), "96"))

    assert why(facts, date(2026, 1, 12)) == (
        "Too early to judge: 98 planned by now (2 ahead). First verdict with the reading for the week of 26 January."
    )
    assert why(facts, date(2026, 1, 12), "en-US").endswith("First verdict with the reading for the week of January 26.")


def test_readings_before_the_path_are_no_progress() -> None:
    facts = replace(
        make_facts(make_point(date(2026, 1, 11), "140"), make_point(date(2026, 2, 8), "120")),
        baseline=Baseline(Value(Decimal(100)), date(2026, 3, 1)),
    )

    assert why(facts, date(2026, 3, 2)) == "Too early to judge: no reading yet since the target's start."


# On the way


@pytest.mark.parametrize(
    ("first", "latest", "sentence", "pace"),
    [
        ("90", "80", "On track: 80 planned by now.", "Needs to fall by 2 a week; so far it has fallen by 2."),
        (
            "92",
            "88",
            "At risk: 80 planned by now (8 behind).",
            "Needs to fall by 2 a week; so far it has fallen by 0.9.",
        ),
        ("91", "84", "At risk: 80 planned by now (4 behind).", "Needs to fall by 2 a week; so far it has fallen by 1."),
        (
            "97",
            "92",
            "Off track: 80 planned by now (12 behind).",
            "Needs to fall by 2 a week; so far it has fallen by 0.6.",
        ),
        (
            "91",
            "103",
            "Off track: 80 planned by now (23 behind).",
            "Needs to fall by 3 a week; so far it has risen by 0.2.",
        ),
        ("91", "75", "On track: 80 planned by now (5 ahead).", "Needs to fall by 1 a week; so far it has fallen by 2."),
    ],
)
def test_what_was_planned_stands_beside_what_is(first: str, latest: str, sentence: str, pace: str) -> None:
    # 80.2 is expected on 31 March.
    facts = make_facts(make_point(date(2026, 2, 1), first), make_point(date(2026, 3, 31), latest))

    assert why(facts, date(2026, 4, 1)) == sentence
    assert what_it_needs(facts) == pace


def test_a_gap_just_above_a_threshold_is_told_in_full() -> None:
    # Half of the way on 1 April: 80 is expected, 83.216 is 8.04 % of the way behind.
    facts = make_facts(make_point(date(2026, 3, 24), "80"), make_point(HALF_WAY, "83.216"))

    assert why(facts, date(2026, 4, 2)) == "At risk: 80 planned by now (3.216 behind)."


@pytest.mark.parametrize(
    ("measure", "start", "goal", "latest", "sentence"),
    [
        (Measure(ValueKind.NUMBER, "days"), "13.6", "9.6", "12", "At risk: 11.6 planned by now (0.4 behind)."),
        (Measure(ValueKind.NUMBER, "days"), "16", "7.2", "12", "On track: 12 planned by now."),
        (NUMBER, "5", "4.9", "5", "Off track: 4.95 planned by now (0.05 behind)."),
        (NUMBER, "100", "3100", "1600", "On track: 1,600 planned by now."),
        (NUMBER, "100", "3100", "1000", "At risk: 1,600 planned by now (600 behind)."),
        (PERCENT, "72", "85", "75.5", "Off track: 78.5 planned by now (3 behind)."),
        (POUNDS, "1000", "1999", "1300.40", "At risk: £1,500 planned by now (£200 behind)."),
        (POUNDS, "1000", "1999", "1600", "On track: £1,500 planned by now (£100 ahead)."),
        (POUNDS, "10", "20.5", "12.5", "Off track: £15.30 planned by now (£2.80 behind)."),
        (DURATION, "240", "180", "225", "Off track: 3 h 30 min planned by now (15 min behind)."),
        (DURATION, "8", "5", "7", "At risk: 6 min 30 s planned by now (30 s behind)."),
        (DURATION, "8", "5", "6.4", "On track: 6 min 30 s planned by now (6 s ahead)."),
        (DURATION, "62", "59.5", "61", "At risk: 1 h 0.8 min planned by now (12 s behind)."),
        (RATIO, "0.62", "0.8", "0.68", "At risk: 71 % planned by now (3 behind)."),
        (RATIO, "0.6", "0.6004", "0.60015", "At risk: 60.02 % planned by now (0.005 behind)."),
        (MOOD, "0", "2", "0", "Off track: fair planned by now."),
        (YES_NO, "0", "1", "0", "Off track: yes planned by now."),
    ],
)
def test_what_was_planned_is_told_in_the_indicators_unit(
    measure: Measure, start: str, goal: str, latest: str, sentence: str
) -> None:
    facts = make_half_way(measure, start=start, goal=goal, latest=latest)

    assert why(facts, HALF_WAY) == sentence


def test_a_rank_between_two_labels_names_both() -> None:
    # 126 of 180 days: 1.4 is expected of ranks from 0 to 2.
    facts = make_half_way(MOOD, start="0", goal="2", latest="1")
    seventh_of_may = replace(facts, points=(facts.points[0], make_point(date(2026, 5, 7), "1")))

    assert why(seventh_of_may, date(2026, 5, 7)) == "At risk: fair or good planned by now."


def test_numbers_are_those_of_the_reader() -> None:
    facts = make_half_way(NUMBER, start="1000", goal="5001", latest="2500.5")

    assert why(facts, HALF_WAY, "de-DE") == "At risk: 3.000,5 planned by now (500 behind)."
    assert what_it_needs(facts, locale="de-DE") == "Needs to rise by 194,5 a week; so far it has risen by 116,7."


@pytest.mark.parametrize("kind", [ValueKind.YES_NO, ValueKind.SCALE])
def test_ranks_have_no_pace(kind: ValueKind) -> None:
    assert what_it_needs(make_ranks(kind)) == ""


def test_a_ratio_is_told_in_percentage_points() -> None:
    assert why(make_ratio(), date(2026, 8, 3)) == "At risk: 71 % planned by now (3 behind)."
    assert what_it_needs(make_ratio(), date(2026, 8, 3)) == "Needs to rise by 2 a month; so far it has risen by 1."


# What the colour waits for


def test_a_first_reading_behind_changes_nothing_yet() -> None:
    at_risk = make_facts(*THREE, make_point(date(2026, 3, 31), "88"))
    off_track = make_facts(*THREE, make_point(date(2026, 3, 31), "95"))

    assert why(at_risk, HALF_WAY) == (
        "Still on track, but this reading is behind: "
        "80 planned by now (8 behind). One more like it turns it 🟡 at risk."
    )
    assert why(off_track, HALF_WAY) == (
        "Still on track, but this reading is behind: "
        "80 planned by now (15 behind). One more like it turns it 🔴 off track."
    )


def test_a_first_reading_further_behind_changes_nothing_yet() -> None:
    facts = make_facts(
        make_point(date(2026, 2, 1), "97"), make_point(date(2026, 3, 3), "91"), make_point(date(2026, 3, 31), "95")
    )

    assert why(facts, HALF_WAY) == (
        "Still at risk, but this reading is further behind: "
        "80 planned by now (15 behind). One more like it turns it 🔴 off track."
    )


def test_a_first_better_reading_changes_nothing_either() -> None:
    off_track = (make_point(date(2026, 2, 1), "91"), make_point(date(2026, 3, 3), "97"))
    at_risk = (make_point(date(2026, 2, 1), "97"), make_point(date(2026, 3, 3), "91"))
    ahead, nearly = make_point(date(2026, 3, 31), "72"), make_point(date(2026, 3, 31), "86")

    assert why(make_facts(*off_track), date(2026, 3, 4)) == "Off track: 86 planned by now (11 behind)."
    assert why(make_facts(*off_track, ahead), HALF_WAY) == (
        "Still off track, but this reading is better: "
        "80 planned by now (8 ahead). One more like it turns it 🟢 on track."
    )
    assert why(make_facts(*off_track, nearly), HALF_WAY) == (
        "Still off track, but this reading is better: "
        "80 planned by now (6 behind). One more like it turns it 🟡 at risk."
    )
    assert why(make_facts(*at_risk, ahead), HALF_WAY) == (
        "Still at risk, but this reading is better: 80 planned by now (8 ahead). One more like it turns it 🟢 on track."
    )


@pytest.mark.parametrize(
    ("cadence", "days_apart", "amount", "sentence"),
    [
        (WEEKLY, 7, "99", "Off track for 3 weeks"),
        (WEEKLY, 7, "90", "At risk for 3 weeks"),
        (WEEKLY, 7, "70", "On track"),
        (Cadence(Every.DAY), 1, "99", "Off track for 3 days"),
        (Cadence(Every.MONTH), 30, "99", "Off track for 3 months"),
        (Cadence(Every.QUARTER), 30, "99", "Off track for 2 quarters"),
        (Cadence(Every.INTERVAL, interval_days=14, anchor=date(2026, 2, 23)), 14, "99", "Off track for 6 weeks"),
        (None, 7, "99", "Off track for 3 weeks"),
    ],
)
def test_a_colour_that_lasts_says_for_how_long(
    cadence: Cadence | None, days_apart: int, amount: str, sentence: str
) -> None:
    # The first of four readings is too early for a colour.
    days = [date(2026, 2, 24) + timedelta(days=days_apart * n) for n in range(4)]
    points = [make_point(day, amount, cadence=cadence or WEEKLY) for day in days]
    assessment = assess(replace(make_facts(*points), cadence=cadence), today=days[-1])

    assert headline(assessment, viewer(today=days[-1])) == sentence


def test_a_weekend_does_not_make_it_last_longer() -> None:
    workdays = Cadence(Every.DAY, weekdays=frozenset(range(5)))
    days = [date(2026, 2, day) for day in (19, 20, 23, 24)]  # from Thursday to Tuesday
    points = [make_point(day, "99", cadence=workdays) for day in days]
    assessment = assess(replace(make_facts(*points), cadence=workdays), today=days[-1])

    assert headline(assessment, viewer(today=days[-1])) == "Off track for 3 working days"


# Paces


@pytest.mark.parametrize(
    ("cadence", "pace"),
    [
        (
            Cadence(Every.DAY, weekdays=frozenset(range(5))),
            "Needs to fall by 0.4 a working day; so far it has fallen by 0.2.",
        ),
        (Cadence(Every.DAY), "Needs to fall by 0.3 a day; so far it has fallen by 0.1."),
        (WEEKLY, "Needs to fall by 2 a week; so far it has fallen by 0.9."),
        (MONTHLY, "Needs to fall by 9 a month; so far it has fallen by 4."),
        (Cadence(Every.QUARTER), "Needs to fall by 28 a quarter; so far it has fallen by 12."),
        (
            Cadence(Every.INTERVAL, interval_days=14, anchor=NEW_YEAR),
            "Needs to fall by 4 every 2 weeks; so far it has fallen by 2.",
        ),
        (
            Cadence(Every.INTERVAL, interval_days=1, anchor=NEW_YEAR),
            "Needs to fall by 0.3 every day; so far it has fallen by 0.1.",
        ),
        (None, "Needs to fall by 2 a week; so far it has fallen by 0.9."),
    ],
)
def test_a_pace_is_that_of_a_period(cadence: Cadence | None, pace: str) -> None:
    # 28 in the 91 days that are left, 12 in the 89 that are gone.
    assert what_it_needs(replace(ON_31_MARCH, cadence=cadence)) == pace


@pytest.mark.parametrize(
    ("measure", "start", "goal", "latest", "pace"),
    [
        (NUMBER, "100", "200", "120", "Needs to rise by 6 a week; so far it has risen by 2."),
        (NUMBER, "100", "200", "90", "Needs to rise by 9 a week; so far it has fallen by 0.8."),
        (NUMBER, "100", "200", "100", "Needs to rise by 8 a week; so far it has not moved."),
        (NUMBER, "5", "4.9", "5", "Needs to fall by 0.008 a week; so far it has not moved."),
        (PERCENT, "72", "85", "75.5", "Needs to rise by 0.7 a week; so far it has risen by 0.3."),
        (RATIO, "0.62", "0.8", "0.68", "Needs to rise by 0.9 a week; so far it has risen by 0.5."),
        (RATIO, "0.6", "0.6004", "0.6", "Needs to rise by 0.003 a week; so far it has not moved."),
        (POUNDS, "1000", "1999", "1300.40", "Needs to rise by £54 a week; so far it has risen by £23."),
        (DURATION, "240", "180", "225", "Needs to fall by 4 min a week; so far it has fallen by 1 min."),
        (DURATION, "8", "5", "7", "Needs to fall by 12 s a week; so far it has fallen by 5 s."),
    ],
)
def test_a_pace_says_which_way_it_goes(measure: Measure, start: str, goal: str, latest: str, pace: str) -> None:
    assert what_it_needs(make_half_way(measure, start=start, goal=goal, latest=latest)) == pace


def test_a_pace_that_is_not_known_yet_is_left_out() -> None:
    assessment = replace(assess(ON_31_MARCH, today=HALF_WAY), achieved_per_period=None)

    assert needs(assessment, viewer(today=HALF_WAY)) == "Needs to fall by 2 a week."


def test_what_has_come_to_its_end_needs_no_pace() -> None:
    met = make_facts(make_point(date(2026, 3, 24), "60"), make_point(date(2026, 3, 31), "60"))
    past_it_for_once = replace(assess(ON_31_MARCH, today=HALF_WAY), needed_per_period=Decimal(-1))

    for facts in (met, make_facts(), make_band("12", "12"), replace(ON_31_MARCH, target=None)):
        assert what_it_needs(facts) == ""
    assert needs(past_it_for_once, viewer(today=HALF_WAY)) == ""


# At the target


def test_the_target_is_reached_even_in_the_warm_up() -> None:
    facts = make_facts(make_point(date(2026, 1, 4), "60"))

    assert why(facts, date(2026, 1, 5)) == "Target reached: 60 promised by 30 June."
    assert why(facts, date(2026, 1, 5), "en-US") == "Target reached: 60 promised by June 30."


def test_one_reading_short_of_the_target_leaves_it_reached() -> None:
    facts = make_facts(make_point(date(2026, 3, 24), "60"), make_point(date(2026, 3, 31), "62"))

    assert why(facts, HALF_WAY) == (
        "Target reached: 60 promised by 30 June. This reading falls short of it; one more like it ends that."
    )


@pytest.mark.parametrize(
    ("facts", "today", "sentence"),
    [
        (make_facts(make_point(FINAL, "60")), AFTER, "Achieved: the target was 60 by 30 June."),
        (make_facts(make_point(FINAL, "61")), AFTER, "Not achieved: the target was 60 by 30 June."),
        (make_facts(make_point(FINAL, "61")), date(2027, 1, 4), "Not achieved: the target was 60 by 30 June 2026."),
        (
            make_facts(make_point(FINAL, "60"), make_point(date(2026, 7, 14), "75")),
            date(2026, 7, 20),
            "Achieved: 60 at the end; the target was 60 by 30 June.",
        ),
        (
            make_facts(make_point(FINAL, "61"), make_point(date(2026, 7, 14), "55")),
            date(2026, 7, 20),
            "Not achieved: 61 at the end; the target was 60 by 30 June.",
        ),
        (
            make_facts(make_point(date(2026, 7, 14), "55")),
            date(2026, 7, 20),
            "Not achieved: no reading came by 30 June; the target was 60.",
        ),
        (
            make_band(*["7"] * 26),
            date(2026, 7, 20),
            "Achieved: the target was between 5 and 10 people by 30 June.",
        ),
        (
            make_band(*["7"] * 25, "11"),
            date(2026, 7, 20),
            "Not achieved: the target was between 5 and 10 people by 30 June.",
        ),
    ],
)
def test_a_result_says_what_was_promised(facts: Facts, today: date, sentence: str) -> None:
    assert why(facts, today) == sentence


@pytest.mark.parametrize(
    ("share", "sentence"),
    [
        (
            "0.9",
            "Not achieved: 23 of 26 readings inside between 5 and 10 people until 30 June, where 90 % were promised.",
        ),
        ("0.88", "Achieved: 23 of 26 readings inside between 5 and 10 people until 30 June, where 88 % were promised."),
    ],
)
def test_a_result_by_share_counts_the_readings(share: str, sentence: str) -> None:
    facts = make_band(*["7"] * 10, "12", "12", "4", *["7"] * 13, share=share)

    assert why(facts, date(2026, 7, 20)) == sentence


def test_a_single_reading_is_counted_as_one() -> None:
    facts = make_band("7", share="0.9")
    last_week = replace(facts, points=(make_point(FINAL, "7"),))

    assert (
        why(last_week, date(2026, 7, 20))
        == "Achieved: 1 of 1 reading inside between 5 and 10 people until 30 June, where 90 % were promised."
    )


# Bands


@pytest.mark.parametrize(
    ("amounts", "sentence"),
    [
        (("7",), "Inside the limits: 5 to 10."),
        (("12", "12", "10"), "Inside the limits: 5 to 10."),
        (("4",), "Outside the limits: at least 5 wanted."),
        (("7", "12.5"), "Outside the limits: at most 10 wanted."),
        (("7", "12", "4.5"), "Outside the limits, 2 readings in a row: at least 5 wanted."),
        (("12", "12", "12"), "Outside the limits, 3 readings in a row: at most 10 wanted."),
    ],
)
def test_a_band_says_which_limit_is_passed_and_for_how_long(amounts: tuple[str, ...], sentence: str) -> None:
    assert why(make_band(*amounts), date(2026, 2, 1)) == sentence


@pytest.mark.parametrize(
    ("low", "high", "latest", "measure", "sentence"),
    [
        (None, "10", "12", NUMBER, "Outside the limits: at most 10 wanted."),
        (None, "10", "7", NUMBER, "Inside the limits: at most 10."),
        ("5", None, "4", PERCENT, "Outside the limits: at least 5 wanted."),
        (None, "3400", "3400.50", POUNDS, "Outside the limits: at most £3,400 wanted."),
        (None, "90.5", "91", DURATION, "Outside the limits: at most 1 h 30.5 min wanted."),
        ("0.9995", None, "0.999", RATIO, "Outside the limits: at least 99.95 % wanted."),
        ("1", None, "0", MOOD, "Outside the limits: at least fair wanted."),
    ],
)
def test_a_limit_is_told_as_exactly_as_it_was_set(
    low: str | None, high: str | None, latest: str, measure: Measure, sentence: str
) -> None:
    band = make_band(latest)
    assert band.target is not None
    limits = [None if limit is None else Decimal(limit) for limit in (low, high)]
    facts = replace(band, measure=measure, target=replace(band.target, low=limits[0], high=limits[1]))

    assert why(facts, date(2026, 2, 1)) == sentence


# States


def test_every_state_has_a_mark_a_name_and_a_place_in_a_list() -> None:
    in_a_list = sorted(State, key=urgency)

    assert [(mark(state), state_name(state, viewer()), amid(state, viewer())) for state in in_a_list] == [
        ("🔴", "Off track", "off track"),
        ("🔴", "Not achieved", "not achieved"),
        ("🟡", "At risk", "at risk"),
        ("🟢", "On track", "on track"),
        ("🟢", "Target reached", "at the target"),
        ("🟢", "Achieved", "achieved"),
        ("⚪", "Too early to judge", "too early to judge"),
        ("⚪", "No recent reading", "without a recent reading"),
        ("⚪", "No reading yet", "without a reading"),
        ("⚪", "No starting value", "without a starting value"),
        ("⚪", "No target", "without a target"),
        ("⚪", "Paused", "paused"),
        ("⚪", "Closed", "closed"),
    ]


def test_what_has_no_state_has_no_colour_and_comes_last() -> None:
    assert mark(None) == "⚪"
    assert all(urgency(state) < urgency(None) for state in State)


def test_every_state_is_told_in_sentences() -> None:
    on_31_march = assess(ON_31_MARCH, today=HALF_WAY)
    for state in State:
        of_this_state = replace(on_31_march, state=state)
        how = told(of_this_state, viewer("de-DE"))

        assert how == Told(
            mark(state), headline(of_this_state, viewer("de-DE")), explanation(of_this_state, viewer("de-DE"))
        )
        says_more = state not in (State.CLOSED, State.NO_TARGET, State.NO_DATA)
        assert how.explanation.endswith("." if says_more else "")
        assert bool(how.explanation) is says_more


# One reading and the one before it


@pytest.mark.parametrize(
    ("direction", "measure", "before", "now", "words"),
    [
        (Direction.INCREASE, NUMBER, "10", "12", "better by 2"),
        (Direction.INCREASE, NUMBER, "12", "10", "worse by 2"),
        (Direction.DECREASE, NUMBER, "12", "10.5", "better by 1.5"),
        (Direction.DECREASE, POUNDS, "3400", "3440", "worse by £40"),
        (Direction.DECREASE, DURATION, "200", "185", "better by 15 min"),
        (Direction.INCREASE, PERCENT, "72", "72", "unchanged"),
        (Direction.INCREASE, RATIO, "0.66", "0.68", "better by 2"),
        (Direction.INCREASE, MOOD, "0", "2", "better"),
        (Direction.INCREASE, YES_NO, "1", "0", "worse"),
        (Direction.MAINTAIN, NUMBER, "7", "9", "up by 2"),
        (Direction.MAINTAIN, NUMBER, "9", "7", "down by 2"),
        (Direction.MAINTAIN, MOOD, "0", "1", "higher"),
        (Direction.MAINTAIN, MOOD, "1", "0", "lower"),
    ],
)
def test_a_reading_is_better_or_worse_than_the_one_before(
    direction: Direction, measure: Measure, before: str, now: str, words: str
) -> None:
    assessment = assess(replace(ON_31_MARCH, direction=direction, measure=measure), today=HALF_WAY)

    assert better_or_worse(Value(Decimal(now)), Value(Decimal(before)), assessment, viewer()) == words


def test_ratios_differ_in_percentage_points() -> None:
    assessment = assess(make_ratio(), today=HALF_WAY)
    two_thirds, half = ratio(Decimal(2), Decimal(3)), ratio(Decimal(1), Decimal(2))

    assert better_or_worse(two_thirds, half, assessment, viewer()) == "better by 16.7"


# Whatever the numbers

_PLANNED = re.compile(r"(?P<amount>.+?) planned by now(?: \((?P<size>.+) (?P<side>behind|ahead)\))?\.(?: .*)?")

amounts = st.integers(-2_000, 2_000).map(Decimal) | st.decimals(-1_000, 1_000, places=2) | st.decimals(0, 1, places=4)
spans = st.integers(1, 2_000).map(Decimal) | st.decimals("0.01", 20, places=2) | st.decimals("0.0001", 1, places=4)


@st.composite
def on_the_way(draw: st.DrawFn, measures: st.SearchStrategy[Measure]) -> Facts:
    """An indicator on its way, with a first reading like its start, and a latest anywhere near what is planned."""
    start, span, rises = draw(amounts), draw(spans), draw(st.booleans())
    goal = start + span if rises else start - span
    days = draw(st.integers(30, 700))
    latest_after = draw(st.integers(days // 5 + 7, days - 1))
    # So far beside it, in percent of the whole way, and as finely as somebody counts.
    beside_it, places = draw(st.integers(-100, 60)), draw(st.integers(0, 4))
    with wide():
        near = start + (goal - start) * (Decimal(latest_after) / days + Decimal(beside_it) / 100)
        latest = near.quantize(Decimal(1).scaleb(-places))
    return Facts(
        direction=Direction.INCREASE if rises else Direction.DECREASE,
        measure=draw(measures),
        cadence=WEEKLY,
        baseline=Baseline(Value(start), NEW_YEAR),
        target=Target(goal, due_on=NEW_YEAR + timedelta(days=days), starts_on=NEW_YEAR),
        points=(
            make_point(NEW_YEAR, str(start)),
            make_point(NEW_YEAR + timedelta(days=latest_after), f"{latest:f}"),
        ),
    )


numbers = on_the_way(st.sampled_from([NUMBER, PERCENT, Measure(ValueKind.NUMBER, "people")]))
quantities = on_the_way(st.sampled_from([NUMBER, PERCENT, POUNDS, DURATION]))
locales = st.sampled_from(LOCALES)


def as_told(facts: Facts, locale: str) -> tuple[Assessment, Viewer, re.Match[str] | None]:
    """How it stands on the day of the latest reading, and what is said to have been planned for it."""
    today = facts.points[-1].as_of
    assessment, reader = assess(facts, today=today), viewer(locale, today=today)
    return assessment, reader, _PLANNED.fullmatch(explanation(assessment, reader))


def is_behind(assessment: Assessment) -> bool:
    """Whether the latest reading by itself is at risk or off track."""
    assert assessment.gap is not None
    return assessment.terms.thresholds.colour(assessment.gap) is not State.ON_TRACK


def bare(measure: Measure) -> Measure:
    """The measure without a unit that is said elsewhere."""
    return NUMBER if measure.kind is ValueKind.PERCENT else measure


def has_a_colour(assessment: Assessment) -> bool:
    return assessment.state in (State.ON_TRACK, State.AT_RISK, State.OFF_TRACK)


@quick
@given(facts=numbers, locale=locales)
@example(make_half_way(NUMBER, start="13.6", goal="9.6", latest="12"), "en-GB")
@example(make_half_way(NUMBER, start="1", goal="1.0001", latest="1"), "fr-FR")
@example(make_half_way(NUMBER, start="2000", goal="1999", latest="2000"), "de-DE")
def test_the_reading_less_what_was_planned_is_the_distance_as_it_is_printed(facts: Facts, locale: str) -> None:
    assessment, _, found = as_told(facts, locale)
    if not has_a_colour(assessment):
        return
    assert found is not None
    assert assessment.value is not None
    planned = read_number(found["amount"], locale)
    size = read_number(found["size"], locale) if found["size"] else Decimal(0)
    rises = assessment.terms.direction is Direction.INCREASE
    towards = 1 if rises is (found["side"] == "ahead") else -1
    assert assessment.value.amount - planned == towards * size


@quick
@given(facts=quantities, locale=locales)
@example(make_half_way(POUNDS, start="101", goal="100.20", latest="100.90"), "en-GB")
@example(make_half_way(DURATION, start="62", goal="59.5", latest="61"), "en-GB")
def test_what_was_planned_never_contradicts_the_colour(facts: Facts, locale: str) -> None:
    assessment, reader, found = as_told(facts, locale)
    if not has_a_colour(assessment):
        return
    assert found is not None
    assert assessment.value is not None
    assert assessment.gap is not None
    if is_behind(assessment):
        assert found["side"] == "behind"
        assert found["amount"] != exact(assessment.value, bare(assessment.terms.measure), reader)
    if assessment.gap > 0:
        assert found["side"] in ("behind", None)
    if assessment.gap < 0:
        assert found["side"] in ("ahead", None)


@quick
@given(facts=numbers, locale=locales)
def test_what_was_planned_has_no_more_digits_than_the_reading_where_they_differ_anyway(
    facts: Facts, locale: str
) -> None:
    assessment, _, found = as_told(facts, locale)
    if not has_a_colour(assessment):
        return
    assert found is not None
    assert assessment.value is not None
    assert assessment.expected is not None
    reading = assessment.value.amount.normalize()
    if abs(assessment.expected - reading) >= Decimal(1).scaleb(min(int(reading.as_tuple().exponent), 0)):
        planned = read_number(found["amount"], locale).normalize()
        assert int(planned.as_tuple().exponent) >= min(int(reading.as_tuple().exponent), 0)


@quick
@given(facts=numbers, locale=locales)
def test_a_pace_never_contradicts_the_readings(facts: Facts, locale: str) -> None:
    assessment, reader, _ = as_told(facts, locale)
    said = needs(assessment, reader)
    if not said:
        return
    rises, achieved = assessment.terms.direction is Direction.INCREASE, assessment.achieved_per_period
    assert achieved is not None
    assert said.startswith("Needs to rise by " if rises else "Needs to fall by ")
    if not achieved:
        assert said.endswith("; so far it has not moved.")
    else:
        assert ("has risen by" if rises is (achieved > 0) else "has fallen by") in said
    sizes = re.findall(r"by ([^ ;]+?)(?: a week|\.$)", said)
    assert all(read_number(size, locale) for size in sizes), said


# Words of the workspace's own


OWN_WORDS = ColourWords(on_track="im Plan", off_track="KRITISCH *")


def test_a_colour_has_the_word_of_the_workspace_as_it_was_typed() -> None:
    reader = replace(viewer(), colour_words=OWN_WORDS)
    assert [state_name(each, reader) for each in (State.ON_TRACK, State.AT_RISK, State.OFF_TRACK, State.MET)] == [
        "im Plan",
        "At risk",
        "KRITISCH *",
        "Target reached",
    ]
    assert [amid(each, reader) for each in (State.ON_TRACK, State.AT_RISK, State.OFF_TRACK)] == [
        "im Plan",
        "at risk",
        "KRITISCH *",
    ]


def test_no_sentence_about_a_colour_has_the_usual_word_where_there_is_another() -> None:
    today = date(2026, 3, 31)
    usual = viewer(today=today)
    own = replace(usual, colour_words=ColourWords("Grün", "Gelb", "Rot"))
    seen = set()
    for amounts in product(("96", "88", "84", "80"), repeat=4):
        points = (make_point(date(2026, 3, 10) + timedelta(weeks=at), amount) for at, amount in enumerate(amounts))
        facts = make_facts(*points)
        for a in (assess(facts, today=today), assess(replace(facts, paused=True), today=today)):
            before, after = told(a, usual), told(a, own)
            seen.add(after.headline)
            text = f"{after.headline}: {after.explanation}"
            assert not re.search("(on|off) track|at risk", text, re.IGNORECASE), text
            assert after.mark == before.mark
    assert {
        "Grün",
        "Gelb",
        "Rot",
        "Rot for 3 weeks",
        "Still Grün, but this reading is behind",
        "Still Gelb, but this reading is better",
        "Still Gelb, but this reading is further behind",
        "Still Rot, but this reading is better",
    } <= seen


def test_a_word_that_says_something_else_already_is_known_in_both_its_forms() -> None:
    assert usual_states("too EARLY to judge", viewer()) == {State.TOO_EARLY}
    assert usual_states("without a reading", viewer()) == {State.NO_DATA}
    assert usual_states("Kritisch", viewer()) == set()


def test_one_reading_that_is_enough_says_why() -> None:
    today = START + timedelta(weeks=25)
    path = assess(on_a_path([*([-1, 1] * 12), 30]), today=today)
    band = assess(in_a_band([9, 11] * 12 + [40], 5, 12), today=today)
    low = assess(in_a_band([9, 11] * 12 + [-20], 5, None), today=today)

    why = "So far from what is usual here that one reading is enough."
    assert told(path, viewer("en-GB")).headline == "Off track"
    assert explanation(path, viewer("en-GB")) == f"76 planned by now (30 behind). {why}"
    assert explanation(band, viewer("en-GB")) == f"at most 12 wanted. {why}"
    assert explanation(low, viewer("en-GB")) == f"at least 5 wanted. {why}"
    again = assess(on_a_path([*([-1, 1] * 12), 30, 30]), today=today + timedelta(weeks=1))
    assert why not in explanation(again, viewer("en-GB"))
