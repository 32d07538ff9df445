"""Every action, callback and field id: what a screen is built with and what a handler listens for.

An input's block id is the name of its field, so that `UserError.field` says where the message goes; what was typed is
at `state.values[field][TYPED]`.
"""

import re
from enum import StrEnum

_MOST_DIGITS = 18

TYPED = "typed"
"""The action id of every input."""


class Action(StrEnum):
    """What a button does. Its value is named beside it."""

    CHECK_IN = "check_in"  # ""
    UNDO_READING = "undo_reading"  # the reading's id
    UNDO_TOGETHER = "undo_together"  # the readings' ids, as `record_ids` reads them
    CHOOSE = "choose"  # what `questions.read_choice` reads; pressed as "choose:0", "choose:1", …
    ADD_INDICATOR = "add_indicator"  # the outcome's key
    SET_TARGET = "set_target"  # the indicator's key
    HAND_OVER = "hand_over"  # the indicator's key
    EXPLAIN = "explain_status"  # the indicator's key
    NEW_OUTCOME = "new_outcome"  # ""


class Form(StrEnum):
    """The callback id of a form."""

    OUTCOME_NEW = "outcome_new"
    INDICATOR_NEW = "indicator_new"
    TARGET_CHANGE = "target_change"
    CHECK_IN = "check_in_form"
    HAND_OVER = "hand_over_form"
    NOTICE = "notice"
    """A view that only says something; it is never submitted."""


CHOSEN = re.compile(rf"{Action.CHOOSE}:\d+")
"""The action ids of a choice: each button of a block needs its own."""


def reading_field(due_id: int) -> str:
    """The block id of the check-in input for this due reading."""
    return str(due_id)


def note_field(due_id: int) -> str:
    """The block id of the note beside that input."""
    return f"note:{due_id}"


def due_id_of(field: str) -> int | None:
    """The due reading whose value this block asks for; None for any other block."""
    return record_id(field)


def record_id(carried: str) -> int | None:
    """The id of a record that a screen carries; None for what was never put into one."""
    number = int(carried) if _RECORD_ID.fullmatch(carried) else 0
    return number if 0 < number <= _GREATEST_ID else None


def record_ids(carried: str) -> tuple[int, ...]:
    """The ids of the records that a button carries, with spaces between; none for what was never put into one."""
    found = tuple(map(record_id, carried.split()))
    return tuple(each for each in found if each is not None) if None not in found else ()


_RECORD_ID = re.compile(r"[1-9][0-9]{0,9}")
_GREATEST_ID = 2**31 - 1
"""What an id's column can hold."""
