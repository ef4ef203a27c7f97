"""The centre on HTTP: routes, limits on bodies, tokens, and answers that no middle box could give."""

from __future__ import annotations

import errno
import logging
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from typing import IO, TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response, StreamingResponse
from starlette.routing import Mount, Route

from fieldkit.sync import protocol
from fieldkit.sync.protocol import JSON, PACKED, RAW, Malformed, Refusal
from fieldkit.sync.server import openapi, ranges
from fieldkit.sync.server.crowd import Crowd
from fieldkit.sync.server.endpoints import ENDPOINTS
from fieldkit.sync.server.file_store import FileStoreFails
from fieldkit.sync.server.refusal import Refused
from fieldkit.sync.server.watch import DEVICE, REFUSAL, Watch

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry
    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from fieldkit.sync.server.centre import Centre
    from fieldkit.sync.server.crowd import Room
    from fieldkit.sync.server.devices import Device

_log = logging.getLogger("fieldkit.centre")
_PIECE = 256 * protocol.KIB
IN_MEMORY, OF_LAPTOP = 512 * protocol.MIB, 96 * protocol.MIB
"""Bytes of messages that are read or being answered, of all laptops and of one; beyond, they come again."""
_AGAIN = (5.0, 15.0)  # seconds


class Echo:
    """Repeats the laptop's ``Fieldkit-Echo`` on every answer, so that no login page passes for a centre."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        name = protocol.ECHO.lower().encode()
        said = next((value for key, value in scope["headers"] if key == name), b"")[:64]

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = [(name, said), (protocol.PROTOCOL.lower().encode(), str(protocol.VERSION).encode())]
                message["headers"] = [*message.get("headers", ()), *own, (b"cache-control", b"no-store")]
            await send(message)

        await self._app(scope, receive, answer)


class _Bodies:
    """Messages that are in memory until they are answered, of all requests and of each laptop."""

    def __init__(self) -> None:
        self._of_laptop: Counter[str] = Counter()

    @asynccontextmanager
    async def read(self, request: Request, limit: int) -> AsyncIterator[bytes]:
        """Read a body of at most ``limit`` bytes, whatever its length header says; raises Refused."""
        _refuse_long(request, limit)
        who, parts, size = request.scope.get(DEVICE, ""), [], 0
        try:
            async for part in request.stream():
                size += len(part)
                self._of_laptop[who] += len(part)
                if size > limit:
                    raise Refused(413, "too_large")
                if self._of_laptop[who] > OF_LAPTOP:
                    raise Refused(429, "busy", reason="memory")
                if self._of_laptop.total() > IN_MEMORY:
                    raise Refused(503, "busy", reason="memory")
                parts.append(part)
            yield b"".join(parts)
        finally:
            self._of_laptop[who] -= size
            if not self._of_laptop[who]:
                del self._of_laptop[who]


class _Sending(StreamingResponse):
    """Sends some bytes of an open file, and closes it in any case."""

    def __init__(self, file: IO[bytes], count: int, **options: Any) -> None:
        super().__init__(self._read(count), **options)
        self._file = file

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._file:
            await super().__call__(scope, receive, send)

    async def _read(self, count: int) -> AsyncIterator[bytes]:
        while count and (piece := await run_in_threadpool(self._file.read, min(_PIECE, count))):
            count -= len(piece)
            yield piece


class _Routes:
    """One method a route; the work is done by :class:`~fieldkit.sync.server.centre.Centre` in a thread."""

    def __init__(self, centre: Centre) -> None:
        self.centre = centre
        self._bodies = _Bodies()

    async def enrol(self, request: Request) -> Response:
        async with self._bodies.read(request, protocol.MAX_JSON) as data:
            return Response(await run_in_threadpool(self.centre.enrol, data), media_type=JSON)

    async def hello(self, request: Request) -> Response:
        device = await self._device(request)
        async with self._bodies.read(request, protocol.MAX_JSON) as data:
            return Response(await run_in_threadpool(self.centre.hello, device, data), media_type=JSON)

    async def push(self, request: Request) -> Response:
        device = await self._device(request)
        async with self._bodies.read(request, protocol.MAX_PACKED) as data:
            return Response(await run_in_threadpool(self.centre.push, device, data), media_type=JSON)

    async def pull(self, request: Request) -> Response:
        device = await self._device(request)
        query = request.query_params
        after = (_number(query.get("seq")), query.get("hash", ""))
        data = await run_in_threadpool(
            self.centre.pull,
            device,
            query.get("stream", ""),
            after,
            feed=query.get("feed", ""),
            limit=_number(query.get("limit")),
            thin=query.get("thin") == "1",
        )
        return Response(data, media_type=PACKED)

    async def details(self, request: Request) -> Response:
        device = await self._device(request)
        async with self._bodies.read(request, protocol.MAX_JSON) as data:
            return Response(await run_in_threadpool(self.centre.details, device, data), media_type=PACKED)

    async def have(self, request: Request) -> Response:
        device = await self._device(request)
        async with self._bodies.read(request, protocol.MAX_JSON) as data:
            return Response(await run_in_threadpool(self.centre.have, device, data), media_type=JSON)

    async def need(self, request: Request) -> Response:
        await self._device(request)
        async with self._bodies.read(request, protocol.MAX_JSON) as data:
            return Response(await run_in_threadpool(self.centre.need, data), media_type=JSON)

    async def put_file(self, request: Request) -> Response:
        device = await self._device(request)
        sha256 = request.path_params["sha256"]
        _refuse_long(request, protocol.MAX_FILE)
        incoming = await run_in_threadpool(self.centre.blobs.receive, sha256)
        try:
            async for part in request.stream():
                await run_in_threadpool(incoming.write, part)
            fresh = await run_in_threadpool(incoming.finish)
        except BaseException:
            incoming.abandon()
            raise
        at = await run_in_threadpool(self.centre.stored, device, sha256, incoming.size)
        answer = protocol.to_json(protocol.Stored(at))
        return Response(answer, status_code=201 if fresh else 200, media_type=JSON)

    async def upload(self, request: Request) -> Response:
        device = await self._device(request)
        size = _number(request.query_params.get("size"))
        data = await run_in_threadpool(self.centre.upload, device, request.path_params["sha256"], size)
        return Response(data, media_type=JSON)

    async def take_part(self, request: Request) -> Response:
        device = await self._device(request)
        query = request.query_params
        async with self._bodies.read(request, protocol.PART) as data:
            answer = await run_in_threadpool(
                self.centre.take_part,
                device,
                request.path_params["sha256"],
                size=_number(query.get("size")),
                start=_number(query.get("start")),
                part=query.get("part", ""),
                data=data,
            )
            return Response(answer, media_type=JSON)

    async def receipts(self, request: Request) -> Response:
        await self._device(request)
        async with self._bodies.read(request, protocol.MAX_JSON) as data:
            return Response(await run_in_threadpool(self.centre.receipts, data), media_type=JSON)

    async def laptops(self, request: Request) -> Response:
        device = await self._device(request)
        return Response(await run_in_threadpool(self.centre.laptops, device), media_type=JSON)

    async def openapi(self, _request: Request) -> Response:
        return Response(openapi.description(), media_type=JSON)

    async def get_file(self, request: Request) -> Response:
        await self._device(request)
        sha256 = request.path_params["sha256"]
        size = await run_in_threadpool(self.centre.blobs.size, sha256)
        if size is None:
            raise Refused(404, "missing")
        part = ranges.parse(request.headers.get("range"), size)
        if part is None:
            raise Refused(416, "malformed", reason="range")
        first, last = part
        headers = {"Accept-Ranges": "bytes", "Content-Length": str(last - first + 1), "ETag": f'"{sha256}"'}
        partial = last - first + 1 < size
        if partial:
            headers["Content-Range"] = f"bytes {first}-{last}/{size}"
        # Opened and looked into before the answer begins, which could not be taken back.
        file = await run_in_threadpool(self._open, sha256, first)
        return _Sending(
            file,
            last - first + 1,
            status_code=206 if partial else 200,
            headers=headers,
            media_type=RAW,
        )

    def _open(self, sha256: str, first: int) -> IO[bytes]:
        try:
            with ExitStack() as stack:
                file = stack.enter_context(self.centre.blobs.open(sha256, first))
                file.peek(1)
                stack.pop_all()
                return file
        except FileNotFoundError as error:  # set aside meanwhile
            raise Refused(404, "missing") from error

    async def _device(self, request: Request) -> Device:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            raise Refused(401, "token")
        device = await run_in_threadpool(self.centre.authenticate, token.strip())
        request.scope[DEVICE] = device.id
        return device


def application(
    centre: Centre,
    *,
    phones: ASGIApp | None = None,
    room: Room | None = None,
    registry: CollectorRegistry | None = None,
) -> ASGIApp:
    """Return the ASGI application of a centre; ``phones`` answers below ``/phones`` (docs/openrosa.md).

    ``room`` tells how many requests it takes at once, ``registry`` gets the numbers of :class:`Watch`.
    """
    routes = _Routes(centre)
    own = [Route(one.path, getattr(routes, one.name), methods=[one.method]) for one in ENDPOINTS]
    mounted = [Mount("/phones", phones)] if phones is not None else []
    app = Starlette(
        routes=[*own, *mounted],
        exception_handlers={
            Refused: _declined,
            Malformed: _malformed,
            HTTPException: _no_route,
            FileStoreFails: _no_files,
            OSError: _no_room,
            ClientDisconnect: _hung_up,
            Exception: _failed,
        },
    )
    app.router.redirect_slashes = False  # a laptop takes every redirection for a login page
    return Watch(Echo(Crowd(app, room)), registry)


def _refuse_long(request: Request, limit: int) -> None:
    if _number(request.headers.get("content-length")) > limit:
        raise Refused(413, "too_large")


def _number(text: str | None) -> int:
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Malformed("number")
    return int(text)


def _answer(request: Request, status: int, refusal: Refusal) -> Response:
    request.scope[REFUSAL] = refusal.error
    # What is left of a refused body is not worth reading: the connection is closed with it.
    headers = {"Connection": "close"} if status in (401, 403, 413, 422, 429, 503) else {}
    if status in (429, 503):
        headers["Retry-After"] = str(round(random.uniform(*_AGAIN)))
    return Response(protocol.to_json(refusal), status_code=status, headers=headers, media_type=JSON)


async def _declined(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return _answer(request, error.status, error.refusal)


async def _malformed(request: Request, error: Exception) -> Response:
    assert isinstance(error, Malformed)
    code = "too_large" if error.too_large else "malformed"
    return _answer(request, 413 if error.too_large else 400, Refusal(code, reason=str(error)[:200]))


async def _no_route(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _answer(request, error.status_code, Refusal("malformed", reason=error.detail))


async def _hung_up(_request: Request, _error: Exception) -> Response:
    return Response(status_code=400)  # nobody reads it


async def _no_room(request: Request, error: Exception) -> Response:
    assert isinstance(error, OSError)
    _log.error("storage: %s", error)
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    return _answer(request, 507 if full else 500, Refusal("failed", reason="no room" if full else "storage"))


async def _no_files(request: Request, error: Exception) -> Response:
    assert isinstance(error, FileStoreFails)
    _log.error("files: %s: %s", error.title.en, error.place)
    return _answer(request, 503, Refusal("files"))


async def _failed(request: Request, _error: Exception) -> Response:
    return _answer(request, 500, Refusal("failed"))
