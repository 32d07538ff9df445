"""The reply about a channel's digest schedule."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal

from bot.views.blocks import Message
from bot.views.reader import Reader


@dataclass(frozen=True)
class DigestSchedule:
    """When a channel gets its digest: `weekday` (Monday 0), or the first such day of a month, at `at` in `zone`."""

    rhythm: Literal["weekly", "monthly", "off"]
    weekday: int
    at: time
    zone: str
    next_at: datetime | None = None


def digest_schedule(schedule: DigestSchedule, reader: Reader, *, changed: bool = False) -> Message:
    """When digests come to this channel, and how to change it. `changed` confirms what was just set."""
    raise NotImplementedError


def digest_posted() -> Message:
    """What the person sees who asked for the digest now."""
    raise NotImplementedError
