"""Elements to press, choose from and look at: buttons, menus, pickers, choices, images."""

from datetime import date, time
from functools import cache
from itertools import chain
from typing import Any
from zoneinfo import available_timezones

from bot.playground.strict.composition import (
    CONFIRM,
    CONVERSATION_FILTER,
    ID,
    LINKED_OPTION,
    MARKED_OPTION,
    OPTION,
    OPTION_GROUP,
    SLACK_FILE,
    plain,
    text,
    url,
)
from bot.playground.strict.rules import exactly_one
from bot.playground.strict.schema import (
    ONLY_MESSAGES,
    Choice,
    Faults,
    Flag,
    Items,
    Kind,
    Parsed,
    Place,
    Record,
    Shape,
    Surface,
    Text,
    Whole,
)

ACTION: dict[str, Kind] = {"action_id": ID}
CHOOSER: dict[str, Kind] = {**ACTION, "confirm": CONFIRM, "focus_on_load": Flag()}
MENU: dict[str, Kind] = {**CHOOSER, "placeholder": plain(150)}
SOME = 10_000  # where Slack publishes no limit

IMAGE = Shape(
    required={"alt_text": Text(2000)},
    optional={"image_url": url(3000), "slack_file": SLACK_FILE},
    rules=(exactly_one("image_url", "slack_file"),),
)

BUTTON = Shape(
    required={"text": plain(75)},
    optional={
        **ACTION,
        "value": Text(2000),
        "url": url(3000),
        "style": Choice("primary", "danger"),
        "confirm": CONFIRM,
        "accessibility_label": Text(75),
        "agent_prompt": Text(4000),
        "visible_to_user_ids": Items(Text(255), 10),
    },
)
FEEDBACK_BUTTON = Record(
    required={"text": plain(75), "value": Text(2000)},
    optional={"accessibility_label": Text(75)},
)
FEEDBACK_BUTTONS = Shape(
    required={"positive_button": FEEDBACK_BUTTON, "negative_button": FEEDBACK_BUTTON},
    optional=ACTION,
    surfaces=ONLY_MESSAGES,
)
ICON_BUTTON = Shape(
    required={"text": plain(75), "icon": Choice("trash")},
    optional={
        **ACTION,
        "value": Text(2000),
        "confirm": CONFIRM,
        "accessibility_label": Text(75),
        "visible_to_user_ids": Items(Text(255), 10),
    },
    surfaces=ONLY_MESSAGES,
)
_TRIGGER = Record(
    required={"url": url(3000)},
    optional={"customizable_input_parameters": Items(Record({"name": Text(SOME), "value": Text(SOME)}), 100, 0)},
)
WORKFLOW_BUTTON = Shape(
    required={"text": plain(75), "workflow": Record({"trigger": _TRIGGER})},
    optional={**ACTION, "style": Choice("primary", "danger"), "accessibility_label": Text(75)},
    surfaces=ONLY_MESSAGES,
)
OVERFLOW = Shape(required={"options": Items(LINKED_OPTION, 5)}, optional={**ACTION, "confirm": CONFIRM})


def _offered(element: dict[str, Any]) -> list[Any]:
    groups = element.get("option_groups", [])
    return [*element.get("options", []), *chain.from_iterable(group["options"] for group in groups)]


def initial_options_are_offered(element: dict[str, Any], place: Place) -> Faults:
    """What is chosen at first must be one of the options, with the same words."""
    offered = _offered(element)
    if "initial_option" in element and element["initial_option"] not in offered:
        yield place.at("initial_option").fault("must be one of the provided options")
    for index, option in enumerate(element.get("initial_options", [])):
        if option not in offered:
            yield place.at("initial_options", index).fault("must be one of the provided options")


def initial_count_fits(element: dict[str, Any], place: Place) -> Faults:
    """No more may be chosen at first than may be chosen at all."""
    most = element.get("max_selected_items")
    for name, chosen in element.items():
        if name.startswith("initial_") and most is not None and len(chosen) > most:
            yield place.at(name).fault(f"no more than {most} items allowed")


_OPTIONS: dict[str, Kind] = {"options": Items(OPTION, 100), "option_groups": Items(OPTION_GROUP, 100)}
_MOST: dict[str, Kind] = {"max_selected_items": Whole(1, SOME)}
_OFFERED_RULES = (exactly_one("options", "option_groups"), initial_options_are_offered)

STATIC_SELECT = Shape(optional={**MENU, **_OPTIONS, "initial_option": OPTION}, rules=_OFFERED_RULES)
MULTI_STATIC_SELECT = Shape(
    optional={**MENU, **_OPTIONS, **_MOST, "initial_options": Items(OPTION, 100)},
    rules=(*_OFFERED_RULES, initial_count_fits),
)
_QUERY: dict[str, Kind] = {"min_query_length": Whole(0, SOME)}
EXTERNAL_SELECT = Shape(optional={**MENU, **_QUERY, "initial_option": OPTION})
MULTI_EXTERNAL_SELECT = Shape(
    optional={**MENU, **_QUERY, **_MOST, "initial_options": Items(OPTION, 100)}, rules=(initial_count_fits,)
)
USERS_SELECT = Shape(optional={**MENU, "initial_user": ID})
MULTI_USERS_SELECT = Shape(optional={**MENU, **_MOST, "initial_users": Items(ID, SOME)}, rules=(initial_count_fits,))
CHANNELS_SELECT = Shape(optional={**MENU, "initial_channel": ID})
MULTI_CHANNELS_SELECT = Shape(
    optional={**MENU, **_MOST, "initial_channels": Items(ID, SOME)}, rules=(initial_count_fits,)
)
_CONVERSATIONS: dict[str, Kind] = {"default_to_current_conversation": Flag(), "filter": CONVERSATION_FILTER}
CONVERSATIONS_SELECT = Shape(optional={**MENU, **_CONVERSATIONS, "initial_conversation": ID})
MULTI_CONVERSATIONS_SELECT = Shape(
    optional={**MENU, **_CONVERSATIONS, **_MOST, "initial_conversations": Items(ID, SOME)},
    rules=(initial_count_fits,),
)


def answers_only_in_modals(element: dict[str, Any], place: Place) -> Faults:
    """A form can be told where to post its answer; a message and a Home tab already have a place."""
    if "response_url_enabled" in element and place.surface is not Surface.MODAL:
        yield place.fault("invalid additional property: response_url_enabled")


def _answering(select: Shape) -> Shape:
    return Shape(
        select.required, {**select.optional, "response_url_enabled": Flag()}, (*select.rules, answers_only_in_modals)
    )


CHANNELS_SELECT_INPUT = _answering(CHANNELS_SELECT)
CONVERSATIONS_SELECT_INPUT = _answering(CONVERSATIONS_SELECT)

CHECKBOXES = Shape(
    required={"options": Items(MARKED_OPTION, 10)},
    optional={**CHOOSER, "initial_options": Items(MARKED_OPTION, 10)},
    rules=(initial_options_are_offered,),
)
RADIO_BUTTONS = Shape(
    required={"options": Items(MARKED_OPTION, 10)},
    optional={**CHOOSER, "initial_option": MARKED_OPTION},
    rules=(initial_options_are_offered,),
)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _zone(name: str) -> None:
    if name not in _zones():
        raise ValueError(name)


def _day(written: str) -> date:
    # fromisoformat also takes 20260301 and 2026-W09-7, which Slack does not.
    if len(written) != len("2026-03-01") or "W" in written:
        raise ValueError(written)
    return date.fromisoformat(written)


def _minute(written: str) -> time:
    if len(written) != len("09:00") or written[2] != ":":
        raise ValueError(written)
    return time.fromisoformat(written)


DATEPICKER = Shape(optional={**MENU, "initial_date": Parsed(_day, "in the format YYYY-MM-DD")})
TIMEPICKER = Shape(
    optional={
        **MENU,
        "initial_time": Parsed(_minute, "in the format HH:mm"),
        "timezone": Parsed(_zone, "a valid time zone"),
    }
)
DATETIMEPICKER = Shape(
    optional={**CHOOSER, "initial_date_time": Whole(1_000_000_000, 9_999_999_999)},
    surfaces=frozenset({Surface.MESSAGE, Surface.MODAL}),
)

CONTEXT_TEXTS = text(2000).shapes
"""The texts of a context block. Slack's pages say 3,000, some who tried say 2,000: the lower is always safe."""

CHOOSERS: dict[str, Kind] = {
    "static_select": STATIC_SELECT,
    "multi_static_select": MULTI_STATIC_SELECT,
    "external_select": EXTERNAL_SELECT,
    "multi_external_select": MULTI_EXTERNAL_SELECT,
    "users_select": USERS_SELECT,
    "multi_users_select": MULTI_USERS_SELECT,
    "channels_select": CHANNELS_SELECT,
    "multi_channels_select": MULTI_CHANNELS_SELECT,
    "conversations_select": CONVERSATIONS_SELECT,
    "multi_conversations_select": MULTI_CONVERSATIONS_SELECT,
    "checkboxes": CHECKBOXES,
    "radio_buttons": RADIO_BUTTONS,
    "datepicker": DATEPICKER,
    "timepicker": TIMEPICKER,
}
"""What may stand in a section, an actions block and an input alike."""
