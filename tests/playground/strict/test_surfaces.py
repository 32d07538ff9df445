"""Where each block and each element may stand: message, modal, Home tab; section, actions, input."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.playground.strict import Refusal
from bot.playground.strict.blocks import BLOCKS
from bot.playground.strict.inputs import INPUTS
from tests.playground.strict import test_blocks, test_cards, test_data_blocks, test_elements, test_inputs, test_limits
from tests.playground.strict.make import (
    actions,
    button,
    input_block,
    mrkdwn,
    on_home,
    on_message,
    on_modal,
    option,
    plain,
    section,
)

Ask = Callable[..., Refusal | None]
ASK: dict[str, Ask] = {"message": on_message, "modal": on_modal, "home": on_home}
EVERYWHERE = "message modal home"
MESSAGE, MODAL = "message", "modal"
OPTIONS = [option()]

BLOCK_PLACES: dict[str, tuple[str, dict[str, Any]]] = {
    "section": (EVERYWHERE, section()),
    "header": (EVERYWHERE, test_blocks.header()),
    "divider": (EVERYWHERE, {"type": "divider"}),
    "context": (EVERYWHERE, test_blocks.context(mrkdwn())),
    "actions": (EVERYWHERE, actions(button())),
    "input": (EVERYWHERE, test_inputs.typed()),
    "image": (EVERYWHERE, test_blocks.image()),
    "rich_text": (EVERYWHERE, test_inputs.RICH),
    "video": (EVERYWHERE, test_blocks.video()),
    "card": (EVERYWHERE, test_cards.card()),
    "auth_provider": (EVERYWHERE, test_limits.provider()),
    "table": ("message home", test_data_blocks.plain_table()),
    "data_table": ("message home", test_data_blocks.data_table()),
    "carousel": ("message home", {"type": "carousel", "elements": [test_cards.card()]}),
    "container": ("message home", test_cards.container(section())),
    "markdown": (MESSAGE, {"type": "markdown", "text": "84"}),
    "data_visualization": (MESSAGE, test_data_blocks.line()),
    "context_actions": (MESSAGE, test_elements.icon_button()),
    "task_card": (MESSAGE, test_cards.task()),
    "plan": (MESSAGE, test_cards.plan(test_cards.task())),
    "call": (MESSAGE, {"type": "call", "call_id": "R1"}),
    "alert": (MODAL, {"type": "alert", "text": plain()}),
}


def test_no_block_is_left_out() -> None:
    assert BLOCK_PLACES.keys() == BLOCKS.keys()


@pytest.mark.parametrize("surface", ASK)
@pytest.mark.parametrize("kind", BLOCK_PLACES)
def test_a_block_stands_where_slack_shows_it(kind: str, surface: str) -> None:
    places, block = BLOCK_PLACES[kind]

    refusal = ASK[surface](block)

    assert_shown(refusal, surface in places.split(), f"unsupported type: {kind} (not on {surface} surfaces)")


CHOICE = "section actions input"
ELEMENT_PLACES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "button": ("section actions", EVERYWHERE, {"text": plain()}),
    "overflow": ("section actions", EVERYWHERE, {"options": OPTIONS}),
    "workflow_button": (
        "section actions",
        MESSAGE,
        {"text": plain(), "workflow": {"trigger": {"url": "https://slack.com/shortcuts/Ft1"}}},
    ),
    "image": ("section", EVERYWHERE, {"alt_text": "A chart", "image_url": "https://example.org/a.png"}),
    "static_select": (CHOICE, EVERYWHERE, {"options": OPTIONS}),
    "multi_static_select": (CHOICE, EVERYWHERE, {"options": OPTIONS}),
    "external_select": (CHOICE, EVERYWHERE, {}),
    "multi_external_select": (CHOICE, EVERYWHERE, {}),
    "users_select": (CHOICE, EVERYWHERE, {}),
    "multi_users_select": (CHOICE, EVERYWHERE, {}),
    "conversations_select": (CHOICE, EVERYWHERE, {}),
    "multi_conversations_select": (CHOICE, EVERYWHERE, {}),
    "channels_select": (CHOICE, EVERYWHERE, {}),
    "multi_channels_select": (CHOICE, EVERYWHERE, {}),
    "checkboxes": (CHOICE, EVERYWHERE, {"options": OPTIONS}),
    "radio_buttons": (CHOICE, EVERYWHERE, {"options": OPTIONS}),
    "datepicker": (CHOICE, EVERYWHERE, {}),
    "timepicker": (CHOICE, EVERYWHERE, {}),
    "datetimepicker": ("actions input", "message modal", {}),
    "plain_text_input": ("input", EVERYWHERE, {}),
    "number_input": ("input", MODAL, {"is_decimal_allowed": True}),
    "email_text_input": ("input", MODAL, {}),
    "url_text_input": ("input", MODAL, {}),
    "file_input": ("input", MODAL, {}),
    "rich_text_input": ("actions input", "modal home", {"action_id": "it"}),
}
HOLD: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "section": lambda element: section(accessory=element),
    "actions": actions,
    "input": input_block,
}


def test_no_element_is_left_out() -> None:
    assert INPUTS.keys() <= ELEMENT_PLACES.keys()


@pytest.mark.parametrize("surface", ASK)
@pytest.mark.parametrize("holder", HOLD)
@pytest.mark.parametrize("kind", ELEMENT_PLACES)
def test_an_element_stands_where_slack_shows_it(kind: str, holder: str, surface: str) -> None:
    holders, places, more = ELEMENT_PLACES[kind]

    refusal = ASK[surface](HOLD[holder]({"type": kind, **more}))

    held = holder in holders.split()
    where = f" (not on {surface} surfaces)" if held else ""
    assert_shown(refusal, held and surface in places.split(), f"unsupported type: {kind}{where}")


def assert_shown(refusal: Refusal | None, fits: bool, sentence: str) -> None:
    """Slack shows it, or refuses it with this sentence first."""
    if fits:
        assert refusal is None
    else:
        assert refusal is not None
        assert refusal.messages[0].startswith(f"[ERROR] {sentence} [json-pointer:")


@pytest.mark.parametrize("kind", ["conversations_select", "channels_select"])
@pytest.mark.parametrize("holder", HOLD)
@pytest.mark.parametrize("surface", ASK)
def test_only_a_field_of_a_form_asks_for_an_answer_address(kind: str, holder: str, surface: str) -> None:
    refusal = ASK[surface](HOLD[holder]({"type": kind, "response_url_enabled": True}))

    if (holder, surface) == ("input", "modal"):
        assert refusal is None
    else:
        assert refusal is not None
        assert "invalid additional property: response_url_enabled" in refusal.messages[0]
