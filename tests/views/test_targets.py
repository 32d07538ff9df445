"""The target, its path, what it replaced, and the form that changes it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.domain.targets import PathKind
from bot.fields import Field
from bot.results.targets import TargetSheet
from bot.views.ids import Action
from bot.views.targets import TargetDraft, target_form, target_saved, target_set, target_show
from tests.views.make import (
    CSAT,
    CSAT_TARGET,
    HOSTILE,
    HUGE,
    LONDON,
    LONG,
    assert_sound,
    lines_of,
    make_assessment,
    make_hostile,
)
from tests.views.test_outcomes import inputs_of

MOVED = replace(
    CSAT_TARGET,
    set_on=date(2026, 4, 1),
    reason="the new desk opens later",
    previous=replace(CSAT_TARGET, value=Decimal(90)),
)
SHEET = TargetSheet(CSAT, make_assessment("71", "71.5", "72", target=MOVED))


def test_a_target_is_shown_with_its_path_and_what_it_replaced() -> None:
    assert target_show(SHEET, LONDON)["text"] == (
        "*Customer satisfaction* `csat`\n"
        "🔴 Off track: 28.3 points under the path for 3 readings; needs 1.06 percentage points a week, has made 0.\n"
        "*Target*\n85 % by 30 June\n"
        "*Baseline*\n72 % on 2 March\n"
        "*Path*\na straight line\n"
        "*Latest*\n72 % on 5 April\n"
        "*Expected by then*\n75.7 %\n"
        "*Progress*\n0 %\n"
        "The target was 90 % until 1 April (the new desk opens later)"
    )


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (PathKind.MILESTONES, "milestones: 75 % by 1 April and 80 % by 1 May"),
        (PathKind.STEPS, "steps: 75 % by 1 April and 80 % by 1 May"),
        (PathKind.DELAYED, "nothing expected until 1 April, then a straight line"),
    ],
)
def test_every_path_has_words(path: PathKind, words: str) -> None:
    points = ((date(2026, 4, 1), Decimal(75)), (date(2026, 5, 1), Decimal(80)))
    target = replace(CSAT_TARGET, path=path, points=points[:1] if path is PathKind.DELAYED else points)
    shown = target_show(TargetSheet(CSAT, make_assessment("72", "73", target=target)), LONDON)
    assert f"*Path*\n{words}\n" in shown["text"]


def test_an_indicator_without_a_target_says_how_to_set_one() -> None:
    shown = target_show(TargetSheet(CSAT, make_assessment("84", target=None)), LONDON)
    assert shown["text"] == (
        "*Customer satisfaction* `csat` has no target yet.\n"
        "Type `/target set csat &lt;value&gt; by &lt;date&gt;`, or fill the form."
    )
    assert shown["blocks"][-1]["elements"][0]["action_id"] == Action.SET_TARGET


def test_a_set_target_is_confirmed_with_what_it_means() -> None:
    expected = (
        "Target of *Customer satisfaction*: 85 % by 30 June.\n"
        "🔴 Off track: 28.3 points under the path for 3 readings; needs 1.06 percentage points a week, has made 0.\n"
        "The target was 90 % until 1 April (the new desk opens later)"
    )
    assert target_set(SHEET, LONDON)["text"] == expected
    assert lines_of(target_saved(SHEET, LONDON)) == expected


def test_a_first_target_needs_no_reason_and_a_change_does() -> None:
    assert Field.REASON not in inputs_of(target_form(TargetDraft(), CSAT, LONDON))
    form = target_form(TargetDraft("90 %", reason="late"), CSAT, LONDON, current=CSAT_TARGET, metadata="m")
    inputs = inputs_of(form)
    assert (form["title"]["text"], form["private_metadata"]) == ("Change the target", "m")
    assert inputs[Field.VALUE]["element"]["initial_value"] == "90 %"
    assert inputs[Field.REASON]["element"]["initial_value"] == "late"
    assert inputs[Field.REASON]["optional"] is False
    assert form["blocks"][0]["text"]["text"] == "*Customer satisfaction*\nNow: 85 % by 30 June"


def test_a_band_is_asked_for_by_its_two_ends_and_may_have_no_date() -> None:
    inputs = inputs_of(target_form(TargetDraft(low="5", high="10"), CSAT, LONDON, band=True))
    assert list(inputs) == [Field.LOW, Field.HIGH, Field.DUE_ON]
    assert inputs[Field.DUE_ON]["optional"] is True


def test_no_text_or_number_breaks_the_screens_of_targets() -> None:
    hostile = make_hostile()
    moved = replace(MOVED, value=HUGE, reason=LONG, path=PathKind.MILESTONES)
    moved = replace(moved, points=tuple((date(2026, 4, day), HUGE) for day in range(1, 31)))
    sheet = TargetSheet(hostile, make_assessment("1", "2", indicator=hostile, target=moved))
    draft = TargetDraft(LONG, HOSTILE, LONG, reason=LONG)
    for screen in (
        target_show(sheet, LONDON),
        target_set(sheet, LONDON),
        target_saved(sheet, LONDON),
        target_show(TargetSheet(hostile, make_assessment(indicator=hostile, target=None)), LONDON),
        target_form(draft, hostile, LONDON, current=moved),
        target_form(draft, hostile, LONDON, band=True),
    ):
        assert_sound(screen)
