"""Every block of Block Kit by its type, with what it holds and where it may stand."""

from typing import Any

from bot.playground.strict.cards import (
    ALERT,
    AUTH_PROVIDER,
    CALL,
    CARD,
    CAROUSEL,
    CONTEXT_ACTIONS,
    PLAN,
    TASK_CARD,
    container,
)
from bot.playground.strict.composition import ID, SLACK_FILE, plain, secure_url, text, url
from bot.playground.strict.data_blocks import DATA_TABLE, DATA_VISUALIZATION, TABLE
from bot.playground.strict.elements import (
    BUTTON,
    CHOOSERS,
    CONTEXT_TEXTS,
    DATETIMEPICKER,
    IMAGE,
    OVERFLOW,
    WORKFLOW_BUTTON,
)
from bot.playground.strict.inputs import INPUTS, RICH_TEXT_INPUT
from bot.playground.strict.rich_text import RICH_TEXT
from bot.playground.strict.rules import at_least_one, exactly_one, unique_action_ids
from bot.playground.strict.schema import (
    ONLY_MESSAGES,
    Faults,
    Flag,
    Items,
    Kind,
    Place,
    Shape,
    Tagged,
    Text,
    Whole,
)

MARKDOWN_CHARACTERS = 12_000
_BLOCK: dict[str, Kind] = {"block_id": ID}
_PRESSED: dict[str, Kind] = {"button": BUTTON, "overflow": OVERFLOW, "workflow_button": WORKFLOW_BUTTON}

SECTION = Shape(
    optional={
        **_BLOCK,
        "text": text(3000),
        "fields": Items(text(2000), 10),
        "accessory": Tagged({**CHOOSERS, **_PRESSED, "image": IMAGE}),
        "expand": Flag(),
    },
    rules=(at_least_one("text", "fields"),),
)
HEADER = Shape({"text": plain(150)}, {**_BLOCK, "level": Whole(1, 4)})
DIVIDER = Shape(optional=_BLOCK)
CONTEXT = Shape({"elements": Items(Tagged({**CONTEXT_TEXTS, "image": IMAGE}), 10)}, _BLOCK)
ACTIONS = Shape(
    required={
        "elements": Items(
            Tagged({**CHOOSERS, **_PRESSED, "datetimepicker": DATETIMEPICKER, "rich_text_input": RICH_TEXT_INPUT}),
            25,
        )
    },
    optional=_BLOCK,
    rules=(unique_action_ids,),
)
IMAGE_BLOCK = Shape(
    required={"alt_text": Text(2000)},
    optional={**_BLOCK, "title": plain(2000), "image_url": url(3000), "slack_file": SLACK_FILE},
    rules=(exactly_one("image_url", "slack_file"),),
)
VIDEO = Shape(
    required={
        "title": plain(199),
        "alt_text": Text(2000),
        "video_url": secure_url(3000),
        "thumbnail_url": url(3000),
    },
    optional={
        **_BLOCK,
        "title_url": secure_url(2000),
        "description": plain(199),
        "author_name": Text(49),
        "provider_name": Text(49),
        "provider_icon_url": url(2000),
    },
)
MARKDOWN = Shape({"text": Text(MARKDOWN_CHARACTERS)}, _BLOCK, surfaces=ONLY_MESSAGES)


def _files_do_not_dispatch(block: dict[str, Any], place: Place) -> Faults:
    if block.get("dispatch_action") and block["element"]["type"] == "file_input":
        yield place.at("dispatch_action").fault("not allowed with a `file_input` element")


INPUT = Shape(
    required={"label": plain(2000), "element": Tagged(INPUTS)},
    optional={**_BLOCK, "hint": plain(2000), "optional": Flag(), "dispatch_action": Flag()},
    rules=(_files_do_not_dispatch,),
)

_GROUPED: dict[str, Kind] = {
    "actions": ACTIONS,
    "context": CONTEXT,
    "divider": DIVIDER,
    "header": HEADER,
    "image": IMAGE_BLOCK,
    "input": INPUT,
    "rich_text": RICH_TEXT,
    "section": SECTION,
    "table": TABLE,
    "video": VIDEO,
}
# A `file` block appears in messages read back; nobody can send one.
BLOCKS: dict[str, Kind] = {
    **_GROUPED,
    "alert": ALERT,
    "auth_provider": AUTH_PROVIDER,
    "call": CALL,
    "card": CARD,
    "carousel": CAROUSEL,
    "container": container(_GROUPED),
    "context_actions": CONTEXT_ACTIONS,
    "data_table": DATA_TABLE,
    "data_visualization": DATA_VISUALIZATION,
    "markdown": MARKDOWN,
    "plan": PLAN,
    "task_card": TASK_CARD,
}
BLOCK = Tagged(BLOCKS)
