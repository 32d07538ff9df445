"""A system that tests fetch from: real HTTP on this machine, and every way in which such a thing goes wrong."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

HOST = "localhost"
"""The name by which its address is allowed; 127.0.0.1 is not."""


@dataclass
class System:
    """Answers as it is told. `body` and `status` are those of `/figures`; `seen` are the headers of what was asked."""

    port: int = 0
    body: str = '{"csat": 84}'
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    seen: list[dict[str, str]] = field(default_factory=list)
    released: asyncio.Event = field(default_factory=asyncio.Event)
    """Until this is set, `/slow` and `/dripping` do not come to an end."""

    def at(self, path: str = "/figures") -> str:
        """The address of that."""
        return f"http://{HOST}:{self.port}{path}"

    async def figures(self, request: web.Request) -> web.StreamResponse:
        """What it was told to answer."""
        self.seen.append(dict(request.headers))
        return web.Response(text=self.body, status=self.status, headers=self.headers, content_type="text/plain")

    async def slow(self, request: web.Request) -> web.StreamResponse:
        """Nothing, for as long as anybody waits."""
        await self.released.wait()
        return web.Response(text="{}")

    async def dripping(self, request: web.Request) -> web.StreamResponse:
        """A byte every now and then, so that no read of one byte ever takes long."""
        response = web.StreamResponse()
        await response.prepare(request)
        while not self.released.is_set():
            await response.write(b" ")
            with suppress(TimeoutError):
                await asyncio.wait_for(self.released.wait(), 0.01)
        return response

    async def huge(self, request: web.Request) -> web.StreamResponse:
        """More than anybody wants, without saying how much."""
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(20):
            await response.write(b" " * 100_000)
        return response

    async def packed(self, request: web.Request) -> web.StreamResponse:
        """Packed, though nobody asked for that."""
        response = web.Response(body=b'{"csat": 84}' * 10)
        response.enable_compression(web.ContentCoding.gzip)
        return response

    async def elsewhere(self, request: web.Request) -> web.StreamResponse:
        """Sent on to where a cloud keeps its secrets."""
        raise web.HTTPFound("http://169.254.169.254/latest/meta-data/")


def certificate_for(host: str, folder: Path) -> Path:
    """A file with a certificate for that host, and its key, that nobody has signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2100, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    encoded = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file = folder / f"{host}.pem"
    file.write_bytes(made.public_bytes(Encoding.PEM) + encoded)
    return file


@asynccontextmanager
async def running_system(certificate: Path | None = None) -> AsyncIterator[System]:
    """The system inside the block; with a certificate it speaks TLS."""
    context = None
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
    system, app = System(), web.Application()
    for name in ("figures", "slow", "dripping", "huge", "packed", "elsewhere"):
        app.router.add_get(f"/{name}", getattr(system, name))
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context)
    await site.start()
    system.port = runner.addresses[0][1]
    yield system
    system.released.set()
    await runner.cleanup()
