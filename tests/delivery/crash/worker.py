"""A process of the bot that dies, or stands still, at a named place: started by the harness, never by hand.

`python -m tests.delivery.crash.worker SOCKET URL...` imports everything once, lives through a run without trouble in
each of these databases, and then forks a worker for each connection to that Unix socket: starting one takes
milliseconds, and it has every statement put together already. A worker reads its orders, one line of JSON each, and
answers each with a line. It does real rounds on a real database and sends to a real address. The first line says who it
is:

    {"database_url", "api_url", "token", "team_id", "workspace_id", "clock_file",
     "point", "passes", "how": "kill" | "freeze" | "", "policy": "read-back" | "at-least-once" | "at-most-once"}

then `{"do": "round"}` plans, asks systems, recovers and sends once and answers when there is next something to do, and
`{"do": "give", "user_id", "line", "key"}` records a reading as a person's command does.
"""

import asyncio
import json
import os
import selectors
import signal
import socket
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, func, select, update

from bot import crashpoints
from bot.actions.idempotency import once
from bot.actions.people import as_actor, policy_of
from bot.actions.readings import submit_line
from bot.delivery import outbox, rounds
from bot.delivery.outages import Beats
from bot.delivery.settings import DeliverySettings
from bot.deps import Deps
from bot.domain.messages import Failure, MessageState
from bot.domain.readings import Route
from bot.workspaces import Installed, slack_client
from storage import schedule
from storage.db import Database
from storage.group_commit import Busy
from storage.tables import Message, Person, SourceRecord, Workspace
from tests.compiling import share_compiled_statements
from tests.delivery.crash.harness import Nursery, Plan, Run, Worker
from tests.delivery.crash.story import answer
from tests.wiring import make_deps

Order = dict[str, Any]

SETTINGS = DeliverySettings(send_timeout_for=0.3, send_budget_for=0.5)
"""Lease and settling time are the product's own: the clock is moved. What is measured in real seconds is shrunk."""


def main() -> None:
    """Fork a worker for each connection, until the other end of standard input is closed."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    share_compiled_statements()
    for url in sys.argv[2:]:
        asyncio.run(Run(Plan(url, healthy=True), Inside()).live())
    with socket.socket(socket.AF_UNIX) as listening, selectors.DefaultSelector() as selector:
        listening.bind(sys.argv[1])
        listening.listen()
        selector.register(listening, selectors.EVENT_READ)
        selector.register(sys.stdin, selectors.EVENT_READ)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while True:
            if any(key.fileobj is sys.stdin for key, _ in selector.select()):
                return
            connection, _ = listening.accept()
            if os.fork() == 0:
                listening.close()
                nothing = os.open(os.devnull, os.O_RDWR)
                for stream in (0, 1):  # whoever waits for the end of the first process must not wait for this one
                    os.dup2(nothing, stream)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                asyncio.run(_live(connection))
                os._exit(0)
            connection.close()


async def _live(connection: socket.socket) -> None:
    reader, writer = await asyncio.open_unix_connection(sock=connection)
    config = json.loads(await reader.readline())

    def say(answer: Order) -> None:
        # Past the event loop: a process that is about to stand still could not flush any more.
        connection.setblocking(True)
        connection.sendall(json.dumps(answer).encode() + b"\n")
        connection.setblocking(False)

    crashpoints.reached = _dying(config["point"], config["passes"], config["how"], say)  # type: ignore[assignment]  # the one seam
    POLICIES[config["policy"]]()
    database = Database(config["database_url"])
    database.claim_file()
    deps, beats = _deps(config, database), Beats()
    say({"pid": os.getpid()})
    while line := await reader.readline():
        try:
            answer = await _done(deps, beats, config, json.loads(line))
        except Exception as error:  # noqa: BLE001  # the harness fails with it
            answer = {"error": f"{type(error).__name__}: {error}"}
        writer.write(json.dumps(answer).encode() + b"\n")
        await writer.drain()


class Inside(Nursery):
    """Has workers that are no processes of their own, and so cannot die."""

    def __init__(self) -> None:
        pass

    async def worker(self, config: Order) -> "Here":
        """A new one."""
        return Here(config)


class Here(Worker):
    """One of them."""

    def __init__(self, config: Order) -> None:
        self.frozen, self.turn = False, asyncio.Lock()
        self._config, self._database = config, Database(config["database_url"])
        self._deps, self._beats = _deps(config, self._database), Beats()

    async def asks(self, order: Order) -> Order:
        """What it answers."""
        return await _done(self._deps, self._beats, self._config, order)

    async def close(self) -> None:
        """Let go of everything."""
        await self._deps.background.finish(within=5)
        await self._deps.http.close()
        self._database.close()


async def _done(deps: Deps, beats: Beats, config: Order, order: Order) -> Order:
    return await (_round(deps, beats) if order["do"] == "round" else _give(deps, config, order))


async def _round(deps: Deps, beats: Beats) -> Order:
    await rounds.plan(deps, SETTINGS, beats)
    if await rounds.fetch(deps):
        await rounds.plan(deps, SETTINGS, beats)
    await rounds.recover(deps, SETTINGS)
    await rounds.send(deps, SETTINGS)
    upcoming = await deps.database.read(_next_instant)
    return {"next": upcoming.isoformat() if upcoming else None}


def _next_instant(session: Session) -> datetime | None:
    """When there is something to do next, systems to ask included."""
    asks = session.exec(select(func.min(SourceRecord.next_try_at))).one()
    return min((at for at in (schedule.next_instant(session), asks) if at is not None), default=None)


async def _give(deps: Deps, config: Order, order: Order) -> Order:
    arguments = {"workspace_id": config["workspace_id"], "now": deps.clock(), **order}
    try:
        return await deps.database.submit(_record, **arguments)
    except Busy:
        return {"busy": True}
    finally:
        crashpoints.reached("recording: committed")


def _record(session: Session, *, workspace_id: int, user_id: str, line: str, key: str, now: datetime, do: str) -> Order:
    workspace = session.get_one(Workspace, workspace_id)
    person = session.exec(select(Person).where(Person.workspace_id == workspace_id, Person.user_id == user_id)).one()

    def work() -> Order:
        who, policy = as_actor(person, workspace), policy_of(workspace)
        return {"reading": submit_line(session, line, by=who, policy=policy, route=Route.COMMAND, now=now).reading_id}

    return once(session, workspace_id=workspace_id, key=key, now=now, work=work)


def _deps(config: Order, database: Database) -> Deps:
    client = slack_client(config["token"], api_url=config["api_url"])
    installed = Installed(config["workspace_id"], config["team_id"], "B1", "UBOT", client)
    return replace(make_deps(database, Path(config["clock_file"]), installed), fetch=answer)


def _dying(point: str, passes: int, how: str, say: Callable[[Order], None]) -> Callable[[str], None]:
    """A `reached` that ends this process, or makes it stand still, when it comes by `point` for that many times."""
    left, lock = passes, threading.Lock()

    def reached(name: str) -> None:
        nonlocal left
        if name != point or not how:
            return
        with lock:
            left -= 1
            if left != 0:
                return
        if how == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        say({"frozen": os.getpid()})
        os.kill(os.getpid(), signal.SIGSTOP)

    return reached


def _resend() -> None:
    """At least once: what is not known to have arrived is simply sent again."""

    def doubt(
        session: Session, message_id: int, token: str | None, why: Failure, *, now: datetime, settings: DeliverySettings
    ) -> None:
        mine = update(Message).where(col(Message.id) == message_id, col(Message.token) == token)
        session.exec(mine.values(state="queued", ready_at=now))

    outbox._doubt = doubt


def _assume_sent() -> None:
    """At most once: what was ever tried counts as sent."""

    def doubt(
        session: Session, message_id: int, token: str | None, why: Failure, *, now: datetime, settings: DeliverySettings
    ) -> None:
        arrived = outbox.Arrived(message_id, token or "", "-", "1.000001")
        outbox.record_sent(session, arrived, (MessageState.SENDING,), now=now)

    outbox._doubt = doubt


POLICIES: dict[str, Callable[[], None]] = {
    "read-back": lambda: None,
    "at-least-once": _resend,
    "at-most-once": _assume_sent,
}

if __name__ == "__main__":
    main()
