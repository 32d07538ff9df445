"""The form in which a reading is corrected, and the button that opens it."""

import json
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from bot.fields import Field
from bot.results.indicators import ShownReading
from bot.results.names import IndicatorName, Viewer
from bot.results.readings import GivenReading
from bot.views.blocks import View, button, modal, said, section, sentence, unmarked
from bot.views.days import period_in_full
from bot.views.ids import Action, Form, record_id
from bot.views.inputs import select_input, text_input
from bot.views.saying import worded
from bot.views.speech import say
from bot.views.wording import confidences, period, raw_value
from bot.words import Words


@dataclass(frozen=True)
class Carried:
    """What the form carries: the reading, and a print of the value that it has asked about, if it has."""

    reading_id: int
    asked: str = ""

    def has_asked(self, text: str) -> bool:
        """Whether the form has asked about this very value: saved again, it is meant."""
        return self.asked == _print_of(text)


def correct_button(reading: ShownReading, indicator: IndicatorName, viewer: Viewer) -> dict[str, Any]:
    """The button that opens the form for this reading."""
    acts_on = say(
        viewer,
        "Correct {value}, {period}",
        value=raw_value(reading.value, indicator, viewer),
        period=period(reading.period, indicator.cadence, viewer),
    )
    return button(say(viewer, "Correct…"), Action.CORRECT_READING, str(reading.reading_id), acts_on=acts_on)


def correct_form(reading: GivenReading, viewer: Viewer, *, doubted: Words | None = None) -> View:
    """The value, its note and how sure its author is, to be changed. With `doubted` the question stands on top, and
    saving the same again answers it.
    """
    indicator = reading.indicator
    what = f"*{said(indicator.name)}*, {period_in_full(reading.period, indicator.cadence, viewer)}"
    blocks = [section(what)]
    if doubted is not None:
        question = sentence(worded(doubted, viewer, quoting=unmarked))
        blocks.append(section(say(viewer, "*{question}* If it is right, save again.", question=question)))
    blocks += [
        text_input(Field.VALUE, say(viewer, "Value"), typed=reading.typed),
        text_input(Field.NOTE, say(viewer, "Note"), typed=reading.note, optional=True, multiline=True),
        select_input(
            Field.CONFIDENCE, say(viewer, "How sure?"), confidences(viewer), chosen=reading.confidence, optional=True
        ),
    ]
    return modal(
        say(viewer, "Correct a reading"),
        blocks,
        callback=Form.CORRECT,
        submit=say(viewer, "Save"),
        close=say(viewer, "Cancel"),
        metadata=json.dumps([reading.reading_id, _print_of(reading.typed) if doubted is not None else ""]),
    )


def carried(metadata: str) -> Carried | None:
    """What a form of ours carries; None for anything else."""
    with suppress(ValueError, RecursionError):
        match json.loads(metadata):
            case [int() as number, str() as asked] if record_id(str(number)) is not None:
                return Carried(number, asked)
    return None


def _print_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]
