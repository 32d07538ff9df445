"""What a driver may need, in one frozen bundle that the wiring builds."""

from dataclasses import dataclass, field

from bot.background import Background
from bot.clock import Clock
from bot.freshness import Freshness
from bot.http import HttpSender
from bot.workspaces import Workspaces
from storage.db import Database


@dataclass(frozen=True)
class Deps:
    """Handed to every handler and heartbeat job."""

    database: Database
    clock: Clock
    workspaces: Workspaces
    http: HttpSender
    background: Background
    freshness: Freshness = field(default_factory=Freshness)
