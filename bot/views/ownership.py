"""Choosing who is asked for an indicator's readings."""

from bot.fields import Field
from bot.results.indicators import HandedOver
from bot.results.names import IndicatorName
from bot.views.blocks import View, modal, said, section
from bot.views.ids import Form
from bot.views.inputs import person_input, text_input
from bot.views.wording import key, name


def hand_over_form(indicator: IndicatorName) -> View:
    """Who is to be asked, and why it changes."""
    return modal(
        "Choose a new owner",
        [
            section(f"*{said(indicator.name)}* {key(indicator.key)}"),
            person_input(Field.OWNER, "Who is asked for its readings?"),
            text_input(Field.REASON, "Why does it change?", optional=True),
        ],
        callback=Form.HAND_OVER,
        submit="Hand over",
        close="Cancel",
        metadata=indicator.key,
    )


def handed_over(done: HandedOver) -> View:
    """What follows the form."""
    line = f"{name(done.owner)} is asked for *{said(done.indicator.name)}* {key(done.indicator.key)} from now on."
    return modal("Handed over", [section(line)], callback=Form.NOTICE, close="Done")
