"""When a channel gets its digest."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal


@dataclass(frozen=True)
class DigestSchedule:
    """When a channel gets its digest: `weekday` (Monday 0), or the first such day of a month, at `at` in `zone`."""

    rhythm: Literal["weekly", "monthly", "off"]
    weekday: int
    at: time
    zone: str
    next_at: datetime | None = None
