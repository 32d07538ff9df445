"""Workspaces that another process was started for: loaded from the records, looked for now and then, and let go."""

import asyncio
import logging

import pytest
from sqlmodel import Session

from bot.sealing import TokenKeys
from bot.workspaces import Installed, Records, Workspaces, slack_client
from storage.db import Database
from storage.tables import Workspace
from tests.make import make_workspace
from tests.wiring import Steady

KEYS = TokenKeys(["b2xkLW9sZC1vbGQtb2xkLW9sZC1vbGQtb2xkLW9sZC0="])
OTHER_KEYS = TokenKeys(["bmV3LW5ldy1uZXctbmV3LW5ldy1uZXctbmV3LW5ldy0="])
API_URL = "http://127.0.0.1:9/api/"


@pytest.fixture
def steady() -> Steady:
    return Steady()


@pytest.fixture
def workspaces(database: Database, steady: Steady) -> Workspaces:
    """What a process has that was started with another workspace's token."""
    return Workspaces(Records(database, KEYS, API_URL), steady=steady)


def install(database: Database, team_id: str, *, sealed: str | None) -> int:
    """A workspace in the records, as some process has left it."""

    def arrange(session: Session) -> int:
        workspace = make_workspace(session, team_id)
        workspace.bot_id, workspace.sealed_bot_token = "B1", sealed
        return workspace.id

    return database.run_here(arrange)


def reseal(database: Database, workspace_id: int, sealed: str | None) -> None:
    def change(session: Session) -> None:
        session.get_one(Workspace, workspace_id).sealed_bot_token = sealed

    database.run_here(change)


def token_of(installed: Installed | None) -> str | None:
    return installed.client.token if installed else None


async def test_a_workspace_nobody_has_met_is_loaded_from_the_records(
    database: Database, workspaces: Workspaces
) -> None:
    number = install(database, "T2", sealed=KEYS.seal("xoxb-2", team_id="T2"))

    found = await workspaces.find(number)

    assert found is not None
    assert (found.workspace_id, found.team_id, found.bot_id, found.bot_user_id) == (number, "T2", "B1", "UBOT")
    assert (found.client.token, found.client.base_url) == ("xoxb-2", API_URL)
    assert workspaces.client(number) is found.client
    assert await workspaces.find_team("T2") is found
    assert workspaces.out_of_reach() == frozenset()


async def test_a_payload_finds_its_workspace_by_slacks_own_id(database: Database, workspaces: Workspaces) -> None:
    number = install(database, "T2", sealed=KEYS.seal("xoxb-2", team_id="T2"))

    found = await workspaces.find_team("T2")

    assert token_of(found) == "xoxb-2"
    assert await workspaces.find(number) is found
    assert await workspaces.find_team("T3") is None
    assert await workspaces.find_team(None) is None


async def test_callers_at_the_same_time_share_one_client(database: Database, workspaces: Workspaces) -> None:
    number = install(database, "T2", sealed=KEYS.seal("xoxb-2", team_id="T2"))

    first, *others = await asyncio.gather(*(workspaces.find(number) for _ in range(8)), workspaces.find_team("T2"))

    assert first is not None
    assert all(other is not None and other.client is first.client for other in others)


@pytest.mark.parametrize(
    ("sealed", "why"),
    [
        pytest.param(None, "no process has left its token", id="none left"),
        pytest.param(OTHER_KEYS.seal("xoxb-2", team_id="T2"), "none of TOKEN_KEYS opens its token", id="other key"),
        pytest.param(
            KEYS.seal("xoxb-1", team_id="T1"), "the token in its row was sealed for another workspace", id="swapped"
        ),
    ],
)
async def test_a_token_that_is_not_to_be_had_puts_its_workspace_out_of_reach(
    database: Database, workspaces: Workspaces, caplog: pytest.LogCaptureFixture, sealed: str | None, why: str
) -> None:
    number = install(database, "T2", sealed=sealed)

    assert await workspaces.find(number) is None
    assert await workspaces.find(number) is None

    assert workspaces.out_of_reach() == {number}
    assert [record.getMessage() for record in caplog.records] == [f"workspace {number} is out of reach: {why}"]


async def test_what_is_out_of_reach_is_looked_for_again_after_a_minute(
    database: Database, workspaces: Workspaces, steady: Steady
) -> None:
    number = install(database, "T2", sealed=None)
    assert await workspaces.find(number) is None
    assert await workspaces.find_team("T2") is None
    reseal(database, number, KEYS.seal("xoxb-2", team_id="T2"))

    steady.seconds += 59
    assert await workspaces.find(number) is None
    assert await workspaces.find_team("T2") is None
    assert workspaces.out_of_reach() == {number}

    steady.seconds += 1
    assert workspaces.out_of_reach() == frozenset()
    assert token_of(await workspaces.find(number)) == "xoxb-2"
    assert token_of(await workspaces.find_team("T2")) == "xoxb-2"


async def test_a_token_that_was_replaced_is_taken_up_within_a_minute(
    database: Database, workspaces: Workspaces, steady: Steady
) -> None:
    number = install(database, "T2", sealed=KEYS.seal("xoxb-2", team_id="T2"))
    before = await workspaces.find(number)
    reseal(database, number, KEYS.seal("xoxb-new", team_id="T2"))

    steady.seconds += 59
    assert await workspaces.find(number) is before
    steady.seconds += 1
    assert token_of(await workspaces.find(number)) == "xoxb-new"
    assert token_of(await workspaces.find_team("T2")) == "xoxb-new"


async def test_a_token_that_slack_refuses_is_looked_for_at_once(database: Database, workspaces: Workspaces) -> None:
    number = install(database, "T2", sealed=KEYS.seal("xoxb-2", team_id="T2"))
    await workspaces.find(number)
    reseal(database, number, KEYS.seal("xoxb-new", team_id="T2"))

    assert token_of(await workspaces.find(number, anew=True)) == "xoxb-new"


async def test_the_client_stays_while_the_token_does(
    database: Database, workspaces: Workspaces, steady: Steady
) -> None:
    number = install(database, "T2", sealed=KEYS.seal("xoxb-2", team_id="T2"))
    before = await workspaces.find(number)
    reseal(database, number, KEYS.seal("xoxb-2", team_id="T2"))

    steady.seconds += 60

    assert await workspaces.find(number) is before


async def test_a_workspace_whose_token_is_taken_away_is_let_go(
    database: Database, workspaces: Workspaces, steady: Steady
) -> None:
    number = install(database, "T2", sealed=KEYS.seal("xoxb-2", team_id="T2"))
    await workspaces.find(number)
    reseal(database, number, None)

    steady.seconds += 60

    assert await workspaces.find(number) is None
    assert workspaces.client(number) is None


async def test_tokens_swapped_between_two_rows_open_neither(database: Database, workspaces: Workspaces) -> None:
    first = install(database, "T1", sealed=KEYS.seal("xoxb-2", team_id="T2"))
    second = install(database, "T2", sealed=KEYS.seal("xoxb-1", team_id="T1"))

    assert await workspaces.find(first) is None
    assert await workspaces.find(second) is None
    assert workspaces.out_of_reach() == {first, second}


async def test_a_process_keeps_its_own_workspace_whatever_the_records_hold(
    database: Database, workspaces: Workspaces, steady: Steady
) -> None:
    number = install(database, "T1", sealed=OTHER_KEYS.seal("xoxb-other", team_id="T1"))
    own = Installed(number, "T1", "B1", "UBOT", slack_client("xoxb-1", api_url=API_URL))
    workspaces.add(own)

    steady.seconds += 60

    assert await workspaces.find(number) is own
    assert await workspaces.find_team("T1") is own
    assert workspaces.out_of_reach() == frozenset()


async def test_a_newer_token_of_its_own_workspace_is_taken_up_too(
    database: Database, workspaces: Workspaces, steady: Steady
) -> None:
    number = install(database, "T1", sealed=KEYS.seal("xoxb-new", team_id="T1"))
    workspaces.add(Installed(number, "T1", "B1", "UBOT", slack_client("xoxb-1", api_url=API_URL)))

    assert token_of(await workspaces.find(number)) == "xoxb-1"
    steady.seconds += 60
    assert token_of(await workspaces.find(number)) == "xoxb-new"


async def test_without_keys_a_process_knows_its_own_workspace_and_leaves_others_alone(steady: Steady) -> None:
    workspaces = Workspaces(steady=steady)
    own = Installed(1, "T1", "B1", "UBOT", slack_client("xoxb-1", api_url=API_URL))
    workspaces.add(own)
    for _ in range(3):
        assert await workspaces.find(1) is own
        assert await workspaces.find_team("T1") is own
        assert await workspaces.find(2) is None
        assert await workspaces.find_team("T2") is None
        assert workspaces.out_of_reach() == {2}
        steady.seconds += 60


async def test_no_token_is_in_what_is_said_and_shown(
    database: Database, workspaces: Workspaces, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    sealed = KEYS.seal("xoxb-2", team_id="T2")
    number = install(database, "T2", sealed=sealed)

    found = await workspaces.find(number)
    row = database.read_here(lambda session: session.get_one(Workspace, number))

    shown = f"{found!r} {workspaces!r} {KEYS!r} {row!r} {caplog.text}"
    assert f"workspace {number} is served with the token in the records" in shown
    assert "xoxb-2" not in shown
