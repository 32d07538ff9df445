"""The whole bot, whose heartbeat rings only when it is woken, and the playground that it talks to over sockets or over
signed HTTP.
"""

import shutil
import socket
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date, time
from pathlib import Path
from typing import Any, TypeVar

import pytest
import yaml
from slack_bolt.async_app import AsyncApp
from sqlmodel import Session, SQLModel, func, select

from bot.actions.installing import install
from bot.actions.people import known
from bot.api.requests import Door
from bot.api.web import site, slack_route
from bot.delivery.forecast import Foresight
from bot.delivery.heartbeat import Heartbeat
from bot.delivery.settings import DeliverySettings
from bot.deps import Deps
from bot.domain.targets import Direction
from bot.playground import Answer, Person, Playground
from bot.playground.deliveries import Delivery
from bot.results.rules import Rules
from bot.serving import serving
from bot.socket_mode import connected
from bot.workspaces import Installed, slack_client
from handlers.app import create_app
from storage import tables
from storage.db import Database
from tests.databases import PATIENCE
from tests.make import FRIDAY, PERCENT, make_channel, make_indicator, make_outcome
from tests.wiring import running_deps

MANIFEST = Path(__file__).parents[2] / "config" / "manifest.yaml"

_RULES = Rules("Europe/London", frozenset(range(5)), time(9), 2, 8, 20, holiday_calendar="none")
_RECORDS = (
    tables.Outcome,
    tables.OutcomeDefinition,
    tables.Indicator,
    tables.IndicatorDefinition,
    tables.Ownership,
    tables.Baseline,
    tables.TargetRecord,
    tables.Reading,
    tables.Retraction,
    tables.Note,
    tables.Closing,
    tables.InterruptionRecord,
    tables.HandoverRecord,
    tables.DigestSubscription,
    tables.SeenInteraction,
    tables.Message,
)


Row = TypeVar("Row", bound=SQLModel)


@dataclass
class Bot:
    """A running bot, and what a test asks of it."""

    playground: Playground
    deps: Deps
    app: AsyncApp
    workspace_id: int
    happened: list[object] = field(default_factory=list)
    """What was told once it was committed."""

    async def settled(self) -> None:
        """Return when everything that the bot does after its answers is done."""
        await self.deps.background.finish(within=5)

    def all(self, table: type[Row]) -> list[Row]:
        """Every row of a table."""
        return self.deps.database.read_here(lambda session: list(session.exec(select(table))))

    def counts(self) -> dict[str, int]:
        """How many rows there are of everything that people's submissions leave behind."""

        def count(session: Session) -> dict[str, int]:
            return {
                str(table.__tablename__): session.exec(select(func.count()).select_from(table)).one()
                for table in _RECORDS
            }

        return self.deps.database.read_here(count)

    def late_acks(self) -> list[Delivery]:
        """What the bot acknowledged too late, or never."""
        return [delivery for delivery in self.playground.deliveries if delivery.late]


def words(answer: Answer) -> str:
    """What came, on one line and without the marks of code."""
    return " ".join(answer.text.replace("`", "").split())


def pinged(playground: Playground) -> list[str]:
    """Everybody who heard of something that they did not ask for themselves."""
    return [person for message in playground.messages for person in message.notified - {message.viewer}]


@pytest.fixture
def sqlite_database(migrated_file: Path, tmp_path: Path) -> Iterator[Database]:
    """A database of this test's own."""
    path = tmp_path / "outcome-bot.sqlite3"
    shutil.copy(migrated_file, path)
    database = Database(f"sqlite:///{path}", patience_for=PATIENCE)
    yield database
    database.close()


@pytest.fixture(scope="session")
def manifest() -> dict[str, Any]:
    """The bot's own. Nobody changes it."""
    read: dict[str, Any] = yaml.safe_load(MANIFEST.read_text())
    return read


@pytest.fixture
async def playground(manifest: dict[str, Any]) -> AsyncIterator[Playground]:
    """A Slack that stands at ten on a Friday morning in London."""
    async with Playground(
        manifest, start_at=FRIDAY, retry_delays=(0.0, 0.0, 0.0), ack_deadline=PATIENCE, patience=PATIENCE
    ) as running:
        yield running


@asynccontextmanager
async def running_bot(playground: Playground, database: Database, *, http: bool = False) -> AsyncIterator[Bot]:
    """The bot inside the block, over sockets or over signed HTTP."""
    client = slack_client(playground.bot_token, api_url=playground.api_url)
    workspace_id = database.run_here(
        install,
        team_id=playground.team_id,
        name="Shelter",
        url=f"https://{playground.primary.domain}.slack.com/",
        bot_user_id=playground.bot_user_id,
        rules=_RULES,
        now=FRIDAY,
    )
    installed = Installed(workspace_id, playground.team_id, playground.primary.bot_id, playground.bot_user_id, client)
    happened: list[object] = []
    async with running_deps(database, playground.clock_file, installed) as deps:
        deps = replace(deps, foresee=Foresight(database, DeliverySettings()))
        heartbeat = Heartbeat(deps, DeliverySettings())
        await heartbeat.beats.trust.is_given(deps, DeliverySettings())

        def hear(told: Sequence[object]) -> None:
            happened.extend(told)
            heartbeat.hear(told)

        database.listen(hear)
        app = create_app(deps, client=client, signing_secret=playground.signing_secret)
        connect = _over_http if http else _over_sockets
        async with connect(playground, app):
            yield Bot(playground, deps, app, workspace_id, happened)
            await heartbeat.stop(within=5)


@asynccontextmanager
async def _over_sockets(playground: Playground, app: AsyncApp) -> AsyncIterator[None]:
    async with connected(app, app_token=playground.app_token, api_url=playground.api_url):
        await playground.connected()
        yield


@asynccontextmanager
async def _over_http(playground: Playground, app: AsyncApp) -> AsyncIterator[None]:
    port = socket.create_server(("127.0.0.1", 0))
    async with serving(site(slack_route(app, Door(playground.signing_secret))), port):
        await playground.deliver_to(f"http://127.0.0.1:{port.getsockname()[1]}/slack/events")
        yield


@pytest.fixture
async def bot(playground: Playground, sqlite_database: Database) -> AsyncIterator[Bot]:
    """The bot on SQLite over sockets. Every test that uses it also checks that no acknowledgement was late."""
    async with running_bot(playground, sqlite_database) as running:
        yield running
        assert running.late_acks() == []


@dataclass(frozen=True)
class Shelter:
    """A team with one outcome and two indicators, csat with a target and churn without one, all of them Alice's."""

    alice: Person
    bob: Person
    charlie: Person


@pytest.fixture
async def shelter(bot: Bot, playground: Playground) -> Shelter:
    """Alice owns, Bob is on her team, Charlie has no business there."""
    return await make_shelter(bot, playground)


async def make_shelter(bot: Bot, playground: Playground) -> Shelter:
    """The team, known to the bot; everything was registered at the playground's present instant."""
    people = {name: playground.person(name, real_name=name.capitalize()) for name in ("alice", "bob", "charlie")}
    alice, bob, charlie = people.values()
    channel = playground.channel("shelter", alice, bob, charlie)
    for person in people.values():
        await person.types("/outcome help", channel="#shelter")

    def arrange(session: Session) -> None:
        workspace = session.get_one(tables.Workspace, bot.workspace_id)
        make_channel(session, workspace, channel.id)
        found = known(session, team_id=playground.team_id, user_id=alice.id)
        assert found is not None
        owner = found.actor
        outcome = make_outcome(session, owner, "Customers get help the first time", channel_id=channel.id, key="help-1")
        make_indicator(
            session,
            owner,
            outcome,
            "Customer satisfaction",
            key="csat",
            measure=PERCENT,
            direction=Direction.INCREASE,
            baseline=("72", date(2026, 3, 2)),
            target=("85", date(2026, 6, 30)),
        )
        make_indicator(
            session,
            owner,
            outcome,
            "Customer churn",
            key="churn",
            measure=PERCENT,
            direction=Direction.DECREASE,
            baseline=("12", date(2026, 3, 2)),
        )

    bot.deps.database.run_here(arrange)
    return Shelter(alice, bob, charlie)
