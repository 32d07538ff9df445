"""When a channel gets its digest."""

from dataclasses import dataclass
from datetime import datetime, time

from bot.domain.digests import Rhythm


@dataclass(frozen=True)
class DigestSchedule:
    """When a channel gets its digest: `weekday` (Monday 0), or the first such day of a month, at `at` in `zone`."""

    rhythm: Rhythm
    weekday: int
    at: time
    zone: str
    next_at: datetime | None = None
