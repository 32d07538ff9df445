"""The reply about a channel's digest schedule."""

from bot.domain.digests import Rhythm
from bot.results.digest_settings import DigestSchedule
from bot.results.names import Viewer
from bot.views.blocks import Message, context, message, said, section
from bot.views.wording import WEEKDAYS, instant


def digest_schedule(schedule: DigestSchedule, viewer: Viewer, *, changed: bool = False) -> Message:
    """When digests come to this channel, and how to change it. `changed` confirms what was just set."""
    if schedule.rhythm is Rhythm.OFF:
        now = "Digests are off in this channel." if not changed else "Digests are now off in this channel."
        return message(section(f"{now} To turn them on: `/digest every monday 09:00`"))
    lines = [f"{'Set. ' if changed else ''}{_rhythm(schedule)} at {schedule.at:%H:%M} ({said(schedule.zone)})."]
    if schedule.next_at:
        yours = " your time" if schedule.zone != viewer.zone else ""
        lines.append(f"Next: {instant(schedule.next_at, viewer)}{yours}.")
    change = "To change it: `/digest every monday 09:00`, `/digest monthly`. To stop it: `/digest off`"
    return message(section(" ".join(lines)), context(change))


def _rhythm(schedule: DigestSchedule) -> str:
    weekday = WEEKDAYS[schedule.weekday]
    return f"Every {weekday}" if schedule.rhythm is Rhythm.WEEKLY else f"The first {weekday} of every month"


def digest_posted() -> Message:
    """What the person sees who asked for the digest now."""
    return message(section("The digest is on its way to this channel."))
