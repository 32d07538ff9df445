"""The playground's page in the browser: its files, what a person sees, what changes, and what they do.

Everything is under `/`, beside Slack's own addresses. `door` keeps the pages of other sites out.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.playground.errors import CannotDo, CannotSubmit
from bot.playground.page_actions import PageActions
from bot.playground.page_settings import PageSettings
from bot.playground.snapshot import arrivals, clock, entry_line, entry_whole, snapshot
from bot.playground.state import User
from bot.playground.world import World

PAGE = Path(__file__).parent / "page"
STILL_THERE = 15.0
"""Seconds between two signs of life on a stream; a browser that has gone is noticed then."""
TOGETHER = 0.04
"""Seconds in which several changes are told as one."""
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; form-action 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

Json = dict[str, Any]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def add_page(site: web.Application, world: World, *, settings: PageSettings | None = None) -> None:
    """Add the page's addresses to the playground's site."""
    page = Page(world, settings or PageSettings())
    add = site.router.add_get
    add("/", _guarded(page.index))
    add("/page/{file}", _guarded(page.file))
    add("/page/data/people", _guarded(page.people))
    add("/page/data/see/{user}", _guarded(page.see))
    add("/page/data/log", _guarded(page.log))
    add("/page/data/log/{number}", _guarded(page.log_entry))
    add("/page/data/upload/{file_id}", _guarded(page.upload))
    add("/page/data/changes", _guarded(page.changes))
    site.router.add_post("/page/do/clock", _guarded(page.move_clock))
    site.router.add_post("/page/do/{user}/{action}", _guarded(page.act))


def _guarded(handler: Handler) -> Handler:
    """Refuse what no script of ours sends, and let the browser keep to what is ours."""

    async def serve(request: web.Request) -> web.StreamResponse:
        # A second lock behind `door`: without asking us first, another site can send forms only.
        if request.method == "POST" and request.content_type != "application/json":
            raise web.HTTPForbidden(text="The playground's page sends JSON.")
        response = await handler(request)
        if not response.prepared:
            response.headers.update(_HEADERS)
        return response

    return serve


class Page:
    """The handlers of the page."""

    def __init__(self, world: World, settings: PageSettings) -> None:
        self._world = world
        self._settings = settings
        self._actions: dict[str, PageActions] = {}

    # --- files

    async def index(self, _request: web.Request) -> web.StreamResponse:
        """The page itself."""
        return web.FileResponse(PAGE / "index.html")

    async def file(self, request: web.Request) -> web.StreamResponse:
        """A script or the style sheet."""
        path = PAGE / request.match_info["file"]
        if path.parent != PAGE or not path.is_file():
            raise web.HTTPNotFound
        return web.FileResponse(path)

    async def upload(self, request: web.Request) -> web.StreamResponse:
        """The bytes of a file that the bot has uploaded."""
        file = self._world.state.files.get(request.match_info["file_id"])
        if file is None or file.content is None:
            raise web.HTTPNotFound
        kinds = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif"}
        kind = kinds.get(Path(file.name).suffix.lower(), "application/octet-stream")
        return web.Response(body=file.content, content_type=kind)

    # --- what there is to see

    async def people(self, _request: web.Request) -> web.StreamResponse:
        """Everybody whom one can be on the page."""
        people = [user for user in self._world.state.users.values() if not user.is_bot and not user.deleted]
        return web.json_response(
            [{"id": user.id, "realName": user.real_name, "workspace": user.workspace.name} for user in people]
        )

    async def see(self, request: web.Request) -> web.StreamResponse:
        """A person's screen, looking at `?channel=`."""
        user = self._user(request)
        channel = self._world.state.channels.get(request.query.get("channel", ""))
        if channel is not None and user.id not in channel.members:
            channel = None
        return web.json_response(snapshot(self._world, user, channel, steps=self._settings.steps))

    async def log(self, request: web.Request) -> web.StreamResponse:
        """The exchanges with the bot from number `?from=` on, a line for each."""
        first = int(request.query.get("from", "1"))
        return web.json_response([entry_line(entry) for entry in self._world.log.entries[max(first - 1, 0) :]])

    async def log_entry(self, request: web.Request) -> web.StreamResponse:
        """One exchange with its payload."""
        number = int(request.match_info["number"])
        if not 1 <= number <= len(self._world.log):
            raise web.HTTPNotFound
        return web.json_response(entry_whole(self._world.log.entries[number - 1]))

    async def changes(self, request: web.Request) -> web.StreamResponse:
        """A stream with one event for each time that something has changed; what it was, the page asks for."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", **_HEADERS})
        await response.prepare(request)
        await response.write(b"data: hello\n\n")
        waiting = asyncio.ensure_future(self._world.changes.next())
        try:
            while True:
                await asyncio.wait({waiting}, timeout=STILL_THERE)
                if not waiting.done():
                    await response.write(b": still there\n\n")
                    continue
                # Waited for anew before anything is told: what changes meanwhile is told in the next round.
                waiting = asyncio.ensure_future(self._world.changes.next())
                await asyncio.sleep(TOGETHER)
                await response.write(b"data: changed\n\n")
        except ConnectionError:
            return response
        finally:
            waiting.cancel()

    # --- what people do

    async def act(self, request: web.Request) -> web.StreamResponse:
        """One action of a person; `problems` by field or an `error` in words when it is not possible."""
        actions = self._actions_of(self._user(request))
        action = actions.by_name.get(request.match_info["action"])
        if action is None:
            raise web.HTTPNotFound
        try:
            return web.json_response(await action(await request.json()))
        except CannotSubmit as cannot:
            return web.json_response({"problems": cannot.problems})
        except CannotDo as cannot:
            return web.json_response({"error": str(cannot)})

    async def move_clock(self, request: web.Request) -> web.StreamResponse:
        """Move the clock to `to` (seconds since 1970), stop it or let it go; what the bot sent on the way."""
        body = await request.json()
        world = self._world
        since = world.clock.now()
        if "to" in body:
            to = datetime.fromtimestamp(float(body["to"]), UTC)
            if to < since:
                return web.json_response({"error": "The clock moves ahead only: what was sent cannot be unsent."})
            if self._settings.travel is not None:
                await self._settings.travel(to)
            else:
                world.clock.set(to)
        elif body.get("stopped") is True:
            world.clock.stop()
        elif body.get("stopped") is False:
            world.clock.go()
        return web.json_response({"clock": clock(world), "arrivals": arrivals(world, since)})

    def _user(self, request: web.Request) -> User:
        user = self._world.state.users.get(request.match_info["user"])
        if user is None or user.is_bot:
            raise web.HTTPNotFound
        return user

    def _actions_of(self, user: User) -> PageActions:
        # Kept, since what was chosen in messages and not sent yet is known to the person's client alone.
        return self._actions.setdefault(user.id, PageActions(self._world, user))
