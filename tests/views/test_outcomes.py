"""The outcome form with its coach, the list, and one outcome in full."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.coaching import Advice, advice_on
from bot.domain.facts import Assessment, Level
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
    HEBREW,
    HELPED,
    HOSTILE,
    LAST_WEEK,
    LONDON,
    LONG,
    LONG_NAME,
    ROUGH,
    SLEEP,
    assert_sound,
    buttons_of,
    heard,
    lines_of,
    make_assessment,
    make_hostile,
)

GREEN = make_assessment("75", "78", "81", "84")
RED = make_assessment("71", "71.5", "72")


def inputs_of(view: View) -> dict[str, Block]:
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


def test_the_form_starts_with_the_typed_statement_and_the_person() -> None:
    form = outcome_form(OutcomeDraft("UALICE", channel_id="C9", statement="Fewer people sleep rough"), [SLEEP], LONDON)
    inputs = inputs_of(form)
    assert form["callback_id"] == Form.OUTCOME_NEW
    assert inputs[Field.STATEMENT]["element"]["initial_value"] == "Fewer people sleep rough"
    assert inputs[Field.ACCOUNTABLE]["element"]["initial_user"] == "UALICE"
    assert inputs[Field.CHANNEL]["element"]["initial_conversation"] == "C9"
    assert Field.KEEP not in inputs
    required = {field for field, block in inputs.items() if not block["optional"]}
    assert required == {Field.STATEMENT, Field.CHANNEL, Field.ACCOUNTABLE}


def test_the_coach_asks_first_and_lets_the_person_go_on() -> None:
    form = outcome_form(
        OutcomeDraft("UALICE", statement="Serve 500 meals"), [], LONDON, coaching=advice_on("Serve 500 meals")
    )
    assert form["blocks"][0]["text"]["text"] == (
        "“Serve 500 meals” is what you will do. So that who can do, has or is what?\n"
        "For example: _Patients get an appointment sooner_, _More children can swim_ or _Fewer people sleep rough_"
    )
    inputs = inputs_of(form)
    assert inputs[Field.STATEMENT]["element"]["initial_value"] == "Serve 500 meals"
    assert inputs[Field.KEEP]["optional"] is True


def test_a_bare_figure_is_asked_which_way_it_should_go() -> None:
    form = outcome_form(OutcomeDraft("UALICE", statement="Attendance"), [], LONDON, coaching=advice_on("Attendance"))
    assert form["blocks"][0]["text"]["text"] == (
        "“Attendance” can rise or fall. Which of the two should happen, and for whom?\n"
        "For example: _Patients get an appointment sooner_, _More children can swim_ or _Fewer people sleep rough_"
    )


def test_what_was_chosen_before_is_still_chosen() -> None:
    draft = OutcomeDraft("UBOB", parent_key="rough-sleeping", starts_on=date(2026, 1, 1), key="help")
    inputs = inputs_of(outcome_form(draft, [HELPED, SLEEP], LONDON))
    assert inputs[Field.PARENT]["element"]["initial_option"]["value"] == "rough-sleeping"
    assert inputs[Field.STARTS_ON]["element"]["initial_date"] == "2026-01-01"
    assert inputs[Field.KEY]["element"]["initial_value"] == "help"


def test_without_outcomes_there_is_no_parent_to_choose() -> None:
    assert Field.PARENT not in inputs_of(outcome_form(OutcomeDraft("UALICE"), [], LONDON))


def test_a_saved_outcome_leads_to_its_first_indicator() -> None:
    view = outcome_saved(HELPED, LONDON)
    assert lines_of(view).splitlines()[:2] == [
        "✓ Saved: *Customers get help the first time* `first-time`",
        "What would show that it is happening? An indicator is one thing to measure.",
    ]
    (button,) = buttons_of(view)
    assert (button["text"]["text"], button["action_id"], button["value"]) == (
        "Add an indicator",
        Action.ADD_INDICATOR,
        "first-time",
    )
    assert heard(view) == ["Add an indicator to Customers get help the first time"]


@pytest.mark.parametrize(
    ("statement", "label"),
    [
        (LONG_NAME, "Add an indicator to People who have slept rough in our borough for more t…"),
        (HEBREW.name, f"Add an indicator to \u2068{HEBREW.name}\u2069"),
    ],
    ids=["long", "right to left"],
)
def test_the_button_for_any_statement_is_heard_in_seventy_five_characters(statement: str, label: str) -> None:
    view = outcome_saved(OutcomeName("key", statement), LONDON)
    assert heard(view) == [label]
    assert_sound(view)


AMBER = make_assessment("73.5", "73.5", "73.5")
NO_TARGET = make_assessment("84", target=None)
NO_READING = make_assessment()


def make_line(
    statement: str,
    *assessments: Assessment,
    accountable: PersonName = CHARLIE,
    closed: bool = False,
    level: Level = Level.OUTCOME,
) -> OutcomeLine:
    rollup = roll_up([(level, each) for each in assessments])
    return OutcomeLine(OutcomeName(statement.lower(), statement), rollup, accountable, closed)


def test_a_list_is_grouped_by_how_outcomes_stand_the_worst_first() -> None:
    lines = [
        make_line("Gone", RED, closed=True),
        make_line("Bare"),
        make_line("Well", GREEN),
        make_line("Empty", NO_READING),
        make_line("Shaky", AMBER),
        make_line("Mixed", GREEN, RED),
        make_line("Free", NO_TARGET),
        make_line("Bad", RED, accountable=ALICE),
    ]
    assert outcome_list(lines, LONDON)["text"] == (
        "*Outcomes*\n"
        "🔴 *Off track*\n"
        "• Mixed `mixed` · 1 of 2 indicators · Charlie\n"
        "• Bad `bad` · Alice\n"
        "🟡 *At risk*\n"
        "• Shaky `shaky` · Charlie\n"
        "🟢 *On track*\n"
        "• Well `well` · Charlie\n"
        "⚪ *No reading yet*\n"
        "• Empty `empty` · Charlie\n"
        "⚪ *No target*\n"
        "• Free `free` · Charlie\n"
        "⚪ *No indicators yet*\n"
        "• Bare `bare` · Charlie\n"
        "⚪ *Closed*\n"
        "• Gone `gone` · Charlie"
    )


def test_a_list_of_one_persons_outcomes_names_them_once() -> None:
    lines = [make_line("Well", GREEN), make_line("Bad", RED, RED, GREEN)]
    assert outcome_list(lines, LONDON)["text"] == (
        "*Outcomes* · Charlie answers for all of them\n"
        "🔴 *Off track*\n"
        "• Bad `bad` · 2 of 3 indicators\n"
        "🟢 *On track*\n"
        "• Well `well`"
    )


def test_a_list_of_ones_own_outcomes_does_not_say_ones_name() -> None:
    lines = [make_line("Well", GREEN), make_line("Bad", RED)]
    assert outcome_list(lines, LONDON, which="mine")["text"] == (
        "*Outcomes that you answer for*\n🔴 *Off track*\n• Bad `bad`\n🟢 *On track*\n• Well `well`"
    )


def test_a_list_says_which_outcomes_it_has() -> None:
    assert outcome_list([make_line("Well", GREEN)], LONDON, which="here")["text"].splitlines()[0] == (
        "*Outcomes of this channel*"
    )


@pytest.mark.parametrize(
    ("which", "sentence"),
    [
        ("all", "There are no outcomes yet."),
        ("here", "This channel has no outcomes yet."),
        ("mine", "You answer for no outcome."),
    ],
)
def test_an_empty_list_leads_to_the_form(which: str, sentence: str) -> None:
    shown = outcome_list([], LONDON, which=which)
    assert shown["text"] == sentence
    assert heard(shown) == ["Write down an outcome"]
    assert [button["action_id"] for button in buttons_of(shown)] == [Action.NEW_OUTCOME]


SHEET = OutcomeSheet(
    HELPED,
    "Nobody likes to call twice.",
    "C9",
    CHARLIE,
    roll_up([(Level.OUTCOME, GREEN)]),
    (IndicatorLine(CSAT, Level.PROCESS, RED, ALICE),),
    starts_on=date(2026, 1, 1),
    ends_on=date(2026, 6, 30),
    parent=SLEEP,
)


def test_one_outcome_begins_with_where_it_stands_and_shows_everything_about_it() -> None:
    assert outcome_show(SHEET, LONDON)["text"] == (
        "*Customers get help the first time* `first-time`\n"
        "🟢 *On track*\n"
        "*Why it matters*\nNobody likes to call twice.\n"
        "*Customer satisfaction* `csat` · <@UALICE> · shows the work itself\n"
        f"🔴 *Off track for 2 weeks*: 72 %, {LAST_WEEK}; 76 planned by now (4 behind).\n"
        "<@UCHARLIE> answers for it · its home is <#C9> · from 1 January · until 30 June · "
        "part of *Fewer people sleep rough in our borough* `rough-sleeping`"
    )
    assert heard(outcome_show(SHEET, LONDON)) == ["Add an indicator to Customers get help the first time"]
    assert buttons_of(outcome_show(replace(SHEET, closed=True), LONDON)) == []


def test_the_indicators_of_an_outcome_begin_with_the_worst_which_gives_it_its_colour() -> None:
    sheet = replace(
        SHEET,
        why="",
        rollup=roll_up([(Level.OUTCOME, GREEN), (Level.OUTCOME, RED)]),
        indicators=(
            IndicatorLine(replace(CSAT, key="calls", name="Calls"), Level.OUTCOME, GREEN, ALICE),
            IndicatorLine(ROUGH, Level.OUTPUT, NO_READING, ALICE),
            IndicatorLine(replace(CSAT, key="free", name="Free"), Level.OUTCOME, NO_TARGET, ALICE),
            IndicatorLine(CSAT, Level.OUTCOME, RED, ALICE),
        ),
    )
    assert outcome_show(sheet, LONDON)["text"].splitlines()[:-1] == [
        "*Customers get help the first time* `first-time`",
        "🔴 *Off track* because of *Customer satisfaction*",
        "*Customer satisfaction* `csat` · <@UALICE>",
        f"🔴 *Off track for 2 weeks*: 72 %, {LAST_WEEK}; 76 planned by now (4 behind).",
        "*Calls* `calls` · <@UALICE>",
        f"🟢 *On track*: 84 %, {LAST_WEEK}; 76 planned by now (8 ahead).",
        "*People sleeping rough* `rough` · <@UALICE> · shows what comes out of the work",
        "⚪ No reading yet.",
        "*Free* `free` · <@UALICE>",
        f"⚪ *No target*: 84 %, {LAST_WEEK}.",
    ]


def test_an_outcome_without_indicators_offers_to_add_one_until_it_is_closed() -> None:
    sheet = OutcomeSheet(HELPED, "", "C9", CHARLIE, roll_up([]))
    shown = outcome_show(sheet, LONDON)
    assert shown["text"].splitlines()[:3] == [
        "*Customers get help the first time* `first-time`",
        "⚪ *No indicators yet*",
        "What would show that it is happening?",
    ]
    assert [button["action_id"] for button in buttons_of(shown)] == [Action.ADD_INDICATOR]
    assert heard(shown) == ["Add an indicator to Customers get help the first time"]
    closed = outcome_show(replace(sheet, closed=True), LONDON)
    assert closed["text"].splitlines()[:2] == ["*Customers get help the first time* `first-time`", "⚪ *Closed*"]
    assert buttons_of(closed) == []


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
        outcome_form(draft, parents, LONDON, coaching=Advice(LONG), metadata="C9"),
        outcome_form(OutcomeDraft("UALICE"), [], LONDON),
        outcome_saved(named, LONDON),
        outcome_list([OutcomeLine(named, rollup, PersonName("U123", HOSTILE))] * 100, LONDON),
        outcome_show(sheet, LONDON),
    ):
        assert_sound(screen)
