"""What is said once something was put off, or its owner asked."""

from collections.abc import Sequence
from datetime import datetime

from bot.results.due import DueItem
from bot.results.names import PersonName, Viewer
from bot.views.blocks import Message, context, listing, message, section
from bot.views.days import near_instant
from bot.views.readings import due_lines
from bot.views.speech import say, say_counted
from bot.views.wording import name


def was_put_off(until: datetime, count: int, too_late_for: Sequence[DueItem], viewer: Viewer) -> Message:
    """When it is asked for again, and what could not be put off."""
    line = say_counted(
        viewer,
        "✓ I ask for {count} reading again {when}.",
        "✓ I ask for {count} readings again {when}.",
        count,
        when=near_instant(until, viewer),
    )
    if not too_late_for:
        return message(section(line))
    return message(
        section(line),
        section(say(viewer, "*Not put off, since it counts as missed by then*")),
        *listing(due_lines(too_late_for, viewer), viewer, most=5),
    )


def asked_owner(owner: PersonName, viewer: Viewer) -> Message:
    """The answer to whoever asks."""
    return message(
        section(say(viewer, "✓ {name} is asked, in your name.", name=name(owner))),
        context(say(viewer, "Once a day at most.")),
    )
