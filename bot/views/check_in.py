"""The check-in: everything that is due, answered in one form."""

import json
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256

from bot.domain.due import DueState
from bot.domain.values import ValueKind
from bot.results.due import DueItem
from bot.results.names import Viewer
from bot.results.readings import RecordedReading
from bot.views.blocks import Block, View, context, listing, modal, one_line, section, sentence, unmarked
from bot.views.days import period_in_full
from bot.views.ids import Form, note_field, reading_field
from bot.views.inputs import text_input
from bot.views.readings import due_lines, nothing_is_due, recorded_line
from bot.views.saying import worded
from bot.views.speech import say, say_counted
from bot.views.wording import raw_value, unit
from bot.words import Words

MOST_SHOWN = 20
"""A longer form is not filled in. What does not fit is due again in the next one."""


@dataclass(frozen=True)
class Typed:
    """What stands in the fields of one due reading."""

    text: str
    note: str = ""


MOST_WITH_NOTES = 3
"""With more items a note each would double a form that should take ten seconds."""

_SAYS_ITS_UNIT = (ValueKind.NUMBER, ValueKind.PERCENT, ValueKind.MONEY)
"""Kinds of which a printed value shows how to type the next one; the others take more than that."""


def check_in_form(
    items: Sequence[DueItem],
    viewer: Viewer,
    *,
    next_due: DueItem | None = None,
    typed: Mapping[int, Typed] | None = None,
    doubted: Mapping[int, Words] | None = None,
    meant: Collection[int] = (),
) -> View:
    """One input for each due reading, in block `reading_field(due_id)`. Where there are few, each has a note in
    `note_field(due_id)`. Any of them may stay empty; "n/d why" says there is no data.

    `typed` holds what the person has already given, by due id; above what is `doubted` stands the question, and saving
    the same again answers it, as it did for what is `meant`. Where nothing is due, `next_due` is what comes next.
    """
    if not items:
        return nothing_due(viewer, next_due=next_due)
    shown = items[:MOST_SHOWN]
    blocks = [
        context(say(viewer, "Leave empty what you do not have yet. Where there is no data, type n/d and the reason."))
    ]
    given, asked = typed or {}, doubted or {}
    for item in shown:
        of_item = given.get(item.due_id, Typed(""))
        if item.due_id in asked:
            blocks.append(_question(asked[item.due_id], viewer))
        blocks.append(_value_input(item, viewer, of_item.text))
        if len(items) <= MOST_WITH_NOTES:
            blocks.append(_note_input(item, viewer, of_item.note))
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
        metadata=json.dumps({number: _print_of(given[number].text) for number in (*asked, *meant)}) if asked else "",
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


def _question(asked: Words, viewer: Viewer) -> Block:
    question = sentence(worded(asked, viewer, quoting=unmarked))
    return section(say(viewer, "*{question}* If it is right, save again.", question=question))


def was_asked_about(metadata: str, due_id: int, text: str) -> bool:
    """Whether the form has asked about this very text: typed again, it is meant."""
    with suppress(ValueError, RecursionError):
        match json.loads(metadata):
            case dict() as asked:
                return bool(asked.get(str(due_id)) == _print_of(text))
    return False


def _print_of(text: str) -> str:
    """What tells the text from another one, and is short: a form carries 3,000 characters, for up to 20 texts."""
    return sha256(text.encode()).hexdigest()[:16]


def _note_input(item: DueItem, viewer: Viewer, typed: str) -> Block:
    return text_input(
        note_field(item.due_id),
        say(viewer, "Note on {indicator}", indicator=one_line(item.indicator.name, 120)),
        typed=typed,
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
