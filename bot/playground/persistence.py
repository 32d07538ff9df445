"""Saving a playground, and loading it in another run: what people see there, in one JSON file.

What lives for moments only begins anew: triggers, response addresses, rate windows, deliveries under way, the log, and
every token and secret of the app.
"""

import asyncio
import base64
import contextlib
import json
import logging
import math
import os
from collections.abc import Collection
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.playground.screens import View
from bot.playground.state import Channel, File, Message, State, User, Workspace
from bot.playground.world import World

_VERSION = 1
_GATHER_FOR = 1.0
"""Real seconds in which changes are gathered before they are written together."""
_WRITE_EVERY = 15.0
"""Real seconds after which the clock at least is written: it must not fall far behind what the bot has seen."""

Json = dict[str, Any]

log = logging.getLogger(__name__)


class CannotLoad(Exception):
    """The file holds nothing to go on from. The argument says why, for the person who named it."""


class Autosave:
    """Saves the playground while it runs, and a last time at the end; nothing before `start`."""

    def __init__(self, world: World, file: Path) -> None:
        self._world, self._file = world, file
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Save it now, and from now on whenever something has changed."""
        save(self._world, self._file)
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Save it as it is at the end."""
        if self._task is None:
            return
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        save(self._world, self._file)

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(_GATHER_FOR)
            try:
                save(self._world, self._file)
            except OSError as error:
                log.error("What happens now is not saved: %s", error)
            with contextlib.suppress(TimeoutError):
                await self._world.changes.next(timeout=_WRITE_EVERY)


def save(world: World, file: Path) -> None:
    """Put everything into `file`, whole or not at all."""
    temporary = file.with_name(file.name + ".new")
    temporary.write_text(json.dumps(_everything(world), default=_collection), "utf-8")
    os.replace(temporary, file)


def load(world: World, file: Path) -> None:
    """Fill an empty world with what `file` holds. Raises `CannotLoad`."""
    try:
        saved = json.loads(file.read_text("utf-8"))
        if saved["version"] != _VERSION:
            raise CannotLoad(f"{file} was written by another version of the playground.")
        _fill(world, saved)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CannotLoad(f"{file} cannot be read ({type(error).__name__}: {error}).") from error


def _everything(world: World) -> Json:
    state, screens = world.state, world.screens
    return {
        "version": _VERSION,
        "name": state.name,
        "clock": {"now": world.clock.now().isoformat(), "flows": world.clock.is_to_flow},
        "last_id": state.last_id,
        "last_event": world.events.count,
        "workspaces": [_workspace_row(each) for each in state.workspaces.values()],
        "users": [_row(each, workspace=each.workspace.id) for each in state.users.values()],
        "groups": [[group_id, handle, members] for group_id, (handle, members) in state.groups.items()],
        "channels": [_row(each, workspace=each.workspace.id) for each in state.channels.values()],
        "messages": [_message_row(each) for each in state.messages],
        "files": [_file_row(each) for each in state.files.values()],
        "stacks": [_view_row(each) for user in state.users.values() for each in screens.stack(user)],
        "homes": [_view_row(each) for each in screens.homes],
    }


def _fill(world: World, saved: Json) -> None:
    state = world.state
    state.name, state.last_id, world.events.count = saved["name"], saved["last_id"], saved["last_event"]
    for row in saved["workspaces"]:
        row.pop("bot_token", None)  # earlier versions have written it down; each run makes its own
        state.workspaces[row["id"]] = Workspace(**row)
    for row in saved["users"]:
        state.users[row["id"]] = User(**_in_workspace(state, row))
    for group_id, handle, members in saved["groups"]:
        state.groups[group_id] = (handle, frozenset(members))
    for row in saved["channels"]:
        state.place(Channel(**_in_workspace(state, row) | {"members": set(row["members"])}))
    for row in saved["messages"]:
        state.store(_message(state, row))
    # What comes next is new to everybody; what was there before is not, and is old enough for every history.
    state.touches.clear()
    for message in state.messages:
        message.stored_pace = -math.inf
    for row in saved["files"]:
        content = row["content"]
        state.files[row["id"]] = File(
            **_in_workspace(state, row) | {"content": None if content is None else base64.b64decode(content)}
        )
    for row in saved["stacks"]:
        view = _view(state, row)
        world.screens.stack(view.user).append(view)
    for row in saved["homes"]:
        world.screens.keep_home(_view(state, row))
    if not saved["clock"]["flows"]:
        world.clock.stop()
    world.clock.set(datetime.fromisoformat(saved["clock"]["now"]))


def _row(item: Any, **changed: Any) -> Json:
    """A dataclass's own fields, with what it refers to named by `changed`."""
    return {each.name: getattr(item, each.name) for each in fields(item)} | changed


def _workspace_row(workspace: Workspace) -> Json:
    row = _row(workspace)
    del row["bot_token"]
    return row


def _message_row(message: Message) -> Json:
    row = _row(message, channel=message.channel.id)
    del row["stored_pace"]  # of this run's own time
    return row


def _file_row(file: File) -> Json:
    content = None if file.content is None else base64.b64encode(file.content).decode("ascii")
    return _row(file, workspace=file.workspace.id, content=content)


def _view_row(view: View) -> Json:
    values = [[block_id, action_id, value] for (block_id, action_id), value in view.values.items()]
    return _row(view, workspace=view.workspace.id, user=view.user.id, values=values)


def _in_workspace(state: State, row: Json) -> Json:
    return row | {"workspace": state.workspaces[row["workspace"]]}


def _message(state: State, row: Json) -> Message:
    names = {"mentions": frozenset(row["mentions"]), "notified": frozenset(row["notified"])}
    return Message(**row | names | {"channel": state.channels[row["channel"]]})


def _view(state: State, row: Json) -> View:
    values = {(block_id, action_id): value for block_id, action_id, value in row["values"]}
    return View(**_in_workspace(state, row) | {"user": state.users[row["user"]], "values": values})


def _collection(value: Any) -> Any:
    if isinstance(value, Collection):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} cannot be saved")
