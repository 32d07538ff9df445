"""The reply to several readings given at once, and to taking them back."""

from collections.abc import Sequence

from bot.results.names import Viewer
from bot.results.readings import RecordedReading, RetractedReading
from bot.views.blocks import Message, actions, button, listing, message, said
from bot.views.ids import Action
from bot.views.readings import nothing_to_undo, recorded_line, undone_line
from bot.views.speech import say_counted


def recorded_together(readings: Sequence[RecordedReading], viewer: Viewer) -> Message:
    """A line for each reading, and one button that takes all of them back."""
    ids = " ".join(str(reading.reading_id) for reading in readings)
    label = say_counted(viewer, "Undo all ({count})", "Undo all ({count})", len(readings))
    acts_on = say_counted(viewer, "Undo all: {count} reading", "Undo all: {count} readings", len(readings))
    lines = [_line(reading, viewer) for reading in readings]
    return message(*listing(lines, viewer), actions(button(label, Action.UNDO_TOGETHER, ids, acts_on=acts_on)))


def undone_together(taken: Sequence[RetractedReading], viewer: Viewer) -> Message:
    """What was taken back, a paragraph each; it replaces the message whose button was pressed."""
    if not taken:
        return nothing_to_undo(viewer)
    return message(*listing([undone_line(each, viewer) for each in taken], viewer))


def _line(reading: RecordedReading, viewer: Viewer) -> str:
    line = recorded_line(reading, viewer)
    return f"{line}\n> {said(reading.note, 150)}" if reading.note and reading.value else line
