"""Shortcuts: from the menu, and beside a message."""

from typing import Any

import pytest

from bot.playground import CannotDo, Playground
from bot.playground.app_manifest import read_manifest
from tests.playground.conftest import MANIFEST, make_app, over_http
from tests.playground.test_conversation import FORM

EVERYWHERE = {"name": "Check in", "callback_id": "check_in_shortcut", "type": "global", "description": "What is due"}
BESIDE = {"name": "Keep", "callback_id": "keep", "type": "message", "description": "Keep this message"}


def with_shortcuts(*shortcuts: dict[str, Any]) -> dict[str, Any]:
    return {**MANIFEST, "features": {**MANIFEST["features"], "shortcuts": list(shortcuts)}}


async def test_a_shortcut_from_the_menu_has_a_trigger_and_no_conversation() -> None:
    async with Playground(with_shortcuts(EVERYWHERE, BESIDE)) as playground:
        alice, app = playground.person("alice"), make_app(playground)

        @app.shortcut({"type": "shortcut", "callback_id": "check_in_shortcut"})
        async def open_form(ack: Any, body: dict[str, Any], client: Any) -> None:
            await ack()
            assert body["user"]["id"] == alice.id
            assert not {"channel", "message", "response_url"} & body.keys()
            await client.views_open(trigger_id=body["trigger_id"], view=FORM)

        async with over_http(playground, app):
            answer = await alice.uses("Check in")
            with pytest.raises(CannotDo, match=r"^there is no shortcut 'Keep' in the menu$"):
                await alice.uses("Keep")

        assert answer.modal is not None
        assert answer.modal.title == "Check in"


async def test_a_shortcut_beside_a_message_brings_the_message_and_an_address_for_the_answer() -> None:
    async with Playground(with_shortcuts(EVERYWHERE, BESIDE)) as playground:
        alice, bob, app = playground.person("alice"), playground.person("bob"), make_app(playground)
        channel = playground.channel("shelter", alice, bob)
        await bob.says("We open on Saturdays", channel="#shelter")
        told = []

        @app.shortcut({"type": "message_action", "callback_id": "keep"})
        async def keep(ack: Any, body: dict[str, Any], respond: Any) -> None:
            await ack()
            told.append(body)
            await respond("Kept")

        async with over_http(playground, app):
            (message,) = alice.sees("#shelter")
            answer = await alice.uses("Keep", message)
            with pytest.raises(CannotDo, match="a message that only one person sees has no shortcuts"):
                await alice.uses("Keep", alice.sees("#shelter")[-1])
            with pytest.raises(CannotDo, match=r"^there is no shortcut 'Check in' beside a message$"):
                await alice.uses("Check in", message)

        assert answer.text == "Kept"
        assert told[0]["channel"] == {"id": channel.id, "name": "shelter"}
        assert told[0]["message_ts"] == told[0]["message"]["ts"]
        assert (told[0]["message"]["user"], told[0]["message"]["text"]) == (bob.id, "We open on Saturdays")


@pytest.mark.parametrize(
    ("shortcuts", "problem"),
    [
        ([{**EVERYWHERE, "callback_id": f"c{number}"} for number in range(11)], "at most 10 shortcuts, not 11"),
        ([{**EVERYWHERE, "name": "n" * 25}], "needs a name of at most 24 characters"),
        ([{**EVERYWHERE, "description": ""}], "needs a description of at most 150 characters"),
        ([{**EVERYWHERE, "type": "channel"}], "is global or of a message"),
        ([EVERYWHERE, {**BESIDE, "callback_id": "check_in_shortcut"}], "the same callback_id"),
    ],
)
def test_a_manifest_with_shortcuts_that_slack_refuses_is_refused(shortcuts: list[dict[str, Any]], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        read_manifest(with_shortcuts(*shortcuts))
