"""The menu "How often", what follows from a choice in it, and the days on which a reading can be due."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.domain.cadences import Cadence, DueKind, DueRule, Every, Shift
from bot.fields import Field
from bot.views.cadence_form import Rhythm, due_choices, due_inputs, due_value, every_input, rhythm_of, rule_of
from tests.views.make import LONDON

DUE_ON_THE_15TH = DueRule(DueKind.DAY_OF_MONTH, day=15, shift=Shift.BEFORE)


def values_of(blocks: list[dict[str, Any]]) -> dict[str, list[str]]:
    return {block["block_id"]: [option["value"] for option in block["element"].get("options", [])] for block in blocks}


@pytest.mark.parametrize(
    ("every", "count"), [("day", 2), ("chosen_days", 2), ("week", 9), ("3_weeks", 9), ("year", 68)]
)
def test_the_days_on_which_it_can_be_due_follow_from_how_often_it_is(every: str, count: int) -> None:
    choices = due_choices(every, LONDON)
    assert len(choices) == count
    for value in choices:
        for shift in Shift:
            rule = rule_of(value, shift)
            assert rule is not None
            assert due_value(rule) == value
            if every not in ("chosen_days", "3_weeks"):
                assert Cadence(Every(every), rule).due == rule  # any that is offered goes with it


@pytest.mark.parametrize("value", ["9", "5-1", "2-7", "day-32", "day-x", "last-", "-1", "never"])
def test_what_is_no_due_day_is_none(value: str) -> None:
    assert rule_of(value, Shift.AFTER) is None


def test_what_else_it_takes_stands_below_the_menu() -> None:
    def below(every: str) -> list[str]:
        return list(values_of(every_input(Rhythm(every), LONDON)))[1:]

    assert [below(every) for every in ("week", "month", "day")] == [[], [], []]
    assert below("chosen_days") == [Field.MEASURED_DAYS]
    assert below("two_weeks") == below("12_weeks") == [Field.COUNTED_FROM]
    sunday = replace(LONDON, week_starts_on=6)
    days = values_of(every_input(Rhythm("chosen_days"), sunday))[Field.MEASURED_DAYS]
    assert days == ["6", "0", "1", "2", "3", "4", "5"]


def test_fiscal_years_are_offered_where_there_are_any() -> None:
    april = replace(LONDON, fiscal_year_starts_in=4)
    offered = [values_of(every_input(Rhythm(), viewer))[Field.EVERY] for viewer in (LONDON, april)]
    assert [len([each for each in values if each.startswith("fiscal")]) for values in offered] == [0, 3]


@pytest.mark.parametrize(
    ("cadence", "chosen", "label"),
    [
        (Cadence(Every.WEEK), "week", "Every week"),
        (Cadence(Every.WEEK, week_start=6), "as_now", "Weekly from Sunday on"),
        (Cadence(Every.QUARTER, first_month=4), "fiscal_quarter", "Every fiscal quarter"),
        (Cadence(Every.YEAR, first_month=7), "as_now", "Every fiscal year (the year begins in July)"),
        (Cadence(Every.INTERVAL, interval_days=21, anchor=date(2026, 3, 4)), "3_weeks", "Every three weeks"),
        (Cadence(Every.INTERVAL, interval_days=10, anchor=date(2026, 3, 4)), "as_now", "Every 10 days"),
        (Cadence(Every.DAY, weekdays=frozenset(range(5))), "working_day", "Every working day"),
        (Cadence(Every.DAY, weekdays=frozenset({1, 3})), "chosen_days", "On certain days of the week"),
        (Cadence(Every.YEAR, DUE_ON_THE_15TH, first_month=7), "as_now", "Every fiscal year (the year begins in July)"),
        (Cadence(Every.QUARTER, DUE_ON_THE_15TH, first_month=4), "fiscal_quarter", "Every fiscal quarter"),
    ],
)
def test_whatever_is_read_stands_in_the_menu_as_it_is(cadence: Cadence, chosen: str, label: str) -> None:
    viewer = replace(LONDON, fiscal_year_starts_in=4)
    menu = every_input(rhythm_of(cadence, viewer), viewer, present=cadence)[0]
    assert menu["dispatch_action"]
    option = menu["element"]["initial_option"]
    assert (option["value"], option["text"]["text"]) == (chosen, label)
    due = due_inputs(rhythm_of(cadence, viewer), viewer, present=cadence)[0]
    assert due["element"]["initial_option"]["value"] == due_value(cadence.due)
