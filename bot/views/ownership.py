"""Choosing who is asked for an indicator's readings."""

from bot.fields import Field
from bot.results.indicators import HandedOver
from bot.results.names import IndicatorName, Viewer
from bot.views.blocks import View, modal, said, section
from bot.views.ids import Form
from bot.views.inputs import person_input, text_input
from bot.views.speech import say
from bot.views.wording import key, name


def hand_over_form(indicator: IndicatorName, viewer: Viewer) -> View:
    """Who is to be asked, and why it changes."""
    return modal(
        say(viewer, "Choose a new owner"),
        [
            section(f"*{said(indicator.name)}* {key(indicator.key)}"),
            person_input(Field.OWNER, say(viewer, "Who is asked for its readings?")),
            text_input(Field.REASON, say(viewer, "Why does it change?"), optional=True),
        ],
        callback=Form.HAND_OVER,
        submit=say(viewer, "Hand over"),
        close=say(viewer, "Cancel"),
        metadata=indicator.key,
    )


def handed_over(done: HandedOver, viewer: Viewer) -> View:
    """What follows the form."""
    line = say(
        viewer,
        "✓ {name} is asked for *{indicator}* {key} from now on.",
        name=name(done.owner),
        indicator=said(done.indicator.name),
        key=key(done.indicator.key),
    )
    return modal(say(viewer, "Handed over"), [section(line)], callback=Form.NOTICE, close=say(viewer, "Done"))
