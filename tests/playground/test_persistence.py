"""A playground that is written down, and gone on from in another run."""

import asyncio
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import Playground
from bot.playground.persistence import Autosave, CannotLoad, save
from tests.playground.conftest import MANIFEST, make_app, over_http
from tests.playground.test_conversation import FORM

NINE = datetime(2026, 6, 8, 9, tzinfo=UTC)
PICTURE = b"\x89PNG not really \x00\xff"


def again(file: Path) -> Playground:
    return Playground(MANIFEST, go_on_from=file)


def api(playground: Playground) -> AsyncWebClient:
    return AsyncWebClient(token=playground.bot_token, base_url=playground.api_url, retry_handlers=[])


async def test_everything_that_people_see_is_there_again(tmp_path: Path) -> None:
    file = tmp_path / "playground.json"
    home = {"type": "home", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "*Nothing is due*"}}]}
    async with Playground(MANIFEST, start_at=NINE, name="Riverside") as first:
        first.clock.stop()
        alice = first.person("alice", zone="Asia/Kolkata", admin=True)
        bob = first.person("bob")
        shelter = first.channel("shelter", alice, bob)
        first.channel("secret", bob, private=True, bot=False)
        group = first.group("counters", alice, bob)
        alice.sets_status("On leave", ":palm_tree:")
        client = api(first)
        await client.views_publish(user_id=alice.id, view=home)
        posted = await client.chat_postMessage(channel=shelter.id, text=f"For <!subteam^{group}>")
        await client.chat_postMessage(channel=shelter.id, text="Below", thread_ts=posted["ts"])
        await client.chat_postMessage(channel=shelter.id, text="A slip")
        await client.chat_update(channel=shelter.id, ts=posted["ts"], text=f"Now for <!subteam^{group}>")
        await client.chat_delete(channel=shelter.id, ts=first.posts[-1].ts)
        await client.chat_postEphemeral(channel=shelter.id, user=alice.id, text="Only you")
        await client.files_upload_v2(channel=shelter.id, filename="chart.png", content=PICTURE, title="Chart")
        app = make_app(first)

        @app.command("/reading")
        async def reading(ack: Any, body: dict[str, Any], client: Any) -> None:
            await ack()
            await client.views_open(trigger_id=body["trigger_id"], view=FORM)

        async with over_http(first, app):
            await alice.types("/reading")
        assert alice.modal is not None
        label = alice.modal.fields[0].label
        alice.fills({label: "half a word"})
        save(first.world, file)
        before = (alice.sees(), bob.sees(), alice.modal, alice.home)
        stopped_at = first.clock.now()
        members = set(shelter.members)

    async with again(file) as second:
        alice, bob = second.who_is("alice"), second.who_is("bob")
        after = (alice.sees(), bob.sees(), alice.modal, alice.home)
        assert [without_references(each) for each in after] == [without_references(each) for each in before]
        assert second.clock.now() == stopped_at
        assert second.clock.stopped
        assert (second.primary.name, second.primary.id) == ("Riverside", first.primary.id)
        assert (alice.user.zone, alice.user.is_admin, alice.user.status_emoji) == ("Asia/Kolkata", True, ":palm_tree:")
        found = second.world.state.find_channel("shelter")
        assert found is not None
        assert found.members == members
        assert second.posts[0].mentions == {alice.id, bob.id}
        assert next(iter(second.world.state.files.values())).content == PICTURE
        assert second.world.state.name == first.world.state.name


async def test_life_goes_on_without_a_number_coming_twice(tmp_path: Path) -> None:
    file = tmp_path / "playground.json"
    heard: list[dict[str, Any]] = []

    async def says(playground: Playground, text: str) -> None:
        app = make_app(playground)

        @app.event("message")
        async def message(body: dict[str, Any]) -> None:
            heard.append(body)

        async with over_http(playground, app):
            await playground.who_is("alice").says(text, patience=0.0)

    async with Playground(MANIFEST, start_at=NINE) as first:
        first.clock.stop()
        first.person("alice")
        await says(first, "csat 84")
        save(first.world, file)
    async with again(file) as second:
        await says(second, "csat 85")
        bob = second.person("bob")
        channel = second.channel("shop", bob)

        assert [body["event"]["text"] for body in heard] == ["csat 84", "csat 85"]
        assert len({body["event_id"] for body in heard}) == 2
        assert len({body["event"]["ts"] for body in heard}) == 2
        assert len({body["event"]["channel"] for body in heard}) == 1
        assert len({*second.world.state.users, *second.world.state.channels}) == 5
        assert channel.id not in second.world.state.users
        history = await api(second).conversations_history(channel=heard[0]["event"]["channel"])
        assert [each["text"] for each in history["messages"]] == ["csat 85", "csat 84"]


async def test_it_is_written_while_it_runs_and_once_more_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.playground.persistence._GATHER_FOR", 0.0)
    file = tmp_path / "playground.json"
    async with Playground(MANIFEST, start_at=NINE) as playground:
        autosave = Autosave(playground.world, file)
        await autosave.stop()
        assert not file.exists()

        autosave.start()
        playground.person("alice")
        async with asyncio.timeout(10):
            while "alice" not in file.read_text("utf-8"):  # noqa: ASYNC110  # the file system tells nobody
                await asyncio.sleep(0)
        playground.clock.advance(timedelta(days=1))
        await autosave.stop()

    async with again(file) as second:
        assert timedelta(days=1) <= second.clock.now() - NINE < timedelta(days=1, minutes=5)
        assert not second.clock.stopped
    assert os.listdir(tmp_path) == ["playground.json"]


async def test_a_clock_that_was_only_held_flows_on(tmp_path: Path) -> None:
    file = tmp_path / "playground.json"
    async with Playground(MANIFEST, start_at=NINE) as playground:
        with playground.clock.held():
            assert playground.clock.stopped
            save(playground.world, file)
        assert not playground.clock.stopped
    async with again(file) as second:
        assert not second.clock.stopped
        second.clock.stop()
        with second.clock.held():
            save(second.world, file)
        assert second.clock.stopped
    async with again(file) as third:
        assert third.clock.stopped


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "cannot be read"),
        ("[]", "cannot be read"),
        ('{"version": 1}', "cannot be read"),
        ('{"version": 99}', "written by another version"),
    ],
)
async def test_what_nothing_can_be_gone_on_from_says_so(tmp_path: Path, content: str, says: str) -> None:
    file = tmp_path / "playground.json"
    file.write_text(content)
    with pytest.raises(CannotLoad, match=says):
        again(file)
    with pytest.raises(CannotLoad, match="cannot be read"):
        again(tmp_path / "nowhere.json")


async def test_what_it_writes_it_reads_to_the_letter(tmp_path: Path) -> None:
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    async with Playground(MANIFEST, start_at=NINE) as playground:
        playground.clock.stop()
        alice = playground.person("alice")
        playground.channel("shelter", alice)
        await api(playground).chat_postMessage(channel="#shelter", text="Hello <@" + alice.id + ">")
        save(playground.world, first)
    async with again(first) as resumed:
        save(resumed.world, second)
    assert json.loads(second.read_text()) == json.loads(first.read_text())


async def test_a_token_is_neither_written_down_nor_the_same_in_the_next_run(tmp_path: Path) -> None:
    file = tmp_path / "playground.json"
    async with Playground(MANIFEST, start_at=NINE) as first:
        first.add_workspace("Elsewhere")
        save(first.world, file)
        secrets = secrets_of(first)
    written = file.read_text("utf-8")
    # As earlier versions have left it.
    saved = json.loads(written)
    for row in saved["workspaces"]:
        row["bot_token"] = "xoxb-1-T0000000001-playground"
    file.write_text(json.dumps(saved))

    async with again(file) as second:
        assert len(secrets) == 5
        assert not secrets & secrets_of(second)
        assert not [secret for secret in secrets if secret in written]
        assert not second.bot_token.endswith("-playground")
        assert (await api(second).auth_test())["team_id"] == first.team_id


def secrets_of(playground: Playground) -> set[str]:
    tokens = {workspace.bot_token for workspace in playground.world.state.workspaces.values()}
    return tokens | {playground.app_token, playground.signing_secret, playground.client_secret}


def without_references(seen: Any) -> Any:
    """What is on a screen, without the objects behind it, which are others in another run."""
    if isinstance(seen, list):
        return [without_references(each) for each in seen]
    return {name: value for name, value in vars(seen).items() if name not in ("message", "view")}
