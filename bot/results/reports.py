"""What somebody is told once a week of everything that they answer for."""

from dataclasses import dataclass, field

from bot.results.digests import Digest
from bot.results.missing import Missing


@dataclass(frozen=True)
class WeeklyReport:
    """A digest of all their outcomes, each with the channel where it lives, and what is missing of them."""

    digest: Digest
    missing: Missing = field(default=Missing(()))
