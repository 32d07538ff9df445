"""views.*: forms and Home tabs."""

from typing import Any

from bot.playground.api import Answer, Call, Method, refuse
from bot.playground.errors import SlackError
from bot.playground.strict import check_view


def open_(call: Call) -> Answer:
    """views.open."""
    content = _view(call, "modal")
    trigger = call.world.triggers.exchange(_trigger(call), call.workspace)
    return {"view": call.world.screens.open(trigger.user, call.workspace, content).payload()}


def push(call: Call) -> Answer:
    """views.push: only with a trigger from inside an open form."""
    content = _view(call, "modal")
    trigger = call.world.triggers.exchange(_trigger(call), call.workspace)
    if trigger.view_id is None:
        raise SlackError("not_found")
    return {"view": call.world.screens.push(trigger.user, call.workspace, content).payload()}


def update(call: Call) -> Answer:
    """views.update."""
    view_id, external_id = call.text("view_id"), call.text("external_id")
    if view_id is None and external_id is None:
        raise SlackError("invalid_arguments")
    view = call.world.screens.find(call.workspace, view_id=view_id, external_id=external_id)
    content = _view(call, view.content["type"])
    return {"view": call.world.screens.update(view, content, call.text("hash")).payload()}


def publish(call: Call) -> Answer:
    """views.publish."""
    content = _view(call, "home")
    if not call.world.manifest.home_tab:
        raise SlackError("not_enabled")
    user = call.world.state.users.get(call.text("user_id") or "")
    if user is None or user.workspace is not call.workspace or user.deleted or user.is_bot:
        raise SlackError("invalid_arguments")
    return {"view": call.world.screens.publish(user, call.workspace, content, call.text("hash")).payload()}


def _view(call: Call, kind: str) -> dict[str, Any]:
    view = call.arguments.get("view")
    if not isinstance(view, dict):
        raise SlackError("invalid_arguments")
    refuse(check_view(view))
    if view.get("type") != kind:
        raise SlackError("invalid_arguments", response_metadata={"messages": [f"[ERROR] view must be a {kind}"]})
    return view


def _trigger(call: Call) -> str:
    return call.text("trigger_id") or call.text("interactivity_pointer") or ""


METHODS = {
    "views.open": Method(open_),
    "views.push": Method(push),
    "views.update": Method(update),
    "views.publish": Method(publish),
}
