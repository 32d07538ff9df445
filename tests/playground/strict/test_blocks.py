"""Blocks of text, pictures and inputs, and where each may stand."""

from typing import Any

import pytest

from bot.playground.strict import check_view
from tests.playground.strict.make import (
    Cases,
    accepted,
    actions,
    assert_refused,
    button,
    home,
    input_block,
    modal,
    mrkdwn,
    on_home,
    on_message,
    on_modal,
    plain,
    section,
    table,
)

PICTURE = "https://example.org/chart.png"


def header(text: Any = None, **more: Any) -> dict[str, Any]:
    return {"type": "header", "text": text or plain("This week"), **more}


def context(*elements: Any) -> dict[str, Any]:
    return {"type": "context", "elements": list(elements)}


def image(**more: Any) -> dict[str, Any]:
    return {"type": "image", "alt_text": "A chart", "image_url": PICTURE, **more}


def video(**more: Any) -> dict[str, Any]:
    return {
        "type": "video",
        "title": plain("How it works"),
        "alt_text": "A film",
        "video_url": "https://example.org/film",
        "thumbnail_url": PICTURE,
        **more,
    }


REFUSED: Cases = {
    "an unknown block": ({"type": "paragraph"}, "/blocks/0/type", "unsupported type: paragraph"),
    "a block without a type": ({"text": plain()}, "/blocks/0", "missing required field: type"),
    "a block_id over 255": (
        {"type": "divider", "block_id": "x" * 256},
        "/blocks/0/block_id",
        "must be less than 256 characters",
    ),
    "a key that a block does not know": (
        {"type": "divider", "text": plain()},
        "/blocks/0",
        "invalid additional property: text",
    ),
    "a section with nothing in it": ({"type": "section"}, "/blocks/0", "must define either `text` or `fields`"),
    "section text over 3000": (
        section(text=mrkdwn("x" * 3001)),
        "/blocks/0/text/text",
        "must be less than 3001 characters",
    ),
    "a section with no fields in its fields": (
        section(fields=[]),
        "/blocks/0/fields",
        "no fewer than 1 items allowed",
    ),
    "a section with eleven fields": (
        section(fields=[mrkdwn()] * 11),
        "/blocks/0/fields",
        "no more than 10 items allowed",
    ),
    "a field over 2000": (
        section(fields=[mrkdwn(), mrkdwn("x" * 2001)]),
        "/blocks/0/fields/1/text",
        "must be less than 2001 characters",
    ),
    "a null accessory": (section(accessory=None), "/blocks/0/accessory", "must provide an object"),
    "two accessories": (section(accessory=[button()]), "/blocks/0/accessory", "must provide an object"),
    "header text over 150": (
        header(plain("x" * 151)),
        "/blocks/0/text/text",
        "must be less than 151 characters",
    ),
    "mrkdwn in a header": (header(mrkdwn()), "/blocks/0/text/type", "unsupported type: mrkdwn"),
    "a header of level 5": (header(level=5), "/blocks/0/level", "must be at most 4"),
    "a context with nothing in it": (context(), "/blocks/0/elements", "no fewer than 1 items allowed"),
    "a context of eleven": (context(*[mrkdwn()] * 11), "/blocks/0/elements", "no more than 10 items allowed"),
    "context text over 2000": (
        context(mrkdwn("x" * 2001)),
        "/blocks/0/elements/0/text",
        "must be less than 2001 characters",
    ),
    "a button in a context": (context(button()), "/blocks/0/elements/0/type", "unsupported type: button"),
    "actions with nothing in it": (actions(), "/blocks/0/elements", "no fewer than 1 items allowed"),
    "26 actions": (
        actions(*[button(action_id=f"b{number}") for number in range(26)]),
        "/blocks/0/elements",
        "no more than 25 items allowed",
    ),
    "an action_id twice in a block": (
        actions(button(), button(text=plain("Skip"))),
        "/blocks/0/elements/1/action_id",
        "`action_id` save already exists",
    ),
    "an image among actions": (actions(image()), "/blocks/0/elements/0/type", "unsupported type: image"),
    "an input without a label": (
        {"type": "input", "element": {"type": "plain_text_input"}},
        "/blocks/0",
        "missing required field: label",
    ),
    "an input without an element": (
        {"type": "input", "label": plain()},
        "/blocks/0",
        "missing required field: element",
    ),
    "an input label over 2000": (
        input_block({"type": "plain_text_input"}, label=plain("x" * 2001)),
        "/blocks/0/label/text",
        "must be less than 2001 characters",
    ),
    "mrkdwn in an input label": (
        input_block({"type": "plain_text_input"}, label=mrkdwn()),
        "/blocks/0/label/type",
        "unsupported type: mrkdwn",
    ),
    "an input hint over 2000": (
        input_block({"type": "plain_text_input"}, hint=plain("x" * 2001)),
        "/blocks/0/hint/text",
        "must be less than 2001 characters",
    ),
    "a button in an input": (input_block(button()), "/blocks/0/element/type", "unsupported type: button"),
    "an image without alternative text": (
        {"type": "image", "image_url": PICTURE},
        "/blocks/0",
        "missing required field: alt_text",
    ),
    "alternative text over 2000": (
        image(alt_text="x" * 2001),
        "/blocks/0/alt_text",
        "must be less than 2001 characters",
    ),
    "an image title over 2000": (
        image(title=plain("x" * 2001)),
        "/blocks/0/title/text",
        "must be less than 2001 characters",
    ),
    "an image url over 3000": (
        image(image_url="https://example.org/" + "x" * 2981),
        "/blocks/0/image_url",
        "must be less than 3001 characters",
    ),
    "an image from two places": (
        image(slack_file={"id": "F0123ABCD"}),
        "/blocks/0",
        "must define exactly one of `image_url` or `slack_file`",
    ),
    "an image from nowhere": (
        {"type": "image", "alt_text": "A chart"},
        "/blocks/0",
        "must define exactly one of `image_url` or `slack_file`",
    ),
    "a video title of 200": (
        video(title=plain("x" * 200)),
        "/blocks/0/title/text",
        "must be less than 200 characters",
    ),
    "a video author of 50": (video(author_name="x" * 50), "/blocks/0/author_name", "must be less than 50 characters"),
    "a video description of 200": (
        video(description=plain("x" * 200)),
        "/blocks/0/description/text",
        "must be less than 200 characters",
    ),
    "a video without TLS": (
        video(video_url="http://example.org/film"),
        "/blocks/0/video_url",
        "must be a valid https URL",
    ),
    "a remote file": (
        {"type": "file", "external_id": "a", "source": "remote"},
        "/blocks/0/type",
        "unsupported type: file",
    ),
    "markdown over 12000": (
        {"type": "markdown", "text": "x" * 12_001},
        "/blocks/0/text",
        "must be less than 12001 characters",
    ),
    "empty markdown": ({"type": "markdown", "text": ""}, "/blocks/0/text", "must be more than 0 characters"),
}


@table(REFUSED)
def test_it_is_refused(payload: Any, pointer: str, sentence: str) -> None:
    assert_refused(on_message(payload), error="invalid_blocks", pointer=pointer, sentence=sentence)


AT_THEIR_LIMITS = {
    "section": section(
        text=mrkdwn("x" * 3000),
        fields=[plain("x" * 2000)] * 10,
        accessory=button(),
        block_id="x" * 255,
        expand=True,
    ),
    "section of fields only": {"type": "section", "fields": [mrkdwn()]},
    "header": header(plain("x" * 150), level=4),
    "divider": {"type": "divider"},
    "context": context(*[mrkdwn("x" * 2000)] * 9, {"type": "image", "alt_text": "Alice", "image_url": PICTURE}),
    "actions": actions(*[button(action_id=f"b{number}") for number in range(25)]),
    "actions without ids": actions({"type": "button", "text": plain()}, {"type": "button", "text": plain()}),
    "input": input_block({"type": "plain_text_input"}, label=plain("x" * 2000), hint=plain("x" * 2000), optional=True),
    "image": image(alt_text="x" * 2000, title=plain("x" * 2000), image_url="https://example.org/" + "x" * 2980),
    "video": video(title=plain("x" * 199), author_name="x" * 49, description=plain("x" * 199)),
}


@accepted(AT_THEIR_LIMITS)
@pytest.mark.parametrize("ask", [on_message, on_modal, on_home])
def test_it_is_accepted_everywhere(ask: Any, payload: Any) -> None:
    assert ask(payload) is None


@pytest.mark.parametrize("length", [1, 12_000])
def test_markdown_is_accepted_in_messages(length: int) -> None:
    assert on_message({"type": "markdown", "text": "x" * length}) is None


@pytest.mark.parametrize(("view", "surface"), [(modal, "modal"), (home, "home")])
def test_markdown_is_for_messages_only(view: Any, surface: str) -> None:
    assert_refused(
        check_view(view({"type": "markdown", "text": "*Hello*"})),
        error="invalid_arguments",
        pointer="/view/blocks/0/type",
        sentence=f"unsupported type: markdown (not on {surface} surfaces)",
    )


def test_every_fault_is_told_at_once() -> None:
    refusal = on_message(header(plain("")), section(text=mrkdwn("x" * 3001)), {"type": "paragraph"})

    assert refusal is not None
    assert refusal.messages == (
        "[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]",
        "[ERROR] must be less than 3001 characters [json-pointer:/blocks/1/text/text]",
        "[ERROR] unsupported type: paragraph [json-pointer:/blocks/2/type]",
    )


def test_the_answer_lists_faulty_blocks_as_slack_does() -> None:
    refusal = on_message({"type": "section"})

    assert refusal is not None
    assert refusal.answer() == {
        "ok": False,
        "error": "invalid_blocks",
        "errors": ["must define either `text` or `fields` [json-pointer:/blocks/0]"],
        "response_metadata": {
            "messages": ["[ERROR] must define either `text` or `fields` [json-pointer:/blocks/0]"],
        },
    }
