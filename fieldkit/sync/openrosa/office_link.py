"""HTTP to an office's server: logs in, recognises login pages, takes only OpenRosa's answers for success."""

from __future__ import annotations

import platform
import re
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from threading import Event
from typing import TYPE_CHECKING, Any

from fieldkit import __version__
from fieldkit.model.peers.opening import parse_xml
from fieldkit.sync.http_link import is_loopback, trust
from fieldkit.sync.openrosa import messages, multipart
from fieldkit.sync.openrosa.office_errors import (
    Declined,
    LoginPage,
    LoginRefused,
    OfficeFailed,
    OfficeUnreachable,
    Stopped,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import httpx

    from fieldkit.sync.openrosa.multipart import Part
    from fieldkit.sync.openrosa.office import Access

DEFAULT_LENGTH = 10_000_000
"""Bytes of one request where the server names no limit; Collect's own."""
_CONNECT, _STALL = 10.0, 120.0
_MOST_ANSWER = 4 * 2**20
_TAKEN = (201, 202)


@dataclass(frozen=True, slots=True)
class OfficeForm:
    """A form that the server offers."""

    form_id: str
    version: str
    name: str


class OfficeLink:
    """A connection to an office's server; a context manager."""

    def __init__(self, access: Access, *, cancel: Event | None = None) -> None:
        """Prepare; nothing is sent yet."""
        import httpx

        self.sent = 0
        self._cancel = cancel or Event()
        self._url = access.url.rstrip("/")
        self._host = httpx.URL(self._url).host
        office = access.office
        self._client = httpx.Client(
            headers={
                "User-Agent": f"fieldkit/{__version__} ({platform.system()})",
                messages.VERSION_HEADER: messages.VERSION,
            },
            auth=_login(office.user, access.secret) if office.user else None,
            timeout=httpx.Timeout(_STALL, connect=_CONNECT),
            follow_redirects=False,  # a login page redirects
            trust_env=not is_loopback(self._host),
            verify=trust() if self._url.startswith("https:") else False,
        )

    def __enter__(self) -> OfficeLink:
        return self

    def __exit__(self, *_raised: object) -> None:
        self._client.close()

    def forms(self) -> list[OfficeForm]:
        """Return what the server offers; raises OfficeError."""
        response, data = self._ask("GET", "formList")
        root = parse_xml(data) if response.status_code == 200 and _is_openrosa(response) else None
        if root is None or not root.tag.endswith("xforms"):
            raise self._stranger(response)
        return [
            OfficeForm(*(_text(form, name) for name in ("formID", "version", "name")))
            for form in root
            if form.tag.endswith("xform")
        ]

    def ready(self) -> int:
        """Ask whether records are taken, and return the most bytes of one request; raises OfficeError."""
        response, _data = self._ask("HEAD", "submission")
        if response.status_code not in (200, 202, 204) or not _is_openrosa(response):
            raise self._stranger(response)
        told = response.headers.get(messages.LENGTH_HEADER, "")
        return int(told) if re.fullmatch(r"[1-9][0-9]{3,14}", told) else DEFAULT_LENGTH

    def post(self, parts: Sequence[Part]) -> None:
        """Send one request of a record; raises Declined, OfficeError."""
        mark = multipart.boundary()
        length = multipart.size(parts, mark)
        headers = {"Content-Type": f"multipart/form-data; boundary={mark}", "Content-Length": str(length)}
        response, data = self._ask(
            "POST", "submission", content=_Body(parts, mark, self._cancel), headers=headers
        )
        told = _message(data)
        if response.status_code in _TAKEN and (told is not None or _is_openrosa(response)):
            self.sent += length
            return
        # 200 is what login pages say.
        if response.status_code < 400 or (told is None and not _is_openrosa(response) and _is_page(response)):
            raise self._stranger(response)
        raise Declined(response.status_code, told or f"HTTP {response.status_code}")

    def call(self, method: str, url: str, **more: Any) -> tuple[httpx.Response, bytes]:
        """Send a request of another interface of the same server; raises OfficeError."""
        return self._send(self._client.build_request(method, url, **more))

    def _ask(self, method: str, path: str, **more: Any) -> tuple[httpx.Response, bytes]:
        request = self._client.build_request(method, f"{self._url}/{path}", **more)
        request.headers["Date"] = format_datetime(datetime.now(UTC), usegmt=True)
        response, data = self._send(request)
        # A record may be refused to somebody whose login is right: not every form is everybody's.
        of_record = method == "POST" and response.status_code == 403 and _is_openrosa(response)
        page = _is_page(response) and not _is_openrosa(response)
        if response.status_code in (407, 511) or (response.status_code == 403 and page):
            raise self._stranger(response)
        if response.status_code in (401, 403) and not of_record:
            raise LoginRefused(self._place(response))
        if response.status_code >= 500 or response.status_code in (408, 429):
            raise OfficeFailed(self._place(response))
        return response, data

    def _send(self, request: httpx.Request) -> tuple[httpx.Response, bytes]:
        import httpx

        if self._cancel.is_set():
            raise Stopped
        data = bytearray()
        try:
            with closing(self._client.send(request, stream=True)) as response:
                for piece in response.iter_bytes(64 * 1024):
                    data += piece
                    if len(data) > _MOST_ANSWER:
                        raise OfficeFailed(f"{self._host}: endless answer")
        except httpx.TransportError as error:
            if "CERTIFICATE_VERIFY_FAILED" in str(error):
                raise LoginPage(f"{self._host}: {error}") from error
            raise OfficeUnreachable(f"{self._host}: {error}") from error
        except UnicodeEncodeError as error:  # a Thai user name cannot log in by digest
            raise LoginRefused(self._host) from error
        except (httpx.InvalidURL, httpx.DecodingError) as error:
            raise OfficeUnreachable(f"{self._host}: {error}") from error
        return response, bytes(data)

    def _stranger(self, response: httpx.Response) -> LoginPage:
        return LoginPage(self._place(response))

    def _place(self, response: httpx.Response) -> str:
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        return f"{self._host}: HTTP {response.status_code} {kind}".strip()


class _Body:
    """A form that can be sent again, as logging in by digest may need; looks at ``cancel`` between pieces."""

    def __init__(self, parts: Sequence[Part], mark: str, cancel: Event) -> None:
        self._parts, self._mark, self._cancel = parts, mark, cancel

    def __iter__(self) -> Iterator[bytes]:
        for piece in multipart.pieces(self._parts, self._mark):
            if self._cancel.is_set():
                raise Stopped
            yield piece


def _login(user: str, password: str) -> httpx.Auth:
    """Return a login by what the server asks for: digest where it can, else basic (TLS protects it)."""
    import httpx

    class Login(httpx.Auth):
        def __init__(self) -> None:
            self._chosen: httpx.Auth | None = None

        def auth_flow(self, request: httpx.Request) -> Any:
            if self._chosen is None:
                response = yield request
                if response.status_code != 401:
                    return
                asked = " ".join(response.headers.get_list("www-authenticate")).lower()
                kind = httpx.DigestAuth if "digest" in asked else httpx.BasicAuth
                self._chosen = kind(user, password)
            yield from self._chosen.auth_flow(request)

    return Login()


def _is_openrosa(response: httpx.Response) -> bool:
    return messages.VERSION_HEADER in response.headers


def _is_page(response: httpx.Response) -> bool:
    return "html" in response.headers.get("Content-Type", "")


def _message(data: bytes) -> str | None:
    """Return what an OpenRosaResponse says, None where it is none."""
    root = parse_xml(data) if data else None
    if root is None or not root.tag.endswith("OpenRosaResponse"):
        return None
    return " ".join((one.text or "").strip() for one in root if one.tag.endswith("message"))[:500]


def _text(parent: Any, name: str) -> str:
    found = next((one for one in parent if one.tag.rpartition("}")[2] == name), None)
    return "" if found is None else (found.text or "").strip()
