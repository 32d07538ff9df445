"""The reply to several readings given at once, and to taking them back."""

from collections.abc import Sequence

from bot.results.names import Viewer
from bot.results.readings import RecordedReading, RetractedReading
from bot.views.blocks import Block, Message, actions, and_more, button, context, listing, message, said
from bot.views.ids import Action
from bot.views.readings import nothing_to_undo, recorded_line, undone_line
from bot.views.speech import say_counted
from bot.views.wholes import effects

MOST_WHOLES = 10


def recorded_together(readings: Sequence[RecordedReading], viewer: Viewer) -> Message:
    """A line for each reading, and one button that takes all of them back."""
    ids = " ".join(str(reading.reading_id) for reading in readings)
    label = say_counted(viewer, "Undo all ({count})", "Undo all ({count})", len(readings))
    acts_on = say_counted(viewer, "Undo all: {count} reading", "Undo all: {count} readings", len(readings))
    lines = [_line(reading, viewer) for reading in readings]
    undo = actions(button(label, Action.UNDO_TOGETHER, ids, acts_on=acts_on))
    return message(*listing(lines, viewer), *wholes_of(readings, viewer), undo)


def undone_together(taken: Sequence[RetractedReading], viewer: Viewer) -> Message:
    """What was taken back, a paragraph each; it replaces the message whose button was pressed."""
    if not taken:
        return nothing_to_undo(viewer)
    return message(*listing([undone_line(each, viewer) for each in taken], viewer), *wholes_of(taken, viewer))


def wholes_of(readings: Sequence[RecordedReading | RetractedReading], viewer: Viewer) -> list[Block]:
    """What all of that together did to the indicators that are made of these, in small print."""
    lines = effects((each for reading in readings for each in reading.wholes), viewer)
    if len(lines) > MOST_WHOLES:
        lines = [*lines[:MOST_WHOLES], and_more(len(lines) - MOST_WHOLES, viewer)]
    return [context("\n".join(lines))] if lines else []


def _line(reading: RecordedReading, viewer: Viewer) -> str:
    line = recorded_line(reading, viewer)
    return f"{line}\n> {said(reading.note, 150)}" if reading.note and reading.value else line
