"""What a driver may need, in one frozen bundle that the wiring builds."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.background import Background
from bot.clock import Clock
from bot.domain.sources import Fetched, NotFetched, Query
from bot.drawing.studio import Studio
from bot.freshness import Freshness
from bot.http import HttpSender
from bot.results.plan import Entry
from bot.sealing import TokenKeys
from bot.workspaces import Workspaces
from storage.db import Database

Foresee = Callable[[datetime, datetime], list[Entry]]
"""From an instant to another."""

Fetch = Callable[[Query], Awaitable[Fetched | NotFetched]]
"""Asks another system for a value."""


@dataclass(frozen=True)
class Deps:
    """Handed to every handler and heartbeat job."""

    database: Database
    clock: Clock
    workspaces: Workspaces
    http: HttpSender
    background: Background
    studio: Studio = field(default_factory=Studio)
    freshness: Freshness = field(default_factory=Freshness)
    foresee: Foresee | None = None
    """What will be sent, and what is held back, in all workspaces. It takes a while: not on the loop."""
    fetch: Fetch | None = None
    token_keys: TokenKeys | None = None
    """What seals the secrets that other systems want."""
