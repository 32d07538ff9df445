"""The outcome form with its coach, the list, and one outcome in full."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.coaching import Advice, advice_on
from bot.domain.facts import Level
from bot.domain.status import roll_up
from bot.fields import Field
from bot.results.names import OutcomeName, PersonName
from bot.results.outcomes import IndicatorLine, OutcomeLine, OutcomeSheet
from bot.views.blocks import Block, View
from bot.views.ids import Action, Form
from bot.views.outcomes import OutcomeDraft, outcome_form, outcome_list, outcome_saved, outcome_show
from tests.views.make import (
    ALICE,
    CHARLIE,
    CSAT,
    HELPED,
    HOSTILE,
    LONDON,
    LONG,
    SLEEP,
    assert_sound,
    lines_of,
    make_assessment,
    make_hostile,
)

GREEN = make_assessment("75", "78", "81", "84")


def inputs_of(view: View) -> dict[str, Block]:
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


def test_the_form_starts_with_the_typed_statement_and_the_person() -> None:
    form = outcome_form(OutcomeDraft("UALICE", channel_id="C9", statement="Fewer people sleep rough"), [SLEEP])
    inputs = inputs_of(form)
    assert form["callback_id"] == Form.OUTCOME_NEW
    assert inputs[Field.STATEMENT]["element"]["initial_value"] == "Fewer people sleep rough"
    assert inputs[Field.ACCOUNTABLE]["element"]["initial_user"] == "UALICE"
    assert inputs[Field.CHANNEL]["element"]["initial_conversation"] == "C9"
    assert Field.KEEP not in inputs
    required = {field for field, block in inputs.items() if not block["optional"]}
    assert required == {Field.STATEMENT, Field.CHANNEL, Field.ACCOUNTABLE}


def test_the_coach_asks_first_and_lets_the_person_go_on() -> None:
    form = outcome_form(OutcomeDraft("UALICE", statement="Serve 500 meals"), [], coaching=advice_on("Serve 500 meals"))
    assert form["blocks"][0]["text"]["text"] == (
        "This describes what you will do. What should change because of it, and for whom?\n"
        "For example: Fewer people go without meals"
    )
    inputs = inputs_of(form)
    assert inputs[Field.STATEMENT]["element"]["initial_value"] == "Serve 500 meals"
    assert inputs[Field.KEEP]["optional"] is True


def test_what_was_chosen_before_is_still_chosen() -> None:
    draft = OutcomeDraft("UBOB", parent_key="rough-sleeping", starts_on=date(2026, 1, 1), key="help")
    inputs = inputs_of(outcome_form(draft, [HELPED, SLEEP]))
    assert inputs[Field.PARENT]["element"]["initial_option"]["value"] == "rough-sleeping"
    assert inputs[Field.STARTS_ON]["element"]["initial_date"] == "2026-01-01"
    assert inputs[Field.KEY]["element"]["initial_value"] == "help"


def test_without_outcomes_there_is_no_parent_to_choose() -> None:
    assert Field.PARENT not in inputs_of(outcome_form(OutcomeDraft("UALICE"), []))


def test_a_saved_outcome_leads_to_its_first_indicator() -> None:
    view = outcome_saved(HELPED)
    (button,) = view["blocks"][-1]["elements"]
    assert (button["action_id"], button["value"]) == (Action.ADD_INDICATOR, "first-time")
    assert lines_of(view).startswith("Saved: *Customers get help the first time*\nIts key is `first-time`.")


def test_a_list_has_one_line_for_each_outcome() -> None:
    lines = [
        OutcomeLine(HELPED, roll_up([(Level.OUTCOME, GREEN), (Level.PROCESS, make_assessment())]), CHARLIE),
        OutcomeLine(SLEEP, roll_up([]), ALICE),
        OutcomeLine(SLEEP, roll_up([]), ALICE, closed=True),
    ]
    assert outcome_list(lines)["text"] == (
        "*Outcomes*\n"
        "🟢 On track · *Customers get help the first time* · `first-time` · 1 on track, 1 no data · Charlie\n"
        "⚪ No indicators yet · *Fewer people sleep rough in our borough* · `rough-sleeping` · Alice\n"
        "⚪ Closed · *Fewer people sleep rough in our borough* · `rough-sleeping` · Alice"
    )


@pytest.mark.parametrize(
    ("which", "sentence"),
    [
        ("all", "There are no outcomes yet. Register one with `/outcome new`."),
        ("here", "This channel has no outcomes. Register one with `/outcome new`."),
        ("at-risk", "No outcome is at risk or off track."),
    ],
)
def test_an_empty_list_says_what_to_do(which: str, sentence: str) -> None:
    assert outcome_list([], which=which)["text"] == sentence


def test_one_outcome_shows_everything_about_it() -> None:
    sheet = OutcomeSheet(
        HELPED,
        "Nobody likes to call twice.",
        "C9",
        CHARLIE,
        roll_up([(Level.OUTCOME, GREEN)]),
        (IndicatorLine(CSAT, Level.PROCESS, make_assessment("71", "71.5", "72"), ALICE),),
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 6, 30),
        parent=SLEEP,
    )
    assert outcome_show(sheet, LONDON)["text"] == (
        "*Customers get help the first time*\n"
        "🟢 On track · 1 on track\n"
        "*Why it matters*\nNobody likes to call twice.\n"
        "*Key*\n`first-time`\n"
        "*Accountable*\n<@UCHARLIE>\n"
        "*Home channel*\n<#C9>\n"
        "*Dates*\nfrom 1 January until 30 June\n"
        "*Part of*\nFewer people sleep rough in our borough `rough-sleeping`\n"
        "*Customer satisfaction* `csat` (process), <@UALICE>\n"
        "🔴 72 %. Off track: 28.3 points under the path for 3 readings; "
        "needs 1.06 percentage points a week, has made 0.\n"
        "The colour of an outcome is that of its worst up-to-date indicator of level outcome."
    )


def test_an_outcome_without_indicators_offers_to_add_one_until_it_is_closed() -> None:
    sheet = OutcomeSheet(HELPED, "", "C9", CHARLIE, roll_up([]))
    assert outcome_show(sheet, LONDON)["blocks"][-1]["elements"][0]["action_id"] == Action.ADD_INDICATOR
    assert all(block["type"] != "actions" for block in outcome_show(replace(sheet, closed=True), LONDON)["blocks"])


def test_no_text_breaks_the_screens_of_outcomes() -> None:
    named = OutcomeName("k" * 80, LONG)
    hostile = make_hostile()
    assessment = make_assessment("1", "2", indicator=hostile)
    rollup = roll_up([(Level.OUTCOME, assessment)] * 100)
    line = IndicatorLine(hostile, Level.OUTCOME, assessment, CHARLIE)
    sheet = OutcomeSheet(named, LONG, "C9", CHARLIE, rollup, (line,) * 100, parent=named)
    draft = OutcomeDraft("UALICE", statement=LONG, why=LONG, key=HOSTILE, parent_key="k3")
    parents = [OutcomeName(f"k{number}", LONG) for number in range(150)]
    for screen in (
        outcome_form(draft, parents, coaching=Advice(HOSTILE, LONG), metadata="C9"),
        outcome_form(OutcomeDraft("UALICE"), []),
        outcome_saved(named),
        outcome_list([OutcomeLine(named, rollup, PersonName("U123", HOSTILE))] * 100),
        outcome_show(sheet, LONDON),
    ):
        assert_sound(screen)
