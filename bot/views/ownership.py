"""Choosing who is asked for an indicator's readings."""

from collections.abc import Sequence
from datetime import date

from bot.fields import Field
from bot.results.names import IndicatorName, Viewer
from bot.views.blocks import Block, View, modal, one_line, said, section
from bot.views.ids import Form, picked
from bot.views.inputs import date_input, person_input, select_input, text_input
from bot.views.speech import say
from bot.views.wording import key


def hand_over_form(indicator: IndicatorName, viewer: Viewer, *, until_on: date | None = None, line: str = "") -> View:
    """Who is to be asked, until when, and a line to them."""
    about = section(f"*{said(indicator.name)}* {key(indicator.key)}")
    return _form(about, viewer, until_on=until_on, line=line, metadata=indicator.key)


def hand_one_over_form(indicators: Sequence[IndicatorName], viewer: Viewer) -> View:
    """The same for one of several; without any there is nothing to hand over."""
    if not indicators:
        nothing = section(say(viewer, "Nothing is open, so there is nothing to hand over from here."))
        return modal(say(viewer, "Hand over"), [nothing], callback=Form.NOTICE, close=say(viewer, "Close"))
    if len(indicators) == 1:
        return hand_over_form(indicators[0], viewer)
    options = {picked(each.key): one_line(each.name, 70) for each in indicators}
    return _form(select_input(Field.INDICATOR, say(viewer, "Which one?"), options), viewer, metadata="")


def _form(about: Block, viewer: Viewer, *, until_on: date | None = None, line: str = "", metadata: str) -> View:
    return modal(
        say(viewer, "Choose a new owner"),
        [
            about,
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
        metadata=metadata,
    )
