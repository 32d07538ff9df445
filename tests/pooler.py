"""What may stand between the bot and PostgreSQL: a real pooler in transaction mode, and a wire that can be broken."""

import contextlib
import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.postgres import PostgresServer, free_port, server_account

_NO_POOLER = "No pgbouncer was found, so nothing was tried through a pooler."

_SETTINGS = """
[databases]
* = host=127.0.0.1 port={server} user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = {size}
server_round_robin = 1
logfile = {folder}/log
"""
"""`server_round_robin`: each transaction gets the server connection that has waited longest: never the same twice."""


@contextlib.contextmanager
def pooled(server: PostgresServer, folder: Path, *, size: int = 4) -> Iterator[PostgresServer]:
    """A pooler in transaction mode before this server. Without the program: fails in CI, skips elsewhere."""
    program = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin:/usr/local/sbin")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail(_NO_POOLER, pytrace=False)
        pytest.skip(_NO_POOLER)
    port, account = free_port(), server_account()
    settings = folder / "pgbouncer.ini"
    settings.write_text(_SETTINGS.format(server=server.port, port=port, size=size, folder=folder))
    if account:  # like the server, it does not run as root
        os.chown(folder, account.pw_uid, account.pw_gid)
    # Read by name from a folder that its account may not enter, it would not start.
    with (
        settings.open() as opened,
        subprocess.Popen(
            [program, "--quiet", f"/dev/fd/{opened.fileno()}"],
            pass_fds=[opened.fileno()],
            stdin=subprocess.DEVNULL,
            user=account and account.pw_uid,
            group=account and account.pw_gid,
            extra_groups=account and [],
        ) as process,
    ):
        try:
            _until_it_listens(port, process)
            yield PostgresServer(port)
        finally:
            process.kill()


def _until_it_listens(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = monotonic() + 20
    while True:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        assert process.poll() is None, "the pooler did not start"
        assert monotonic() < until, "the pooler does not listen"
        sleep(0.01)  # it tells nobody that it is up


class Wire:
    """Connections to a server, until they are broken on purpose.

    `break_at(words, ...)` breaks the next connection over which the client sends those words: before the server gets
    them, or after it has answered and before the client hears it; `for_good`: and every later one at its beginning.
    `refuse` breaks all that are open, and the next so many at their beginning.
    """

    def __init__(self, port: int) -> None:
        self.broken = 0
        self._to = port
        self._words: bytes | None = None
        self._after = self._for_good = False
        self._refusing = 0
        self._open: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def break_at(self, words: bytes, *, after: bool, for_good: bool = False) -> None:
        self._words, self._after, self._for_good = words, after, for_good

    def refuse(self, *, times: int) -> None:
        self._refusing = times
        _end(*self._open)

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                if self._refusing or (self._for_good and self.broken):
                    self._refusing = max(self._refusing - 1, 0)
                    _end(client)
                    continue
                server = socket.create_connection(("127.0.0.1", self._to))
                silenced = threading.Event()
                self._open += client, server
                threading.Thread(target=self._up, args=(client, server, silenced), daemon=True).start()
                threading.Thread(target=self._down, args=(client, server, silenced), daemon=True).start()

    def _up(self, client: socket.socket, server: socket.socket, silenced: threading.Event) -> None:
        with contextlib.suppress(OSError):
            while sent := client.recv(65536):
                if self._words is not None and self._words in sent:
                    self._words = None
                    self.broken += 1
                    silenced.set()
                    if not self._after:
                        break
                server.sendall(sent)
        _end(client, server)

    def _down(self, client: socket.socket, server: socket.socket, silenced: threading.Event) -> None:
        with contextlib.suppress(OSError):
            while got := server.recv(65536):
                if silenced.is_set():
                    break
                client.sendall(got)
        _end(client, server)


def _end(*sockets: socket.socket) -> None:
    for each in sockets:
        with contextlib.suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
        each.close()
