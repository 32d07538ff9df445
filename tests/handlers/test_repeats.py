"""What arrives twice is recorded once and answered the same; what is forged is refused."""

import asyncio
from collections.abc import AsyncIterator
from copy import deepcopy
from typing import Any

import pytest

from bot.playground import Playground
from handlers.requests import key_of
from handlers.surfaces import origin_of
from storage.db import Database
from tests.databases import PATIENCE
from tests.handlers.conftest import Bot, make_shelter, running_bot, words


@pytest.fixture(params=["sockets", "http"])
async def bot(request: pytest.FixtureRequest, playground: Playground, migrated_url: str) -> AsyncIterator[Bot]:
    """The bot on both databases and over both transports."""
    database = Database(migrated_url, patience_for=PATIENCE)
    async with running_bot(playground, database, http=request.param == "http") as running:
        yield running
        assert running.late_acks() == []
    database.close()


async def test_a_command_that_is_brought_again_is_recorded_once(bot: Bot, playground: Playground) -> None:
    shelter = await make_shelter(bot, playground)
    answer = await shelter.alice.types("/reading csat 84", channel="#shelter")
    assert answer.delivery is not None

    repeated = await playground.redeliver(answer.delivery)

    assert bot.counts()["reading"] == 1
    assert repeated.body == answer.delivery.body


async def test_two_repeats_at_the_same_moment_are_recorded_once(bot: Bot, playground: Playground) -> None:
    shelter = await make_shelter(bot, playground)
    answer = await shelter.alice.types("/target set churn 5 by 30 june", channel="#shelter")
    assert answer.delivery is not None

    await asyncio.gather(playground.redeliver(answer.delivery), playground.redeliver(answer.delivery))

    assert bot.counts()["target"] == 2


async def test_a_form_that_is_submitted_again_is_saved_once(bot: Bot, playground: Playground) -> None:
    shelter = await make_shelter(bot, playground)
    await shelter.alice.types("/outcome new Nobody goes hungry", channel="#shelter")
    saved = await shelter.alice.submits({})
    assert saved.delivery is not None

    repeated = await playground.redeliver(saved.delivery)

    assert bot.counts()["outcome"] == 2
    assert repeated.body == saved.delivery.body


async def test_a_nervous_finger_takes_a_reading_back_once(bot: Bot, playground: Playground) -> None:
    shelter = await make_shelter(bot, playground)
    await shelter.alice.types("/reading csat 84", channel="#shelter")

    answer = await shelter.alice.presses("Undo", times=3)

    assert "Taken back: 84 % for Customer satisfaction, this week (23–29 March)." in words(answer)
    assert bot.counts()["retraction"] == 1


@pytest.fixture
async def http_bot(playground: Playground, sqlite_database: Database) -> AsyncIterator[Bot]:
    async with running_bot(playground, sqlite_database, http=True) as running:
        yield running


async def test_forged_and_old_requests_are_refused(http_bot: Bot, playground: Playground) -> None:
    shelter = await make_shelter(http_bot, playground)
    given = await shelter.alice.types("/reading csat 84", channel="#shelter")
    assert given.delivery is not None
    payload = given.delivery.payload | {"trigger_id": "1.2.other", "text": "csat 85"}

    forged = await playground.forge.wrong_signature("slash_commands", payload)
    old = await playground.forge.old("slash_commands", payload)
    unsigned = await playground.forge.unsigned("slash_commands", payload)

    assert [forged.status, old.status, unsigned.status] == [401, 401, 401]
    assert http_bot.counts()["reading"] == 1


@pytest.mark.parametrize("trigger_id", ["1.2.same", ""])
async def test_only_a_repeat_counts_as_one_where_all_triggers_are_alike(
    http_bot: Bot, playground: Playground, trigger_id: str
) -> None:
    shelter = await make_shelter(http_bot, playground)
    given = await shelter.alice.types("/reading csat 84", channel="#shelter")
    assert given.delivery is not None

    for text in ("csat 85", "csat 86", "csat 86"):
        payload = given.delivery.payload | {"trigger_id": trigger_id, "text": text}
        assert (await playground.forge.old("slash_commands", payload, age=0.0)).status == 200

    assert http_bot.counts()["reading"] == 3


async def test_slacks_own_questions_are_answered(http_bot: Bot, playground: Playground) -> None:
    challenge = await playground.forge.url_verification("word")
    probe = await playground.forge.ssl_check()

    assert (challenge.status, challenge.body) == (200, {"challenge": "word"})
    assert probe.status == 200


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param(
            {"type": "view_submission", "view": {"type": "modal", "id": "V1", "callback_id": "outcome"}, "user": {}},
            id="a form",
        ),
        pytest.param(
            {
                "type": "block_actions",
                "trigger_id": "1.2.same",
                "actions": [{"action_id": "undo", "value": "7", "action_ts": "1774602000.000100"}],
                "user": {},
            },
            id="a button",
        ),
        pytest.param({"type": "shortcut", "trigger_id": "1.2.same", "user": {}}, id="a shortcut"),
        pytest.param({"command": "/reading", "text": "csat 84", "trigger_id": "1.2.same"}, id="a command"),
        pytest.param(
            {
                "event_id": "Ev1",
                "event": {"type": "message", "channel_type": "im", "channel": "D1", "ts": "1774602000.000100"},
            },
            id="a message",
        ),
    ],
)
def test_a_repeat_is_of_the_same_person(payload: dict[str, Any]) -> None:
    def key(user_id: str, team_id: str) -> str:
        body = deepcopy(payload)
        if "user" in body:
            body["user"] = {"id": user_id, "team_id": team_id}
        elif "event" in body:
            body["event"] |= {"user": user_id, "team": team_id}
        else:
            body |= {"user_id": user_id, "team_id": team_id}
        origin = origin_of(body)
        assert origin is not None
        return key_of(body, origin)

    assert key("U1", "T1") == key("U1", "T1")
    assert key("U1", "T1") != key("U2", "T1")
    # A command does not tell the person's own team; the team that it was sent in is the workspace's.
    # Of a command and a message the person alone tells: their workspace is the one that it was sent to.
    assert key("U1", "T1") != key("U1", "T2") or "command" in payload or "event" in payload


async def test_what_somebody_else_sends_under_a_forms_id_is_not_answered_with_its_answer(
    http_bot: Bot, playground: Playground
) -> None:
    shelter = await make_shelter(http_bot, playground)
    await shelter.alice.types("/outcome new Nobody goes hungry", channel="#shelter")
    saved = await shelter.alice.submits({})
    assert saved.delivery is not None
    assert "Nobody goes hungry" in str(saved.delivery.body)

    payload = saved.delivery.payload | {"user": saved.delivery.payload["user"] | {"id": shelter.bob.id}}
    other = await playground.forge.old("interactive", payload, age=0.0)

    assert other.status == 200
    assert "There is one like it" in str(other.body)
    assert (http_bot.counts()["outcome"], http_bot.counts()["seen_interaction"]) == (2, 1)
