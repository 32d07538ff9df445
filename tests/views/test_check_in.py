"""The check-in form and what follows it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.domain.due import DueState
from bot.domain.values import Measure, Value, ValueKind
from bot.results.readings import RecordedReading
from bot.views.blocks import Block
from bot.views.check_in import check_in_done, check_in_form, nothing_due
from bot.views.check_in_fields import Asked, Typed, was_asked_about
from bot.views.ids import Action, Form, due_id_of, note_field, sure_field
from bot.words import words
from tests.views.make import (
    CSAT,
    HUGE,
    LAST_WEEK,
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
    form = check_in_form([make_due(17)], LONDON)
    field = form["blocks"][1]
    assert field["block_id"] == "17"
    assert field["label"]["text"] == f"Customer satisfaction, {LAST_WEEK}"
    assert field["hint"]["text"] == "Last: 81 %"
    assert field["optional"] is True
    assert (form["callback_id"], form["private_metadata"]) == (Form.CHECK_IN, "")


def test_the_form_says_first_what_may_stay_empty() -> None:
    form = check_in_form([make_due(17)], LONDON)
    assert (form["title"]["text"], form["submit"]["text"], form["close"]["text"]) == ("Check in", "Save", "Cancel")
    assert form["blocks"][0]["elements"][0]["text"] == (
        "Leave empty what you do not have yet. Where there is no data, type n/d and the reason."
    )


def test_the_handler_finds_the_due_reading_behind_a_field() -> None:
    form = check_in_form([make_due(17), make_due(18, ROUGH)], LONDON)
    fields = [block["block_id"] for block in form["blocks"] if block["type"] == "input"]
    assert fields == ["17", note_field(17), sure_field(17), "18", note_field(18), sure_field(18)]
    assert [due_id_of(field) for field in fields] == [17, None, None, 18, None, None]


def test_a_missed_reading_is_marked_as_one_that_can_still_come() -> None:
    missed = make_due(1, period=WEEK_OF_23_MARCH, state=DueState.MISSED, last=None)
    form = check_in_form([missed, replace(missed, last=Value(Decimal(81)))], LONDON)
    fields = [block for block in form["blocks"] if block["type"] == "input"][::3]
    assert [block["label"]["text"] for block in fields] == ["Customer satisfaction, week of 23 March"] * 2
    assert [block["hint"]["text"] for block in fields] == [
        "Missed, can still be given · percent",
        "Missed, can still be given · Last: 81 %",
    ]


def test_what_was_typed_is_kept() -> None:
    form = check_in_form([make_due(17)], LONDON, asked=Asked({17: Typed("lots", "by hand")}))
    assert [block["element"]["initial_value"] for block in form["blocks"][1:3]] == ["lots", "by hand"]


def test_a_doubt_stands_above_its_field_and_is_remembered() -> None:
    form = check_in_form(
        [make_due(17), make_due(18, ROUGH)],
        LONDON,
        asked=Asked(
            {17: Typed("845"), 18: Typed("1190")}, doubted={17: words("845 %? Last time it was 84.5 %.")}, meant=[18]
        ),
    )

    assert form["blocks"][1]["text"]["text"] == "*845 %? Last time it was 84.5 %.* If it is right, save again."
    assert form["blocks"][2]["block_id"] == "17"
    asked = form["private_metadata"]
    assert was_asked_about(asked, 17, "845")
    assert was_asked_about(asked, 18, "1190")
    assert not was_asked_about(asked, 17, "1190")


@pytest.mark.parametrize("metadata", ["", "junk", "[]", "5", '{"a": "b"}', "[" * 2_000])
def test_what_no_form_of_ours_carries_was_never_asked(metadata: str) -> None:
    assert not was_asked_about(metadata, 17, "845")


def test_a_scale_lists_its_labels() -> None:
    mood = replace(CSAT, measure=Measure(ValueKind.SCALE, scale=("poor", "fair", "good")))
    form = check_in_form([make_due(1, mood, last="2")], LONDON)
    field = form["blocks"][1]
    assert (field["element"]["type"], field["hint"]["text"]) == ("radio_buttons", "Last: good")
    assert _options(field) == {
        "=good": "good",
        "=fair": "fair",
        "=poor": "poor",
        "no_figure": "No figure (say why in the note)",
        "not_yet": "Not yet",
    }


def test_yes_or_no_is_picked() -> None:
    held = replace(CSAT, measure=Measure(ValueKind.YES_NO))
    field = check_in_form([make_due(1, held, last="1")], LONDON)["blocks"][1]
    assert (field["element"]["type"], field["optional"]) == ("radio_buttons", True)
    assert list(_options(field)) == ["=yes", "=no", "no_figure", "not_yet"]
    many = check_in_form([make_due(1, held, last="1"), *(make_due(number) for number in range(2, 6))], LONDON)
    assert [block["block_id"] for block in many["blocks"][1:]] == ["1", "note:1", "2", "3", "4", "5"]


def test_a_longer_scale_is_a_menu_and_one_that_no_menu_holds_is_typed() -> None:
    def element_of(*labels: str) -> str:
        mood = replace(CSAT, measure=Measure(ValueKind.SCALE, scale=labels))
        kind: str = check_in_form([make_due(1, mood, last=None)], LONDON)["blocks"][1]["element"]["type"]
        return kind

    assert element_of(*"abcdefgh") == "radio_buttons"
    assert element_of(*"abcdefghi") == "static_select"
    assert element_of(*map(str, range(99))) == "plain_text_input"
    assert element_of("good", "g" * 150) == "plain_text_input"


def test_what_was_missed_is_behind_a_button() -> None:
    items = [make_due(1, ROUGH, WEEK_OF_23_MARCH, state=DueState.MISSED), make_due(2), make_due(3)]
    form = check_in_form(items, LONDON)
    assert [block["block_id"] for block in form["blocks"] if block["type"] == "input"][::3] == ["2", "3"]
    (older,) = form["blocks"][-1]["elements"]
    assert (older["text"]["text"], older["action_id"]) == ("Older ones (1)", Action.OLDER)
    assert older["accessibility_label"] == "Older ones: 1 missed reading"


def test_the_planned_value_stands_beside_the_last() -> None:
    share = replace(CSAT, measure=Measure(ValueKind.RATIO))
    items = [
        replace(make_due(1), planned=Decimal("82.34567")),
        replace(make_due(2, share, last="0.62"), planned=Decimal("0.634567")),
    ]
    hints = [block["hint"]["text"] for block in check_in_form(items, LONDON)["blocks"][1::3]]
    assert hints == [
        "Last: 81 % · Planned by now: 82.3",
        "Last: 62 % · Planned by now: 63.5 % · ratio, for example 31/50",
    ]


def test_one_may_say_how_sure_one_is() -> None:
    field = check_in_form([make_due(17)], LONDON)["blocks"][3]
    assert (field["label"]["text"], field["optional"]) == ("How sure of Customer satisfaction?", True)
    assert _options(field) == {"sure": "Sure", "fairly": "Fairly sure", "unsure": "Not sure"}


def _options(field: Block) -> dict[str, str]:
    return {option["value"]: option["text"]["text"] for option in field["element"]["options"]}


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
    assert (note["label"]["text"], note["element"]["placeholder"]["text"]) == (
        "Note on Customer satisfaction",
        "What explains it?",
    )
    assert note["optional"] is True
    many = check_in_form([make_due(number) for number in range(1, 5)], LONDON)
    assert [block["block_id"] for block in many["blocks"][1:]] == ["1", "2", "3", "4"]


def test_a_long_form_is_cut_and_says_so() -> None:
    form = check_in_form([make_due(number) for number in range(23)], LONDON)
    assert sum(block["type"] == "input" for block in form["blocks"]) == 20
    assert form["blocks"][-1]["elements"][0]["text"] == "… and 3 more. They come when these are done."
    form = check_in_form([make_due(number) for number in range(21)], LONDON)
    assert form["blocks"][-1]["elements"][0]["text"] == "… and 1 more. It comes when these are done."


def test_the_form_of_somebody_with_nothing_due_says_so() -> None:
    assert lines_of(check_in_form([], LONDON)) == "Nothing is due from you now."
    upcoming = make_due(state=DueState.UPCOMING)
    assert lines_of(nothing_due(LONDON, next_due=upcoming)) == (
        f"Nothing is due from you now.\nNext: *Customer satisfaction* `csat`, {LAST_WEEK}, due today."
    )


SAVED = RecordedReading(5, CSAT, WEEK_OF_30_MARCH, Value(Decimal(84)), make_assessment("84", target=None))


def test_what_was_saved_and_what_is_open_are_listed() -> None:
    shown = check_in_done([SAVED], [make_due(2, ROUGH, WEEK_OF_23_MARCH)], LONDON)
    assert lines_of(shown) == (
        "*1 reading saved*\n"
        f"✓ *84 %* for *Customer satisfaction*, {LAST_WEEK}.\n"
        "*Still open*\n"
        "• *People sleeping rough* `rough`, week of 23 March: due today. Last: 81 people"
    )


def test_each_saved_reading_says_what_it_did_and_that_nothing_is_left() -> None:
    red = replace(SAVED, value=Value(Decimal(72)), assessment=make_assessment("71", "71.5", "72"))
    shown = check_in_done([SAVED, replace(red, previous=Value(Decimal("71.5")))], [], LONDON)
    assert lines_of(shown) == (
        "*2 readings saved*\n"
        f"✓ *84 %* for *Customer satisfaction*, {LAST_WEEK}.\n"
        f"✓ *72 %* for *Customer satisfaction*, {LAST_WEEK}, better by 0.5. 🔴 Off track for 2 weeks: "
        "76 planned by now (4 behind). Needs to rise by 1 a week; so far it has not moved.\n"
        "Nothing else is open."
    )
    assert (shown["callback_id"], shown["close"]["text"]) == (Form.NOTICE, "Done")


def test_an_empty_form_saves_nothing_and_says_so() -> None:
    assert lines_of(check_in_done([], [], LONDON)) == "Nothing was filled in, so nothing was saved."
    assert lines_of(check_in_done([], [make_due(2)], LONDON)) == (
        "Nothing was filled in, so nothing was saved.\n"
        "*Still open*\n"
        f"• *Customer satisfaction* `csat`, {LAST_WEEK}: due today. Last: 81 %"
    )


def test_no_text_or_number_breaks_the_form() -> None:
    hostile = make_hostile()
    items = [make_due(number, hostile, last=str(HUGE)) for number in range(100)]
    reading = RecordedReading(
        5, hostile, WEEK_OF_30_MARCH, Value(HUGE), make_assessment("1", "2", indicator=hostile), note=LONG
    )
    for view in (
        check_in_form(items, LONDON, asked=Asked({0: Typed(LONG, LONG)}, {0: words("{text}?", text=LONG)})),
        check_in_form(items[:1], LONDON),
        check_in_done([reading] * 100, items, LONDON),
        nothing_due(LONDON, next_due=items[0]),
    ):
        assert_sound(view)
