"""Cards, tasks, notices, containers and rich text."""

from typing import Any

import pytest

from tests.playground.strict.make import (
    Cases,
    accepted,
    assert_refused,
    button,
    mrkdwn,
    on_home,
    on_message,
    on_modal,
    plain,
    section,
    table,
)

IMAGE = {"type": "image", "alt_text": "A chart", "image_url": "https://example.org/a.png"}


def rich_text(*elements: Any) -> dict[str, Any]:
    return {"type": "rich_text", "elements": list(elements)}


def sentence_of(*leaves: Any) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": list(leaves)}


def word(text: str = "84", **more: Any) -> dict[str, Any]:
    return {"type": "text", "text": text, **more}


def bullets(**more: Any) -> dict[str, Any]:
    return rich_text({"type": "rich_text_list", "style": "bullet", "elements": [sentence_of(word())], **more})


def card(**more: Any) -> dict[str, Any]:
    return {"type": "card", "title": plain("Satisfaction"), **more}


def task(**more: Any) -> dict[str, Any]:
    return {"type": "task_card", "task_id": "t1", "title": "Read", "status": "complete", **more}


def plan(*tasks: Any) -> dict[str, Any]:
    return {"type": "plan", "title": "This week", "tasks": list(tasks)}


def container(*children: Any, **more: Any) -> dict[str, Any]:
    return {"type": "container", "title": plain("This week"), "child_blocks": list(children), **more}


REFUSED: Cases = {
    "a card with nothing to see": (
        {"type": "card", "subtitle": plain()},
        "/blocks/0",
        "must define either `hero_image` or `title` or `actions` or `body`",
    ),
    "a card title over 150": (card(title=plain("x" * 151)), "/blocks/0/title/text", "must be less than 151 characters"),
    "a card subtitle over 150": (
        card(subtitle=plain("x" * 151)),
        "/blocks/0/subtitle/text",
        "must be less than 151 characters",
    ),
    "a card body over 200": (card(body=mrkdwn("x" * 201)), "/blocks/0/body/text", "must be less than 201 characters"),
    "a card subtext over 200": (
        card(subtext=plain("x" * 201)),
        "/blocks/0/subtext/text",
        "must be less than 201 characters",
    ),
    "a card title that is a bare string": (card(title="Satisfaction"), "/blocks/0/title", "must provide an object"),
    "a card with four buttons": (card(actions=[button()] * 4), "/blocks/0/actions", "no more than 3 items allowed"),
    "a card with two icons": (
        card(icon=IMAGE, slack_icon={"type": "icon", "name": "flag"}),
        "/blocks/0",
        "must not define more than one of `icon` or `slack_icon`",
    ),
    "a carousel of none": (
        {"type": "carousel", "elements": []},
        "/blocks/0/elements",
        "no fewer than 1 items allowed",
    ),
    "a carousel of eleven": (
        {"type": "carousel", "elements": [card()] * 11},
        "/blocks/0/elements",
        "no more than 10 items allowed",
    ),
    "a carousel of sections": (
        {"type": "carousel", "elements": [section()]},
        "/blocks/0/elements/0/type",
        "unsupported type: section",
    ),
    "a task without a status": (
        {"type": "task_card", "task_id": "t1", "title": "Read"},
        "/blocks/0",
        "missing required field: status",
    ),
    "a task that waits outside a plan": (
        task(status="pending"),
        "/blocks/0/status",
        "must be a valid enum value: in_progress, complete, error",
    ),
    "a task title that is an object": (task(title=plain()), "/blocks/0/title", "must provide a string"),
    "a plan that is an object's title": (
        {**plan(task()), "title": plain()},
        "/blocks/0/title",
        "must provide a string",
    ),
    "a plan with one task twice": (plan(task(), task()), "/blocks/0/tasks/1/task_id", "must be unique"),
    "six things below a message": (
        {
            "type": "context_actions",
            "elements": [{"type": "icon_button", "icon": "trash", "text": plain()}] * 6,
        },
        "/blocks/0/elements",
        "no more than 5 items allowed",
    ),
    "a plain button below a message": (
        {"type": "context_actions", "elements": [button()]},
        "/blocks/0/elements/0/type",
        "unsupported type: button",
    ),
    "a container without a title": (
        {"type": "container", "child_blocks": [section()]},
        "/blocks/0",
        "must define either `title` or `rich_text_title`",
    ),
    "a container with nothing in it": (container(), "/blocks/0/child_blocks", "no fewer than 1 items allowed"),
    "a container of eleven": (
        container(*[section()] * 11),
        "/blocks/0/child_blocks",
        "no more than 10 items allowed",
    ),
    "a chart in a container": (
        container({"type": "data_visualization"}),
        "/blocks/0/child_blocks/0/type",
        "unsupported type: data_visualization",
    ),
    "a container of an unknown width": (
        container(section(), width="tiny"),
        "/blocks/0/width",
        "must be a valid enum value: narrow, standard, wide, full",
    ),
    "a container collapsed for ever": (
        container(section(), default_collapsed=True),
        "/blocks/0/default_collapsed",
        "requires `is_collapsible`",
    ),
    "a divider on a collapsible container": (
        container(section(), is_collapsible=True, has_header_divider=True),
        "/blocks/0/has_header_divider",
        "not allowed with `is_collapsible`",
    ),
    "a fault inside a container": (
        container(section(text=mrkdwn(""))),
        "/blocks/0/child_blocks/0/text/text",
        "must be more than 0 characters",
    ),
    "rich text of nothing": (rich_text(), "/blocks/0/elements", "no fewer than 1 items allowed"),
    "rich text of bare words": (rich_text(word()), "/blocks/0/elements/0/type", "unsupported type: text"),
    "a list at depth 9": (bullets(indent=9), "/blocks/0/elements/0/indent", "must be at most 8"),
    "a list of an unknown style": (
        bullets(style="dash"),
        "/blocks/0/elements/0/style",
        "must be a valid enum value: bullet, ordered",
    ),
    "a list with a thick border": (bullets(border=2), "/blocks/0/elements/0/border", "must be at most 1"),
    "an unknown leaf": (
        rich_text(sentence_of({"type": "mention"})),
        "/blocks/0/elements/0/elements/0/type",
        "unsupported type: mention",
    ),
    "an empty word": (
        rich_text(sentence_of(word(""))),
        "/blocks/0/elements/0/elements/0/text",
        "must be more than 0 characters",
    ),
    "an unknown style of a word": (
        rich_text(sentence_of(word(style={"blink": True}))),
        "/blocks/0/elements/0/elements/0/style",
        "invalid additional property: blink",
    ),
    "a call to nobody in particular": (
        rich_text(sentence_of({"type": "broadcast", "range": "team"})),
        "/blocks/0/elements/0/elements/0/range",
        "must be a valid enum value: here, channel, everyone",
    ),
    "a date without a format": (
        rich_text(sentence_of({"type": "date", "timestamp": 1774602000})),
        "/blocks/0/elements/0/elements/0",
        "missing required field: format",
    ),
}


@table(REFUSED)
def test_it_is_refused(payload: Any, pointer: str, sentence: str) -> None:
    assert_refused(on_message(payload), error="invalid_blocks", pointer=pointer, sentence=sentence)


FULL_CARD = card(
    title=plain("x" * 150),
    subtitle=mrkdwn("x" * 150),
    body=mrkdwn("x" * 200),
    subtext=plain("x" * 200),
    hero_image=IMAGE,
    icon=IMAGE,
    actions=[button(), button(), button()],
)
LEAVES = [
    word(style={"bold": True, "italic": True, "strike": True, "code": True, "underline": True}),
    {"type": "link", "url": "https://example.org", "text": "here"},
    {"type": "user", "user_id": "U0123ALICE"},
    {"type": "usergroup", "usergroup_id": "S0123TEAM"},
    {"type": "channel", "channel_id": "C0123ABCD"},
    {"type": "team", "team_id": "T0123ABCD"},
    {"type": "emoji", "name": "wave", "skin_tone": 2},
    {"type": "date", "timestamp": 1774602000, "format": "{date_long} {time}", "fallback": "27 March"},
    {"type": "broadcast", "range": "here"},
    {"type": "color", "value": "#2eb67d"},
]


@accepted(
    {
        "a card": FULL_CARD,
        "a carousel": {"type": "carousel", "elements": [card()] * 10},
        "a task": task(
            details=rich_text(sentence_of(word())),
            sources=[{"type": "url", "url": "https://example.org", "text": "Source"}],
        ),
        "a plan": plan(*[task(task_id=f"t{number}", status="pending") for number in range(50)]),
        "a container": container(
            *[section()] * 10, subtitle=plain("x" * 150), width="full", is_collapsible=True, default_collapsed=True
        ),
        "a container with a rich title": {
            "type": "container",
            "rich_text_title": rich_text(sentence_of(word())),
            "child_blocks": [{"type": "divider"}],
            "has_header_divider": True,
        },
        "every leaf of rich text": rich_text(sentence_of(*LEAVES)),
        "a deep list": bullets(indent=8, offset=3, border=1),
        "a quote": rich_text({"type": "rich_text_quote", "elements": [word()], "border": 1}),
        "code": rich_text({"type": "rich_text_preformatted", "elements": [word()]}),
    }
)
def test_it_is_accepted(payload: Any) -> None:
    assert on_message(payload) is None


def test_an_alert_is_for_modals() -> None:
    alert = {"type": "alert", "text": mrkdwn("x" * 200), "level": "warning"}

    assert on_modal(alert) is None
    assert_refused(
        on_message(alert),
        error="invalid_blocks",
        pointer="/blocks/0/type",
        sentence="unsupported type: alert (not on message surfaces)",
    )


def test_an_alert_takes_200_characters() -> None:
    assert_refused(
        on_modal({"type": "alert", "text": mrkdwn("x" * 201)}),
        error="invalid_arguments",
        pointer="/view/blocks/0/text/text",
        sentence="must be less than 201 characters",
    )


@pytest.mark.parametrize(
    ("ask", "block", "surface"),
    [
        pytest.param(on_home, task(), "home", id="task_card on home"),
        pytest.param(on_modal, plan(task()), "modal", id="plan in a modal"),
        pytest.param(on_modal, container(section()), "modal", id="container in a modal"),
        pytest.param(on_modal, {"type": "carousel", "elements": [card()]}, "modal", id="carousel in a modal"),
    ],
)
def test_it_has_no_place_there(ask: Any, block: Any, surface: str) -> None:
    refusal = ask(block)

    assert refusal is not None
    assert (
        f"[ERROR] unsupported type: {block['type']} (not on {surface} surfaces) [json-pointer:/view/blocks/0/type]"
        in refusal.messages
    )
