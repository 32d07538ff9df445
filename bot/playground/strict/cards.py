"""Blocks for cards, tasks and notices, and the container that groups other blocks."""

from typing import Any

from bot.playground.strict.composition import ID, plain, text
from bot.playground.strict.data_blocks import OUTSIDE_MODALS
from bot.playground.strict.elements import BUTTON, FEEDBACK_BUTTONS, ICON_BUTTON, IMAGE
from bot.playground.strict.rich_text import RICH_TEXT_VALUE
from bot.playground.strict.rules import at_least_one, at_most_one, unique_action_ids
from bot.playground.strict.schema import (
    ONLY_MESSAGES,
    ONLY_MODALS,
    Choice,
    Faults,
    Flag,
    Items,
    Kind,
    Place,
    Record,
    Shape,
    Tagged,
    Text,
)

_BLOCK: dict[str, Kind] = {"block_id": ID}
_IMAGE = Tagged({"image": IMAGE})
_ICON = Tagged({"icon": Shape({"name": Text(50)})})

ALERT = Shape(
    required={"text": text(200)},
    optional={**_BLOCK, "level": Choice("default", "info", "warning", "error", "success")},
    surfaces=ONLY_MODALS,
)
CONTEXT_ACTIONS = Shape(
    required={"elements": Items(Tagged({"feedback_buttons": FEEDBACK_BUTTONS, "icon_button": ICON_BUTTON}), 5)},
    optional=_BLOCK,
    rules=(unique_action_ids,),
    surfaces=ONLY_MESSAGES,
)
CARD = Shape(
    optional={
        **_BLOCK,
        "hero_image": _IMAGE,
        "icon": _IMAGE,
        "slack_icon": _ICON,
        "title": text(150),
        "subtitle": text(150),
        "body": text(200),
        "subtext": text(200),
        "actions": Items(Tagged({"button": BUTTON}), 3),
    },
    rules=(at_least_one("hero_image", "title", "actions", "body"), at_most_one("icon", "slack_icon")),
)
CAROUSEL = Shape({"elements": Items(Tagged({"card": CARD}), 10)}, _BLOCK, surfaces=OUTSIDE_MODALS)

_TASK: dict[str, Kind] = {"task_id": Text(255), "title": Text(255)}
_SOURCE = Tagged({"url": Shape({"url": Text(3000), "text": Text(3000)})})
_TASK_PARTS: dict[str, Kind] = {
    **_BLOCK,
    "details": RICH_TEXT_VALUE,
    "output": RICH_TEXT_VALUE,
    "sources": Items(_SOURCE, 100),
}
# Only the tasks of a plan can wait for their turn.
TASK_CARD = Shape({**_TASK, "status": Choice("in_progress", "complete", "error")}, _TASK_PARTS, surfaces=ONLY_MESSAGES)
_PLANNED_TASK = Shape(
    {**_TASK, "status": Choice("pending", "in_progress", "complete", "error")}, _TASK_PARTS, surfaces=ONLY_MESSAGES
)


def _tasks_have_ids_of_their_own(plan: dict[str, Any], place: Place) -> Faults:
    ids = [task["task_id"] for task in plan["tasks"]]
    for index, task_id in enumerate(ids):
        if task_id in ids[:index]:
            yield place.at("tasks", index, "task_id").fault("must be unique")


PLAN = Shape(
    required={"title": Text(255), "tasks": Items(_PLANNED_TASK, 50)},
    optional=_BLOCK,
    rules=(_tasks_have_ids_of_their_own,),
    surfaces=ONLY_MESSAGES,
)


def _collapsing_makes_sense(container: dict[str, Any], place: Place) -> Faults:
    collapsible = container.get("is_collapsible", False)
    if container.get("default_collapsed") and not collapsible:
        yield place.at("default_collapsed").fault("requires `is_collapsible`")
    if container.get("has_header_divider") and collapsible:
        yield place.at("has_header_divider").fault("not allowed with `is_collapsible`")


def container(children: dict[str, Kind]) -> Shape:
    """The container block around these kinds of blocks."""
    return Shape(
        required={"child_blocks": Items(Tagged(children), 10)},
        optional={
            **_BLOCK,
            "title": plain(150),
            "rich_text_title": RICH_TEXT_VALUE,
            "subtitle": text(150),
            "width": Choice("narrow", "standard", "wide", "full"),
            "icon": _IMAGE,
            "is_collapsible": Flag(),
            "default_collapsed": Flag(),
            "has_header_divider": Flag(),
        },
        rules=(at_least_one("title", "rich_text_title"), _collapsing_makes_sense),
        surfaces=OUTSIDE_MODALS,
    )


AUTH_PROVIDER = Shape(
    required={"value": Text(150), "name": plain(75), "is_connected": Flag()},
    optional={
        **_BLOCK,
        "description": plain(150),
        "icon_url": Text(3000),
        "auth_url": Text(3000),
        "disconnect_url": Text(3000),
        "connected_identity": plain(75),
        "connected_context": plain(75),
    },
)
CALL = Shape(
    required={"call_id": Text(255)},
    optional={**_BLOCK, "api_decoration_available": Flag(), "call": Record(optional={"v1": Record()})},
    surfaces=ONLY_MESSAGES,
)
