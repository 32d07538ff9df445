"""What Slack refuses beside malformed content: each violation once, with the very error that Slack gives."""

import json
from typing import Any

import httpx
import pytest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import CannotDo, CannotSubmit, Playground, Rates
from bot.playground.page_actions import PageActions
from tests.playground.conftest import MANIFEST, make_app, over_http
from tests.playground.test_conversation import FORM

HOME = {"type": "home", "blocks": [{"type": "divider"}]}


async def refusal(call: Any) -> str:
    """The error with which Slack answers."""
    with pytest.raises(SlackApiError) as caught:
        await call
    error: str = caught.value.response["error"]
    return error


# --- messages for one person


async def test_an_ephemeral_message_is_for_members_and_cannot_be_changed(
    playground: Playground, client: AsyncWebClient
) -> None:
    alice, charlie = playground.person("alice"), playground.person("charlie")
    shelter = playground.channel("shelter", alice)
    elsewhere = playground.channel("elsewhere", alice, bot=False)

    sent = await client.chat_postEphemeral(channel=shelter.id, user=alice.id, text="For you")
    outsider = client.chat_postEphemeral(channel=shelter.id, user=charlie.id, text="For you")
    outside = client.chat_postEphemeral(channel=elsewhere.id, user=alice.id, text="For you")

    assert await refusal(outsider) == "user_not_in_channel"
    assert await refusal(outside) == "not_in_channel"
    update = client.chat_update(channel=shelter.id, ts=sent["message_ts"], text="Changed")
    assert await refusal(update) == "message_not_found"
    assert await refusal(client.chat_delete(channel=shelter.id, ts=sent["message_ts"])) == "message_not_found"


# --- messages


async def test_a_text_ends_after_40000_characters(playground: Playground, client: AsyncWebClient) -> None:
    shelter = playground.channel("shelter")

    await client.chat_postMessage(channel=shelter.id, text="x" * 40_000 + "lost")

    assert playground.posts[0].text == "x" * 40_000


async def test_the_bot_changes_only_what_it_wrote_itself(playground: Playground, client: AsyncWebClient) -> None:
    alice = playground.person("alice")
    shelter = playground.channel("shelter", alice)
    await alice.says("Mine", channel="#shelter", patience=0)
    (hers,) = alice.sees("#shelter")

    assert await refusal(client.chat_update(channel=shelter.id, ts=hers.ts, text="x")) == "cant_update_message"
    assert await refusal(client.chat_delete(channel=shelter.id, ts=hers.ts)) == "cant_delete_message"
    assert await refusal(client.chat_update(channel=shelter.id, ts="1.000001", text="x")) == "message_not_found"


async def test_an_update_in_a_dm_needs_the_conversation_and_not_the_person(
    playground: Playground, client: AsyncWebClient
) -> None:
    alice = playground.person("alice")
    sent = await client.chat_postMessage(channel=alice.id, text="Hello")

    assert await refusal(client.chat_update(channel=alice.id, ts=sent["ts"], text="x")) == "channel_not_found"
    assert (await client.chat_update(channel=sent["channel"], ts=sent["ts"], text="x"))["ok"]


async def test_a_reply_needs_the_message_that_began_the_thread(playground: Playground, client: AsyncWebClient) -> None:
    shelter = playground.channel("shelter")
    first = (await client.chat_postMessage(channel=shelter.id, text="First"))["ts"]
    reply = (await client.chat_postMessage(channel=shelter.id, text="Reply", thread_ts=first))["ts"]

    to_nothing = client.chat_postMessage(channel=shelter.id, text="x", thread_ts="1.000001")
    to_a_reply = client.chat_postMessage(channel=shelter.id, text="x", thread_ts=reply)

    assert await refusal(to_nothing) == "thread_not_found"
    assert await refusal(to_a_reply) == "invalid_thread_ts"
    assert await refusal(client.conversations_replies(channel=shelter.id, ts="1.000001")) == "thread_not_found"


async def test_a_dm_needs_the_messages_tab_and_somebody_who_is_there(playground: Playground) -> None:
    features = {**MANIFEST["features"], "app_home": {"home_tab_enabled": False, "messages_tab_enabled": False}}
    async with Playground({**MANIFEST, "features": features}) as closed:
        client = AsyncWebClient(closed.bot_token, base_url=closed.api_url)
        alice = closed.person("alice")

        assert await refusal(client.chat_postMessage(channel=alice.id, text="x")) == "messages_tab_disabled"
        assert await refusal(client.views_publish(user_id=alice.id, view=HOME)) == "not_enabled"

    gone = playground.person("gone")
    playground.deactivate(gone)
    client = AsyncWebClient(playground.bot_token, base_url=playground.api_url)
    assert await refusal(client.chat_postMessage(channel=gone.id, text="x")) == "user_disabled"
    assert await refusal(client.conversations_open(users=[gone.id])) == "user_disabled"


async def test_a_slash_command_does_not_work_in_a_thread(playground: Playground, client: AsyncWebClient) -> None:
    alice = playground.person("alice")
    shelter = playground.channel("shelter", alice)
    first = (await client.chat_postMessage(channel=shelter.id, text="First"))["ts"]

    with pytest.raises(CannotDo, match="do not work in threads"):
        await PageActions(playground.world, alice.user).write(
            {"channel": "#shelter", "text": "/reading csat 84", "thread": first}
        )


# --- pages, people, files


async def test_a_cursor_is_one_that_slack_gave(playground: Playground, client: AsyncWebClient) -> None:
    shelter = playground.channel("shelter")

    assert await refusal(client.conversations_history(channel=shelter.id, cursor="made up")) == "invalid_cursor"
    assert await refusal(client.users_list(cursor="made up")) == "invalid_cursor"


async def test_who_and_what_is_not_there_is_named_by_kind(playground: Playground, client: AsyncWebClient) -> None:
    assert await refusal(client.users_info(user="U0NOBODY")) == "user_not_found"
    assert await refusal(client.conversations_info(channel="C0NOWHERE")) == "channel_not_found"
    assert await refusal(client.conversations_members(channel="C0NOWHERE")) == "channel_not_found"


async def test_a_file_whose_bytes_did_not_come_is_not_completed(playground: Playground, client: AsyncWebClient) -> None:
    begun = await client.files_getUploadURLExternal(filename="chart.png", length=3)

    async with httpx.AsyncClient(trust_env=False) as http:
        wrong = await http.post(begun["upload_url"], content=b"four")

    assert wrong.status_code == 400
    complete = client.files_completeUploadExternal(files=[{"id": begun["file_id"], "title": "Chart"}])
    assert await refusal(complete) == "file_not_found"
    assert await refusal(client.files_info(file=begun["file_id"])) == "file_not_found"


# --- forms


async def test_an_external_id_names_one_form_of_the_workspace(playground: Playground, client: AsyncWebClient) -> None:
    alice, bob = playground.person("alice"), playground.person("bob")
    triggers = [playground.world.triggers.new(who.user, playground.primary).id for who in (alice, bob)]
    await client.views_open(trigger_id=triggers[0], view={**FORM, "external_id": "check-in"})

    again = client.views_open(trigger_id=triggers[1], view={**FORM, "external_id": "check-in"})

    assert await refusal(again) == "duplicate_external_id"


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        pytest.param({"response_action": "shout"}, "invalid_response_action", id="an unknown action"),
        pytest.param({"text": "Saved"}, "invalid_response_action", id="words"),
        pytest.param(["Saved"], "invalid_response", id="a list"),
        pytest.param(
            {"response_action": "errors", "errors": {"nowhere": "x"}}, "invalid_errors", id="an unknown field"
        ),
        pytest.param({"response_action": "errors", "errors": {}}, "invalid_errors", id="no errors"),
        pytest.param({"response_action": "errors", "errors": {"csat": ""}}, "invalid_errors", id="an empty error"),
        pytest.param(
            {"response_action": "errors", "errors": {"csat": {"type": "plain_text", "text": "x"}}},
            "invalid_errors",
            id="an error that is no plain text",
        ),
        pytest.param({"response_action": "update", "view": HOME}, "invalid_view", id="a view that is no form"),
    ],
)
async def test_a_submission_is_answered_with_what_slack_can_use(
    playground: Playground, client: AsyncWebClient, answer: Any, error: str
) -> None:
    alice = playground.person("alice")
    app = make_app(playground)
    trigger = playground.world.triggers.new(alice.user, playground.primary)
    await client.views_open(trigger_id=trigger.id, view=FORM)

    @app.view("check_in")
    async def save() -> BoltResponse:
        return BoltResponse(status=200, body=json.dumps(answer), headers={"content-type": "application/json"})

    async with over_http(playground, app):
        got = await alice.submits({"Customer satisfaction": "84"})

    assert got.error == "We had some trouble connecting. Try again?"
    assert playground.deliveries[-1].error == error
    assert alice.modal is not None


async def test_options_that_slack_would_not_show_are_not_on_offer(
    playground: Playground, client: AsyncWebClient
) -> None:
    alice = playground.person("alice")
    app = make_app(playground)
    select = {"type": "external_select", "action_id": "which", "min_query_length": 1}
    label = {"type": "plain_text", "text": "Indicator"}
    blocks = [{"type": "input", "block_id": "indicator", "label": label, "element": select}]
    trigger = playground.world.triggers.new(alice.user, playground.primary)
    await client.views_open(trigger_id=trigger.id, view={**FORM, "blocks": blocks})

    @app.options("which")
    async def options(ack: Any, payload: dict[str, Any]) -> None:
        number = int(payload["value"])
        await ack(options=[{"text": {"type": "plain_text", "text": str(each)}, "value": "x"} for each in range(number)])

    async with over_http(playground, app):
        assert len(await alice.searches("Indicator", "100")) == 100
        assert await alice.searches("Indicator", "0") == ()
        assert playground.deliveries[-1].ok
        assert await alice.searches("Indicator", "101") == ()

    assert playground.deliveries[-1].error == "invalid_options"
    with pytest.raises(CannotSubmit, match="no option"):
        await alice.submits({"Indicator": "99"})


@pytest.mark.parametrize(("least", "typed"), [({}, "cs"), ({"min_query_length": 2}, "c")])
async def test_options_are_asked_for_once_enough_is_typed(
    playground: Playground, client: AsyncWebClient, least: dict[str, int], typed: str
) -> None:
    alice = playground.person("alice")
    shelter = playground.channel("shelter", alice)
    select = {"type": "external_select", "action_id": "which", **least}
    block = {"type": "actions", "elements": [{**select, "placeholder": {"type": "plain_text", "text": "Indicator"}}]}
    await client.chat_postMessage(channel=shelter.id, text="Which?", blocks=[block])

    await alice.searches("Indicator", typed)
    assert playground.deliveries == []
    await alice.searches("Indicator", f"{typed}a")
    assert playground.deliveries[0].payload["value"] == f"{typed}a"


# --- limits by method and by channel


async def test_only_the_channel_and_the_method_that_were_too_fast_have_to_wait(
    playground: Playground, client: AsyncWebClient
) -> None:
    busy, quiet = playground.channel("busy"), playground.channel("quiet")
    playground.rates.channel_burst = 1
    await client.chat_postMessage(channel=busy.id, text="x")

    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel=busy.id, text="x")

    assert caught.value.response["error"] == "ratelimited"
    assert caught.value.response.status_code == 429
    assert int(caught.value.response.headers["Retry-After"]) >= 1
    assert (await client.chat_postMessage(channel=quiet.id, text="x"))["ok"]
    assert (await client.conversations_history(channel=busy.id))["ok"]


async def test_limits_can_be_lifted() -> None:
    async with Playground(MANIFEST, rates=Rates.off()) as playground:
        client = AsyncWebClient(playground.bot_token, base_url=playground.api_url)
        shelter = playground.channel("shelter")
        for _ in range(30):
            await client.chat_postMessage(channel=shelter.id, text="x")

        assert len(playground.posts) == 30
