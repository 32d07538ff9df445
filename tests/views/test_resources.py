"""What outcomes take, as people read it, and that nothing that they typed breaks a screen."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from bot.domain.colours import State
from bot.domain.decisions import Verdict
from bot.domain.resources import InputRule, Resource, ResourceKind, Unit, Use
from bot.results.decisions import DecisionAnswered, DecisionQuestion, OpenDecision
from bot.results.names import OutcomeName, PersonName
from bot.results.notes import LookedAgain
from bot.results.resources import (
    OutcomeUse,
    PlannedEntry,
    ResourceChange,
    ResourcePage,
    ResourceSheet,
    UsedEntry,
)
from bot.views.blocks import message
from bot.views.decisions import answer_form, answer_kept, open_decisions, questions
from bot.views.resources import (
    UseDraft,
    correct_use_form,
    input_form,
    resource_change_saved,
    resource_changed,
    resource_list,
    resource_sheet,
    resources_form,
    use_line,
)
from tests.views.make import ALICE, HELPED, HUGE, LONDON, LONG, assert_sound, heard, make_hostile

EUROS, HOURS, DAYS = (
    Unit(ResourceKind.MONEY, "EUR"),
    Unit(ResourceKind.EFFORT, "h"),
    Unit(ResourceKind.EFFORT, "days"),
)
USE = Use(
    (Resource(EUROS, Decimal(20_000), Decimal(12_400)), Resource(HOURS, Decimal(7_200), Decimal(0))),
    way=Decimal("0.4"),
    way_by="Customer satisfaction",
    elapsed=Decimal("0.55"),
)
SPENT = UsedEntry(3, EUROS, Decimal(3_200), date(2026, 3, 20), "printing", ALICE, before=Decimal(3_400))
SHEET = ResourceSheet(
    1,
    HELPED,
    USE,
    entries=(SPENT,),
    count=4,
    plans=(
        PlannedEntry(EUROS, Decimal(15_000), date(2026, 3, 1), ALICE),
        PlannedEntry(HOURS, Decimal(7_200), date(2026, 3, 1), ALICE),
        PlannedEntry(EUROS, Decimal(20_000), date(2026, 3, 10), ALICE, "two vans"),
    ),
    may_edit=True,
)
HOSTILE = OutcomeName("o" * 30, LONG)
HOSTILE_SHEET = replace(
    SHEET,
    outcome=HOSTILE,
    use=replace(
        USE,
        way_by=LONG,
        resources=(
            Resource(EUROS, HUGE, HUGE, InputRule.RUNNING_TOTAL, LONG),
            Resource(Unit(ResourceKind.MONEY, LONG[:9]), None, HUGE),
        ),
    ),
    entries=tuple(UsedEntry(n, EUROS, HUGE, date(2026, 3, 1), LONG, PersonName("U1", LONG)) for n in range(1, 11)),
    plans=(PlannedEntry(EUROS, HUGE, date(2026, 3, 1), ALICE, LONG),) * 4,
    inputs=(make_hostile(),),
)


def test_use_stands_beside_progress_and_time() -> None:
    assert use_line(USE, LONDON) == (
        "€12,400 of €20,000 used (62 %) · 0 h of 120 h used (0 %) · 40 % of the way · 55 % of the time"
    )
    assert use_line(Use((Resource(DAYS, None, Decimal(3)),)), LONDON) == "3 days used, nothing planned"


def test_the_sheet_names_what_was_corrected_and_planned_before() -> None:
    shown = resource_sheet(SHEET, LONDON)
    assert_sound(shown)
    lines = shown["text"].splitlines()
    assert lines[2] == "The way is that of *Customer satisfaction*."
    assert lines[3:5] == ["20 March · €3,200 (instead of €3,400) · printing · Alice", "… and 3 more"]
    assert lines[5] == "Planned: €20,000 (Alice, 10 March, “two vans”) · €15,000 (Alice, 1 March)"
    assert heard(shown)[0] == "Plan or note…"
    assert heard(resource_sheet(replace(SHEET, may_edit=False), LONDON)) == []


def test_side_by_side_each_is_below_how_it_stands() -> None:
    kept_up = OutcomeUse(HELPED, replace(USE, way=Decimal("0.7")), State.ON_TRACK)
    unknown = OutcomeUse(OutcomeName("rough", "Fewer people sleep rough"), replace(USE, way=None))
    shown = resource_list(ResourcePage((OutcomeUse(HELPED, USE, State.OFF_TRACK), kept_up, unknown), 0, 30), LONDON)
    assert_sound(shown)
    lines = shown["text"].splitlines()
    assert [line for line in lines if line.startswith("*")][1:] == [
        "*Use is far ahead of progress*",
        "*Progress keeps up*",
        "*Not to be compared yet*",
    ]
    assert heard(shown)[-1] == "Next 3 of 27 outcomes"


def test_nothing_that_people_typed_breaks_a_screen() -> None:
    line = OutcomeUse(HOSTILE, HOSTILE_SHEET.use, State.OFF_TRACK)
    entry = HOSTILE_SHEET.entries[0]
    assert_sound(resource_list(ResourcePage((line,) * 25, 0, 60), LONDON))
    assert_sound(resource_sheet(HOSTILE_SHEET, LONDON))
    assert_sound(resources_form(HOSTILE_SHEET, LONDON))
    assert_sound(input_form(HOSTILE_SHEET, LONDON))
    assert_sound(correct_use_form(UseDraft(1, HOSTILE, entry), LONDON))
    for change in (
        ResourceChange(line, used=entry, replaced=entry),
        ResourceChange(line, planned=HOSTILE_SHEET.plans[0]),
        ResourceChange(line, source=make_hostile(), rule=InputRule.ADDS_UP),
        ResourceChange(line, dropped=EUROS),
        ResourceChange(line, taken_back=entry),
    ):
        assert_sound(resource_changed(change, LONDON))
        assert_sound(resource_change_saved(change, LONDON))
    looked = LookedAgain(Verdict.TOO_EARLY, PersonName("U1", LONG), date(2026, 3, 1), LONG, date(2026, 4, 1))
    asked = DecisionQuestion(5, HOSTILE, LONG, PersonName("U1", LONG), date(2026, 3, 2), looked=looked)
    waits = OpenDecision(5, LONG, ALICE, date(2026, 3, 2), date(2026, 3, 20))
    assert_sound(message(*questions((asked, asked), LONDON)))
    assert_sound(message(*open_decisions((waits,) * 5, LONDON)))
    assert_sound(answer_form(asked, Verdict.HELPED, LONDON))
    assert_sound(answer_kept(DecisionAnswered(HOSTILE, LONG, date(2026, 3, 2), looked), LONDON))
