"""Puts a checklist on an office's ODK Central by its REST interface, so that inspections of it are taken.

https://docs.getodk.org/central-api-form-management/: a draft with its files, which is then published.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import msgspec

from fieldkit.sync.openrosa.office_errors import LoginRefused, NotPublished, OfficeFailed

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx

    from fieldkit.sync.openrosa.office import Access
    from fieldkit.sync.openrosa.office_link import OfficeLink

_XML, _JSON, _RAW = "application/xml", "application/json", "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Published:
    """A form on Central; ``fresh`` when it was not there in this version before."""

    form_id: str
    version: str
    fresh: bool
    files: int


def publish(
    link: OfficeLink,
    access: Access,
    project: int,
    *,
    form_id: str,
    version: str,
    xform: bytes,
    files: Mapping[str, bytes],
) -> Published:
    """Publish a form with its files in a project; a version that is there stays. Raises OfficeError."""
    where = urlsplit(access.url)
    central = _Central(link, f"{where.scheme}://{where.netloc}/v1", access)
    forms = f"/projects/{project}/forms"
    own = f"{forms}/{quote(form_id, safe='')}"
    known = central.get(own)
    if known is not None and known.get("version") == version:
        return Published(form_id, version, fresh=False, files=0)
    if known is None:
        central.send("POST", f"{forms}?ignoreWarnings=true&publish=false", xform, _XML)
    else:
        central.send("POST", f"{own}/draft?ignoreWarnings=true", xform, _XML)
    wanted = {one.get("name") for one in central.listed(f"{own}/draft/attachments")}
    sent = [name for name in files if name in wanted]
    for name in sent:
        place = f"{own}/draft/attachments/{quote(name, safe='')}"
        central.send("POST", place, files[name], "text/csv" if name.endswith(".csv") else _RAW)
    central.send("POST", f"{own}/draft/publish?version={quote(version, safe='')}", b"", _JSON)
    return Published(form_id, version, fresh=True, files=len(sent))


class _Central:
    """A session of a user of Central."""

    def __init__(self, link: OfficeLink, root: str, access: Access) -> None:
        self._link, self._root = link, root
        if not access.office.user:
            raise LoginRefused(urlsplit(root).netloc)  # a key may send records and nothing else
        login = msgspec.json.encode({"email": access.office.user, "password": access.secret})
        found = _decoded(self.send("POST", "/sessions", login, _JSON, authorized=False))
        self._token = str(found.get("token", "")) if isinstance(found, dict) else ""
        if not self._token:
            raise OfficeFailed(f"{root}/sessions")

    def get(self, path: str) -> dict[str, Any] | None:
        """Return what stands at ``path``, None where nothing does."""
        response, data = self._call("GET", path)
        if response.status_code == 404:
            return None
        self._check(response, data)
        found = _decoded(data)
        return found if isinstance(found, dict) else {}

    def listed(self, path: str) -> list[dict[str, Any]]:
        """Return the list at ``path``."""
        response, data = self._call("GET", path)
        self._check(response, data)
        found = _decoded(data)
        return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []

    def send(self, method: str, path: str, data: bytes, kind: str, *, authorized: bool = True) -> bytes:
        """Send something and return the answer's body."""
        response, answer = self._call(method, path, authorized=authorized, content=data, kind=kind)
        self._check(response, answer)
        return answer

    def _call(
        self, method: str, path: str, *, authorized: bool = True, kind: str = "", **more: Any
    ) -> tuple[httpx.Response, bytes]:
        headers = {"Authorization": f"Bearer {self._token}"} if authorized else {}
        if kind:
            headers["Content-Type"] = kind
        return self._link.call(method, f"{self._root}{path}", headers=headers, **more)

    def _check(self, response: httpx.Response, data: bytes) -> None:
        if response.status_code in (200, 201):
            return
        place = f"HTTP {response.status_code}"
        if response.status_code == 401:
            raise LoginRefused(place)
        if response.status_code >= 500:
            raise OfficeFailed(place)
        found = _decoded(data)
        said = str(found.get("message", "")) if isinstance(found, dict) else ""
        raise NotPublished(f"{place} {said[:500]}".strip())


def _decoded(data: bytes) -> Any:
    try:
        return msgspec.json.decode(data)
    except msgspec.DecodeError:
        return None
