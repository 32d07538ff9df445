"""What was missed: filled in, or declared not to come."""

from bot.domain.due import DueState
from bot.results.readings import RecordedReading
from bot.views.ids import Action, Form, carried_due_ids
from bot.views.older import declared, not_coming_form, older_form
from tests.views.make import (
    LONDON,
    LONG,
    ROUGH,
    WEEK_OF_23_MARCH,
    WEEK_OF_30_MARCH,
    assert_sound,
    heard,
    lines_of,
    make_assessment,
    make_due,
    make_hostile,
)

MISSED = [make_due(number, state=DueState.MISSED) for number in range(1, 51)]
ONE_OF_ROUGH = make_due(51, ROUGH, WEEK_OF_23_MARCH, state=DueState.MISSED)


def test_the_oldest_are_fields_and_the_rest_is_counted() -> None:
    form = older_form([*MISSED, ONE_OF_ROUGH], LONDON)
    fields = [block["block_id"] for block in form["blocks"] if block["type"] == "input"]
    assert fields == [str(number) for number in range(1, 11)]
    assert form["callback_id"] == Form.CHECK_IN
    assert [block["elements"][0]["text"] for block in form["blocks"] if block["type"] == "context"] == [
        "These were missed and can still be given, the oldest first. Leave empty what you lack.",
        "… and 41 more. They come when these are done.",
    ]
    (button,) = form["blocks"][-1]["elements"]
    assert (button["text"]["text"], button["action_id"]) == ("They will not come", Action.NOT_COMING)
    assert heard(form) == ["They will not come: 51 missed readings"]


def test_all_of_them_or_those_of_one_indicator_will_not_come() -> None:
    form = not_coming_form([*MISSED, ONE_OF_ROUGH], LONDON)
    which, why, small_print = form["blocks"]
    assert [(option["value"], option["text"]["text"]) for option in which["element"]["options"]] == [
        ("all", "All of them (51)"),
        ("=csat", "Customer satisfaction (50)"),
        ("=rough", "People sleeping rough (1)"),
    ]
    assert why["label"]["text"] == "Why is there no figure?"
    assert small_print["elements"][0]["text"] == (
        "They count as answered with no data, and I do not ask for them again."
    )
    assert carried_due_ids(form["private_metadata"]) == list(range(1, 52))


def test_of_very_many_the_oldest_are_declared_first() -> None:
    many = [make_due(number, state=DueState.MISSED) for number in range(1, 75)]
    form = not_coming_form(many, LONDON)
    assert [option["text"]["text"] for option in form["blocks"][0]["element"]["options"]] == [
        "The oldest (60)",
        "Customer satisfaction (60)",
    ]
    assert carried_due_ids(form["private_metadata"]) == list(range(1, 61))


def test_what_was_declared_is_counted_by_indicator() -> None:
    given = RecordedReading(1, ROUGH, WEEK_OF_30_MARCH, None, make_assessment("84"), note="nobody counted")
    assert lines_of(declared([given, given], [], LONDON)) == (
        "✓ No data for 2 readings: nobody counted\n"
        "• *People sleeping rough* `rough`: 2\n"
        "I do not ask for these again. Should one turn up, give it with /reading."
    )
    assert lines_of(declared([], [], LONDON)) == "Nothing of this was open any more, so nothing was changed."


def test_where_nothing_is_open_any_more_the_step_says_so() -> None:
    assert lines_of(older_form([], LONDON)) == "No older reading is open."
    assert lines_of(not_coming_form([], LONDON)) == "No older reading is open."


def test_no_number_and_no_name_breaks_the_step() -> None:
    most = [make_due(2**31 - number, make_hostile(), state=DueState.MISSED) for number in range(1, 501)]
    given = RecordedReading(1, make_hostile(), WEEK_OF_30_MARCH, None, make_assessment("84"), note=LONG)
    for view in (older_form(most, LONDON), not_coming_form(most, LONDON), declared([given] * 100, most, LONDON)):
        assert_sound(view)
