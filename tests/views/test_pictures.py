"""What stands where on a picture of a chart, and in which words."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.domain.progress import expected_at, path_of
from bot.domain.targets import Baseline, PathKind, Target
from bot.domain.values import Measure, Value, ValueKind
from bot.results.charts import Chart, Decided, Limits
from bot.results.pictures import Line, Picture, Stroke
from bot.views.pictures import picture
from tests.views.charting import make_chart
from tests.views.make import CSAT, CSAT_TARGET, LONDON, ROUGH
from tests.views.test_charts import BAND, MONTHLY

MONDAY = float(date(2026, 3, 30).toordinal())
SUNDAY = MONDAY + 6


def drawn(chart: Chart) -> Picture:
    found = picture(chart, LONDON)
    assert found is not None
    return found


def on_a_path(chart: Chart, baseline: str, target: Target, *, since: date) -> Chart:
    begins = Baseline(Value(Decimal(baseline)), since)
    return replace(
        chart,
        target=target,
        path=tuple(path_of(begins, target)),
        in_steps=target.path is PathKind.STEPS,
        points=tuple(replace(each, planned=expected_at(begins, target, each.on)) for each in chart.points),
    )


def labels(picture: Picture) -> list[str]:
    return [line.label for line in picture.lines]


def test_one_value_is_no_picture() -> None:
    assert picture(make_chart("71"), LONDON) is None


def test_readings_stand_at_their_days_and_the_last_one_is_labelled() -> None:
    found = drawn(make_chart("71", "70", "72"))
    assert found.readings == ((SUNDAY - 14, 71.0), (SUNDAY - 7, 70.0), (SUNDAY, 72.0))
    assert (found.title, found.unit, found.last_label) == ("Customer satisfaction", "%", "72 %")
    assert found.day_ticks == ((SUNDAY - 14, "16 Mar"), (SUNDAY - 7, "23 Mar"), (SUNDAY, "30 Mar"))
    assert found.amount_ticks == ((70.0, "70"), (71.0, "71"), (72.0, "72"))
    assert (found.lowest, found.highest) == (69.8, 72.2)


def test_the_planned_line_goes_from_where_the_path_begins_to_the_last_reading() -> None:
    chart = on_a_path(
        make_chart("71", "70", "72"), "72", replace(CSAT_TARGET, due_on=date(2026, 6, 30)), since=date(2026, 3, 24)
    )
    planned, target = drawn(chart).lines
    assert (planned.stroke, planned.label) == (Stroke.PLANNED, "Planned 73.6")
    assert planned.places[0] == (float(date(2026, 3, 24).toordinal()), 72.0)
    assert planned.places[-1][0] == SUNDAY
    assert target == Line(Stroke.TARGET, "Target 85", ((SUNDAY - 14, 85.0), (SUNDAY, 85.0)))


def test_steps_and_milestones_keep_their_corners() -> None:
    steps = replace(CSAT_TARGET, path=PathKind.STEPS, points=((date(2026, 3, 27), Decimal(80)),))
    chart = on_a_path(make_chart("71", "70", "72"), "70", steps, since=date(2026, 3, 2))
    planned = drawn(chart).lines[0]
    assert planned.in_steps is True
    assert planned.places == ((SUNDAY - 14, 70.0), (float(date(2026, 3, 27).toordinal()), 80.0), (SUNDAY, 80.0))


def test_a_band_is_filled_up_to_the_edge_of_the_paper_where_it_is_open() -> None:
    chart = make_chart("8", "17", "9", indicator=ROUGH, target=BAND)
    assert (drawn(chart).band, labels(drawn(chart))) == ((5.0, 15.0), ["At least 5", "At most 15"])
    at_least = drawn(replace(chart, target=replace(BAND, high=None)))
    assert (at_least.band, labels(at_least)) == ((5.0, at_least.highest), ["At least 5"])


def test_a_target_far_off_does_not_squeeze_the_readings_and_is_named() -> None:
    far = drawn(make_chart("117", "114", "112", indicator=ROUGH, target=replace(CSAT_TARGET, value=Decimal(60))))
    assert labels(far) == ["Target 60"]
    assert far.lowest > 110


def test_ordinary_movement_signals_and_decisions_are_marked() -> None:
    chart = replace(
        make_chart("8", "17", "9", indicator=ROUGH),
        limits=Limits(Decimal("9.5"), lower=None, upper=Decimal("16.25")),
        signals=frozenset({"2026-W13"}),
        decisions=(Decided(date(2026, 3, 20), "A second van"), Decided(date(2026, 4, 1), "Two more beds")),
    )
    found = drawn(chart)
    assert [(line.stroke, line.label) for line in found.lines] == [
        (Stroke.CENTRE, "Usual 9.5"),
        (Stroke.LIMIT, "Limit 16.3"),
    ]
    assert (found.signals, found.signal_label) == (((SUNDAY - 7, 17.0),), "more than ordinary movement")
    assert found.marks == (float(date(2026, 3, 20).toordinal()), float(date(2026, 4, 1).toordinal()))
    assert found.notes == ("20 March: A second van", "1 April: Two more beds")


@pytest.mark.parametrize(
    ("measure", "amounts", "unit", "ticks", "last"),
    [
        (Measure(ValueKind.YES_NO), ("0", "1"), "", ["no", "yes"], "yes"),
        (Measure(ValueKind.SCALE, scale=("poor", "fair", "good")), ("2", "0"), "", ["poor", "fair", "good"], "poor"),
        (Measure(ValueKind.MONEY, "GBP"), ("-20", "-5"), "GBP", ["−20", "−15", "−10", "−5"], "−£5"),
        (Measure(ValueKind.RATIO), ("0.5", "0.625"), "%", ["50", "55", "60", "65"], "62.5 %"),
        (Measure(ValueKind.DURATION, "h"), ("120", "240"), "hours", ["2", "3", "4"], "4 h"),
        (Measure(ValueKind.NUMBER, "people"), ("3", "5"), "people", ["3", "4", "5"], "5 people"),
        (Measure(ValueKind.NUMBER), ("2000000", "12500000"), "", ["0", "5M", "10M", "15M"], "12,500,000"),
    ],
    ids=lambda each: each.kind if isinstance(each, Measure) else "",
)
def test_the_scale_at_the_left_is_in_the_readers_words(
    measure: Measure, amounts: tuple[str, ...], unit: str, ticks: list[str], last: str
) -> None:
    found = drawn(make_chart(*amounts, indicator=replace(CSAT, measure=measure)))
    assert (found.unit, [label for _, label in found.amount_ticks], found.last_label) == (unit, ticks, last)


def test_a_flat_series_has_room_around_it() -> None:
    found = drawn(make_chart("3", "3", indicator=ROUGH))
    assert found.lowest < 3 < found.highest
    assert drawn(make_chart("0", "0", indicator=ROUGH)).amount_ticks == ((-1.0, "−1"), (0.0, "0"), (1.0, "1"))


def test_a_week_that_is_running_says_so() -> None:
    found = drawn(replace(make_chart("8", "7", indicator=ROUGH), is_open=True))
    assert (found.is_open, found.last_label) == (True, "7 people so far")


def test_two_years_are_named_by_their_months() -> None:
    found = drawn(make_chart(*map(str, range(104)), indicator=ROUGH))
    assert [label for _, label in found.day_ticks] == ["Nov 2024", "Jul 2025", "Mar 2026"]
    assert len(found.readings) == 104


def test_months_are_named_in_short() -> None:
    found = drawn(make_chart("1", "2", "3", "4", indicator=replace(CSAT, cadence=MONTHLY)))
    assert [label for _, label in found.day_ticks] == ["Dec", "Jan", "Feb", "Mar"]
