"""The check-in: everything that is due, answered in one form."""

from collections.abc import Mapping, Sequence

from bot.domain.due import DueState
from bot.domain.values import ValueKind
from bot.results.due import DueItem
from bot.results.names import Viewer
from bot.results.readings import RecordedReading
from bot.views.blocks import Block, View, context, listing, modal, one_line, section
from bot.views.ids import Form, note_field, reading_field
from bot.views.inputs import text_input
from bot.views.readings import due_line, nothing_is_due, recorded_line
from bot.views.wording import counted, period, raw_value, unit

MOST_SHOWN = 20
"""A longer form is not filled in. What does not fit is due again in the next one."""


MOST_WITH_NOTES = 3
"""With more items a note each would double a form that should take ten seconds."""

NOTE_PLACEHOLDER = "What explains the value, for example: after the new onboarding"

_SAYS_ITS_UNIT = (ValueKind.NUMBER, ValueKind.PERCENT, ValueKind.MONEY)
"""Kinds of which a printed value shows how to type the next one; the others take more than that."""


def check_in_form(
    items: Sequence[DueItem],
    viewer: Viewer,
    *,
    next_due: DueItem | None = None,
    typed: Mapping[int, str] | None = None,
    metadata: str = "",
) -> View:
    """One input for each due reading, in block `reading_field(due_id)`. Where there are few, each has a note in
    `note_field(due_id)`. Any of them may stay empty; "n/d why" says there is no data.

    `typed` holds what the person has already given, by due id. Where nothing is due, `next_due` is what comes next.
    """
    if not items:
        return nothing_due(viewer, next_due=next_due)
    shown = items[:MOST_SHOWN]
    blocks = [context("Leave empty what you do not have yet. Without data, type n/d and the reason.")]
    for item in shown:
        blocks.append(_value_input(item, viewer, (typed or {}).get(item.due_id, "")))
        if len(items) <= MOST_WITH_NOTES:
            blocks.append(text_input(note_field(item.due_id), "Note", placeholder=NOTE_PLACEHOLDER, optional=True))
    if left_out := len(items) - len(shown):
        blocks.append(context(f"… and {left_out} more. They come when these are done."))
    return modal("Check in", blocks, callback=Form.CHECK_IN, submit="Save", close="Cancel", metadata=metadata)


def _value_input(item: DueItem, viewer: Viewer, typed: str) -> Block:
    indicator = item.indicator
    label = f"{one_line(indicator.name, 120)}, {period(item.period, indicator.cadence, viewer)}"
    hints = [f"Last: {raw_value(item.last, indicator, viewer)}"] if item.last else []
    if item.state is DueState.MISSED:
        hints.insert(0, "Missed, can still be given")
    if item.last is None or indicator.measure.kind not in _SAYS_ITS_UNIT:
        hints.append(one_line(unit(indicator)))
    return text_input(reading_field(item.due_id), label, typed=typed, hint=" · ".join(hints), optional=True)


def check_in_done(readings: Sequence[RecordedReading], still_open: Sequence[DueItem], viewer: Viewer) -> View:
    """What the form recorded, what it did to each status, and what is still open."""
    blocks: list[Block] = []
    if readings:
        title = f"*{counted(len(readings), 'reading')} saved*"
        blocks += [section(title), *listing([f"✓ {recorded_line(reading, viewer)}" for reading in readings])]
    else:
        blocks.append(section("Nothing was filled in, so nothing was saved."))
    if still_open:
        blocks += [section("*Still open*"), *listing([due_line(item, viewer) for item in still_open])]
    elif readings:
        blocks.append(section("Nothing else is open."))
    return modal("Check in", blocks, callback=Form.NOTICE, close="Done")


def nothing_due(viewer: Viewer, *, next_due: DueItem | None = None) -> View:
    """The check-in of somebody who has nothing open."""
    return modal("Check in", [section(nothing_is_due(viewer, next_due))], callback=Form.NOTICE)
