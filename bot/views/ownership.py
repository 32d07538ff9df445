"""Choosing who is asked for an indicator's readings."""

from datetime import date

from bot.fields import Field
from bot.results.names import IndicatorName, Viewer
from bot.views.blocks import View, modal, said, section
from bot.views.ids import Form
from bot.views.inputs import date_input, person_input, text_input
from bot.views.speech import say
from bot.views.wording import key


def hand_over_form(indicator: IndicatorName, viewer: Viewer, *, until_on: date | None = None, line: str = "") -> View:
    """Who is to be asked, until when, and a line to them."""
    return modal(
        say(viewer, "Choose a new owner"),
        [
            section(f"*{said(indicator.name)}* {key(indicator.key)}"),
            person_input(Field.OWNER, say(viewer, "Who is asked for its readings?")),
            date_input(
                Field.UNTIL,
                say(viewer, "Until when?"),
                chosen=until_on,
                optional=True,
                hint=say(viewer, "On this day it goes back to whoever has it now. Left empty, it is for good."),
            ),
            text_input(
                Field.REASON,
                say(viewer, "One line to them"),
                typed=line,
                optional=True,
                hint=say(viewer, "They are asked first. What you take yourself is yours at once."),
            ),
        ],
        callback=Form.HAND_OVER,
        submit=say(viewer, "Hand over"),
        close=say(viewer, "Cancel"),
        metadata=indicator.key,
    )
