"""The one place where whatever a listener raised becomes an answer."""

import logging
import secrets
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_bolt.response import BoltResponse
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection

from bot.deps import Deps
from bot.errors import UserError
from bot.views import errors
from bot.views.blocks import MOST_TEXT, Message, View, plain
from bot.views.errors import form_problem
from handlers.commands import typed_command
from handlers.requests import MOST_VIEWS, NETWORK_TROUBLE, depth_of
from storage.group_commit import Busy

log = logging.getLogger(__name__)

_UNSAVED = (Busy, DBAPIError, NoConnection)


def register(app: AsyncApp, deps: Deps) -> None:
    """Have the app answer every error. Slack gets status 200, or it would show an error of its own.

    Except where it fails before anybody knows that it is Slack's (a timestamp that is no number), and for events: only
    another status has Slack bring one again, and nobody waits for an answer to it.
    """

    async def answer(error: Exception, body: dict[str, Any], context: AsyncBoltContext) -> BoltResponse:
        if not context.get("is_verified"):
            log.warning("a request was refused: its signature could not be checked", exc_info=error)
            return BoltResponse(status=401, body="")
        if body.get("type") == "event_callback":
            return _to_event(error, body)
        reference = _logged(error, body)
        if body.get("type") == "view_submission":
            return BoltResponse(status=200, body=_to_form(error, reference, body["view"]))
        message = errors.giving_back(_message(error, reference), typed_command(body))
        if "command" in body:
            return BoltResponse(status=200, body={**message, "response_type": "ephemeral"})
        if body.get("response_url"):
            reply = {**message, "response_type": "ephemeral", "replace_original": False}
            deps.background.start(deps.http.post_json(body["response_url"], reply), name="reply to a button")
        elif body.get("view"):
            notice = form_problem("Not done", _explanation(error, reference))
            deps.background.start(_show_notice(deps, context.team_id, body, notice), name="show a notice")
        return BoltResponse(status=200, body="")

    app.error(answer)


def _to_event(error: Exception, body: dict[str, Any]) -> BoltResponse:
    if isinstance(error, UserError):
        return BoltResponse(status=200, body="")
    log.error("event %s failed; Slack brings it again", body.get("event_id"), exc_info=error)
    return BoltResponse(status=500, body="")


def _logged(error: Exception, body: dict[str, Any]) -> str:
    """A reference under which the operator finds what happened; empty where it is nothing unexpected."""
    if isinstance(error, UserError):
        return ""
    what = body.get("command") or body.get("type")
    if isinstance(error, _UNSAVED):
        log.warning("%s was not saved: %s", what, type(error).__name__, exc_info=not isinstance(error, Busy))
        return ""
    reference = secrets.token_hex(4)
    log.error("%s failed, reference %s", what, reference, exc_info=error)
    return reference


def _message(error: Exception, reference: str) -> Message:
    if isinstance(error, UserError):
        return errors.problem(error.message)
    return errors.not_saved() if isinstance(error, _UNSAVED) else errors.unexpected(reference)


def _to_form(error: Exception, reference: str, view: dict[str, Any]) -> dict[str, Any]:
    """At its field if it has one in this form; else on top of the form, which stays as it was filled in."""
    if isinstance(error, UserError) and error.field in _inputs(view):
        return {"response_action": "errors", "errors": {error.field: plain(error.message, MOST_TEXT)["text"]}}
    action = "push" if depth_of(view) < MOST_VIEWS else "update"
    return {"response_action": action, "view": form_problem("Not saved", _explanation(error, reference))}


def _explanation(error: Exception, reference: str) -> str:
    if isinstance(error, UserError):
        return error.message
    if isinstance(error, _UNSAVED):
        return "Not saved: the database did not answer in time. Close this and press Save again."
    return (
        "Something went wrong on our side, and nothing was saved. Close this and try again in a minute. "
        f"If it happens again, give an administrator this reference: {reference}"
    )


def _inputs(view: dict[str, Any]) -> set[str]:
    return {block["block_id"] for block in view.get("blocks") or [] if block.get("type") == "input"}


async def _show_notice(deps: Deps, team_id: str | None, body: dict[str, Any], notice: View) -> None:
    installed = deps.workspaces.of_team(team_id)
    if installed is None or depth_of(body["view"]) >= MOST_VIEWS:
        return
    try:
        await installed.client.views_push(trigger_id=body["trigger_id"], view=notice)
    except NETWORK_TROUBLE as trouble:
        log.warning("a notice did not open: %s", trouble)
