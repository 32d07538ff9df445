"""The list of indicators: the worst first, a page at a time."""

from collections.abc import Sequence

from bot.results.names import Viewer
from bot.results.outcomes import IndicatorLine
from bot.views.blocks import Message, actions, button, listing, message, section
from bot.views.ids import Action
from bot.views.outcomes import indicator_line, new_outcome_button
from bot.views.speech import say, say_counted
from bot.views.standing import urgency
from bot.words import words

ON_A_PAGE = 25
_TITLES = {
    "all": words("*Indicators*"),
    "mine": words("*Indicators that you keep*"),
    "here": words("*Indicators of this channel*"),
}
_EMPTY = {
    "all": words("There are no indicators yet."),
    "mine": words("You keep no indicator."),
    "here": words("This channel has no indicators yet."),
}
"""For each filter what an empty list says."""
LISTS = tuple(_TITLES)


def indicator_list(lines: Sequence[IndicatorLine], viewer: Viewer, *, which: str = "all", first: int = 0) -> Message:
    """So many of them from place `first` on, and a button for the next; `which` names the filter that was asked for."""
    if not lines:
        return message(section(say(viewer, _EMPTY[which])), actions(new_outcome_button(viewer)))
    ordered = sorted(lines, key=lambda line: urgency(line.assessment.state))
    page = ordered[first : first + ON_A_PAGE]
    left = len(ordered) - first - len(page)
    shown = listing([indicator_line(line, viewer) for line in page], viewer)
    if not left:
        return message(section(say(viewer, _TITLES[which])), *shown)
    count = min(left, ON_A_PAGE)
    label = say_counted(viewer, "Next {count}", "Next {count}", count)
    acts_on = say_counted(
        viewer, "Next {count} of {left} indicators", "Next {count} of {left} indicators", count, left=left
    )
    more = button(label, Action.MORE_INDICATORS, f"{which} {first + ON_A_PAGE}", acts_on=acts_on)
    return message(section(say(viewer, _TITLES[which])), *shown, actions(more))
