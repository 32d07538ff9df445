"""An indicator as a chart of Slack's own, and in words."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.domain.cadences import Cadence, Every
from bot.domain.periods import Period, next_period, period_containing
from bot.domain.targets import OPEN_ENDED, Target
from bot.domain.values import Measure, ValueKind
from bot.results.charts import Chart, ChartPoint, Decided, Limits
from bot.results.names import Viewer
from bot.views.blocks import Block, message
from bot.views.charts import alternative, heard, native_chart, wants_a_picture
from tests.views.charting import make_chart
from tests.views.make import (
    CSAT,
    CSAT_TARGET,
    HEBREW,
    HUGE,
    LONDON,
    LONG,
    LONG_NAME,
    ROUGH,
    assert_sound,
    make_hostile,
)

MONTHLY = Cadence(Every.MONTH)
BAND = Target(None, OPEN_ENDED, date(2026, 3, 2), low=Decimal(5), high=Decimal(15))


def drawn(chart: Chart, viewer: Viewer = LONDON) -> Block:
    """The block, which Slack takes."""
    found = native_chart(chart, viewer)
    assert found is not None
    assert_sound(message(found))
    return found.block


def series_of(block: Block) -> dict[str, list[float]]:
    return {each["name"]: [point["value"] for point in each["data"]] for each in block["chart"]["series"]}


FOUR = make_chart("71", "70", "73.5", "72", planned=("72.9", "74", "75", "76"), target=CSAT_TARGET)


def test_a_chart_has_readings_the_planned_line_and_the_target() -> None:
    assert drawn(FOUR) == {
        "type": "data_visualization",
        "title": "Customer satisfaction: 72 %",
        "chart": {
            "type": "line",
            "series": [
                {
                    "name": "Readings",
                    "data": [
                        {"label": "9 Mar", "value": 71},
                        {"label": "16 Mar", "value": 70},
                        {"label": "23 Mar", "value": 73.5},
                        {"label": "30 Mar", "value": 72},
                    ],
                },
                {
                    "name": "Planned",
                    "data": [
                        {"label": "9 Mar", "value": 72.9},
                        {"label": "16 Mar", "value": 74},
                        {"label": "23 Mar", "value": 75},
                        {"label": "30 Mar", "value": 76},
                    ],
                },
                {
                    "name": "Target",
                    "data": [
                        {"label": "9 Mar", "value": 85},
                        {"label": "16 Mar", "value": 85},
                        {"label": "23 Mar", "value": 85},
                        {"label": "30 Mar", "value": 85},
                    ],
                },
            ],
            "axis_config": {"categories": ["9 Mar", "16 Mar", "23 Mar", "30 Mar"], "y_label": "%"},
        },
    }


def test_who_does_not_see_it_hears_first_last_lowest_highest_planned_and_target() -> None:
    found = native_chart(FOUR, LONDON)
    assert found is not None
    assert message(found)["text"] == (
        "Chart of 4 readings: first 71 % (week of 9 March), last 72 % (last week), lowest 70 % (week of 16 March), "
        "highest 73.5 % (week of 23 March); planned by then 76; target 85 % by 30 June."
    )


def test_what_was_planned_is_said_in_the_unit_of_the_scale() -> None:
    days = replace(CSAT, measure=Measure(ValueKind.DURATION, "days"))
    chart = make_chart("20160", "19008", indicator=days, planned=("20160", "15898.06"))
    assert "last 13.2 days (last week)" in heard(chart, LONDON)
    assert heard(chart, LONDON).endswith("; planned by then 11.")
    minutes = replace(CSAT, measure=Measure(ValueKind.DURATION, "min"))
    assert heard(make_chart("7", "6", indicator=minutes, planned=("7", "6.433")), LONDON).endswith("then 6 min 26 s.")


def test_a_target_that_would_squeeze_the_readings_is_said_and_not_drawn() -> None:
    far = replace(CSAT_TARGET, value=Decimal(60))
    chart = make_chart("117", "114", "112", indicator=ROUGH, planned=("115", "113", "111"), target=far)
    block = drawn(chart)
    assert list(series_of(block)) == ["Readings", "Planned"]
    assert block["title"] == "People sleeping rough: 112 people, target 60"
    near = replace(chart, target=replace(far, value=Decimal(90)))
    assert list(series_of(drawn(near))) == ["Readings", "Planned", "Target"]
    flat = make_chart("117", "117", indicator=ROUGH, target=far)
    assert list(series_of(drawn(flat))) == ["Readings", "Target"]


def test_one_value_is_no_line() -> None:
    assert native_chart(make_chart("71"), LONDON) is None
    assert native_chart(Chart(CSAT, ()), LONDON) is None


def test_the_edges_of_a_band_are_flat_lines() -> None:
    assert series_of(drawn(make_chart("8", "17", "9", indicator=ROUGH, target=BAND))) == {
        "Readings": [8, 17, 9],
        "At least": [5, 5, 5],
        "At most": [15, 15, 15],
    }
    assert heard(make_chart("8", "17", indicator=ROUGH, target=BAND), LONDON).endswith(
        "; target between 5 and 15 people."
    )
    open_above = replace(BAND, high=None)
    assert list(series_of(drawn(make_chart("8", "17", target=open_above)))) == ["Readings", "At least"]


def test_ordinary_movement_is_drawn_where_it_is_known() -> None:
    chart = replace(make_chart("8", "7", indicator=ROUGH), limits=Limits(Decimal("7.5"), Decimal(0), Decimal(12)))
    assert series_of(drawn(chart)) == {
        "Readings": [8, 7],
        "Usual": [7.5, 7.5],
        "Usual at least": [0, 0],
        "Usual at most": [12, 12],
    }
    assert "; usually about 7.5." in heard(chart, LONDON)


def test_a_path_that_begins_later_is_not_drawn_by_halves() -> None:
    """Slack wants a value at every name, and there is none to plan before there is a path."""
    points = make_chart("71", "72", planned=("74", "76")).points
    chart = replace(FOUR, points=(replace(points[0], planned=None), points[1]))
    assert list(series_of(drawn(chart))) == ["Readings", "Target"]


@pytest.mark.parametrize(
    ("measure", "amounts", "unit", "values"),
    [
        (Measure(ValueKind.NUMBER, "people"), ("118", "-3.5"), "people", [118, -3.5]),
        (Measure(ValueKind.NUMBER), ("118", "112"), None, [118, 112]),
        (Measure(ValueKind.RATIO), ("0.62", "0.333333333333333"), "%", [62, 33.333333]),
        (Measure(ValueKind.MONEY, "GBP"), ("3400", "-12.50"), "GBP", [3400, -12.5]),
        (Measure(ValueKind.DURATION, "days"), ("17280", "20160"), "days", [12, 14]),
        (Measure(ValueKind.DURATION, "h"), ("90", "200"), "hours", [1.5, 3.333333]),
        (Measure(ValueKind.DURATION, "min"), ("6.5", "7"), "minutes", [6.5, 7]),
        (Measure(ValueKind.YES_NO), ("0", "1"), "0 = no, 1 = yes", [0, 1]),
        (Measure(ValueKind.SCALE, scale=("poor", "fair", "good")), ("2", "0"), "1 = poor, 2 = fair, 3 = good", [3, 1]),
    ],
    ids=lambda each: each.kind + each.unit if isinstance(each, Measure) else "",
)
def test_values_are_drawn_in_the_unit_that_stands_beside_them(
    measure: Measure, amounts: tuple[str, ...], unit: str | None, values: list[float]
) -> None:
    block = drawn(make_chart(*amounts, indicator=replace(CSAT, measure=measure)))
    assert block["chart"]["axis_config"].get("y_label") == unit
    assert series_of(block)["Readings"] == values


def test_a_scale_whose_labels_do_not_fit_beside_a_chart_has_none() -> None:
    measure = Measure(ValueKind.SCALE, scale=("nobody has begun", "some have begun", "most have begun", "done"))
    assert native_chart(make_chart("0", "3", indicator=replace(CSAT, measure=measure)), LONDON) is None


@pytest.mark.parametrize(
    ("every", "names"),
    [
        (Every.DAY, ["29 Mar", "30 Mar"]),
        (Every.WEEK, ["23 Mar", "30 Mar"]),
        (Every.MONTH, ["Feb", "Mar"]),
        (Every.QUARTER, ["Q4 2025", "Q1 2026"]),
        (Every.HALF_YEAR, ["second half of 2025", "first half of 2026"]),
        (Every.YEAR, ["2025", "2026"]),
    ],
)
def test_each_period_is_named_in_short(every: Every, names: list[str]) -> None:
    block = drawn(make_chart("1", "2", indicator=replace(CSAT, cadence=Cadence(every))))
    assert block["chart"]["axis_config"]["categories"] == names


@pytest.mark.parametrize(("locale", "name"), [("en-GB", "30 Mar"), ("en-US", "Mar 30"), ("de-DE", "30 Mar")])
def test_periods_are_named_in_the_language_of_the_sentences(locale: str, name: str) -> None:
    block = drawn(FOUR, Viewer(locale, "Europe/London", date(2026, 4, 7)))
    assert block["chart"]["axis_config"]["categories"][-1] == name


def test_over_more_than_a_year_each_period_has_its_year() -> None:
    chart = make_chart(*["1"] * 20, indicator=replace(CSAT, cadence=MONTHLY))
    names = drawn(chart)["chart"]["axis_config"]["categories"]
    assert (names[0], names[-1]) == ("Aug 2024", "Mar 2026")


def test_where_two_periods_would_be_called_the_same_their_keys_are_taken() -> None:
    """A week and the day on which it begins, after a change of the rhythm."""
    monday = Period("2026-03-30", date(2026, 3, 30), date(2026, 3, 30))
    week = Period("2026-W14", date(2026, 3, 30), date(2026, 4, 5))
    points = tuple(ChartPoint(each, Decimal(1), each.last) for each in (monday, week))
    assert drawn(Chart(CSAT, points))["chart"]["axis_config"]["categories"] == ["2026-03-30", "2026-W14"]


def test_twenty_periods_are_the_most() -> None:
    block = drawn(make_chart(*map(str, range(25))))
    assert series_of(block)["Readings"] == list(range(5, 25))
    assert heard(replace(FOUR, points=FOUR.points[-2:]), LONDON).startswith("Chart of 2 readings: first 73.5 %")


def test_a_period_that_is_running_is_so_far() -> None:
    chart = replace(make_chart("71", "72", last=date(2026, 4, 7)), is_open=True)
    assert "last 72 % (this week so far)" in heard(chart, LONDON)


def test_slack_takes_whatever_people_call_their_numbers() -> None:
    hostile = make_hostile()
    for indicator in (hostile, replace(hostile, measure=Measure(ValueKind.SCALE, scale=("a", "b"))), HEBREW):
        chart = replace(make_chart("0", "1", indicator=indicator), decisions=(Decided(date(2026, 4, 1), LONG),))
        assert len(drawn(chart)["title"]) <= 50
    title = drawn(make_chart("0", "1", indicator=replace(CSAT, name=LONG_NAME)))["title"]
    assert title == "People who have slept rough in our boroug…: 1 %"
    assert series_of(drawn(make_chart(f"{HUGE}", f"-{HUGE}")))["Readings"] == [float(HUGE), -float(HUGE)]


def test_what_slacks_own_chart_cannot_say() -> None:
    assert not wants_a_picture(FOUR)
    without = replace(FOUR, points=(FOUR.points[0], *FOUR.points[2:]))
    cannot = {
        "a gap": without,
        "a decision": replace(FOUR, decisions=(Decided(date(2026, 3, 20), "Second phone line"),)),
        "a signal": replace(FOUR, signals=frozenset({"2026-W12"})),
        "more periods": replace(FOUR, has_earlier=True),
        "labels": replace(FOUR, indicator=replace(CSAT, measure=Measure(ValueKind.YES_NO))),
        "twenty-one": make_chart(*["1"] * 21),
    }
    assert {name: wants_a_picture(chart) for name, chart in cannot.items()} == dict.fromkeys(cannot, True)
    assert not wants_a_picture(replace(make_chart("1"), has_earlier=True))


def test_a_day_off_is_no_gap() -> None:
    working = Cadence(Every.DAY, weekdays=frozenset(range(5)))
    friday = period_containing(working, date(2026, 4, 3))
    points = tuple(ChartPoint(each, Decimal(1), each.last) for each in (friday, next_period(working, friday)))
    assert not wants_a_picture(Chart(replace(CSAT, cadence=working), points))


def test_signals_and_decisions_are_said_beside_a_picture() -> None:
    chart = replace(
        FOUR,
        signals=frozenset({"2026-W12"}),
        decisions=(Decided(date(2026, 3, 20), "Second *phone* line on Mondays"),),
    )
    assert alternative(chart, LONDON).endswith(
        "; more than ordinary movement: week of 16 March; decided: 20 March: Second *phone* line on Mondays."
    )
    assert "*" not in heard(chart, LONDON)
