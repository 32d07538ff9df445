"""The list of indicators: the worst first, a page at a time."""

from typing import Any

from bot.results.names import Viewer
from bot.results.outcomes import IndicatorPage
from bot.views.blocks import Message, actions, button, listing, message, said, section
from bot.views.ids import Action
from bot.views.opening import MOST_ON_A_PAGE, open_menu
from bot.views.outcomes import indicator_line, new_outcome_button
from bot.views.speech import say, say_counted
from bot.words import words

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


def indicator_list(page: IndicatorPage, viewer: Viewer, *, which: str = "all") -> Message:
    """So many of them, a menu that opens one, and a button for the next. `which` names the filter that was asked for;
    those of one outcome need none.
    """
    if not page.lines:
        return message(section(say(viewer, _EMPTY[which])), actions(new_outcome_button(viewer)))
    names = [(line.indicator.key, line.indicator.name) for line in page.lines]
    return message(
        section(_title(page, viewer, which)),
        *listing([indicator_line(line, viewer) for line in page.lines], viewer, characters=MOST_ON_A_PAGE),
        actions(open_menu(Action.OPEN_INDICATOR, names, viewer), *_next(page, which, viewer)),
    )


def _title(page: IndicatorPage, viewer: Viewer, which: str) -> str:
    if page.of is None:
        return say(viewer, _TITLES[which])
    return say(viewer, "*The numbers of {outcome}*", outcome=said(page.of.statement, 300))


def _next(page: IndicatorPage, which: str, viewer: Viewer) -> list[dict[str, Any]]:
    shown = page.first + len(page.lines)
    left = page.count - shown
    if left <= 0:
        return []
    count = min(left, len(page.lines))
    label = say_counted(viewer, "Next {count}", "Next {count}", count)
    acts_on = say_counted(
        viewer, "Next {count} of {left} indicators", "Next {count} of {left} indicators", count, left=left
    )
    of = f"={page.of.key}" if page.of else which
    return [button(label, Action.MORE_INDICATORS, f"{of} {shown}", acts_on=acts_on)]
