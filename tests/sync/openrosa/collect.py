"""A phone as ODK Collect is one: its headers, OkHttp's multipart, its order of requests; and its centre."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import httpx

from fieldkit.model.form import FormInstance
from fieldkit.model.form_files import files as files_of
from fieldkit.model.form_loading import load_form
from fieldkit.model.form_submission import submission
from fieldkit.sync.openrosa import inbox, users
from fieldkit.sync.openrosa.app import application as phone_application
from fieldkit.sync.openrosa.phone_forms import CHOSEN
from fieldkit.sync.openrosa.phones import Phones
from fieldkit.sync.server import Blobs, Centre, FolderBlobs, Store, application
from tests.conftest import Clock
from tests.sync.laptops import MovingClock, RunningCentre, listening

AGENT = (
    "org.odk.collect.android/v2025.2.3 Dalvik/2.1.0 (Linux; U; Android 14; SM-A155F Build/UP1A.231005.007)"
)
DEVICE = "collect%3AnXq2aZ0bQw8Kp3Vt"
LISTS = "{http://openrosa.org/xforms/xformsList}"
MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"


@dataclass
class PhoneCentre(RunningCentre):
    """A centre whose phones are served, and what tests look at behind its back."""

    phones: Phones

    def issue(self, name: str = "สุดา ใจงาม", *provinces: str) -> users.Issued:
        """Let somebody send from a phone."""
        with self.centre.store.write() as connection:
            return users.issue(connection, name, provinces or ("66",), now=self.clock())

    def phone(self, name: str = "สุดา ใจงาม", *provinces: str) -> Phone:
        """Return the phone of a new user."""
        return Phone(f"{self.url}/phones/key/{self.issue(name, *provinces).key}")

    def inbox(self) -> list[dict[str, Any]]:
        """Return what has arrived, newest first, once all that can be taken is."""
        self.phones.settle()
        with self.centre.store.read() as connection:
            return inbox.listing(connection)


@contextmanager
def phone_centre(
    folder: Path, clock: Clock, database_url: str | None = None, blobs: Blobs | None = None
) -> Iterator[PhoneCentre]:
    """Run a centre with phones whose files are in ``folder``; ``clock`` is that of the desk's drafts."""
    store = Store.at(database_url) if database_url else Store.in_folder(folder)
    moving = MovingClock()
    centre = Centre(store, blobs or FolderBlobs(folder / "blobs"), moving)
    phones = Phones(centre, folder / "phones", clock)
    try:
        with listening(application(centre, phones=phone_application(phones))) as url:
            yield PhoneCentre(centre, url, moving, phones)
    finally:
        phones.close()
        store.close()


@dataclass
class Filled:
    """A finished record on a phone: its XML, its files by name."""

    xml: bytes
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def instance(self) -> str:
        """Its instance id."""
        [found] = [
            one.text for one in ElementTree.fromstring(self.xml).iter() if one.tag.endswith("instanceID")
        ]
        assert found is not None
        return found


class Phone:
    """One installation of Collect, set up for one server."""

    def __init__(self, server: str) -> None:
        self.server = server
        self.sent: list[httpx.Response] = []

    def request(self, method: str, url: str, **more: Any) -> httpx.Response:
        """Send one request with the headers that Collect sends."""
        headers = {
            "X-OpenRosa-Version": "1.0",
            "Date": format_datetime(datetime.now(UTC), usegmt=True),
            "User-Agent": AGENT,
            "Accept-Encoding": "gzip",
            **more.pop("headers", {}),
        }
        with httpx.Client(trust_env=False, timeout=60, verify=False) as client:
            return client.request(method, url, headers=headers, **more)

    def form_list(self) -> dict[str, dict[str, str]]:
        """Fetch the list of forms; elements by form id."""
        answer = self.request("GET", f"{self.server}/formList")
        assert answer.status_code == 200
        assert answer.headers["X-OpenRosa-Version"] == "1.0"
        assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
        assert "Date" in answer.headers
        root = ElementTree.fromstring(answer.content)
        assert root.tag == f"{LISTS}xforms"
        forms = [{one.tag.removeprefix(LISTS): one.text or "" for one in form} for form in root]
        return {one["formID"]: one for one in forms}

    def manifest(self, listed: Mapping[str, str]) -> list[dict[str, str]]:
        """Fetch the files of a form as they are listed."""
        answer = self.request("GET", listed["manifestUrl"])
        assert answer.status_code == 200
        assert answer.headers["X-OpenRosa-Version"] == "1.0"
        root = ElementTree.fromstring(answer.content)
        assert root.tag == f"{MANIFEST}manifest"
        return [
            {one.tag.removeprefix(MANIFEST): one.text or "" for one in entry}
            | {"type": entry.get("type", "")}
            for entry in root
        ]

    def download(self, form_id: str) -> tuple[bytes, dict[str, bytes]]:
        """Fetch a form and its files."""
        listed = self.form_list()[form_id]
        form = self.request("GET", listed["downloadUrl"]).content
        files = {
            one["filename"]: self.request("GET", one["downloadUrl"]).content for one in self.manifest(listed)
        }
        return form, files

    def fill(
        self, form_id: str, visit: str, answers: Mapping[str, str], files: Mapping[str, bytes] | None = None
    ) -> Filled:
        """Fill the form as it was downloaded; ``visit`` is the name of a row of the list ``visit``."""
        xform, lists = self.download(form_id)
        form = load_form(xform, files_of(lists))
        instance = FormInstance(
            form,
            now=lambda: datetime(2026, 11, 22, 9, 30).astimezone(),
            properties={"username": "", "deviceid": "collect:nXq2aZ0bQw8Kp3Vt"},
            language=None,
            saved=None,
        )
        root = instance.root.path
        if visit:
            instance.answer(f"{root}/{CHOSEN}", visit)
        for path, value in answers.items():
            instance.answer(path, value)
        for path, name in zip(
            [node.path for node in instance.walk() if node.type == "upload" and node.relevant],
            files or {},
            strict=False,
        ):
            instance.answer(path, name)
        return Filled(submission(instance).encode(), dict(files or {}))

    def send(self, filled: Filled, *, most: int = 10_000_000) -> httpx.Response:
        """Send a record: HEAD, then as many requests as the files need; returns the last answer."""
        place = f"{self.server}/submission?deviceID={DEVICE}"
        head = self.request("HEAD", place)
        if head.status_code != 204:
            return head
        most = min(most, int(head.headers["X-OpenRosa-Accept-Content-Length"]))
        answer = head
        for group, last in batches(filled.files, most):
            answer = self.post(filled.xml, group, whole=last)
            if answer.status_code not in (201, 202):
                break
        return answer

    def post(
        self, xml: bytes, files: Mapping[str, bytes] | None = None, *, whole: bool = True, **more: Any
    ) -> httpx.Response:
        """Send one request of a record."""
        parts = [("xml_submission_file", "GEN_2026-11-22_09-30-11.xml", "text/xml", xml)]
        parts += [(name, name, "image/jpeg", data) for name, data in (files or {}).items()]
        if not whole:
            parts.append(("*isIncomplete*", "", "", b"yes"))
        kind, body = okhttp(parts)
        place = f"{self.server}/submission?deviceID={DEVICE}"
        answer = self.request("POST", place, content=body, headers={"Content-Type": kind}, **more)
        self.sent.append(answer)
        return answer


def batches(files: Mapping[str, bytes], most: int) -> Iterator[tuple[dict[str, bytes], bool]]:
    """Yield the files of each request as Collect groups them, and whether it is the last."""
    names = list(files)
    group: dict[str, bytes] = {}
    for number, name in enumerate(names):
        group[name] = files[name]
        following = names[number + 1 : number + 2]
        if following and sum(map(len, group.values())) + len(files[following[0]]) > most:
            yield group, False
            group = {}
    yield group, True


def okhttp(parts: Sequence[tuple[str, str, str, bytes]]) -> tuple[str, bytes]:
    """Return content type and body of a form as OkHttp 4 writes it: (field, file name, type, bytes)."""
    mark = str(uuid.uuid4())
    body = bytearray()
    for name, file_name, kind, data in parts:
        body += f'--{mark}\r\nContent-Disposition: form-data; name="{name}"'.encode()
        body += f'; filename="{file_name}"'.encode() if file_name else b""
        body += f"\r\nContent-Type: {kind}".encode() if kind else b""
        body += f"\r\nContent-Length: {len(data)}\r\n\r\n".encode() + data + b"\r\n"
    body += f"--{mark}--\r\n".encode()
    return f"multipart/form-data; boundary={mark}", bytes(body)


def host_of(url: str) -> str:
    """Return host and port of an address."""
    return urlsplit(url).netloc
