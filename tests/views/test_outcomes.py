"""The list of outcomes, and one outcome in full."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.domain.digests import NoteKind
from bot.domain.facts import Assessment, Level
from bot.domain.status import roll_up
from bot.domain.values import Value
from bot.results.names import OutcomeName, PersonName
from bot.results.notes import Notes, ShownNote
from bot.results.outcomes import IndicatorLine, OutcomeLine, OutcomePage, OutcomeSheet
from bot.views.ids import Action
from bot.views.outcomes import outcome_list, outcome_show
from tests.views.make import (
    ALICE,
    BOB,
    CHARLIE,
    CSAT,
    HELPED,
    HOSTILE,
    LAST_WEEK,
    LONDON,
    LONG,
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


AMBER = make_assessment("73.5", "73.5", "73.5")
NO_TARGET = make_assessment("84", target=None)
NO_READING = make_assessment()


def make_line(
    statement: str,
    *assessments: Assessment,
    accountable: PersonName = CHARLIE,
    level: Level = Level.OUTCOME,
) -> OutcomeLine:
    rollup = roll_up([(level, each) for each in assessments])
    return OutcomeLine(OutcomeName(statement.lower(), statement), rollup, accountable)


def page_of(lines: Sequence[OutcomeLine], count: int = 0) -> OutcomePage:
    everybody = {line.accountable for line in lines}
    is_one = len(everybody) == 1 and len(lines) > 1
    return OutcomePage(tuple(lines), count=count or len(lines), all_of=everybody.pop() if is_one else None)


def test_a_list_is_grouped_by_how_outcomes_stand_the_worst_first() -> None:
    lines = [
        make_line("Mixed", GREEN, RED),
        make_line("Bad", RED, accountable=ALICE),
        make_line("Shaky", AMBER),
        make_line("Well", GREEN),
        make_line("Empty", NO_READING),
        make_line("Free", NO_TARGET),
        make_line("Bare"),
    ]
    assert outcome_list(page_of(lines), LONDON)["text"] == (
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
        "• Bare `bare` · Charlie"
    )


def test_a_list_of_one_persons_outcomes_names_them_once() -> None:
    lines = [make_line("Bad", RED, RED, GREEN), make_line("Well", GREEN)]
    assert outcome_list(page_of(lines), LONDON)["text"] == (
        "*Outcomes* · Charlie answers for all of them\n"
        "🔴 *Off track*\n"
        "• Bad `bad` · 2 of 3 indicators\n"
        "🟢 *On track*\n"
        "• Well `well`"
    )


def test_a_list_of_ones_own_outcomes_does_not_say_ones_name() -> None:
    lines = [make_line("Bad", RED), make_line("Well", GREEN)]
    assert outcome_list(page_of(lines), LONDON, which="mine")["text"] == (
        "*Outcomes that you answer for*\n🔴 *Off track*\n• Bad `bad`\n🟢 *On track*\n• Well `well`"
    )


def test_a_list_says_which_outcomes_it_has() -> None:
    assert outcome_list(page_of([make_line("Well", GREEN)]), LONDON, which="here")["text"].splitlines()[0] == (
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
    shown = outcome_list(page_of([]), LONDON, which=which)
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
    assert heard(outcome_show(SHEET, LONDON)) == [
        "Add an indicator to Customers get help the first time",
        "Log a decision for Customers get help the first time",
    ]
    assert heard(outcome_show(replace(SHEET, closed=True), LONDON)) == [
        "Log a decision for Customers get help the first time"
    ]


def test_how_an_indicator_went_is_a_small_curve_and_said_aloud() -> None:
    latest = tuple(Value(Decimal(each)) for each in ("71", "70", "73.5", "72"))
    shown = outcome_show(replace(SHEET, indicators=(replace(SHEET.indicators[0], latest=latest),)), LONDON)
    assert "*Customer satisfaction* `csat` · ▃▁█▅ · <@UALICE>" in lines_of(shown)
    assert "*Customer satisfaction* `csat` · lately 71, 70, 73.5, 72 · <@UALICE>" in shown["text"]
    assert not set("▁▂▃▄▅▆▇█") & set(shown["text"])
    one = outcome_show(replace(SHEET, indicators=(replace(SHEET.indicators[0], latest=latest[:1]),)), LONDON)
    assert one == outcome_show(SHEET, LONDON)


def test_the_latest_notes_of_an_outcome_stand_below_its_indicators_and_the_others_are_counted() -> None:
    on, link = date(2026, 6, 2), "https://shelter.slack.com/archives/C1/p1"
    notes = Notes(
        (
            ShownNote(NoteKind.DECISION, "Second phone line\non Mondays", BOB, on),
            ShownNote(NoteKind.EVIDENCE, "<!here> 40 calls", ALICE, on, link=link, indicator="Calls *answered*"),
            ShownNote(NoteKind.REMARK, "Quiet", CHARLIE, on),
        ),
        5,
    )
    assert outcome_show(replace(SHEET, notes=notes), LONDON)["text"].splitlines()[-5:-1] == [
        "Decided: 2 June “Second phone line on Mondays” (Bob)",
        f"Evidence: 2 June “&lt;!here&gt; 40 calls” (Alice) · Calls ∗answered∗ · <{link}|conversation>",
        "Noted: 2 June “Quiet” (Charlie)",
        "… and 2 more",
    ]


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
    assert [button["action_id"] for button in buttons_of(shown)] == [Action.ADD_INDICATOR, Action.LOG_DECISION]
    closed = outcome_show(replace(sheet, closed=True), LONDON)
    assert closed["text"].splitlines()[:2] == ["*Customers get help the first time* `first-time`", "⚪ *Closed*"]
    assert [button["action_id"] for button in buttons_of(closed)] == [Action.LOG_DECISION]


def test_no_text_breaks_the_screens_of_outcomes() -> None:
    named = OutcomeName("k" * 80, LONG)
    hostile = make_hostile()
    assessment = make_assessment("1", "2", indicator=hostile)
    rollup = roll_up([(Level.OUTCOME, assessment)] * 100)
    line = IndicatorLine(hostile, Level.OUTCOME, assessment, CHARLIE)
    sheet = OutcomeSheet(named, LONG, "C9", CHARLIE, rollup, (line,) * 100, parent=named)
    for screen in (
        outcome_list(page_of([OutcomeLine(named, rollup, PersonName("U123", HOSTILE), line)] * 25, count=200), LONDON),
        outcome_show(sheet, LONDON),
    ):
        assert_sound(screen)
