"""The exported workbook of real inspections, cell by cell, and what happens when it cannot be written."""

from __future__ import annotations

import errno
import io
import os
import shutil
import stat
import threading
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PIL import Image

from fieldkit.errors import FieldkitError
from fieldkit.model import durable, inspections
from fieldkit.model.durable import CannotWrite
from fieldkit.model.workbook import ExportCancelled, Filters, export_workbook, package, thumbnails
from fieldkit.model.workbook import filters as filters_module
from tests.model.workbook.conftest import Filled
from tests.model.workbook.reading import table


@pytest.fixture(scope="module")
def exported(filled: Filled, tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Any]:
    path = tmp_path_factory.mktemp("exported") / "รายงาน.xlsx"
    report = export_workbook(filled.workspace, path)
    return report, openpyxl.load_workbook(path)


def test_the_report_counts_what_the_file_holds(exported: tuple[Any, Any]) -> None:
    report, book = exported
    assert {name: len(table(book, name)) for name in report.counts} == dict(report.counts)
    assert report.counts["Inspections"] == 2
    assert report.counts["Photos"] == 2
    assert (report.unreadable, report.missing_photos, report.altered, report.long_texts) == ((), 0, 0, 0)


def test_closed_and_draft_inspections_are_both_there(exported: tuple[Any, Any], filled: Filled) -> None:
    rows = {row["inspection_id"]: row for row in table(exported[1], "Inspections")}
    closed, draft = rows[filled.closed], rows[filled.draft]
    assert (closed["state"], closed["state_code"], draft["state_code"]) == ("ปิดแล้ว", "closed", "draft")
    assert closed["registration_no"] == "10250000125678"
    assert closed["registration_no_old"] == "3-2(1)-1/49ปจ"
    assert closed["factory_name"] == "โรงสีข้าว =ทดสอบ"
    assert closed["date"] == datetime(2026, 11, 20)
    assert closed["started_at"] == datetime(2026, 11, 20, 9, 30)
    assert closed["started_at_iso"] == "2026-11-20T09:30:00+07:00"
    assert (closed["closing"], closed["reason"]) == ("ตรวจบางส่วน", "ทดสอบ")
    assert closed["kind"] == "ตรวจตามแผนประจำปี"
    assert closed["checklist"] == "แบบตรวจกำกับโรงงานทั่วไป"
    assert len(closed["seal"]) == 64
    assert closed["photos"] == 2
    assert draft["seal"] is None
    assert draft["answered"] < draft["questions"]


def test_answers_are_those_of_the_store(exported: tuple[Any, Any], filled: Filled) -> None:
    opened = inspections.open_inspection(filled.workspace, filled.closed)
    asked = {question.path: question for question in inspections.questions(opened)}
    rows = [row for row in table(exported[1], "Answers") if row["inspection_id"] == filled.closed]
    assert [row["path"] for row in rows] == list(asked)
    for row in rows:
        question = asked[row["path"]]
        assert (row["question"], row["section"]) == (question.label, question.section)
        assert (row["answer_code"] or "") == question.value
        assert (row["verdict_code"], row["weight"]) == (question.verdict, question.weight)
        assert row["officer"] == "สมชาย ใจดี"
        node = opened.instance.node(row["path"])
        if node.bind_type in ("int", "integer", "decimal"):
            assert row["number"] == float(question.value)
        else:
            assert row["number"] is None
        if node.type == "select" and question.value:
            assert row["answer"] == question.value_label != question.value
    assert any(row["number"] == 1200 and row["unit"] for row in rows)
    assert any(row["answer"] == "31 ม.ค. 2570" and row["answer_code"] == "2027-01-31" for row in rows)
    assert any(row["answer"] == '=HYPERLINK("http://evil";"กด")' for row in rows)
    noted = next(row for row in rows if row["path"] == filled.photo_path)
    assert noted["note"] == "บันทึก\nสองบรรทัด"
    assert {row["path"] for row in rows if row["is_finding"] == "ใช่"} == set(filled.failed)


def test_findings_carry_law_cure_and_due_date(exported: tuple[Any, Any], filled: Filled) -> None:
    rows = table(exported[1], "Findings")
    assert [row["path"] for row in rows] == filled.failed
    stored = filled.workspace.rows("SELECT id FROM finding WHERE coalesce(deleted, 0) = 0")
    assert {row["finding_id"] for row in rows} == {row["id"] for row in stored}
    for row in rows:
        opened = inspections.open_inspection(filled.workspace, filled.closed)
        finding = opened.finding(row["path"])
        assert finding is not None
        assert (row["law"], row["action"], row["severity_code"]) == (
            finding["law"],
            finding["action"],
            finding["severity"],
        )
        assert row["due_date"].date() == date.fromisoformat(finding["due_date"])
        assert row["due_date_iso"] == finding["due_date"]
        assert row["finding_state"] == "ยังไม่แก้ไข"
        assert row["question"]
    assert {row["path"]: row["photos"] for row in rows if row["photos"]} == {filled.photo_path: 2}


def test_photos_have_hash_time_place_and_a_clean_picture(exported: tuple[Any, Any], filled: Filled) -> None:
    rows = table(exported[1], "Photos")
    assert [row["file_name"] for row in rows] == ["IMG_0001.jpg", "IMG_0002.jpg"]
    stored = filled.workspace.rows("SELECT sha256 FROM attachment WHERE kind = 'photo' ORDER BY id")
    assert [row["sha256"] for row in rows] == [row["sha256"] for row in stored]
    assert rows[0]["taken_at"] == datetime(2026, 11, 20, 9, 45)
    assert "latitude" not in rows[0], "where it was taken leaves the office only if it is wanted"
    assert {row["file_state"] for row in rows} == {"อยู่ในเครื่องนี้"}
    assert {row["finding_id"] for row in rows} == {table(exported[1], "Findings")[0]["finding_id"]}
    images = exported[1]["ภาพถ่าย"]._images
    assert [image.anchor._from.row for image in images] == [2, 3]
    for image, colour in zip(images, ((254, 0, 0), (0, 0, 254)), strict=True):
        small = Image.open(io.BytesIO(image._data()))
        assert dict(small.getexif()) == {}
        assert max(small.size) <= 160
        pixel = small.getpixel((20, 20))
        assert isinstance(pixel, tuple)
        assert all(abs(a - b) < 6 for a, b in zip(pixel, colour, strict=True))


def test_many_photos_are_listed_and_the_first_ones_shown(
    filled: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thumbnails, "MOST", 1)
    report = export_workbook(filled.workspace, tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    photos: Any = book["ภาพถ่าย"]
    assert len(photos._images) == 1
    assert [row["file_state"] for row in table(book, "Photos")] == ["อยู่ในเครื่องนี้"] * 2
    assert report.missing_photos == 0
    [told] = [row["count"] for row in table(book, "About") if "ภาพย่อ" in str(row["item"])]
    assert told == 1


def test_factories_of_the_inspections_and_only_those(exported: tuple[Any, Any]) -> None:
    rows = {row["name"]: row for row in table(exported[1], "Factories")}
    assert set(rows) == {"โรงสีข้าว =ทดสอบ", "โรงน้ำแข็ง"}
    mill = rows["โรงสีข้าว =ทดสอบ"]
    assert (mill["phone"], mill["hp"], mill["workers"]) == ("0371234567", 75.5, 12)
    assert (mill["status"], mill["status_code"], mill["inspected"]) == ("ดำเนินการ", "1", 1)
    assert (mill["license_date"], mill["license_date_iso"]) == (datetime(2006, 5, 1), "2006-05-01")
    assert rows["โรงน้ำแข็ง"]["status"] == "หาไม่พบ"


def test_the_summary_adds_up(exported: tuple[Any, Any], filled: Filled) -> None:
    counts = {(row["topic"], row["item"]): row["count"] for row in table(exported[1], "Summary")}
    assert counts["ภาพรวม", "การตรวจ"] == 2
    assert (counts["ภาพรวม", "ปิดแล้ว"], counts["ภาพรวม", "กำลังตรวจ"]) == (1, 1)
    assert (counts["ภาพรวม", "โรงงานที่ตรวจ"], counts["ภาพรวม", "โรงงานในทะเบียน"]) == (2, 3)
    assert counts["ภาพรวม", "ข้อบกพร่อง"] == len(filled.failed)
    assert counts["อำเภอ", "กบินทร์บุรี"] == 1
    share = next(row["share"] for row in table(exported[1], "Summary") if row["item"] == "โรงงานที่ตรวจ")
    assert share == pytest.approx(2 / 3)


def test_about_holds_the_counts_that_two_offices_compare(exported: tuple[Any, Any], filled: Filled) -> None:
    report, book = exported
    rows = table(book, "About")
    titles = {sheet.title: next(iter(sheet.tables)) for sheet in book if sheet.tables}
    told = {titles[row["value"]]: row["count"] for row in rows if row["value"] in titles}
    assert told == {name: count for name, count in report.counts.items() if name != "About"}
    values = " ".join(str(row["value"]) for row in rows)
    assert "2026-11-21T09:30:00+07:00" in values
    for part in ("สมชาย ใจดี", "สอจ.ปราจีนบุรี & คณะ", filled.workspace.device, "GEN"):
        assert part in values


def test_english_has_english_titles_labels_and_dates(filled: Filled, tmp_path: Path) -> None:
    export_workbook(filled.workspace, tmp_path / "en.xlsx", language="en")
    book = openpyxl.load_workbook(tmp_path / "en.xlsx")
    assert book.sheetnames[:4] == ["Summary", "Indicators", "Inspections", "Answers"]
    rows = table(book, "Answers")
    assert any(row["answer"] == "31 Jan 2027" for row in rows)
    labels = " ".join(row["question"] for row in rows)
    assert labels.isascii() or labels.count("factory") > 1
    assert table(book, "Inspections")[0]["state"] == "Closed"


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), ["closed", "draft"]),
        (Filters(since=date(2026, 11, 21)), ["draft"]),
        (Filters(until=date(2026, 11, 20)), ["closed"]),
        (Filters(since=date(2026, 11, 20), until=date(2026, 11, 21)), ["closed", "draft"]),
        (Filters(factory="20250000225679"), ["draft"]),
        (Filters(factory="3-2(1)-1/49ปจ"), ["closed"]),
        (Filters(officer="สมชาย ใจดี"), ["closed", "draft"]),
        (Filters(officer="คนอื่น"), []),
        (Filters(inspections=()), []),
    ],
)
def test_filters(filled: Filled, filters: Filters, expected: list[str]) -> None:
    found = filters.found(filled.workspace.database)
    assert [row["state"] for row in found] == expected
    assert len(found) == len(expected)


def test_inspections_are_read_a_few_at_a_time(filled: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filters_module, "_AT_ONCE", 1)
    found = Filters().found(filled.workspace.database)
    assert [row["id"] for row in found] == [filled.closed, filled.draft]
    assert found.versions.keys() == {row["checklist"] for row in found}
    found.ids.insert(0, "deleted meanwhile")
    assert [row["id"] for row in found] == [filled.closed, filled.draft]


def test_filters_by_id_and_the_whole_register(filled: Filled, tmp_path: Path) -> None:
    filters = Filters(inspections=(filled.draft,), all_factories=True)
    report = export_workbook(filled.workspace, tmp_path / "x.xlsx", filters=filters)
    assert (report.counts["Inspections"], report.counts["Factories"]) == (1, 3)


def test_nothing_to_export_is_a_workbook_too(filled: Filled, tmp_path: Path) -> None:
    report = export_workbook(filled.workspace, tmp_path / "x.xlsx", filters=Filters(inspections=()))
    assert report.counts["Inspections"] == report.counts["Answers"] == 0
    assert openpyxl.load_workbook(tmp_path / "x.xlsx").sheetnames[0] == "สรุป"


def test_the_same_state_and_clock_give_the_same_file(filled: Filled, tmp_path: Path) -> None:
    first = export_workbook(filled.workspace, tmp_path / "a.xlsx").path.read_bytes()
    assert export_workbook(filled.workspace, tmp_path / "b.xlsx").path.read_bytes() == first


def test_exporting_changes_no_data(filled: Filled, tmp_path: Path) -> None:
    before = filled.workspace.rows("SELECT count(*) AS n FROM change")
    export_workbook(filled.workspace, tmp_path / "a.xlsx")
    assert filled.workspace.rows("SELECT count(*) AS n FROM change") == before


def test_a_photo_that_is_gone_or_damaged_costs_only_its_picture(filled: Filled, tmp_path: Path) -> None:
    first, second = filled.workspace.rows("SELECT sha256 FROM attachment WHERE kind = 'photo' ORDER BY id")
    gone, damaged = (filled.workspace.attachments.path(row["sha256"]) for row in (first, second))
    whole = damaged.read_bytes()
    shutil.move(gone, tmp_path / "kept")
    damaged.write_bytes(whole[:-1])
    try:
        report = export_workbook(filled.workspace, tmp_path / "x.xlsx")
    finally:
        shutil.move(tmp_path / "kept", gone)
        damaged.write_bytes(whole)
    assert report.missing_photos == 2
    rows = table(openpyxl.load_workbook(tmp_path / "x.xlsx"), "Photos")
    assert [row["file_state"] for row in rows] == ["ยังไม่อยู่ในเครื่องนี้", "ไฟล์เสียหาย"]


def test_an_inspection_without_its_checklist_goes_out_as_stored(
    filled: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    xform = filled.workspace.rows("SELECT xform FROM checklist")[0]["xform"]
    stored = filled.workspace.rows(
        "SELECT path, value FROM answer WHERE inspection = ? ORDER BY path, id", filled.closed
    )
    path = filled.workspace.attachments.path(xform)
    shutil.move(path, tmp_path / "kept")
    try:
        report = export_workbook(filled.workspace, tmp_path / "x.xlsx")
    finally:
        shutil.move(tmp_path / "kept", path)
    assert set(report.unreadable) == {filled.closed, filled.draft}
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    rows = [row for row in table(book, "Answers") if row["inspection_id"] == filled.closed]
    assert [(row["path"], row["answer_code"]) for row in rows] == [
        (row["path"], row["value"]) for row in stored
    ]
    assert len(table(book, "Findings")) == len(filled.failed)
    assert len(table(book, "Photos")) == 2


def test_progress_and_cancel(filled: Filled, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    target = tmp_path / "x.xlsx"
    target.write_bytes(b"old")
    export_workbook(
        filled.workspace, tmp_path / "y.xlsx", progress=lambda done, total: seen.append((done, total))
    )
    assert seen == [(1, 2), (2, 2)]
    with pytest.raises(ExportCancelled):
        export_workbook(filled.workspace, target, cancelled=lambda: True)
    assert target.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.xlsx", "y.xlsx"]


def test_stopping_in_the_middle_goes_no_further_and_leaves_nothing(filled: Filled, tmp_path: Path) -> None:
    seen: list[int] = []
    with pytest.raises(ExportCancelled):
        export_workbook(
            filled.workspace,
            tmp_path / "x.xlsx",
            progress=lambda done, _total: seen.append(done),
            cancelled=lambda: seen == [1],
        )
    assert seen == [1]
    assert list(tmp_path.iterdir()) == []
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("workbook")]


def test_stopping_works_while_the_file_is_read_back_too(filled: Filled, tmp_path: Path) -> None:
    target, done = tmp_path / "x.xlsx", [False]
    target.write_bytes(b"old")

    def all_written(now: int, total: int) -> None:
        done[0] = now == total

    asked = 0

    def stop() -> bool:
        nonlocal asked
        asked += done[0]
        return asked > 3  # behind the last inspection and the sheets

    with pytest.raises(ExportCancelled):
        export_workbook(filled.workspace, target, progress=all_written, cancelled=stop)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["x.xlsx"]


def full_disk(*_args: Any, **_kwargs: Any) -> Any:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize(
    ("place", "name"),
    [(package, "pack"), (os, "fsync"), (thumbnails, "make"), (Path, "replace")],
)
def test_a_full_disk_leaves_the_old_file(
    filled: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: Any, name: str
) -> None:
    target = tmp_path / "x.xlsx"
    target.write_bytes(b"old")
    monkeypatch.setattr(place, name, full_disk)
    with pytest.raises(CannotWrite) as refused:
        export_workbook(filled.workspace, target)
    monkeypatch.undo()
    assert "ดิสก์เต็ม" in refused.value.message("th")
    assert str(target) in refused.value.message("th")
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a limit on file sizes")
@pytest.mark.parametrize("limit", [2_000, 30_000])
def test_a_disk_that_fills_up_in_the_middle_of_a_sheet(filled: Filled, tmp_path: Path, limit: int) -> None:
    import resource
    import signal

    target = tmp_path / "x.xlsx"
    target.write_bytes(b"old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
        with pytest.raises(CannotWrite, match="full"):
            export_workbook(filled.workspace, target)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_target_that_excel_has_open(
    filled: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "x.xlsx"
    target.write_bytes(b"old")

    def locked(*_args: Any) -> None:
        raise PermissionError(errno.EACCES, "The process cannot access the file")

    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(CannotWrite, match="open in another program"):
        export_workbook(filled.workspace, target)
    monkeypatch.undo()
    assert target.read_bytes() == b"old"


def test_a_folder_that_is_not_there(filled: Filled, tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="no such folder"):
        export_workbook(filled.workspace, tmp_path / "nowhere" / "x.xlsx")


@pytest.mark.skipif(
    os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write"
)
def test_a_folder_that_may_not_be_written(filled: Filled, tmp_path: Path) -> None:
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        with pytest.raises(FieldkitError, match="cannot be written"):
            export_workbook(filled.workspace, tmp_path / "x.xlsx")
    finally:
        tmp_path.chmod(stat.S_IRWXU)


def test_what_a_killed_export_left_is_cleared_by_the_next(filled: Filled, tmp_path: Path) -> None:
    dead = tmp_path / f"{durable._WORKSHOP}999999999-abc"
    alive = tmp_path / f"{durable._WORKSHOP}{os.getpid()}-abc"
    for folder in (dead, alive):
        folder.mkdir()
        (folder / "Answers-1.xml").write_text("half")
    export_workbook(filled.workspace, tmp_path / "x.xlsx", filters=Filters(inspections=()))
    assert not dead.exists()
    assert alive.exists()
