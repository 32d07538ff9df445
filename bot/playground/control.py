"""The control surface: what tests in another process do to a playground, as JSON under `/playground/`."""

import asyncio
import dataclasses
import json
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from bot.playground.deliveries import Delivery
from bot.playground.errors import CannotDo, CannotSubmit
from bot.playground.faults import Fault
from bot.playground.people import Person
from bot.playground.seen import Answer, Home, Modal, Seen
from bot.playground.setup import Setup
from bot.playground.world import World

Json = dict[str, Any]
ACTIONS = frozenset(
    [
        "types",
        "says",
        "presses",
        "chooses",
        "searches",
        "submits",
        "fills",
        "closes",
        "opens_home",
        "joins",
        "leaves",
        "sets_status",
        "wants_no_disturbance",
        "moves_to",
    ]
)
"""What a person can be asked to do."""


def add_control(site: web.Application, world: World) -> None:
    """Add the control surface to the playground's site."""
    control = Control(Setup(world, next(iter(world.state.workspaces.values()))))
    site.router.add_get("/playground/state", _guarded(control.state))
    site.router.add_get("/playground/log", _guarded(control.log))
    site.router.add_get("/playground/people/{name}", _guarded(control.screen))
    for name in ("clock", "people", "channels", "faults", "act"):
        site.router.add_post(f"/playground/{name}", _guarded(getattr(control, name)))


def _guarded(handler: Callable[[web.Request], Awaitable[Any]]) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Answer as JSON. A page of another site in this machine's browser must not reach in here."""

    async def serve(request: web.Request) -> web.Response:
        if request.headers.get("Origin") is not None:
            raise web.HTTPForbidden(text="The control surface is not for browsers.")
        if request.method == "POST" and request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType(text="The control surface takes JSON (Content-Type: application/json).")
        try:
            return web.json_response(await handler(request), dumps=_dumps)
        except CannotSubmit as problem:
            return web.json_response({"error": str(problem), "problems": problem.problems}, status=409)
        except CannotDo as problem:
            return web.json_response({"error": str(problem)}, status=409)
        except (KeyError, TypeError, ValueError) as problem:
            return web.json_response({"error": f"{type(problem).__name__}: {problem}"}, status=400)

    return serve


class Control:
    """The handlers."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._world = setup.world
        self._people: dict[str, Person] = {}

    async def state(self, _request: web.Request) -> Json:
        """The clock, who and what there is, how often each method was called, and the acks."""
        world = self._world
        return {
            "now": world.clock.now().isoformat(),
            "stopped": world.clock.stopped,
            "connections": len(world.sockets.connections),
            "people": {user.name: user.id for user in world.state.users.values()},
            "channels": {channel.name: channel.id for channel in world.state.channels.values() if not channel.im_with},
            "calls": dict(world.calls),
            "posts": sum(1 for message in world.state.messages if message.bot_id and message.viewer is None),
            "deliveries": [delivery_json(delivery) for delivery in world.courier.deliveries],
        }

    async def log(self, request: web.Request) -> list[Json]:
        """The exchanges with the bot after number `?after=`."""
        entries = self._world.log.entries[int(request.query.get("after", "0")) :]
        return [{**vars(entry), "at": entry.at.isoformat()} for entry in entries]

    async def screen(self, request: web.Request) -> Json:
        """What a person sees."""
        person = self._person(request.match_info["name"])
        return {
            "messages": [screen_json(seen) for seen in person.sees(request.query.get("channel"))],
            "modal": screen_json(person.modal),
            "home": screen_json(person.home),
        }

    async def clock(self, request: web.Request) -> Json:
        """Move the clock: `set` (ISO instant), `advance` (seconds), `stop` or `go` (true), in this order."""
        body, clock = await request.json(), self._world.clock
        if body.get("stop"):
            clock.stop()
        if "set" in body:
            clock.set(datetime.fromisoformat(body["set"]))
        if "advance" in body:
            clock.advance(timedelta(seconds=float(body["advance"])))
        if body.get("go"):
            clock.go()
        return {"now": clock.now().isoformat(), "stopped": clock.stopped}

    async def people(self, request: web.Request) -> Json:
        """Add a person: `name`, and optionally `real_name`, `zone`, `locale`, `admin`."""
        return {"id": self._setup.person(**await request.json()).id}

    async def channels(self, request: web.Request) -> Json:
        """Add a channel: `name`, `members` (handles), and optionally `private`, `bot`."""
        body = await request.json()
        members = [self._person(name) for name in body.pop("members", [])]
        return {"id": self._setup.channel(body.pop("name"), *members, **body).id}

    async def faults(self, request: web.Request) -> Json:
        """Script a fault: `method`, `fault` (as `Fault` is spelled), `times`, `skip`, `seconds`; or `clear`."""
        body = await request.json()
        if body.pop("clear", False):
            self._world.faults.clear()
        if body:
            self._world.faults.add(body.pop("method"), Fault[body.pop("fault")], **body)
        return {}

    async def act(self, request: web.Request) -> Json:
        """Let a `person` do (`does`) something with these `arguments`; what they got for it."""
        body = await request.json()
        name, arguments = body["does"], body.get("arguments", {})
        if name not in ACTIONS:
            raise CannotDo(f"nobody can {name!r}")
        result = getattr(self._person(body["person"]), name)(**arguments)
        if asyncio.iscoroutine(result):
            result = await result
        return {"got": answer_json(result) if isinstance(result, Answer) else screen_json(result)}

    def _person(self, name: str) -> Person:
        person = self._setup.who_is(name)
        # Kept, since what was chosen in messages and not sent yet is known to the person's client alone.
        return self._people.setdefault(person.id, person)


def answer_json(answer: Answer) -> Json:
    """What a person got, without the payloads."""
    return {
        "text": answer.text,
        "error": answer.error,
        "messages": [screen_json(seen) for seen in answer.messages],
        "modal": screen_json(answer.modal),
        "ack_seconds": answer.delivery.ack_seconds if answer.delivery else None,
    }


def screen_json(value: Seen | Modal | Home | Delivery | tuple[str, ...] | None) -> Any:
    """Something on a screen as JSON."""
    if isinstance(value, Delivery):
        return delivery_json(value)
    if isinstance(value, (Seen, Modal, Home)):
        shown = {each.name: getattr(value, each.name) for each in dataclasses.fields(value) if each.name != "message"}
        if isinstance(value, Modal):
            shown["fields"] = [dataclasses.asdict(field) for field in value.fields]
        return shown
    return value


def delivery_json(delivery: Delivery) -> Json:
    """How a delivery went, without its payload."""
    return {
        "kind": delivery.kind,
        "started": delivery.started.isoformat(),
        "ack_seconds": delivery.ack_seconds,
        "status": delivery.status,
        "error": delivery.error,
        "retry_num": delivery.retry_num,
    }


def _dumps(value: Any) -> str:
    return json.dumps(value, default=str)
