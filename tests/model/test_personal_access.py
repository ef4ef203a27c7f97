"""Every door through which personal data are seen or leave keeps who, when and why."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy.exc import DatabaseError

from fieldkit.cli import Exit, main
from fieldkit.model import inspections
from fieldkit.model.body import Op
from fieldkit.model.cases import personal, writing
from fieldkit.model.pdf.inspection_record import inspection_record
from fieldkit.model.personal_answers import note_view
from fieldkit.model.record_fields import FIELDS
from fieldkit.model.register.exporting import export_register
from fieldkit.model.shapes import export_shape
from fieldkit.model.tables import GROUPS, metadata
from fieldkit.model.workbook import Filters, export_workbook
from fieldkit.model.workspace import Workspace
from tests import tiny_checklists
from tests.model.cases.conftest import GIVEN
from tests.model.shapes.test_shapes import SIGNED
from tests.model.workbook.reading import table
from tests.office import MILL, add_factory

SURVEY = [
    {"type": "text", "name": "who", "label::Thai (th)": "ใคร", "label::English (en)": "Who"},
    {"type": "text", "name": "what", "label::Thai (th)": "อะไร", "label::English (en)": "What"},
]
PERSON, FIRM = "3660100123456", "0665567000124"
USUAL = "ส่งผลการตรวจตามหน้าที่"


def signed(workspace: Workspace, folder: Path, *, asks: bool) -> str:
    survey = [SURVEY[0] | {"fieldkit::personal": "yes" if asks else ""}, SURVEY[1]]
    inspection = tiny_checklists.start(workspace, folder, survey, [])
    inspection.answer("/data/who", "นายตัวอย่าง ใจดี")
    inspections.close(inspection, SIGNED)
    return inspection.id


def workbook(workspace: Workspace, _record: str, folder: Path, reason: str) -> None:
    export_workbook(workspace, folder / "book.xlsx", reason=reason)


def shape(name: str) -> Callable[[Workspace, str, Path, str], None]:
    def write(workspace: Workspace, _record: str, folder: Path, reason: str) -> None:
        filters = Filters(checklist="TYP")
        export_shape(workspace, name, folder / "out", filters=filters, reason=reason)

    return write


def paper(workspace: Workspace, record: str, _folder: Path, reason: str) -> None:
    inspection_record(workspace, record, "th", reason=reason)


DOORS = {
    "workbook": workbook,
    "pdf": paper,
    **{name: shape(name) for name in ("odk", "kobo", "kobo-csv", "long", "geojson", "audit")},
}


@pytest.mark.parametrize("door", DOORS)
def test_an_export_of_personal_answers_is_kept(office: Workspace, tmp_path: Path, door: str) -> None:
    record = signed(office, tmp_path, asks=True)
    DOORS[door](office, record, tmp_path, "")
    DOORS[door](office, record, tmp_path, "ศาลขอ")
    kept = personal.accesses(office)
    assert [(one["action"], one["tbl"], one["records"], one["reason"]) for one in kept] == [
        ("exported", "inspection", [record], "ศาลขอ"),
        ("exported", "inspection", [record], USUAL),
    ]
    assert {one["person"] for one in kept} == {"กฤษณะ ใจดี"}
    assert kept[0]["at"].startswith("2026-11-22T10:")


@pytest.mark.parametrize("door", DOORS)
def test_one_without_is_not(office: Workspace, tmp_path: Path, door: str) -> None:
    DOORS[door](office, signed(office, tmp_path, asks=False), tmp_path, "ศาลขอ")
    assert personal.accesses(office) == []


def test_the_number_of_a_person_who_runs_a_factory_leaves_for_a_reason_only(
    office: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_factory(
        office, "smith", registration_no="10660009999255", registration_no_old=None, operator_id13=PERSON
    )
    add_factory(
        office, "firm", registration_no="10660009999263", registration_no_old=None, operator_id13=FIRM
    )
    bare, full, book = (tmp_path / f"{name}.xlsx" for name in ("bare", "full", "book"))

    export_register(office, bare)
    assert personal.accesses(office) == []
    export_register(office, full, reason="กรมโรงงานขอ")
    assert (numbers_in(bare), numbers_in(full)) == ({FIRM}, {FIRM, PERSON})
    [kept] = personal.accesses(office)
    assert (kept["tbl"], kept["records"], kept["reason"]) == ("factory", ["smith"], "กรมโรงงานขอ")
    export_workbook(office, book, filters=Filters(all_factories=True))
    shown = {row["operator_id13"] for row in table(load_workbook(book), "Factories")}
    assert {"3-6601-xxxxx-xx-6", FIRM} <= shown
    assert PERSON not in shown

    office.close()
    shared = ["--data", str(office.folder), "--json"]
    assert main([*shared, "show", "factory", "10660009999255"]) == Exit.DONE
    assert json.loads(capsys.readouterr().out)["operator_id13"] == "3-6601-xxxxx-xx-6"
    assert main([*shared, "show", "factory", "10660009999255", "--personal", "โทร"]) == Exit.DONE
    assert json.loads(capsys.readouterr().out)["operator_id13"] == PERSON
    assert main([*shared, "export", "register", "-o", str(bare)]) == Exit.DONE
    assert numbers_in(bare) == {FIRM}
    capsys.readouterr()
    assert main([*shared, "list", "access", "--record", "smith"]) == Exit.DONE
    told = json.loads(capsys.readouterr().out)
    assert [(one["table"], one["count"], one["reason"]) for one in told["accesses"]] == [
        ("factory", 1, "โทร"),
        ("factory", 1, "กรมโรงงานขอ"),
    ]


def numbers_in(file: Path) -> set[str]:
    cells = {str(cell.value) for sheet in load_workbook(file) for row in sheet for cell in row}
    return cells & {PERSON, FIRM}


def test_conflicts_hide_what_is_personal(office: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    loan = writing.add(office, "loan", GIVEN["loan"]).id
    group = next(name for name, columns in GROUPS["loan"].items() if "name" in columns)
    [row] = office.rows("SELECT * FROM loan WHERE id = ?", loan)
    values = {column: row[column] for column in GROUPS["loan"][group]}
    [(stream,)] = [tuple(one.values()) for one in office.rows("SELECT stream FROM loan WHERE id = ?", loan)]
    # Written without having seen the first: a second value beside it.
    office.log.commit([Op("loan", loan, group, values | {"name": "นางอีกคน ใจร้อน"}, (), stream)])
    office.close()
    shared = ["--data", str(office.folder), "--json", "conflicts"]
    assert main(shared) == Exit.DONE
    out = capsys.readouterr().out
    assert "ใจร้อน" not in out
    assert "ใจเย็น" not in out
    [conflict] = json.loads(out)["conflicts"]
    assert {side["values"]["name"] for side in conflict["sides"]} == {"•••"}
    assert main([*shared, "--personal", ""]) == Exit.REFUSED
    capsys.readouterr()
    assert main([*shared, "--personal", "ตัดสินค่า"]) == Exit.DONE
    assert "ใจร้อน" in capsys.readouterr().out
    assert main(["--data", str(office.folder), "--json", "list", "access"]) == Exit.DONE
    [kept] = json.loads(capsys.readouterr().out)["accesses"]
    assert (kept["table"], kept["records"], kept["reason"]) == ("loan", [loan], "ตัดสินค่า")


def test_who_opens_personal_answers_is_kept(office: Workspace, tmp_path: Path) -> None:
    record = signed(office, tmp_path, asks=True)
    note_view(inspections.open_inspection(office, record))
    note_view(inspections.start(office, MILL, "TYP"))  # whose inspector is just writing it
    [kept] = personal.accesses(office)
    assert (kept["action"], kept["records"], kept["person"]) == ("shown", [record], "กฤษณะ ใจดี")


def test_who_opens_answers_that_are_not_personal_is_not(office: Workspace, tmp_path: Path) -> None:
    note_view(inspections.open_inspection(office, signed(office, tmp_path, asks=False)))
    assert personal.accesses(office) == []


# Every column of a register that can be about a person, named once more: a new one has to be thought about.
PERSONAL = {
    "complaint": {"complainant", "phone", "address"},
    "loan": {"name", "id13", "phone"},
    "enterprise": {"chairperson", "phone"},
}


def test_the_schema_says_what_is_personal() -> None:
    assert {
        name: marked
        for name, fields in FIELDS.items()
        if (marked := {column for column, field in fields.items() if field.personal})
    } == PERSONAL
    suspicious = ("phone", "id13", "complain", "chair", "email", "card")
    for name, fields in FIELDS.items():
        columns = set(metadata.tables[name].columns.keys()) & set(fields)
        named = {one for one in columns if any(word in one for word in suspicious)}
        assert named <= PERSONAL.get(name, set()), name


@pytest.mark.parametrize("sql", ["DELETE FROM personal_access", "UPDATE personal_access SET reason = 'อื่น'"])
def test_a_note_of_access_can_only_be_added(office: Workspace, sql: str) -> None:
    personal.note_access(office, "shown", "loan", ["x"], "ตรวจ")
    with pytest.raises(DatabaseError, match="only added to"), office.database.write() as connection:
        connection.exec_driver_sql(sql)
    assert len(personal.accesses(office)) == 1
