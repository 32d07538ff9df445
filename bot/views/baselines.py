"""The value from which an indicator starts: given late, corrected, or taken from the first readings for now."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.targets import Baseline
from bot.domain.values import Value
from bot.fields import Field
from bot.results.names import IndicatorName, Viewer
from bot.results.targets import TargetSheet
from bot.views.blocks import Block, Message, View, button, message, modal, one_line, said, section
from bot.views.ids import Action, Form
from bot.views.inputs import date_input, text_input
from bot.views.speech import say
from bot.views.wording import baseline, key, raw_value, status_with_value, unit


@dataclass(frozen=True)
class BaselineDraft:
    """What the form starts with, as typed."""

    value: str = ""
    on: date | None = None
    reason: str = ""


def give_baseline_button(indicator: IndicatorName, viewer: Viewer, *, corrects: bool = False) -> dict[str, Any]:
    """The button that opens the form."""
    label = say(viewer, "Correct the start…") if corrects else say(viewer, "Add a starting value…")
    return button(label, Action.GIVE_BASELINE, indicator.key, acts_on=f"{label}: {one_line(indicator.name)}")


def take_baseline_button(offered: Value, indicator: IndicatorName, number: int, viewer: Viewer) -> dict[str, Any]:
    """The button that takes the median of the first readings for now."""
    label = say(viewer, "Take {value} for now", value=raw_value(offered, indicator, viewer))
    return button(label, Action.TAKE_BASELINE, str(number), acts_on=f"{label}: {one_line(indicator.name)}")


def baseline_form(
    draft: BaselineDraft, indicator: IndicatorName, viewer: Viewer, *, current: Baseline | None, metadata: str
) -> View:
    """The value that it had before the work began, and when; where there is one already, why it changes."""
    now = say(viewer, "Now: {value}", value=baseline(current, indicator, viewer))
    blocks: list[Block] = [
        section(f"*{said(indicator.name)}*\n{now}"),
        text_input(
            Field.BASELINE,
            say(viewer, "Starting value"),
            typed=draft.value,
            hint=say(viewer, "In its unit: {unit}", unit=unit(indicator, viewer)),
        ),
        date_input(
            Field.BASELINE_ON,
            say(viewer, "Measured on"),
            chosen=draft.on,
            hint=say(viewer, "What was measured before this day stays in sight, and is no part of the progress."),
        ),
    ]
    if current is not None:
        hint = say(viewer, "What was before is kept, with this reason.")
        blocks.append(text_input(Field.REASON, say(viewer, "Why does it change?"), typed=draft.reason, hint=hint))
    title = say(viewer, "Correct the start") if current is not None else say(viewer, "Starting value")
    return modal(
        title,
        blocks,
        callback=Form.BASELINE,
        submit=say(viewer, "Save"),
        close=say(viewer, "Cancel"),
        metadata=metadata,
    )


def baseline_set(sheet: TargetSheet, viewer: Viewer) -> Message:
    """The reply to a starting value: what it is, and what it means for the status."""
    return message(*_now_holds(sheet, viewer))


def baseline_saved(sheet: TargetSheet, viewer: Viewer) -> View:
    """The same as the view that follows the form."""
    blocks = _now_holds(sheet, viewer)
    return modal(say(viewer, "Saved"), blocks, callback=Form.NOTICE, close=say(viewer, "Done"))


def _now_holds(sheet: TargetSheet, viewer: Viewer) -> list[Block]:
    start = baseline(sheet.assessment.terms.baseline, sheet.indicator, viewer)
    saved = say(
        viewer,
        "✓ *{indicator}* {key} starts from *{start}*.",
        indicator=said(sheet.indicator.name),
        key=key(sheet.indicator.key),
        start=start,
    )
    return [section(f"{saved}\n{status_with_value(sheet.assessment, viewer)}")]
