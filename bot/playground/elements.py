"""Interactive elements in blocks: finding them, their labels, and the state that Slack keeps for each."""

import copy
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Block = dict[str, Any]

PRESSED = frozenset({"button", "overflow", "workflow_button", "icon_button", "feedback_buttons"})

_INITIAL = {
    "plain_text_input": ("initial_value", "value"),
    "number_input": ("initial_value", "value"),
    "email_text_input": ("initial_value", "value"),
    "url_text_input": ("initial_value", "value"),
    "rich_text_input": ("initial_value", "rich_text_value"),
    "static_select": ("initial_option", "selected_option"),
    "external_select": ("initial_option", "selected_option"),
    "radio_buttons": ("initial_option", "selected_option"),
    "checkboxes": ("initial_options", "selected_options"),
    "multi_static_select": ("initial_options", "selected_options"),
    "multi_external_select": ("initial_options", "selected_options"),
    "users_select": ("initial_user", "selected_user"),
    "multi_users_select": ("initial_users", "selected_users"),
    "conversations_select": ("initial_conversation", "selected_conversation"),
    "multi_conversations_select": ("initial_conversations", "selected_conversations"),
    "channels_select": ("initial_channel", "selected_channel"),
    "multi_channels_select": ("initial_channels", "selected_channels"),
    "datepicker": ("initial_date", "selected_date"),
    "timepicker": ("initial_time", "selected_time"),
    "datetimepicker": ("initial_date_time", "selected_date_time"),
    "file_input": ("", "files"),
}


@dataclass(frozen=True)
class Element:
    """One interactive element and the block it stands in."""

    block: Block
    element: Block

    @property
    def block_id(self) -> str:
        """The block's id, given by the app or by Slack."""
        return str(self.block.get("block_id", ""))

    @property
    def action_id(self) -> str:
        """The element's id within its block."""
        return str(self.element.get("action_id", ""))

    @property
    def kind(self) -> str:
        """The element's type."""
        return str(self.element.get("type", ""))

    @property
    def is_input(self) -> bool:
        """Whether it is a form's field."""
        return self.block.get("type") == "input"

    @property
    def label(self) -> str:
        """What a person calls it: the field's label, the button's text, the placeholder of a select."""
        if self.is_input:
            return plain(self.block.get("label"))
        return (
            plain(self.element.get("text")) or plain(self.element.get("placeholder")) or plain(self.block.get("text"))
        )

    @property
    def value_key(self) -> str | None:
        """The key of its value in `state.values`; None for what holds no value, as a button."""
        found = _INITIAL.get(self.kind)
        return found[1] if found else None

    def called(self, name: str) -> bool:
        """Whether `name` is its label, block id, action id, or both ids with a slash between."""
        return name in (self.label, self.action_id, self.block_id, f"{self.block_id}/{self.action_id}")


def plain(text: Any) -> str:
    """The words of a text object."""
    return str(text.get("text", "")) if isinstance(text, dict) else str(text or "")


def elements(blocks: list[Block]) -> Iterator[Element]:
    """Every interactive element in blocks, top to bottom."""
    for block in blocks:
        single = [block.get("accessory"), block.get("element")]
        for element in [*single, *(block.get("elements") or []), *(block.get("actions") or [])]:
            if isinstance(element, dict) and (element.get("type") in PRESSED or element.get("type") in _INITIAL):
                yield Element(block, element)
        yield from elements(block.get("child_blocks") or [])
        if block.get("type") == "carousel":
            yield from elements(block.get("elements") or [])


def with_ids(blocks: list[Block]) -> list[Block]:
    """A copy of blocks in which each block and interactive element has an id, as Slack gives them."""
    blocks = copy.deepcopy(blocks)
    for block in blocks:
        block.setdefault("block_id", secrets.token_hex(3))
    for found in elements(blocks):
        found.block.setdefault("block_id", secrets.token_hex(3))
        found.element.setdefault("action_id", secrets.token_hex(3))
    return blocks


def as_sent(blocks: list[Block]) -> list[Block]:
    """A copy of blocks as they go to the app: without the options that it had loaded into its selects."""
    blocks = copy.deepcopy(blocks)
    for found in elements(blocks):
        found.element.pop("loaded", None)
    return blocks


def initial_value(element: Block) -> Any:
    """The value with which an element starts; None when it starts empty."""
    key = _INITIAL.get(element.get("type", ""), ("", ""))[0]
    return copy.deepcopy(element.get(key)) if key else None


def state_values(blocks: list[Block], values: dict[tuple[str, str], Any]) -> dict[str, Any]:
    """Slack's `state.values`: for each element that can hold a value its type and value."""
    found: dict[str, Any] = {}
    for item in elements(blocks):
        if item.value_key is None:
            continue
        value = values.get((item.block_id, item.action_id))
        if value is None and (item.kind in ("checkboxes", "file_input") or item.kind.startswith("multi_")):
            value = []
        entry: dict[str, Any] = {"type": item.kind, item.value_key: value}
        if item.kind == "rich_text_input" and value is None:
            entry.pop(item.value_key)
        found.setdefault(item.block_id, {})[item.action_id] = entry
    return found


def starting_values(
    blocks: list[Block], before: dict[tuple[str, str], Any] | None = None
) -> dict[tuple[str, str], Any]:
    """The values of fresh blocks: what a person had put in where both ids stayed, else what they start with."""
    values: dict[tuple[str, str], Any] = {}
    for item in elements(blocks):
        if item.value_key is not None:
            key = (item.block_id, item.action_id)
            values[key] = before[key] if before and key in before else initial_value(item.element)
    return values
