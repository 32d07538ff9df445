"""Replies to readings, as people read them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.domain.due import DueState
from bot.domain.values import Measure, Value, ValueKind, ratio
from bot.results.names import Viewer
from bot.results.readings import RecordedReading, RetractedReading
from bot.views.ids import Action
from bot.views.readings import due_list, nothing_to_undo, recorded, undone
from tests.views.make import (
    CSAT,
    HOSTILE,
    HUGE,
    LONDON,
    ROUGH,
    WEEK_OF_23_MARCH,
    WEEK_OF_30_MARCH,
    assert_sound,
    make_assessment,
    make_due,
    make_hostile,
)

READING = RecordedReading(
    5,
    CSAT,
    WEEK_OF_30_MARCH,
    Value(Decimal(84)),
    make_assessment("75", "78", "81", "84"),
    previous=Value(Decimal(81)),
)


def test_a_reading_is_answered_with_what_it_did() -> None:
    reply = recorded(replace(READING, assessment=make_assessment("71", "71.5", "72")), LONDON)
    assert reply["text"] == (
        "*Customer satisfaction*, week of 30 March\n"
        "*84 %* (was 81 %). 🔴 Off track: 28.3 points under the path for 3 readings; "
        "needs 1.06 percentage points a week, has made 0."
    )


def test_the_reply_says_what_else_there_is_to_know() -> None:
    reading = replace(
        READING,
        note="after the new onboarding",
        late=True,
        combined=Value(Decimal("82.5")),
        replaced=Value(Decimal(48)),
        still_open=(make_due(2, period=WEEK_OF_23_MARCH),),
    )
    assert recorded(reading, LONDON)["text"].splitlines()[2:] == [
        "It replaces 48 %.",
        "With the other readings, the week of 30 March is at 82.5 %.",
        "Note: after the new onboarding",
        "Recorded as late.",
        "Still open: week of 23 March. To give it: `/reading csat &lt;value&gt; for week of 23 March`",
    ]


def test_a_reading_for_an_earlier_week_does_not_take_the_status_of_the_latest_for_its_own() -> None:
    reading = replace(READING, period=WEEK_OF_23_MARCH, value=Value(Decimal(60)), previous=Value(Decimal(78)))
    assert recorded(reading, LONDON)["text"] == (
        "*Customer satisfaction*, week of 23 March\n"
        "*60 %* (was 78 %). Latest: 84 %, week of 30 March. 🟢 On track: 64 points ahead of the path; "
        "needs 0.081 percentage points a week, has made 2.47."
    )


def test_the_undo_button_names_the_reading() -> None:
    (button,) = recorded(READING, LONDON)["blocks"][-1]["elements"]
    assert (button["action_id"], button["value"]) == (Action.UNDO_READING, "5")
    assert all(block["type"] != "actions" for block in recorded(READING, LONDON, undo=False)["blocks"])


def test_numbers_and_days_are_printed_for_the_reader() -> None:
    german = Viewer("de-DE", "Europe/Berlin", date(2026, 4, 7))
    american = Viewer("en-US", "America/New_York", date(2026, 4, 7))
    reading = replace(READING, value=Value(Decimal("84.5")))
    assert "*84,5 %*" in recorded(reading, german)["text"]
    assert "week of March 30" in recorded(reading, american)["text"]


def test_the_value_is_not_repeated_in_the_reason() -> None:
    reading = replace(READING, assessment=make_assessment("81", "84", target=None))
    assert recorded(reading, LONDON)["text"].splitlines()[1] == "*84 %* (was 81 %). ⚪ No target."


def test_brackets_do_not_nest() -> None:
    housed = replace(CSAT, name="Still housed", measure=Measure(ValueKind.RATIO))
    reading = replace(READING, indicator=housed, value=ratio(Decimal(33), Decimal(50)))
    reading = replace(reading, previous=ratio(Decimal(31), Decimal(50)), assessment=make_assessment("84", target=None))
    assert recorded(reading, LONDON)["text"].splitlines()[1] == "*66 % (33 of 50)* (was 62 %). ⚪ No target."


def test_no_data_is_an_answer() -> None:
    reply = recorded(replace(READING, value=None, note="the survey was off"), LONDON)
    assert reply["text"] == (
        "*Customer satisfaction*, week of 30 March\n"
        "No data this time: the survey was off\n"
        "This counts as an answer: you will not be asked for it again."
    )


def test_an_undone_reading_says_what_is_open_again() -> None:
    reply = undone(RetractedReading(CSAT, WEEK_OF_30_MARCH, Value(Decimal(84)), due=make_due()), LONDON)
    assert reply["text"] == (
        "Taken back: *Customer satisfaction*, 84 % for the week of 30 March.\nIt is open again: due today."
    )


def test_an_undone_correction_says_what_counts_now() -> None:
    reading = RetractedReading(
        CSAT, WEEK_OF_30_MARCH, Value(Decimal(84)), now_counts=Value(Decimal(81)), due=make_due()
    )
    assert undone(reading, LONDON)["text"].endswith("Now 81 % counts.")


def test_what_is_due_says_when() -> None:
    items = [
        make_due(1),
        make_due(2, ROUGH, WEEK_OF_23_MARCH, due_on=date(2026, 3, 30), state=DueState.MISSED, last=None),
        make_due(3, due_on=date(2026, 4, 6)),
        make_due(4, due_on=date(2026, 4, 13), state=DueState.UPCOMING),
    ]
    shown = due_list(items, LONDON)
    assert shown["text"] == (
        "*Your readings*\n"
        "• *Customer satisfaction* `csat`, week of 30 March: due today. Last: 81 %\n"
        "• *People sleeping rough* `rough`, week of 23 March: missed, can still be given\n"
        "• *Customer satisfaction* `csat`, week of 30 March: was due yesterday. Last: 81 %\n"
        "• *Customer satisfaction* `csat`, week of 30 March: due Mon 13 April. Last: 81 %"
    )
    assert shown["blocks"][-1]["elements"][0]["action_id"] == Action.CHECK_IN


def test_nothing_open_offers_no_check_in() -> None:
    upcoming = make_due(due_on=date(2026, 4, 13), state=DueState.UPCOMING)
    assert due_list([upcoming], LONDON)["blocks"][-1]["type"] == "section"
    assert due_list([], LONDON)["text"] == "Nothing is due from you now."
    assert due_list([], LONDON, next_due=upcoming)["text"] == (
        "Nothing is due from you now.\nNext: *Customer satisfaction* `csat`, week of 30 March, due Mon 13 April."
    )


@pytest.mark.parametrize("value", [Value(HUGE), Value(-HUGE), None])
def test_no_text_or_number_breaks_a_reply(value: Value | None) -> None:
    hostile = make_hostile()
    open_too = tuple(make_due(number, hostile) for number in range(100))
    reading = replace(
        READING,
        indicator=hostile,
        value=value,
        previous=Value(HUGE),
        note=HOSTILE,
        assessment=make_assessment("1", str(HUGE), indicator=hostile),
        still_open=open_too,
    )
    assert_sound(recorded(reading, LONDON))
    assert_sound(undone(RetractedReading(hostile, WEEK_OF_30_MARCH, value), LONDON))
    assert_sound(due_list(open_too, LONDON))
    assert_sound(nothing_to_undo())
