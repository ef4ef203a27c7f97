"""A centre by HTTP: time-outs, answers that only a centre can give, downloads that go on after a cut."""

from __future__ import annotations

import ipaddress
import platform
import secrets
import ssl
from threading import Event
from typing import TYPE_CHECKING

from fieldkit import __version__
from fieldkit.sync import protocol
from fieldkit.sync.answers import (
    Cancelled,
    CentreFailed,
    InsecureAddress,
    NetworkLogin,
    NotUnderstood,
    Unreachable,
    error_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import TracebackType

    import httpx

_PIECE = 64 * protocol.KIB
_CONNECT, _STALL = 10.0, 60.0  # seconds without a byte; a whole transfer may take hours
_RESUMES = 5
_KINDS = (protocol.JSON, protocol.PACKED, protocol.RAW)


class HttpLink:
    """A connection to the centre at one address, for one exchange; a context manager.

    ``token`` proves the laptop; ``cancel`` is looked at between pieces of a file.
    """

    def __init__(self, url: str, token: str = "", *, cancel: Event | None = None) -> None:
        """Prepare; nothing is sent yet."""
        import httpx

        self.sent = 0
        self.received = 0
        self._cancel = cancel or Event()
        headers = {
            "User-Agent": f"fieldkit/{__version__} ({platform.system()})",
            "Accept-Encoding": "identity",  # messages are compressed already
        }
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self._client = httpx.Client(
            base_url=url,
            headers=headers,
            timeout=httpx.Timeout(_STALL, connect=_CONNECT),
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

    def put_file(self, sha256: str, data: bytes) -> None:
        """Send a file; returns when the centre has confirmed its hash. Raises SyncError."""
        headers = {"Content-Type": protocol.RAW, "Content-Length": str(len(data))}
        path = f"/v1/blobs/{sha256}"
        self._whole(self._client.build_request("PUT", path, content=self._pieces(data), headers=headers))

    def get_file(self, sha256: str) -> bytes:
        """Fetch a file; a cut download goes on where it stopped. Raises SyncError, Missing."""
        got = bytearray()
        for _ in range(_RESUMES):
            before = len(got)
            try:
                self._fetch_on(sha256, got)
                return bytes(got)
            except Unreachable:
                if len(got) == before:
                    raise
        raise Unreachable(sha256)

    def _fetch_on(self, sha256: str, got: bytearray) -> None:
        headers = {"Range": f"bytes={len(got)}-"} if got else {}
        request = self._client.build_request("GET", f"/v1/blobs/{sha256}", headers=headers)
        response = self._send(request)
        try:
            self._check(request, response)
            if got and response.status_code != 206:
                got.clear()
            self._read(response, got, protocol.MAX_FILE)
        finally:
            response.close()

    def _pieces(self, data: bytes) -> Iterator[bytes]:
        for start in range(0, len(data), _PIECE):
            if self._cancel.is_set():
                raise Cancelled
            yield data[start : start + _PIECE]

    def _whole(self, request: httpx.Request) -> bytes:
        response = self._send(request)
        try:
            got = bytearray()
            self._check(request, response)
            self._read(response, got, protocol.MAX_PACKED + protocol.MIB)
        finally:
            response.close()
        self.sent += int(request.headers.get("Content-Length", 0))
        return bytes(got)

    def _send(self, request: httpx.Request) -> httpx.Response:
        import httpx

        request.headers[protocol.ECHO] = secrets.token_hex(8)
        try:
            return self._client.send(request, stream=True)
        except httpx.TransportError as error:
            if "CERTIFICATE_VERIFY_FAILED" in str(error):
                raise NetworkLogin(f"{request.url.host}: {error}") from error
            raise Unreachable(f"{request.url.host}: {error}") from error
        except httpx.InvalidURL as error:
            raise Unreachable(str(error)) from error

    def _check(self, request: httpx.Request, response: httpx.Response) -> None:
        """Raise unless a centre answered, and answered with success."""
        echoed = response.headers.get(protocol.ECHO) == request.headers[protocol.ECHO]
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if not echoed:
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
                self.received += len(piece)
                if len(into) > limit:
                    raise NotUnderstood("endless answer")
                if self._cancel.is_set():
                    raise Cancelled
        except httpx.TransportError as error:
            raise Unreachable(str(error)) from error


def check_address(url: str, *, insecure: bool = False) -> str:
    """Return the centre's address as it is kept; raises InsecureAddress, Unreachable.

    Plain HTTP would show the token to everyone on the network, so it is for this machine only.
    """
    import httpx

    try:
        parsed = httpx.URL(url.strip().rstrip("/"))
    except httpx.InvalidURL as error:
        raise Unreachable(url) from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise Unreachable(url)
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
