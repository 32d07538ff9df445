"""The first steps on the Home tab of whoever has no result yet: what to do, and what the words mean."""

from bot.results.home import Begun
from bot.results.names import Viewer
from bot.views.blocks import (
    Block,
    actions,
    button,
    context,
    header,
    one_line,
    section,
)
from bot.views.ids import Action
from bot.views.speech import say
from bot.views.welcome import ways_on


def first_steps(begun: Begun, viewer: Viewer) -> list[Block]:
    """Three steps, each ticked once it is done, and the four words that are needed."""
    steps = [
        (begun.has_outcome, say(viewer, "You write down what should change: _Patients get an appointment sooner_")),
        (
            begun.has_number,
            say(viewer, "…and the number that would show it: days of waiting, from 14 to 7"),
        ),
        (
            begun.has_reading,
            say(
                viewer,
                "I ask its owner for that number, in one message, and tell the channel every week how it goes",
            ),
        ),
    ]
    lines = [f"{'✓' if is_done else place}  {line}" for place, (is_done, line) in enumerate(steps, start=1)]
    return [
        header(say(viewer, "Three steps to a first result")),
        section("\n".join(lines)),
        *_next_step(begun, viewer),
        context(
            say(
                viewer,
                "*Outcome*: a change for somebody. *Indicator*: a number that shows it. "
                "*Target*: what it is to be by a day. *Reading*: what was measured.",
            )
        ),
    ]


def _next_step(begun: Begun, viewer: Viewer) -> list[Block]:
    stand = say(viewer, "How things stand")
    standing = button(stand, Action.LIST_OUTCOMES, acts_on=stand)
    if not begun.has_outcome:
        return [actions(*ways_on(viewer), standing)]
    if begun.outcome is None:
        return []
    label = say(viewer, "Add an indicator")
    acts_on = say(viewer, "Add an indicator to {outcome}", outcome=one_line(begun.outcome.statement, 40))
    return [actions(button(label, Action.ADD_INDICATOR, begun.outcome.key, acts_on=acts_on, primary=True), standing)]
