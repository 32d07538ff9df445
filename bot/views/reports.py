"""The weekly report of all outcomes that somebody answers for, and what is said when it is switched on or off."""

from datetime import datetime

from bot.results.names import Viewer
from bot.results.reports import WeeklyReport
from bot.views.blocks import Block, Message, context, message, section
from bot.views.days import instant
from bot.views.digest import digest_of_mine
from bot.views.missing import missing_blocks, still_open
from bot.views.speech import say

_DIVIDER: Block = {"type": "divider"}


def weekly_report(content: WeeklyReport, viewer: Viewer) -> Message:
    """All of it: the digest, and what is missing with what can be done about it."""
    told = content.missing
    keys = {item.indicator.key for item in told.items}
    below = [*missing_blocks(told, viewer), *still_open(told.still_open, viewer)]
    return message(
        *digest_of_mine(content.digest, viewer, told_below=keys),
        *([_DIVIDER, *below] if below else []),
    )


def report_switched_on(next_at: datetime, viewer: Viewer) -> Message:
    """The answer to whoever wants it."""
    return message(
        section(
            say(
                viewer,
                "✓ Once a week I write you a report of all outcomes that you answer for. The next one: {when}.",
                when=instant(next_at, viewer),
            )
        ),
        context(
            say(
                viewer,
                "What is missing comes in the same message. On a day on which I ask you for readings it waits until "
                "the next. To see it now: {preview}. To stop it: {off}",
                preview="`/digest mine preview`",
                off="`/digest mine off`",
            )
        ),
    )


def report_switched_off(viewer: Viewer) -> Message:
    """The answer to whoever does not want it any more."""
    command = "`/digest mine`"
    return message(
        section(
            say(
                viewer,
                "✓ I write you no report any more. If readings are missing, I still say so once a week. To have the "
                "report again: {command}",
                command=command,
            )
        )
    )


def nothing_of_mine(viewer: Viewer) -> Message:
    """The answer where somebody answers for nothing."""
    return message(section(say(viewer, "You answer for no open outcome, so there is nothing to report.")))
