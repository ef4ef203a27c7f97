"""The page of what is followed up, by keyboard: lists, filters, records, steps, many at once, undo, bin."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from fieldkit.model import indicators
from fieldkit.model.cases import personal, reading, writing
from fieldkit.model.cases.exporting import export_cases
from fieldkit.model.cases.registers import REGISTERS
from fieldkit.model.record_fields import FIELDS
from fieldkit.model.register import sheet
from fieldkit.model.register.importing import imports
from fieldkit.model.workspace import Workspace
from fieldkit.ui import dialogs
from fieldkit.ui.case_sheet import FROM_STEPS, CaseSheet
from fieldkit.ui.case_step_sheet import CaseStepSheet
from fieldkit.ui.cases_page import CasesPage
from fieldkit.ui.chip import Chip
from fieldkit.ui.figure_list import FigureList
from fieldkit.ui.page import PageContext
from fieldkit.ui.row_delegate import CELL_ROLE
from fieldkit.ui.wrap_label import WrapLabel
from tests.model.register.books import through_here
from tests.ui.conftest import TypeText
from tests.ui.registers import fill

CONTROL = Qt.KeyboardModifier.ControlModifier
COMPLAINT = {
    "received_at": "2026-11-05T09:30:00+07:00",
    "channel": "phone",
    "issues": "smell",
    "complainant": "นายตัวอย่าง ใจดี",
    "keep_secret": 1,
}


@pytest.fixture
def made(workspace: Workspace) -> list[str]:
    """Three complaints: one overdue, one repeated, one closed."""
    workspace.name_person(name="กฤษณะ ใจดี")
    mill = fill(workspace, 3)[0].id
    ids = [
        writing.add(workspace, "complaint", COMPLAINT | {"factory": mill}).id,
        writing.add(
            workspace, "complaint", COMPLAINT | {"factory": mill, "received_at": "2026-11-20T08:00:00+07:00"}
        ).id,
        writing.add(workspace, "complaint", COMPLAINT | {"place": "บึงสีไฟ", "issues": "dust"}).id,
    ]
    writing.add_step(workspace, "complaint", ids[2], "closed", on_date="2026-11-21")
    writing.add(
        workspace,
        "loan",
        {
            "fund": "pracharath",
            "contract_no": "67/1",
            "name": "นายตัวอย่าง ใจเย็น",
            "id13": "3660100123456",
            "dpd": 45,
        },
    )
    return ids


@pytest.fixture
def page(made: list[str], context: PageContext, qtbot: QtBot) -> CasesPage:
    page = CasesPage(context)
    qtbot.addWidget(page)
    page.resize(1130, 700)
    page.build()
    with qtbot.waitActive(page):
        page.show()
    page.open({"table": "complaint"})
    return page


def rows(page: CasesPage) -> list[str]:
    return [row["id"] for row in page.part().list.table_model.rows]


def chips(page: CasesPage) -> list[str]:
    return [chip.text() for chip in page.part().list.chips.findChildren(Chip)]


def key(
    qtbot: QtBot, widget: QWidget | None, what: Qt.Key, modifier: Any = Qt.KeyboardModifier.NoModifier
) -> None:
    assert widget is not None
    qtbot.keyClick(widget, what, modifier)


def line(workspace: Workspace, id_: str, table: str = "complaint") -> dict[str, Any]:
    return next(row for row in reading.listing(workspace, table) if row["id"] == id_)


def cell(page: CasesPage, row: int, column: int) -> Any:
    return page.part().list.table_model.index(row, column).data(CELL_ROLE)


def test_the_list_says_what_is_due_and_counts_every_filter(page: CasesPage, made: list[str]) -> None:
    assert rows(page) == [made[0], made[1]]
    assert chips(page) == [
        "กำลังดำเนินการ 2",
        "งานของฉัน 0",
        "ใกล้ครบกำหนด 0",
        "เกินกำหนด 1",
        "ยุติแล้ว 1",
        "ถังขยะ 0",
        "ทั้งหมด 3",
    ]
    due = cell(page, 0, 2)
    assert (due.text, due.second, due.tone) == ("20 พ.ย. 2569", "เกินกำหนด 2 วัน · ตอบรับเรื่อง", "fail")
    assert cell(page, 1, 0).second.endswith("ร้องซ้ำ")
    assert page.segments.findChildren(Chip)[1].text() == "เรื่องร้องเรียน 2 · เกินกำหนด 1"


def test_long_registers_are_read_beside_the_window(
    page: CasesPage, made: list[str], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr("fieldkit.ui.cases_page.QUICK", 1)
    page.refresh()
    assert page.reads()
    page.refresh()  # what was begun is given up
    page.show_case("complaint", made[2])
    qtbot.waitUntil(lambda: not page.reads())
    assert page.part().list.chosen()[0]["id"] == made[2]
    page.desk.delete("complaint", [made[2]])
    qtbot.waitUntil(lambda: not page.reads())
    assert chips(page)[-2:] == ["ถังขยะ 1", "ทั้งหมด 2"]
    assert page.segments.findChildren(Chip)[1].text() == "เรื่องร้องเรียน 2 · เกินกำหนด 1"


def test_a_new_complaint_by_keyboard_alone(
    page: CasesPage, workspace: Workspace, qtbot: QtBot, type_text: TypeText
) -> None:
    key(qtbot, page.part().list.table, Qt.Key.Key_N, CONTROL)
    sheet = page.desk.sheet
    assert isinstance(sheet, CaseSheet)
    assert page.folds_sidebar()
    assert QApplication.focusWidget() is sheet.editor("number").field
    for _ in range(2):
        key(qtbot, QApplication.focusWidget(), Qt.Key.Key_Tab)
    channel = sheet.editor("channel").field
    assert isinstance(channel, QComboBox)
    assert QApplication.focusWidget() is channel
    key(qtbot, channel, Qt.Key.Key_Down)
    key(qtbot, channel, Qt.Key.Key_Return, CONTROL)
    # refused: the issues are missing; the field says so and has the focus
    issues = sheet.editor("issues")
    assert "ยังไม่ได้ระบุประเด็น" in issues.field.accessibleDescription()
    first = issues.findChildren(Chip)[0]
    assert QApplication.focusWidget() is first
    key(qtbot, first, Qt.Key.Key_Space)
    place = sheet.editor("place").field
    assert isinstance(place, QLineEdit)
    place.setFocus()
    type_text(place, "ลานตากข้าว")
    key(qtbot, place, Qt.Key.Key_Return, CONTROL)
    assert page.desk.sheet is None
    [new] = [row for row in reading.listing(workspace, "complaint") if row["place"] == "ลานตากข้าว"]
    assert (new["number"], new["channel"], new["issues"]) == ("รร-70-0004", "in_person", "smell")
    current = page.part().list.current()
    assert current is not None
    assert current["id"] == new["id"]
    key(qtbot, page.part().list.table, Qt.Key.Key_Z, CONTROL)
    assert new["id"] not in [row["id"] for row in reading.listing(workspace, "complaint")]


def test_a_step_is_recorded_by_keyboard_and_stands_in_the_timeline(
    page: CasesPage, made: list[str], workspace: Workspace, qtbot: QtBot, type_text: TypeText
) -> None:
    table = page.part().list.table
    key(qtbot, table, Qt.Key.Key_Return, CONTROL)
    sheet = page.desk.sheet
    assert isinstance(sheet, CaseStepSheet)
    assert QApplication.focusWidget() is sheet.kind
    key(qtbot, sheet.kind, Qt.Key.Key_Down)
    assert sheet.chosen_kind() == "visited"
    note = sheet.editor("note").field
    assert isinstance(note, QPlainTextEdit)
    note.setFocus()
    type_text(note, "พบกลิ่น")
    key(qtbot, note, Qt.Key.Key_Return, CONTROL)
    assert line(workspace, made[0])["state"] == "checking"
    assert page.part().pane.timeline.words() == ["22 พ.ย. 2569 · ตรวจสอบสถานที่ · พบกลิ่น · กฤษณะ ใจดี"]
    key(qtbot, table, Qt.Key.Key_Z, CONTROL)
    assert line(workspace, made[0])["state"] == "received"


def test_a_step_that_lacks_something_says_so_at_its_field(
    page: CasesPage, qtbot: QtBot, made: list[str]
) -> None:
    page.desk.record("complaint", [made[0]], kind="extended")
    sheet = page.desk.sheet
    assert isinstance(sheet, CaseStepSheet)
    key(qtbot, sheet, Qt.Key.Key_Return, CONTROL)
    assert page.desk.sheet is sheet
    assert "ยังไม่ได้ระบุกำหนด" in sheet.editor("due_date").field.accessibleDescription()
    assert QApplication.focusWidget() is sheet.editor("due_date").field
    key(qtbot, sheet, Qt.Key.Key_Escape)
    assert page.desk.sheet is None


def test_many_are_assigned_moved_on_deleted_and_all_taken_back(
    page: CasesPage, made: list[str], workspace: Workspace, qtbot: QtBot
) -> None:
    table = page.part().list.table
    key(qtbot, table, Qt.Key.Key_A, CONTROL)
    assert page.chosen_ids() == made[:2]
    tools = page._tools["complaint"]
    tools["assign"].menu().aboutToShow.emit()
    tools["assign"].menu().actions()[0].trigger()
    assert [line(workspace, id_)["officer"] for id_ in made[:2]] == ["กฤษณะ ใจดี"] * 2
    assert chips(page)[1] == "งานของฉัน 2"
    key(qtbot, table, Qt.Key.Key_A, CONTROL)
    tools["state"].menu().aboutToShow.emit()
    states = {action.text(): action for action in tools["state"].menu().actions()}
    assert "รับเรื่อง" not in states
    states["ตรวจสอบ"].trigger()
    assert [line(workspace, id_)["state"] for id_ in made[:2]] == ["checking"] * 2
    key(qtbot, table, Qt.Key.Key_A, CONTROL)
    key(qtbot, table, Qt.Key.Key_Delete)
    assert rows(page) == []
    assert chips(page)[5] == "ถังขยะ 2"
    for _ in range(3):
        key(qtbot, page, Qt.Key.Key_Z, CONTROL)
    assert [(line(workspace, id_)["officer"], line(workspace, id_)["state"]) for id_ in made[:2]] == [
        (None, "received")
    ] * 2
    assert rows(page) == made[:2]


def test_the_bin_gives_back(page: CasesPage, made: list[str], workspace: Workspace, qtbot: QtBot) -> None:
    key(qtbot, page.part().list.table, Qt.Key.Key_Delete)
    page.open({"table": "complaint", "filter": "bin"})
    assert rows(page) == [made[0]]
    assert page.part().pane.restore.isVisible()
    assert not page.part().pane.edit.isVisible()
    page.part().pane.restore.click()
    assert not line(workspace, made[0])["deleted"]
    assert rows(page) == []


def test_personal_data_are_hidden_until_somebody_asks_and_that_is_kept(
    page: CasesPage, workspace: Workspace, made: list[str], qtbot: QtBot
) -> None:
    key(qtbot, page.part().list.table, Qt.Key.Key_PageDown, CONTROL)
    assert page.table() == "loan"
    pane = page.part().pane
    assert pane.facts()["เลขประจำตัว 13 หลัก"] == "3-6601-xxxxx-xx-6"
    page.part().list.copy_rows()
    assert "3660100123456" not in QApplication.clipboard().text()
    assert "3-6601-xxxxx-xx-6" in QApplication.clipboard().text()
    pane.personal.click()
    assert pane.facts()["เลขประจำตัว 13 หลัก"] == "3660100123456"
    assert not pane.personal.isVisible()
    [note] = personal.accesses(workspace)
    assert (note["action"], note["tbl"], note["person"]) == ("shown", "loan", "กฤษณะ ใจดี")


def test_loans_are_narrowed_by_class(page: CasesPage, workspace: Workspace, made: list[str]) -> None:
    writing.add(workspace, "loan", {"fund": "pracharath", "contract_no": "67/2", "dpd": 0})
    page.refresh()
    page.open({"table": "loan"})
    part = page.part()
    assert len(rows(page)) == 2
    part.narrow("D2")
    assert [row["contract_no"] for row in part.list.table_model.rows] == ["67/1"]
    assert chips(page)[0] == "กำลังดำเนินการ 1"


def test_editing_keeps_what_was_not_touched(
    page: CasesPage, workspace: Workspace, made: list[str], qtbot: QtBot, type_text: TypeText
) -> None:
    before = line(workspace, made[0])
    key(qtbot, page.part().list.table, Qt.Key.Key_F2)
    sheet = page.desk.sheet
    assert isinstance(sheet, CaseSheet)
    details = sheet.editor("details").field
    details.setFocus()
    type_text(details, "ทุกคืน")
    key(qtbot, details, Qt.Key.Key_Return, CONTROL)
    after = line(workspace, made[0])
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"details"}


def test_leaving_a_sheet_asks_before_words_are_lost(
    page: CasesPage, qtbot: QtBot, type_text: TypeText, monkeypatch: pytest.MonkeyPatch
) -> None:
    page._new()
    sheet = page.desk.sheet
    assert isinstance(sheet, CaseSheet)
    type_text(sheet.editor("place").field, "ที่ไหนสักแห่ง")
    monkeypatch.setattr(dialogs, "ask", lambda *_args: False)
    key(qtbot, sheet, Qt.Key.Key_Escape)
    assert page.desk.sheet is sheet
    # a change of language makes the page anew and goes on
    draft = page.state()
    assert isinstance(draft, dict)
    assert draft["draft"]["values"]["place"] == "ที่ไหนสักแห่ง"
    monkeypatch.setattr(dialogs, "ask", lambda *_args: True)
    key(qtbot, sheet, Qt.Key.Key_Escape)
    assert rows(page)
    page.open(draft)
    again = page.desk.sheet
    assert isinstance(again, CaseSheet)
    assert again.editor("place").value() == "ที่ไหนสักแห่ง"


def test_a_factory_is_found_by_part_of_its_name(
    page: CasesPage, workspace: Workspace, qtbot: QtBot, type_text: TypeText
) -> None:
    factory = workspace.rows("SELECT id, name FROM factory ORDER BY name LIMIT 1")[0]
    page._new()
    sheet = page.desk.sheet
    assert isinstance(sheet, CaseSheet)
    editor = sheet.editor("factory")
    field = editor.field
    assert isinstance(field, QLineEdit)
    field.setFocus()
    type_text(field, factory["name"])
    popup = field.completer().popup()
    assert popup is not None
    assert popup.isVisible()
    key(qtbot, popup, Qt.Key.Key_Down)
    key(qtbot, popup, Qt.Key.Key_Return)
    assert editor.value() == factory["id"]
    type_text(field, "zz")
    page.desk.sheet.take()  # type: ignore[union-attr]
    assert "ยังไม่ได้เลือก" in field.accessibleDescription()


@pytest.mark.parametrize("table", [*REGISTERS, "project", "project_result"])
def test_every_column_has_an_editor_that_gives_back_what_it_shows(
    context: PageContext, qtbot: QtBot, table: str
) -> None:
    sheet = CaseSheet(context, table)
    qtbot.addWidget(sheet)
    samples = {
        "text": "ข้อความ",
        "long": "สองบรรทัด\nบรรทัดที่สอง",
        "number": 7,
        "money": 1234567.25,
        "percent": 12,
        "day": "2026-02-15",
        "time": "2026-02-15T13:30:41+07:00",
        "flag": 1,
    }
    for name, field in FIELDS[table].items():
        if (name in FROM_STEPS and table in REGISTERS) or field.kind in ("link", "code", "codes"):
            continue
        editor = sheet.editor(name)
        editor.show_value(samples[field.kind])
        assert editor.value() == samples[field.kind], name
        assert editor.field.accessibleName(), name
        editor.show_value(None)
        assert editor.value() is None, name


def test_an_empty_register_offers_to_add(context: PageContext, qtbot: QtBot) -> None:
    page = CasesPage(context)
    qtbot.addWidget(page)
    page.build()
    with qtbot.waitActive(page):
        page.show()
    page.open()
    button = QApplication.focusWidget()
    assert button is not None
    assert button.accessibleName() or button.property("text") == "เพิ่มข้อเสนอแนะ"
    key(qtbot, button, Qt.Key.Key_Space)
    assert isinstance(page.desk.sheet, CaseSheet)
    assert page.desk.sheet.editor("round").value() == "1/2570"


def test_columns_are_chosen_and_remembered(page: CasesPage, context: PageContext, qtbot: QtBot) -> None:
    actions = {action.text(): action for action in page.part().list.columns_button.menu_.actions()}
    actions["อำเภอ"].trigger()
    kept = context.settings.hidden_columns("cases-complaint")
    assert kept is not None
    assert "district" not in kept
    assert "complainant" in kept


def test_history_is_shown_when_asked_for(page: CasesPage, workspace: Workspace, made: list[str]) -> None:
    writing.edit(workspace, "complaint", made[0], {"urgency": "urgent", "phone": "0812345678"})
    page.refresh()
    pane = page.part().pane
    pane.changes.click()
    words = [
        label.words()
        for place in range(pane._changes.count())
        if (item := pane._changes.itemAt(place)) and isinstance(label := item.widget(), WrapLabel)
    ]
    assert "ความเร่งด่วน: ปกติ → ด่วน" in words
    assert "โทรศัพท์: มีการแก้ไข" in words
    assert words[-1] == "เพิ่มรายการ"


def test_projects_and_results_of_an_enterprise(page: CasesPage, workspace: Workspace, qtbot: QtBot) -> None:
    enterprise = writing.add(workspace, "enterprise", {"kind": "sme", "name": "ตัวอย่างอาหาร"}).id
    page.refresh()
    page.open({"table": "enterprise", "record": enterprise})
    page.desk.edit_below("project", "", enterprise)
    sheet = page.desk.sheet
    assert isinstance(sheet, CaseSheet)
    assert sheet.editor("enterprise").value() == enterprise
    sheet.editor("title").show_value("Lean")
    sheet.editor("fiscal_year").show_value(2570)
    sheet.take()
    [project] = reading.projects(workspace, enterprise)
    page.desk.edit_below("project_result", "", project["id"])
    sheet = page.desk.sheet
    assert isinstance(sheet, CaseSheet)
    for name, value in (("indicator", "cost"), ("baseline", 0), ("result", 5)):
        sheet.editor(name).show_value(value)
    sheet.take()
    pane = page.part().pane
    words = [part.accessibleName() for part in pane.findChildren(QWidget) if "ต้นทุน" in part.accessibleName()]
    assert words == ["ต้นทุน: 0 → 5 บาท/เดือน (-5, ไม่มีค่า)"]


def test_a_row_behind_a_figure_is_opened_where_it_is_kept(
    page: CasesPage, workspace: Workspace, made: list[str], qtbot: QtBot
) -> None:
    today = workspace.clock().date()
    with workspace.database.read() as connection:
        scope = indicators.Scope(indicators.current(today), today)
        found = indicators.listing(connection, scope, indicators.indicator("complaints"))
    sheet = FigureList(page)
    sheet.show_list(found, "เรื่องร้องเรียน", "2570")
    assert sheet.table is not None
    place = [row["id"] for row in found.rows].index(made[1])
    with qtbot.waitSignal(page.opened) as opened:
        sheet.table.row_opened.emit(place)
    assert opened.args == ["cases", {"table": "complaint", "record": made[1]}]
    page.open(opened.args[1])
    current = page.part().list.current()
    assert current is not None
    assert current["id"] == made[1]


def test_a_register_comes_back_from_excel(
    page: CasesPage,
    workspace: Workspace,
    made: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    monkeypatch.setattr(sheet, "through", through_here)
    path = tmp_path / "complaints.xlsx"
    export_cases(workspace, path, "complaint")
    book = openpyxl.load_workbook(path)
    first = book.worksheets[0]
    keys = [cell.value for cell in first[1]]
    first.cell(3, keys.index("officer") + 1).value = "มานี รักเรียน"
    book.save(path)
    page.excel_in.click()
    importing = page.import_sheet
    assert importing is not None
    importing.read(path)
    qtbot.waitUntil(importing.write.isVisible, timeout=20_000)
    assert importing.preview.figures["changed"].number.text() == "1"
    with qtbot.waitSignal(page.offered, timeout=20_000):
        importing.write.click()
    assert workspace.rows("SELECT officer FROM complaint WHERE officer IS NOT NULL") == [
        {"officer": "มานี รักเรียน"}
    ]
    with workspace.database.read() as connection:
        [past] = imports(connection)
    with qtbot.waitSignal(page.told, timeout=20_000):
        importing.undo(past.id)
    assert not workspace.rows("SELECT officer FROM complaint WHERE officer IS NOT NULL")
