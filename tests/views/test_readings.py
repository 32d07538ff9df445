"""Replies to readings, as people read them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.domain.due import DueState
from bot.domain.periods import Period
from bot.domain.values import Measure, Value, ValueKind, ratio
from bot.results.names import PersonName, ServiceName, Viewer
from bot.results.readings import RecordedReading, RetractedReading
from bot.views.ids import Action
from bot.views.readings import due_lines, due_list, nothing_to_undo, recorded, recorded_line, undone
from tests.views.make import (
    CSAT,
    HEBREW,
    HOSTILE,
    HUGE,
    LAST_WEEK,
    LONDON,
    LONG_NAME,
    ROUGH,
    WEEK_OF_23_MARCH,
    WEEK_OF_30_MARCH,
    assert_sound,
    buttons_of,
    heard,
    make_assessment,
    make_due,
    make_hostile,
)

WEEK_OF_9_MARCH = Period("2026-W11", date(2026, 3, 9), date(2026, 3, 15))
WEEK_OF_16_MARCH = Period("2026-W12", date(2026, 3, 16), date(2026, 3, 22))
READING = RecordedReading(
    5,
    CSAT,
    WEEK_OF_30_MARCH,
    Value(Decimal(84)),
    make_assessment("75", "78", "81", "84"),
    previous=Value(Decimal(81)),
)
FELL = replace(
    READING,
    value=Value(Decimal(72)),
    previous=Value(Decimal("71.5")),
    assessment=make_assessment("71", "71.5", "72"),
)
FIRST = replace(READING, previous=None, assessment=make_assessment("84", target=None))


def test_a_reading_is_answered_with_what_it_did() -> None:
    assert recorded(READING, LONDON)["text"] == (
        f"✓ *84 %* for *Customer satisfaction*, {LAST_WEEK}, better by 3.\n🟢 On track: 76 planned by now (8 ahead)."
    )
    assert recorded(FELL, LONDON)["text"] == (
        f"✓ *72 %* for *Customer satisfaction*, {LAST_WEEK}, better by 0.5.\n"
        "🔴 Off track for 2 weeks: 76 planned by now (4 behind). Needs to rise by 1 a week; so far it has not moved."
    )


def test_what_is_needed_is_said_only_where_something_is_to_be_done() -> None:
    # The one on track would have to rise too, but has its pace already.
    assert "Needs to rise" in recorded(FELL, LONDON)["text"]
    assert "Needs to" not in recorded(READING, LONDON)["text"]


def test_the_reply_says_what_else_there_is_to_know() -> None:
    reading = replace(
        READING,
        note="after the new onboarding",
        combined=Value(Decimal("82.5")),
        replaced=Value(Decimal(48)),
        still_open=(make_due(2, period=WEEK_OF_23_MARCH),),
    )
    assert recorded(reading, LONDON)["text"] == (
        f"✓ *84 %* for *Customer satisfaction*, {LAST_WEEK}, instead of 48 %.\n"
        "🟢 On track: 76 planned by now (8 ahead).\n"
        "> after the new onboarding\n"
        "With the other readings, last week is at 82.5 %.\n"
        "Still open: week of 23 March. To give it: `/reading csat &lt;value&gt; for week of 23 March`"
    )


def test_a_late_reading_is_answered_like_any_other() -> None:
    assert recorded(replace(READING, late=True), LONDON) == recorded(READING, LONDON)


def test_a_correction_says_what_it_replaces_and_compares_with_nothing_else() -> None:
    corrected = replace(READING, replaced=Value(Decimal(74)))
    assert recorded(corrected, LONDON)["text"].splitlines()[0] == (
        f"✓ *84 %* for *Customer satisfaction*, {LAST_WEEK}, instead of 74 %."
    )
    # Given twice alike, it replaces nothing that anybody would miss.
    assert recorded(replace(READING, replaced=Value(Decimal(84))), LONDON) == recorded(READING, LONDON)


def test_a_correction_says_whose_value_it_replaces_where_somebody_else_gave_it() -> None:
    theirs = replace(READING, replaced=Value(Decimal(74)), replaced_from=PersonName("URAJ", "Raj"))
    assert recorded(theirs, LONDON)["text"].splitlines()[0] == (
        f"✓ *84 %* for *Customer satisfaction*, {LAST_WEEK}, instead of 74 % from Raj."
    )
    from_a_program = replace(theirs, replaced_from=ServiceName("Shelter *register*"))
    assert "instead of 74 % from Shelter ∗register∗." in recorded(from_a_program, LONDON)["text"]
    assert recorded(replace(theirs, value=None), LONDON)["text"].splitlines()[-1] == "It replaces 74 % from Raj."


@pytest.mark.parametrize(
    ("value", "previous", "change"),
    [
        ("84", "81", "better by 3"),
        ("81", "84", "worse by 3"),
        ("84", "84", "unchanged"),
        ("84.25", "84", "better by 0.25"),
    ],
)
def test_a_reading_is_compared_with_the_one_before_it(value: str, previous: str, change: str) -> None:
    reading = replace(READING, value=Value(Decimal(value)), previous=Value(Decimal(previous)))
    assert recorded(reading, LONDON)["text"].splitlines()[0] == (
        f"✓ *{value} %* for *Customer satisfaction*, {LAST_WEEK}, {change}."
    )


def test_several_open_weeks_are_named_and_the_oldest_is_asked_for_first() -> None:
    open_too = tuple(make_due(number, period=of) for number, of in enumerate([WEEK_OF_16_MARCH, WEEK_OF_23_MARCH]))
    assert recorded(replace(READING, still_open=open_too), LONDON)["text"].splitlines()[-1] == (
        "Still open: week of 16 March and week of 23 March. "
        "To give the first of them: `/reading csat &lt;value&gt; for week of 16 March`"
    )


def test_the_owner_is_given_a_button_for_what_is_open() -> None:
    missed = tuple(
        make_due(number, period=of, state=DueState.MISSED)
        for number, of in enumerate([WEEK_OF_16_MARCH, WEEK_OF_23_MARCH])
    )
    late = recorded(replace(READING, still_open=missed, is_owners=True), LONDON)
    assert late["text"].splitlines()[-1] == "Still open: week of 16 March and week of 23 March."
    assert [each["text"]["text"] for each in buttons_of(late)] == ["Undo", "Fill in older ones"]
    due = replace(READING, still_open=(*missed, make_due(3)), is_owners=True)
    assert [each["text"]["text"] for each in buttons_of(recorded(due, LONDON))] == ["Undo", "Check in"]


def test_a_reading_for_an_earlier_week_does_not_take_the_status_of_the_latest_for_its_own() -> None:
    reading = replace(READING, period=WEEK_OF_23_MARCH, value=Value(Decimal(60)), previous=Value(Decimal(78)))
    assert recorded(reading, LONDON)["text"] == (
        "✓ *60 %* for *Customer satisfaction*, week of 23 March, worse by 18.\n"
        "Latest: 84 %, last week. 🟢 On track: 76 planned by now (8 ahead)."
    )


def test_the_undo_button_names_the_reading() -> None:
    (button,) = buttons_of(recorded(READING, LONDON))
    assert (button["text"]["text"], button["action_id"], button["value"]) == ("Undo", Action.UNDO_READING, "5")
    assert heard(recorded(READING, LONDON)) == ["Undo 84 %, last week"]
    assert heard(recorded(replace(READING, period=WEEK_OF_23_MARCH), LONDON)) == ["Undo 84 %, week of 23 March"]
    assert heard(recorded(replace(READING, value=None), LONDON)) == ["Undo no data, last week"]
    assert buttons_of(recorded(READING, LONDON, undo=False)) == []


def test_a_bad_status_can_be_worked_out_by_whoever_asks() -> None:
    shown = recorded(FELL, LONDON)
    assert heard(shown) == ["Undo 72 %, last week", "How is this worked out? Customer satisfaction"]
    button = buttons_of(shown)[1]
    assert (button["text"]["text"], button["action_id"], button["value"]) == (
        "How is this worked out?",
        Action.EXPLAIN,
        "csat",
    )
    assert heard(recorded(replace(FELL, value=None), LONDON)) == ["Undo no data, last week"]


def test_numbers_and_days_are_printed_for_the_reader() -> None:
    german = Viewer("de-DE", "Europe/Berlin", date(2026, 4, 7))
    american = Viewer("en-US", "America/New_York", date(2026, 4, 7))
    reading = replace(READING, value=Value(Decimal("84.5")))
    assert recorded(reading, german)["text"].splitlines()[0] == (
        f"✓ *84,5 %* for *Customer satisfaction*, {LAST_WEEK}, better by 3,5."
    )
    assert recorded(reading, american)["text"].splitlines()[0] == (
        "✓ *84.5 %* for *Customer satisfaction*, last week (March 30\u2009–\u2009April 5), better by 3.5."
    )


def test_where_nothing_is_promised_there_is_no_status_but_a_way_to_promise_something() -> None:
    shown = recorded(FIRST, LONDON)
    assert shown["text"] == f"✓ *84 %* for *Customer satisfaction*, {LAST_WEEK}."
    assert heard(shown) == ["Undo 84 %, last week", "Set a target for Customer satisfaction"]
    button = buttons_of(shown)[1]
    assert (button["text"]["text"], button["action_id"], button["value"]) == (
        "Set a target",
        Action.SET_TARGET,
        "csat",
    )
    assert heard(recorded(FIRST, LONDON, undo=False)) == ["Set a target for Customer satisfaction"]
    assert heard(recorded(READING, LONDON)) == ["Undo 84 %, last week"]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        (
            LONG_NAME,
            "Set a target for People who have slept rough in our borough for more than…",
        ),
        (HEBREW.name, "Set a target for \u2068שביעות רצון הלקוחות\u2069"),
        (f"{HEBREW.name} " * 9, f"Set a target for \u2068{HEBREW.name} {HEBREW.name} שביעות רצון הלק…\u2069"),
    ],
    ids=["long", "right to left", "long and right to left"],
)
def test_any_name_is_heard_in_seventy_five_characters(name: str, label: str) -> None:
    (heard_label,) = heard(recorded(replace(FIRST, indicator=replace(CSAT, name=name)), LONDON, undo=False))
    assert heard_label == label
    assert len(heard_label) <= 75


def test_brackets_do_not_nest() -> None:
    housed = replace(CSAT, name="Still housed", measure=Measure(ValueKind.RATIO))
    reading = replace(FIRST, indicator=housed, value=ratio(Decimal(33), Decimal(50)))
    reading = replace(reading, replaced=ratio(Decimal(31), Decimal(50)))
    assert recorded(reading, LONDON)["text"] == (
        f"✓ *66 % (33 of 50)* for *Still housed*, {LAST_WEEK}, instead of 62 % (31 of 50)."
    )


def test_no_data_is_an_answer() -> None:
    reply = recorded(replace(READING, value=None, note="the survey was off"), LONDON)
    assert reply["text"] == (
        f"✓ No data for *Customer satisfaction*, {LAST_WEEK}: the survey was off\n"
        "This counts as an answer: I do not ask for it again."
    )


def test_no_data_in_the_place_of_a_value_says_which() -> None:
    reply = recorded(replace(READING, value=None, replaced=Value(Decimal(48))), LONDON)
    assert reply["text"] == (
        f"✓ No data for *Customer satisfaction*, {LAST_WEEK}.\n"
        "This counts as an answer: I do not ask for it again.\n"
        "It replaces 48 %."
    )


def test_a_reading_among_others_is_one_line() -> None:
    assert recorded_line(FELL, LONDON) == (
        f"✓ *72 %* for *Customer satisfaction*, {LAST_WEEK}, better by 0.5. 🔴 Off track for 2 weeks: "
        "76 planned by now (4 behind). Needs to rise by 1 a week; so far it has not moved."
    )
    assert recorded_line(FIRST, LONDON) == f"✓ *84 %* for *Customer satisfaction*, {LAST_WEEK}."


def test_an_undone_reading_says_what_is_open_again() -> None:
    reply = undone(RetractedReading(CSAT, WEEK_OF_30_MARCH, Value(Decimal(84)), due=make_due()), LONDON)
    assert reply["text"] == (
        f"Taken back: 84 % for *Customer satisfaction*, {LAST_WEEK}.\nIt is open again: due today."
    )


def test_an_undone_correction_says_what_counts_now() -> None:
    reading = RetractedReading(
        CSAT, WEEK_OF_30_MARCH, Value(Decimal(84)), now_counts=Value(Decimal(81)), due=make_due()
    )
    assert undone(reading, LONDON)["text"] == (
        f"Taken back: 84 % for *Customer satisfaction*, {LAST_WEEK}.\nNow 81 % counts."
    )


def test_what_is_due_says_when() -> None:
    items = [
        make_due(1),
        make_due(2, ROUGH, WEEK_OF_23_MARCH, due_on=date(2026, 3, 30), state=DueState.MISSED, last=None),
        make_due(3, replace(CSAT, key="calls", name="Calls"), due_on=date(2026, 4, 6)),
        make_due(4, replace(CSAT, key="visits", name="Visits"), due_on=date(2026, 4, 13), state=DueState.UPCOMING),
    ]
    shown = due_list(items, LONDON)
    assert shown["text"] == (
        "*Your readings*\n"
        f"• *Customer satisfaction* `csat`, {LAST_WEEK}: due today. Last: 81 %\n"
        f"• *Calls* `calls`, {LAST_WEEK}: was due yesterday. Last: 81 %\n"
        "• *People sleeping rough* `rough`, week of 23 March: missed, can still be given\n"
        f"• *Visits* `visits`, {LAST_WEEK}: due Mon 13 April. Last: 81 %"
    )
    assert [button["action_id"] for button in buttons_of(shown)] == [Action.CHECK_IN]


def test_the_check_in_button_says_for_how_many_readings() -> None:
    due, missed = make_due(1), make_due(2, ROUGH, WEEK_OF_23_MARCH, state=DueState.MISSED)
    upcoming = make_due(3, replace(CSAT, key="visits"), state=DueState.UPCOMING)
    assert heard(due_list([due, missed, upcoming], LONDON)) == ["Check in: 2 readings"]
    assert heard(due_list([due], LONDON)) == ["Check in: 1 reading"]


def test_an_indicator_is_listed_once_with_its_newest_reading_and_the_older_ones_counted() -> None:
    missed = [
        make_due(number, ROUGH, of, state=DueState.MISSED, last=None)
        for number, of in enumerate([WEEK_OF_9_MARCH, WEEK_OF_16_MARCH, WEEK_OF_23_MARCH], start=1)
    ]
    newest = make_due(4, ROUGH, last="118")
    other = make_due(5)
    assert due_lines([missed[2], other, missed[0], newest, missed[1]], LONDON) == [
        (
            f"• *People sleeping rough* `rough`, {LAST_WEEK}: due today. Last: 118 people. "
            "3 older ones are open, since the week of 9 March"
        ),
        f"• *Customer satisfaction* `csat`, {LAST_WEEK}: due today. Last: 81 %",
    ]
    assert due_lines([missed[2], newest], LONDON) == [
        (
            f"• *People sleeping rough* `rough`, {LAST_WEEK}: due today. Last: 118 people. "
            "1 older one is open: the week of 23 March"
        )
    ]
    # Each of them is a field of the form that the button opens.
    assert heard(due_list([*missed, newest], LONDON)) == ["Check in: 4 readings"]


def test_nothing_open_offers_no_check_in() -> None:
    upcoming = make_due(due_on=date(2026, 4, 13), state=DueState.UPCOMING)
    shown = due_list([upcoming], LONDON)
    assert shown["text"] == (
        "Nothing is due from you now. What comes next:\n"
        f"• *Customer satisfaction* `csat`, {LAST_WEEK}: due Mon 13 April. Last: 81 %"
    )
    assert shown["blocks"][-1]["type"] == "section"
    assert due_list([], LONDON)["text"] == "Nothing is due from you now."
    assert due_list([], LONDON, next_due=upcoming)["text"] == (
        f"Nothing is due from you now.\nNext: *Customer satisfaction* `csat`, {LAST_WEEK}, due Mon 13 April."
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
    assert_sound(recorded(replace(reading, assessment=make_assessment("1", indicator=hostile, target=None)), LONDON))
    assert_sound(recorded(replace(reading, replaced=Value(-HUGE), replaced_from=ServiceName(HOSTILE)), LONDON))
    assert_sound(undone(RetractedReading(hostile, WEEK_OF_30_MARCH, value), LONDON))
    assert_sound(due_list(open_too, LONDON))
    assert_sound(
        due_list([replace(item, indicator=replace(hostile, key=f"k{item.due_id}")) for item in open_too], LONDON)
    )
    assert_sound(nothing_to_undo(LONDON))
