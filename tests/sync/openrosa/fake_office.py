"""An office's server as ODK Central and KoboToolbox answer, with the faults that a test asks for."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from xml.etree import ElementTree

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.sync.laptops import listening

USER, PASSWORD = "officer@example.go.th", "ลับ มาก"
OPENROSA = {"X-OpenRosa-Version": "1.0"}
_ANSWER = (
    '<OpenRosaResponse xmlns="http://openrosa.org/http/response">'
    '<message nature="{1}">{0}</message></OpenRosaResponse>'
)
_NONCE = "dcd98b7102dd2f0e8b11d0f600bfb0c093"


class FakeOffice:
    """Keeps records by instance id as Central does: the same again is no news, another is refused."""

    def __init__(self, *, login: str = "", length: int | None = 10_000_000) -> None:
        self.login = login
        self.length = length
        self.records: dict[str, bytes] = {}
        self.files: dict[str, dict[str, bytes]] = {}
        self.posts: list[list[str]] = []
        self.faults: list[Any] = []
        self.forms: dict[str, dict[str, Any]] = {}
        self.calls: list[str] = []

    @contextmanager
    def running(self) -> Iterator[str]:
        """Answer on loopback; yields the address."""
        routes = [
            Route("/k/formList", self.form_list, methods=["GET"]),
            Route("/k/submission", self.head, methods=["HEAD"]),
            Route("/k/submission", self.submission, methods=["POST"]),
            Route("/v1/{path:path}", self.rest, methods=["GET", "POST"]),
        ]
        with listening(Starlette(routes=routes)) as url:
            yield f"{url}/k"

    async def form_list(self, request: Request) -> Response:
        if not self._knows(request):
            return self._challenge()
        body = (
            '<xforms xmlns="http://openrosa.org/xforms/xformsList"><xform><formID>GEN</formID><name>ก</name>'
            "<version>2569.2</version><hash>md5:0</hash><downloadUrl>http://x/y</downloadUrl></xform></xforms>"
        )
        return Response(body, headers=OPENROSA, media_type="text/xml; charset=utf-8")

    async def head(self, request: Request) -> Response:
        if not self._knows(request):
            return self._challenge()
        told = {} if self.length is None else {"X-OpenRosa-Accept-Content-Length": str(self.length)}
        return Response(status_code=204, headers=OPENROSA | told)

    async def submission(self, request: Request) -> Response:
        body = await request.body()
        if not self._knows(request):
            return self._challenge()
        fault = self.faults.pop(0) if self.faults else None
        if isinstance(fault, Response):
            return fault
        mark = request.headers["content-type"].partition("boundary=")[2].encode()
        assert body.endswith(b"\r\n--" + mark + b"--\r\n")
        parts: dict[str, bytes] = {}
        for one in body.split(b"--" + mark)[1:-1]:
            head, _, data = one.partition(b"\r\n\r\n")
            [name] = re.findall(r'[ ;]name="([^"]*)"', head.decode())
            parts[name] = data.removesuffix(b"\r\n")
        self.posts.append(list(parts))
        xml = parts.pop("xml_submission_file")
        parts.pop("*isIncomplete*", None)
        [instance] = [
            one.text or "" for one in ElementTree.fromstring(xml).iter() if one.tag.endswith("instanceID")
        ]
        if self.records.setdefault(instance, xml) != xml:
            return _said(409, "A submission already exists with this ID, but with different XML.", "error")
        known = instance in self.files
        self.files.setdefault(instance, {}).update(parts)
        if fault == "lost answer":
            raise ConnectionError
        return _said(202 if known else 201, "full submission upload was successful!", "submit_success")

    async def rest(self, request: Request) -> Response:
        path = request.path_params["path"]
        body = await request.body()
        self.calls.append(f"{request.method} {path}")
        if path == "sessions":
            right = json.loads(body) == {"email": USER, "password": PASSWORD}
            return _json({"token": "t"} if right else {"message": "no"}, 200 if right else 401)
        assert request.headers["authorization"] == "Bearer t"
        found = re.fullmatch(r"projects/3/forms(?:/(\w+))?(/draft.*)?", path)
        if found is None:
            return _json({"message": "Could not find the resource you were looking for."}, 404)
        form_id, draft = found.groups()
        if request.method == "GET" and form_id and not draft:
            form = self.forms.get(form_id)
            return _json({"version": form["version"]}, 200) if form else _json({"message": "none"}, 404)
        if form_id is None or draft == "/draft":
            root = ElementTree.fromstring(body)
            data = next(one for one in root.iter() if one.get("version") and one.get("id"))
            if data.get("id") == "BAD":
                return _json({"message": "The form is not valid."}, 400)
            self.forms[str(data.get("id"))] = {"version": "", "draft": data.get("version"), "files": {}}
            return _json({}, 200)
        if draft == "/draft/attachments":
            return _json([{"name": "factories.csv"}, {"name": "visit.csv"}], 200)
        if draft.startswith("/draft/attachments/"):
            self.forms[form_id]["files"][draft.rpartition("/")[2]] = body
            return _json({"success": True}, 200)
        assert draft == "/draft/publish"
        self.forms[form_id]["version"] = request.query_params["version"]
        return _json({"success": True}, 200)

    def _knows(self, request: Request) -> bool:
        given = request.headers.get("authorization", "")
        if self.login == "basic":
            import base64

            return given == "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        if self.login == "digest":
            return _digest_fits(request.method, given)
        return True

    def _challenge(self) -> Response:
        asked = {
            "basic": 'Basic realm="ODK Central", charset="UTF-8"',
            "digest": f'Digest realm="kobo", qop="auth", nonce="{_NONCE}", algorithm=MD5',
        }
        return Response(status_code=401, headers=OPENROSA | {"WWW-Authenticate": asked[self.login]})


def _digest_fits(method: str, given: str) -> bool:
    """Compute the answer to the challenge as RFC 7616 says."""
    said = dict(re.findall(r'(\w+)="?([^",]+)"?', given.removeprefix("Digest ")))
    if not given.startswith("Digest "):
        return False

    def md5(*parts: str) -> str:
        return hashlib.md5(":".join(parts).encode()).hexdigest()

    own, asked = md5(USER, "kobo", PASSWORD), md5(method, said["uri"])
    return str(said["response"]) == md5(own, _NONCE, said["nc"], said["cnonce"], "auth", asked)


def _said(status: int, words: str, nature: str) -> Response:
    return Response(
        _ANSWER.format(words, nature),
        status_code=status,
        headers=OPENROSA,
        media_type="text/xml; charset=utf-8",
    )


def _json(value: Any, status: int) -> Response:
    return Response(json.dumps(value), status_code=status, media_type="application/json")
