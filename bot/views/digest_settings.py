"""The reply about a channel's digest schedule."""

from bot.domain.digests import Rhythm
from bot.results.digest_settings import DigestSchedule
from bot.results.names import PersonName, Viewer
from bot.views.blocks import Message, context, message, said, section
from bot.views.days import instant, weekday
from bot.views.speech import say
from bot.views.wording import name


def digest_schedule(schedule: DigestSchedule, viewer: Viewer, *, changed: bool = False) -> Message:
    """When digests come to this channel, and how to change it. `changed` confirms what was just set."""
    if schedule.rhythm is Rhythm.OFF:
        return message(section(_off(viewer, changed=changed)))
    lines = [say(viewer, "✓ {schedule}", schedule=rhythm(schedule, viewer)) if changed else rhythm(schedule, viewer)]
    if schedule.next_at:
        when = instant(schedule.next_at, viewer)
        in_your_time = schedule.zone != viewer.zone
        lines.append(
            say(viewer, "Next: {when} your time.", when=when)
            if in_your_time
            else (say(viewer, "Next: {when}.", when=when))
        )
    change = say(
        viewer,
        "To change it: {weekly}, {monthly}. To stop it: {off}",
        weekly="`/digest every monday 09:00`",
        monthly="`/digest monthly`",
        off="`/digest off`",
    )
    return message(section(" ".join(lines)), context(change))


def _off(viewer: Viewer, *, changed: bool) -> str:
    command = "`/digest every monday 09:00`"
    if changed:
        return say(viewer, "✓ Digests are now off in this channel. To turn them on: {command}", command=command)
    return say(viewer, "Digests are off in this channel. To turn them on: {command}", command=command)


def digests_switched_off(by: PersonName, viewer: Viewer) -> Message:
    """What the channel reads, which would else wait for a report that never comes."""
    command = "`/digest every monday 09:00`"
    return message(
        section(
            say(
                viewer,
                "{name} has switched off my reports in this channel. To have them again: {command}",
                name=name(by),
                command=command,
            )
        )
    )


def already_had_one(viewer: Viewer) -> str:
    """What stands above a report that is for one person's eyes, since the channel had one on the same day."""
    return say(viewer, "This channel has had a report today already, so only you see this one.")


def rhythm(schedule: DigestSchedule, viewer: Viewer) -> str:
    """ "Every Tuesday at 09:00 (Europe/London)."; empty where digests are off."""
    if schedule.rhythm is Rhythm.OFF:
        return ""
    parts = {
        "weekday": weekday(schedule.weekday, viewer),
        "time": f"{schedule.at:%H:%M}",
        "zone": said(schedule.zone),
    }
    if schedule.rhythm is Rhythm.WEEKLY:
        return say(viewer, "Every {weekday} at {time} ({zone}).", **parts)
    return say(viewer, "The first {weekday} of every month at {time} ({zone}).", **parts)


def digest_posted(viewer: Viewer) -> Message:
    """What the person sees who asked for the digest now."""
    return message(section(say(viewer, "The digest is on its way to this channel.")))
