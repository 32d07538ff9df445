"""Lengths and counts from both sides: as long as allowed is accepted, one more is refused."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from bot.playground.strict import check_view
from tests.playground.strict import test_blocks, test_cards, test_data_blocks, test_elements
from tests.playground.strict.make import actions, input_block, modal, mrkdwn, on_message, on_modal, option, plain

Build = Callable[[int], Any]


def address(length: int) -> str:
    return "https://example.org/".ljust(length, "x")


def choice(text: Any = None, value: str = "weekly", **more: Any) -> dict[str, Any]:
    return {"text": text or plain(), "value": value, **more}


def boxes(*options: Any) -> dict[str, Any]:
    return actions({"type": "checkboxes", "options": list(options)})


def overflow(*options: Any) -> dict[str, Any]:
    return actions({"type": "overflow", "options": list(options)})


def workflow(**more: Any) -> dict[str, Any]:
    trigger = {"url": more.pop("trigger", "https://slack.com/shortcuts/Ft1")}
    return actions({"type": "workflow_button", "text": plain(), "workflow": {"trigger": trigger}, **more})


def leaf(**more: Any) -> dict[str, Any]:
    return test_cards.rich_text(test_cards.sentence_of(more))


def provider(**more: Any) -> dict[str, Any]:
    return {"type": "auth_provider", "value": "sheets", "name": plain(), "is_connected": False, **more}


LIMITS: dict[str, tuple[int, Build]] = {
    "a box's text": (75, lambda n: boxes(choice(mrkdwn("x" * n)))),
    "a box's value": (150, lambda n: boxes(choice(value="x" * n))),
    "a box's description": (75, lambda n: boxes(choice(description=mrkdwn("x" * n)))),
    "an overflow option's text": (75, lambda n: overflow(choice(plain("x" * n)))),
    "an overflow option's value": (150, lambda n: overflow(choice(value="x" * n))),
    "an overflow option's description": (75, lambda n: overflow(choice(description=plain("x" * n)))),
    "options of a group": (
        100,
        lambda n: actions(
            {
                "type": "static_select",
                "option_groups": [{"label": plain(), "options": [option(f"o{each}") for each in range(n)]}],
            }
        ),
    ),
    "an address of a Slack file": (
        3000,
        lambda n: {"type": "image", "alt_text": "A chart", "slack_file": {"url": address(n)}},
    ),
    "alternative text of a small image": (
        2000,
        lambda n: {
            "type": "context",
            "elements": [{"type": "image", "alt_text": "x" * n, "image_url": "https://example.org/a.png"}],
        },
    ),
    "an address of a small image": (
        3000,
        lambda n: {
            "type": "context",
            "elements": [{"type": "image", "alt_text": "A chart", "image_url": address(n)}],
        },
    ),
    "people who see a button": (
        10,
        lambda n: actions({"type": "button", "text": plain(), "visible_to_user_ids": ["U1"] * n}),
    ),
    "what a thumb says to screen readers": (75, lambda n: test_elements.pair_of_thumbs(accessibility_label="x" * n)),
    "an icon button's text": (75, lambda n: test_elements.icon_button(text=plain("x" * n))),
    "an icon button's value": (2000, lambda n: test_elements.icon_button(value="x" * n)),
    "what an icon button says to screen readers": (
        75,
        lambda n: test_elements.icon_button(accessibility_label="x" * n),
    ),
    "a workflow button's text": (75, lambda n: workflow(text=plain("x" * n))),
    "a workflow's address": (3000, lambda n: workflow(trigger=address(n))),
    "what a workflow button says to screen readers": (75, lambda n: workflow(accessibility_label="x" * n)),
    "a header's level": (4, lambda n: test_blocks.header(level=n)),
    "a video's alternative text": (2000, lambda n: test_blocks.video(alt_text="x" * n)),
    "a video's address": (3000, lambda n: test_blocks.video(video_url=address(n))),
    "a video's thumbnail": (3000, lambda n: test_blocks.video(thumbnail_url=address(n))),
    "a video title's address": (2000, lambda n: test_blocks.video(title_url=address(n))),
    "a video's provider": (49, lambda n: test_blocks.video(provider_name="x" * n)),
    "a video provider's icon": (2000, lambda n: test_blocks.video(provider_icon_url=address(n))),
    "a container's title": (150, lambda n: test_cards.container({"type": "divider"}, title=plain("x" * n))),
    "a container's subtitle": (150, lambda n: test_cards.container({"type": "divider"}, subtitle=plain("x" * n))),
    "tasks of a plan": (50, lambda n: test_cards.plan(*[test_cards.task(task_id=f"t{each}") for each in range(n)])),
    "a link of rich text": (3000, lambda n: leaf(type="link", url=address(n))),
    "the skin tone of an emoji": (6, lambda n: leaf(type="emoji", name="wave", skin_tone=n)),
    "an instant in rich text": (9_999_999_999, lambda n: leaf(type="date", timestamp=n, format="{date}")),
    "a chart's point": (
        20,
        lambda n: test_data_blocks.line(
            series=[{"name": "Actual", "data": test_data_blocks.points("x" * n)}],
            axis_config={"categories": ["x" * n]},
        ),
    ),
    "categories of a chart": (
        20,
        lambda n: test_data_blocks.line(
            series=[{"name": "Actual", "data": test_data_blocks.points(*test_data_blocks.many(n))}],
            axis_config={"categories": test_data_blocks.many(n)},
        ),
    ),
    "the words under a chart": (
        50,
        lambda n: test_data_blocks.line(axis_config={"categories": ["W1", "W2"], "x_label": "x" * n}),
    ),
    "a provider's value": (150, lambda n: provider(value="x" * n)),
    "a provider's name": (75, lambda n: provider(name=plain("x" * n))),
    "a provider's description": (150, lambda n: provider(description=plain("x" * n))),
    "a provider's icon": (3000, lambda n: provider(icon_url=address(n))),
    "where to connect": (3000, lambda n: provider(auth_url=address(n))),
    "where to disconnect": (3000, lambda n: provider(disconnect_url=address(n))),
    "who is connected": (75, lambda n: provider(connected_identity=plain("x" * n))),
    "what is connected": (75, lambda n: provider(connected_context=plain("x" * n))),
}


@pytest.mark.parametrize("name", LIMITS)
def test_it_takes_so_much_and_no_more(name: str) -> None:
    most, build = LIMITS[name]

    assert on_message(build(most)) is None
    refusal = on_message(build(most + 1))
    assert refusal is not None
    assert refusal.error == "invalid_blocks"


@pytest.mark.parametrize(
    ("name", "least"),
    [("a header's level", 1), ("the skin tone of an emoji", 1), ("tasks of a plan", 1), ("options of a group", 1)],
)
def test_it_takes_no_less(name: str, least: int) -> None:
    _, build = LIMITS[name]

    assert on_message(build(least)) is None
    assert on_message(build(least - 1)) is not None


@pytest.mark.parametrize("name", ["min_lines", "max_lines"])
@pytest.mark.parametrize(("lines", "fits"), [(0, False), (1, True), (100, True), (101, False)])
def test_a_rich_text_input_has_1_to_100_lines(name: str, lines: int, fits: bool) -> None:
    block = input_block({"type": "rich_text_input", "action_id": "value", name: lines})

    assert (on_modal(block) is None) is fits


@pytest.mark.parametrize(("size", "fits"), [(250_000, True), (250_001, False)])
def test_a_view_takes_250000_bytes(size: int, fits: bool) -> None:
    blocks = [{"type": "section", "text": mrkdwn("x" * 2700)} for _ in range(90)]
    view = modal(*blocks, private_metadata="")
    view["private_metadata"] = "x" * (size - len(json.dumps(view, separators=(",", ":"))))

    assert (check_view(view) is None) is fits
