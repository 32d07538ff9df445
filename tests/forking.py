"""Commands of the bot in processes of their own, forked from one that has imported everything.

`python -m bot` spends more than a second on imports before it does anything; a fork begins after them. The rest is the
same: `bot/__main__.py` runs in a process with an environment and streams of its own, which hears signals, ends with a
status and can be killed. Only the database is given more time: on a machine that is busy with other tests it must not
look as if it hung.

`python -m tests.forking SOCKET` forks for each connection to that Unix socket: a keeper, and from it the command. The
keeper says the command's process id and then its status, and kills it should the tests be killed.
"""

import asyncio
import gc
import importlib
import json
import os
import runpy
import selectors
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from functools import partialmethod
from pathlib import Path

import pytest

from storage.db import Database
from tests.databases import PATIENCE

__all__ = ["Forked", "Forker", "forker"]

ROOT = Path(__file__).parent.parent

_IMPORTED = (
    "bot.cli",
    # What else a process comes to import once it serves, connects and asks.
    "anyio._backends._asyncio",
    "httpcore",
    "psycopg",
    "slack_bolt.listener_matcher.async_builtins",
    "uvicorn.protocols.http.h11_impl",
)


class Forker:
    """The process that commands are forked from. Use it as a context manager."""

    def __init__(self, folder: Path) -> None:
        self._socket = folder / "commands"

    def __enter__(self) -> "Forker":
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.forking", str(self._socket)],
            cwd=ROOT,
            # What Python reads when it starts: as for a process that begins from nothing.
            env={key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ} | {"PYTHONWARNINGS": "default"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == b"ready\n"
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    async def start(self, *arguments: str, env: Mapping[str, str], answers: bool) -> "Forked":
        """Start `outcome-bot` with these arguments, this environment and no input.

        One that `answers` is listened to on its standard output too, which is otherwise thrown away.
        """
        stderr, to_stderr = os.pipe()
        stdout, to_stdout = os.pipe() if answers else (None, os.open(os.devnull, os.O_WRONLY))
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(str(self._socket))
        order = json.dumps({"arguments": arguments, "env": dict(env)}).encode() + b"\n"
        theirs = [os.open(os.devnull, os.O_RDONLY), to_stdout, to_stderr]
        socket.send_fds(connection, [order], theirs)
        for stream in theirs:
            os.close(stream)
        reports, writer = await asyncio.open_unix_connection(sock=connection)
        pid = int(await reports.readline())
        return Forked(
            pid,
            asyncio.create_task(_status(reports, writer)),
            stdout=None if stdout is None else await _reading(stdout),
            stderr=await _reading(stderr),
        )


class Forked:
    """One command, as `asyncio.subprocess.Process` shows it."""

    def __init__(
        self,
        pid: int,
        status: asyncio.Task[int],
        *,
        stdout: asyncio.StreamReader | None,
        stderr: asyncio.StreamReader,
    ) -> None:
        self.pid, self.stdout, self.stderr = pid, stdout, stderr
        self._status = status

    @property
    def returncode(self) -> int | None:
        """Its status, if it has ended."""
        return self._status.result() if self._status.done() else None

    async def wait(self) -> int:
        """Its status, once it has ended."""
        return await asyncio.shield(self._status)

    async def communicate(self) -> tuple[bytes, bytes]:
        """All that it says, once it has ended."""
        assert self.stdout is not None
        said, errors, _ = await asyncio.gather(self.stdout.read(), self.stderr.read(), self.wait())
        return said, errors

    def send_signal(self, how: signal.Signals) -> None:
        """Send it, unless it has ended."""
        if self.returncode is None:
            os.kill(self.pid, how)

    def kill(self) -> None:
        """Send it SIGKILL."""
        self.send_signal(signal.SIGKILL)


async def _status(reports: asyncio.StreamReader, writer: asyncio.StreamWriter) -> int:
    status = int(await reports.readline())
    writer.close()
    return status


async def _reading(pipe: int) -> asyncio.StreamReader:
    """A reader of that end of a pipe. It is closed when everything has been read."""
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, os.fdopen(pipe, "rb"))
    return reader


@pytest.fixture(scope="session")
def forker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forker]:
    """Where commands are forked."""
    with Forker(tmp_path_factory.mktemp("forker")) as running:
        yield running


def _fork_for_each(path: str) -> bool:
    """Fork for each connection, until the other end of standard input is closed. True in the process of a command."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C is for the tests
    with socket.socket(socket.AF_UNIX) as listening, selectors.DefaultSelector() as selector:
        listening.bind(path)
        listening.listen()
        selector.register(listening, selectors.EVENT_READ)
        selector.register(sys.stdin, selectors.EVENT_READ)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while not any(key.fileobj is sys.stdin for key, _ in selector.select()):
            connection, _ = listening.accept()
            with connection:
                if os.fork() == 0:
                    listening.close()
                    return _keep(connection)
    return False


def _keep(connection: socket.socket) -> bool:
    """Fork the command, which goes on from here, and see to it until it ends."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    order, streams, *_ = socket.recv_fds(connection, 65536, 3)
    while not order.endswith(b"\n"):
        order += connection.recv(65536)
    for number, stream in enumerate(streams):
        # Also the keeper's own: whoever waits for the end of the first process must not wait for a keeper.
        os.dup2(stream, number)
        os.close(stream)
    pid = os.fork()
    if pid == 0:
        _become(**json.loads(order))
        return True
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in range(3):  # whoever waits for the command's last word must not wait for its keeper
        os.dup2(nothing, number)
    connection.sendall(f"{pid}\n".encode())
    threading.Thread(target=_kill_when_closed, args=(connection, pid), daemon=True).start()
    _, status = os.waitpid(pid, 0)
    connection.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
    os._exit(0)


def _become(*, arguments: list[str], env: dict[str, str]) -> None:
    """Be as a process is that begins with these."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.argv[1:] = arguments
    os.environ.clear()
    os.environ.update(env)


def _kill_when_closed(connection: socket.socket, pid: int) -> None:
    if connection.recv(1) == b"":
        os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    for _name in _IMPORTED:
        importlib.import_module(_name)
    # A rename would fail here, at once.
    Database.__init__ = partialmethod(Database.__init__, patience_for=PATIENCE)  # type: ignore[assignment, method-assign]
    gc.collect()
    gc.freeze()  # a collection in a fork would copy what all share
    if _fork_for_each(sys.argv[1]):
        runpy.run_module("bot", run_name="__main__", alter_sys=True)
