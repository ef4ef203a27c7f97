"""The list of findings out to Excel and in again: the seal holds, steps are recorded, all is taken back."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldkit.model import inspections, records
from fieldkit.model.finding_list.columns import SEALED, WRITTEN
from fieldkit.model.finding_list.exporting import export_findings
from fieldkit.model.finding_list.importing import carry_out, import_findings, preview_findings
from fieldkit.model.inspections.errors import InspectionSealed
from fieldkit.model.orders import making, writing
from fieldkit.model.orders.reading import read_order
from fieldkit.model.register import sheet
from fieldkit.model.register.block import Block
from fieldkit.model.register.importing import ImportResult
from fieldkit.model.register.problems import RegisterRefused, letter
from fieldkit.model.register.undo import undo_import
from fieldkit.model.verify import verify
from fieldkit.model.workspace import Workspace
from tests.model.orders.conftest import close
from tests.model.register.books import through_here
from tests.office import MILL, answer_all, path_of

DAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "through", through_here)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "findings.xlsx"


@pytest.fixture
def order(office: Workspace, findings: list[str]) -> str:
    """An order of all three findings that was received; its last day is 4 December."""
    order_id, _ = making.make(office, making.propose(office, findings))
    writing.add_step(
        office, order_id, "ordered", on_date="2026-11-18", number="อก 0001/1", officer="กฤษณะ ใจดี"
    )
    writing.add_step(office, order_id, "received", on_date="2026-11-19", note="มานี")
    return order_id


@pytest.fixture
def draft(office: Workspace) -> inspections.Inspection:
    """A visit that is not signed, with findings."""
    visit = inspections.start(office, MILL, "GEN")
    failing = {name: visit.policy[path_of(visit, name)].fail.split()[0] for name in ("gen16", "gen19")}
    answer_all(visit, **failing)
    return visit


def put(path: Path, finding: str, **values: Any) -> Path:
    """Put values into the cells of a finding, by the keys of their columns."""
    book = openpyxl.load_workbook(path)
    first = book.worksheets[0]
    keys = [cell.value for cell in first[1]]
    [row] = [row for row in first.iter_rows(min_row=3) if row[keys.index("id")].value == finding]
    for key, value in values.items():
        row[keys.index(key)].value = value
    book.save(path)
    return path


def seal_is_whole(office: Workspace) -> bool:
    return verify(office) == []


def stored(office: Workspace) -> list[dict[str, Any]]:
    return [
        row
        for table in ("finding", "factory_order", "step")
        for row in office.rows(f"SELECT * FROM {table} WHERE coalesce(deleted, 0) = 0 ORDER BY id")
    ]


def reasons(result: ImportResult) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, one.reason.en) for one in result.preview.rejected]


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.usefixtures("order", "draft")
def test_what_was_exported_changes_nothing(office: Workspace, path: Path, language: str) -> None:
    count = export_findings(office, path, language=language)
    assert count == len(office.rows("SELECT id FROM finding WHERE coalesce(deleted, 0) = 0"))
    before = stored(office)
    result = import_findings(office, path)
    assert (result.import_id, result.counts["unchanged"]) == (None, count)
    assert not result.preview.rejected
    assert not result.preview.warnings
    assert stored(office) == before


@pytest.mark.usefixtures("order", "draft")
def test_sealed_cells_come_out_locked_and_grey(office: Workspace, path: Path, findings: list[str]) -> None:
    export_findings(office, path)
    first = openpyxl.load_workbook(path).worksheets[0]
    keys = [str(cell.value) for cell in first[1]]
    assert first.protection.sheet
    assert not first.protection.autoFilter  # filtering is not forbidden
    looks = {
        row[keys.index("id")].value: {
            key: (bool(cell.protection.locked), cell.fill.fgColor.rgb)
            for key, cell in zip(keys, row, strict=True)
        }
        for row in first.iter_rows(min_row=3)
    }
    offered = {
        str(one.sqref).partition("3:")[0]: one.formula1 for one in first.data_validations.dataValidation
    }
    assert "ขยายเวลา" in offered[letter(keys.index("step"))]
    assert offered[letter(keys.index("finding_state"))] == '"ยังไม่แก้ไข,แก้ไขทันทีขณะตรวจ,แก้ไขแล้ว"'
    unsigned = next(id_ for id_ in looks if id_ not in findings)
    locked, free = (True, "FFEDEFF2"), (False, "00000000")
    assert {looks[findings[0]][key] for key in SEALED if key != "due_date"} == {locked}
    assert {looks[findings[0]][key] for key in ("due_date", "finding_state", "step", "step_note")} == {free}
    assert {looks[unsigned][key] for key in WRITTEN} == {free}
    assert {looks[unsigned][key] for key in ("step", "law", "factory_name", "id")} == {locked}


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("description", "ไม่มีอะไร", "put “” back"),
        ("severity", "เล็กน้อย", "put “Critical” back"),
        ("severity", None, "put “Critical” back"),
        ("decision", "คำแนะนำ", "put “Order, section 37” back"),
        ("action", "รื้อออก", "revise the inspection"),
        ("law", "ไม่มี", "signed with the inspection of 1 Oct 2026"),
        ("wording", "อื่น", "nothing else of the row is taken"),
    ],
)
@pytest.mark.usefixtures("order")
def test_a_changed_cell_under_the_seal_is_refused_with_its_place(
    office: Workspace,
    path: Path,
    findings: list[str],
    key: str,
    value: str | None,
    told: str,
) -> None:
    export_findings(office, path)
    before = stored(office)
    [critical] = [row["id"] for row in before if row.get("severity") == "C"]
    put(path, critical, **{key: value}, due_date=date(2026, 12, 30), step_note="ขอเวลา")
    result = import_findings(office, path)
    [(row, column, reason)] = reasons(result)
    assert told in reason
    assert (row >= 3, column.isalpha()) == (True, True)
    assert (result.import_id, stored(office)) == (None, before)
    assert len(findings) == result.counts["unchanged"] + 1
    assert seal_is_whole(office)


def test_a_later_last_day_is_an_extension_of_the_order(
    office: Workspace,
    path: Path,
    order: str,
    findings: list[str],
) -> None:
    export_findings(office, path)
    before = stored(office)
    put(path, findings[0], due_date=date(2026, 12, 30), step_note="รอเครื่องจักร", step_on=DAY)
    result = import_findings(office, path)
    [entry] = result.preview.changed
    assert [(one.column, one.before, one.after) for one in entry.changes] == [
        ("step", None, "extended"),
        ("step_on", None, "2026-11-20"),
        ("step_note", None, "รอเครื่องจักร"),
        ("due_date", "2026-12-04", "2026-12-30"),
    ]
    row = read_order(office, order).row
    assert (row["extended_to"], row["extension_reason"], row["state"]) == ("2026-12-30", "รอเครื่องจักร", "open")
    assert seal_is_whole(office)
    again = import_findings(office, path)
    assert (again.import_id, again.counts["unchanged"], again.counts["rejected"]) == (None, 3, 0)
    assert result.import_id is not None
    undone = undo_import(office, result.import_id)
    assert (undone.kept, undone.removed) == ((), 1)
    assert stored(office) == before


def test_closing_every_finding_verifies_the_order(
    office: Workspace,
    path: Path,
    order: str,
    findings: list[str],
) -> None:
    export_findings(office, path)
    before = stored(office)
    put(path, findings[0], finding_state="แก้ไขแล้ว")
    [(_row, _column, reason)] = reasons(import_findings(office, path))
    assert "2 other open finding(s)" in reason
    for one in findings[1:]:
        put(path, one, finding_state="แก้ไขแล้ว")
    result = import_findings(office, path)
    assert result.counts == {"new": 0, "changed": 3, "unchanged": 0, "rejected": 0}
    found = read_order(office, order)
    assert (found.row["state"], len(found.steps)) == ("verified", 3)
    assert {one.row["state"] for one in found.findings} == {"closed"}
    assert seal_is_whole(office)
    assert result.import_id is not None
    assert undo_import(office, result.import_id).kept == ()
    assert stored(office) == before


def test_steps_are_recorded_in_order_with_officer_and_note(
    office: Workspace,
    path: Path,
    order: str,
    findings: list[str],
) -> None:
    export_findings(office, path)
    put(path, findings[0], step="verified", step_on=DAY, step_officer="มานี", step_note="ครบ")
    put(
        path,
        findings[1],
        step="closed",
        step_on=date(2026, 11, 21),
        step_note="เก็บแฟ้ม",
    )
    result = import_findings(office, path)
    assert reasons(result) == []
    steps = [
        (one["kind"], one["on_date"], one["officer"], one["note"])
        for one in read_order(office, order).step_rows
    ]
    assert steps[-2:] == [
        ("verified", "2026-11-20", "มานี", "ครบ"),
        ("closed", "2026-11-21", "กฤษณะ ใจดี", "เก็บแฟ้ม"),
    ]
    assert import_findings(office, path).import_id is None


@pytest.mark.parametrize(
    ("values", "key", "told"),
    [
        ({"due_date": date(2026, 12, 30)}, "step_note", "lacks its note"),
        ({"due_date": date(2026, 11, 30), "step_note": "x"}, "due_date", "lies before the deadline so far"),
        ({"step": "extended", "step_on": DAY, "step_note": "x"}, "due_date", "lacks its due"),
        ({"step": "verified"}, "step_on", "lacks its date"),
        ({"step": "verified", "step_on": date(2026, 12, 1)}, "step_on", "has not come yet"),
        ({"step": "closed", "step_on": DAY}, "step_on", "cannot be: the order is then"),
        ({"step": "ordered", "step_on": DAY}, "step", "writes a letter"),
        ({"step_note": "x"}, "step", "does not say which step"),
    ],
)
@pytest.mark.usefixtures("order")
def test_what_could_not_have_happened_is_refused_at_its_cell(
    office: Workspace,
    path: Path,
    findings: list[str],
    values: dict[str, Any],
    key: str,
    told: str,
) -> None:
    export_findings(office, path)
    first = openpyxl.load_workbook(path).worksheets[0]
    letters = {str(cell.value): letter(at) for at, cell in enumerate(first[1])}
    before = stored(office)
    result = import_findings(office, put(path, findings[0], **values))
    [(_row, column, reason)] = reasons(result)
    assert (column, told in reason) == (letters[key], True), reason
    assert stored(office) == before


def test_a_finding_without_an_order_needs_one_first(
    office: Workspace, path: Path, findings: list[str]
) -> None:
    export_findings(office, path)
    put(path, findings[0], due_date=date(2027, 1, 5))
    put(path, findings[1], finding_state="แก้ไขแล้ว")
    put(path, findings[2], step="extended", step_on=DAY)
    told = [reason for _row, _column, reason in reasons(import_findings(office, path))]
    assert len(told) == 3
    assert "put “" in told[0]
    assert all("make an order" in one for one in told[1:])


def test_findings_of_an_open_visit_are_edited(
    office: Workspace, path: Path, draft: inspections.Inspection
) -> None:
    export_findings(office, path)
    before = stored(office)
    rows = [row for row in before if row.get("question") == "gen16"]
    put(path, rows[0]["id"], description="ทางหนีไฟถูกปิด\nชั้น 2", severity="m")
    result = import_findings(office, path)
    assert reasons(result) == []
    after = records.load(office, "finding", rows[0]["id"])
    assert after is not None
    assert after.row["description"] == "ทางหนีไฟถูกปิด\nชั้น 2"
    # day and decision follow the severity as on the page of the inspection
    assert (after.row["severity"], after.row["decision"]) == ("m", "advice")
    assert after.row["due_date"] > rows[0]["due_date"]
    assert result.import_id is not None
    assert undo_import(office, result.import_id).kept == ()
    assert stored(office) == before


def test_what_cannot_be_of_an_open_visit_is_told(
    office: Workspace, path: Path, draft: inspections.Inspection
) -> None:
    export_findings(office, path)
    [first, second] = office.rows("SELECT id FROM finding ORDER BY question")
    put(
        path,
        first["id"],
        due_date=date(2026, 1, 1),
        finding_state="แก้ไขแล้ว",
        decision="ประหาร",
        action="=1+1",
    )
    put(path, second["id"], step="extended", step_on=DAY)
    before = stored(office)
    result = import_findings(office, path)
    told = " | ".join(one.reason.en for one in result.preview.warnings)
    for words in (
        "lies before the visit",
        "on the page of the inspection",
        "is not known",
        "never calculated",
    ):
        assert words in told
    assert "not signed" in reasons(result)[0][2]
    assert stored(office) == before


def test_an_import_is_refused_that_was_signed_meanwhile(
    office: Workspace, path: Path, draft: inspections.Inspection
) -> None:
    export_findings(office, path)
    [first, *_] = office.rows("SELECT id FROM finding ORDER BY question")
    found = preview_findings(office, put(path, first["id"], description="อื่น"))
    close(draft)
    with pytest.raises(InspectionSealed):
        carry_out(office, found)
    assert seal_is_whole(office)


def test_undo_leaves_alone_what_was_signed_since(
    office: Workspace, path: Path, draft: inspections.Inspection
) -> None:
    export_findings(office, path)
    [first, *_] = office.rows("SELECT id FROM finding ORDER BY question")
    result = import_findings(office, put(path, first["id"], description="อื่น"))
    assert result.import_id is not None
    close(inspections.open_inspection(office, draft.id))
    assert [one.factory for one in undo_import(office, result.import_id).kept] == [first["id"]]
    assert seal_is_whole(office)


def test_undo_leaves_alone_an_order_that_went_on(
    office: Workspace,
    path: Path,
    order: str,
    findings: list[str],
) -> None:
    export_findings(office, path)
    result = import_findings(office, put(path, findings[0], step="verified", step_on=DAY))
    writing.add_step(office, order, "closed")
    before = stored(office)
    assert result.import_id is not None
    undone = undo_import(office, result.import_id)
    assert (undone.removed, undone.restored, bool(undone.kept)) == (0, 0, True)
    assert stored(office) == before


def test_rows_that_are_no_findings_are_told(office: Workspace, path: Path, findings: list[str]) -> None:
    export_findings(office, path)
    put(path, findings[0], id=None)
    put(path, findings[1], id="gone")
    put(path, findings[2], id=findings[2])
    told = [reason for _row, _column, reason in reasons(import_findings(office, path))]
    assert "no finding ID" in told[0]
    assert "has no finding gone" in told[1]
    path.write_text("ก,ข\n1,2\n", encoding="utf-8")
    with pytest.raises(RegisterRefused, match="no headers of a list of findings"):
        import_findings(office, path.rename(path.with_suffix(".csv")))


def test_a_pasted_block_goes_the_same_way(office: Workspace, order: str, findings: list[str]) -> None:
    rows = (
        (0, ("due_date", "step_note", "id", "severity")),
        (1, ("30 ธ.ค. 2569", "รออะไหล่", findings[0], "")),
        (2, ("30 ธ.ค. 2569", "รออะไหล่", findings[1], "")),
    )
    found = preview_findings(office, Block("คลิปบอร์ด", rows))
    assert len(found.changed) == 2
    carry_out(office, found)
    assert [step["kind"] for step in read_order(office, order).step_rows] == [
        "ordered",
        "received",
        "extended",
    ]


@given(text=st.text(st.characters(codec="utf-8"), max_size=60))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_of_a_finding_comes_back_unchanged(
    office: Workspace, path: Path, draft: inspections.Inspection, text: str
) -> None:
    [first, *_] = [row["path"] for row in office.rows("SELECT path FROM finding ORDER BY question")]
    draft.edit_finding(first, description=text)
    export_findings(office, path)
    result = import_findings(office, path)
    assert (result.import_id, result.preview.warnings) == (None, ())
