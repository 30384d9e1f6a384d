"""A proxy between browser and server that fails on command: each way a network loses or mangles a request."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

FAULTS = (
    "pass",
    "refuse",
    "reset-before-forward",
    "forward-then-reset",
    "stall",
    "truncate-body",
    "slow-3g",
    "portal-200",
    "portal-302",
    "500-once",
    "401",
)
PORTAL = b"<!doctype html><title>Hotel</title><h1>Pay for the internet</h1>"
SLOW_BYTES_PER_SECOND = 50_000
SLOW_DELAY = 0.4
Headers = list[tuple[str, str]]


@dataclass
class Request:
    """One request as it came."""

    line: str
    headers: Headers
    body: bytes

    @property
    def path(self) -> str:
        return self.line.split(" ")[1]

    def raw(self) -> bytes:
        head = "".join(f"{name}: {value}\r\n" for name, value in self.headers)
        return f"{self.line}\r\n{head}\r\n".encode("latin-1") + self.body


@dataclass
class FaultProxy:
    """Listens on one port for the browser and passes on to the server's port, or does not."""

    port: int
    upstream: int
    fault: str = "pass"
    #: Only requests whose path starts so meet the fault.
    paths: tuple[str, ...] = ("/",)
    #: How often the fault still happens; None: until it is changed.
    times: int | None = None
    log: list[tuple[str, str, str]] = field(default_factory=list)
    #: Ask the server for bytes that are not compressed, so that ``rewrite`` can read them.
    plain: bool = False
    rewrite: Callable[[Request, bytes], bytes] | None = None
    _loop: asyncio.AbstractEventLoop | None = None
    _server: asyncio.Server | None = None
    _open: set[asyncio.StreamWriter] = field(default_factory=set)

    def set(self, fault: str, *paths: str, times: int | None = None) -> None:
        """From now on fail like this for these paths."""
        assert fault in FAULTS, fault
        self.times = 1 if fault == "500-once" and times is None else times
        self.paths = paths or ("/",)
        self.fault = fault
        if fault == "refuse":
            self._call(self._stop_listening())
        elif self._server is None:
            self._call(self._listen())

    def start(self) -> None:
        """Begin to listen, in a thread of its own."""
        ready = threading.Event()

        def run() -> None:
            self._loop = asyncio.new_event_loop()
            self._loop.run_until_complete(self._listen())
            ready.set()
            self._loop.run_forever()

        threading.Thread(target=run, daemon=True).start()
        assert ready.wait(5)

    def stop(self) -> None:
        """Stop listening and drop every connection."""
        self._call(self._stop_listening())
        assert self._loop
        self._loop.call_soon_threadsafe(self._loop.stop)

    def requests(self, path: str) -> list[tuple[str, str, str]]:
        """Return (method, path, fault) of what was asked under this path."""
        return [one for one in list(self.log) if one[1].startswith(path)]

    def _call(self, work) -> None:  # type: ignore[no-untyped-def]
        assert self._loop
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)

    async def _stop_listening(self) -> None:
        if self._server:
            self._server.close()
            self._server = None
        for writer in list(self._open):
            writer.transport.abort()

    def _take_fault(self, path: str) -> str:
        if self.fault == "pass" or not path.startswith(self.paths):
            return "pass"
        if self.times is not None:
            if self.times <= 0:
                return "pass"
            self.times -= 1
        return self.fault

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            while request := await read_request(reader):
                fault = self._take_fault(request.path)
                self.log.append((request.line.split(" ")[0], request.path, fault))
                if not await self._answer(fault, request, writer):
                    break
        except (ConnectionError, asyncio.IncompleteReadError, OSError):
            pass
        finally:
            self._open.discard(writer)
            writer.close()

    async def _answer(self, fault: str, request: Request, writer: asyncio.StreamWriter) -> bool:
        """Answer one request; say whether the connection lives on (keep-alive is the rule)."""
        if fault == "reset-before-forward":
            writer.transport.abort()
            return False
        if fault == "stall":
            await asyncio.sleep(120)
            return False
        made = {
            "portal-200": plain(200, PORTAL, "text/html"),
            "portal-302": plain(302, b"", "text/html", ("Location", "/portal")),
            "500-once": plain(500, b"broken", "text/plain"),
            "401": plain(401, b'{"error":"sign_in"}', "application/json", ("X-Tend", "1")),
        }.get(fault)
        if made:
            writer.write(made)
            await writer.drain()
            return True
        reply = await self._forward(request)
        if fault == "forward-then-reset":
            writer.transport.abort()
            return False
        if fault == "truncate-body":
            head, _, body = reply.partition(b"\r\n\r\n")
            writer.write(head + b"\r\n\r\n" + body[: len(body) // 2])
            await writer.drain()
            writer.transport.abort() if len(body) < 2 else writer.close()
            return False
        if fault == "slow-3g":
            await asyncio.sleep(SLOW_DELAY)
            for at in range(0, len(reply), 5_000):
                writer.write(reply[at : at + 5_000])
                await writer.drain()
                await asyncio.sleep(5_000 / SLOW_BYTES_PER_SECOND)
            return True
        writer.write(reply)
        await writer.drain()
        return True

    async def _forward(self, request: Request) -> bytes:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.upstream)
        except OSError:
            return plain(502, b"no server", "text/plain")
        request.headers = [pair for pair in request.headers if pair[0].lower() != "connection"]
        if self.plain:
            asks = {"accept-encoding", "if-none-match"}
            request.headers = [pair for pair in request.headers if pair[0].lower() not in asks]
        request.headers.append(("Connection", "close"))
        writer.write(request.raw())
        await writer.drain()
        raw = await reader.read(-1)
        writer.close()
        if not raw:
            return plain(502, b"server died", "text/plain")
        reply = with_length(raw)
        return self.rewrite(request, reply) if self.rewrite else reply


async def read_request(reader: asyncio.StreamReader) -> Request | None:
    """Read one request with its body; None when the connection has ended."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    line, *rest = head.decode("latin-1").strip().split("\r\n")
    headers = [(name, value.strip()) for name, value in (one.split(":", 1) for one in rest)]
    length = next((int(value) for name, value in headers if name.lower() == "content-length"), 0)
    if any(name.lower() == "transfer-encoding" for name, _ in headers):
        body = b""
        while size := int((await reader.readline()).strip() or b"0", 16):
            body += await reader.readexactly(size)
            await reader.readline()
        await reader.readline()
        headers = [pair for pair in headers if pair[0].lower() != "transfer-encoding"]
        headers.append(("Content-Length", str(len(body))))
        return Request(line, headers, body)
    return Request(line, headers, await reader.readexactly(length) if length else b"")


def with_length(raw: bytes) -> bytes:
    """Give a reply that ended with its connection a length, so the browser's connection can stay open."""
    head, _, body = raw.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    if any(line.lower() == "transfer-encoding: chunked" for line in lines):
        body = unchunk(body)
    drop = ("connection:", "transfer-encoding:", "content-length:")
    kept = [line for line in lines if not line.lower().startswith(drop)]
    kept += [f"Content-Length: {len(body)}", "Connection: keep-alive"]
    return "\r\n".join(kept).encode("latin-1") + b"\r\n\r\n" + body


def unchunk(body: bytes) -> bytes:
    """Join a chunked body."""
    whole = b""
    while body:
        size, _, body = body.partition(b"\r\n")
        length = int(size.split(b";")[0] or b"0", 16)
        if not length:
            break
        whole += body[:length]
        body = body[length + 2 :]
    return whole


def plain(status: int, body: bytes, kind: str, *more: tuple[str, str]) -> bytes:
    """Make a reply of the proxy's own."""
    head = [f"HTTP/1.1 {status} Made", f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
    head += [f"{name}: {value}" for name, value in more]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body
