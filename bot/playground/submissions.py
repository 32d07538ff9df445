"""What Slack's client does with the bot's answer to a submitted form."""

from typing import Any

from bot.playground.api import refuse
from bot.playground.deliveries import Delivery
from bot.playground.errors import SlackError
from bot.playground.screens import View
from bot.playground.strict import check_view
from bot.playground.world import World

TROUBLE = "We had some trouble connecting. Try again?"


def apply_submission(world: World, view: View, delivery: Delivery) -> None:
    """Close, change or keep the form as the ack says; one that Slack cannot use leaves it open, saying so."""
    if not delivery.ok:
        _trouble(world, view, delivery, delivery.error or "operation_timeout")
        return
    try:
        _apply(world, view, delivery.body or {})
    except SlackError as error:
        _trouble(world, view, delivery, error.error)


def _apply(world: World, view: View, body: Any) -> None:
    if not isinstance(body, dict):
        raise SlackError("invalid_response")
    action = body.get("response_action")
    if action is None and not body:
        stack = world.screens.stack(view.user)
        if view in stack:
            stack.remove(view)
    elif action == "clear":
        world.screens.clear(view.user)
    elif action == "errors":
        _show_errors(view, body.get("errors"))
    elif action in ("update", "push"):
        content = body.get("view")
        if not isinstance(content, dict) or content.get("type") != "modal":
            raise SlackError("invalid_view")
        refuse(check_view(content))
        if action == "update":
            world.screens.update(view, content, None)
        else:
            world.screens.push(view.user, view.workspace, content)
    else:
        raise SlackError("invalid_response_action")
    world.changes.tell()


def _show_errors(view: View, errors: Any) -> None:
    inputs = {block.get("block_id") for block in view.blocks if block.get("type") == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        raise SlackError("invalid_errors")
    if not all(isinstance(message, str) and message for message in errors.values()):
        raise SlackError("invalid_errors")
    view.errors = dict(errors)


def _trouble(world: World, view: View, delivery: Delivery, error: str) -> None:
    view.trouble = TROUBLE
    delivery.error = delivery.error or error
    world.changes.tell()
