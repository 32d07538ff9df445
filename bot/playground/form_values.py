"""The values of a form as Slack's client takes them: what each becomes, and what the client does not let through."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.playground.elements import Element, plain
from bot.playground.errors import CannotFill
from bot.playground.events import channel_type
from bot.playground.seen import options_of
from bot.playground.state import Channel, State, Workspace

_KINDS = {"im": "im", "group": "private", "channel": "public"}
_TEXTS = ("plain_text_input", "number_input", "email_text_input", "url_text_input")


def form_value(state: State, workspace: Workspace, item: Element, value: Any) -> Any:
    """The value as the element's state holds it; CannotFill when the person could not put it in.

    Options go by label or value, people by handle or id, channels by name or id, dates and times also by ISO text.
    """
    if value is None or value == "":
        return None
    try:
        return _converted(state, workspace, item, value)
    except ValueError as error:
        raise CannotFill(str(error)) from error


def _converted(state: State, workspace: Workspace, item: Element, value: Any) -> Any:
    kind = item.kind
    if kind in _TEXTS:
        return str(value)
    if kind == "rich_text_input":
        section = {"type": "rich_text_section", "elements": [{"type": "text", "text": str(value)}]}
        return {"type": "rich_text", "elements": [section]}
    if kind == "datepicker":
        return _day(value).isoformat()
    if kind == "timepicker":
        return value.strftime("%H:%M") if isinstance(value, time) else time.fromisoformat(str(value)).strftime("%H:%M")
    if kind == "datetimepicker":
        return int(value.timestamp()) if isinstance(value, datetime) else int(value)
    if kind == "checkboxes" or kind.startswith("multi_"):
        many = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
        return [_one(state, workspace, item, each) for each in many]
    return _one(state, workspace, item, value)


def _day(value: Any) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise CannotFill("Enter a date as year, month and day, for example 2026-04-21.") from None


def _one(state: State, workspace: Workspace, item: Element, value: Any) -> Any:
    kind = item.kind.removeprefix("multi_")
    if kind == "users_select":
        user = state.find_user(str(getattr(value, "id", value)), workspace)
        if user is None:
            raise CannotFill(f"there is no {value}")
        return user.id
    if kind in ("conversations_select", "channels_select"):
        channel = state.find_channel(str(value), workspace)
        if channel is None or not _let_through(item.element.get("filter") or {}, channel):
            raise CannotFill(f"there is no channel {value}")
        return channel.id
    for option in [*options_of(item.element), *(item.element.get("loaded") or [])]:
        if value in (plain(option.get("text")), option.get("value")):
            return {key: option[key] for key in ("text", "value", "description") if key in option}
    raise CannotFill(f"there is no option {value!r}")


def _let_through(wanted: dict[str, Any], channel: Channel) -> bool:
    """Whether a select with this filter shows the conversation."""
    if "include" in wanted and _KINDS[channel_type(channel)] not in wanted["include"]:
        return False
    return not (channel.is_ext_shared and wanted.get("exclude_external_shared_channels"))


def problem_with(item: Element, value: Any) -> str | None:
    """Why Slack's client would not submit the form with this value in this field; None when it would."""
    if value in (None, "", []):
        return None if item.block.get("optional") else "Please complete this required field."
    element = item.element
    if item.kind in _TEXTS and not str(value).strip() and not item.block.get("optional"):
        return "Please complete this required field."
    if item.kind == "plain_text_input":
        return _length_problem(element, str(value))
    if item.kind == "number_input":
        return _number_problem(element, str(value))
    if item.kind == "email_text_input" and not re.fullmatch(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+", str(value)):
        return "Enter a valid email address."
    if item.kind == "url_text_input" and not re.fullmatch(r"https?://\S+", str(value)):
        return "Enter a valid URL."
    most = element.get("max_selected_items")
    if most and isinstance(value, list) and len(value) > most:
        return f"Choose at most {most}."
    return None


def _length_problem(element: dict[str, Any], value: str) -> str | None:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if len(value) < least:
        return f"Enter at least {least} characters."
    if len(value) > most:
        return f"Enter at most {most} characters."
    return None


def _number_problem(element: dict[str, Any], value: str) -> str | None:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return "Enter a number."
    if not element.get("is_decimal_allowed") and number != number.to_integral_value():
        return "Enter a whole number."
    least, most = element.get("min_value"), element.get("max_value")
    if least is not None and number < Decimal(str(least)):
        return f"Enter a number of at least {least}."
    if most is not None and number > Decimal(str(most)):
        return f"Enter a number of at most {most}."
    return None
