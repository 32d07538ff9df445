"""The errors of single Web API methods, beside those for malformed arguments: each one called forth once."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import Playground
from tests.playground.conftest import MANIFEST
from tests.playground.test_conversation import FORM
from tests.playground.test_refusals import HOME, refusal

MORE_SCOPES = ["channels:join", "usergroups:read", "users:read.email", "users.profile:read", "dnd:read"]
NOBODY, NOWHERE = "U0NOBODY", "C0NOWHERE"


def scoped(*scopes: str) -> dict[str, Any]:
    return {**MANIFEST, "oauth_config": {"scopes": {"bot": list(scopes)}}}


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    """A playground whose app has every scope that a method here asks for."""
    async with Playground(scoped(*MANIFEST["oauth_config"]["scopes"]["bot"], *MORE_SCOPES)) as running:
        yield running


# --- who and what is not there


@pytest.mark.parametrize(
    ("method", "arguments", "error"),
    [
        ("bots.info", {"bot": "B0NOBODY"}, "bot_not_found"),
        ("usergroups.users.list", {"usergroup": "S0NOBODY"}, "no_such_subteam"),
        ("users.lookupByEmail", {"email": "nobody@example.org"}, "users_not_found"),
        ("users.profile.get", {"user": NOBODY}, "user_not_found"),
        ("users.getPresence", {"user": NOBODY}, "user_not_found"),
        ("dnd.info", {"user": NOBODY}, "user_not_found"),
        ("conversations.open", {"users": NOBODY}, "user_not_found"),
        ("conversations.open", {"channel": NOWHERE}, "channel_not_found"),
        ("conversations.join", {"channel": NOWHERE}, "channel_not_found"),
        ("conversations.history", {"channel": NOWHERE}, "channel_not_found"),
        ("conversations.replies", {"channel": NOWHERE, "ts": "1.000001"}, "channel_not_found"),
        ("chat.postMessage", {"channel": NOBODY, "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "#nowhere", "text": "x"}, "channel_not_found"),
        ("chat.postEphemeral", {"channel": NOWHERE, "user": NOBODY, "text": "x"}, "channel_not_found"),
        ("chat.update", {"channel": NOWHERE, "ts": "1.000001", "text": "x"}, "channel_not_found"),
        ("chat.delete", {"channel": NOWHERE, "ts": "1.000001"}, "channel_not_found"),
        ("chat.getPermalink", {"channel": NOWHERE, "message_ts": "1.000001"}, "channel_not_found"),
        ("views.publish", {"user_id": NOBODY, "view": HOME}, "invalid_arguments"),
        ("views.update", {"view_id": "V0NONE", "view": FORM}, "not_found"),
        ("views.update", {"external_id": "none", "view": FORM}, "not_found"),
        ("files.info", {"file": "F0NONE"}, "file_not_found"),
        ("files.completeUploadExternal", {"files": [{"id": "F0NONE"}]}, "file_not_found"),
    ],
)
async def test_what_is_not_there_is_refused(
    client: AsyncWebClient, method: str, arguments: dict[str, Any], error: str
) -> None:
    assert await refusal(client.api_call(method, json=arguments)) == error


async def test_a_message_that_is_gone_is_not_there(playground: Playground, client: AsyncWebClient) -> None:
    shelter = playground.channel("shelter")
    ts = (await client.chat_postMessage(channel=shelter.id, text="x"))["ts"]
    assert (await client.chat_getPermalink(channel=shelter.id, message_ts=ts))["permalink"].endswith(
        ts.replace(".", "")
    )
    await client.chat_delete(channel=shelter.id, ts=ts)

    assert await refusal(client.chat_delete(channel=shelter.id, ts=ts)) == "message_not_found"
    assert await refusal(client.chat_getPermalink(channel=shelter.id, message_ts=ts)) == "message_not_found"


async def test_an_address_that_left_with_its_person_is_not_found(
    playground: Playground, client: AsyncWebClient
) -> None:
    alice = playground.person("alice")
    assert (await client.users_lookupByEmail(email="alice@example.org"))["user"]["id"] == alice.id
    playground.deactivate(alice)

    assert await refusal(client.users_lookupByEmail(email="alice@example.org")) == "users_not_found"


async def test_a_stranger_who_left_is_not_visible(playground: Playground, client: AsyncWebClient) -> None:
    stranger = playground.person("mallory", workspace=playground.add_workspace("Elsewhere"))

    assert await refusal(client.users_info(user=stranger.id)) == "user_not_found"
    playground.deactivate(stranger)
    assert await refusal(client.users_info(user=stranger.id)) == "user_not_visible"


# --- where it cannot be done


async def test_only_a_public_channel_that_is_open_can_be_joined(playground: Playground, client: AsyncWebClient) -> None:
    alice = playground.person("alice")
    board = playground.channel("board", alice, private=True)
    hidden = playground.channel("hidden", alice, private=True, bot=False)
    old = playground.channel("old", alice, bot=False)
    playground.archive(old)
    dm = (await client.conversations_open(users=alice.id))["channel"]["id"]

    async def joining(channel_id: str) -> str:
        return await refusal(client.conversations_join(channel=channel_id))

    assert await joining(board.id) == "method_not_supported_for_channel_type"
    assert await joining(dm) == "method_not_supported_for_channel_type"
    assert await joining(hidden.id) == "channel_not_found"
    assert await joining(old.id) == "is_archived"


async def test_a_conversation_of_several_people_is_not_opened(playground: Playground, client: AsyncWebClient) -> None:
    alice, bob = playground.person("alice"), playground.person("bob")

    several = client.conversations_open(users=f"{alice.id},{bob.id}")

    assert await refusal(several) == "method_not_supported_for_channel_type"


async def test_a_channel_is_read_by_its_members(playground: Playground, client: AsyncWebClient) -> None:
    shelter = playground.channel("shelter", bot=False)

    assert await refusal(client.conversations_history(channel=shelter.id)) == "not_in_channel"
    assert await refusal(client.conversations_replies(channel=shelter.id, ts="1.000001")) == "not_in_channel"


async def test_a_scope_counts_for_its_kind_of_channel() -> None:
    async with Playground(scoped("channels:read", "channels:history")) as playground:
        client = AsyncWebClient(playground.bot_token, base_url=playground.api_url)
        shelter = playground.channel("shelter")
        board = playground.channel("board", private=True)

        assert (await client.conversations_info(channel=shelter.id))["ok"]
        assert (await client.conversations_history(channel=shelter.id))["ok"]
        for call in (client.conversations_info, client.conversations_members, client.conversations_history):
            assert await refusal(call(channel=board.id)) == "missing_scope"


@pytest.mark.parametrize("bound", ["oldest", "latest"])
async def test_history_lies_between_instants(playground: Playground, client: AsyncWebClient, bound: str) -> None:
    shelter = playground.channel("shelter")

    history = client.api_call("conversations.history", json={"channel": shelter.id, bound: "yesterday"})

    assert await refusal(history) == f"invalid_ts_{bound}"


@pytest.mark.parametrize("limit", [0, 1001])
async def test_a_page_has_one_to_a_thousand_items(client: AsyncWebClient, limit: int) -> None:
    assert await refusal(client.users_list(limit=limit)) == "invalid_limit"


async def test_an_archived_channel_keeps_its_messages_as_they_are(
    playground: Playground, client: AsyncWebClient
) -> None:
    shelter = playground.channel("shelter")
    ts = (await client.chat_postMessage(channel=shelter.id, text="x"))["ts"]
    playground.archive(shelter)

    assert await refusal(client.chat_update(channel=shelter.id, ts=ts, text="y")) == "is_archived"


async def test_a_file_is_shared_where_the_bot_is(playground: Playground, client: AsyncWebClient) -> None:
    elsewhere = playground.channel("elsewhere", bot=False)
    begun = await client.files_getUploadURLExternal(filename="chart.png", length=3)
    async with httpx.AsyncClient(trust_env=False) as http:
        await http.post(begun["upload_url"], content=b"PNG")

    files = [{"id": begun["file_id"], "title": "Chart"}]
    shared = client.files_completeUploadExternal(files=files, channel_id=elsewhere.id)

    assert await refusal(shared) == "not_in_channel"
    assert playground.posts == []


# --- forms and Home tabs


async def test_a_form_is_pushed_from_inside_an_open_one(playground: Playground, client: AsyncWebClient) -> None:
    alice = playground.person("alice")
    triggers = [playground.world.triggers.new(alice.user, playground.primary).id for _ in range(2)]
    await client.views_open(trigger_id=triggers[0], view=FORM)

    assert await refusal(client.views_push(trigger_id=triggers[1], view=FORM)) == "not_found"


async def test_a_form_that_was_closed_meanwhile_carries_no_other(
    playground: Playground, client: AsyncWebClient
) -> None:
    alice = playground.person("alice")
    opened = await client.views_open(
        trigger_id=playground.world.triggers.new(alice.user, playground.primary).id, view=FORM
    )
    inside = playground.world.triggers.new(alice.user, playground.primary, view_id=opened["view"]["id"])
    await alice.closes()

    assert await refusal(client.views_push(trigger_id=inside.id, view=FORM)) == "not_found"


async def test_a_trigger_belongs_to_its_workspace(playground: Playground, client: AsyncWebClient) -> None:
    elsewhere = playground.add_workspace("Elsewhere")
    dora = playground.person("dora", workspace=elsewhere)
    trigger = playground.world.triggers.new(dora.user, elsewhere)

    assert await refusal(client.views_open(trigger_id=trigger.id, view=FORM)) == "invalid_trigger_id"


async def test_a_form_stays_a_form(playground: Playground, client: AsyncWebClient) -> None:
    alice = playground.person("alice")
    trigger = playground.world.triggers.new(alice.user, playground.primary)
    view_id = (await client.views_open(trigger_id=trigger.id, view=FORM))["view"]["id"]

    assert await refusal(client.views_update(view_id=view_id, view=HOME)) == "invalid_arguments"
    assert alice.modal is not None


async def test_a_home_tab_minds_the_hash_too(playground: Playground, client: AsyncWebClient) -> None:
    alice = playground.person("alice")
    stale = (await client.views_publish(user_id=alice.id, view=HOME))["view"]["hash"]
    await client.views_publish(user_id=alice.id, view=HOME, hash=stale)

    assert await refusal(client.views_publish(user_id=alice.id, view=HOME, hash=stale)) == "hash_conflict"


async def test_a_bot_has_no_home_tab(playground: Playground, client: AsyncWebClient) -> None:
    assert await refusal(client.views_publish(user_id=playground.bot_user_id, view=HOME)) == "invalid_arguments"


# --- installing the app


async def exchanged(playground: Playground, client_id: str, client_secret: str, code: str) -> dict[str, Any]:
    """What the exchange of a code answers to an app that names itself so."""
    # Not over the SDK: its way to say who the app is warns of its own end.
    async with httpx.AsyncClient(trust_env=False, auth=(client_id, client_secret)) as http:
        answer = await http.post(playground.api_url + "oauth.v2.access", data={"code": code})
    body: dict[str, Any] = answer.json()
    return body


@pytest.mark.parametrize(
    ("client_id", "client_secret", "code", "error"),
    [
        pytest.param("2.2", None, None, "invalid_client_id", id="another app"),
        pytest.param("1.1", "guessed", None, "bad_client_secret", id="a wrong secret"),
        pytest.param("1.1", None, "made-up", "invalid_code", id="a code that nobody gave out"),
    ],
)
async def test_the_app_is_installed_with_its_own_secret_and_code(
    playground: Playground, client_id: str, client_secret: str | None, code: str | None, error: str
) -> None:
    elsewhere = playground.add_workspace("Elsewhere", installed=False)

    secret = client_secret or playground.client_secret
    given = await exchanged(playground, client_id, secret, code or playground.oauth_code(elsewhere))

    assert given == {"ok": False, "error": error}
    assert not elsewhere.installed


async def test_a_code_installs_the_app_once(playground: Playground) -> None:
    elsewhere = playground.add_workspace("Elsewhere", installed=False)
    code = playground.oauth_code(elsewhere)

    given = await exchanged(playground, playground.client_id, playground.client_secret, code)
    again = await exchanged(playground, playground.client_id, playground.client_secret, code)

    assert (given["access_token"], given["team"]["id"]) == (elsewhere.bot_token, elsewhere.id)
    assert again["error"] == "invalid_code"


async def test_the_token_of_an_app_that_is_not_installed_is_dead(playground: Playground) -> None:
    elsewhere = playground.add_workspace("Elsewhere", installed=False)

    dead = AsyncWebClient(elsewhere.bot_token, base_url=playground.api_url)

    assert await refusal(dead.auth_test()) == "account_inactive"


# --- bodies that are not what they should be


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        pytest.param({"content": b"{", "headers": {"content-type": "application/json"}}, "invalid_json", id="no JSON"),
        pytest.param({"json": ["C1", "x"]}, "json_not_object", id="a list"),
        pytest.param({"data": {"channel": "C1", "blocks": "[{"}}, "invalid_blocks_format", id="half a list of blocks"),
        pytest.param({"data": {"channel": "C1", "blocks": "no"}}, "invalid_blocks_format", id="a word for blocks"),
        pytest.param({"data": {"channel": "C1", "metadata": "{"}}, "invalid_metadata_format", id="half of metadata"),
        pytest.param({"data": {"channel": "C1", "attachments": "[{"}}, "invalid_attachments", id="half of attachments"),
    ],
)
async def test_a_body_that_cannot_be_read_is_refused(playground: Playground, sent: dict[str, Any], error: str) -> None:
    known = {"Authorization": f"Bearer {playground.bot_token}"}
    async with httpx.AsyncClient(trust_env=False, headers=known) as http:
        answer = await http.post(playground.api_url + "chat.postMessage", **sent)

    assert answer.json()["error"] == error


# --- asking whether blocks are right


@pytest.mark.parametrize(
    ("asked", "error", "code", "pointer"),
    [
        pytest.param({"blocks": [{"type": "section"}]}, "invalid_blocks", "invalid_blocks", "/blocks/0", id="blocks"),
        pytest.param({"message": {"text": ""}}, "invalid_message", "no_text", None, id="a message"),
        pytest.param({"view": {"type": "home"}}, "invalid_view", "invalid_arguments", "/view", id="a view"),
    ],
)
async def test_validation_answers_what_slack_would_refuse(
    client: AsyncWebClient, asked: dict[str, Any], error: str, code: str, pointer: str | None
) -> None:
    with pytest.raises(SlackApiError) as caught:
        await client.api_call("blocks.validate", json=asked)

    assert caught.value.response["error"] == error
    (found,) = caught.value.response["errors"]
    assert (found["code"], found["pointer"]) == (code, pointer)


async def test_anybody_may_ask_whether_blocks_are_right(playground: Playground) -> None:
    nobody = AsyncWebClient(base_url=playground.api_url)

    assert (await nobody.api_call("blocks.validate", json={"blocks": [{"type": "divider"}]}))["ok"]


async def test_validation_takes_one_thing_at_a_time(client: AsyncWebClient) -> None:
    assert await refusal(client.api_call("blocks.validate", json={})) == "invalid_arguments"
    both = client.api_call("blocks.validate", json={"blocks": [{"type": "divider"}], "view": HOME})
    assert await refusal(both) == "invalid_arguments"
