"""An HTTP proxy that writes down what goes through it, and knows the way to hosts that nobody else knows."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

PROXY_SETTINGS = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@dataclass
class Proxy:
    """`seen`: the first line of each connection, without the version and what may differ each time."""

    hosts: Mapping[str, int]
    port: int = 0
    seen: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """As it stands in HTTPS_PROXY."""
        return f"http://127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            method, target, _ = head.decode().split("\r\n")[0].split(" ")
            self.seen.append(f"{method} {target.partition('?')[0]}")
            await self._pass_on(head, urlsplit(target).hostname or "", reader, writer)
        writer.close()

    async def _pass_on(
        self, head: bytes, host: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        if head.startswith(b"CONNECT") or host not in self.hosts:
            writer.write(b"HTTP/1.1 502 Nowhere\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            return
        there, back = await asyncio.open_connection("127.0.0.1", self.hosts[host])
        back.write(head)
        ways = [asyncio.create_task(_copy(reader, back)), asyncio.create_task(_copy(there, writer))]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            back.close()


@asynccontextmanager
async def proxy_to(**hosts: int) -> AsyncIterator[Proxy]:
    """A proxy inside the block; `hosts`: the port on this machine behind each name, with _ for a dot."""
    proxy = Proxy({name.replace("_", "."): port for name, port in hosts.items()})
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
