"""Personal data are erased by order of the centre, everywhere, and chains and seals go on to hold."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from fieldkit.cli import Exit, main
from fieldkit.model import backup as copies
from fieldkit.model import changes, files, inspections
from fieldkit.model.body import Op
from fieldkit.model.cases import writing
from fieldkit.model.erasure import carrying, choosing, traces
from fieldkit.model.erasure.what import MARK
from fieldkit.model.history import history
from fieldkit.model.ids import new_id
from fieldkit.model.inspections import Signature
from fieldkit.model.keys.public import CENTRE_KEYS
from fieldkit.model.pdf.inspection_record import inspection_record
from fieldkit.model.salvage import salvage
from fieldkit.model.seal import rest_of
from fieldkit.model.shapes import export_shape
from fieldkit.model.tables import GROUPS
from fieldkit.model.verify import check as look
from fieldkit.model.verify import verify
from fieldkit.model.workbook import Filters, export_workbook
from fieldkit.model.workspace import Workspace
from fieldkit.sync.server import blocks, erasing, log, schema
from fieldkit.sync.server.devices import Device
from tests import tiny_checklists
from tests.model.cases.conftest import GIVEN
from tests.office import picture
from tests.sync.forgetting import (
    LATER,
    NAME,
    SURVEY,
    by_request,
    by_rule,
    complain,
    kinds,
    markers_in,
    problems,
    sign,
)
from tests.sync.laptops import Laptop, RunningCentre
from tests.sync.test_recovery import backup, put_back


def test_what_was_signed_is_erased_everywhere_and_still_proven(
    sqlite_centre: RunningCentre, signer: Laptop, laptop: Callable[[str], Laptop], tmp_path: Path
) -> None:
    record = sign(signer.workspace, tmp_path)
    reader = laptop("reader").enrol(sqlite_centre, "66")
    signer.sync()
    reader.sync()
    held = [signer.folder, reader.folder, tmp_path / "centre"]
    assert all(markers_in(folder) for folder in held)
    [row] = signer.workspace.rows("SELECT submission, seal FROM inspection WHERE id = ?", record)
    images = {one["image"] for one in signer.workspace.rows("SELECT image FROM signature")}
    assert sqlite_centre.path(row["submission"]).exists()

    packed = blocks_with(sqlite_centre, NAME.encode())
    assert packed <= set(pieces_in(tmp_path / "centre", packed))
    [erased] = by_rule(sqlite_centre)
    erasing.finish(sqlite_centre.centre)
    assert pieces_in(tmp_path / "centre", packed) == []
    assert (erased.found.inspections, erased.found.not_whole) == (1, [])
    assert problems(sqlite_centre) == []
    for one in (signer, reader):
        one.sync()
        assert traces.remove(one.workspace) == 1 + len(images)
        [now] = one.workspace.rows("SELECT * FROM inspection WHERE id = ?", record)
        assert (now["seal"], now["submission"], now["salt"]) == (row["seal"], files.ERASED, None)
        answers = {
            a["path"]: a for a in one.workspace.rows("SELECT * FROM answer WHERE inspection = ?", record)
        }
        assert (answers["/data/who"]["value"], answers["/data/who"]["note"]) == (MARK, MARK)
        assert answers["/data/what"]["value"] == "เครื่องจักรใหม่"
        assert {a["name"] for a in one.workspace.rows("SELECT name FROM signature")} == {MARK}
        with one.workspace.database.read() as connection:
            # What the signing laptop wrote holds by itself, without the centre's word.
            assert rest_of(connection, record, row["seal"]) == now["rest"]
        found = verify(one.workspace)
        assert [(problem.kind, problem.level) for problem in found] == [("erased", "note")]
        assert look(one.workspace) == []
        one.sync()
        one.close()
        assert markers_in(one.folder) == set()
        one.open()
    for sha256 in (row["submission"], *images):
        assert not sqlite_centre.path(sha256).exists()
    assert markers_in(tmp_path / "centre") == set()
    assert problems(sqlite_centre) == []


def blocks_with(centre: RunningCentre, marker: bytes) -> set[bytes]:
    """Return a piece of each packed block of the centre in which a marker stands."""
    with centre.centre.store.read() as connection:
        return {
            bytes(row.data)[100:160]
            for name in log.names(connection)
            for row in blocks.rows(connection, name)
            if any(marker in entry.body for entry in blocks.unpack(row.first, row.data))
        }


def pieces_in(folder: Path, pieces: set[bytes]) -> list[bytes]:
    """Return which of them stand in a file of SQLite, its log or its free pages."""
    data = b"".join(path.read_bytes() for path in folder.glob("centre.db*"))
    return [piece for piece in pieces if piece in data]


def test_who_comes_later_gets_what_is_left(
    centre: RunningCentre, furnished_folder: Path, laptop: Callable[[str], Laptop], tmp_path: Path
) -> None:
    signer = Laptop(shutil.copytree(furnished_folder, tmp_path / "signer")).enrol(centre, "66")
    record = sign(signer.workspace, tmp_path)
    signer.sync()
    signer.close()
    by_rule(centre)
    erasing.finish(centre.centre)
    assert problems(centre) == []
    reader = laptop("reader").enrol(centre, "66")
    report = reader.sync()
    assert (report.unreadable, report.attachments_wanted) == (0, 0)
    [answer] = reader.workspace.rows(
        "SELECT value FROM answer WHERE inspection = ? AND path = '/data/what'", record
    )
    assert answer["value"] == "เครื่องจักรใหม่"
    assert kinds(reader) == {"erased"}
    reader.close()
    assert markers_in(reader.folder) == set()
    reader.open()
    signer.open()
    signer.sync()
    reader.sync()
    assert signer.cells() == reader.cells()


def test_a_centre_put_back_from_before_erases_again(
    sqlite_centre: RunningCentre, signer: Laptop, signed: str
) -> None:
    night = backup(sqlite_centre.centre.store)
    by_rule(sqlite_centre)
    signer.sync()
    put_back(sqlite_centre.centre.store, night)
    assert any(NAME.encode() in body for body in sqlite_centre.bodies().values())
    signer.sync()
    assert not any(NAME.encode() in body for body in sqlite_centre.bodies().values())
    assert problems(sqlite_centre) == []
    assert kinds(signer) == {"erased"}
    [again] = by_rule(sqlite_centre)
    assert again.found.changes == {}


def test_a_centre_that_lost_everything_gets_what_is_left(
    sqlite_centre: RunningCentre, signer: Laptop, signed: str, laptop: Callable[[str], Laptop]
) -> None:
    begun = backup(sqlite_centre.centre.store)
    for name in ("log", "env", "stream", "audit", "blob"):
        begun[name] = []
    by_rule(sqlite_centre)
    signer.sync()
    put_back(sqlite_centre.centre.store, begun)
    signer.sync()
    reader = laptop("reader").enrol(sqlite_centre, "66")
    signer.sync()
    reader.sync()
    assert kinds(reader) == kinds(signer) == {"erased"}
    assert problems(sqlite_centre) == []
    assert not any(NAME.encode() in body for body in sqlite_centre.bodies().values())


def test_a_laptop_put_back_from_before_erases_again(
    sqlite_centre: RunningCentre, signer: Laptop, signed: str, tmp_path: Path
) -> None:
    image = signer.copy(tmp_path / "image")
    by_rule(sqlite_centre)
    signer.sync()
    signer.put_back(image)
    assert MARK not in str(signer.workspace.rows("SELECT value FROM answer"))
    signer.sync()
    assert kinds(signer) == {"erased"}
    signer.close()
    signer.open()  # what is left in free pages goes when the folder is opened
    signer.close()
    assert markers_in(signer.folder) == set()
    signer.open()


def test_an_older_program_keeps_what_it_has_and_erases_once_it_is_newer(
    sqlite_centre: RunningCentre, signer: Laptop, signed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_rule(sqlite_centre)
    with monkeypatch.context() as older:
        older.setattr(carrying, "ordered", lambda _changes: set())
        older.setattr(carrying, "arriving", lambda _connection, changes: list(changes))
        older.delitem(GROUPS, "erasure")
        report = signer.sync()
        assert report.unreadable == 0
        signer.workspace.log.commit([Op("person", new_id(), "core", {"name": "ก"}, (), "ref")])
        assert signer.sync().pushed == 1
    assert MARK not in str(signer.workspace.rows("SELECT value FROM answer"))
    signer.workspace.log.rebuild()
    assert kinds(signer) == {"erased"}
    assert signer.sync().pushed == 0


def test_an_order_that_comes_before_its_change_waits_for_it(
    sqlite_centre: RunningCentre, signer: Laptop, signed: str, laptop: Callable[[str], Laptop]
) -> None:
    originals = signer.workspace.rows("SELECT stream, body FROM change ORDER BY id")
    by_rule(sqlite_centre)
    reader = laptop("reader").enrol(sqlite_centre, "66")
    with reader.workspace.database.write() as connection:
        changes.set_meta(connection, CENTRE_KEYS, str(sqlite_centre.centre.store.keys.public))
    said = [body for body in sqlite_centre.bodies().values() if b'"table":"erasure"' in body]
    reader.workspace.log.apply([(body, None) for body in said])
    reader.workspace.log.apply([(row["body"], None) for row in originals])
    assert kinds(reader) == {"erased", "file_missing"}
    assert not any(NAME.encode() in body for body in reader.bodies().values())


def test_one_person_asks_and_asks_again(
    sqlite_centre: RunningCentre, signer: Laptop, laptop: Callable[[str], Laptop]
) -> None:
    record = complain(signer.workspace)
    signer.sync()
    erased = by_request(sqlite_centre, "complaint", record)
    assert {column for _, _, column in erased.found.values} == {"complainant", "phone"}
    signer.sync()
    [row] = signer.workspace.rows("SELECT * FROM complaint WHERE id = ?", record)
    assert (row["complainant"], row["phone"], row["details"]) == (MARK, MARK, "กลิ่นเหม็น")
    by_request(sqlite_centre, "complaint", record, "details")
    late = laptop("late").enrol(sqlite_centre, "66")
    for one in (signer, late):
        one.sync()
        [row] = one.workspace.rows("SELECT * FROM complaint WHERE id = ?", record)
        assert (row["complainant"], row["details"]) == (MARK, MARK)
        assert kinds(one) == set()
    assert problems(sqlite_centre) == []
    assert {
        change.after for one in history(signer.workspace, "complaint", record) for change in one.changes
    } >= {MARK}
    assert by_request(sqlite_centre, "complaint", record, "details").found.changes == {}


def test_it_is_carried_out_whole_or_not_at_all(
    sqlite_centre: RunningCentre, signer: Laptop, signed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_rule(sqlite_centre)
    before = (signer.bodies(), signer.cells())

    class Unplugged(Exception):
        pass

    def unplug(*_: object) -> None:
        raise Unplugged

    with monkeypatch.context() as cut:
        cut.setattr(carrying, "_leave_traces", unplug)
        with pytest.raises(Unplugged):
            signer.sync()
    # What the page before it brought is there.
    assert before[0].items() <= signer.bodies().items()
    assert kinds(signer) == set()
    signer.sync()
    assert kinds(signer) == {"erased"}


def test_an_erased_inspection_opens_and_is_exported(
    sqlite_centre: RunningCentre, signer: Laptop, tmp_path: Path
) -> None:
    card = {"type": "image", "name": "card", "label::Thai (th)": "บัตร", "fieldkit::personal": "yes"}
    survey = [SURVEY[0] | {"required": "yes", "constraint": "string-length(.) < 60"}, card, SURVEY[1]]
    workspace = signer.workspace
    inspection = tiny_checklists.start(workspace, tmp_path, survey)
    inspection.answer("/data/who", NAME)
    inspections.attach_photo(inspection, "/data/card", picture(), name=f"{NAME}.jpg")
    signatures = [Signature(role, NAME, typed=True) for role in ("inspector", "representative")]
    inspections.close(inspection, signatures)
    signer.sync()
    by_rule(sqlite_centre)
    signer.sync()
    assert kinds(signer) == {"erased"}
    assert traces.remove(workspace) == 2  # the photo, and what was sent
    opened = inspections.open_inspection(workspace, inspection.id)
    assert opened.instance.node("/data/who").value == MARK
    assert opened.closed
    assert not opened.result().unanswered
    done = export_shape(workspace, "odk", tmp_path / "odk.zip", filters=Filters(checklist="TYP"))
    assert done.left_out == (inspection.id,)  # the record as it was signed is no more
    export_workbook(workspace, tmp_path / "book.xlsx")
    book = load_workbook(tmp_path / "book.xlsx")
    cells = {str(cell.value) for sheet in book for row in sheet for cell in row}
    assert any(MARK in cell for cell in cells)
    assert not any(NAME in cell for cell in cells)
    assert inspection_record(workspace, inspection.id, "th").startswith(b"%PDF")


def test_backup_and_salvage_keep_what_was_erased_erased(
    sqlite_centre: RunningCentre, signer: Laptop, signed: str, tmp_path: Path
) -> None:
    by_rule(sqlite_centre)
    signer.sync()
    traces.remove(signer.workspace)
    copies.backup(signer.workspace, tmp_path / "copy.fieldkit-backup")
    report = copies.restore(tmp_path / "copy.fieldkit-backup", tmp_path / "restored")
    assert {problem.kind for problem in report.problems} == {"erased"}
    signer.close()
    saved = salvage(signer.folder, tmp_path / "salvaged")
    signer.open()
    assert {problem.kind for problem in saved.problems} == {"erased"}
    for folder in (tmp_path / "restored", tmp_path / "salvaged"):
        assert markers_in(folder) == set()


def test_years_that_the_office_has_not_set_erase_nothing(
    sqlite_centre: RunningCentre, signer: Laptop, signed: str
) -> None:
    assert choosing.years_of("pdpa.retention.loan_years", LATER) is None
    [soon] = by_rule(sqlite_centre, date(2036, 11, 1))
    assert soon.found.changes == {}
    [other_rule] = by_rule(sqlite_centre, LATER, "pdpa.retention.loan_years")
    assert other_rule.found.changes == {}


def test_the_command_counts_finds_and_erases(
    sqlite_centre: RunningCentre, signer: Laptop, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = complain(signer.workspace)
    signer.sync()
    shared = ["--json", "server", "erase", "--store", str(tmp_path / "centre")]

    def run(*words: str, code: int = Exit.DONE) -> dict[str, Any]:
        assert main([*shared, *words]) == code
        out = capsys.readouterr().out
        return json.loads(out) if out else {}

    [place] = [one for one in run("--find", NAME)["places"] if one["column"] == "complainant"]
    assert (place["table"], place["record"]) == ("complaint", record)
    chosen = ("--record", "complaint", record)
    run(*chosen, code=Exit.REFUSED)  # nobody says why
    [counted] = run(*chosen, "--dry-run")["erased"]
    assert counted["values"] == {"complaint": 2}
    assert run("--find", NAME)["places"]
    [erased] = run(*chosen, "--reason", "หนังสือ 1/2570")["erased"]
    assert erased == counted
    assert run("--find", NAME) == {"places": []}
    assert run("--rule", "--dry-run")["erased"][0]["changes"] == {}
    assert main(["--json", "server", "audit", "--store", str(tmp_path / "centre")]) == Exit.DONE
    entries = json.loads(capsys.readouterr().out)["entries"]
    assert (entries[0]["act"], entries[0]["what"]) == ("erased", "66 request")
    assert entries[0]["details"] == {"reason": "หนังสือ 1/2570", "changes": 1, "values": 2}
    assert problems(sqlite_centre) == []


def test_a_file_that_comes_back_with_a_laptop_goes_again(
    sqlite_centre: RunningCentre, signer: Laptop, signed: str
) -> None:
    [row] = signer.workspace.rows("SELECT submission FROM inspection WHERE id = ?", signed)
    data = signer.workspace.attachments.read(row["submission"])
    by_rule(sqlite_centre)
    assert erasing.finish(sqlite_centre.centre).files == 2
    incoming = sqlite_centre.centre.blobs.receive(row["submission"])
    incoming.write(data)
    incoming.finish()
    with sqlite_centre.centre.store.read() as connection:
        device = next(iter(connection.execute(select(schema.device.c.id)).scalars()))
    sqlite_centre.centre.stored(Device(device, ("66",)), row["submission"], len(data))
    assert sqlite_centre.path(row["submission"]).exists()
    assert erasing.finish(sqlite_centre.centre).files == 1
    assert not sqlite_centre.path(row["submission"]).exists()
    with sqlite_centre.centre.store.read() as connection:
        macs = set(connection.execute(select(schema.gone_file.c.mac)).scalars())
    assert len(macs) == 2
    assert row["submission"] not in macs


def test_a_file_that_something_else_names_stays(
    sqlite_centre: RunningCentre, signer: Laptop, tmp_path: Path
) -> None:
    record = sign(signer.workspace, tmp_path)
    later = sign(signer.workspace, tmp_path)  # with the same picture of a signature
    signer.sync()
    [row] = signer.workspace.rows("SELECT DISTINCT image FROM signature")
    erased = by_request(sqlite_centre, "inspection", record)
    assert erased.found.inspections == 1
    assert erasing.finish(sqlite_centre.centre).files == 1  # what was sent, not the picture
    assert sqlite_centre.path(row["image"]).exists()
    signer.sync()
    assert traces.remove(signer.workspace) == 1
    assert signer.workspace.attachments.has(row["image"])
    assert [(found.kind, found.place) for found in verify(signer.workspace)] == [("erased", f"TYP {record}")]
    assert later != record


def test_indexes_forget_the_words(sqlite_centre: RunningCentre, signer: Laptop) -> None:
    given = GIVEN["complaint"] | {"details": "xqzxqz"}
    record = writing.add(signer.workspace, "complaint", given).id
    signer.sync()
    assert indexed(signer.workspace, "xqz")
    by_request(sqlite_centre, "complaint", record, "details")
    signer.sync()
    traces.remove(signer.workspace)
    assert not indexed(signer.workspace, "xqz")


def indexed(workspace: Workspace, word: str) -> bool:
    """Tell whether the index of words holds one, be it of something that was deleted."""
    blocks = workspace.rows("SELECT block FROM record_search_data")
    return any(word.encode() in row["block"] for row in blocks)


def test_copies_for_taking_back_go_too(sqlite_centre: RunningCentre, signer: Laptop) -> None:
    record = complain(signer.workspace)
    signer.sync()
    by_request(sqlite_centre, "complaint", record)
    with signer.workspace.database.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO register_import_cell VALUES ('import', 'complaint', ?, 'complainant', 'op', ?)",
            (record, NAME),
        )
        connection.exec_driver_sql(
            "INSERT INTO undo_step VALUES ('inspection', 1, 0, '/data/who', '', ?)",
            (json.dumps([["complaint", record, "complainant", "reg/66", {"name": NAME}, {}]]),),
        )
    signer.sync()
    assert signer.workspace.rows("SELECT * FROM register_import_cell") == []
    assert signer.workspace.rows("SELECT * FROM undo_step") == []


def test_traces_in_a_database_that_is_in_use_are_told(
    sqlite_centre: RunningCentre,
    signer: Laptop,
    signed: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(erasing, "_PATIENCE", 50)
    by_rule(sqlite_centre)
    with sqlite_centre.centre.store.read() as connection:
        connection.execute(select(schema.stream.c.id)).fetchall()  # somebody reads, and goes on
        assert erasing.finish(sqlite_centre.centre).traces
    assert not erasing.finish(sqlite_centre.centre).traces
    assert markers_in(tmp_path / "centre") == set()
