"""The indicator form, and one indicator in full."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bot.domain.cadences import Cadence, DueKind, DueRule, Every
from bot.domain.colours import State
from bot.domain.combining import Combine
from bot.domain.due import DueState
from bot.domain.facts import Level
from bot.domain.periods import Period
from bot.domain.targets import Direction
from bot.domain.values import Value, ValueKind
from bot.fields import Field
from bot.results.indicators import IndicatorSheet, ShownReading
from bot.results.names import OutcomeName, PersonName, ServiceName
from bot.views.ids import Action
from bot.views.indicators import (
    DUE_DAY_CHOICES,
    EVERY_CHOICES,
    IndicatorDraft,
    describe_cadence,
    indicator_form,
    indicator_saved,
    indicator_show,
)
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
    lines_of,
    make_assessment,
    make_due,
    make_hostile,
)
from tests.views.test_outcomes import inputs_of

WEEK_OF_16_MARCH = Period("2026-W12", date(2026, 3, 16), date(2026, 3, 22))
NEXT = make_due(state=DueState.UPCOMING, due_on=date(2026, 4, 13))


def test_four_answers_are_required() -> None:
    inputs = inputs_of(indicator_form(IndicatorDraft("UALICE"), HELPED, LONDON))
    required = [field for field, block in inputs.items() if not block["optional"]]
    assert required == [Field.NAME, Field.KIND, Field.DIRECTION, Field.EVERY]
    assert inputs[Field.OWNER]["element"]["initial_user"] == "UALICE"


def test_the_form_offers_every_kind_and_cadence() -> None:
    inputs = inputs_of(indicator_form(IndicatorDraft("UALICE"), HELPED, LONDON))
    kinds = [option["value"] for option in inputs[Field.KIND]["element"]["options"]]
    assert kinds == [kind.value for kind in ValueKind]
    assert set(EVERY_CHOICES) - {"working_day", "two_weeks"} == {every.value for every in Every} - {"interval"}
    assert len(DUE_DAY_CHOICES) == 9


def test_the_form_is_worded_for_who_fills_it_in() -> None:
    inputs = inputs_of(indicator_form(IndicatorDraft("UALICE"), HELPED, LONDON))

    def offered(field: Field) -> list[str]:
        return [option["text"]["text"] for option in inputs[field]["element"]["options"]]

    assert offered(Field.DIRECTION) == ["Go up", "Go down", "Stay within limits"]
    assert offered(Field.EVERY) == [
        "Every working day",
        "Every day, weekends too",
        "Every week",
        "Every two weeks",
        "Every month",
        "Every quarter",
    ]
    assert offered(Field.DUE_DAY)[:3] == ["First working day after", "Last working day of the period", "Monday"]
    assert offered(Field.LEVEL) == ["The change that is wanted", "What comes out of the work", "The work itself"]
    assert inputs[Field.NAME]["label"]["text"] == "What is measured?"


def test_what_was_typed_before_stands_in_the_form() -> None:
    draft = IndicatorDraft("UALICE", name="CSAT", kind="percent", every="week", baseline="72 %", due_day="4")
    inputs = inputs_of(indicator_form(draft, HELPED, LONDON))
    assert inputs[Field.NAME]["element"]["initial_value"] == "CSAT"
    assert inputs[Field.KIND]["element"]["initial_option"]["value"] == "percent"
    assert inputs[Field.EVERY]["element"]["initial_option"]["value"] == "week"
    assert inputs[Field.BASELINE]["element"]["initial_value"] == "72 %"
    assert inputs[Field.DUE_DAY]["element"]["initial_option"]["text"]["text"] == "Friday"


def test_a_saved_indicator_says_how_to_go_on() -> None:
    view = indicator_saved(CSAT, LONDON, next_due=NEXT, has_target=False)
    assert lines_of(view).splitlines()[:4] == [
        "✓ Saved: *Customer satisfaction*",
        "To give a reading: `/reading csat &lt;value&gt;`",
        "The first one, for last week, is due Mon 13 April.",
        "It has no target yet. With one, every reading says how far ahead or behind it is.",
    ]
    (button,) = buttons_of(view)
    assert (button["text"]["text"], button["action_id"], button["value"]) == (
        "Set a target",
        Action.SET_TARGET,
        "csat",
    )
    assert heard(view) == ["Set a target for Customer satisfaction"]
    assert len(indicator_saved(CSAT, LONDON, has_target=True)["blocks"]) == 1


def test_a_first_reading_whose_day_has_passed_says_what_became_of_it() -> None:
    missed = make_due(period=WEEK_OF_23_MARCH, due_on=date(2026, 3, 30), state=DueState.MISSED)
    assert lines_of(indicator_saved(CSAT, LONDON, next_due=missed, has_target=True)).splitlines()[-1] == (
        "The first one, for the week of 23 March: missed, can still be given."
    )


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
        "How is this worked out? Customer satisfaction",
        "Correct 84 %, last week",
        "History of Customer satisfaction",
    ]


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
    assert heard(shown)[0] == label
    assert_sound(shown)


def test_a_status_without_a_number_behind_it_is_not_to_be_worked_out() -> None:
    assert heard(indicator_show(replace(SHEET, assessment=make_assessment()), LONDON)) == [
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
            "every 14 days, due the first Monday after",
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


def test_an_indicator_without_a_target_offers_to_set_one() -> None:
    sheet = replace(SHEET, assessment=make_assessment("84", target=None), description="")
    shown = indicator_show(sheet, LONDON)
    assert shown["text"].splitlines()[1:3] == [f"⚪ *No target*: 84 %, {LAST_WEEK}.", "From 72 % on 2 March."]
    assert heard(shown) == [
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
    assert buttons_of(indicator_show(replace(SHEET, assessment=make_assessment(), readings=()), LONDON)) == []


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
    draft = IndicatorDraft("UALICE", name=LONG, unit=HOSTILE, baseline=LONG, target=LONG, key=HOSTILE, kind="nonsense")
    for screen in (
        indicator_form(draft, outcome, LONDON, metadata="x"),
        indicator_saved(hostile, LONDON, next_due=make_due(1, hostile), has_target=False),
        indicator_show(sheet, LONDON),
    ):
        assert_sound(screen)
