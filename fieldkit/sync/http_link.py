"""A centre by HTTP: time-outs, answers that only a centre can give, downloads that go on after a cut."""

from __future__ import annotations

import hashlib
import ipaddress
import platform
import secrets
import socket
import ssl
from contextlib import suppress
from threading import Event, Lock
from typing import TYPE_CHECKING

from fieldkit import __version__
from fieldkit.sync import protocol
from fieldkit.sync.answers import (
    Cancelled,
    CentreBusy,
    CentreClosed,
    CentreFailed,
    CentreNotFound,
    CentreSilent,
    CertificateDate,
    ConnectionCut,
    FilesOutOfReach,
    InsecureAddress,
    NetworkLogin,
    NotUnderstood,
    SyncError,
    Unreachable,
    WrongAddress,
    error_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import TracebackType

    import httpx

_PIECE = 64 * protocol.KIB
_CONNECT, _STALL = 10.0, 60.0  # seconds without a byte; a whole transfer may take hours
_RESUMES = 5
_PATIENCE = 600.0  # seconds that an exchange waits altogether while the centre has no time for it
_LONGEST_WAIT = 120.0
_FILES_WAITS = 3  # times that an exchange waits for the centre's store of files
_KINDS = (protocol.JSON, protocol.PACKED, protocol.RAW)


class HttpLink:
    """A connection to the centre at one address, for one exchange; a context manager.

    ``token`` proves the laptop; ``cancel`` is looked at between pieces of a file.
    """

    def __init__(
        self, url: str, token: str = "", *, cancel: Event | None = None, patience: float | None = None
    ) -> None:
        """Prepare; nothing is sent yet. After ``patience`` seconds without a byte it gives up (60)."""
        import httpx

        patience = _STALL if patience is None else patience

        self.sent = 0
        self.received = 0
        self._waited = 0.0  # seconds, because the centre was busy
        self._without_files = 0  # times that its store of files did not answer
        self._counting = Lock()  # several files may be under way
        self._cancel = cancel or Event()
        headers = {
            "User-Agent": f"fieldkit/{__version__} ({platform.system()})",
            "Accept-Encoding": "identity",  # messages are compressed already
        }
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self._place = httpx.URL(url).netloc.decode("ascii", "replace")
        self._client = httpx.Client(
            base_url=url,
            headers=headers,
            timeout=httpx.Timeout(patience, connect=min(patience, _CONNECT)),
            follow_redirects=False,  # a centre never redirects; a login page does
            trust_env=not is_loopback(httpx.URL(url).host),
            verify=trust() if url.startswith("https:") else False,  # plain HTTP has nothing to verify
        )

    def __enter__(self) -> HttpLink:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Hang up."""
        self._client.close()

    def post(self, path: str, data: bytes, *, kind: str = protocol.JSON) -> bytes:
        """Send a message and return the answer's body; raises SyncError."""
        request = self._client.build_request("POST", path, content=data, headers={"Content-Type": kind})
        return self._whole(request)

    def get(self, path: str, query: Mapping[str, str]) -> bytes:
        """Ask, and return the answer's body; raises SyncError."""
        return self._whole(self._client.build_request("GET", path, params=dict(query)))

    def knock(self) -> None:
        """Ask whether a centre answers here, whatever it says; raises NetworkLogin, Unreachable."""
        request = self._client.build_request("HEAD", "/openapi.json")
        response = self._send_once(request)  # a busy centre is one, too
        try:
            if not _echoed(request, response):
                self._check(request, response)
        finally:
            response.close()

    def put_file(self, sha256: str, data: bytes) -> str:
        """Send a file; returns when the centre has confirmed its hash. Raises SyncError, Damaged."""
        return _message(self._put(f"/v1/blobs/{sha256}", {}, data), protocol.Stored).at

    def upload(self, sha256: str, size: int) -> protocol.Upload:
        """Ask how much of a file has arrived; raises SyncError."""
        return _message(self.get(f"/v2/uploads/{sha256}", {"size": str(size)}), protocol.Upload)

    def put_part(self, sha256: str, data: bytes, start: int) -> protocol.Upload:
        """Send a part; returns when the centre has it on its disk. Raises SyncError, Damaged, Gap."""
        part = data[start : start + protocol.PART]
        query = {"size": len(data), "start": start, "part": hashlib.sha256(part).hexdigest()}
        return _message(self._put(f"/v2/uploads/{sha256}", query, part), protocol.Upload)

    def get_part(self, sha256: str, start: int) -> bytes:
        """Fetch a part of a file; a cut download goes on where it stopped. Raises SyncError, Missing."""
        got = bytearray()
        for _ in range(_RESUMES):
            before = len(got)
            try:
                self._fetch_on(sha256, start, got)
                return bytes(got)
            except Unreachable:
                if len(got) == before:
                    raise
        raise Unreachable(self._place)

    def _put(self, path: str, query: Mapping[str, object], data: bytes) -> bytes:
        headers = {"Content-Type": protocol.RAW, "Content-Length": str(len(data))}
        params = {name: str(value) for name, value in query.items()}
        content = _Pieces(data, self._cancel)
        return self._whole(
            self._client.build_request("PUT", path, params=params, content=content, headers=headers)
        )

    def _fetch_on(self, sha256: str, start: int, got: bytearray) -> None:
        first, last = start + len(got), start + protocol.PART - 1
        headers = {"Range": f"bytes={first}-{last}"}
        request = self._client.build_request("GET", f"/v1/blobs/{sha256}", headers=headers)
        response = self._send(request)
        try:
            if response.status_code == 416 and _echoed(request, response):
                return  # it ended there
            self._check(request, response)
            if response.status_code != 206 and first:  # a proxy that knows no ranges sends everything
                whole = bytearray()
                self._read(response, whole, protocol.MAX_FILE)
                got[:] = whole[start : start + protocol.PART]
            else:
                self._read(response, got, protocol.PART if first else protocol.MAX_FILE)
        finally:
            response.close()

    def _whole(self, request: httpx.Request) -> bytes:
        response = self._send(request)
        try:
            got = bytearray()
            self._check(request, response)
            self._read(response, got, protocol.MAX_PACKED + protocol.MIB)
        finally:
            response.close()
        with self._counting:
            self.sent += int(request.headers.get("Content-Length", 0))
        return bytes(got)

    def _send(self, request: httpx.Request) -> httpx.Response:
        """Send a request, again and again while the centre is busy, at the times that it says."""
        while True:
            response = self._send_once(request)
            if response.status_code not in (429, 503) or not _echoed(request, response):
                return response
            try:
                wait = _retry_after(response)
                self._count_wait(response, wait)
            finally:
                response.close()
            if self._cancel.wait(wait):
                raise Cancelled

    def _count_wait(self, response: httpx.Response, wait: float) -> None:
        """Note that the centre asks to come again; raises SyncError when that was often or long enough."""
        said = bytearray()
        with suppress(Unreachable):  # the connection ends with such an answer, and it is a short one
            self._read(response, said, protocol.MAX_JSON)
        error = _refusal(bytes(said))
        with self._counting:
            self._waited += wait
            self._without_files += isinstance(error, FilesOutOfReach)
        if self._waited > _PATIENCE:
            raise CentreBusy(self._place)
        if self._without_files > _FILES_WAITS and isinstance(error, FilesOutOfReach):
            raise error

    def _send_once(self, request: httpx.Request) -> httpx.Response:
        import httpx

        request.headers[protocol.ECHO] = secrets.token_hex(8)
        try:
            return self._client.send(request, stream=True)
        except httpx.TransportError as error:
            raise _unreachable(error, self._place) from error
        except httpx.InvalidURL as error:
            raise WrongAddress(str(request.url)) from error

    def _check(self, request: httpx.Request, response: httpx.Response) -> None:
        """Raise unless a centre answered, and answered with success."""
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if not _echoed(request, response):
            # A proxy in front of the centre answers so while the centre is down; a login page does not.
            if response.status_code in (500, 502, 503, 504) and kind != "text/html":
                raise CentreFailed(f"HTTP {response.status_code}")
            raise NetworkLogin(f"{request.url.host}: HTTP {response.status_code} {kind}".strip())
        if response.status_code >= 300:
            got = bytearray()
            self._read(response, got, protocol.MAX_JSON)
            raise _refusal(bytes(got))
        if kind not in _KINDS:
            raise NetworkLogin(f"{request.url.host}: {kind}")

    def _read(self, response: httpx.Response, into: bytearray, limit: int) -> None:
        import httpx

        try:
            for piece in response.iter_raw(_PIECE):
                into += piece
                with self._counting:
                    self.received += len(piece)
                if len(into) > limit:
                    raise NotUnderstood("endless answer")
                if self._cancel.is_set():
                    raise Cancelled
        except httpx.TransportError as error:
            raise _unreachable(error, self._place) from error


class _Pieces:
    """The pieces of a body, which may be sent more than once; raises Cancelled between two of them."""

    def __init__(self, data: bytes, cancel: Event) -> None:
        self._data = data
        self._cancel = cancel

    def __iter__(self) -> Iterator[bytes]:
        for start in range(0, len(self._data), _PIECE):
            if self._cancel.is_set():
                raise Cancelled
            yield self._data[start : start + _PIECE]


def check_address(url: str, *, insecure: bool = False) -> str:
    """Return the centre's address as it is kept; raises InsecureAddress, Unreachable.

    Plain HTTP would show the token to everyone on the network, so it is for this machine only.
    """
    import httpx

    try:
        parsed = httpx.URL(url.strip().rstrip("/"))
    except httpx.InvalidURL as error:
        raise WrongAddress(url) from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise WrongAddress(url)
    if parsed.scheme == "http" and not insecure and not is_loopback(parsed.host):
        raise InsecureAddress(url)
    return str(parsed)


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _echoed(request: httpx.Request, response: httpx.Response) -> bool:
    said: str | None = response.headers.get(protocol.ECHO)
    return said == request.headers[protocol.ECHO]


def _retry_after(response: httpx.Response) -> float:
    """Return for how many seconds the centre asks to wait; a centre says whole seconds, never a date."""
    said = response.headers.get("Retry-After", "")
    seconds = float(said) if said.isascii() and said.isdigit() else 1.0
    return min(seconds, _LONGEST_WAIT)


def _unreachable(error: httpx.TransportError, place: str) -> SyncError:
    """Return what a person is told of a connection that did not come about, or ended."""
    import httpx

    said = str(error)
    if "CERTIFICATE_VERIFY_FAILED" in said:
        dated = "not yet valid" in said or "has expired" in said
        return CertificateDate(place) if dated else NetworkLogin(place)
    if isinstance(error, httpx.TimeoutException):
        return CentreSilent(place)
    if not isinstance(error, httpx.ConnectError):
        return ConnectionCut(place)
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, socket.gaierror):
            return CentreNotFound(place)
        if isinstance(cause, ConnectionRefusedError):
            return CentreClosed(place)
        cause = cause.__cause__ or cause.__context__
    return Unreachable(place)


def _message(data: bytes, kind: type[protocol.Struct]) -> protocol.Struct:
    try:
        return protocol.from_json(data, kind)
    except protocol.Malformed as error:
        raise NotUnderstood(str(error)) from error


def _refusal(data: bytes) -> Exception:
    try:
        refusal = protocol.from_json(data, protocol.Refusal)
    except protocol.Malformed as error:
        return NotUnderstood(str(error))
    return error_of(refusal.error, refusal.reason)


def trust() -> ssl.SSLContext:
    """Trust what the system trusts, which includes an office's own authority; else Mozilla's list."""
    context = ssl.create_default_context()
    if not context.cert_store_stats()["x509_ca"]:
        import certifi

        context.load_verify_locations(certifi.where())
    return context
