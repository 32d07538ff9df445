"""Every problem is said at once, in sentences, and nothing starts half."""

from pathlib import Path

import pytest
import yaml

from bot.playground import Playground
from storage.schema import newest_version
from tests.bots import Bots, deployment
from tests.forking import Forker
from tests.week.cast import MANIFEST


async def test_every_problem_with_the_settings_is_reported_at_once(on_sqlite: Bots) -> None:
    status, _, errors = await on_sqlite.run(
        "run",
        SLACK_BOT_TOKEN="xapp-1",
        SLACK_APP_TOKEN="",
        DEFAULT_ZONE="London",
        WORKING_DAYS="funday",
        REMINDER_TIME="nine",
        DATABASE_URL="mysql://here",
        SETTLE_SECONDS="5",
    )
    assert status == 1
    assert errors.splitlines() == [
        "SLACK_BOT_TOKEN is not a bot token: it should begin with xoxb-.",
        "DATABASE_URL is neither a SQLite file (sqlite:///path) nor a PostgreSQL address (postgresql://…).",
        'DEFAULT_ZONE is "London", which is not a time zone; use a name such as Europe/London.',
        'WORKING_DAYS is "funday"; write days as mon-fri or mon,tue,thu.',
        'REMINDER_TIME is "nine", which is not a time of day; write it as 09:00.',
        (
            "SLACK_APP_TOKEN is not set. Make an app-level token (xapp-…) with the scope connections:write on your "
            "Slack app's “Basic Information” page."
        ),
    ]


async def test_a_database_address_that_cannot_be_read_is_said_in_a_sentence(on_sqlite: Bots) -> None:
    status, _, errors = await on_sqlite.run("plan", DATABASE_URL="postgresql://user:secret@host:port/database")
    assert status == 1
    assert errors == "DATABASE_URL cannot be read; write it as postgresql://user:password@host:port/database.\n"


async def test_settings_that_contradict_each_other_are_refused(on_sqlite: Bots) -> None:
    status, _, errors = await on_sqlite.run("run", SETTLE_SECONDS="5")
    assert (status, errors) == (1, "SETTLE_SECONDS must be at least LEASE_SECONDS, or messages may be sent twice.\n")


async def test_a_token_that_expires_is_refused_with_what_to_do(on_sqlite: Bots) -> None:
    status, _, errors = await on_sqlite.run("run", SLACK_BOT_TOKEN="xoxe.xoxb-1-secret")
    assert status == 1
    assert errors.startswith(
        "SLACK_BOT_TOKEN is a token that expires after twelve hours, and this bot does not renew it"
    )
    assert "secret" not in errors


async def test_a_proxy_that_cannot_be_used_is_said_in_a_sentence(on_sqlite: Bots) -> None:
    status, _, errors = await on_sqlite.run("run", https_proxy="socks5://user:secret@proxy:1080")
    sentence = "HTTPS_PROXY begins with socks5://, and only http:// and https:// proxies can be used here.\n"
    assert status == 1
    assert errors.endswith(sentence)


async def test_a_refused_bot_token_is_said_in_a_sentence(on_sqlite: Bots) -> None:
    status, _, errors = await on_sqlite.run("run", SLACK_BOT_TOKEN="xoxb-wrong")
    assert status == 1
    assert "Slack refuses SLACK_BOT_TOKEN (invalid_auth). Copy the token again, or reinstall the app." in errors


async def test_a_refused_app_token_is_said_in_a_sentence(on_sqlite: Bots) -> None:
    status, _, errors = await on_sqlite.run("run", SLACK_APP_TOKEN="xapp-wrong")
    assert status == 1
    assert "Slack refuses SLACK_APP_TOKEN (invalid_auth). Copy the token again" in errors


async def test_a_slack_out_of_reach_is_said_in_a_sentence(on_sqlite: Bots) -> None:
    status, _, errors = await on_sqlite.run("run", SLACK_API_URL="http://127.0.0.1:9/api")
    assert status == 1
    assert "Slack cannot be reached at http://127.0.0.1:9/api/" in errors
    assert "Traceback" not in errors


async def test_missing_scopes_are_named(sqlite_url: str, forker: Forker) -> None:
    manifest = yaml.safe_load(MANIFEST.read_text())
    manifest["oauth_config"]["scopes"]["bot"].remove("im:history")
    manifest["oauth_config"]["scopes"]["bot"].remove("groups:read")
    async with Playground(manifest) as playground, deployment(playground, sqlite_url, forker) as bots:
        status, _, errors = await bots.run("run")
    assert status == 1
    assert "The Slack app lacks the scopes groups:read, im:history." in errors


async def test_a_second_process_on_the_same_file_is_refused(on_sqlite: Bots) -> None:
    await on_sqlite.start("run")
    status, _, errors = await on_sqlite.run("run")
    assert status == 1
    assert "SQLite serves exactly one: stop the other process" in errors


async def test_nothing_is_migrated_under_a_running_bot(on_sqlite: Bots) -> None:
    await on_sqlite.start("run")
    status, _, errors = await on_sqlite.run("migrate")
    assert status == 1
    assert errors.startswith("Another Outcome Bot process is using ")


async def test_looking_for_a_plan_makes_no_database(on_sqlite: Bots, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.sqlite3"
    status, _, errors = await on_sqlite.run("plan", DATABASE_URL=f"sqlite:///{elsewhere}")
    assert status == 1
    assert errors == f"There is no database at {elsewhere}. Run this where the bot runs, or set DATABASE_URL.\n"
    assert not elsewhere.exists()


async def test_web_and_worker_refuse_a_sqlite_file(on_sqlite: Bots) -> None:
    for command in ("web", "worker"):
        status, _, errors = await on_sqlite.run(command)
        assert status == 1
        assert "Set DATABASE_URL to a PostgreSQL database, or use `outcome-bot run`." in errors


async def test_a_database_without_tables_is_not_served(on_postgres: Bots) -> None:
    status, _, errors = await on_postgres.run("web")
    assert status == 1
    assert "Run `outcome-bot migrate` first." in errors


async def test_migrating_twice_changes_nothing(on_postgres: Bots) -> None:
    assert await on_postgres.run("migrate") == (
        0,
        f"Migrated from nothing to {newest_version()}.\n",
        "",
    )
    assert await on_postgres.run("migrate") == (0, f"The database is at version {newest_version()}.\n", "")


async def test_a_database_out_of_reach_is_said_in_a_sentence(on_postgres: Bots) -> None:
    status, _, errors = await on_postgres.run("worker", DATABASE_URL="postgresql://nobody@127.0.0.1:9/nothing")
    assert status == 1
    assert "The database cannot be reached" in errors
    assert "Traceback" not in errors


@pytest.mark.parametrize("command", ["migrate", "plan", "restored"])
async def test_every_command_says_that_its_database_is_out_of_reach(on_sqlite: Bots, command: str) -> None:
    status, _, errors = await on_sqlite.run(command, DATABASE_URL="postgresql://nobody@127.0.0.1:9/nothing")
    assert status == 1
    assert errors.startswith("The database cannot be reached. Check DATABASE_URL.")
    assert "Traceback" not in errors


async def test_a_taken_port_is_said_in_a_sentence(on_postgres: Bots) -> None:
    await on_postgres.run("migrate")
    port = on_postgres.playground.url.rpartition(":")[2]
    status, _, errors = await on_postgres.run("web", HOST="127.0.0.1", PORT=port)
    assert status == 1
    assert f"Cannot listen on 127.0.0.1:{port}" in errors


async def test_nothing_starts_where_the_port_for_its_health_is_taken(on_sqlite: Bots) -> None:
    port = on_sqlite.playground.url.rpartition(":")[2]
    status, _, errors = await on_sqlite.run("run", HOST="127.0.0.1", PORT=port)
    assert status == 1
    assert f"Cannot listen on 127.0.0.1:{port}: Address already in use. Set PORT to a free one." in errors
    assert "ready:" not in errors
    assert on_sqlite.playground.calls["apps.connections.open"] == 0


async def test_the_manifest_is_printed_as_it_stands(on_sqlite: Bots) -> None:
    assert await on_sqlite.run("manifest") == (0, MANIFEST.read_text(), "")


async def test_a_key_is_printed_that_the_settings_take(on_sqlite: Bots) -> None:
    status, key, errors = await on_sqlite.run("key")
    assert (status, errors) == (0, "")
    process = await on_sqlite.start("run", TOKEN_KEYS=f"{key.strip()}, {key.strip()}")
    assert key.strip() not in process.transcript()


async def test_a_text_that_is_no_key_is_refused_and_not_repeated(on_sqlite: Bots) -> None:
    status, _, errors = await on_sqlite.run("run", TOKEN_KEYS="b2xkLW9sZC1vbGQtb2xkLW9sZC1vbGQtb2xkLW9sZC0=,secret")
    assert (status, errors) == (
        1,
        "TOKEN_KEYS has no key in place 2. `outcome-bot key` makes one; put commas between several.\n",
    )
