"""Small payloads that are right, and the answer to ones that are not."""

from typing import Any

import pytest

from bot.playground.strict import Refusal, check_message, check_view

Json = dict[str, Any]
Cases = dict[str, tuple[Any, str, str]]
"""What is wrong: (payload, where the pointer must go, what Slack says)."""


def plain(text: str = "Save") -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "*Save*") -> Json:
    return {"type": "mrkdwn", "text": text}


def option(value: str = "weekly", **more: Any) -> Json:
    return {"text": plain(value.capitalize()[:75]), "value": value, **more}


def options(count: int) -> list[Json]:
    return [option(f"day-{number}") for number in range(count)]


def button(**more: Any) -> Json:
    return {"type": "button", "text": plain(), "action_id": "save", **more}


def section(**more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def input_block(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain("Value"), "element": element, **more}


def modal(*blocks: Any, **more: Any) -> Json:
    return {"type": "modal", "title": plain("Reading"), "submit": plain(), "blocks": list(blocks), **more}


def home(*blocks: Any, **more: Any) -> Json:
    return {"type": "home", "blocks": list(blocks), **more}


def on_message(*blocks: Any) -> Refusal | None:
    return check_message({"text": "Weekly reading", "blocks": list(blocks)})


def on_modal(*blocks: Any) -> Refusal | None:
    return check_view(modal(*blocks))


def on_home(*blocks: Any) -> Refusal | None:
    return check_view(home(*blocks))


def table(cases: Cases) -> pytest.MarkDecorator:
    """One test for each case, with its sentence for a name."""
    return pytest.mark.parametrize(
        ("payload", "pointer", "sentence"), [pytest.param(*case, id=name) for name, case in cases.items()]
    )


def accepted(payloads: dict[str, Any]) -> pytest.MarkDecorator:
    """One test for each payload that is at its limits and still right."""
    return pytest.mark.parametrize("payload", [pytest.param(item, id=name) for name, item in payloads.items()])


def assert_refused(refusal: Refusal | None, *, error: str, pointer: str, sentence: str) -> None:
    """The refusal has Slack's error code, and its one sentence and pointer name the fault."""
    assert refusal is not None, "Slack would refuse this"
    assert (refusal.error, refusal.messages) == (error, (f"[ERROR] {sentence} [json-pointer:{pointer}]",))
    assert refusal.pointer == pointer
