"""Every time and number that delivery turns on, in one place: settings for an operator, shrunk in tests."""

from dataclasses import dataclass
from datetime import time, timedelta


@dataclass(frozen=True)
class DeliverySettings:
    """With these defaults nothing was lost or doubled while Slack's history lagged less than `read_back_after`."""

    heartbeat_for: float = 5.0
    """Seconds between rounds."""
    job_timeout_for: float = 300.0
    """Seconds after which a round is given up: a job that hangs would silence itself for ever."""
    planning_batch: int = 500
    claim_batch: int = 8
    send_timeout_for: float = 10.0
    """Seconds for one call to Slack, from first byte to last."""
    lease: timedelta = timedelta(seconds=60)
    send_budget_for: float = 45.0
    """Seconds after the claim from which no send may start: it could outlast the lease."""
    read_back_after: timedelta = timedelta(seconds=60)
    """From an unclear attempt to the first look into Slack's history."""
    between_reads: timedelta = timedelta(seconds=15)
    absent_reads: int = 2
    absent_reads_when_doubtful: int = 12
    """After a second unclear attempt at the same message."""
    most_unclear: int = 3
    unreadable_for: timedelta = timedelta(minutes=30)
    """For how long Slack's history may be unreadable before reminders go out again and digests are given up."""
    most_attempts: int = 12
    workspace_every: timedelta = timedelta(seconds=60 / 240)
    workspace_burst: int = 5
    channel_every: timedelta = timedelta(seconds=1.05)
    channel_burst: int = 4
    """How many answers may go to one person ahead of that."""
    owner_hours_end_at: time = time(18)
    """A late reminder still goes out before this local time; after it the next day's covers it."""
    between_reminders: timedelta = timedelta(hours=12)
    digest_late_by_at_most: timedelta = timedelta(hours=24)
    late_from: timedelta = timedelta(hours=1)
    """From this lateness on a message says that it is late; a longer silence of ours is an outage."""
    seen_kept_for: timedelta = timedelta(days=30)
