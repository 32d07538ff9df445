"""Modals and the Home tab as a whole."""

from typing import Any

import pytest

from bot.playground.strict import check_view
from tests.playground.strict.make import (
    Cases,
    accepted,
    assert_refused,
    home,
    input_block,
    modal,
    mrkdwn,
    plain,
    section,
    table,
)

TYPED = input_block({"type": "plain_text_input"})
FOCUSED = input_block({"type": "plain_text_input", "focus_on_load": True})
DIVIDER = {"type": "divider"}


def without(view: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in view.items() if name != key}


REFUSED: Cases = {
    "a view of no type": (without(modal(), "type"), "/view", "missing required field: type"),
    "a view of an unknown type": ({**modal(), "type": "dialog"}, "/view/type", "unsupported type: dialog"),
    "a modal without a title": (without(modal(), "title"), "/view", "missing required field: title"),
    "a modal without blocks": (without(modal(), "blocks"), "/view", "missing required field: blocks"),
    "a title over 24": (modal(title=plain("x" * 25)), "/view/title/text", "must be less than 25 characters"),
    "an empty title": (modal(title=plain("")), "/view/title/text", "must be more than 0 characters"),
    "mrkdwn in a title": (modal(title=mrkdwn()), "/view/title/type", "unsupported type: mrkdwn"),
    "a submit label over 24": (modal(submit=plain("x" * 25)), "/view/submit/text", "must be less than 25 characters"),
    "a close label over 24": (modal(close=plain("x" * 25)), "/view/close/text", "must be less than 25 characters"),
    "private_metadata over 3000": (
        modal(private_metadata="x" * 3001),
        "/view/private_metadata",
        "must be less than 3001 characters",
    ),
    "private_metadata that is an object": (
        modal(private_metadata={"id": 7}),
        "/view/private_metadata",
        "must provide a string",
    ),
    "a callback_id over 255": (
        modal(callback_id="x" * 256),
        "/view/callback_id",
        "must be less than 256 characters",
    ),
    "an external_id over 255": (
        modal(external_id="x" * 256),
        "/view/external_id",
        "must be less than 256 characters",
    ),
    "an external_id over 255 on home": (
        home(external_id="x" * 256),
        "/view/external_id",
        "must be less than 256 characters",
    ),
    "101 blocks in a modal": (modal(*[DIVIDER] * 101), "/view/blocks", "no more than 100 items allowed"),
    "101 blocks on home": (home(*[DIVIDER] * 101), "/view/blocks", "no more than 100 items allowed"),
    "blocks that are no list": (modal() | {"blocks": DIVIDER}, "/view/blocks", "must provide an array"),
    "a block_id twice": (
        modal(section(block_id="value"), section(block_id="value")),
        "/view/blocks/1/block_id",
        "`block_id` value already exists",
    ),
    "an input without a submit": (
        without(modal(TYPED), "submit"),
        "/view",
        "must define an `submit` to use an `input` block in modals",
    ),
    "two elements with the focus": (
        modal(FOCUSED, TYPED, FOCUSED),
        "/view/blocks/2/element/focus_on_load",
        "only one element can have `focus_on_load`",
    ),
    "two elements with the focus on home": (
        home(FOCUSED, FOCUSED),
        "/view/blocks/1/element/focus_on_load",
        "only one element can have `focus_on_load`",
    ),
    "a key that a modal does not know": (
        modal(submit_disabled=False),
        "/view",
        "invalid additional property: submit_disabled",
    ),
    "a word for a flag": (modal(notify_on_close="true"), "/view/notify_on_close", "must provide a boolean"),
    "a title on home": (home(title=plain()), "/view", "invalid additional property: title"),
    "a submit on home": (home(submit=plain()), "/view", "invalid additional property: submit"),
    "a close on home": (home(close=plain()), "/view", "invalid additional property: close"),
    "notify_on_close on home": (
        home(notify_on_close=True),
        "/view",
        "invalid additional property: notify_on_close",
    ),
}


@table(REFUSED)
def test_it_is_refused(payload: Any, pointer: str, sentence: str) -> None:
    assert_refused(check_view(payload), error="invalid_arguments", pointer=pointer, sentence=sentence)


@accepted(
    {
        "a modal at every limit": modal(
            *[DIVIDER] * 99,
            FOCUSED,
            title=plain("x" * 24),
            submit=plain("x" * 24),
            close=plain("x" * 24),
            private_metadata="x" * 3000,
            callback_id="x" * 255,
            external_id="x" * 255,
            clear_on_close=True,
            notify_on_close=True,
        ),
        "a modal to read": without(modal(section()), "submit"),
        "a home at every limit": home(
            *[DIVIDER] * 100, private_metadata="x" * 3000, callback_id="x" * 255, external_id="x" * 255
        ),
        "a home with an input": home(TYPED),
        "an empty home": home(),
    }
)
def test_it_is_accepted(payload: Any) -> None:
    assert check_view(payload) is None


@pytest.mark.parametrize(("characters", "error"), [(2_700, "view_too_large"), (2_400, None)])
def test_a_view_takes_250_kilobytes(characters: int, error: str | None) -> None:
    refusal = check_view(modal(*[section(text=mrkdwn("x" * characters))] * 95))

    assert (refusal.error if refusal else None) == error


def test_size_is_counted_in_bytes() -> None:
    refusal = check_view(modal(*[section(text=mrkdwn("é" * 1_350))] * 95))

    assert refusal is not None
    assert refusal.error == "view_too_large"
