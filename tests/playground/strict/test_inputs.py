"""Elements to type into, in forms."""

from typing import Any

import pytest

from tests.playground.strict.make import (
    Cases,
    accepted,
    assert_refused,
    input_block,
    on_home,
    on_message,
    on_modal,
    plain,
    section,
    table,
)

HERE = "/view/blocks/0/element"


def typed(kind: str = "plain_text_input", **more: Any) -> dict[str, Any]:
    return input_block({"type": kind, "action_id": "value", **more})


def number(**more: Any) -> dict[str, Any]:
    return typed("number_input", **{"is_decimal_allowed": True, **more})


RICH = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "a"}]}]}

REFUSED: Cases = {
    "a least length over 3000": (typed(min_length=3001), f"{HERE}/min_length", "must be at most 3000"),
    "a least length below none": (typed(min_length=-1), f"{HERE}/min_length", "must be at least 0"),
    "a greatest length of none": (typed(max_length=0), f"{HERE}/max_length", "must be at least 1"),
    "a greatest length over 3000": (typed(max_length=3001), f"{HERE}/max_length", "must be at most 3000"),
    "a least length over the greatest": (
        typed(min_length=9, max_length=8),
        f"{HERE}/min_length",
        "must not be greater than `max_length`",
    ),
    "a placeholder over 150": (
        typed(placeholder=plain("x" * 151)),
        f"{HERE}/placeholder/text",
        "must be less than 151 characters",
    ),
    "a text to begin with over 3000": (
        typed(initial_value="x" * 3001),
        f"{HERE}/initial_value",
        "must be less than 3001 characters",
    ),
    "a dispatch on something else": (
        typed(dispatch_action_config={"trigger_actions_on": ["on_blur"]}),
        f"{HERE}/dispatch_action_config/trigger_actions_on/0",
        "must be a valid enum value: on_enter_pressed, on_character_entered",
    ),
    "a dispatch on nothing": (
        typed(dispatch_action_config={"trigger_actions_on": []}),
        f"{HERE}/dispatch_action_config/trigger_actions_on",
        "no fewer than 1 items allowed",
    ),
    "a number input that does not say whether decimals are allowed": (
        typed("number_input"),
        HERE,
        "missing required field: is_decimal_allowed",
    ),
    "a bound that is a number": (number(min_value=0), f"{HERE}/min_value", "must provide a string"),
    "a bound that is a word": (number(max_value="lots"), f"{HERE}/max_value", "must be a valid number"),
    "a least value over the greatest": (
        number(min_value="9", max_value="8.5"),
        f"{HERE}/min_value",
        "must not be greater than `max_value`",
    ),
    "a fraction where only whole numbers are allowed": (
        number(is_decimal_allowed=False, initial_value="84.5"),
        f"{HERE}/initial_value",
        "must be an integer",
    ),
    "an address to begin with that is none": (
        typed("url_text_input", initial_value="example"),
        f"{HERE}/initial_value",
        "must be a valid URL",
    ),
    "eleven files": (typed("file_input", max_files=11), f"{HERE}/max_files", "must be at most 10"),
    "no files": (typed("file_input", max_files=0), f"{HERE}/max_files", "must be at least 1"),
    "a file input that dispatches": (
        input_block({"type": "file_input"}, dispatch_action=True),
        "/view/blocks/0/dispatch_action",
        "not allowed with a `file_input` element",
    ),
    "a rich text input without an action_id": (
        input_block({"type": "rich_text_input"}),
        HERE,
        "missing required field: action_id",
    ),
    "101 lines": (typed("rich_text_input", max_lines=101), f"{HERE}/max_lines", "must be at most 100"),
    "rich text to begin with that is a string": (
        typed("rich_text_input", initial_value="a"),
        f"{HERE}/initial_value",
        "must provide an object",
    ),
    "an input inside a section": (
        section(accessory={"type": "plain_text_input"}),
        "/view/blocks/0/accessory/type",
        "unsupported type: plain_text_input",
    ),
}


@table(REFUSED)
def test_it_is_refused(payload: Any, pointer: str, sentence: str) -> None:
    assert_refused(on_modal(payload), error="invalid_arguments", pointer=pointer, sentence=sentence)


@accepted(
    {
        "text at every limit": typed(
            min_length=3000, max_length=3000, multiline=True, initial_value="x" * 3000, placeholder=plain("x" * 150)
        ),
        "text that begins empty": typed(initial_value="", min_length=0, max_length=1),
        "text that dispatches": input_block(
            {
                "type": "plain_text_input",
                "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed", "on_character_entered"]},
            },
            dispatch_action=True,
        ),
        "a decimal": number(min_value="-0.5", max_value="100", initial_value="84.5"),
        "a whole number": number(is_decimal_allowed=False, min_value="0", initial_value="84"),
        "an e-mail": typed("email_text_input", initial_value="alice@example.org"),
        "an address": typed("url_text_input", initial_value="https://example.org"),
        "ten files": typed("file_input", max_files=10, filetypes=["csv"]),
        "rich text": typed("rich_text_input", initial_value=RICH, min_lines=1, max_lines=100),
    }
)
def test_it_is_accepted(payload: Any) -> None:
    assert on_modal(payload) is None


@pytest.mark.parametrize("kind", ["number_input", "email_text_input", "url_text_input", "file_input"])
@pytest.mark.parametrize(("ask", "surface"), [(on_home, "home"), (on_message, "message")])
def test_some_inputs_are_for_modals_only(kind: str, ask: Any, surface: str) -> None:
    refusal = ask(number() if kind == "number_input" else typed(kind))

    assert refusal is not None
    assert refusal.pointer is not None
    assert refusal.pointer.endswith("/blocks/0/element/type")
    assert f"unsupported type: {kind} (not on {surface} surfaces)" in refusal.messages[0]


@pytest.mark.parametrize("ask", [on_home, on_message, on_modal])
def test_plain_text_can_be_typed_anywhere(ask: Any) -> None:
    assert ask(typed()) is None


def test_rich_text_cannot_be_typed_in_a_message() -> None:
    assert_refused(
        on_message(typed("rich_text_input")),
        error="invalid_blocks",
        pointer="/blocks/0/element/type",
        sentence="unsupported type: rich_text_input (not on message surfaces)",
    )
