"""Elements to type into, and all that an input block can hold."""

import re
from decimal import Decimal
from typing import Any

from bot.playground.strict.composition import DISPATCH_CONFIG, ID, plain, url
from bot.playground.strict.elements import (
    ACTION,
    CHANNELS_SELECT_INPUT,
    CHOOSERS,
    CONVERSATIONS_SELECT_INPUT,
    DATETIMEPICKER,
)
from bot.playground.strict.rich_text import RICH_TEXT_VALUE
from bot.playground.strict.rules import ordered
from bot.playground.strict.schema import (
    ONLY_MODALS,
    Faults,
    Flag,
    Items,
    Kind,
    Parsed,
    Place,
    Shape,
    Surface,
    Text,
    Whole,
)

TYPED: dict[str, Kind] = {
    **ACTION,
    "placeholder": plain(150),
    "focus_on_load": Flag(),
    "dispatch_action_config": DISPATCH_CONFIG,
}

PLAIN_TEXT_INPUT = Shape(
    optional={
        **TYPED,
        "initial_value": Text(3000, least=0),
        "multiline": Flag(),
        "min_length": Whole(0, 3000),
        "max_length": Whole(1, 3000),
    },
    rules=(ordered("min_length", "max_length"),),
)


def _number(written: str) -> None:
    if not re.fullmatch(r"-?\d+(\.\d+)?", written):
        raise ValueError(written)


_NUMBER = Parsed(_number, "a valid number")
_BOUNDS = ("min_value", "max_value", "initial_value")


def decimals_only_where_allowed(element: dict[str, Any], place: Place) -> Faults:
    """An input for whole numbers cannot have a fraction as a bound or to begin with."""
    for name in _BOUNDS:
        if name in element and not element["is_decimal_allowed"] and Decimal(element[name]) % 1:
            yield place.at(name).fault("must be an integer")


NUMBER_INPUT = Shape(
    required={"is_decimal_allowed": Flag()},
    optional={**TYPED, **dict.fromkeys(_BOUNDS, _NUMBER)},
    rules=(decimals_only_where_allowed, ordered("min_value", "max_value")),
    surfaces=ONLY_MODALS,
)
EMAIL_INPUT = Shape(optional={**TYPED, "initial_value": Text(3000, least=0)}, surfaces=ONLY_MODALS)
URL_INPUT = Shape(optional={**TYPED, "initial_value": url(3000)}, surfaces=ONLY_MODALS)
FILE_INPUT = Shape(
    optional={**ACTION, "filetypes": Items(Text(255), 100), "max_files": Whole(1, 10)}, surfaces=ONLY_MODALS
)
RICH_TEXT_INPUT = Shape(
    required={"action_id": ID},
    optional={**TYPED, "initial_value": RICH_TEXT_VALUE, "min_lines": Whole(1, 100), "max_lines": Whole(1, 100)},
    rules=(ordered("min_lines", "max_lines"),),
    surfaces=frozenset({Surface.MODAL, Surface.HOME}),
)

INPUTS: dict[str, Kind] = {
    **CHOOSERS,
    "channels_select": CHANNELS_SELECT_INPUT,
    "conversations_select": CONVERSATIONS_SELECT_INPUT,
    "datetimepicker": DATETIMEPICKER,
    "plain_text_input": PLAIN_TEXT_INPUT,
    "number_input": NUMBER_INPUT,
    "email_text_input": EMAIL_INPUT,
    "url_text_input": URL_INPUT,
    "file_input": FILE_INPUT,
    "rich_text_input": RICH_TEXT_INPUT,
}
