"""The composition root: from settings to running parts, started whole or not at all, and stopped in order."""

import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import DBAPIError

from bot.actions.installing import install
from bot.background import Background
from bot.clock import Clock, shifted_clock, system_clock
from bot.delivery.forecast import Foresight
from bot.delivery.heartbeat import Heartbeat
from bot.delivery.settings import DeliverySettings
from bot.deps import Deps
from bot.drawing.studio import Studio
from bot.freshness import Freshness
from bot.http import HttpSender
from bot.languages import read_at_start
from bot.pauses import Pauses
from bot.results.rules import Rules
from bot.sealing import TokenKeys
from bot.slack_client import SlackClient
from bot.sources.fetching import Fetcher
from bot.stopping import Stopping
from bot.ways_out import Proxies
from bot.workspaces import Installed, Records, Workspaces, error_name, slack_client
from config.settings import Settings
from handlers.app import create_app
from handlers.catching_up import CatchingUp
from storage import schema
from storage.backup import CannotBackUp, note_start
from storage.db import Database, unreachable
from storage.heartbeat import last_beat_at
from storage.sqlite_file import GENERATION, CannotOpen, beside
from storage.sqlite_version import wal_reset_warning

log = logging.getLogger(__name__)

MANIFEST = Path(__file__).parent.parent / "config" / "manifest.yaml"
NEW_DATABASE = "There was no database at %s: a new, empty one has been made."
_LIMITED_FOR = 60.0
"""Seconds that a start waits where Slack asks for it."""


class CannotStart(Exception):
    """Something outside is not as it must be; `problems` are all of it, a sentence each."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Parts:
    """Everything that runs in one process."""

    settings: Settings
    deps: Deps
    delivery: DeliverySettings
    heartbeat: Heartbeat
    slack_app: AsyncApp
    stopping: Stopping


@asynccontextmanager
async def assembled(
    settings: Settings, *, migrate: bool = False, freshness: Freshness | None = None
) -> AsyncIterator[Parts]:
    """The parts, checked and connected; nothing is planned, sent or answered yet. Raises `CannotStart`.

    `migrate` brings the database up to date first, as fits a process that is the only one. In the end what is under way
    gets the time that `stopping` has left.
    """
    clock, stopping = clock_of(settings), Stopping()
    if problems := Proxies.of_environment().problems():
        raise CannotStart(*problems)
    _read_catalogues(settings)
    async with AsyncExitStack() as stack:
        database = _database(settings, migrate=migrate)
        stack.callback(database.close)
        client = slack_client(settings.slack_bot_token, api_url=settings.slack_api_url)
        keys = TokenKeys(settings.token_keys) if settings.token_keys else None
        workspaces = Workspaces(
            Records(database, keys, settings.slack_api_url) if keys else None, pauses=Pauses(database, clock=clock)
        )
        try:
            workspaces.add(await _installed(settings, client, database, clock, keys))
        except DBAPIError as error:
            raise CannotStart(unreachable(error)) from error
        http, background, studio = HttpSender(), Background(), Studio()
        stack.push_async_callback(http.close)
        stack.push_async_callback(studio.close)
        delivery = delivery_settings_of(settings)
        deps = Deps(
            database=database,
            clock=clock,
            workspaces=workspaces,
            http=http,
            background=background,
            studio=studio,
            freshness=freshness or Freshness(since=clock()),
            foresee=Foresight(database, delivery),
            fetch=Fetcher(settings.sources_allowed_hosts).fetch,
            token_keys=keys,
        )
        slack_app = create_app(deps, client=client, signing_secret=settings.slack_signing_secret)
        heard_at = await database.read_at_leisure(last_beat_at)
        catching_up = CatchingUp(deps, slack_app, missed_since=heard_at or clock())
        heartbeat = Heartbeat(deps, delivery, also={"catch up": catching_up.round})
        database.listen(heartbeat.hear)
        stack.push_async_callback(lambda: heartbeat.stop(within=max(stopping.left(), 1.0)))
        yield Parts(settings, deps, delivery, heartbeat, slack_app, stopping)


def _read_catalogues(settings: Settings) -> None:
    folders = [settings.translations] if settings.translations else []
    try:
        if languages := read_at_start(*folders):
            log.info("speaking English and %s", ", ".join(languages))
    except ValueError as error:
        raise CannotStart(str(error)) from error


def clock_of(settings: Settings) -> Clock:
    """The machine's clock, or the playground's."""
    return shifted_clock(settings.clock_file) if settings.clock_file else system_clock


def delivery_settings_of(settings: Settings) -> DeliverySettings:
    """Delivery's times and numbers as the operator set them."""
    return DeliverySettings(
        heartbeat_for=settings.heartbeat_seconds,
        send_timeout_for=settings.send_timeout_seconds,
        lease=settings.lease,
        send_budget_for=settings.lease_seconds * 0.75,
        read_back_after=timedelta(seconds=settings.settle_seconds),
        workspace_every=timedelta(seconds=60 / float(settings.messages_per_minute)),
        channel_every=timedelta(seconds=settings.channel_seconds),
    )


def rules_of(settings: Settings) -> Rules:
    """The rules for the workspace as the operator set them."""
    return Rules(
        zone=settings.default_zone,
        working_days=settings.working_days,
        holiday_calendar=settings.holiday_calendar,
        reminder_at=settings.reminder_time,
        grace_working_days=settings.grace_working_days,
        on_track_gap=settings.on_track_gap,
        at_risk_gap=settings.at_risk_gap,
        week_starts_on=settings.week_starts_on,
        fiscal_year_starts_in=settings.fiscal_year_starts_in,
    )


def manifest() -> dict[str, Any]:
    """The Slack app manifest that this bot needs."""
    loaded: dict[str, Any] = yaml.safe_load(MANIFEST.read_text())
    return loaded


def _database(settings: Settings, *, migrate: bool) -> Database:
    """The database, ours alone where it is a SQLite file, at the right version."""
    database = Database(settings.database_url)
    try:
        if database.claim_file(may_create=migrate):
            log.warning(NEW_DATABASE, database.path)
        if migrate:
            before, after = schema.migrate(settings.database_url)
            if before not in (None, after):
                log.warning("The database was brought from version %s to %s.", before, after)
        schema.require_current(database.engine)
    except (CannotOpen, schema.WrongVersion, CannotBackUp) as problem:
        database.close()
        raise CannotStart(str(problem)) from problem
    except DBAPIError as error:
        database.close()
        raise CannotStart(unreachable(error)) from error
    if database.is_sqlite and (warning := wal_reset_warning()):
        log.warning(warning)
    return database


async def _installed(
    settings: Settings, client: SlackClient, database: Database, clock: Clock, keys: TokenKeys | None
) -> Installed:
    """The workspace that the bot token belongs to, known to the database, its restored copies recognised."""
    who = await _ask_who_we_are(client)
    generation_file = beside(database.path, GENERATION) if database.path else None
    try:
        is_restored = await database.run(note_start, generation_file=generation_file, now=clock())
    except OSError as error:
        raise CannotStart(
            f"{generation_file} cannot be written: {error.strerror}. Mend that, and start again."
        ) from error
    if is_restored:
        log.warning("This database was restored from a copy. What was planned before now is looked for in Slack first.")
    workspace_id = await database.run(
        install,
        team_id=who["team_id"],
        name=who.get("team") or "",
        url=who.get("url") or "",
        bot_id=who.get("bot_id") or "",
        bot_user_id=who["user_id"],
        bot_token=settings.slack_bot_token,
        token_keys=keys,
        rules=rules_of(settings),
        now=clock(),
    )
    return Installed(workspace_id, who["team_id"], who.get("bot_id") or "", who["user_id"], client)


async def _ask_who_we_are(client: SlackClient) -> dict[str, Any]:
    """What auth.test says. Raises `CannotStart` for a refused token, missing scopes, or a Slack out of reach."""
    try:
        answer = await client.for_a_person(patience=_LIMITED_FOR).auth_test()
    except SlackApiError as error:
        why = error_name(error)
        if why in ("ratelimited", "rate_limited", "status 429"):
            raise CannotStart(
                "Slack asks this app to wait (too many requests). Start again in a few minutes."
            ) from error
        raise CannotStart(
            f"Slack refuses SLACK_BOT_TOKEN ({why}). Copy the token again, or reinstall the app."
        ) from error
    except Exception as error:  # whatever the network does, the operator needs the same sentence
        raise CannotStart(f"Slack cannot be reached at {client.base_url}: {error}. Check SLACK_API_URL.") from error
    granted = {scope.strip() for scope in _header(answer.headers, "x-oauth-scopes").split(",") if scope.strip()}
    missing = sorted(set(manifest()["oauth_config"]["scopes"]["bot"]) - granted) if granted else []
    if missing:
        raise CannotStart(
            f"The Slack app lacks the scopes {', '.join(missing)}. Paste the manifest that `outcome-bot manifest` "
            "prints into your app's settings, and reinstall the app."
        )
    data: dict[str, Any] = dict(answer.data)  # type: ignore[arg-type]  # never bytes for a JSON method
    return data


def _header(headers: Any, name: str) -> str:
    return next((str(value) for key, value in (headers or {}).items() if key.lower() == name), "")
