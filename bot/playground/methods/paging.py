"""Cursor paging as Slack does it."""

import base64
from typing import Any, TypeVar

from bot.playground.api import Call
from bot.playground.errors import SlackError

T = TypeVar("T")


def page(call: Call, items: list[T]) -> tuple[list[T], dict[str, Any]]:
    """One page of items, and the part of the answer that says how to get the next one."""
    start = _offset(call.text("cursor"))
    end = start + call.number("limit", 100)
    cursor = base64.b64encode(f"next:{end}".encode()).decode() if end < len(items) else ""
    return items[start:end], {"response_metadata": {"next_cursor": cursor}}


def _offset(cursor: str | None) -> int:
    if cursor is None:
        return 0
    try:
        return int(base64.b64decode(cursor, validate=True).decode().removeprefix("next:"))
    except ValueError as error:
        raise SlackError("invalid_cursor") from error
