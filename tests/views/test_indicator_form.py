"""The form that registers an indicator, and what is said once it is saved."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.cadences import Every
from bot.domain.due import DueState
from bot.domain.facts import Level
from bot.domain.values import ValueKind
from bot.fields import Field
from bot.results.indicators import RegisteredIndicator
from bot.results.names import OutcomeName
from bot.results.targets import TargetSheet
from bot.views.asked import AskedForm
from bot.views.cadence_form import weeks_of
from bot.views.ids import Action
from bot.views.indicator_form import IndicatorDraft, indicator_form, indicator_saved
from bot.words import words
from tests.views.make import (
    BOB,
    CHARLIE,
    CSAT,
    HEBREW,
    HELPED,
    HOSTILE,
    LONDON,
    LONG,
    LONG_NAME,
    WEEK_OF_23_MARCH,
    assert_sound,
    buttons_of,
    heard,
    inputs_of,
    lines_of,
    make_assessment,
    make_due,
    make_hostile,
)

ASKED = AskedForm(7)
NEXT = make_due(state=DueState.UPCOMING, due_on=date(2026, 4, 13))
SAVED = RegisteredIndicator(TargetSheet(CSAT, make_assessment(target=None)), HELPED, BOB, NEXT)


def test_the_form_asks_for_what_from_where_to_where_by_when_whom_and_how_often() -> None:
    inputs = inputs_of(indicator_form(IndicatorDraft("UALICE"), HELPED, LONDON, asked=ASKED))
    assert list(inputs) == [Field.NAME, Field.BASELINE, Field.VALUE, Field.DUE_ON, Field.OWNER, Field.EVERY]
    required = [field for field, block in inputs.items() if not block["optional"]]
    assert required == [Field.NAME, Field.OWNER, Field.EVERY]
    assert inputs[Field.OWNER]["element"]["initial_user"] == "UALICE"
    assert inputs[Field.EVERY]["element"]["initial_option"]["value"] == "week"


def test_in_full_it_offers_every_kind_and_cadence() -> None:
    form = indicator_form(IndicatorDraft("UALICE"), HELPED, LONDON, asked=ASKED, in_full=True)
    inputs = inputs_of(form)

    def offered(field: Field) -> list[str]:
        return [option["text"]["text"] for option in inputs[field]["element"]["options"]]

    assert [option["value"] for option in inputs[Field.KIND]["element"]["options"]] == [
        kind.value for kind in ValueKind
    ]
    every = {option["value"] for option in inputs[Field.EVERY]["element"]["options"]}
    assert {each for each in every if weeks_of(each) is None} - {"working_day", "chosen_days"} == {
        each.value for each in Every
    } - {"interval"}
    assert offered(Field.DIRECTION) == ["Go up", "Go down", "Stay within limits"]
    assert offered(Field.EVERY)[:3] == ["Every working day", "Every day, weekends too", "Every week"]
    assert offered(Field.DUE_DAY)[:3] == ["First working day after", "Last working day of the period", "Monday"]
    assert offered(Field.LEVEL) == ["The change that is wanted", "What comes out of the work", "The work itself"]
    assert not [field for field in (Field.KIND, Field.DIRECTION, Field.UNIT) if not inputs[field]["optional"]]


def test_what_was_typed_before_stands_in_the_form() -> None:
    draft = IndicatorDraft("UALICE", name="CSAT", kind="percent", every="month", today="72 %", due_day="4")
    inputs = inputs_of(indicator_form(draft, HELPED, LONDON, asked=ASKED, in_full=True))
    assert inputs[Field.NAME]["element"]["initial_value"] == "CSAT"
    assert inputs[Field.KIND]["element"]["initial_option"]["value"] == "percent"
    assert inputs[Field.EVERY]["element"]["initial_option"]["value"] == "month"
    assert inputs[Field.BASELINE]["element"]["initial_value"] == "72 %"
    assert inputs[Field.DUE_DAY]["element"]["initial_option"]["text"]["text"] == "First Friday after"


def test_behind_a_new_outcome_it_says_that_that_is_saved() -> None:
    form = indicator_form(IndicatorDraft("UALICE"), HELPED, LONDON, asked=ASKED, is_new=True)
    assert lines_of(form).splitlines()[0] == "✓ Saved: *Customers get help the first time* `first-time`"
    assert form["close"]["text"] == "Later"


def test_a_saved_indicator_says_what_was_understood_and_how_to_go_on() -> None:
    view = indicator_saved(SAVED, LONDON)
    assert lines_of(view).splitlines()[:3] == [
        "✓ *Customer satisfaction* `csat` of *Customers get help the first time*",
        "I read it as: percent, and more is better.",
        "I ask <@UBOB> weekly. The first one, for last week, is due Mon 13 April.",
    ]
    assert [(each["text"]["text"], each["action_id"], each["value"]) for each in buttons_of(view)] == [
        ("Give a figure", Action.GIVE, "csat"),
        ("Set a target", Action.SET_TARGET, "csat"),
        ("Add another number", Action.ADD_INDICATOR, "first-time"),
        ("See what the channel will get", Action.PREVIEW, "first-time"),
        ("Edit", Action.EDIT_INDICATOR, "csat"),
    ]
    assert heard(view)[1] == "Set a target for Customer satisfaction"


def test_with_a_target_it_says_the_way() -> None:
    saved = replace(SAVED, sheet=TargetSheet(CSAT, make_assessment()))
    assert lines_of(indicator_saved(saved, LONDON)).splitlines()[1].startswith("From 72 % on ")
    assert Action.SET_TARGET not in [each["action_id"] for each in buttons_of(indicator_saved(saved, LONDON))]


def test_a_first_number_is_asked_for_its_counterpart() -> None:
    for lacks, sentence in (
        (Level.PROCESS, "Is there one that shows what you do for it, such as appointments offered?"),
        (Level.OUTCOME, "Is there one that shows what changes because of it, and for whom?"),
    ):
        assert sentence in lines_of(indicator_saved(replace(SAVED, lacks=lacks), LONDON))


def test_a_first_reading_whose_day_has_passed_says_what_became_of_it() -> None:
    missed = make_due(period=WEEK_OF_23_MARCH, due_on=date(2026, 3, 30), state=DueState.MISSED)
    view = indicator_saved(replace(SAVED, next_due=missed), LONDON)
    assert "The first one, for the week of 23 March: missed, can still be given." in lines_of(view)


@pytest.mark.parametrize("statement", [LONG_NAME, HEBREW.name, LONG], ids=["long", "right to left", "very long"])
def test_the_buttons_for_any_statement_are_heard_in_seventy_five_characters(statement: str) -> None:
    view = indicator_saved(replace(SAVED, outcome=OutcomeName("key", statement)), LONDON)
    assert all(len(label) <= 75 for label in heard(view))
    assert_sound(view)


def test_no_text_breaks_the_form() -> None:
    hostile, outcome = make_hostile(), OutcomeName("k" * 80, LONG)
    draft = IndicatorDraft("UALICE", name=LONG, unit=HOSTILE, today=LONG, goal=LONG, key=HOSTILE, kind="nonsense")
    questions = (words('"{outcome}" has one of this name already.', outcome=LONG),) * 2
    assert_sound(indicator_form(draft, outcome, LONDON, asked=ASKED, in_full=True, questions=questions))
    sheet = TargetSheet(hostile, make_assessment(indicator=hostile))
    assert_sound(indicator_saved(RegisteredIndicator(sheet, outcome, CHARLIE, make_due(1, hostile)), LONDON))
