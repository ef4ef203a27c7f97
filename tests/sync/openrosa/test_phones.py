"""Phones with ODK Collect: forms and lists down, records and photos up, into the inspections of laptops."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
from contextlib import closing, redirect_stderr, redirect_stdout
from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from fieldkit import resources
from fieldkit.cli import main
from fieldkit.model import inspections
from fieldkit.model.body import Op
from fieldkit.model.changes import heads
from fieldkit.model.checklist_schema import read_schema
from fieldkit.model.form_draft import stored_values
from fieldkit.model.inspections import Inspection
from fieldkit.model.inspections.closing import close
from fieldkit.model.peers.importing import origin_of
from fieldkit.model.verify import verify
from fieldkit.model.workspace import Workspace
from fieldkit.model.xlsform.conversion import convert
from fieldkit.sync import client
from fieldkit.sync.openrosa import inbox, phone_forms
from fieldkit.sync.openrosa.collect_settings import packed, unpacked
from fieldkit.sync.server import check
from tests.conftest import Clock
from tests.model.shapes.test_shapes import SIGNED
from tests.office import MILL, add_factory, picture
from tests.sync.openrosa.collect import Filled, Phone, PhoneCentre, phone_centre

ANSWERS = {
    "/data/visit_facts/gen01": "operating",
    "/data/visit_facts/gen02_name": "สมชาย",
    "/data/machinery/gen22": "no",  # it asks for a photo, as the next two do
    "/data/pollution/gen25": "dust",
    "/data/pollution/gen26": "yes",
    "/data/pollution/gen30": "yes",
}


def synced(workspace: Workspace) -> None:
    client.sync(workspace, retries=0)


def only(workspace: Workspace, query: str = "SELECT id FROM inspection") -> Inspection:
    [row] = workspace.rows(query)
    return inspections.open_inspection(workspace, row["id"])


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def test_the_list_of_forms_and_the_manifest_are_what_collect_reads(
    centre: PhoneCentre, laptop: Workspace
) -> None:
    phone = centre.phone()
    forms = phone.form_list()
    assert set(forms) == {"GEN", "fieldkit_photos"}
    listed = forms["GEN"]
    assert set(listed) == {"formID", "name", "version", "hash", "downloadUrl", "manifestUrl"}
    form = phone.request("GET", listed["downloadUrl"])
    assert form.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert listed["hash"] == f"md5:{hashlib.md5(form.content).hexdigest()}"
    files = {one["filename"]: one for one in phone.manifest(listed)}
    assert {name: one["type"] for name, one in files.items()} == {
        "factories.csv": "entityList",
        "visit.csv": "",
    }
    for one in files.values():
        data = phone.request("GET", one["downloadUrl"]).content
        assert one["hash"] == f"md5:{hashlib.md5(data).hexdigest()}"


def test_the_register_is_an_entity_list_of_the_users_province(centre: PhoneCentre, laptop: Workspace) -> None:
    add_factory(laptop, "far", registration_no="10250001225481", province_code="25", name="ไกล")
    synced(laptop)
    phone = centre.phone("สุดา", "66")
    _form, files = phone.download("GEN")
    [mill] = rows(files["factories.csv"])
    assert (mill["name"], mill["label"]) == (MILL, "โรงสีตัวอย่างเจริญพาณิชย์")
    assert int(mill["__version"]) > 0
    [visit] = rows(files["visit.csv"])
    assert (visit["name"], visit["factory"], visit["officer"]) == (MILL, MILL, "สุดา")
    listed = {one["filename"]: one for one in phone.manifest(phone.form_list()["GEN"])}
    answer = phone.request("GET", f"{listed['factories.csv']['integrityUrl']}?id={MILL},10250001225481,gone")
    states = {one.get("id"): one[0].text for one in ElementTree.fromstring(answer.content)[0]}
    assert states == {MILL: "false", "10250001225481": "true", "gone": "true"}


def test_an_entitys_version_grows_when_the_office_changes_it(centre: PhoneCentre, laptop: Workspace) -> None:
    phone = centre.phone()
    [before] = rows(phone.download("GEN")[1]["factories.csv"])
    with laptop.database.read() as connection:
        seen = heads(connection, "factory", "mill")[("factory", "mill", "contact")]
    contact = {"phone": "056-000-000", "email": None, "contact": None}
    laptop.log.commit([Op("factory", "mill", "contact", contact, seen, "reg/66")])
    synced(laptop)
    with centre.phones.desk.open(fresh=True):
        pass
    [after] = rows(phone.download("GEN")[1]["factories.csv"])
    assert after["phone"] == "056-000-000"
    assert int(after["__version"]) > int(before["__version"])


def test_a_record_of_a_phone_is_a_draft_on_the_laptop(centre: PhoneCentre, laptop: Workspace) -> None:
    phone = centre.phone()
    filled = phone.fill("GEN", MILL, ANSWERS, {"1732242611000.jpg": picture()})
    assert phone.send(filled).status_code == 201
    [taken] = centre.inbox()
    assert (taken["state"], taken["code"], taken["remarks"]) == ("taken", "", [])
    synced(laptop)
    draft = only(laptop)
    assert draft.row["state"] == "draft"
    assert draft.instance.node("/data/visit_facts/gen02_name").value == "สมชาย"
    assert draft.factory["id"] == "mill"
    [photo] = draft.files
    assert (photo["name"], photo["path"]) == ("1732242611000.jpg", "/data/machinery/gen22_photo")
    assert laptop.attachments.read(photo["sha256"]) == picture()
    origin = origin_of(draft.row["context"])
    assert origin is not None
    assert origin["sha256"] == hashlib.sha256(filled.xml).hexdigest()
    assert origin["by"] == "สุดา ใจงาม"
    names = {row["id"]: row["name"] for row in laptop.rows("SELECT id, name FROM person")}
    assert names[draft.row["officer"]] == "สุดา ใจงาม"
    assert verify(laptop) == []
    with centre.centre.blobs.open(origin["sha256"]) as kept:
        assert kept.read() == filled.xml
    assert check.problems(centre.centre.store, centre.centre.blobs) == []


def test_a_phone_and_a_laptop_make_the_same_inspection(centre: PhoneCentre, laptop: Workspace) -> None:
    own = inspections.start(laptop, MILL, "GEN")
    for path, value in ANSWERS.items():
        own.answer(path, value)
    synced(laptop)
    phone = centre.phone()
    phone.send(phone.fill("GEN", own.row["visit"], ANSWERS))
    assert [one["state"] for one in centre.inbox()] == ["taken"]
    synced(laptop)
    theirs = only(laptop, f"SELECT id FROM inspection WHERE id <> '{own.id}'")
    skipped = {"/data/meta/instanceID"}
    mine = inspections.open_inspection(laptop, own.id)
    said = [
        {path: value for path, value in stored_values(one.instance).items() if path not in skipped}
        for one in (mine, theirs)
    ]
    assert said[0] == said[1]
    assert theirs.row["visit"] == own.row["visit"]  # one visit, two checklists


@pytest.mark.parametrize("times", [2, 3])
def test_the_same_record_again_changes_nothing(centre: PhoneCentre, laptop: Workspace, times: int) -> None:
    phone = centre.phone()
    filled = phone.fill("GEN", MILL, ANSWERS, {"a.jpg": picture()})
    for _ in range(times):
        assert phone.send(filled).status_code == 201
        assert [one["state"] for one in centre.inbox()] == ["taken"]
    synced(laptop)
    assert len(only(laptop).files) == 1


def test_a_record_comes_in_several_requests(centre: PhoneCentre, laptop: Workspace) -> None:
    phone = centre.phone()
    files = {
        f"{number}.jpg": picture(colour=colour) for number, colour in enumerate(("red", "green", "blue"))
    }
    filled = phone.fill("GEN", MILL, ANSWERS, files)
    assert phone.send(filled, most=len(picture()) + 10).status_code == 201
    assert len(phone.sent) == 3
    assert [one["files"] for one in centre.inbox()] == [3]
    synced(laptop)
    assert sorted(row["name"] for row in only(laptop).files) == ["0.jpg", "1.jpg", "2.jpg"]


def test_an_unfinished_record_waits_and_a_late_photo_finds_its_question(
    centre: PhoneCentre, laptop: Workspace
) -> None:
    phone = centre.phone()
    filled = phone.fill("GEN", MILL, ANSWERS, {"a.jpg": picture(), "b.jpg": picture(colour="red")})
    phone.post(filled.xml, {"a.jpg": filled.files["a.jpg"]}, whole=False)
    assert [one["state"] for one in centre.inbox()] == ["received"]
    centre.clock.ahead += timedelta(days=2)
    [taken] = centre.inbox()
    assert taken["state"] == "taken"
    assert "b.jpg" in taken["remarks"][0]["en"]
    phone.post(filled.xml, {"b.jpg": filled.files["b.jpg"]})
    [taken] = centre.inbox()
    assert (taken["state"], taken["remarks"]) == ("taken", [])
    synced(laptop)
    assert {row["name"]: row["path"] for row in only(laptop).files} == {
        "a.jpg": "/data/machinery/gen22_photo",
        "b.jpg": "/data/pollution/gen26_photo",
    }


def test_photos_go_to_the_inspection_that_is_open_on_a_laptop(centre: PhoneCentre, laptop: Workspace) -> None:
    own = inspections.start(laptop, MILL, "GEN")
    synced(laptop)
    phone = centre.phone()
    _form, files = phone.download("fieldkit_photos")
    [draft] = rows(files["drafts.csv"])
    asked = {row["name"] for row in rows(files["questions.csv"]) if row["form"] == draft["form"]}
    assert {"/data/machinery/gen22_photo", "/data/visit_facts/gen01"} <= asked
    filled = phone.fill(
        "fieldkit_photos",
        "",
        {
            "/data/inspection": own.id,
            "/data/shot[1]/question": "/data/visit_facts/gen01",
            "/data/shot[1]/caption": "ป้ายหน้าโรงงาน",
        },
        {"p.jpg": picture()},
    )
    for _ in range(2):
        assert phone.send(filled).status_code == 201
        assert [(one["state"], one["remarks"]) for one in centre.inbox()] == [("taken", [])]
    synced(laptop)
    [photo] = inspections.open_inspection(laptop, own.id).files
    assert (photo["path"], photo["caption"]) == ("/data/visit_facts/gen01", "ป้ายหน้าโรงงาน")


def corrected(filled: Filled, new: str, old: str = "สมชาย") -> Filled:
    """What Collect sends when a sent record is edited: a new instance id that names the old one."""
    text = filled.xml.decode().replace(f">{old}<", f">{new}<")
    fresh = filled.instance[:-4] + "beef"
    text = text.replace(
        f"<instanceID>{filled.instance}</instanceID>",
        f"<instanceID>{fresh}</instanceID><deprecatedID>{filled.instance}</deprecatedID>",
    )
    return Filled(text.encode(), filled.files)


def test_a_corrected_record_changes_the_draft(centre: PhoneCentre, laptop: Workspace) -> None:
    phone = centre.phone()
    filled = phone.fill("GEN", MILL, ANSWERS, {"a.jpg": picture()})
    phone.send(filled)
    centre.inbox()
    assert phone.send(corrected(filled, "สมหญิง")).status_code == 201
    assert [one["state"] for one in centre.inbox()] == ["taken", "taken"]
    synced(laptop)
    draft = only(laptop)
    assert draft.instance.node("/data/visit_facts/gen02_name").value == "สมหญิง"
    assert [row["name"] for row in draft.files if not row["deleted"]] == ["a.jpg"]
    assert client.conflicts(laptop) == []


def test_a_correction_does_not_overwrite_what_a_laptop_wrote(centre: PhoneCentre, laptop: Workspace) -> None:
    phone = centre.phone()
    filled = phone.fill("GEN", MILL, ANSWERS)
    phone.send(filled)
    centre.inbox()
    synced(laptop)
    only(laptop).answer("/data/visit_facts/gen02_name", "สมศักดิ์")
    synced(laptop)
    phone.send(corrected(filled, "สมหญิง"))
    centre.inbox()
    synced(laptop)
    [conflict] = client.conflicts(laptop)
    assert {side.values["value"] for side in conflict.sides} == {"สมหญิง", "สมศักดิ์"}


def test_a_correction_before_its_record_waits_for_it(centre: PhoneCentre, laptop: Workspace) -> None:
    phone = centre.phone()
    filled = phone.fill("GEN", MILL, ANSWERS)
    phone.send(corrected(filled, "สมหญิง"))
    assert [(one["state"], one["code"]) for one in centre.inbox()] == [("held", "edit")]
    phone.send(filled)
    assert {one["state"] for one in centre.inbox()} == {"taken"}
    synced(laptop)
    assert only(laptop).instance.node("/data/visit_facts/gen02_name").value == "สมหญิง"


def test_a_photo_that_comes_after_the_signature_is_held(centre: PhoneCentre, laptop: Workspace) -> None:
    phone = centre.phone()
    filled = phone.fill("GEN", MILL, ANSWERS, {"a.jpg": picture()})
    phone.post(filled.xml)
    assert [one["state"] for one in centre.inbox()] == ["taken"]
    synced(laptop)
    close(only(laptop), SIGNED, closing="partial", reason="ทดสอบ")
    synced(laptop)
    phone.post(filled.xml, filled.files)
    [held] = centre.inbox()
    assert (held["state"], held["code"], held["files"]) == ("held", "closed", 1)
    phone.send(corrected(filled, "สมหญิง"))
    assert {(one["state"], one["code"]) for one in centre.inbox()} == {("held", "closed")}
    synced(laptop)
    assert verify(laptop) == []


def test_what_was_written_but_not_noted_is_not_written_twice(
    centre: PhoneCentre, laptop: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = centre.phone()
    phone.send(phone.fill("GEN", MILL, ANSWERS, {"a.jpg": picture()}))
    with monkeypatch.context() as patched:
        # the power goes out between the desk's transaction and the centre's
        patched.setattr(inbox, "taken", lambda *_args: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            centre.phones.settle()
    assert [one["state"] for one in centre.inbox()] == ["taken"]
    synced(laptop)
    assert len(only(laptop).files) == 1


@pytest.mark.parametrize("name", ["GEN", "SAF"])
def test_a_form_for_phones_asks_the_visit_and_nothing_else(name: str, tmp_path: Path) -> None:
    xform = convert(resources.path("checklists", f"{name}.xlsx")).xform.encode()
    phone = phone_forms.for_phones(xform)
    before, after = read_schema(xform), read_schema(phone)
    assert [one.path for one in after.fields] == [
        (phone_forms.CHOSEN,),
        *(one.path for one in before.fields),
    ]
    assert phone_forms.for_phones(xform) == phone  # its hash says whether a phone has it
    assert b"name='visit'" not in phone
    assert b"once(format-date(today(), '%Y-%m-%d'))" in phone


def test_phones_work_on_postgresql(
    postgresql_url: str, furnished_folder: Path, tmp_path: Path, clock: Clock
) -> None:
    folder = shutil.copytree(furnished_folder, tmp_path / "laptop")
    with (
        phone_centre(tmp_path / "centre", clock, postgresql_url) as running,
        closing(Workspace(folder, clock=clock)) as workspace,
    ):
        client.enrol(workspace, running.url, running.code("66"))
        synced(workspace)
        phone = running.phone()
        filled = phone.fill("GEN", MILL, ANSWERS, {"a.jpg": picture()})
        for _ in range(2):
            assert phone.send(filled).status_code == 201
            assert [one["state"] for one in running.inbox()] == ["taken"]
        synced(workspace)
        assert len(only(workspace).files) == 1


def told(*words: str) -> tuple[int, Any]:
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(io.StringIO()):
        code = main(["--json", *words])
    return code, json.loads(out.getvalue() or "null")


def test_the_commands_of_phones(centre: PhoneCentre, laptop: Workspace, tmp_path: Path) -> None:
    store = ("--store", str(tmp_path / "centre"))
    picture_of_code = tmp_path / "code.png"
    words = ("สุดา ใจงาม", "--province", "66", "--url", centre.url, "-o", str(picture_of_code))
    code, made = told("server", "phone", "add", *words, *store)
    assert code == 0
    assert picture_of_code.read_bytes().startswith(b"\x89PNG")
    phone = Phone(unpacked(made["settings"])["general"]["server_url"])
    filled = phone.fill("GEN", MILL, ANSWERS, {"a.jpg": picture()})
    phone.send(Filled(filled.xml.replace(MILL.encode(), b"10660009999999"), filled.files))
    centre.inbox()
    [record] = told("server", "phone", "inbox", "--held", *store)[1]["records"]
    assert record["code"] == "factory"
    out = tmp_path / "evidence"
    code, kept = told("server", "phone", "evidence", record["id"], "-o", str(out), *store)
    assert (code, len(list(out.iterdir()))) == (0, 2)
    assert hashlib.sha256(next(out.glob("*.xml")).read_bytes()).hexdigest() == kept["sha256"]
    centre.phones.close()  # as when the server is not running
    assert told("server", "phone", "again", record["id"], *store)[0] == 1
    assert told("server", "phone", "revoke", made["id"], *store) == (0, {"id": made["id"], "revoked": True})
    [user] = told("server", "phone", "list", *store)[1]["users"]
    assert user["revoked_at"]
    assert "key_hash" not in user
    assert phone.request("GET", f"{phone.server}/formList").status_code == 403


def test_the_settings_name_the_server() -> None:
    settings = unpacked(packed("https://example.go.th/phones/key/k", "สอจ.พิจิตร"))
    assert settings["general"]["server_url"] == "https://example.go.th/phones/key/k"
    assert settings["project"] == {"name": "สอจ.พิจิตร"}
