"""The check-in form and what follows it."""

from dataclasses import replace
from decimal import Decimal

from bot.domain.due import DueState
from bot.domain.values import Measure, Value, ValueKind
from bot.results.readings import RecordedReading
from bot.views.check_in import check_in_done, check_in_form, nothing_due
from bot.views.ids import Form, due_id_of, note_field
from tests.views.make import (
    CSAT,
    HUGE,
    LONDON,
    LONG,
    ROUGH,
    WEEK_OF_23_MARCH,
    WEEK_OF_30_MARCH,
    assert_sound,
    lines_of,
    make_assessment,
    make_due,
    make_hostile,
)


def test_each_due_reading_has_a_field_that_says_what_it_needs() -> None:
    form = check_in_form([make_due(17)], LONDON, metadata="m")
    field = form["blocks"][1]
    assert field["block_id"] == "17"
    assert field["label"]["text"] == "Customer satisfaction, week of 30 March"
    assert field["hint"]["text"] == "Last: 81 %"
    assert field["optional"] is True
    assert (form["callback_id"], form["private_metadata"]) == (Form.CHECK_IN, "m")


def test_the_handler_finds_the_due_reading_behind_a_field() -> None:
    form = check_in_form([make_due(17), make_due(18, ROUGH)], LONDON)
    fields = [block["block_id"] for block in form["blocks"] if block["type"] == "input"]
    assert fields == ["17", note_field(17), "18", note_field(18)]
    assert [due_id_of(field) for field in fields] == [17, None, 18, None]


def test_a_missed_reading_is_marked_as_one_that_can_still_come() -> None:
    form = check_in_form([make_due(1, state=DueState.MISSED, last=None)], LONDON)
    assert form["blocks"][1]["hint"]["text"] == "Missed, can still be given · percent"


def test_what_was_typed_is_kept() -> None:
    form = check_in_form([make_due(17)], LONDON, typed={17: "lots"})
    assert form["blocks"][1]["element"]["initial_value"] == "lots"


def test_a_scale_lists_its_labels() -> None:
    mood = replace(CSAT, measure=Measure(ValueKind.SCALE, scale=("poor", "fair", "good")))
    form = check_in_form([make_due(1, mood, last="2")], LONDON)
    assert form["blocks"][1]["hint"]["text"] == "Last: good · poor, fair, good"


def test_a_hint_says_what_the_last_value_does_not() -> None:
    share = replace(CSAT, measure=Measure(ValueKind.RATIO))
    minutes = replace(CSAT, measure=Measure(ValueKind.DURATION, "min"))
    items = [make_due(1, ROUGH, last="112"), make_due(2, share, last="0.62"), make_due(3, minutes, last="80")]
    form = check_in_form([*items, make_due(4, ROUGH, last=None)], LONDON)
    assert [block["hint"]["text"] for block in form["blocks"][1:]] == [
        "Last: 112 people",
        "Last: 62 % · ratio, for example 31/50",
        "Last: 1 h 20 min · minutes",
        "people",
    ]


def test_a_note_says_what_it_is_for() -> None:
    note = check_in_form([make_due(17)], LONDON)["blocks"][2]
    assert note["element"]["placeholder"]["text"] == "What explains the value, for example: after the new onboarding"


def test_a_long_form_is_cut_and_says_so() -> None:
    form = check_in_form([make_due(number) for number in range(23)], LONDON)
    assert sum(block["type"] == "input" for block in form["blocks"]) == 20
    assert form["blocks"][-1]["elements"][0]["text"] == "… and 3 more. They come when these are done."


def test_the_form_of_somebody_with_nothing_due_says_so() -> None:
    assert lines_of(check_in_form([], LONDON)) == "Nothing is due from you now."
    upcoming = make_due(state=DueState.UPCOMING)
    assert lines_of(nothing_due(LONDON, next_due=upcoming)) == (
        "Nothing is due from you now.\nNext: *Customer satisfaction* `csat`, week of 30 March, due today."
    )


def test_what_was_saved_and_what_is_open_are_listed() -> None:
    reading = RecordedReading(5, CSAT, WEEK_OF_30_MARCH, Value(Decimal(84)), make_assessment("84", target=None))
    shown = check_in_done([reading], [make_due(2, ROUGH, WEEK_OF_23_MARCH)], LONDON)
    assert lines_of(shown) == (
        "*1 reading saved*\n"
        "✓ *Customer satisfaction*, week of 30 March: *84 %*. ⚪ No target.\n"
        "*Still open*\n"
        "• *People sleeping rough* `rough`, week of 23 March: due today. Last: 81 people"
    )
    assert lines_of(check_in_done([], [], LONDON)) == "Nothing was filled in, so nothing was saved."


def test_no_text_or_number_breaks_the_form() -> None:
    hostile = make_hostile()
    items = [make_due(number, hostile, last=str(HUGE)) for number in range(100)]
    reading = RecordedReading(
        5, hostile, WEEK_OF_30_MARCH, Value(HUGE), make_assessment("1", "2", indicator=hostile), note=LONG
    )
    for view in (
        check_in_form(items, LONDON, typed={0: LONG}),
        check_in_form(items[:1], LONDON),
        check_in_done([reading] * 100, items, LONDON),
        nothing_due(LONDON, next_due=items[0]),
    ):
        assert_sound(view)
