"""The fields of a check-in: the value of each due reading, and what is said beside it."""

import json
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256

from bot.domain.due import DueState
from bot.domain.no_data import NO_DATA
from bot.domain.readings import Confidence
from bot.domain.values import ValueKind
from bot.results.due import DueItem
from bot.results.names import Viewer
from bot.views.blocks import Block, context, one_line, section, sentence, unmarked
from bot.views.days import period_in_full
from bot.views.ids import NO_FIGURE, NOT_YET, note_field, picked, reading_field, sure_field
from bot.views.inputs import MOST_RADIO_BUTTONS, radio_input, select_input, text_input
from bot.views.labels import labels_of
from bot.views.saying import worded
from bot.views.speech import say, say_counted
from bot.views.wording import confidences, planned, raw_value, unit
from bot.words import Words

MOST_WITH_NOTES = 3
"""With more items a note each would double a form that should take ten seconds."""

_SAYS_ITS_UNIT = (ValueKind.NUMBER, ValueKind.PERCENT, ValueKind.MONEY)
"""Kinds of which a printed value shows how to type the next one; the others take more than that."""


@dataclass(frozen=True)
class Typed:
    """What stands in the fields of one due reading."""

    text: str
    note: str = ""
    confidence: Confidence | None = None


@dataclass(frozen=True)
class Asked:
    """What a form was filled in with, by due id. Above what is `doubted` stands the question, and saving the same again
    answers it, as it did for what is `meant`.
    """

    typed: Mapping[int, Typed] = field(default_factory=dict)
    doubted: Mapping[int, Words] = field(default_factory=dict)
    meant: Collection[int] = ()

    def carried(self) -> str:
        """What was asked about, as the form carries it."""
        if not self.doubted:
            return ""
        return json.dumps({number: _print_of(self.typed[number].text) for number in (*self.doubted, *self.meant)})


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


def _question(asked: Words, viewer: Viewer) -> Block:
    question = sentence(worded(asked, viewer, quoting=unmarked))
    return section(say(viewer, "*{question}* If it is right, save again.", question=question))


def fields_of(items: Sequence[DueItem], viewer: Viewer, *, most: int, asked: Asked | None = None) -> list[Block]:
    """What the first `most` of these ask for, with the questions about it, and how many more there are."""
    blocks: list[Block] = []
    known = asked or Asked()
    for item in items[:most]:
        typed = known.typed.get(item.due_id, Typed(""))
        if item.due_id in known.doubted:
            blocks.append(_question(known.doubted[item.due_id], viewer))
        blocks.append(_value_input(item, viewer, typed.text))
        if len(items) <= MOST_WITH_NOTES:
            blocks += [_note_input(item, viewer, typed.note), _confidence_input(item, viewer, typed.confidence)]
        elif labels_of(item.indicator.measure, viewer):
            # Nobody can type the reason into radio buttons.
            blocks.append(_note_input(item, viewer, typed.note))
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
    block, labels, hint = reading_field(item.due_id), labels_of(indicator.measure, viewer), _hint(item, viewer)
    if not labels:
        return text_input(block, label, typed=typed, hint=hint, optional=True)
    # A radio button cannot be let go again: the last option takes back what was pressed by mistake.
    options = {
        **labels,
        NO_FIGURE: say(viewer, "No figure (say why in the note)"),
        NOT_YET: say(viewer, "Not yet"),
    }
    chosen = NO_FIGURE if typed == NO_DATA else picked(typed)
    if len(options) <= MOST_RADIO_BUTTONS:
        return radio_input(block, label, options, chosen=chosen, hint=hint)
    return select_input(block, label, options, chosen=chosen, hint=hint, optional=True)


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


def _note_input(item: DueItem, viewer: Viewer, typed: str) -> Block:
    return text_input(
        note_field(item.due_id),
        say(viewer, "Note on {indicator}", indicator=one_line(item.indicator.name, 120)),
        typed=typed,
        placeholder=say(viewer, "What explains it?"),
        optional=True,
    )


def _confidence_input(item: DueItem, viewer: Viewer, chosen: Confidence | None) -> Block:
    options = confidences(viewer)
    label = say(viewer, "How sure of {indicator}?", indicator=one_line(item.indicator.name, 120))
    return select_input(sure_field(item.due_id), label, options, chosen=chosen, optional=True)
