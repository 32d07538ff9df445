"""The menu below a list that opens one of the things in it."""

from collections.abc import Sequence
from typing import Any

from bot.results.names import Viewer
from bot.views.blocks import one_line, plain
from bot.views.ids import Action
from bot.views.speech import say

MOST_ON_A_PAGE = 9_000
"""Characters of a page of a list: Slack refuses messages somewhat above thirteen thousand."""


def open_menu(
    action: Action, names: Sequence[tuple[str, str]], viewer: Viewer, *, placeholder: str = ""
) -> dict[str, Any]:
    """A menu of what is on the page, by key and name; choosing one shows it."""
    shown = plain(placeholder or say(viewer, "Open one…"), 150)
    options = [{"text": plain(one_line(name, 73), 75), "value": key} for key, name in names]
    return {"type": "static_select", "action_id": action, "placeholder": shown, "options": options}
