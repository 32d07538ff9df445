"""What an app may not do because of its manifest, and what no manifest may say."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import Playground
from bot.playground.app_manifest import read_manifest
from tests.playground.conftest import MANIFEST
from tests.playground.strict.make import input_block, modal
from tests.playground.strict.test_blocks import video

VIDEO = {"text": "How it works", "blocks": [video()]}
UPLOAD = modal(input_block({"type": "file_input"}))


def scoped(*scopes: str) -> dict[str, Any]:
    return {**MANIFEST, "oauth_config": {"scopes": {"bot": ["chat:write", *scopes]}}}


def with_commands(*names: str) -> dict[str, Any]:
    commands = [{"command": name, "description": "Record"} for name in names]
    return {**MANIFEST, "features": {**MANIFEST["features"], "slash_commands": commands}}


@pytest.mark.parametrize(
    ("method", "arguments", "scope"),
    [
        ("chat.postMessage", VIDEO, "links.embed:write"),
        ("chat.postMessage", {"attachments": [{"blocks": [video()]}]}, "links.embed:write"),
        ("views.open", {"view": UPLOAD}, "files:read"),
    ],
)
async def test_some_of_what_is_shown_needs_a_scope_of_its_own(
    method: str, arguments: dict[str, Any], scope: str
) -> None:
    async with Playground(scoped()) as without, Playground(scoped(scope)) as provided:

        async def call(playground: Playground) -> Any:
            alice = playground.person("alice")
            place = {"channel": playground.channel("shelter", alice).id}
            trigger = {"trigger_id": playground.world.triggers.new(alice.user, playground.primary).id}
            client = AsyncWebClient(playground.bot_token, base_url=playground.api_url)
            return await client.api_call(method, json={**arguments, **(trigger if "view" in arguments else place)})

        with pytest.raises(SlackApiError) as caught:
            await call(without)
        assert (caught.value.response["error"], caught.value.response["needed"]) == ("missing_scope", scope)
        assert (await call(provided))["ok"]


def test_a_command_has_32_characters_with_its_slash() -> None:
    assert list(read_manifest(with_commands("/" + "x" * 31)).commands) == ["/" + "x" * 31]
    with pytest.raises(ValueError, match="more than 32 characters"):
        read_manifest(with_commands("/" + "x" * 32))


def test_an_app_has_50_commands() -> None:
    assert len(read_manifest(with_commands(*[f"/c{number}" for number in range(50)])).commands) == 50
    with pytest.raises(ValueError, match="at most 50 slash commands, not 51"):
        read_manifest(with_commands(*[f"/c{number}" for number in range(51)]))
