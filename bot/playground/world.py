"""Everything that a running playground consists of, for its parts to find each other."""

from collections import Counter
from dataclasses import dataclass, field

from bot.playground.app_manifest import AppManifest
from bot.playground.changes import Changes
from bot.playground.clock import PlaygroundClock
from bot.playground.deliveries import Courier
from bot.playground.events import Events
from bot.playground.faults import Faults
from bot.playground.log import Log
from bot.playground.rates import Rates
from bot.playground.screens import Screens
from bot.playground.sockets import Sockets
from bot.playground.state import State, Workspace
from bot.playground.triggers import Triggers


@dataclass
class Identity:
    """Who the app is to Slack, and where Slack is."""

    app_id: str
    app_token: str
    signing_secret: str
    client_id: str
    client_secret: str
    url: str = ""


@dataclass
class World:
    """The parts of one playground."""

    manifest: AppManifest
    identity: Identity
    changes: Changes
    clock: PlaygroundClock
    log: Log
    state: State
    screens: Screens
    triggers: Triggers
    courier: Courier
    sockets: Sockets
    events: Events
    faults: Faults
    rates: Rates
    calls: Counter[str] = field(default_factory=Counter)
    codes: dict[str, Workspace] = field(default_factory=dict)
    """OAuth codes that were handed out and not exchanged yet, each with its workspace."""
