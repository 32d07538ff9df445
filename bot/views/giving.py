"""The form for a figure of one indicator."""

from typing import Any

from bot.domain.values import Value
from bot.fields import Field
from bot.results.names import IndicatorName, Viewer
from bot.views.blocks import View, button, modal, one_line, said, section
from bot.views.ids import Action, Form
from bot.views.inputs import text_input
from bot.views.speech import say
from bot.views.wording import raw_value


def give_form(indicator: IndicatorName, last: Value | None, viewer: Viewer) -> View:
    """One line: the figure, and what there is to say about it. `last` is the newest one that there is."""
    hint = say(viewer, "A period and a note may follow: 12 for last week, two GPs off sick")
    if last is not None:
        hint = say(viewer, "Last: {value}", value=raw_value(last, indicator, viewer)) + f" · {hint}"
    return modal(
        say(viewer, "Give a figure"),
        [section(f"*{said(indicator.name)}*"), text_input(Field.VALUE, say(viewer, "Figure"), hint=hint)],
        callback=Form.GIVE,
        submit=say(viewer, "Save"),
        close=say(viewer, "Cancel"),
        metadata=indicator.key,
    )


def give_button(indicator: IndicatorName, viewer: Viewer, *, primary: bool = False) -> dict[str, Any]:
    """The button that opens the form for a reading of this indicator."""
    return button(
        say(viewer, "Give a figure"),
        Action.GIVE,
        indicator.key,
        acts_on=say(viewer, "Give a figure for {indicator}", indicator=one_line(indicator.name)),
        primary=primary,
    )
