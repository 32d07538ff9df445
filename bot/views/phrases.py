"""Answers to plain phrases."""

from collections.abc import Sequence

from bot.domain.due import DueState
from bot.results.due import DueItem
from bot.results.names import Viewer
from bot.views.absences import away_button
from bot.views.blocks import Message, actions, message, section
from bot.views.outcomes import new_outcome_button
from bot.views.readings import check_in_button, nothing_is_due
from bot.views.speech import say, say_counted


def greeting(items: Sequence[DueItem], viewer: Viewer, *, next_due: DueItem | None) -> Message:
    """What the bot does, and what it wants of whoever says hello."""
    waiting = [item for item in items if item.state is DueState.DUE]
    what = say(viewer, "I ask for figures when they are due, and tell the channel how it goes.")
    if not waiting:
        return message(section(f"{what}\n{nothing_is_due(viewer, next_due)}"), actions(new_outcome_button(viewer)))
    due = say_counted(
        viewer, "{count} reading is due from you now.", "{count} readings are due from you now.", len(waiting)
    )
    return message(section(f"{what}\n{due}"), actions(check_in_button(len(items), viewer)))


def welcome_back(viewer: Viewer) -> Message:
    """The answer to thanks."""
    return message(section(say(viewer, "You are welcome.")))


def about_quiet(viewer: Viewer) -> Message:
    """What can be done today by somebody who wants to be left alone."""
    return message(
        section(
            say(
                viewer,
                "I write once for what is due, once more a working day later, and then I am silent. While you are away "
                "I ask your backups, or nobody. What has no figure is declared with {command}",
                command="`n/d <why>`",
            )
        ),
        actions(away_button(viewer)),
    )
