"""What Slack's trouble does to its callers: a method that is limited is left alone, whoever asks, and for how long."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import aiohttp
import pytest
import yaml
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.delivery import results, rounds
from bot.domain.messages import Failure, FailureCode
from bot.pauses import Pauses, SlackPaused
from bot.playground import Fault, Playground
from bot.slack_client import SlackClient, pages
from handlers.slack_calls import NETWORK_TROUBLE
from storage import method_pauses
from storage.db import Database
from storage.tables import MethodPause, Person
from tests.databases import PATIENCE
from tests.handlers.conftest import MANIFEST, Bot, Shelter
from tests.handlers.conftest import bot as bot
from tests.handlers.conftest import shelter as shelter
from tests.handlers.conftest import sqlite_database as sqlite_database
from tests.make import make_workspace
from tests.wiring import Steady

NOON = datetime(2026, 3, 27, 12, 0, tzinfo=UTC)


@dataclass
class Now:
    """Both clocks of a process, moved by whoever waits."""

    wall: datetime = NOON
    steady: Steady = field(default_factory=Steady)
    slept: list[float] = field(default_factory=list)

    def clock(self) -> datetime:
        return self.wall

    def passes(self, seconds: float) -> None:
        """Let this time go by."""
        self.wall += timedelta(seconds=seconds)
        self.steady.seconds += seconds

    async def sleep(self, seconds: float) -> None:
        """Instead of waiting."""
        self.slept.append(seconds)
        self.passes(seconds)


@dataclass
class Slack:
    """Answers each call with the next of `statuses`, the last one for ever, and counts them."""

    statuses: list[int]
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    async def send(self, *, http_verb: str, api_url: str, req_args: dict[str, Any]) -> AsyncSlackResponse:
        """In the place of the library's own."""
        self.asked.append(api_url.rsplit("/", 1)[-1])
        status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
        if status == 0:
            raise aiohttp.ServerDisconnectedError
        data = {"ok": True} if status == 200 else {"ok": False, "error": "ratelimited" if status == 429 else "trouble"}
        answer = AsyncSlackResponse(
            client=None,
            http_verb=http_verb,
            api_url=api_url,
            req_args=req_args,
            data=data,
            headers=self.headers,
            status_code=status,
        )
        return cast(AsyncSlackResponse, answer.validate())  # type: ignore[no-untyped-call]  # slack-sdk has no type here


def client_of(slack: Slack, now: Now, pauses: Pauses | None = None, *, workspace_id: int = 1) -> SlackClient:
    """A client that speaks with this Slack."""
    client = SlackClient("xoxb-1", api_url="https://slack.com/api/", timeout=10, sleep=now.sleep)
    client.pauses = (pauses or Pauses(clock=now.clock, steady=now.steady)).of(workspace_id)
    client._send = slack.send  # type: ignore[method-assign,assignment]  # the network is left out
    return client


@pytest.fixture
def now() -> Now:
    return Now()


# What Slack asks for --------------------------------------------------------------------------------------------------


async def test_a_limited_method_is_not_called_before_slack_said_whoever_is_asked_about(now: Now) -> None:
    slack = Slack([429, 200], {"Retry-After": "62"})
    client = client_of(slack, now)
    with pytest.raises(SlackApiError):
        await client.users_info(user="U1")

    for _ in range(12):
        now.passes(5)
        with pytest.raises(SlackPaused) as refused:
            await client.users_info(user="U2")
    await client.conversations_info(channel="C1")
    now.passes(2)
    await client.users_info(user="U1")

    assert slack.asked == ["users.info", "conversations.info", "users.info"]
    assert (refused.value.method, refused.value.until, refused.value.after) == (
        "users.info",
        NOON + timedelta(seconds=62),
        2.0,
    )
    assert str(refused.value) == "users.info is not called before 2026-03-27 12:01:02 UTC"


@pytest.mark.parametrize(
    ("header", "pause"),
    [
        ("1", 1),
        ("0", 1),
        ("-5", 1),
        ("1e30", 86_400),
        ("inf", 30),
        ("nan", 30),
        ("soon", 30),
        ("", 30),
        ("Fri, 27 Mar 2026 13:00:00 GMT", 30),
        (None, 30),
    ],
)
async def test_whatever_slack_says_the_pause_is_a_sensible_one(now: Now, header: str | None, pause: float) -> None:
    client = client_of(Slack([429], {} if header is None else {"Retry-After": header}), now)
    with pytest.raises(SlackApiError):
        await client.views_publish(user_id="U1", view={})
    assert client.pauses.left("views.publish") == pause


async def test_posting_is_limited_channel_by_channel(now: Now) -> None:
    slack = Slack([429, 200], {"Retry-After": "30"})
    client = client_of(slack, now)
    with pytest.raises(SlackApiError):
        await client.chat_postMessage(channel="C1", text="a")
    with pytest.raises(SlackPaused):
        await client.chat_postMessage(channel="C1", text="b")
    await client.chat_postMessage(channel="C2", text="c")
    assert len(slack.asked) == 2


async def test_one_workspaces_limit_is_not_anothers(now: Now) -> None:
    slack, pauses = Slack([429, 200], {"Retry-After": "30"}), Pauses(clock=now.clock, steady=now.steady)
    with pytest.raises(SlackApiError):
        await client_of(slack, now, pauses, workspace_id=1).users_info(user="U1")
    await client_of(slack, now, pauses, workspace_id=2).users_info(user="U1")


async def test_a_clock_that_jumps_a_year_and_back_parks_nothing(now: Now) -> None:
    slack = Slack([429, 200], {"Retry-After": "30"})
    client = client_of(slack, now)
    now.wall += timedelta(days=365)
    with pytest.raises(SlackApiError):
        await client.users_info(user="U1")
    now.wall -= timedelta(days=365)
    now.passes(31)
    await client.users_info(user="U1")


def test_a_pause_is_news_for_everybody_who_calls_slack() -> None:
    paused = SlackPaused("views.publish", until=NOON, after=12.0)
    assert isinstance(paused, NETWORK_TROUBLE)
    assert results.classify(paused) == results.TryLater(
        Failure(FailureCode.REFUSED, "views.publish is paused"), after=12.0, holds_back_all=False
    )


# Answers --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "retry_after", "asked"),
    [
        ("chat.postMessage", "1", 2),
        ("chat.postMessage", "29", 2),
        ("chat.postMessage", "30", 1),
        ("chat.postMessage", "3600", 1),
        ("views.update", "29", 2),
        # A form has three seconds from the press to open in.
        ("views.open", "1", 2),
        ("views.open", "2", 1),
        ("views.push", "2", 1),
    ],
)
async def test_an_answer_waits_only_while_it_is_of_use(now: Now, method: str, retry_after: str, asked: int) -> None:
    slack = Slack([429, 200], {"Retry-After": retry_after})
    client = client_of(slack, now).for_a_person()
    if asked == 2:
        await client.api_call(method, json={})
    else:
        with pytest.raises(SlackApiError):
            await client.api_call(method, json={})
    assert len(slack.asked) == asked


async def test_an_answer_waits_for_a_pause_that_others_ran_into_without_asking_meanwhile(now: Now) -> None:
    slack = Slack([429, 200], {"Retry-After": "20"})
    background = client_of(slack, now)
    with pytest.raises(SlackApiError):
        await background.views_publish(user_id="U1", view={})
    await background.for_a_person().views_publish(user_id="U1", view={})
    assert len(slack.asked) == 2
    assert [20 <= seconds <= 21 for seconds in now.slept] == [True]


async def test_all_pauses_of_an_answer_together_stay_within_half_a_minute(now: Now) -> None:
    slack = Slack([429], {"Retry-After": "9"})
    with pytest.raises(SlackApiError):
        await client_of(slack, now).for_a_person().chat_postMessage(channel="C1", text="a")
    assert len(slack.asked) in (3, 4)
    assert sum(now.slept) <= 30


@pytest.mark.parametrize("status", [0, 500, 503])
async def test_what_may_have_been_posted_is_not_tried_again(now: Now, status: int) -> None:
    slack = Slack([status, 200])
    with pytest.raises(NETWORK_TROUBLE):
        await client_of(slack, now).for_a_person().chat_postMessage(channel="C1", text="a")
    assert slack.asked == ["chat.postMessage"]


# Failures without a word of when ------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [0, 500])
async def test_what_fails_again_and_again_is_asked_less_and_less_often(now: Now, status: int) -> None:
    slack = Slack([status])
    client = client_of(slack, now)
    for _ in range(720):  # every five seconds for an hour
        with pytest.raises(NETWORK_TROUBLE):
            await client.users_info(user="U1")
        now.passes(5)
    assert 9 <= len(slack.asked) <= 13


async def test_one_whom_slack_cannot_tell_about_holds_up_nobody_else(now: Now) -> None:
    slack = Slack([500, 200])
    client = client_of(slack, now)
    with pytest.raises(SlackApiError):
        await client.users_info(user="U1")
    await client.users_info(user="U2")
    with pytest.raises(SlackPaused):
        await client.users_info(user="U1")
    assert (client.pauses.left("users.info", "U1") > 0, client.pauses.left("users.info", "U2")) == (True, 0)


async def test_where_slack_can_tell_about_nobody_the_method_itself_is_left_alone(now: Now) -> None:
    slack = Slack([500])
    client = client_of(slack, now)
    for user in ("U1", "U2", "U3"):
        with pytest.raises(SlackApiError):
            await client.users_info(user=user)
    with pytest.raises(SlackPaused):
        await client.users_info(user="U4")
    assert len(slack.asked) == 3


async def test_for_somebody_who_waits_a_method_that_failed_is_tried_all_the_same(now: Now) -> None:
    slack = Slack([500, 200])
    client = client_of(slack, now)
    with pytest.raises(SlackApiError):
        await client.users_info(user="U1")
    await client.for_a_person(patience=0).users_info(user="U1")
    await client.users_info(user="U1")
    assert len(slack.asked) == 3


async def test_a_message_is_not_put_off_by_its_failures(now: Now) -> None:
    slack = Slack([500, 200])
    client = client_of(slack, now)
    with pytest.raises(SlackApiError):
        await client.chat_postMessage(channel="C1", text="a")
    await client.chat_postMessage(channel="C1", text="a")
    assert len(slack.asked) == 2


# What outlives the process ------------------------------------------------------------------------------------------


async def test_a_restart_and_other_processes_know_what_slack_asked_for(now: Now, database: Database) -> None:
    workspace_id = database.run_here(lambda session: make_workspace(session, "T1").id)
    slack = Slack([429, 500, 200], {"Retry-After": "62"})
    other = client_of(slack, now, Pauses(database, clock=now.clock, steady=now.steady), workspace_id=workspace_id)
    await other.pauses.look()
    first = client_of(slack, now, Pauses(database, clock=now.clock, steady=now.steady), workspace_id=workspace_id)
    with pytest.raises(SlackApiError):
        await first.users_info(user="U1")
    with pytest.raises(SlackApiError):
        await first.conversations_members(channel="C1")

    anew = client_of(slack, now, Pauses(database, clock=now.clock, steady=now.steady), workspace_id=workspace_id)
    with pytest.raises(SlackPaused):
        await anew.users_info(user="U2")
    with pytest.raises(SlackPaused):
        await anew.conversations_members(channel="C1")
    now.passes(60)
    with pytest.raises(SlackPaused):
        await other.users_info(user="U2")
    assert len(slack.asked) == 2

    await anew.conversations_members(channel="C1")  # well again: that is forgotten
    rows = await database.read(method_pauses.all_of, workspace_id=workspace_id)
    assert [(row.method, row.subject, row.until, row.failures) for row in rows] == [
        ("users.info", "", NOON + timedelta(seconds=62), 0)
    ]


async def test_a_pause_from_a_clock_far_ahead_is_not_believed(now: Now, database: Database) -> None:
    workspace_id = database.run_here(lambda session: make_workspace(session, "T1").id)
    kept = MethodPause(workspace_id=workspace_id, method="users.info", until=NOON + timedelta(days=365))
    await database.run(method_pauses.keep, [kept])
    client = client_of(
        Slack([200]), now, Pauses(database, clock=now.clock, steady=now.steady), workspace_id=workspace_id
    )
    await client.users_info(user="U1")
    await database.run(method_pauses.forget_past, now=NOON)
    assert await database.read(method_pauses.all_of, workspace_id=workspace_id) == []


# With the playground ------------------------------------------------------------------------------------------------


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    manifest, never = yaml.safe_load(MANIFEST.read_text()), (0.0, 0.0, 0.0)
    async with Playground(
        manifest, start_at=NOON, retry_delays=never, ack_deadline=PATIENCE, patience=PATIENCE
    ) as running:
        yield running


async def test_somebody_unknown_is_asked_about_once_while_slack_wants_a_minute(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    erin = playground.person("erin")
    playground.channel("berlin", erin)
    playground.faults.add("users.info", Fault.RATE_LIMITED, times=None, seconds=62)
    before = playground.calls["users.info"]

    for _ in range(12):
        await erin.types("/outcome list", channel="#berlin")
        await rounds.compare(bot.deps)
        playground.clock.advance(timedelta(seconds=5))
    await bot.settled()
    assert playground.calls["users.info"] == before + 1

    playground.faults.clear()
    playground.clock.advance(timedelta(seconds=3))
    await erin.types("/outcome list", channel="#berlin")
    [known] = [row for row in bot.all(Person) if row.user_id == erin.id]
    assert known.profile_read_at is not None


async def test_every_page_is_asked_for_within_the_pauses(playground: Playground, now: Now) -> None:
    people = [playground.person(f"p{number}") for number in range(3)]
    channel = playground.channel("many", *people)
    client = SlackClient(playground.bot_token, api_url=playground.api_url, timeout=10, sleep=now.sleep)
    found = [
        member
        async for page in pages(client.conversations_members, channel=channel.id, limit=1)
        for member in page["members"]
    ]
    assert {person.id for person in people} <= set(found)
    playground.faults.add("conversations.members", Fault.RATE_LIMITED, skip=1, seconds=40)
    with pytest.raises(SlackApiError):
        [page async for page in pages(client.conversations_members, channel=channel.id, limit=1)]
    assert client.pauses.left("conversations.members") > 30
