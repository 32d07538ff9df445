"""The check-in: everything that is due, answered in one form."""

from collections.abc import Mapping, Sequence

from bot.domain.due import DueState
from bot.domain.values import ValueKind
from bot.results.due import DueItem
from bot.results.names import Viewer
from bot.results.readings import RecordedReading
from bot.views.blocks import Block, View, context, listing, modal, one_line, section
from bot.views.days import period_in_full
from bot.views.ids import Form, note_field, reading_field
from bot.views.inputs import text_input
from bot.views.readings import due_lines, nothing_is_due, recorded_line
from bot.views.speech import say, say_counted
from bot.views.wording import raw_value, unit

MOST_SHOWN = 20
"""A longer form is not filled in. What does not fit is due again in the next one."""


MOST_WITH_NOTES = 3
"""With more items a note each would double a form that should take ten seconds."""

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
    blocks = [
        context(say(viewer, "Leave empty what you do not have yet. Where there is no data, type n/d and the reason."))
    ]
    for item in shown:
        blocks.append(_value_input(item, viewer, (typed or {}).get(item.due_id, "")))
        if len(items) <= MOST_WITH_NOTES:
            blocks.append(_note_input(item, viewer))
    if left_out := len(items) - len(shown):
        blocks.append(
            context(
                say_counted(
                    viewer,
                    "… and {count} more. It comes when these are done.",
                    "… and {count} more. They come when these are done.",
                    left_out,
                )
            )
        )
    return modal(
        say(viewer, "Check in"),
        blocks,
        callback=Form.CHECK_IN,
        submit=say(viewer, "Save"),
        close=say(viewer, "Cancel"),
        metadata=metadata,
    )


def _value_input(item: DueItem, viewer: Viewer, typed: str) -> Block:
    indicator = item.indicator
    label = f"{one_line(indicator.name, 120)}, {period_in_full(item.period, indicator.cadence, viewer)}"
    hints = [say(viewer, "Missed, can still be given")] if item.state is DueState.MISSED else []
    if item.last:
        hints.append(say(viewer, "Last: {value}", value=raw_value(item.last, indicator, viewer)))
    if item.last is None or indicator.measure.kind not in _SAYS_ITS_UNIT:
        hints.append(one_line(unit(indicator, viewer)))
    return text_input(reading_field(item.due_id), label, typed=typed, hint=" · ".join(hints), optional=True)


def _note_input(item: DueItem, viewer: Viewer) -> Block:
    return text_input(
        note_field(item.due_id),
        say(viewer, "Note on {indicator}", indicator=one_line(item.indicator.name, 120)),
        placeholder=say(viewer, "What explains it?"),
        optional=True,
    )


def check_in_done(readings: Sequence[RecordedReading], still_open: Sequence[DueItem], viewer: Viewer) -> View:
    """What the form recorded, what it did to each status, and what is still open."""
    blocks: list[Block] = []
    if readings:
        title = say_counted(viewer, "*{count} reading saved*", "*{count} readings saved*", len(readings))
        blocks += [section(title), *listing([recorded_line(reading, viewer) for reading in readings], viewer)]
    else:
        blocks.append(section(say(viewer, "Nothing was filled in, so nothing was saved.")))
    if still_open:
        title = say(viewer, "*Still open*")
        blocks += [section(title), *listing(due_lines(still_open, viewer), viewer)]
    elif readings:
        blocks.append(section(say(viewer, "Nothing else is open.")))
    return modal(say(viewer, "Check in"), blocks, callback=Form.NOTICE, close=say(viewer, "Done"))


def nothing_due(viewer: Viewer, *, next_due: DueItem | None = None) -> View:
    """The check-in of somebody who has nothing open."""
    text = section(nothing_is_due(viewer, next_due))
    return modal(say(viewer, "Check in"), [text], callback=Form.NOTICE, close=say(viewer, "Close"))
