"""Targets: the present one with its path and what it replaced, and the form that changes it."""

from dataclasses import dataclass
from datetime import date

from bot.domain.numerals import print_percent
from bot.domain.targets import PathKind, Target
from bot.domain.values import print_amount, print_typed
from bot.fields import Field
from bot.results.names import IndicatorName, Viewer
from bot.results.targets import TargetSheet
from bot.views.blocks import Block, Message, View, actions, button, context, fields, message, modal, said, section
from bot.views.ids import Action, Form
from bot.views.inputs import date_input, text_input
from bot.views.wording import baseline, code, day, joined, key, status_and_why, target, unit, value, was_until


@dataclass(frozen=True)
class TargetDraft:
    """What the form starts with, as typed. A band has `low` or `high` or both, anything else `value`."""

    value: str = ""
    low: str = ""
    high: str = ""
    due_on: date | None = None
    reason: str = ""


def target_show(sheet: TargetSheet, viewer: Viewer) -> Message:
    """The target, its path, the progress, and for four weeks what it replaced."""
    title = f"*{said(sheet.indicator.name)}* {key(sheet.indicator.key)}"
    terms = sheet.assessment.terms
    if terms.target is None:
        return message(section(f"{title} has no target yet."), *_how_to_set(sheet.indicator))
    pairs = [
        ("Target", target(terms.target, sheet.indicator, viewer)),
        ("Baseline", baseline(terms.baseline, sheet.indicator, viewer)),
        ("Path", _path(terms.target, sheet.indicator, viewer)),
        *_how_far(sheet, viewer),
    ]
    return message(section(f"{title}\n{status_and_why(sheet.assessment, viewer)}"), fields(pairs), *_was(sheet, viewer))


def _how_to_set(indicator: IndicatorName) -> list[Block]:
    return [
        section(f"Type {code(f'/target set {indicator.key} <value> by <date>')}, or fill the form."),
        actions(button("Set a target", Action.SET_TARGET, indicator.key)),
    ]


def _how_far(sheet: TargetSheet, viewer: Viewer) -> list[tuple[str, str]]:
    assessment = sheet.assessment
    shown: list[tuple[str, str]] = []
    if assessment.value and assessment.as_of:
        shown.append(
            ("Latest", f"{value(assessment.value, sheet.indicator, viewer)} on {day(assessment.as_of, viewer)}")
        )
    if assessment.expected is not None:
        shown.append(
            ("Expected by then", said(print_amount(assessment.expected, sheet.indicator.measure, locale=viewer.locale)))
        )
    if assessment.progress is not None:
        shown.append(("Progress", print_percent(assessment.progress, viewer.locale)))
    return shown


def _was(sheet: TargetSheet, viewer: Viewer) -> list[Block]:
    moved = was_until(sheet.assessment, sheet.indicator, viewer)
    return [context(f"The target {moved}")] if moved else []


def _path(of: Target, indicator: IndicatorName, viewer: Viewer) -> str:
    points = joined(
        [
            f"{said(print_typed(amount, indicator.measure, locale=viewer.locale))} by {day(on, viewer)}"
            for on, amount in of.points[:12]
        ]
    )
    if of.value is None:
        return "stay inside from the first reading on"
    match of.path:
        case PathKind.STRAIGHT:
            return "a straight line"
        case PathKind.MILESTONES:
            return f"milestones: {points}"
        case PathKind.STEPS:
            return f"steps: {points}"
        case PathKind.DELAYED:
            return f"nothing expected until {day(of.points[0][0], viewer)}, then a straight line"


def target_set(sheet: TargetSheet, viewer: Viewer) -> Message:
    """The reply to a target that was set or changed: what now holds, and what it means for the status."""
    return message(*_now_holds(sheet, viewer))


def target_saved(sheet: TargetSheet, viewer: Viewer) -> View:
    """`target_set` as the view that follows the form."""
    return modal("Target saved", _now_holds(sheet, viewer), callback=Form.NOTICE, close="Done")


def _now_holds(sheet: TargetSheet, viewer: Viewer) -> list[Block]:
    promised = target(sheet.assessment.terms.target, sheet.indicator, viewer)
    return [
        section(f"Target of *{said(sheet.indicator.name)}*: {promised}.\n{status_and_why(sheet.assessment, viewer)}"),
        *_was(sheet, viewer),
    ]


def target_form(
    draft: TargetDraft,
    indicator: IndicatorName,
    viewer: Viewer,
    *,
    current: Target | None = None,
    band: bool = False,
    metadata: str = "",
) -> View:
    """The form that sets or changes a target; where there is one it asks for the reason. `band` asks for low and high
    instead of one value.
    """
    blocks = [
        section(f"*{said(indicator.name)}*\nNow: {target(current, indicator, viewer)}"),
        *_promised(draft, indicator, band=band),
        date_input(Field.DUE_ON, "By", chosen=draft.due_on, optional=band),
    ]
    if current:
        blocks.append(
            text_input(
                Field.REASON,
                "Why does it change?",
                typed=draft.reason,
                multiline=True,
                hint="The old target is kept, and shown with this reason for four weeks.",
            )
        )
    title = "Change the target" if current else "Set a target"
    return modal(title, blocks, callback=Form.TARGET_CHANGE, submit="Save", close="Cancel", metadata=metadata)


def _promised(draft: TargetDraft, indicator: IndicatorName, *, band: bool) -> list[Block]:
    unit_hint = f"In its unit: {unit(indicator)}"
    if not band:
        return [text_input(Field.VALUE, "Target", typed=draft.value, hint=unit_hint)]
    return [
        text_input(Field.LOW, "At least", typed=draft.low, hint=unit_hint, optional=True),
        text_input(Field.HIGH, "At most", typed=draft.high, hint="One of the two is enough.", optional=True),
    ]
