"""The phones' part of the centre on HTTP, as ODK Collect speaks it (OpenRosa 1.0).

A key stands in the address, as with app users of ODK Central: ``…/phones/key/KEY`` is what Collect is given
as its server. Programs that log in use ``…/phones`` with the key as password (Basic).
"""

from __future__ import annotations

import base64
import binascii
import logging
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.routing import Route

from fieldkit.errors import FieldkitError, Text
from fieldkit.model.peers.opening import MOST_XML
from fieldkit.sync import protocol
from fieldkit.sync.openrosa import messages, phone_forms
from fieldkit.sync.openrosa.inbox import StoredFile, file_name
from fieldkit.sync.openrosa.messages import ListedFile, ListedForm
from fieldkit.sync.openrosa.multipart import FormReader, MalformedForm
from fieldkit.sync.openrosa.phones import Phones, Received, Unreadable
from fieldkit.sync.openrosa.users import NoAccess, PhoneUser

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.types import ASGIApp

    from fieldkit.sync.openrosa.multipart import Sink
    from fieldkit.sync.openrosa.phone_forms import PhoneForm

_log = logging.getLogger("fieldkit.phones")

ADVISED = 16 * protocol.MIB
"""Bytes of one request that phones are asked for: what is cut is sent again."""
MOST = protocol.MAX_FILE + MOST_XML + protocol.MIB
"""Bytes of one request that are taken: one file may be larger than what is asked for."""
_MOST_IDS = 1_000
_FLAG = 16

_WORDS = {
    400: Text("ข้อมูลที่ส่งมาอ่านไม่ได้", "What was sent cannot be read"),
    401: Text("ต้องเข้าสู่ระบบ", "A login is needed"),
    403: Text(
        "รหัสของโทรศัพท์นี้ใช้ไม่ได้หรือถูกยกเลิกแล้ว ขอ QR ใหม่จากผู้ดูแลระบบ ข้อมูลในโทรศัพท์ยังอยู่ครบ",
        "This phone's key is unknown or revoked: ask the administrator for a new QR code; the data are whole",
    ),
    404: Text("ไม่มีแบบหรือไฟล์นี้", "There is no such form or file"),
    405: Text("ใช้คำสั่งนี้ที่ที่อยู่นี้ไม่ได้", "This cannot be done at this address"),
    413: Text("ไฟล์ใหญ่เกินที่ศูนย์ข้อมูลรับได้", "A file is larger than the centre takes"),
    503: Text("ศูนย์ข้อมูลยังไม่พร้อม ลองอีกครั้งภายหลัง", "The centre is not ready; try again later"),
    507: Text("ดิสก์ของศูนย์ข้อมูลเต็มหรือขัดข้อง", "The centre's disk is full or out of order"),
}


class _Refused(Exception):
    def __init__(self, status: int, reason: str = "") -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


@dataclass
class _Value:
    """Takes a short value."""

    most: int
    data: bytearray = field(default_factory=bytearray)

    def write(self, data: bytes) -> None:
        self.data += data
        if len(self.data) > self.most:
            raise _Refused(413)

    def end(self) -> None:
        """Know that it is whole."""


class _File:
    """Takes a file, and keeps it when it is whole."""

    def __init__(self, upload: _Upload, name: str) -> None:
        self._upload, self._name = upload, name
        self._size = 0
        self._file = upload.open_file()

    def write(self, data: bytes) -> None:
        self._size += len(data)
        if self._size > protocol.MAX_FILE:
            raise _Refused(413)
        self._file.write(data)

    def end(self) -> None:
        with self._file:
            sha256, size = self._upload.phones.keep(self._file)
        self._upload.files.append(StoredFile(self._name, sha256, size))


class _Upload:
    """The parts of one submission as they come in; a context manager."""

    def __init__(self, phones: Phones) -> None:
        self.phones = phones
        self.files: list[StoredFile] = []
        self._opened = ExitStack()
        self._xml: _Value | None = None
        self._flag = _Value(_FLAG)

    def __enter__(self) -> _Upload:
        return self

    def __exit__(self, *_raised: object) -> None:
        self._opened.close()

    def open_file(self) -> IO[bytes]:
        """Return a file for what is not whole yet, which is gone with this upload."""
        folder = self.phones.centre.blobs.folder
        return self._opened.enter_context(tempfile.TemporaryFile(dir=folder))

    def begin(self, name: str, given: str) -> Sink:
        if name == messages.SUBMISSION:
            if self._xml is not None:
                raise _Refused(400, "two records")
            self._xml = _Value(MOST_XML)
            return self._xml
        if name == messages.INCOMPLETE:
            return self._flag
        if not given:
            return _Value(protocol.MIB)  # a field of another client that means nothing here
        return _File(self, file_name(given))

    def received(self, agent: str) -> Received:
        if self._xml is None:
            raise _Refused(400, f"no {messages.SUBMISSION}")
        whole = self._flag.data.strip().lower() != b"yes"
        return Received(bytes(self._xml.data), self.files, whole, agent)


class _Routes:
    def __init__(self, phones: Phones) -> None:
        self.phones = phones

    async def form_list(self, request: Request) -> Response:
        base, _user = await self._caller(request)
        found = await run_in_threadpool(self.phones.forms)
        return _xml(messages.form_list(_listed(one, base) for one in found))

    async def form(self, request: Request) -> Response:
        await self._caller(request)
        return Response((await self._form(request)).xform, headers=_headers(), media_type=messages.XML)

    async def manifest(self, request: Request) -> Response:
        base, user = await self._caller(request)
        form = await self._form(request)
        files = await run_in_threadpool(self.phones.files, form, user)
        return _xml(messages.manifest(_listed_file(form, name, data, base) for name, data in files.items()))

    async def file(self, request: Request) -> Response:
        _base, user = await self._caller(request)
        files = await run_in_threadpool(self.phones.files, await self._form(request), user)
        data = files.get(request.path_params["name"])
        if data is None:
            raise _Refused(404)
        kind = "text/csv; charset=utf-8" if request.path_params["name"].endswith(".csv") else protocol.RAW
        return Response(data, headers=_headers(), media_type=kind)

    async def integrity(self, request: Request) -> Response:
        _base, user = await self._caller(request)
        names = [name for name in request.query_params.get("id", "").split(",") if name]
        if len(names) > _MOST_IDS:
            raise _Refused(413)
        return _xml(messages.integrity(await run_in_threadpool(self.phones.deleted, user, names)))

    async def ready(self, request: Request) -> Response:
        await self._caller(request)
        return Response(status_code=204, headers=_headers())

    async def submission(self, request: Request) -> Response:
        _base, user = await self._caller(request)
        length = request.headers.get("content-length", "0")
        if not length.isdigit() or len(length) > 15 or int(length) > MOST:
            raise _Refused(413)
        with _Upload(self.phones) as upload:
            reader = FormReader(request.headers.get("content-type", ""), upload)
            size = 0
            async for part in request.stream():
                size += len(part)
                if size > MOST:
                    raise _Refused(413)
                await run_in_threadpool(reader.feed, part)
            reader.finish()
            got = upload.received(request.headers.get("user-agent", ""))
        await run_in_threadpool(self.phones.receive, user, got)
        said = (
            "full submission upload was successful!"
            if got.whole
            else "partial submission upload was successful!"
        )
        return Response(
            messages.response(said, nature="submit_success"),
            status_code=201,
            headers=_headers(),
            media_type=messages.XML,
            background=BackgroundTask(settle, self.phones),
        )

    async def _caller(self, request: Request) -> tuple[str, PhoneUser]:
        """Return the address below which this caller finds everything, and who it is; raises NoAccess."""
        key = request.path_params.get("key", "")
        mounted = request.url.replace(path=f"{request.scope.get('root_path', '')}/", query="")
        base = f"{mounted}key/{key}/" if key else str(mounted)
        found = key or _password(request.headers.get("authorization", ""))
        agent = request.headers.get("user-agent", "")
        return base, await run_in_threadpool(self.phones.authenticate, found, agent)

    async def _form(self, request: Request) -> PhoneForm:
        found = await run_in_threadpool(self.phones.form, request.path_params["form_id"])
        if found is None:
            raise _Refused(404)
        return found


def application(phones: Phones) -> ASGIApp:
    """Return the ASGI application of the phones of a centre, to be mounted at ``/phones``."""
    routes = _Routes(phones)
    table: list[tuple[str, str, Callable[[Request], Awaitable[Response]]]] = [
        ("GET", "/formList", routes.form_list),
        ("GET", "/forms/{form_id}", routes.form),
        ("GET", "/forms/{form_id}/manifest", routes.manifest),
        ("GET", "/forms/{form_id}/files/{name}", routes.file),
        ("GET", "/entities", routes.integrity),
        ("HEAD", "/submission", routes.ready),
        ("POST", "/submission", routes.submission),
    ]
    app = Starlette(
        routes=[
            Route(f"{prefix}{path}", endpoint, methods=[method])
            for prefix in ("/key/{key}", "")
            for method, path, endpoint in table
        ],
        exception_handlers={
            _Refused: _declined,
            NoAccess: _no_access,
            MalformedForm: _malformed,
            Unreadable: _malformed,
            FieldkitError: _not_ready,
            OSError: _no_room,
            ClientDisconnect: _hung_up,
            HTTPException: _no_route,
        },
    )
    app.router.redirect_slashes = False
    return app


def settle(phones: Phones) -> None:
    """Take what has arrived; what cannot be taken now is taken at the next request."""
    try:
        phones.settle()
    except FieldkitError as error:
        _log.warning("phones: %s", error)


def _password(header: str) -> str:
    """Return the password of a Basic login; raises _Refused without one."""
    scheme, _, given = header.partition(" ")
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(given, validate=True).decode().partition(":")[2]
        except (binascii.Error, ValueError):
            pass
    raise _Refused(401)


def _listed(one: PhoneForm, base: str) -> ListedForm:
    place = f"{base}forms/{quote(one.form_id, safe='')}"
    return ListedForm(
        one.form_id, one.version, one.title.th, messages.md5(one.xform), place, f"{place}/manifest"
    )


def _listed_file(form: PhoneForm, name: str, data: bytes, base: str) -> ListedFile:
    place = f"{base}forms/{quote(form.form_id, safe='')}/files/{quote(name, safe='')}"
    entities = f"{base}entities" if name == phone_forms.FACTORIES else ""
    return ListedFile(name, messages.md5(data), place, entities)


def _headers() -> dict[str, str]:
    return {messages.VERSION_HEADER: messages.VERSION, messages.LENGTH_HEADER: str(ADVISED)}


def _xml(data: bytes, status: int = 200) -> Response:
    return Response(data, status_code=status, headers=_headers(), media_type=messages.XML)


def _refusal(status: int, reason: str = "") -> Response:
    words = _WORDS.get(status, _WORDS[400])
    answer = _xml(
        messages.response(" / ".join(filter(None, (words.th, words.en, reason))), nature="error"), status
    )
    if status == 401:
        answer.headers["WWW-Authenticate"] = 'Basic realm="fieldkit", charset="UTF-8"'
    # What is left of a refused body is not worth reading: the connection is closed with it.
    answer.headers["Connection"] = "close"
    return answer


async def _declined(_request: Request, error: Exception) -> Response:
    assert isinstance(error, _Refused)
    return _refusal(error.status, error.reason)


async def _no_access(request: Request, error: Exception) -> Response:
    assert isinstance(error, NoAccess)
    login = not error.revoked and "key" not in request.path_params
    return _refusal(401 if login else 403)


async def _malformed(_request: Request, error: Exception) -> Response:
    return _refusal(400, str(error))


async def _not_ready(_request: Request, error: Exception) -> Response:
    _log.warning("phones: %s", error)
    return _refusal(503)


async def _no_room(_request: Request, error: Exception) -> Response:
    _log.error("storage: %s", error)
    return _refusal(507)


async def _hung_up(_request: Request, _error: Exception) -> Response:
    return Response(status_code=400)  # nobody reads it


async def _no_route(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _refusal(error.status_code)
