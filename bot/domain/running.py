"""Whether an indicator is running: only then readings fall due, are asked for, given and counted."""

from datetime import datetime
from enum import StrEnum


class NotRunning(StrEnum):
    """Why an indicator is not running."""

    CLOSED = "closed"
    """Its outcome is."""
    RETIRED = "retired"
    PAUSED = "paused"


def why_not_running(
    *, closed_at: datetime | None, paused_at: datetime | None, retired_at: datetime | None
) -> NotRunning | None:
    """Why an indicator is not running, the most lasting reason first; None for one that is.

    `storage.running` says the same in SQL.
    """
    if closed_at is not None:
        return NotRunning.CLOSED
    if retired_at is not None:
        return NotRunning.RETIRED
    return NotRunning.PAUSED if paused_at is not None else None
