"""What Slack refuses in a view: modals and the Home tab."""

import json
from collections.abc import Iterator
from typing import Any

from bot.playground.strict.composition import ID, plain
from bot.playground.strict.payload import blocks_faults, every_block
from bot.playground.strict.refusal import Refusal, refuse_faults
from bot.playground.strict.schema import (
    ONLY_HOME,
    ONLY_MODALS,
    Faults,
    Flag,
    Kind,
    Place,
    Shape,
    Surface,
    Tagged,
    Text,
)

MOST_BYTES = 250_000


class _Blocks:
    """The blocks of a view, each by itself and all together."""

    def faults(self, value: Any, place: Place) -> Faults:
        yield from blocks_faults(value, place)


def inputs_have_a_submit(view: dict[str, Any], place: Place) -> Faults:
    """A form that cannot be submitted is no form."""
    blocks = every_block(view["blocks"], place)
    if "submit" not in view and any(block["type"] == "input" for block, _ in blocks):
        yield place.fault("must define an `submit` to use an `input` block in modals")


def one_element_has_the_focus(view: dict[str, Any], place: Place) -> Faults:
    """The cursor can start in one place only."""
    for at in list(_focused(view["blocks"], place.at("blocks")))[1:]:
        yield at.fault("only one element can have `focus_on_load`")


def _focused(value: Any, place: Place) -> Iterator[Place]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _focused(item, place.at(index))
    elif isinstance(value, dict):
        if value.get("focus_on_load") is True:
            yield place.at("focus_on_load")
        for key, item in value.items():
            yield from _focused(item, place.at(key))


_BOTH: dict[str, Kind] = {"private_metadata": Text(3000, least=0), "callback_id": ID, "external_id": ID}
MODAL = Shape(
    required={"title": plain(24), "blocks": _Blocks()},
    optional={
        **_BOTH,
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": Flag(),
        "notify_on_close": Flag(),
    },
    rules=(inputs_have_a_submit, one_element_has_the_focus),
    surfaces=ONLY_MODALS,
)
HOME = Shape(required={"blocks": _Blocks()}, optional=_BOTH, rules=(one_element_has_the_focus,), surfaces=ONLY_HOME)
_VIEW = Tagged({"modal": MODAL, "home": HOME})


def check_view(view: dict[str, Any]) -> Refusal | None:
    """The refusal of a modal or Home view, or None when Slack would take it."""
    if len(json.dumps(view, ensure_ascii=False, separators=(",", ":")).encode()) > MOST_BYTES:
        return Refusal("view_too_large")
    surface = Surface.HOME if isinstance(view, dict) and view.get("type") == "home" else Surface.MODAL
    return refuse_faults("invalid_arguments", _VIEW.faults(view, Place(surface).at("view")))
