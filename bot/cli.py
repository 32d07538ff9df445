"""The command line: what an operator does. `outcome-bot --help` lists it."""

import asyncio
import logging
import os
import sys
from collections.abc import Coroutine, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click
from sqlalchemy.exc import DBAPIError

from bot import app, serving
from bot.delivery import standings
from bot.delivery.forecast import forecast
from bot.delivery.recomputing import Recomputed, recompute
from bot.redaction import hide, redacted
from bot.sealing import new_key
from bot.views.plan import local, plan_line
from config.settings import Settings, WrongSettings, load, secrets_of
from storage import schema, sqlite_file
from storage.backup import CannotBackUp, back_up, mark_restored
from storage.db import Database, unreachable
from storage.sqlite_file import CannotOpen

_MOST_DAYS = 10


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """A Slack bot that keeps teams honest about results."""


@main.command()
def run() -> None:
    """Run everything in one process, over Socket Mode. No public address is needed."""
    settings = _load("bot_token", "app_token")
    _serve(serving.run(settings), settings)


@main.command()
def web() -> None:
    """Answer Slack over signed HTTP. Run any number, beside any number of workers."""
    settings = _load("bot_token", "signing_secret")
    _refuse_sqlite(settings, "web")
    _serve(serving.web(settings), settings)


@main.command()
def worker() -> None:
    """Plan and send. Run any number, beside any number of webs."""
    settings = _load("bot_token")
    _refuse_sqlite(settings, "worker")
    _serve(serving.worker(settings), settings)


@main.command()
def migrate() -> None:
    """Bring the database up to date. Run it before a new version starts."""
    settings = _load()
    with closing(Database(settings.database_url)) as database:
        before, after = _or_fail(lambda: _migrated(database, settings))
    click.echo(
        f"The database is at version {after}."
        if before == after
        else f"Migrated from {before or 'nothing'} to {after}."
    )


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Copy the SQLite database to FILE, also while the bot is running."""
    settings = _load()
    _or_fail(lambda: back_up(settings.database_url, file))
    click.echo(f"Copied to {file}.")


@main.command()
def restored() -> None:
    """Say that a PostgreSQL dump was restored. Run it before the first start on it."""
    settings = _load()
    with _opened(settings) as database:
        database.run_here(mark_restored)
    click.echo("At the next start, what was planned before is looked for in Slack instead of being sent again.")


@main.command()
@click.option("--days", default=14, show_default=True, type=click.IntRange(1, 366), help="How far to look ahead.")
def plan(days: int) -> None:
    """List what will be sent, and what is held back. It says to whom, when, and why."""
    settings = _load()
    with _opened(settings) as database:
        now = app.clock_of(settings)()
        entries = forecast(
            database, now=now, until=now + timedelta(days=days), settings=app.delivery_settings_of(settings)
        )
    zone = ZoneInfo(settings.default_zone)
    click.echo(f"From {local(now, zone)} for {days} days, if nobody gives a reading. Times in {settings.default_zone}.")
    for entry in entries:
        click.echo(plan_line(entry, zone))
    if not entries:
        click.echo("Nothing is planned.")


@main.command()
@click.argument("channel")
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]))
def digest(channel: str, day: datetime) -> None:
    """Print a digest of CHANNEL anew, by the history alone. DAY is when it was posted, as 2026-05-12."""
    settings = _load()
    with _opened(settings) as database:
        found = recompute(database, channel=channel, on=day.date(), settings=app.delivery_settings_of(settings))
    if not isinstance(found, Recomputed):
        days = f" There was one on {', '.join(map(str, found[:_MOST_DAYS]))}." if found else ""
        _fail(f"No digest was posted in {channel} on {day:%Y-%m-%d}.{days}")
        return
    click.echo(found.content["text"])
    if found.otherwise:
        _fail(f"It showed another state of {', '.join(found.otherwise)} then. Was the database changed by hand?")


@main.command()
@click.option(
    "--mend", is_flag=True, help="Work out again what disagrees. On SQLite the bot has to be stopped for that."
)
def check(mend: bool) -> None:
    """Compare how indicators are said to stand with their histories. The running bot mends what it finds, by and by."""
    settings = _load()
    with _opened(settings) as database:
        if mend:
            database.claim_file()
        count, wrong = standings.check_all(database, mend_at=app.clock_of(settings)() if mend else None)
    if not wrong:
        click.echo(f"All {count} indicators stand as was kept.")
        return
    found = f"{len(wrong)} of {count} indicators stand otherwise than was kept: {', '.join(wrong)}."
    if not mend:
        _fail(f"{found} Was the database changed by hand? `outcome-bot check --mend` works them out again.")
    click.echo(f"{found} They were worked out again.")


@main.command()
@click.option("--port", default=8008, show_default=True, type=click.IntRange(0, 65535), help="Where the page is.")
@click.option(
    "--keep",
    type=click.Path(path_type=Path, file_okay=False),
    help="Keep everything in this folder, and go on from it the next time.",
)
@click.option("--open/--no-open", "opens", default=None, help="Whether to open the page in a browser.")
@click.option(
    "--also-at",
    multiple=True,
    metavar="URL",
    help="Another address under which your browser finds the page, such as a forwarded port's. May be repeated.",
)
def demo(port: int, keep: Path | None, opens: bool | None, also_at: tuple[str, ...]) -> None:
    """Try it in the browser on this machine. It needs no Slack account, no settings and no network."""
    # Imported here: a bot in earnest runs without the playground.
    from bot.demo import serving as demo_serving

    hide([], fmt="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("bot.app").setLevel("ERROR")  # what it warns of is a database that others may open
    show = _has_a_screen() if opens is None else opens

    def serve() -> None:
        wanted = demo_serving.Wanted(port=port, keep=keep, also_at=also_at)
        asyncio.run(demo_serving.serve(wanted, say=_say, show=_show if show else None))

    _or_fail(serve)


@main.command()
def manifest() -> None:
    """Print the manifest of the Slack app. Paste it when you create the app."""
    click.echo(app.MANIFEST.read_text(), nl=False)


@main.command()
def key() -> None:
    """Print a new key for TOKEN_KEYS. With it processes of several workspaces share one database."""
    click.echo(new_key())


def _say(line: str) -> None:
    """Print a line at once, also into a pipe: whoever waits for it there has to be told."""
    print(line, flush=True)


def _show(address: str) -> None:
    click.launch(address)


def _has_a_screen() -> bool:
    """Whether a browser window could open: not in a container, and not at the other end of ssh."""
    windows = sys.platform in ("darwin", "win32")
    return sys.stdout.isatty() and (windows or bool({"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys()))


def _load(*needs: Any) -> Settings:
    settings: Settings = _or_fail(lambda: load(*needs))
    click.get_current_context().obj = secrets = secrets_of(settings)
    hide(secrets, fmt="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for ours in ("bot", "handlers", "storage"):
        # The libraries' own debugging output holds tokens and people's messages.
        logging.getLogger(ours).setLevel(settings.log_level)
    logging.getLogger("slack_bolt.AsyncApp").setLevel("ERROR")  # it warns of the very token that it need not read
    return settings


def _migrated(database: Database, settings: Settings) -> tuple[str | None, str]:
    # Tables must not change under a bot that is running on them.
    if database.claim_file(may_create=True):
        click.echo(app.NEW_DATABASE % database.path)
    return schema.migrate(settings.database_url)


@contextmanager
def _opened(settings: Settings) -> Iterator[Database]:
    """The database as it is; what it will not do is said in a sentence."""
    with closing(Database(settings.database_url)) as database, _in_sentences():
        if database.path is not None:
            sqlite_file.require(database.path)
        schema.require_current(database.engine)
        yield database


def _refuse_sqlite(settings: Settings, command: str) -> None:
    if settings.database_url.startswith("sqlite"):
        _fail(
            f"`outcome-bot {command}` runs beside other processes, and a SQLite file serves exactly one. "
            "Set DATABASE_URL to a PostgreSQL database, or use `outcome-bot run`."
        )


def _serve(process: Coroutine[Any, Any, None], settings: Settings) -> None:
    logging.getLogger(__name__).debug("settings: %r", settings)
    with _in_sentences():
        asyncio.run(process)


def _or_fail(work: Any) -> Any:
    """What `work` answers."""
    with _in_sentences():
        return work()


@contextmanager
def _in_sentences() -> Iterator[None]:
    """A problem that the operator can mend is printed as sentences, with exit status 1."""
    try:
        yield
    except (WrongSettings, app.CannotStart) as error:
        _fail(*error.problems)
    except (CannotBackUp, CannotOpen, schema.WrongVersion) as error:
        _fail(str(error))
    except DBAPIError as error:
        _fail(unreachable(error))


def _fail(*problems: str) -> None:
    for problem in problems:
        click.echo(redacted(problem, click.get_current_context().obj or ()), err=True)
    sys.exit(1)
