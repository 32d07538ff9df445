"""A bot that does not hear Slack can often still write: its administrators read why."""

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.delivery import deafness
from bot.domain.messages import Failure, FailureCode
from bot.hearing import Deafness
from storage.db import Database
from tests.delivery.town import Town, town_on

CUT = Deafness(datetime(2026, 3, 30, 7, 55, tzinfo=UTC), Failure(FailureCode.NOT_CONNECTED, "slack.com: no route"))


@pytest.fixture
async def town(migrated_file: Path, tmp_path: Path) -> AsyncIterator[Town]:
    path = tmp_path / "outcome-bot.sqlite3"
    shutil.copy(migrated_file, path)
    database = Database(f"sqlite:///{path}")
    async with town_on(database) as running:
        yield running
    database.close()


async def test_each_administrator_is_told_once_in_an_hour(town: Town) -> None:
    await deafness.tell(town.deps, CUT)
    await deafness.tell(town.deps, Deafness(CUT.since.replace(minute=58), CUT.why))
    await town.round()
    (said,) = [post.text for post in town.posted(town.dana) if "Slack" in post.text]
    assert said.startswith(
        "I have not heard from Slack since Mon 30 March 08:55 your time: the connection does not stand."
    )
    assert [post for post in town.posted(town.alice) if "hear Slack" in post.text] == []


async def test_what_could_not_be_sent_meanwhile_says_that_it_is_over(town: Town) -> None:
    await deafness.tell(town.deps, CUT)
    await deafness.end(town.deps, CUT)
    await town.round()
    (said,) = [post.text for post in town.posted(town.dana) if "Slack" in post.text]
    assert said.startswith("From Mon 30 March 08:55 to Mon 30 March 08:59 your time I did not hear Slack:")
