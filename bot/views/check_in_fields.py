"""The fields of a check-in: the value of each due reading, and what is said beside it."""

from collections.abc import Mapping, Sequence

from bot.domain.due import DueState
from bot.domain.readings import Confidence
from bot.domain.values import ValueKind
from bot.results.due import DueItem
from bot.results.names import Viewer
from bot.views.blocks import Block, context, one_line
from bot.views.days import period_in_full
from bot.views.ids import NO_FIGURE, NOT_YET, note_field, picked, reading_field, sure_field
from bot.views.inputs import MOST_RADIO_BUTTONS, radio_input, select_input, text_input
from bot.views.labels import labels_of
from bot.views.speech import say, say_counted
from bot.views.wording import planned, raw_value, unit

MOST_WITH_NOTES = 3
"""With more items a note each would double a form that should take ten seconds."""

_SAYS_ITS_UNIT = (ValueKind.NUMBER, ValueKind.PERCENT, ValueKind.MONEY)
"""Kinds of which a printed value shows how to type the next one; the others take more than that."""


def fields_of(
    items: Sequence[DueItem], viewer: Viewer, *, most: int, typed: Mapping[int, str] | None = None
) -> list[Block]:
    """What the first `most` of these ask for, and how many more there are."""
    blocks: list[Block] = []
    for item in items[:most]:
        blocks.append(_value_input(item, viewer, (typed or {}).get(item.due_id, "")))
        if len(items) <= MOST_WITH_NOTES:
            blocks += [_note_input(item, viewer), _confidence_input(item, viewer)]
        elif labels_of(item.indicator.measure, viewer):
            # Nobody can type the reason into radio buttons.
            blocks.append(_note_input(item, viewer))
    if len(items) > most:
        blocks.append(
            context(
                say_counted(
                    viewer,
                    "… and {count} more. It comes when these are done.",
                    "… and {count} more. They come when these are done.",
                    len(items) - most,
                )
            )
        )
    return blocks


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
