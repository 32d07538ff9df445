"""Delivery in this process against a playground: the real client, the real rounds, a clock that stands still."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import yaml
from slack_sdk.web.async_client import AsyncWebClient
from sqlmodel import Session, select

from bot.actions import outgoing
from bot.delivery import rounds
from bot.delivery.outages import Beats
from bot.delivery.settings import DeliverySettings
from bot.deps import Deps
from bot.domain.messages import MessageKind
from bot.http import HttpSender
from bot.playground import Fault, Person, Playground
from bot.playground.state import Channel
from bot.playground.state import Message as Posted
from bot.workspaces import Installed, slack_client
from storage.db import Database
from storage.tables import Channel as ChannelRow
from storage.tables import Message, Workspace
from storage.tables import Person as PersonRow
from tests.databases import PATIENCE
from tests.make import make_channel, make_indicator, make_outcome, make_person, make_workspace
from tests.wiring import running_deps

MANIFEST = yaml.safe_load((Path(__file__).parents[2] / "config" / "manifest.yaml").read_text())
DUE_AT = datetime(2026, 3, 30, 8, 0, tzinfo=UTC)
"""Monday 30 March 2026, nine in the morning in London, the day after the clocks went ahead."""


@dataclass
class Town:
    """Alice owns one weekly indicator and Dana is an administrator. It is the moment before Alice's reminder."""

    playground: Playground
    database: Database
    deps: Deps
    alice: Person
    dana: Person
    channel: Channel
    client: AsyncWebClient
    settings: DeliverySettings = field(default_factory=DeliverySettings)
    beats: Beats = field(default_factory=Beats)

    def fails(self, method: str, fault: Fault) -> None:
        """Let Slack fail like this once. Where it is only slow, it is waited for less long than it takes: a second."""
        if fault is Fault.SLOW:
            self.settings = replace(self.settings, send_timeout_for=0.7)
        self.playground.faults.add(method, fault)

    async def round(self, *, after: float = 0.0) -> None:
        """Let this many seconds go by, and do a round of everything."""
        self.playground.clock.advance(timedelta(seconds=after))
        await rounds.everything(self.deps, self.settings, self.beats)

    async def rounds(self, *, every: float, times: int) -> None:
        """Do rounds for a while."""
        for _ in range(times):
            await self.round(after=every)

    def enqueue(self, kind: MessageKind, key: str, arguments: dict[str, Any], *, until: datetime | None = None) -> None:
        """Have this message sent from now on: a file to the channel, a Home view to Alice, a call to nobody."""
        now = self.deps.clock()

        def add(session: Session) -> None:
            workspace = session.exec(select(Workspace)).one()
            alice = session.exec(select(PersonRow).where(PersonRow.user_id == self.alice.id)).one()
            place = session.exec(select(ChannelRow).where(ChannelRow.channel_id == self.channel.id)).one()
            message = Message(
                workspace_id=workspace.id,
                key=key,
                kind=kind,
                priority=kind.priority,
                arguments=arguments,
                person_id=alice.id if kind is MessageKind.HOME else None,
                channel_id=place.id if kind is MessageKind.FILE else None,
                planned_for=now,
                ready_at=now,
                expires_at=until,
                created_at=now,
            )
            outgoing.enqueue(session, message)

        self.database.run_here(add)

    def messages(self) -> dict[str, Message]:
        """Every message by what kind of thing it is and to whom."""

        def read(session: Session) -> dict[str, Message]:
            return {message.key: message for message in session.exec(select(Message)).all()}

        return self.database.read_here(read)

    @property
    def reminder(self) -> Message:
        """Alice's reminder as a row."""
        return self.messages()[f"reminder:{self.alice.id}:2026-03-30"]

    def posted(self, place: Person | Channel) -> list[Posted]:
        """What the bot posted there."""
        if isinstance(place, Channel):
            return [message for message in self.playground.posts if message.channel is place]
        return [message for message in self.playground.posts if message.channel.im_with == place.id]


@asynccontextmanager
async def town_on(
    database: Database, *, without: Collection[str] = (), transport: httpx.AsyncBaseTransport | None = None
) -> AsyncIterator[Town]:
    """The town inside the block: its bot has a Home tab and the manifest's scopes `without` these; it reaches other
    systems by that `transport`.
    """
    manifest = deepcopy(MANIFEST)
    manifest["features"]["app_home"]["home_tab_enabled"] = True
    granted = manifest["oauth_config"]["scopes"]
    granted["bot"] = [scope for scope in granted["bot"] if scope not in without]
    async with Playground(
        manifest, start_at=DUE_AT - timedelta(minutes=1), ack_deadline=PATIENCE, patience=PATIENCE
    ) as playground:
        playground.clock.stop()
        alice, dana = playground.person("alice"), playground.person("dana", admin=True)
        channel = playground.channel("shelter", alice, dana)
        workspace_id = database.run_here(_arrange, playground, alice.id, dana.id, channel.id)
        client = slack_client(playground.bot_token, api_url=playground.api_url)
        installed = Installed(workspace_id, playground.team_id, "B1", playground.bot_user_id, client)
        http = HttpSender(transport=transport)
        async with running_deps(database, playground.clock_file, installed, http=http) as deps:
            yield Town(playground, database, deps, alice, dana, channel, client)


def _arrange(session: Session, playground: Playground, alice_id: str, dana_id: str, channel_id: str) -> int:
    began = datetime(2026, 3, 24, 9, 0, tzinfo=UTC)
    workspace = make_workspace(session, playground.team_id)
    alice = make_person(session, workspace, "alice")
    make_person(session, workspace, "dana", admin=True)
    make_channel(session, workspace, channel_id)
    outcome = make_outcome(session, alice, channel_id=channel_id, now=began)
    make_indicator(session, alice, outcome, now=began)
    for row in session.exec(select(PersonRow)):
        row.user_id = {"UALICE": alice_id, "UDANA": dana_id}[row.user_id]
        session.add(row)
    return workspace.id
