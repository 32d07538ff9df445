"""Everything that a running playground consists of, for its parts to find each other."""

import secrets
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
from bot.playground.state import APP_ID, File, State, Workspace
from bot.playground.triggers import Triggers


@dataclass
class Identity:
    """Who the app is to Slack, and where Slack is. What the app proves itself by is another at each start."""

    app_id: str = APP_ID
    app_token: str = field(default_factory=lambda: f"xapp-1-{APP_ID}-{secrets.token_hex(24)}", repr=False)
    signing_secret: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)
    client_id: str = "1.1"
    client_secret: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)
    url: str = ""
    also_at: tuple[str, ...] = ()
    """Other origins under which a browser finds us, through a forwarded port for one."""


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
    patience: float
    """How many real seconds a person waits for something to happen on the screen after an action."""
    calls: Counter[str] = field(default_factory=Counter)
    codes: dict[str, Workspace] = field(default_factory=dict)
    """OAuth codes that were handed out and not exchanged yet, each with its workspace."""
    uploads: dict[str, File] = field(default_factory=dict)
    """The files whose bytes are waited for, by what their address ends in."""
