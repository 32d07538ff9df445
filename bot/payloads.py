"""What a payload of Slack's has to look like before anything is done with it: the one place that says so.

Whoever lets a payload in checks it here first, over HTTP and over the socket. After that the library and every
listener may take what is described here for granted: what is there has its type, and what they cannot do without is
there. Values that only a person could have put in are not judged here; those are answered with a sentence.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from bot.payload_shapes import EVENT, EVENTS, KINDS, AnyEvent, Command, Other, Shape, SslCheck

MOST_SHOWN = 120


class MalformedPayload(Exception):
    """Nothing that Slack sends. Says where it is wrong, and nothing of what stood there."""


def require_well_formed(body: Any) -> None:
    """Return if `body` is a payload as Slack sends them. Raises `MalformedPayload`."""
    if not isinstance(body, dict):
        raise MalformedPayload(f"a {type(body).__name__} in place of an object")
    kind, shape = _kind_of(body)
    try:
        shape.model_validate(body)
        if kind == EVENT:
            kind = f"event {body['event']['type']}"
            EVENTS.get(body["event"]["type"], AnyEvent).model_validate(body["event"])
    except ValidationError as error:
        raise MalformedPayload(clipped(f"{kind}: {_where(error)}")) from None


def clipped(text: str) -> str:
    """Words for a line of the log, of which somebody else may have written some: short, and on one line."""
    shown = ascii(text)[1:-1]
    return shown if len(shown) <= MOST_SHOWN else f"{shown[:MOST_SHOWN]}…"


def kind_of(body: Mapping[str, Any]) -> str:
    """What a well-formed payload is, for the log: the command's name, the event's or the interaction's kind, and what
    was pressed or submitted.
    """
    view, actions = body.get("view") or {}, body.get("actions") or [{}]
    if "command" in body:
        named = body["command"]
    elif body.get("type") == EVENT:
        named = f"event {body['event']['type']}"
    else:
        of = actions[0].get("action_id") or body.get("action_id") or body.get("callback_id") or view.get("callback_id")
        named = f"{body.get('type', '')} {of or ''}".strip()
    return clipped(named)


def _kind_of(body: dict[Any, Any]) -> tuple[str, type[Shape]]:
    if "ssl_check" in body:
        return "ssl_check", SslCheck
    if "command" in body:
        return "command", Command
    kind = body.get("type")
    if not isinstance(kind, str):
        raise MalformedPayload("neither a command nor anything with a type")
    return kind, KINDS.get(kind, Other)


def _where(error: ValidationError) -> str:
    """The first thing that is wrong, by its place and without its value."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
