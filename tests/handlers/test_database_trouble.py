"""What a person is told when the database does not do as it should, and what the log has of it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import closing

import psycopg
import pytest
from sqlalchemy import text
from sqlmodel import Session

from bot.playground import Playground
from storage.db import Database
from tests.databases import PATIENCE, let_it_wait_for
from tests.handlers.conftest import Bot, Shelter, make_shelter, running_bot, words

SECRET = "what-alice-wrote"


@pytest.fixture
async def on_postgres(
    playground: Playground, postgres_migrated: str, caplog: pytest.LogCaptureFixture
) -> AsyncIterator[tuple[Bot, Shelter]]:
    database = Database(postgres_migrated, patience_for=PATIENCE)
    async with running_bot(playground, database) as bot:
        yield bot, await make_shelter(bot, playground)
    database.close()


def executing(statement: str) -> Callable[..., dict[str, object]]:
    """A submission that makes the database say what it says to this."""

    def work(session: Session, *_: object, **__: object) -> dict[str, object]:
        session.execute(text(statement), {"secret": SECRET} if ":secret" in statement else {})
        return {}

    return work


ON_POSTGRES = [
    ("SELECT * FROM no_such_table", "the bot's database lacks the tables of this version."),
    ("SELECT CAST(:secret AS integer)", "there is something in it that the database cannot hold."),
    ("UPDATE channel SET id = 3000000000", "there is something in it that the database cannot hold."),
    ("UPDATE channel SET channel_id = NULL, name = :secret", "it contradicts what is stored already"),
    ("SET LOCAL ROLE pg_monitor; DELETE FROM channel", "the bot may not use its database as it has to."),
    ("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = 'disk_full'; END $$", "the disk under the bot's database is full."),
    ("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '58030'; END $$", "the bot's database cannot read or write its own"),
    ("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '0A000'; END $$", "the database refused it."),
    ("SET LOCAL statement_timeout = 1; SELECT pg_sleep(9)", "the database did not answer in time."),
]


@pytest.mark.parametrize(("statement", "sentence"), ON_POSTGRES, ids=[sentence for _, sentence in ON_POSTGRES])
async def test_each_fault_has_its_own_sentence_and_a_reference(
    on_postgres: tuple[Bot, Shelter],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    statement: str,
    sentence: str,
) -> None:
    _, shelter = on_postgres
    monkeypatch.setattr("handlers.readings.submit_line", executing(statement))

    answer = words(await shelter.alice.types("/reading csat 84", channel="#shelter"))

    assert f"Not saved: {sentence}" in answer
    assert "You typed: /reading csat 84" in answer
    assert SECRET not in caplog.text
    errors = [record for record in caplog.records if record.levelname == "ERROR"]
    if "in time" in sentence:
        assert errors == []
        return
    (record,) = errors
    reference = answer.split("this reference: ")[1].split()[0].rstrip(".")
    assert f"/reading failed, reference {reference}: " in record.getMessage()


ON_SQLITE = [
    ("SELECT * FROM no_such_table", "the bot's database lacks the tables of this version."),
    ("UPDATE channel SET channel_id = NULL, name = :secret", "it contradicts what is stored already"),
]


@pytest.mark.parametrize(("statement", "sentence"), ON_SQLITE)
async def test_each_fault_of_sqlite_has_its_own_sentence(
    bot: Bot,
    shelter: Shelter,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    statement: str,
    sentence: str,
) -> None:
    monkeypatch.setattr("handlers.readings.submit_line", executing(statement))

    answer = words(await shelter.alice.types("/reading csat 84", channel="#shelter"))

    assert f"Not saved: {sentence}" in answer
    assert "this reference: " in answer
    assert SECRET not in caplog.text


async def test_a_full_disk_is_not_called_slow(bot: Bot, shelter: Shelter, caplog: pytest.LogCaptureFixture) -> None:
    with bot.deps.database.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
    answers = [
        words(await shelter.alice.types(f"/reading csat 84 {'a long note ' * 150}{number}", channel="#shelter"))
        for number in range(8)
    ]

    full = [answer for answer in answers if "Not saved: the disk under the bot's database is full." in answer]
    assert full, answers[-1][:200]
    assert all("a long note" in answer for answer in full)
    assert "in time" not in " ".join(answers)
    assert "a long note" not in caplog.text


async def test_a_database_that_became_read_only_says_so(bot: Bot, shelter: Shelter) -> None:
    with bot.deps.database.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA query_only = ON")

    answer = words(await shelter.alice.types("/reading csat 84", channel="#shelter"))

    assert "Not saved: the bot's database takes nothing new at the moment." in answer


async def test_a_locked_table_keeps_only_those_waiting_who_need_it(
    playground: Playground, postgres_migrated: str
) -> None:
    database = Database(postgres_migrated, patience_for=PATIENCE)
    async with running_bot(playground, database) as bot:
        shelter = await make_shelter(bot, playground)
        with closing(psycopg.connect(postgres_migrated)) as other:
            other.execute("LOCK TABLE digest_subscription IN ACCESS EXCLUSIVE MODE")
            stuck = [asyncio.create_task(shelter.bob.types("/digest settings", channel="#shelter")) for _ in range(6)]
            await asyncio.sleep(0)

            listed = await shelter.alice.types("/outcome list", channel="#shelter")
            recorded = await shelter.alice.types("/reading csat 84", channel="#shelter")

            assert "Customers get help the first time" in words(listed)
            assert "84 %" in words(recorded)
            assert not any(task.done() for task in stuck)
        await asyncio.gather(*stuck)
    database.close()


async def test_whoever_needs_a_locked_table_is_answered_in_time(playground: Playground, postgres_migrated: str) -> None:
    database = Database(postgres_migrated, patience_for=0.5)
    async with running_bot(playground, database) as bot:
        shelter = await make_shelter(bot, playground)
        with closing(psycopg.connect(postgres_migrated)) as other:
            other.execute("LOCK TABLE digest_subscription IN ACCESS EXCLUSIVE MODE")
            answer = words(await shelter.alice.types("/digest settings", channel="#shelter"))
        assert "the database did not answer in time. Try again in a moment." in answer
        assert bot.late_acks() == []
    database.close()


async def test_a_reading_that_is_taken_back_twice_at_once_is_taken_back_once(
    on_postgres: tuple[Bot, Shelter], postgres_migrated: str, caplog: pytest.LogCaptureFixture
) -> None:
    bot, shelter = on_postgres
    await shelter.alice.types("/reading csat 84", channel="#shelter")
    with closing(psycopg.connect(postgres_migrated)) as other:
        other.execute(
            "INSERT INTO retraction (workspace_id, indicator_id, reading_id, made_at, made_by_id, reason) "
            "SELECT workspace_id, indicator_id, id, submitted_at, submitted_by_id, 'undo' FROM reading"
        )
        undoing = asyncio.create_task(shelter.alice.types("/reading undo", channel="#shelter", patience=PATIENCE))
        await bot.deps.database.read_at_leisure(let_it_wait_for)
        other.commit()

    assert words(await undoing) == "There is no reading of yours to take back."
    assert bot.counts()["retraction"] == 1
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
