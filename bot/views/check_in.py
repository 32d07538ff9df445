"""The check-in: everything that is due, answered in one form."""

from collections.abc import Mapping, Sequence

from bot.domain.due import DueState
from bot.domain.readings import Confidence
from bot.domain.values import ValueKind
from bot.results.due import DueItem
from bot.results.names import Viewer
from bot.results.readings import RecordedReading
from bot.views.blocks import Block, View, context, listing, modal, one_line, section
from bot.views.days import period_in_full
from bot.views.ids import NO_FIGURE, NOT_YET, Form, note_field, picked, reading_field, sure_field
from bot.views.inputs import MOST_RADIO_BUTTONS, radio_input, select_input, text_input
from bot.views.labels import labels_of
from bot.views.readings import due_lines, nothing_is_due, recorded_line
from bot.views.speech import say, say_counted
from bot.views.wording import planned, raw_value, unit

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
    """One input for each due reading, in block `reading_field(due_id)`: radio buttons for yes or no and for a scale, a
    field to type in for the others. Where there are few, each has a note in `note_field(due_id)` and how sure one is in
    `sure_field(due_id)`. Any of them may stay empty; "n/d why" says there is no data.

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
            blocks += [_note_input(item, viewer), _confidence_input(item, viewer)]
        elif labels_of(item.indicator.measure, viewer):
            # Nobody can type the reason into radio buttons.
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
    field, labels, hint = reading_field(item.due_id), labels_of(indicator.measure, viewer), _hint(item, viewer)
    if not labels:
        return text_input(field, label, typed=typed, hint=hint, optional=True)
    # A radio button cannot be let go again: the last option takes back what was pressed by mistake.
    options = {
        **labels,
        NO_FIGURE: say(viewer, "No figure (say why in the note)"),
        NOT_YET: say(viewer, "Not yet"),
    }
    if len(options) <= MOST_RADIO_BUTTONS:
        return radio_input(field, label, options, chosen=picked(typed), hint=hint)
    return select_input(field, label, options, chosen=picked(typed), hint=hint, optional=True)


def _hint(item: DueItem, viewer: Viewer) -> str:
    """What the value is compared with, and its unit: "Last: 81 % · Planned by now: 82"."""
    indicator = item.indicator
    hints = [say(viewer, "Missed, can still be given")] if item.state is DueState.MISSED else []
    if item.last:
        hints.append(say(viewer, "Last: {value}", value=raw_value(item.last, indicator, viewer)))
    if item.planned is not None:
        hints.append(say(viewer, "Planned by now: {value}", value=planned(item.planned, indicator, viewer)))
    is_picked = bool(labels_of(indicator.measure, viewer))
    if not is_picked and (item.last is None or indicator.measure.kind not in _SAYS_ITS_UNIT):
        hints.append(one_line(unit(indicator, viewer)))
    return " · ".join(hints)


def _note_input(item: DueItem, viewer: Viewer) -> Block:
    return text_input(
        note_field(item.due_id),
        say(viewer, "Note on {indicator}", indicator=one_line(item.indicator.name, 120)),
        placeholder=say(viewer, "What explains it?"),
        optional=True,
    )


def _confidence_input(item: DueItem, viewer: Viewer) -> Block:
    options: dict[str, str] = {
        Confidence.SURE: say(viewer, "Sure"),
        Confidence.FAIRLY: say(viewer, "Fairly sure"),
        Confidence.UNSURE: say(viewer, "Not sure"),
    }
    label = say(viewer, "How sure of {indicator}?", indicator=one_line(item.indicator.name, 120))
    return select_input(sure_field(item.due_id), label, options, optional=True)


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
