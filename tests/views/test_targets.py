"""The target, its path, what it replaced, and the form that changes it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.domain.targets import Direction, PathKind
from bot.fields import Field
from bot.results.targets import TargetSheet
from bot.views.ids import Action
from bot.views.targets import TargetDraft, target_form, target_saved, target_set, target_show
from tests.views.make import (
    CSAT,
    CSAT_TARGET,
    HOSTILE,
    HUGE,
    LAST_WEEK,
    LONDON,
    LONG,
    ROUGH,
    assert_sound,
    buttons_of,
    heard,
    inputs_of,
    lines_of,
    make_assessment,
    make_hostile,
)

MOVED = replace(
    CSAT_TARGET,
    set_on=date(2026, 4, 1),
    reason="the new desk opens later",
    previous=replace(CSAT_TARGET, value=Decimal(90)),
)
SHEET = TargetSheet(CSAT, make_assessment("71", "71.5", "72", target=MOVED))


STANDS = f"🔴 *Off track for 2 weeks*: 72 %, {LAST_WEEK}; 76 planned by now (4 behind)."
PROMISE = "From 72 % on 2 March to *85 % by 30 June*. Needs to rise by 1 a week; so far it has not moved."
WAS = "🎯 Target changed on 1 April: 90 % → 85 % by 30 June. “the new desk opens later”"


def test_a_target_is_shown_with_how_it_stands_its_path_and_what_it_replaced() -> None:
    assert target_show(SHEET, LONDON)["text"] == f"*Customer satisfaction* `csat`\n{STANDS}\n{PROMISE}\n{WAS}"


def test_what_a_target_replaced_is_told_for_four_weeks() -> None:
    def shown_on(today: date) -> list[str]:
        return str(target_show(SHEET, replace(LONDON, today=today))["text"]).splitlines()

    assert shown_on(date(2026, 4, 29))[-1] == WAS
    assert "🎯" not in shown_on(date(2026, 4, 30))[-1]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (PathKind.MILESTONES, "by milestones: 75 % by 1 April and 80 % by 1 May"),
        (PathKind.STEPS, "in steps: 75 % by 1 April and 80 % by 1 May"),
        (PathKind.DELAYED, "nothing expected until 1 April, then in a straight line"),
        (PathKind.SEASONAL, "in the shape of the year before: up to 80 % on 1 May, down to 75 % on 1 April"),
    ],
)
def test_every_path_has_words(path: PathKind, words: str) -> None:
    points = ((date(2026, 4, 1), Decimal(75)), (date(2026, 5, 1), Decimal(80)))
    how_many = {PathKind.STRAIGHT: 0, PathKind.DELAYED: 1}.get(path, 2)
    target = replace(CSAT_TARGET, path=path, points=points[:how_many])
    shown = target_show(TargetSheet(CSAT, make_assessment("72", "73", target=target)), LONDON)
    assert shown["text"].splitlines()[-1] == (
        f"From 72 % on 2 March to *85 % by 30 June*, {words}. Needs to rise by 1 a week; so far it has risen by 0.2."
    )


def test_limits_hold_from_the_first_reading_on() -> None:
    band = replace(CSAT_TARGET, value=None, low=Decimal(5), high=Decimal(15))
    assessment = make_assessment("9", "8", indicator=ROUGH, direction=Direction.MAINTAIN, target=band)
    assert target_show(TargetSheet(ROUGH, assessment), LONDON)["text"] == (
        "*People sleeping rough* `rough`\n"
        f"🟢 *Inside the limits*: 8 people, {LAST_WEEK}; 5 to 15.\n"
        "Wanted: *between 5 and 15 people until 30 June*."
    )


def test_an_indicator_without_a_target_says_how_to_set_one() -> None:
    shown = target_show(TargetSheet(CSAT, make_assessment("84", target=None)), LONDON)
    assert shown["text"] == (
        "*Customer satisfaction* `csat` has no target yet.\n"
        "Type `/target set csat &lt;value&gt; by &lt;date&gt;`, or fill the form."
    )
    assert [button["action_id"] for button in buttons_of(shown)] == [Action.SET_TARGET]
    assert heard(shown) == ["Set a target for Customer satisfaction"]


def test_a_set_target_is_confirmed_with_what_it_means() -> None:
    expected = f"✓ Target set for *Customer satisfaction*\n{PROMISE}\n{STANDS}\n{WAS}"
    assert target_set(SHEET, LONDON)["text"] == expected
    assert lines_of(target_saved(SHEET, LONDON)) == expected


def test_a_first_target_needs_no_reason_and_a_change_does() -> None:
    first = target_form(TargetDraft(), CSAT, LONDON)
    assert Field.REASON not in inputs_of(first)
    assert first["title"]["text"] == "Set a target"
    assert first["blocks"][0]["text"]["text"] == "*Customer satisfaction*\nNow: none yet"
    assert inputs_of(first)[Field.VALUE]["hint"]["text"] == "In its unit: percent"
    form = target_form(TargetDraft("90 %", reason="late"), CSAT, LONDON, current=CSAT_TARGET, metadata="m")
    inputs = inputs_of(form)
    assert (form["title"]["text"], form["private_metadata"]) == ("Change the target", "m")
    assert inputs[Field.VALUE]["element"]["initial_value"] == "90 %"
    assert inputs[Field.REASON]["element"]["initial_value"] == "late"
    assert inputs[Field.REASON]["optional"] is False
    assert inputs[Field.REASON]["hint"]["text"] == "The old target is kept, and shown with this reason for four weeks."
    assert form["blocks"][0]["text"]["text"] == "*Customer satisfaction*\nNow: 85 % by 30 June"


def test_a_band_is_asked_for_by_its_two_ends_and_may_have_no_date() -> None:
    inputs = inputs_of(target_form(TargetDraft(low="5", high="10"), CSAT, LONDON, band=True))
    assert list(inputs) == [Field.LOW, Field.HIGH, Field.DUE_ON]
    assert [inputs[field]["label"]["text"] for field in inputs] == ["At least", "At most", "By"]
    assert inputs[Field.HIGH]["hint"]["text"] == "One of the two is enough."
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
