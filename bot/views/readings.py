"""Replies about readings: what was understood, what it did to the status, what is still open."""

from collections.abc import Sequence
from typing import Any

from bot.domain.due import DueState
from bot.results.due import DueItem
from bot.results.names import Viewer
from bot.results.readings import RecordedReading, RetractedReading
from bot.views.blocks import Block, Message, actions, button, context, listing, message, said, section
from bot.views.ids import Action
from bot.views.wording import code, due_state, key, period, periods, previous, status_beside_value, the_period, value


def recorded(reading: RecordedReading, viewer: Viewer, *, undo: bool = True) -> Message:
    """The reply to a reading or to "no data", with an Undo button while it can be taken back."""
    return message(*_reply(reading, viewer), *([_undo(reading)] if undo else []))


def _undo(reading: RecordedReading) -> Block:
    return actions(button("Undo", Action.UNDO_READING, str(reading.reading_id)))


def _reply(reading: RecordedReading, viewer: Viewer) -> list[Block]:
    small_print = _small_print(reading, viewer)
    return [
        section(f"{_subject(reading, viewer)}\n{_effect(reading, viewer)}"),
        *([context("\n".join(small_print))] if small_print else []),
    ]


def recorded_line(reading: RecordedReading, viewer: Viewer) -> str:
    """The same in one line of mrkdwn: "Customer satisfaction, week of 30 March: 84 % (was 81 %). …"."""
    return f"{_subject(reading, viewer)}: {_effect(reading, viewer)}"


def _subject(reading: RecordedReading, viewer: Viewer) -> str:
    indicator = reading.indicator
    return f"*{said(indicator.name)}*, {period(reading.period, indicator.cadence, viewer)}"


def _effect(reading: RecordedReading, viewer: Viewer) -> str:
    """ "84 % (was 81 %). 🟢 On track: 2.1 points ahead of the path."."""
    if reading.value is None:
        why = f": {said(reading.note, 300)}" if reading.note else ""
        return f"No data this time{why}"
    now = f"*{value(reading.value, reading.indicator, viewer)}*{previous(reading.previous, reading.indicator, viewer)}"
    return f"{now}. {_latest(reading, viewer)}{status_beside_value(reading.assessment, viewer)}"


def _latest(reading: RecordedReading, viewer: Viewer) -> str:
    """ "Latest: 84 %, week of 30 March. " after a reading for an earlier period: the status follows from that one."""
    latest = reading.assessment.latest
    if latest is None or latest == reading.period:
        return ""
    latest_value = value(reading.assessment.value, reading.indicator, viewer)
    return f"Latest: {latest_value}, {period(latest, reading.indicator.cadence, viewer)}. "


def _small_print(reading: RecordedReading, viewer: Viewer) -> list[str]:
    indicator = reading.indicator
    lines: list[str] = []
    if reading.value is None:
        lines.append("This counts as an answer: you will not be asked for it again.")
    if reading.replaced:
        lines.append(f"It replaces {value(reading.replaced, indicator, viewer)}.")
    if reading.combined:
        whole = the_period(reading.period, indicator.cadence, viewer)
        lines.append(f"With the other readings, {whole} is at {value(reading.combined, indicator, viewer)}.")
    if reading.note and reading.value:
        lines.append(f"Note: {said(reading.note, 300)}")
    if reading.late:
        lines.append("Recorded as late.")
    if reading.still_open:
        oldest = period(reading.still_open[0].period, indicator.cadence, viewer)
        how = code(f"/reading {indicator.key} <value> for {oldest}")
        lines.append(f"Still open: {periods(reading.still_open, viewer)}. To give it: {how}")
    return lines


def undone(reading: RetractedReading, viewer: Viewer) -> Message:
    """The reply to an undo; it replaces the message whose button was pressed."""
    indicator = reading.indicator
    what = f"{value(reading.value, indicator, viewer)} for {the_period(reading.period, indicator.cadence, viewer)}"
    lines = [f"Taken back: *{said(indicator.name)}*, {what}."]
    if reading.now_counts:
        lines.append(f"Now {value(reading.now_counts, indicator, viewer)} counts.")
    elif reading.due:
        lines.append(f"It is open again: {due_state(reading.due, viewer)}.")
    return message(section("\n".join(lines)))


def nothing_to_undo() -> Message:
    """The reply to an undo where there is nothing to take back."""
    return message(section("There is no reading of yours to take back."))


def due_list(items: Sequence[DueItem], viewer: Viewer, *, next_due: DueItem | None = None) -> Message:
    """What is due for the person and when, with the Check in button when something is open. Where there is nothing,
    `next_due` is what comes next.
    """
    if not items:
        return message(section(nothing_is_due(viewer, next_due)))
    is_open = any(item.state in (DueState.DUE, DueState.MISSED) for item in items)
    title = section("*Your readings*" if is_open else "Nothing is due from you now. What comes next:")
    lines = listing([due_line(item, viewer) for item in items])
    return message(title, *lines, *([actions(check_in_button())] if is_open else []))


def nothing_is_due(viewer: Viewer, next_due: DueItem | None) -> str:
    """What somebody reads who has nothing open, and what comes next for them."""
    if next_due is None:
        return "Nothing is due from you now."
    return f"Nothing is due from you now.\nNext: {due_name(next_due, viewer)}, {due_state(next_due, viewer)}."


def due_line(item: DueItem, viewer: Viewer) -> str:
    """ "• Customer satisfaction, week of 30 March (`csat`): due today. Last: 81 %"."""
    return f"• {due_name(item, viewer)}: {due_state(item, viewer)}{last(item, viewer)}"


def due_name(item: DueItem, viewer: Viewer) -> str:
    """ "*Customer satisfaction* `csat`, week of 30 March"."""
    indicator = item.indicator
    return f"*{said(indicator.name)}* {key(indicator.key)}, {period(item.period, indicator.cadence, viewer)}"


def last(item: DueItem, viewer: Viewer) -> str:
    """ ". Last: 81 %", or nothing before the first reading."""
    return f". Last: {value(item.last, item.indicator, viewer)}" if item.last else ""


def check_in_button() -> dict[str, Any]:
    """The button that opens the check-in form."""
    return button("Check in", Action.CHECK_IN, primary=True)
