"""Every action, callback and field id: what a screen is built with and what a handler listens for.

An input's block id is the name of its field, so that `UserError.field` says where the message goes; what was typed is
at `state.values[field][TYPED]`.
"""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

_MOST_DIGITS = 18

TYPED = "typed"
"""The action id of every input."""


class Action(StrEnum):
    """What a button does. Its value is named beside it."""

    CHECK_IN = "check_in"  # ""
    ANSWER = "answer"  # what `read_answer` reads; pressed as "answer:0", "answer:1", …
    OLDER = "older"  # ""
    NOT_COMING = "not_coming"  # ""
    NO_FIGURE = "no_figure"  # ""
    PUT_OFF = "put_off"  # ""
    MORE = "more"  # a member of `More`
    ASK_OWNER = "ask_owner"  # the indicator's key
    UNDO_READING = "undo_reading"  # the reading's id
    CORRECT_READING = "correct_reading"  # the reading's id
    UNDO_TOGETHER = "undo_together"  # the readings' ids, as `record_ids` reads them
    CHOOSE = "choose"  # what `questions.read_choice` reads; pressed as "choose:0", "choose:1", …
    HISTORY = "history"  # the indicator's key, and the place from which it goes on
    NEWER_HISTORY = "newer_history"  # the key, and the place after which the page begins
    MORE_INDICATORS = "more_indicators"  # the filter or "=" and an outcome's key, and the place of the first one
    ADD_INDICATOR = "add_indicator"  # the outcome's key
    SET_TARGET = "set_target"  # the indicator's key
    HAND_OVER = "hand_over"  # the indicator's key
    DRAW_CHART = "draw_chart"  # the indicator's key
    EXPLAIN = "explain_status"  # the indicator's key
    NEW_OUTCOME = "new_outcome"  # ""
    OUTCOME_IN_FULL = "outcome_in_full"  # ""
    INDICATOR_IN_FULL = "indicator_in_full"  # ""
    MORE_OUTCOMES = "more_outcomes"  # the filter, and the place of the first one
    OPEN_OUTCOME = "open_outcome"  # a menu of outcomes' keys
    OPEN_INDICATOR = "open_indicator"  # a menu of indicators' keys
    SHOW_OUTCOME = "show_outcome"  # the outcome's key
    SHOW_INDICATOR = "show_indicator"  # the indicator's key
    GIVE = "give"  # the indicator's key
    PREVIEW = "preview"  # the outcome's key
    EXAMPLE = "example"  # ""
    WHAT_IS_SENT = "what_is_sent"  # ""
    FINE = "fine"  # the indicator's key
    CLOSE_OUTCOME = "close_outcome"  # the outcome's key
    REOPEN_OUTCOME = "reopen_outcome"  # the outcome's key
    PAUSE = "pause"  # the indicator's key
    RETIRE = "retire"  # the indicator's key
    MADE_OF = "made_of"  # the indicator's key
    FETCH = "fetch"  # the indicator's key
    FETCH_OTHERWISE = "fetch_otherwise"  # what `read_source_carried` reads
    RESUME = "resume"  # the indicator's id
    ACCEPT_HANDOVER = "accept_handover"  # the offer's id
    DECLINE_HANDOVER = "decline_handover"  # the offer's id
    WITHDRAW_HANDOVER = "withdraw_handover"  # the offer's id

    WAS_DECISION = "was_decision"  # the note's id
    LOG_DECISION = "log_decision"  # the outcome's key
    DECIDE_HERE = "decide_here"  # ""
    IT_HELPED = "it_helped"  # the note's id
    DID_NOT_HELP = "did_not_help"  # the note's id
    TOO_EARLY = "too_early"  # the note's id
    SAY_WHETHER = "say_whether"  # the note's id
    ASK_ABOUT = "ask_about"  # what `read_question_about` reads
    QUIET = "quiet"  # ""
    ANSWER_QUESTION = "answer_question"  # the question's id
    ADD_LINE = "add_line"  # what `read_line_carried` reads
    RESOURCES = "resources"  # the outcome's key
    OPEN_RESOURCES = "open_resources"  # a menu of outcomes' keys
    MORE_RESOURCES = "more_resources"  # the place of the first one
    RESOURCE_INPUT = "resource_input"  # the outcome's key
    CORRECT_USE = "correct_use"  # a menu of entries' ids
    CORRECT_ONE_USE = "correct_one_use"  # the entry's id
    NO_COUNTERPART = "no_counterpart"  # the outcome's key

    EDIT_OUTCOME = "edit_outcome"  # the outcome's key
    CHANGE_OUTCOME = "change_outcome"  # what `read_part` reads; pressed as "change_outcome:0", …
    EDIT_INDICATOR = "edit_indicator"  # the indicator's key
    CHANGE_INDICATOR = "change_indicator"  # what `read_part` reads; pressed as "change_indicator:0", …
    REBASE = "rebase"  # the indicator's key and the key of a period
    CHANGE_PATH = "change_path"  # the indicator's key
    GIVE_BASELINE = "give_baseline"  # the indicator's key
    TAKE_BASELINE = "take_baseline"  # the indicator's id

    LIST_OUTCOMES = "list_outcomes"  # "", or the filter
    NEXT_NUMBERS = "next_numbers"  # the place of the first one
    PREVIOUS_NUMBERS = "previous_numbers"  # the same
    OWN_SETTINGS = "own_settings"  # ""
    AWAY = "away"  # ""
    BACK = "back"  # ""
    WORKSPACE_SETTINGS = "workspace_settings"  # ""
    FORESEE = "foresee"  # ""


class More(StrEnum):
    """What stands in the menu of a reminder."""

    HAND_OVER = "hand_over"
    AWAY = "away"


class Form(StrEnum):
    """The callback id of a form."""

    OUTCOME_NEW = "outcome_new"
    INDICATOR_NEW = "indicator_new"
    TARGET_CHANGE = "target_change"
    CHECK_IN = "check_in_form"
    NOT_COMING = "not_coming_form"
    HAND_OVER = "hand_over_form"
    CORRECT = "correct_form"
    NOTE = "note_form"
    GIVE = "give_form"
    DECISION = "decision_form"
    SECOND_LOOK = "second_look_form"
    RESOURCES = "resources_form"
    USE_CORRECT = "use_correct_form"
    RESOURCE_INPUT = "resource_input_form"
    QUESTION = "question_form"
    QUIET = "quiet_form"
    LINE = "line_form"
    FROM_MESSAGE = "from_message_form"
    CLOSE = "close_form"
    REOPEN = "reopen_form"
    PAUSE = "pause_form"
    RETIRE = "retire_form"
    MADE_OF = "made_of_form"
    FETCH = "fetch_form"
    FETCH_USE = "fetch_use_form"
    OUTCOME_CHANGE = "outcome_change"
    INDICATOR_CHANGE = "indicator_change"
    PATH = "path_form"
    BASELINE = "baseline_form"
    OWN_SETTINGS = "own_settings_form"
    AWAY = "away_form"
    WORKSPACE_SETTINGS = "workspace_settings_form"
    NOTICE = "notice"
    """A view that only says something; it is never submitted."""


class Shortcut(StrEnum):
    """The callback id of an entry of Slack's menus: the manifest declares it."""

    LOG_DECISION = "log_decision"
    LOG_EVIDENCE = "log_evidence"
    CHECK_IN = "check_in_shortcut"


CHOSEN = re.compile(rf"{Action.CHOOSE}:\d+")
"""The action ids of a choice: each button of a block needs its own."""


ANSWERED = re.compile(rf"{Action.ANSWER}:\d+")
"""The action ids of the labels beside one due reading."""


CHANGES_OUTCOME = re.compile(rf"{Action.CHANGE_OUTCOME}:\d+")
CHANGES_INDICATOR = re.compile(rf"{Action.CHANGE_INDICATOR}:\d+")
"""The action ids of the buttons that say what is to be changed."""


def part_carried(part: str, number: int) -> str:
    """This part of the record with that id, as a button carries it."""
    return f"{part} {number}"


def read_part(carried: str) -> tuple[str, int] | None:
    """The part and the id of the record that a button is about; None for what was never put into one."""
    part, _, number = carried.partition(" ")
    found = record_id(number)
    return (part, found) if found is not None else None


def question_about(indicator_key: str, digest_id: int | None) -> str:
    """This indicator as a button in that digest carries it, or in one that is only shown to somebody."""
    return f"{indicator_key} {digest_id}" if digest_id is not None else indicator_key


def read_question_about(carried: str) -> tuple[str, int | None]:
    """The key of the indicator, and the digest, where there is one."""
    key, _, number = carried.partition(" ")
    return key, record_id(number)


def line_carried(channel: int, on: date) -> str:
    """The channel with that number and the nominal date of its digest, as a button carries them."""
    return f"{channel} {on.isoformat()}"


def read_line_carried(carried: str) -> tuple[int, date] | None:
    """The number of the channel and the date; None for what was never put into one."""
    number, _, day = carried.partition(" ")
    channel = record_id(number)
    try:
        return (channel, date.fromisoformat(day)) if channel is not None else None
    except ValueError:
        return None


def source_carried(indicator_id: int, source_id: int | None) -> str:
    """The indicator, and what was tried for it, as a form and a button carry them."""
    return f"{indicator_id} {source_id}" if source_id is not None else str(indicator_id)


def read_source_carried(carried: str) -> tuple[int, int | None] | None:
    """The numbers of the indicator and of what was tried for it, if anything was; None for what was never put there."""
    match record_ids(carried):
        case (indicator_id,):
            return indicator_id, None
        case (indicator_id, source_id):
            return indicator_id, source_id
        case _:
            return None


def reading_field(due_id: int) -> str:
    """The block id of the check-in input for this due reading."""
    return str(due_id)


def note_field(due_id: int) -> str:
    """The block id of the note beside that input."""
    return f"note:{due_id}"


def sure_field(due_id: int) -> str:
    """The block id of how sure its author is of that reading."""
    return f"sure:{due_id}"


NO_FIGURE = "no_figure"
NOT_YET = "not_yet"
"""What may be picked in the place of a label. A label is told from them by the sign before it."""

LONGEST_LABEL = 149
"""Characters of a label that an option can carry."""


def picked(label: str) -> str:
    """The value of the option of this label."""
    return f"={label}"


def label_of(option: str) -> str | None:
    """The label of an option; None for one that stands for none."""
    return option[1:] if option.startswith("=") else None


def due_id_of(field: str) -> int | None:
    """The due reading whose value this block asks for; None for any other block."""
    return record_id(field)


def due_ids_carried(due_ids: Iterable[int]) -> str:
    """These due readings as a form carries them."""
    return ",".join(map(str, due_ids))


def carried_due_ids(carried: str) -> list[int]:
    """The due readings that a form carries; nothing of what was never put into one."""
    return [number for number in map(record_id, carried.split(",")) if number is not None]


def answer_carried(due_id: int, option: str) -> str:
    """This option as the answer to this due reading, as a button carries it."""
    return f"{due_id}{option}"


def read_answer(carried: str) -> tuple[int, str] | None:
    """The due reading and the label that a button answers with; None for what was never put into one."""
    number, sign, label = carried.partition("=")
    due_id = record_id(number)
    return (due_id, label) if due_id is not None and sign and label else None


def outcome_option(outcome_id: int) -> str:
    """This outcome, as an option of a menu carries it."""
    return f"outcome:{outcome_id}"


def indicator_option(indicator_id: int) -> str:
    """The same of an indicator."""
    return f"indicator:{indicator_id}"


def read_outcome_option(option: str) -> int | None:
    """The outcome that an option stands for; None for one that stands for none."""
    return record_id(option.removeprefix("outcome:")) if option.startswith("outcome:") else None


def read_indicator_option(option: str) -> int | None:
    """The same of an indicator."""
    return record_id(option.removeprefix("indicator:")) if option.startswith("indicator:") else None


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
