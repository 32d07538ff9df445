"""For how long what Slack has told may be relied on."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.access import EVER

SIGHT_HOLDS_FOR = timedelta(minutes=15)
"""How long what Slack said about a channel may decide who sees what lives there."""
PROFILE_HOLDS_FOR = timedelta(minutes=10)
"""The same for what a person may do: whether they are an administrator, a guest, or there at all."""


@dataclass
class Freshness:
    """Since when this process hears what Slack tells by itself: what was learned before may have changed unheard."""

    since: datetime = EVER
    channels_for: timedelta = SIGHT_HOLDS_FOR
    profiles_for: timedelta = PROFILE_HOLDS_FOR
    _missed_since: datetime | None = None

    def was_deaf(self, *, since: datetime, until: datetime) -> None:
        """Nothing was heard in this time: what was learned before it may have changed, and what was said was missed."""
        self.since = max(self.since, until)
        self._missed_since = min(since, self._missed_since or since)

    def take_missed(self) -> datetime | None:
        """Since when something may have been said unheard, once; None where nothing was."""
        missed_since, self._missed_since = self._missed_since, None
        return missed_since

    def trusts_channels_since(self, now: datetime) -> datetime:
        """What was learned of a channel before this instant is old news."""
        return max(now - self.channels_for, self.since)

    def trusts_profiles_since(self, now: datetime) -> datetime:
        """What was learned of a person before this instant is old news."""
        return max(now - self.profiles_for, self.since)
