"""One indicator in full."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bot.domain.cadences import Cadence, DueKind, DueRule, Every
from bot.domain.colours import State
from bot.domain.combining import Combine
from bot.domain.due import DueState, rates
from bot.domain.facts import Level
from bot.domain.periods import Period
from bot.domain.targets import Direction
from bot.domain.values import Value
from bot.results.indicators import IndicatorSheet, OwnRecord, ShownReading
from bot.results.names import OutcomeName, PersonName, ServiceName
from bot.views.defining import describe_cadence
from bot.views.ids import Action
from bot.views.indicators import indicator_show
from tests.views.charting import make_chart
from tests.views.make import (
    BOB,
    CHARLIE,
    CSAT,
    HEBREW,
    HELPED,
    HOSTILE,
    HUGE,
    LAST_WEEK,
    LONDON,
    LONG,
    LONG_NAME,
    WEEK_OF_23_MARCH,
    WEEK_OF_30_MARCH,
    assert_sound,
    buttons_of,
    heard,
    make_assessment,
    make_due,
    make_hostile,
)

WEEK_OF_16_MARCH = Period("2026-W12", date(2026, 3, 16), date(2026, 3, 22))
NEXT = make_due(state=DueState.UPCOMING, due_on=date(2026, 4, 13))


READINGS = (
    ShownReading(
        7, WEEK_OF_30_MARCH, Value(Decimal(84)), CHARLIE, datetime(2026, 4, 6, tzinfo=UTC), DueState.LATE, "new desk"
    ),
    ShownReading(6, WEEK_OF_23_MARCH, None, BOB, datetime(2026, 3, 30, tzinfo=UTC), DueState.NO_DATA, "no survey"),
    ShownReading(
        5, WEEK_OF_16_MARCH, Value(Decimal(71)), ServiceName("Help <desk>"), datetime(2026, 3, 23, tzinfo=UTC)
    ),
)
SHEET = IndicatorSheet(
    CSAT,
    HELPED,
    Level.OUTCOME,
    Combine.LAST,
    make_assessment("71", "71.5", "72"),
    CHARLIE,
    backup=BOB,
    description="Answers of 4 or 5, of all answers.",
    readings=READINGS,
    next_due=NEXT,
)


def test_one_indicator_begins_with_where_it_stands_and_shows_everything_about_it() -> None:
    assert indicator_show(SHEET, LONDON)["text"] == (
        "*Customer satisfaction* `csat`\n"
        f"🔴 *Off track for 2 weeks*: 72 %, {LAST_WEEK}; 76 planned by now (4 behind).\n"
        "From 72 % on 2 March to *85 % by 30 June*. "
        "Needs to rise by 1 a week; so far it has not moved.\n"
        "*Latest readings*\n"
        "Last week: *84 %* · Charlie · late · “new desk”\n"
        "Week of 23 March: *no data* · Bob · “no survey”\n"
        "Week of 16 March: *71 %* · Help &lt;desk&gt;\n"
        "*What counts*\nAnswers of 4 or 5, of all answers.\n"
        "Kept by <@UCHARLIE>, backup <@UBOB> · weekly, due every Monday · next: last week, due Mon 13 April · "
        "part of *Customers get help the first time* `first-time`\n"
        "percent · should go up · the last reading counts · shows the change that is wanted"
    )
    assert heard(indicator_show(SHEET, LONDON)) == [
        "Give a figure for Customer satisfaction",
        "How is this worked out? Customer satisfaction",
        "Correct 84 %, last week",
        "History of Customer satisfaction",
    ]


def test_its_chart_comes_after_where_it_stands_and_is_said_too() -> None:
    shown = indicator_show(replace(SHEET, chart=make_chart("71", "71.5", "72")), LONDON)
    assert [block["type"] for block in shown["blocks"][:3]] == ["section", "data_visualization", "section"]
    words = (
        "Chart of 3 readings: first 71 % (week of 16 March), last 72 % (last week), lowest 71 % (week of 16 March), "
        "highest 72 % (last week)."
    )
    assert shown["text"].splitlines()[2:4] == [
        words,
        "From 72 % on 2 March to *85 % by 30 June*. Needs to rise by 1 a week; so far it has not moved.",
    ]
    assert_sound(shown)


def test_what_its_chart_cannot_say_is_a_button_away() -> None:
    chart = make_chart("71", "71.5", "72")
    assert "Full chart of Customer satisfaction" not in heard(indicator_show(replace(SHEET, chart=chart), LONDON))
    longer = replace(chart, has_earlier=True)
    assert heard(indicator_show(replace(SHEET, chart=longer), LONDON)) == [
        "Give a figure for Customer satisfaction",
        "How is this worked out? Customer satisfaction",
        "Correct 84 %, last week",
        "Full chart of Customer satisfaction",
        "History of Customer satisfaction",
    ]


def test_one_reading_is_no_chart() -> None:
    shown = indicator_show(replace(SHEET, chart=make_chart("72")), LONDON)
    assert shown == indicator_show(SHEET, LONDON)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        (LONG_NAME, "How is this worked out? People who have slept rough in our borough for mo…"),
        (HEBREW.name, f"How is this worked out? \u2068{HEBREW.name}\u2069"),
    ],
    ids=["long", "right to left"],
)
def test_the_button_for_any_name_is_heard_in_seventy_five_characters(name: str, label: str) -> None:
    shown = indicator_show(replace(SHEET, indicator=replace(CSAT, name=name)), LONDON)
    assert heard(shown)[1] == label
    assert_sound(shown)


def test_a_status_without_a_number_behind_it_is_not_to_be_worked_out() -> None:
    assert heard(indicator_show(replace(SHEET, assessment=make_assessment()), LONDON)) == [
        "Give a figure for Customer satisfaction",
        "Correct 84 %, last week",
        "History of Customer satisfaction",
    ]


def test_what_is_open_is_told_from_what_comes_next() -> None:
    missed = make_due(period=WEEK_OF_23_MARCH, due_on=date(2026, 3, 30), state=DueState.MISSED)
    small_print = indicator_show(replace(SHEET, next_due=missed), LONDON)["blocks"][-1]["elements"][0]["text"]
    assert small_print.split(" · ")[2] == "open: week of 23 March, missed, can still be given"


@pytest.mark.parametrize(
    ("level", "combine", "direction", "words"),
    [
        (
            Level.PROCESS,
            Combine.SUM,
            Direction.DECREASE,
            "percent · should go down · readings add up · shows the work itself",
        ),
        (
            Level.OUTPUT,
            Combine.MEAN,
            Direction.MAINTAIN,
            "percent · should stay within limits · the mean counts · shows what comes out of the work",
        ),
        (
            Level.OUTCOME,
            Combine.RATIO,
            Direction.INCREASE,
            "percent · should go up · shares add up, part by part · shows the change that is wanted",
        ),
    ],
)
def test_what_counts_is_said_in_small_print(level: Level, combine: Combine, direction: Direction, words: str) -> None:
    sheet = replace(SHEET, level=level, combine=combine, assessment=make_assessment("72", direction=direction))
    assert indicator_show(sheet, LONDON)["text"].splitlines()[-1] == words


@pytest.mark.parametrize(
    ("cadence", "words"),
    [
        (Cadence(Every.WEEK), "weekly, due every Monday"),
        (Cadence(Every.WEEK, DueRule(DueKind.WEEKDAY, weekday=4)), "weekly, due every Friday"),
        (Cadence(Every.WEEK, DueRule(DueKind.LAST_WORKING_DAY)), "weekly, due the last working day"),
        (Cadence(Every.DAY), "every day, due the next working day"),
        (Cadence(Every.DAY, DueRule(DueKind.LAST_WORKING_DAY)), "every day, due the same day"),
        (Cadence(Every.MONTH), "monthly, due the first working day after"),
        (
            Cadence(Every.INTERVAL, DueRule(DueKind.WEEKDAY, weekday=0), interval_days=14, anchor=date(2026, 3, 2)),
            "every 2 weeks, due the first Monday after",
        ),
    ],
)
def test_how_often_it_is_read_is_said_in_words(cadence: Cadence, words: str) -> None:
    assert describe_cadence(cadence, LONDON) == words


def test_an_indicator_without_readings_says_how_to_give_one() -> None:
    sheet = IndicatorSheet(CSAT, HELPED, Level.OUTCOME, Combine.LAST, make_assessment(), CHARLIE)
    assert indicator_show(sheet, LONDON)["text"].splitlines()[:4] == [
        "*Customer satisfaction* `csat`",
        "⚪ No reading yet.",
        "From 72 % on 2 March to *85 % by 30 June*.",
        "To give a reading: `/reading csat &lt;value&gt;`",
    ]


@pytest.mark.parametrize(
    ("states", "words"),
    [
        ([DueState.ON_TIME] * 11 + [DueState.MISSED], "You gave 11 of 12 in time since March. (Only you see this.)"),
        ([DueState.ON_TIME] * 3 + [DueState.EXCUSED, DueState.DUE], "You gave 3 of 3 in time since March."),
        ([DueState.ON_TIME, DueState.LATE, DueState.NO_DATA], "You gave 1 of 3 in time since March."),
    ],
)
def test_owners_read_how_they_have_kept_it(states: list[DueState], words: str) -> None:
    record = OwnRecord(rates(states), date(2026, 3, 23))
    assert words in str(indicator_show(replace(SHEET, own_record=record), LONDON)["blocks"][-1])


def test_two_readings_say_nothing_about_how_somebody_keeps_it() -> None:
    record = OwnRecord(rates([DueState.ON_TIME, DueState.MISSED, DueState.DUE]), date(2026, 3, 23))
    assert "in time" not in indicator_show(replace(SHEET, own_record=record), LONDON)["text"]


def test_an_indicator_without_a_target_offers_to_set_one() -> None:
    sheet = replace(SHEET, assessment=make_assessment("84", target=None), description="")
    shown = indicator_show(sheet, LONDON)
    assert shown["text"].splitlines()[1:3] == [f"⚪ *No target*: 84 %, {LAST_WEEK}.", "From 72 % on 2 March."]
    assert heard(shown) == [
        "Give a figure for Customer satisfaction",
        "Set a target for Customer satisfaction",
        "Correct 84 %, last week",
        "History of Customer satisfaction",
    ]


def test_the_newest_reading_can_be_corrected_where_readings_are_taken() -> None:
    button = buttons_of(indicator_show(SHEET, LONDON))[-2]
    assert (button["text"]["text"], button["action_id"], button["value"]) == (
        "Correct…",
        Action.CORRECT_READING,
        "7",
    )
    paused = replace(SHEET.assessment, state=State.PAUSED)
    assert heard(indicator_show(replace(SHEET, assessment=paused), LONDON)) == ["History of Customer satisfaction"]
    none = indicator_show(replace(SHEET, assessment=make_assessment(), readings=()), LONDON)
    assert heard(none) == ["Give a figure for Customer satisfaction"]


def test_no_text_or_number_breaks_the_screens_of_indicators() -> None:
    hostile = make_hostile()
    outcome = OutcomeName("k" * 80, LONG)
    shown = ShownReading(
        7, WEEK_OF_30_MARCH, Value(HUGE), PersonName("U123", HOSTILE), datetime(2026, 4, 6, tzinfo=UTC), note=LONG
    )
    sheet = IndicatorSheet(
        hostile,
        outcome,
        Level.OUTPUT,
        Combine.SUM,
        make_assessment("1", str(HUGE), indicator=hostile),
        CHARLIE,
        description=LONG,
        readings=(shown,) * 100,
        next_due=make_due(1, hostile),
    )
    assert_sound(indicator_show(sheet, LONDON))
