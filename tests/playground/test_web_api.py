"""The Web API refuses what Slack refuses, and pages, edits and reads back as Slack does."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import Playground
from tests.playground.conftest import MANIFEST

METADATA = {"event_type": "reminder", "event_payload": {"key": "reminder:1"}}


async def refusal(call: Any) -> str:
    """The error with which Slack answers."""
    with pytest.raises(SlackApiError) as caught:
        await call
    error: str = caught.value.response["error"]
    return error


async def test_tokens_and_methods_are_checked(playground: Playground) -> None:
    url = playground.api_url
    known = {"Authorization": f"Bearer {playground.bot_token}"}
    async with httpx.AsyncClient(trust_env=False) as http:
        assert (await http.post(url + "auth.test")).json()["error"] == "not_authed"
        assert (await http.post(url + "auth.test", data={"token": "xoxb-no"})).json()["error"] == "invalid_auth"
        assert (await http.post(url + "chat.shout", headers=known)).json()["error"] == "unknown_method"
        wrong_kind = await http.post(url + "apps.connections.open", headers=known)
        assert wrong_kind.json()["error"] == "not_allowed_token_type"
        for_the_socket = await http.post(url + "auth.test", data={"token": playground.app_token})
        assert for_the_socket.json()["error"] == "not_allowed_token_type"
        unknown = await http.post(url + "apps.connections.open", data={"token": "xapp-no"})
        assert unknown.json()["error"] == "invalid_auth"
        right = await http.post(url + "auth.test", data={"token": playground.bot_token})
        assert right.json()["team_id"] == playground.team_id


async def test_a_method_needs_its_scope(playground: Playground, client: AsyncWebClient) -> None:
    alice = playground.person("alice")

    with pytest.raises(SlackApiError) as caught:
        await client.dnd_info(user=alice.id)

    assert caught.value.response["error"] == "missing_scope"
    assert caught.value.response["needed"] == "dnd:read"


async def test_where_the_bot_may_not_post(playground: Playground, client: AsyncWebClient) -> None:
    alice = playground.person("alice")
    open_one = playground.channel("open", alice, bot=False)
    closed = playground.channel("closed", alice, private=True, bot=False)
    old = playground.channel("old", alice)
    playground.archive(old)
    gone = playground.person("gone")
    playground.deactivate(gone)

    assert await refusal(client.chat_postMessage(channel=open_one.id, text="x")) == "not_in_channel"
    assert await refusal(client.chat_postMessage(channel=closed.id, text="x")) == "channel_not_found"
    assert await refusal(client.chat_postMessage(channel=old.id, text="x")) == "is_archived"
    assert await refusal(client.chat_postMessage(channel="C0NOWHERE", text="x")) == "channel_not_found"
    assert await refusal(client.chat_postMessage(channel=playground.bot_user_id, text="x")) == "cannot_dm_bot"
    assert await refusal(client.chat_postMessage(channel=gone.id, text="x")) == "user_disabled"
    assert await refusal(client.conversations_open(users="U0NOBODY")) == "user_not_found"
    assert await refusal(client.chat_postEphemeral(channel=old.id, user=alice.id, text="x")) == "is_archived"
    assert playground.posts == []


async def test_public_channels_are_open_with_the_scope_for_it() -> None:
    scopes = [*MANIFEST["oauth_config"]["scopes"]["bot"], "chat:write.public"]
    async with Playground({**MANIFEST, "oauth_config": {"scopes": {"bot": scopes}}}) as playground:
        client = AsyncWebClient(playground.bot_token, base_url=playground.api_url)
        channel = playground.channel("open", bot=False)
        await client.chat_postMessage(channel=channel.id, text="hello")
        assert playground.posts_in("#open")[0].text == "hello"


async def test_posting_to_a_person_opens_the_dm(playground: Playground, client: AsyncWebClient) -> None:
    alice = playground.person("alice")

    posted = await client.chat_postMessage(channel=alice.id, text="Due today", metadata=METADATA)

    assert posted["channel"].startswith("D")
    assert (await client.conversations_open(users=alice.id))["channel"]["id"] == posted["channel"]
    assert playground.posts[0].metadata == METADATA
    assert [seen.text for seen in alice.sees("@bot")] == ["Due today"]


async def test_history_is_paged_and_tells_metadata_only_when_asked(
    playground: Playground, client: AsyncWebClient
) -> None:
    alice = playground.person("alice")
    timestamps = []
    for number in range(5):
        posted = await client.chat_postMessage(channel=alice.id, text=f"{number}", metadata=METADATA)
        timestamps.append(posted["ts"])
    channel = posted["channel"]
    await client.chat_postMessage(channel=channel, text="reply", thread_ts=timestamps[0])

    first = await client.conversations_history(channel=channel, limit=3)
    cursor = first["response_metadata"]["next_cursor"]
    second = await client.conversations_history(channel=channel, limit=3, cursor=cursor, include_all_metadata=True)
    since = await client.conversations_history(channel=channel, oldest=timestamps[3])
    closed = await client.conversations_history(
        channel=channel, oldest=timestamps[3], latest=timestamps[4], inclusive=True
    )
    thread = await client.conversations_replies(channel=channel, ts=timestamps[0])

    assert [message["text"] for message in first["messages"]] == ["4", "3", "2"]
    assert first["has_more"]
    assert first["messages"][0]["metadata"] == {"event_type": "reminder"}
    assert [message["text"] for message in second["messages"]] == ["1", "0"]
    assert second["messages"][1]["metadata"] == METADATA
    assert second["messages"][1]["reply_count"] == 1
    assert not second["has_more"]
    assert [message["text"] for message in since["messages"]] == ["4"]
    assert [message["text"] for message in closed["messages"]] == ["4", "3"]
    assert [message["text"] for message in thread["messages"]] == ["0", "reply"]


async def test_an_update_replaces_what_it_names(playground: Playground, client: AsyncWebClient) -> None:
    alice = playground.person("alice")
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "in blocks"}}]
    posted = await client.chat_postMessage(channel=alice.id, text="x", blocks=blocks, metadata=METADATA)

    await client.chat_update(channel=posted["channel"], ts=posted["ts"], text="plain now")

    assert alice.sees()[0].text == "plain now"
    assert playground.posts[0].metadata == METADATA
    said = await alice.says("mine", patience=0)
    assert said.delivery is not None
    theirs = playground.messages[-1].ts
    assert await refusal(client.chat_update(channel=posted["channel"], ts=theirs, text="x")) == "cant_update_message"
    assert await refusal(client.chat_update(channel=posted["channel"], ts="1.000001", text="x")) == "message_not_found"
    too_long = "x" * 4001
    assert (
        await refusal(client.chat_update(channel=posted["channel"], ts=posted["ts"], text=too_long)) == "msg_too_long"
    )


async def test_a_dead_workspace_answers_account_inactive(playground: Playground, client: AsyncWebClient) -> None:
    playground.uninstall()

    assert await refusal(client.auth_test()) == "account_inactive"


async def test_each_workspace_knows_only_its_own_people(playground: Playground, client: AsyncWebClient) -> None:
    other = playground.add_workspace("Elsewhere")
    stranger = playground.person("mallory", workspace=other)
    guest = playground.person("guest", workspace=other)
    playground.channel("shared", guest, shared=True)

    assert await refusal(client.users_info(user=stranger.id)) == "user_not_found"
    assert await refusal(client.chat_postMessage(channel=stranger.id, text="x")) == "channel_not_found"
    seen = await client.users_info(user=guest.id, include_locale=True)
    assert seen["user"]["is_stranger"]
    assert "locale" not in seen["user"]


async def test_a_person_is_told_with_zone_and_locale(playground: Playground, client: AsyncWebClient) -> None:
    playground.clock.set(datetime(2026, 7, 1, tzinfo=UTC))
    bob = playground.person("bob", zone="Asia/Kolkata", locale="en-IN")
    bob.sets_status("Away", ":palm_tree:", expiration=1_800_000_000)

    user = (await client.users_info(user=bob.id, include_locale=True))["user"]

    assert (user["tz"], user["tz_offset"], user["locale"]) == ("Asia/Kolkata", 19800, "en-IN")
    assert user["profile"]["status_emoji"] == ":palm_tree:"
    assert "email" not in user["profile"]


async def test_a_file_is_uploaded_in_three_steps(playground: Playground, client: AsyncWebClient) -> None:
    alice = playground.person("alice")
    channel = playground.channel("shelter", alice)

    uploaded = await client.files_upload_v2(
        content=b"PNG", filename="chart.png", title="Chart", channel=channel.id, initial_comment="This week"
    )

    file_id = uploaded["files"][0]["id"]
    assert (await client.files_info(file=file_id))["file"]["mimetype"] == "image/png"
    assert alice.sees("#shelter")[0].raw["files"][0]["title"] == "Chart"
    again = client.files_completeUploadExternal(files=[{"id": file_id, "title": "Chart"}])
    assert await refusal(again) == "file_not_found"


async def test_who_is_notified(playground: Playground, client: AsyncWebClient) -> None:
    alice, bob, charlie = (playground.person(name) for name in ("alice", "bob", "charlie"))
    group = playground.group("carers", charlie)
    channel = playground.channel("shelter", alice, bob)

    async def notified(**content: Any) -> frozenset[str]:
        await client.chat_postMessage(channel=channel.id, **content)
        return playground.posts[-1].notified

    def section(kind: str, text: str) -> list[dict[str, Any]]:
        return [{"type": "section", "text": {"type": kind, "text": text}}]

    leaf = {"type": "user", "user_id": bob.id}
    rich = [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [leaf]}]}]
    assert await notified(text="hello all") == set()
    assert await notified(text=f"hello {bob.mention}") == {bob.id}
    assert await notified(text="<!channel> hello") == {alice.id, bob.id}
    assert await notified(text="&lt;!channel&gt; @here") == set()
    assert await notified(text="@here", link_names=True) == {alice.id, bob.id}
    assert await notified(text=f"<!subteam^{group}>") == {charlie.id}
    assert await notified(text="x", blocks=section("mrkdwn", f"{alice.mention}")) == {alice.id}
    assert await notified(text="x", blocks=section("plain_text", f"{alice.mention}")) == set()
    assert await notified(text="x", blocks=rich) == {bob.id}


async def test_posting_too_fast_is_refused_until_the_clock_has_moved(
    playground: Playground, client: AsyncWebClient
) -> None:
    channel = playground.channel("shelter")
    playground.rates.channel_burst = 2
    for _ in range(2):
        await client.chat_postMessage(channel=channel.id, text="x")

    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel=channel.id, text="x")

    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "1"
    playground.clock.advance(timedelta(seconds=1))
    await client.chat_postMessage(channel=channel.id, text="x")
    assert len(playground.posts) == 3


async def test_a_methods_tier_is_counted_per_minute(playground: Playground, client: AsyncWebClient) -> None:
    for _ in range(20):
        await client.users_list()

    with pytest.raises(SlackApiError) as caught:
        await client.users_list()

    assert caught.value.response.status_code == 429
    playground.clock.advance(timedelta(seconds=61))
    await client.users_list()


async def test_validation_says_where_a_block_is_wrong(playground: Playground, client: AsyncWebClient) -> None:
    alice = playground.person("alice")
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}]

    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel=alice.id, text="x", blocks=blocks)

    assert caught.value.response["error"] == "invalid_blocks"
    assert "/blocks/0/text" in caught.value.response["errors"][0]
    assert playground.log.refusals()[0].pointer is not None
    assert playground.posts == []
