"""The reply about a channel's digest schedule."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal

from bot.views.blocks import Message, context, message, said, section
from bot.views.reader import Reader
from bot.views.wording import WEEKDAYS, instant


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
    if schedule.rhythm == "off":
        now = "Digests are off in this channel." if not changed else "Digests are now off in this channel."
        return message(section(f"{now} To turn them on: `/digest every monday 09:00`"))
    lines = [f"{'Set. ' if changed else ''}{_rhythm(schedule)} at {schedule.at:%H:%M} ({said(schedule.zone)})."]
    if schedule.next_at:
        yours = " your time" if schedule.zone != reader.zone else ""
        lines.append(f"Next: {instant(schedule.next_at, reader)}{yours}.")
    change = "To change it: `/digest every monday 09:00`, `/digest monthly`. To stop it: `/digest off`"
    return message(section(" ".join(lines)), context(change))


def _rhythm(schedule: DigestSchedule) -> str:
    weekday = WEEKDAYS[schedule.weekday]
    return f"Every {weekday}" if schedule.rhythm == "weekly" else f"The first {weekday} of every month"


def digest_posted() -> Message:
    """What the person sees who asked for the digest now."""
    return message(section("The digest is on its way to this channel."))
