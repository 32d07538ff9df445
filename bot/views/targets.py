"""Targets: the present one with its path and what it replaced, and the form that changes it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.targets import PathKind, Target
from bot.fields import Field
from bot.results.names import IndicatorName, Viewer
from bot.results.targets import TargetSheet
from bot.views.baselines import give_baseline_button
from bot.views.blocks import Block, Message, View, actions, button, context, message, modal, one_line, said, section
from bot.views.changing import TODAY, holds_from_input
from bot.views.goals import path
from bot.views.ids import Action, Form
from bot.views.inputs import date_input, text_input
from bot.views.paths import change_path_button
from bot.views.readings import set_target_button
from bot.views.speech import say
from bot.views.standing import needs
from bot.views.wording import baseline, code, key, moved_note, status_with_value, target, unit


@dataclass(frozen=True)
class TargetDraft:
    """What the form starts with, as typed. A band has `low` or `high` or both, anything else `value`."""

    value: str = ""
    low: str = ""
    high: str = ""
    due_on: date | None = None
    reason: str = ""


def target_show(sheet: TargetSheet, viewer: Viewer) -> Message:
    """The target with its path, how it stands, what it needs, and for four weeks what it replaced."""
    title = f"*{said(sheet.indicator.name)}* {key(sheet.indicator.key)}"
    if sheet.assessment.terms.target is None:
        return message(
            section(say(viewer, "{indicator} has no target yet.", indicator=title)),
            *_how_to_set(sheet.indicator, viewer),
        )
    return message(
        section(f"{title}\n{status_with_value(sheet.assessment, viewer)}"),
        section(promise(sheet, viewer)),
        *_was(sheet, viewer),
        *_changes(sheet, viewer),
    )


def _changes(sheet: TargetSheet, viewer: Viewer) -> list[Block]:
    target = sheet.assessment.terms.target
    if not sheet.may_edit or target is None:
        return []
    another = [change_path_button(sheet.indicator, viewer)] if target.value is not None else []
    if sheet.assessment.terms.baseline is not None and target.value is not None:
        another.append(give_baseline_button(sheet.indicator, viewer, corrects=True))
    return [actions(change_target_button(sheet.indicator, viewer), *another)]


def change_target_button(indicator: IndicatorName, viewer: Viewer) -> dict[str, Any]:
    """The button that opens the form for another target."""
    label = say(viewer, "Change target…")
    return button(label, Action.SET_TARGET, indicator.key, acts_on=f"{label}: {one_line(indicator.name)}")


def promise(sheet: TargetSheet, viewer: Viewer) -> str:
    """ "From 14 days on 20 April to *7 days by 30 June*. Needs to fall by 1.0 a week; …"."""
    needed = needs(sheet.assessment, viewer)
    promised = _promised_so_far(sheet, viewer)
    return f"{promised} {said(needed, 300)}" if needed else promised


def _promised_so_far(sheet: TargetSheet, viewer: Viewer) -> str:
    """From where to where, and on which way where that is not the straight one."""
    terms, indicator = sheet.assessment.terms, sheet.indicator
    assert terms.target is not None, "nothing was promised"
    goal = target(terms.target, indicator, viewer)
    if terms.target.value is None:
        return say(viewer, "Wanted: *{limits}*.", limits=goal)
    if terms.baseline is None:
        return say(viewer, "Promised: *{target}*.", target=goal)
    start = baseline(terms.baseline, indicator, viewer)
    if terms.target.path is PathKind.STRAIGHT:
        return say(viewer, "From {start} to *{target}*.", start=start, target=goal)
    way = said(path(terms.target, indicator.measure, viewer), 600)
    return say(viewer, "From {start} to *{target}*, {path}.", start=start, target=goal, path=way)


def _how_to_set(indicator: IndicatorName, viewer: Viewer) -> list[Block]:
    command = code(f"/target set {indicator.key} <value> by <date>")
    return [
        section(say(viewer, "Type {command}, or fill the form.", command=command)),
        actions(set_target_button(indicator.key, indicator.name, viewer)),
    ]


def _was(sheet: TargetSheet, viewer: Viewer) -> list[Block]:
    moved = moved_note(sheet.assessment, sheet.indicator, viewer)
    return [context(f"🎯 {moved}")] if moved else []


def target_set(sheet: TargetSheet, viewer: Viewer) -> Message:
    """The reply to a target that was set or changed: what now holds, and what it means for the status."""
    return message(*_now_holds(sheet, viewer))


def target_saved(sheet: TargetSheet, viewer: Viewer) -> View:
    """`target_set` as the view that follows the form."""
    return modal(
        say(viewer, "Target saved"), _now_holds(sheet, viewer), callback=Form.NOTICE, close=say(viewer, "Done")
    )


def _now_holds(sheet: TargetSheet, viewer: Viewer) -> list[Block]:
    saved = say(viewer, "✓ Target set for *{indicator}*", indicator=said(sheet.indicator.name))
    return [
        section(f"{saved}\n{promise(sheet, viewer)}\n{status_with_value(sheet.assessment, viewer)}"),
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
    now = say(viewer, "Now: {target}", target=target(current, indicator, viewer))
    blocks = [
        section(f"*{said(indicator.name)}*\n{now}"),
        *_promised(draft, indicator, viewer, band=band),
        date_input(Field.DUE_ON, say(viewer, "By"), chosen=draft.due_on, optional=band),
    ]
    if current:
        blocks.append(
            text_input(
                Field.REASON,
                say(viewer, "Why does it change?"),
                typed=draft.reason,
                multiline=True,
                hint=say(viewer, "The old target is kept, and shown with this reason for four weeks."),
            )
        )
        today = say(viewer, "From today: something else is promised")
        start = say(viewer, "From the start: it was written down wrongly")
        blocks.append(holds_from_input(today, start, viewer, chosen=TODAY))
    return modal(
        say(viewer, "Change the target") if current else say(viewer, "Set a target"),
        blocks,
        callback=Form.TARGET_CHANGE,
        submit=say(viewer, "Save"),
        close=say(viewer, "Cancel"),
        metadata=metadata,
    )


def _promised(draft: TargetDraft, indicator: IndicatorName, viewer: Viewer, *, band: bool) -> list[Block]:
    unit_hint = say(viewer, "In its unit: {unit}", unit=unit(indicator, viewer))
    if not band:
        return [text_input(Field.VALUE, say(viewer, "Target"), typed=draft.value, hint=unit_hint)]
    one_is_enough = say(viewer, "One of the two is enough.")
    return [
        text_input(Field.LOW, say(viewer, "At least"), typed=draft.low, hint=unit_hint, optional=True),
        text_input(Field.HIGH, say(viewer, "At most"), typed=draft.high, hint=one_is_enough, optional=True),
    ]
