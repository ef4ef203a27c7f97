"""Closed inspections go to an office's ODK Central or KoboToolbox: whole, once, and on after any cut."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
from collections.abc import Iterator
from contextlib import closing, redirect_stderr, redirect_stdout
from pathlib import Path
from threading import Event
from typing import Any
from xml.etree import ElementTree

import pytest
from starlette.responses import Response

from fieldkit.cli import main
from fieldkit.model import checklists, inspections
from fieldkit.model.cases.personal import accesses
from fieldkit.model.checklist_export import files_beside
from fieldkit.model.form_draft import stored_values
from fieldkit.model.inspections import Inspection
from fieldkit.model.inspections.closing import Signature, close
from fieldkit.model.inspections.revision import revise
from fieldkit.model.workbook import Filters
from fieldkit.model.workspace import Workspace
from fieldkit.sync import client
from fieldkit.sync.answers import InsecureAddress
from fieldkit.sync.openrosa import central, office, sending
from fieldkit.sync.openrosa.office_errors import (
    LoginPage,
    LoginRefused,
    NotPublished,
    OfficeError,
    OfficeFailed,
    OfficeUnreachable,
    Stopped,
)
from fieldkit.sync.openrosa.office_link import OfficeLink
from fieldkit.sync.openrosa.sending import Delivery
from tests.conftest import Clock
from tests.office import MILL, drawn_signature, picture
from tests.sync.openrosa.collect import PhoneCentre
from tests.sync.openrosa.fake_office import OPENROSA, PASSWORD, USER, FakeOffice
from tests.sync.openrosa.test_phones import ANSWERS
from tests.sync.test_portals import FAKES, answer, fake

PHOTOS = ("/data/machinery/gen22_photo", "/data/pollution/gen30_photo")
SIGNATURES = ("/data/closing/gen42_inspector", "/data/closing/gen42_representative")
SIGNED = [
    Signature("inspector", "กฤษณะ ใจดี", typed=True),
    Signature("representative", "นายสุข", typed=True),
]


def closed(workspace: Workspace, *, photos: int = 2) -> Inspection:
    """Return a signed inspection of the mill with two signatures and some photos."""
    found = inspections.start(workspace, MILL, "GEN")
    for path, value in ANSWERS.items():
        found.answer(path, value)
    for path in SIGNATURES:
        inspections.attach_photo(found, path, drawn_signature(), kind="signature")
    for number, path in enumerate(PHOTOS[:photos]):
        inspections.attach_photo(
            found, path, picture(colour=("red", "green")[number]), name=f"รูป {number}.jpg"
        )
    close(found, SIGNED, closing="partial", reason="ทดสอบ")
    return found


def deliver(workspace: Workspace, url: str, **options: Any) -> Delivery:
    user = options.pop("user", "")
    access = office.parse(url, user=user, password=options.pop("password", PASSWORD if user else ""))
    with OfficeLink(access) as link:
        return sending.send(workspace, access.office, link, Filters(), **options)


def refusal(words: str) -> str:
    return f'<OpenRosaResponse xmlns="http://openrosa.org/http/response"><message>{words}</message></OpenRosaResponse>'


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "_PAUSES", (0.0, 0.0))


@pytest.mark.parametrize("login", ["", "basic", "digest"])
def test_an_inspection_arrives_as_it_was_signed_and_only_once(office_: Workspace, login: str) -> None:
    signed = closed(office_)
    server = FakeOffice(login=login)
    with server.running() as url:
        first = deliver(office_, url, user=USER if login else "")
        again = deliver(office_, url, user=USER if login else "")
    assert (first.sent, first.refused, first.left_out) == (1, [], [])
    assert (again.sent, again.already, again.bytes_sent) == (0, 1, 0)
    [(instance, xml)] = server.records.items()
    assert hashlib.sha256(xml).hexdigest() == signed.row["submission"]
    assert sorted(server.files[instance]) == sorted(row["name"] for row in signed.files)
    assert server.files[instance]["รูป 0.jpg"] == picture(colour="red")
    [kept] = accesses(office_)
    assert (kept["action"], kept["records"]) == ("exported", [signed.id]), "GEN asks whom one met"


def test_a_record_is_split_as_the_server_asks(office_: Workspace) -> None:
    closed(office_)
    server = FakeOffice(length=1000)
    with server.running() as url:
        assert deliver(office_, url).sent == 1
    assert len(server.posts) == 4
    assert all("xml_submission_file" in names for names in server.posts)
    assert ["*isIncomplete*" in names for names in server.posts] == [True, True, True, False]


FAULTS = {
    "busy": Response(status_code=503, headers=OPENROSA),
    "broken": Response("<html>502</html>", status_code=502, media_type="text/html"),
    "too many": Response(status_code=429, headers=OPENROSA),
    "lost answer": "lost answer",
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_tried_again_and_leaves_no_second_record(office_: Workspace, name: str) -> None:
    closed(office_)
    server = FakeOffice()
    server.faults = [FAULTS[name]]
    with server.running() as url:
        delivery = deliver(office_, url)
    assert (delivery.sent, len(server.records)) == (1, 1)


def test_what_was_cut_goes_on_with_the_next_file(office_: Workspace) -> None:
    closed(office_)
    server = FakeOffice(length=1000)
    with server.running() as url:
        server.faults = [None, None, *[FAULTS["busy"]] * 3]
        with pytest.raises(OfficeFailed):
            deliver(office_, url)
        [standing] = sending.standings(office_, office.parse(url).office, Filters())
        assert standing["state"] == "partly"
        assert len(server.posts) == 2
        assert deliver(office_, url).sent == 1
    assert len(server.posts) == 4
    [files] = server.files.values()
    assert len(files) == 4


def test_a_refused_record_is_told_and_stops_no_other(office_: Workspace) -> None:
    first, second = closed(office_, photos=0), closed(office_, photos=1)
    server = FakeOffice()
    with server.running() as url:
        server.faults = [Response(refusal("The form is closed."), 404, OPENROSA, media_type="text/xml")]
        delivery = deliver(office_, url)
        assert (delivery.sent, [one["message"] for one in delivery.refused]) == (1, ["The form is closed."])
        assert delivery.refused[0]["id"] == first.id
        kept = deliver(office_, url)
        assert (kept.sent, kept.already, len(kept.refused)) == (0, 1, 1)
        assert deliver(office_, url, again=True).sent == 1
    assert len(server.records) == 2
    assert second.closed


def test_a_revision_goes_as_a_correction_of_what_was_sent(office_: Workspace) -> None:
    signed = closed(office_)
    server = FakeOffice()
    with server.running() as url:
        deliver(office_, url)
        revised = revise(office_, signed.id, "เลขผิด")
        revised.answer("/data/visit_facts/gen02_name", "สมหญิง")
        close(revised, SIGNED, closing="partial", reason="ทดสอบ")
        assert deliver(office_, url).sent == 1
    (old, _xml), (new, xml) = server.records.items()
    meta = {one.tag.rpartition("}")[2]: one.text for one in ElementTree.fromstring(xml).iter()}
    assert new == f"uuid:{revised.id}"
    assert (meta["instanceID"], meta["deprecatedID"], meta["gen02_name"]) == (new, old, "สมหญิง")


@pytest.mark.parametrize("name", FAKES)
def test_a_login_page_is_no_success(office_: Workspace, name: str) -> None:
    closed(office_, photos=0)
    with fake(lambda _head: FAKES[name]) as url, pytest.raises(OfficeError) as caught:
        deliver(office_, url)
    assert isinstance(caught.value, LoginPage | OfficeFailed | LoginRefused)
    if "html" in name or "redirect" in name or name in ("empty", "no content", "login required"):
        assert isinstance(caught.value, LoginPage)
    assert caught.value.message("th") != caught.value.message("en")
    parsed = office.parse(url).office
    assert [one["state"] for one in sending.standings(office_, parsed, Filters())] == ["waiting"]


MIDDLE = {name: FAKES[name] for name in ("html", "html called json", "redirect", "no content", "empty")} | {
    # what a server says that has not kept the record (OpenRosa: only 201 and 202 are success)
    "plain 200": answer(
        "200 OK", refusal("thanks").encode(), "X-OpenRosa-Version: 1.0", "Content-Type: text/xml"
    )
}


@pytest.mark.parametrize("name", MIDDLE)
def test_a_login_page_in_the_middle_is_no_success(office_: Workspace, name: str) -> None:
    closed(office_, photos=0)
    head = b"HTTP/1.1 204 No Content\r\nX-OpenRosa-Version: 1.0\r\nConnection: close\r\n\r\n"
    with (
        fake(lambda asked: head if asked.startswith(b"HEAD") else MIDDLE[name]) as url,
        pytest.raises(LoginPage),
    ):
        deliver(office_, url)


def test_a_wrong_password_is_told(office_: Workspace) -> None:
    closed(office_, photos=0)
    with FakeOffice(login="digest").running() as url:
        for user, password in ((USER, "x"), ("ตรวจ", PASSWORD)):
            with pytest.raises(LoginRefused):
                deliver(office_, url, user=user, password=password)


def test_nobody_there_is_told(office_: Workspace) -> None:
    closed(office_, photos=0)
    with pytest.raises(OfficeUnreachable):
        deliver(office_, "http://127.0.0.1:9")


def test_it_can_be_stopped(office_: Workspace) -> None:
    closed(office_, photos=0)
    stop = Event()
    stop.set()
    with FakeOffice().running() as url, pytest.raises(Stopped):
        deliver(office_, url, cancel=stop)


def test_secrets_stand_in_no_setting(office_: Workspace) -> None:
    key = "k" * 64
    office.keep(office_, office.parse(f"https://central.example.go.th/v1/key/{key}/projects/2"))
    for row in office_.rows("SELECT value FROM meta"):
        assert key not in str(row["value"])
    assert office.chosen(office_).url == f"https://central.example.go.th/v1/key/{key}/projects/2"
    office.keep(office_, office.parse("https://kc.example.org/u", user=USER, password=PASSWORD))
    assert all(PASSWORD not in str(row["value"]) for row in office_.rows("SELECT value FROM meta"))
    assert office.chosen(office_).secret == PASSWORD
    office.forget(office_)
    assert office.known(office_) is None
    with pytest.raises(InsecureAddress):
        office.parse("http://central.example.go.th")


def test_our_client_and_our_server_make_the_same_inspection(
    centre: PhoneCentre, laptop: Workspace, office_: Workspace
) -> None:
    signed = closed(office_)
    key = centre.issue("สำนักงานอื่น").key
    delivery = deliver(office_, f"{centre.url}/phones/key/{key}")
    assert (delivery.sent, delivery.refused) == (1, [])
    assert [(one["state"], one["remarks"]) for one in centre.inbox()] == [("taken", [])]
    client.sync(laptop, retries=0)
    [row] = laptop.rows("SELECT id FROM inspection")
    got = inspections.open_inspection(laptop, row["id"])
    assert stored_values(got.instance) == stored_values(signed.instance)
    assert said(got) == said(signed)


def said(inspection: Inspection) -> list[tuple[str, str, str]]:
    return sorted((row["path"], row["name"], row["sha256"]) for row in inspection.files)


def published(workspace: Workspace, url: str, *, password: str = PASSWORD, **other: str) -> central.Published:
    one = checklists.latest(workspace, "GEN")
    files = files_beside(workspace, one, on=workspace.clock().date())
    access = office.parse(url, user=USER, password=password)
    told = {"form_id": one.form_id, "version": one.version} | other
    with OfficeLink(access) as link:
        xform = one.xform.replace(b'id="GEN"', b'id="%s"' % told["form_id"].encode())
        return central.publish(link, access, 3, xform=xform, files=files, **told)


def test_a_checklist_is_published_on_central_once(office_: Workspace) -> None:
    server = FakeOffice()
    with server.running() as url:
        first, again = published(office_, url), published(office_, url)
        assert (first.fresh, first.files, again.fresh) == (True, 2, False)
        with pytest.raises(NotPublished, match="not valid"):
            published(office_, url, form_id="BAD")
        with pytest.raises(LoginRefused):
            published(office_, url, password="x")
    assert server.forms["GEN"]["version"] == first.version
    assert MILL.encode() in server.forms["GEN"]["files"]["factories.csv"]


def run(folder: Path, *words: str) -> Any:
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(io.StringIO()):
        code = main(["--data", str(folder), "--json", *words])
    return code, json.loads(out.getvalue() or "null")


def test_the_commands_of_an_office(office_: Workspace, tmp_path: Path) -> None:
    closed(office_)
    folder = office_.folder
    office_.close()
    secret = tmp_path / "password.txt"
    secret.write_text(PASSWORD, encoding="utf-8")
    server = FakeOffice(login="basic")
    with server.running() as url:
        assert run(folder, "openrosa", "send")[0] == 1
        login = ("--user", USER, "--password-file", str(secret))
        code, told = run(folder, "openrosa", "office", url, *login)
        assert (code, told["url"], told["forms"][0]["form_id"]) == (0, url, "GEN")
        assert run(folder, "openrosa", "list")[1]["inspections"][0]["state"] == "waiting"
        code, told = run(folder, "openrosa", "send")
        assert (code, told["sent"]) == (0, 1)
        assert run(folder, "openrosa", "list")[1]["inspections"][0]["state"] == "sent"
        assert run(folder, "openrosa", "publish", "GEN", "--project", "3")[1]["fresh"] is True
        assert run(folder, "openrosa", "office", "--forget") == (0, {"url": None})


@pytest.fixture
def office_(furnished_folder: Path, tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    """A laptop of another office, which knows no centre."""
    folder = shutil.copytree(furnished_folder, tmp_path / "other")
    with closing(Workspace(folder, clock=clock)) as workspace:
        yield workspace
