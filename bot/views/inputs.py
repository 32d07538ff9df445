"""Builders for the inputs of a form. Labels, hints and options take raw text: Slack shows them as they stand."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, time
from typing import Any

from bot.views.blocks import Block, clip, plain
from bot.views.ids import TYPED

MOST_OPTIONS = 100
MOST_RADIO_BUTTONS = 10
MOST_BOXES = 10


def text_input(
    field: str,
    label: str,
    *,
    typed: str = "",
    hint: str = "",
    placeholder: str = "",
    optional: bool = False,
    multiline: bool = False,
) -> Block:
    """A field to type in. What was typed before stands in it, also what is too long: the person may shorten it."""
    element: dict[str, Any] = {"type": "plain_text_input", "multiline": multiline}
    if typed:
        element["initial_value"] = clip(typed, 3_000)
    if placeholder:
        element["placeholder"] = plain(placeholder, 150)
    return _input(field, label, element, hint=hint, optional=optional)


def select_input(
    field: str,
    label: str,
    options: Mapping[str, str],
    *,
    chosen: str | None = None,
    hint: str = "",
    optional: bool = False,
    heard: bool = False,
) -> Block:
    """A choice of at most a hundred options, value to label. A chosen one that is not offered is left out. Of one that
    is `heard` the app hears at once.
    """
    offered = {value: _option(value, shown) for value, shown in list(options.items())[:MOST_OPTIONS]}
    element: dict[str, Any] = {"type": "static_select", "options": list(offered.values())}
    if chosen in offered:
        element["initial_option"] = offered[chosen]
    block = _input(field, label, element, hint=hint, optional=optional)
    return block | {"dispatch_action": True} if heard else block


def search_input(
    field: str, label: str, *, chosen: tuple[str, str] | None = None, hint: str = "", optional: bool = False
) -> Block:
    """A choice among whatever the app offers for what is typed, and before anything is; `chosen` is value and label."""
    element: dict[str, Any] = {"type": "external_select", "min_query_length": 0}
    if chosen is not None:
        element["initial_option"] = _option(*chosen)
    return _input(field, label, element, hint=hint, optional=optional)


def select_or_search_input(
    field: str, label: str, options: Mapping[str, str], *, chosen: str | None = None, hint: str = ""
) -> Block:
    """A choice that may stay open: all of it in a menu where that holds it, else whatever is found by its words."""
    if len(options) <= MOST_OPTIONS:
        return select_input(field, label, options, chosen=chosen, hint=hint, optional=True)
    found = (chosen, options[chosen]) if chosen is not None and chosen in options else None
    return search_input(field, label, chosen=found, hint=hint, optional=True)


def offered(options: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """What a menu is offered: value and label of each."""
    return {"options": [_option(*each) for each in options[:MOST_OPTIONS]]}


def option_groups(groups: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> dict[str, Any]:
    """What a menu is offered: titles, each with its options, value and label; those without any are left out."""
    filled = [
        {"label": plain(title, 75), "options": [_option(*each) for each in options]}
        for title, options in groups
        if options
    ]
    return {"option_groups": filled} if filled else {"options": []}


def radio_input(
    field: str, label: str, options: Mapping[str, str], *, chosen: str | None = None, hint: str = ""
) -> Block:
    """A choice of at most ten options, value to label, all of them in sight. It may stay open."""
    offered = {value: _option(value, shown) for value, shown in list(options.items())[:MOST_RADIO_BUTTONS]}
    element: dict[str, Any] = {"type": "radio_buttons", "options": list(offered.values())}
    if chosen in offered:
        element["initial_option"] = offered[chosen]
    return _input(field, label, element, hint=hint, optional=True)


def person_input(field: str, label: str, *, chosen: str | None = None, hint: str = "", optional: bool = False) -> Block:
    element = {"type": "users_select"} | ({"initial_user": chosen} if chosen else {})
    return _input(field, label, element, hint=hint, optional=optional)


def channel_input(field: str, label: str, *, chosen: str | None = None, hint: str = "") -> Block:
    """A choice of a public or private channel, starting with the one where the person is."""
    element: dict[str, Any] = {
        "type": "conversations_select",
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    element |= {"initial_conversation": chosen} if chosen else {"default_to_current_conversation": True}
    return _input(field, label, element, hint=hint, optional=False)


def date_input(field: str, label: str, *, chosen: date | None = None, hint: str = "", optional: bool = False) -> Block:
    element = {"type": "datepicker"} | ({"initial_date": chosen.isoformat()} if chosen else {})
    return _input(field, label, element, hint=hint, optional=optional)


def time_input(field: str, label: str, *, chosen: time, hint: str = "") -> Block:
    """A time of day, by the clock of whoever fills it in."""
    return _input(field, label, {"type": "timepicker", "initial_time": f"{chosen:%H:%M}"}, hint=hint, optional=False)


def boxes_input(
    field: str, label: str, options: Mapping[str, str], *, chosen: Collection[str] = (), hint: str = ""
) -> Block:
    """At most ten boxes, value to label, of which at least one is to be ticked."""
    offered = {value: _option(value, shown) for value, shown in list(options.items())[:MOST_BOXES]}
    element: dict[str, Any] = {"type": "checkboxes", "options": list(offered.values())}
    if ticked := [option for value, option in offered.items() if value in chosen]:
        element["initial_options"] = ticked
    return _input(field, label, element, hint=hint, optional=False)


def checkbox_input(field: str, label: str, option: str, *, ticked: bool = False, hint: str = "") -> Block:
    """One box to tick; ticked, its value is "yes"."""
    box = _option("yes", option)
    element = {"type": "checkboxes", "options": [box]} | ({"initial_options": [box]} if ticked else {})
    return _input(field, label, element, hint=hint, optional=True)


def _option(value: str, shown: str) -> dict[str, Any]:
    return {"text": plain(shown, 75), "value": value}


def _input(field: str, label: str, element: dict[str, Any], *, hint: str, optional: bool) -> Block:
    block: Block = {
        "type": "input",
        "block_id": field,
        "label": plain(label, 200),
        "element": element | {"action_id": TYPED},
        "optional": optional,
    }
    return block | ({"hint": plain(hint, 2_000)} if hint else {})
