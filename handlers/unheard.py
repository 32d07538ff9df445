"""What nobody listens for: buttons and forms of an older version, commands that only the manifest has, events that the
app was subscribed to. All of it is acknowledged, or Slack would show an error and bring it again.
"""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from slack_bolt.response import BoltResponse

from bot.payloads import kind_of
from bot.results.names import Viewer
from bot.views.blocks import Message
from bot.views.errors import NOT_SAVED, OLD_BUTTON, OLD_FORM, form_problem, giving_back, problem, unknown_command
from handlers.commands import typed_command
from handlers.form_values import FormValues
from handlers.surfaces import Body, may_stack

log = logging.getLogger(__name__)


def acknowledgement_of(body: Body, commands: Sequence[str], viewer: Viewer) -> BoltResponse:
    """The acknowledgement; a person who would lose what they typed is told so in it."""
    log.info("nobody listens for %s", kind_of(body))
    match body:
        case {"command": str(name)}:
            answer = giving_back(unknown_command(name, commands, viewer), typed_command(body), viewer)
            return BoltResponse(status=200, body={**answer, "response_type": "ephemeral"})
        case {"type": "view_submission", "view": view}:
            return BoltResponse(status=200, body=old_form(view, viewer))
        case {"type": "block_suggestion" | "dialog_suggestion"}:
            return BoltResponse(status=200, body={"options": []})
    return BoltResponse(status=200, body="")


def reply_to(body: Body, viewer: Viewer) -> Message | None:
    """What somebody reads who pressed a button that does nothing; None for what does something without us (a link), and
    for what was not pressed to have something done (a choice in a form that is not submitted yet).
    """
    match body:
        case {"type": "block_actions", "actions": [{"type": "button", **pressed}, *_]} if not pressed.get("url"):
            return problem(OLD_BUTTON, viewer)
    return None


def old_form(view: Mapping[str, Any], viewer: Viewer) -> dict[str, Any]:
    """On top of the form or in its place: what became of it, and what was filled in, to be copied."""
    action = "push" if may_stack(view) else "update"
    return {"response_action": action, "view": form_problem(NOT_SAVED, OLD_FORM, viewer, FormValues(view).filled_in())}
