"""One Web API call from its request to its answer: decoding, identity, scopes, limits, faults, the method itself."""

import asyncio
import base64
import json
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.playground.errors import SlackError
from bot.playground.faults import Fault, Plan
from bot.playground.log import Entry
from bot.playground.state import Workspace, monotonic
from bot.playground.strict import Refusal, check_arguments, scopes_for
from bot.playground.world import World

_JSON_FIELDS = {
    "blocks": "invalid_blocks_format",
    "attachments": "invalid_attachments",
    "metadata": "invalid_metadata_format",
    "view": "invalid_arguments",
    "message": "invalid_arguments",
    "files": "invalid_arguments",
    "unfurls": "invalid_arguments",
}


@dataclass
class Call:
    """One call of a method by the app: decoded arguments and the workspace whose token it carries."""

    world: World
    method: str
    arguments: dict[str, Any]
    workspace: Workspace

    def text(self, name: str) -> str | None:
        """An argument as text; None when it is missing or empty."""
        value = self.arguments.get(name)
        return str(value) if value not in (None, "") else None

    def flag(self, name: str) -> bool:
        """An argument as yes or no; forms write it as a word or a digit."""
        return str(self.arguments.get(name, "")).lower() in ("1", "true")

    def number(self, name: str, default: int) -> int:
        """An argument as a whole number."""
        try:
            return int(self.arguments.get(name) or default)
        except (TypeError, ValueError):
            return default


Answer = dict[str, Any]
Handler = Callable[[Call], Answer | Awaitable[Answer]]


@dataclass(frozen=True)
class Method:
    """A Web API method: what answers it, and the scopes any of which it needs (none: any token will do)."""

    handler: Handler
    scopes: tuple[str, ...] = ()
    app_token: bool = False
    no_token: bool = False


class Api:
    """All methods that the playground knows."""

    def __init__(self, world: World, methods: dict[str, Method]) -> None:
        self._world = world
        self._methods = methods

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer one request of the app."""
        world, name = self._world, request.match_info["method"]
        world.calls[name] += 1
        arguments, token, undecodable = await _decoded(request)
        entry = world.log.begin(world.clock.now(), "call", name, arguments)
        started = monotonic()
        plan = world.faults.draw(name)
        await world.faults.pass_gate(name, "before")
        response = _struck(request, plan, before=True)
        if response is None:
            try:
                if undecodable:
                    raise SlackError(undecodable)
                body = await self._answer(name, arguments, token)
            except SlackError as error:
                body = error.body()
            entry.pointer = body.pop("pointer", None)  # for the log; Slack says it in its sentences
            response = web.json_response(body, headers=self._granted(token))
            entry.answer, entry.error = body, body.get("error")
            if body.get("error") == "ratelimited":
                response = web.json_response(
                    {"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": str(body["retry_after"])}
                )
            await world.faults.pass_gate(name, "after")
            response = await _struck_after(request, plan, entry) or response
        else:
            entry.error = plan.fault.value if plan else None
        entry.seconds = monotonic() - started
        world.log.tell(entry)
        return response

    async def _answer(self, name: str, arguments: dict[str, Any], token: str | None) -> Answer:
        method = self._methods.get(name)
        if method is None:
            raise SlackError("unknown_method", req_method=name)
        workspace = self._workspace(method, token)
        if not method.app_token and not method.no_token:
            self._check_scopes(method, arguments)
        # The SDK adds the team to every call of a client that Bolt made for one; Slack takes it without a word.
        refuse(check_arguments(name, {key: value for key, value in arguments.items() if key != "team_id"}))
        channel = arguments.get("channel") if isinstance(arguments.get("channel"), str) else None
        wait = self._world.rates.wait(name, workspace.id, channel, self._world.clock.pace)
        if wait is not None:
            raise SlackError("ratelimited", retry_after=wait)
        result = method.handler(Call(self._world, name, arguments, workspace))
        answer = await result if isinstance(result, Awaitable) else result
        return {"ok": True, **answer}

    def _workspace(self, method: Method, token: str | None) -> Workspace:
        workspaces = list(self._world.state.workspaces.values())
        if method.no_token:
            return workspaces[0]
        if not token:
            raise SlackError("not_authed")
        if method.app_token:
            if not same_secret(token, self._world.identity.app_token):
                raise SlackError("not_allowed_token_type" if token.startswith("xoxb-") else "invalid_auth")
            return workspaces[0]
        for workspace in workspaces:
            if same_secret(token, workspace.bot_token):
                if not workspace.installed:
                    raise SlackError("account_inactive")
                return workspace
        raise SlackError(
            "not_allowed_token_type" if same_secret(token, self._world.identity.app_token) else "invalid_auth"
        )

    def _granted(self, token: str | None) -> dict[str, str]:
        """The header that tells a bot token's scopes, as Slack puts it on every answer."""
        if token not in [workspace.bot_token for workspace in self._world.state.workspaces.values()]:
            return {}
        return {"X-OAuth-Scopes": ",".join(sorted(self._world.manifest.scopes))}

    def _check_scopes(self, method: Method, arguments: dict[str, Any]) -> None:
        provided = self._world.manifest.scopes
        shown = [arguments.get(name) for name in ("blocks", "attachments", "view")]
        needed = method.scopes if not provided & set(method.scopes) else ()
        needed = needed or tuple(sorted(scopes_for(shown) - provided))
        if needed:
            raise SlackError("missing_scope", needed=",".join(needed), provided=",".join(sorted(provided)))


def refuse(refusal: Refusal | None) -> None:
    """Raise a strict check's refusal as Slack answers it."""
    if refusal is not None:
        answer = refusal.answer()
        more = {key: value for key, value in answer.items() if key not in ("ok", "error")}
        raise SlackError(refusal.error, **more, **({"pointer": refusal.pointer} if refusal.pointer else {}))


def same_secret(given: str, secret: str) -> bool:
    """Whether they are the same, in a time that does not tell how much of it is."""
    return secrets.compare_digest(given.encode("utf-8", "surrogatepass"), secret.encode())


async def _decoded(request: web.Request) -> tuple[dict[str, Any], str | None, str | None]:
    """The arguments, the token, and the error when an argument is not the JSON that it should be."""
    arguments: dict[str, Any] = dict(request.query)
    error = None
    if request.content_type == "application/json":
        try:
            body = await request.json() if request.can_read_body else {}
        except ValueError:
            body, error = {}, "invalid_json"
        if isinstance(body, dict):
            arguments |= body
        else:
            error = "json_not_object"
    elif request.method == "POST":
        arguments |= dict(await request.post())
    for name, complaint in _JSON_FIELDS.items():
        value = arguments.get(name)
        if isinstance(value, str) and value[:1] in ("[", "{"):
            try:
                arguments[name] = json.loads(value)
            except ValueError:
                error = complaint
    token = arguments.pop("token", None)
    header = request.headers.get("Authorization", "")
    if header.lower().startswith("bearer "):
        token = header[7:].strip()
    elif header.lower().startswith("basic "):
        # The OAuth exchange names the app in this way.
        client_id, _, client_secret = base64.b64decode(header[6:]).decode().partition(":")
        arguments |= {"client_id": client_id, "client_secret": client_secret}
    return arguments, token, error


def _struck(request: web.Request, plan: Plan | None, *, before: bool) -> web.StreamResponse | None:
    """The answer of a fault that strikes before (or after) the method has worked, if it is one."""
    fault = plan.fault if plan else None
    if plan and before and fault is Fault.RATE_LIMITED:
        headers = {"Retry-After": str(max(1, round(plan.seconds)))}
        return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
    if fault is (Fault.ERROR_BEFORE if before else Fault.ERROR_AFTER):
        return web.Response(status=500, text="Internal Server Error")
    if fault is (Fault.DROP_BEFORE if before else Fault.DROP_AFTER):
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)
    if fault is Fault.INTERNAL_ERROR_AFTER and not before:
        return web.json_response({"ok": False, "error": "internal_error"})
    return None


async def _struck_after(request: web.Request, plan: Plan | None, entry: Entry) -> web.StreamResponse | None:
    if plan is None:
        return None
    if plan.fault is Fault.SLOW:
        await asyncio.sleep(plan.seconds)
    response = _struck(request, plan, before=False)
    if response is not None:
        entry.error = plan.fault.value
    return response
