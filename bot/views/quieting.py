"""The form that has reports be quiet about an indicator, and what is said of it."""

from collections.abc import Sequence

from bot.fields import Field
from bot.results.digests import Quieted
from bot.results.names import IndicatorName, Viewer
from bot.views.blocks import Message, View, context, message, modal, one_line, said, section
from bot.views.days import day
from bot.views.ids import Form
from bot.views.inputs import date_input, select_input, text_input
from bot.views.speech import say


def quiet_form(indicators: Sequence[IndicatorName], viewer: Viewer) -> View:
    """About which of these, until when, and why."""
    return modal(
        say(viewer, "Quiet about one"),
        [
            select_input(
                Field.INDICATOR,
                say(viewer, "Reports say nothing about"),
                {each.key: one_line(each.name, 73) for each in indicators},
            ),
            date_input(Field.UNTIL, say(viewer, "Until"), hint=say(viewer, "Today: reports speak of it again.")),
            text_input(Field.REASON, say(viewer, "Why?"), optional=True),
            context(say(viewer, "The report says who wanted it, and why. The outcome keeps its colour.")),
        ],
        callback=Form.QUIET,
        submit=say(viewer, "Save"),
        close=say(viewer, "Cancel"),
    )


def nothing_to_be_quiet_about(viewer: Viewer) -> Message:
    """The answer where there is no indicator."""
    return message(section(say(viewer, "This channel has no indicators yet.")))


def is_quieted(done: Quieted, viewer: Viewer) -> View:
    """What was done, in the place of the form."""
    indicator = said(done.indicator.name)
    if done.is_over:
        shown = say(viewer, "✓ Reports speak of *{indicator}* again.", indicator=indicator)
    else:
        shown = say(
            viewer,
            "✓ Reports are quiet about *{indicator}* until {day}.",
            indicator=indicator,
            day=day(done.until_on, viewer),
        )
    return modal(say(viewer, "Quiet about one"), [section(shown)], callback=Form.NOTICE, close=say(viewer, "Done"))
