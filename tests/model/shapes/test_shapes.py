"""Inspections in the shapes of ODK Central, KoboToolbox, maps and logs, column by column."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.model import inspections
from fieldkit.model.inspections import Inspection, Signature, repeats
from fieldkit.model.inspections.revision import revise
from fieldkit.model.shapes import ChooseChecklist, ShapeOptions, ShapeReport, export_shape
from fieldkit.model.shapes.course import harmless
from fieldkit.model.shapes.geojson import _geometry
from fieldkit.model.workbook import Filters
from fieldkit.model.workbook.export import ExportCancelled
from fieldkit.model.workbook.sheet_names import sheet_name
from fieldkit.model.workspace import Workspace
from tests import tiny_checklists
from tests.office import MILL, add_factory, picture

SURVEY = [
    {"type": "text", "name": "note", "label::Thai (th)": "บันทึก", "label::English (en)": "Note"},
    {"type": "begin_group", "name": "site", "label::Thai (th)": "ที่ตั้ง", "label::English (en)": "Site"},
    {"type": "geopoint", "name": "gate", "label::Thai (th)": "ประตู", "label::English (en)": "Gate"},
    {"type": "geoshape", "name": "yard", "label::Thai (th)": "ลาน", "label::English (en)": "Yard"},
    {
        "type": "select_multiple fuel",
        "name": "fuels",
        "label::Thai (th)": "เชื้อเพลิง",
        "label::English (en)": "Fuels",
    },
    {"type": "select_one yn", "name": "open", "label::Thai (th)": "เปิด", "label::English (en)": "Open"},
    {"type": "end_group"},
    {"type": "begin_repeat", "name": "stack", "label::Thai (th)": "ปล่อง", "label::English (en)": "Stack"},
    {"type": "decimal", "name": "height", "label::Thai (th)": "สูง", "label::English (en)": "Height"},
    {"type": "image", "name": "shot", "label::Thai (th)": "ภาพ", "label::English (en)": "Photo"},
    {"type": "begin_repeat", "name": "reading", "label::Thai (th)": "ครั้ง", "label::English (en)": "Reading"},
    {"type": "integer", "name": "ppm", "label::Thai (th)": "ค่า", "label::English (en)": "ppm"},
    {"type": "end_repeat"},
    {"type": "end_repeat"},
    {"type": "date", "name": "next", "label::Thai (th)": "ครั้งหน้า", "label::English (en)": "Next"},
]
CHOICES = [
    {"list_name": "fuel", "name": "husk", "label::Thai (th)": "แกลบ", "label::English (en)": "Rice husk"},
    {"list_name": "fuel", "name": "wood", "label::Thai (th)": "ไม้ ฟืน", "label::English (en)": "Fire wood"},
    {"list_name": "fuel", "name": "gas", "label::Thai (th)": "ก๊าซ", "label::English (en)": "Gas"},
    {"list_name": "yn", "name": "yes", "label::Thai (th)": "ใช่", "label::English (en)": "Yes"},
    {"list_name": "yn", "name": "no", "label::Thai (th)": "ไม่", "label::English (en)": "No"},
]
ANSWERS = {
    "/data/note": '=1+1; "ก"\nsecond',
    "/data/site/gate": "16.44 100.35 41 5",
    "/data/site/yard": "16 100 0 0;16 101 0 0;17 101 0 0;16 100 0 0",
    "/data/site/fuels": "husk wood",
    "/data/site/open": "yes",
    "/data/stack[1]/height": "21.5",
    "/data/stack[2]/height": "8",
    "/data/stack[2]/reading[1]/ppm": "3",
    "/data/stack[2]/reading[2]/ppm": "4",
    "/data/next": "2027-01-31",
}
SIGNED = [
    Signature("inspector", "กฤษณะ ใจดี", typed=True),
    Signature("representative", "นายสุข", typed=True),
]


class Stacks:
    """Two signed inspections, the second empty, and a draft."""

    def __init__(self, workspace: Workspace, folder: Path) -> None:
        self.workspace, self.folder = workspace, folder
        first = tiny_checklists.start(workspace, folder, SURVEY, CHOICES)
        for path in ("/data/stack", *["/data/stack[2]/reading"] * 2):
            repeats.add_row(first, path)
        for path, answer in ANSWERS.items():
            first.answer(path, answer)
        inspections.attach_photo(first, "/data/stack[1]/shot", picture(), name="IMG 1.jpg")
        self.photo = first.instance.node("/data/stack[1]/shot").value
        self.first = self._close(first)
        self.second = self._close(inspections.start(workspace, MILL, "TYP"))
        self.draft = inspections.start(workspace, MILL, "TYP").id

    def _close(self, inspection: Inspection) -> Inspection:
        inspections.close(inspection, SIGNED)
        return inspection

    def export(self, shape: str, name: str, **options: Any) -> tuple[Path, ShapeReport]:
        """Export everything of TYP."""
        target = self.folder / name
        wished = ShapeOptions(**options)
        return target, export_shape(self.workspace, shape, target, filters=Filters(), options=wished)

    def key(self, inspection: Inspection) -> str:
        """Return the instanceID."""
        return inspection.instance.node("/data/meta/instanceID").value


@pytest.fixture
def stacks(office: Workspace, tmp_path: Path) -> Stacks:
    return Stacks(office, tmp_path)


def rows(data: bytes, **how: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8"), newline=""), **how))


def unzipped(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


# --- ODK Central


def test_the_zip_has_a_file_of_each_table_and_the_photos(stacks: Stacks) -> None:
    target, report = stacks.export("odk", "all.zip")
    files = unzipped(target)
    assert list(files) == ["TYP.csv", "TYP-stack.csv", "TYP-reading.csv", f"media/{stacks.photo}"]
    assert files[f"media/{stacks.photo}"] == picture()
    assert (report.inspections, report.left_out, report.missing_files) == (2, (), 0)


def test_the_root_has_centrals_columns_in_centrals_order(stacks: Stacks) -> None:
    header, first, second = rows(unzipped(stacks.export("odk", "all.zip")[0])["TYP.csv"])
    assert header == [
        *("SubmissionDate", "note", "site-gate-Latitude", "site-gate-Longitude", "site-gate-Altitude"),
        *("site-gate-Accuracy", "site-yard", "site-fuels", "site-fuels/husk", "site-fuels/wood", "site-open"),
        *("next", "meta-instanceID", "KEY", "SubmitterID", "SubmitterName", "AttachmentsPresent"),
        *("AttachmentsExpected", "Status", "ReviewState", "DeviceID", "Edits", "FormVersion"),
    ]
    cells = dict(zip(header, first, strict=True))
    assert cells["SubmissionDate"] == "2026-11-22T03:42:00.000Z"
    assert cells["note"] == ANSWERS["/data/note"]
    assert [cells[f"site-gate-{part}"] for part in ("Latitude", "Longitude", "Altitude", "Accuracy")] == [
        *("16.44", "100.35", "41.0", "5.0")
    ]
    # gas was never chosen: Central makes columns of what it has seen
    assert (cells["site-fuels"], cells["site-fuels/husk"], cells["site-fuels/wood"]) == (
        "husk wood",
        "1",
        "1",
    )
    assert cells["KEY"] == cells["meta-instanceID"] == stacks.key(stacks.first)
    assert cells["SubmitterName"] == "กฤษณะ ใจดี"
    assert (cells["AttachmentsPresent"], cells["AttachmentsExpected"], cells["Edits"]) == ("1", "1", "0")
    assert cells["FormVersion"] == "1"
    empty = dict(zip(header, second, strict=True))
    assert (empty["site-fuels"], empty["site-fuels/husk"]) == ("", "0")
    assert (empty["AttachmentsPresent"], empty["AttachmentsExpected"]) == ("0", "0")


def test_rows_of_repeats_name_their_parents(stacks: Stacks) -> None:
    files = unzipped(stacks.export("odk", "all.zip")[0])
    key, other = stacks.key(stacks.first), stacks.key(stacks.second)
    assert rows(files["TYP-stack.csv"]) == [
        ["height", "shot", "PARENT_KEY", "KEY"],
        ["21.5", stacks.photo, key, f"{key}/stack[1]"],
        ["8", "", key, f"{key}/stack[2]"],
        ["", "", other, f"{other}/stack[1]"],
    ]
    assert rows(files["TYP-reading.csv"]) == [
        ["ppm", "PARENT_KEY", "KEY"],
        ["", f"{key}/stack[1]", f"{key}/stack[1]/reading[1]"],
        ["3", f"{key}/stack[2]", f"{key}/stack[2]/reading[1]"],
        ["4", f"{key}/stack[2]", f"{key}/stack[2]/reading[2]"],
        ["", f"{other}/stack[1]", f"{other}/stack[1]/reading[1]"],
    ]


def test_group_names_and_split_choices_may_be_left_out(stacks: Stacks) -> None:
    target, _ = stacks.export("odk", "all.zip", group_names=False, split_select_multiples=False)
    header = rows(unzipped(target)["TYP.csv"])[0]
    assert header[1:8] == [
        "note",
        "gate-Latitude",
        "gate-Longitude",
        "gate-Altitude",
        "gate-Accuracy",
        "yard",
        "fuels",
    ]
    assert not any("/" in name for name in header)


def test_a_file_for_excel_is_marked_and_holds_no_formula(stacks: Stacks) -> None:
    data = unzipped(stacks.export("odk", "all.zip", for_excel=True)[0])["TYP.csv"]
    assert data.startswith(b"\xef\xbb\xbf")
    assert rows(data.removeprefix(b"\xef\xbb\xbf"))[1][1] == "'" + ANSWERS["/data/note"]


def test_a_photo_that_is_not_here_is_counted_as_expected_only(stacks: Stacks) -> None:
    [row] = stacks.workspace.rows("SELECT sha256 FROM attachment WHERE name = ?", stacks.photo)
    stacks.workspace.attachments.path(row["sha256"]).unlink()
    files = unzipped(stacks.export("odk", "all.zip")[0])
    header, first, _ = rows(files["TYP.csv"])
    cells = dict(zip(header, first, strict=True))
    assert (cells["AttachmentsPresent"], cells["AttachmentsExpected"]) == ("0", "1")
    assert not any(name.startswith("media/") for name in files)


def test_a_record_that_is_not_here_is_named_and_the_others_are_written(stacks: Stacks) -> None:
    [row] = stacks.workspace.rows("SELECT submission FROM inspection WHERE id = ?", stacks.second.id)
    stacks.workspace.attachments.path(row["submission"]).unlink()
    target, report = stacks.export("odk", "all.zip")
    assert (report.inspections, report.left_out) == (1, (stacks.second.id,))
    assert len(rows(unzipped(target)["TYP.csv"])) == 2


def test_a_revision_stands_for_what_it_replaces(stacks: Stacks) -> None:
    again = revise(stacks.workspace, stacks.first.id, "แก้ค่า")
    again.answer("/data/note", "corrected")
    inspections.close(again, SIGNED)
    header, *found = rows(unzipped(stacks.export("odk", "all.zip")[0])["TYP.csv"])
    cells = [dict(zip(header, row, strict=True)) for row in found]
    assert sorted((one["note"], one["Edits"]) for one in cells) == [("", "0"), ("corrected", "1")]


# --- KoboToolbox


def sheet(path: Path, name: str) -> list[list[Any]]:
    return [list(row) for row in openpyxl.load_workbook(path)[name].iter_rows(values_only=True)]


SYSTEM = [
    *("_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status", "_submitted_by"),
    *("__version__", "_tags", "rootUuid"),
]


def test_kobos_workbook_has_a_sheet_of_each_repeat(stacks: Stacks) -> None:
    target, _ = stacks.export("kobo", "k.xlsx")
    assert openpyxl.load_workbook(target).sheetnames == ["Types", "stack", "reading"]
    header, first, second = sheet(target, "Types")
    assert header == [
        *("note", "gate", "_gate_latitude", "_gate_longitude", "_gate_altitude", "_gate_precision", "yard"),
        *("fuels", "fuels/husk", "fuels/wood", "fuels/gas", "open", "next", *SYSTEM, "_index"),
    ]
    cells = dict(zip(header, first, strict=True))
    assert [cells[name] for name in header[1:6]] == ["16.44 100.35 41.0 5.0", 16.44, 100.35, 41, 5]
    assert [cells[f"fuels/{code}"] for code in ("husk", "wood", "gas")] == [1, 1, 0]
    assert cells["next"].date().isoformat() == "2027-01-31"
    assert cells["_uuid"] == stacks.key(stacks.first).removeprefix("uuid:") == cells["rootUuid"]
    assert (cells["_index"], cells["__version__"], cells["_submitted_by"]) == (1, "1", "กฤษณะ ใจดี")
    # formpack leaves the choices of an unanswered question empty
    assert [dict(zip(header, second, strict=True))[f"fuels/{code}"] for code in ("husk", "gas")] == [
        None,
        None,
    ]


def test_kobos_children_are_joined_by_index(stacks: Stacks) -> None:
    target, _ = stacks.export("kobo", "k.xlsx")
    header, *stacked = sheet(target, "stack")
    assert header == ["height", "shot", "_index", "_parent_table_name", "_parent_index"] + [
        f"_submission_{name}" for name in SYSTEM
    ]
    assert [row[:5] for row in stacked] == [
        [21.5, stacks.photo, 1, "Types", 1],
        [8, None, 2, "Types", 1],
        [None, None, 3, "Types", 2],
    ]
    header, *readings = sheet(target, "reading")
    assert header[:3] == ["ppm", "_parent_table_name", "_parent_index"]
    assert [row[:3] for row in readings] == [
        [None, "stack", 1],
        [3, "stack", 2],
        [4, "stack", 2],
        [None, "stack", 3],
    ]
    assert readings[1][header.index("_submission__id")] == stacks.first.id


def test_labels_in_a_language_with_their_groups(stacks: Stacks) -> None:
    target, _ = stacks.export("kobo", "k.xlsx", language="th", group_names=True)
    header, first, _ = sheet(target, "Types")
    cells = dict(zip(header, first, strict=True))
    assert cells["ที่ตั้ง/เชื้อเพลิง"] == "แกลบ; ไม้ ฟืน"
    assert cells["ที่ตั้ง/เชื้อเพลิง/ก๊าซ"] == 0
    assert cells["ที่ตั้ง/เปิด"] == "ใช่"
    assert cells["ที่ตั้ง/_ประตู_latitude"] == 16.44
    assert stacks.export("kobo", "e.xlsx", language="en")[1].inspections == 2


def test_no_cell_of_kobos_workbook_is_a_formula(stacks: Stacks) -> None:
    target, _ = stacks.export("kobo", "k.xlsx")
    for each in openpyxl.load_workbook(target):
        assert not [cell for row in each.iter_rows() for cell in row if cell.data_type == "f"]
    assert sheet(target, "Types")[1][0] == ANSWERS["/data/note"]


def test_kobos_csv_is_the_first_table_in_quotation_marks(stacks: Stacks) -> None:
    data = stacks.export("kobo-csv", "k.csv")[0].read_bytes()
    header, first, _ = rows(data, delimiter=";")
    assert data.startswith(b'"note";"gate";')
    assert first[0] == ANSWERS["/data/note"]
    assert "height" not in header


@pytest.mark.parametrize(
    ("name", "taken", "made"),
    [
        ("a/b:c", [], "a_b_c"),
        ("'quoted'", [], "_quoted_"),
        ("This string has more than 31 characters!", [], "This string has more than 31..."),
        (
            "This string has more than 31 characters!",
            ["This string has more than 31..."],
            "This string has more tha... (1)",
        ),
        ("stack", ["Stack"], "stack (1)"),
    ],
)
def test_names_of_sheets_follow_formpack(name: str, taken: list[str], made: str) -> None:
    assert sheet_name(name, taken) == made


@given(st.lists(st.text(min_size=1, max_size=60), max_size=8))
def test_no_two_sheets_have_one_name(names: list[str]) -> None:
    taken: list[str] = []
    for name in names:
        taken.append(sheet_name(name, taken))
    assert len({one.lower() for one in taken}) == len(names)
    assert all(0 < len(one) <= 31 and not set(one) & set("[]*?:\\/") for one in taken)


# --- maps, logs, rows


def test_each_place_is_a_feature(stacks: Stacks) -> None:
    found = json.loads(stacks.export("geojson", "m.geojson", language="en")[0].read_text("utf-8"))
    assert (found["type"], found["name"]) == ("FeatureCollection", "Types")
    point, shape = found["features"]
    assert point["geometry"] == {"type": "Point", "coordinates": [100.35, 16.44, 41]}
    assert point["properties"]["Fuels"] == "Rice husk; Fire wood"
    assert "Gate" not in point["properties"]
    [ring] = shape["geometry"]["coordinates"]
    assert ring[0] == ring[-1]
    # RFC 7946 §3.1.6: against the clock
    assert sum(a[0] * b[1] - a[1] * b[0] for a, b in pairwise(ring)) > 0


def test_without_a_question_of_place_the_factory_stands(office: Workspace, tmp_path: Path) -> None:
    tiny_checklists.start(office, tmp_path, [SURVEY[0]], [])
    placed = add_factory(office, "placed", registration_no="20250000225679", latitude=16.4, longitude=100.3)
    inspections.close(inspections.start(office, placed, "TYP"), SIGNED)
    target = tmp_path / "m.geojson"
    export_shape(office, "geojson", target, filters=Filters())
    [feature] = json.loads(target.read_text("utf-8"))["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [100.3, 16.4]}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("geopoint", ""),
        ("geopoint", "16"),
        ("geopoint", "sixteen hundred"),
        ("geopoint", "91 0 0 0"),
        ("geopoint", "16 100 0 0;17 100 0 0"),
        ("geotrace", "16 100 0 0"),
        ("geoshape", "16 100 0 0;16 101 0 0;17 101 0 0"),
        ("geoshape", "16 100 0 0;16 101 0 0;16 100 0 0"),
    ],
)
def test_what_is_no_place_makes_no_feature(kind: str, text: str) -> None:
    assert _geometry(kind, text) is None


def test_the_log_says_who_entered_what(stacks: Stacks) -> None:
    header, *events = rows(stacks.export("audit", "a.csv")[0].read_bytes())
    assert header == [
        *("instance ID", "event", "node", "start", "end", "latitude", "longitude", "accuracy", "old-value"),
        *("new-value", "user", "change-reason"),
    ]
    mine = [event for event in events if event[0] == stacks.key(stacks.first)]
    assert [event[1] for event in mine] == ["form start", *["question"] * (len(ANSWERS) + 1), "form finalize"]
    by_node = {event[2]: event for event in mine}
    assert by_node["/data/site/open"][8:11] == ["", "yes", "กฤษณะ ใจดี"]
    start, end = by_node["/data/site/open"][3:5]
    assert start == end
    assert datetime.fromtimestamp(int(start) / 1000, UTC).isoformat()[:13] == "2026-11-22T03"
    assert by_node["/data/stack[2]/reading[2]/ppm"][9] == "4"


def test_the_log_keeps_what_was_overwritten(office: Workspace, tmp_path: Path) -> None:
    started = tiny_checklists.start(office, tmp_path, [SURVEY[0]], [])
    for said in ("one", "two", ""):
        started.answer("/data/note", said)
    inspections.close(started, SIGNED)
    target = tmp_path / "a.csv"
    export_shape(office, "audit", target, filters=Filters())
    questions = [row[8:10] for row in rows(target.read_bytes()) if row[1] == "question"]
    assert questions == [["", "one"], ["one", "two"], ["two", ""]]


def test_a_row_for_each_answer_also_of_drafts(stacks: Stacks) -> None:
    target, report = stacks.export("long", "l.csv")
    header, *found = rows(target.read_bytes())
    assert report.inspections == 3
    assert {row[header.index("inspection_id")] for row in found} == {
        *(stacks.first.id, stacks.second.id, stacks.draft)
    }
    by_path = {row[header.index("path")]: row for row in found if row[0] == stacks.first.id}
    assert by_path["/data/site/open"][header.index("answer")] == "ใช่"


# --- what may go wrong


def test_two_checklists_do_not_share_a_file(stacks: Stacks) -> None:
    from tests.office import answer_all

    other = inspections.start(stacks.workspace, MILL, "GEN")
    answer_all(other)
    inspections.close(other, SIGNED)
    target = stacks.folder / "both.zip"
    with pytest.raises(ChooseChecklist) as caught:
        export_shape(stacks.workspace, "odk", target, filters=Filters())
    assert "GEN, TYP" in caught.value.message("th")
    assert not target.exists()
    assert export_shape(stacks.workspace, "odk", target, filters=Filters(), checklist="GEN").inspections == 1


def test_nothing_signed_says_so(office: Workspace, tmp_path: Path) -> None:
    with pytest.raises(ChooseChecklist) as caught:
        export_shape(office, "kobo", tmp_path / "k.xlsx", filters=Filters())
    assert "No signed inspection" in caught.value.message("en")


@pytest.mark.parametrize("shape", ["odk", "kobo", "kobo-csv", "long", "geojson", "audit"])
def test_a_stopped_export_leaves_the_old_file(stacks: Stacks, shape: str) -> None:
    target = stacks.folder / "old"
    target.write_bytes(b"old")
    with pytest.raises(ExportCancelled):
        export_shape(stacks.workspace, shape, target, filters=Filters(), cancelled=lambda: True)
    assert target.read_bytes() == b"old"
    assert [path.name for path in stacks.folder.iterdir() if path.name.startswith(".fieldkit")] == []


@pytest.mark.parametrize(
    ("cell", "made"),
    [
        ("=1", "'=1"),
        ("@a", "'@a"),
        ("+66 81", "'+66 81"),
        ("-a", "'-a"),
        ("-1.5", "-1.5"),
        (-1, -1),
        ("a", "a"),
    ],
)
def test_a_formula_becomes_text_and_a_number_stays(cell: object, made: object) -> None:
    assert harmless(cell) == made
