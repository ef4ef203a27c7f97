"""Orders in the window: drafted from findings, recorded, undone, copied, by keyboard alone."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from fieldkit.model import checklists, inspections
from fieldkit.model.demonstration.factories import InventedFactory
from fieldkit.model.orders import making, writing
from fieldkit.model.orders.reading import read_order
from fieldkit.model.workspace import Workspace
from fieldkit.ui import theme
from fieldkit.ui.chip import Chip, ChipRow
from fieldkit.ui.findings_page import FindingsPage
from fieldkit.ui.inspection_page import InspectionPage
from fieldkit.ui.letter_sheet import LetterSheet
from fieldkit.ui.order_sheet import OrderSheet
from fieldkit.ui.page import PageContext
from fieldkit.ui.step_sheet import StepSheet
from fieldkit.ui.table_copy import as_table
from fieldkit.ui.thai_date_edit import ThaiDateEdit
from tests.ui.conftest import TypeText
from tests.ui.registers import fill, inspected

LATER = "2027-02-01"
focus = QApplication.focusWidget


@pytest.fixture
def made(workspace: Workspace) -> list[InventedFactory]:
    workspace.name_person(name="นางมานี รักเรียน", position="นักวิชาการอุตสาหกรรม", office="สอจ.พิจิตร")
    made = fill(workspace, 3)
    workspace.log.commit(
        [
            *inspected(made[0].id, "2026-10-09", "fail", findings=("2026-11-08", LATER)),
            *inspected(made[1].id, "2026-11-09", "fail", findings=("2026-11-25",)),
        ]
    )
    return made


def finding(factory: InventedFactory, day: str, place: int) -> str:
    return f"finding-inspection-{factory.id}-{day}-{place}"


@pytest.fixture
def orders(workspace: Workspace, made: list[InventedFactory]) -> list[str]:
    """One order that is overdue, one that waits for its receipt."""
    late, _ = making.make(workspace, making.propose(workspace, [finding(made[0], "2026-10-09", 0)]))
    waits, _ = making.make(workspace, making.propose(workspace, [finding(made[1], "2026-11-09", 0)]))
    writing.add_step(workspace, late, "ordered", on_date="2026-10-12", number="พจ 0033/1")
    writing.add_step(workspace, late, "received", on_date="2026-10-15")
    writing.add_step(workspace, waits, "ordered", on_date="2026-11-10")
    return [late, waits]


@pytest.fixture
def page(made: list[InventedFactory], context: PageContext, qtbot: QtBot) -> FindingsPage:
    page = FindingsPage(context)
    qtbot.addWidget(page)
    page.resize(1130, 700)
    page.build()
    with qtbot.waitActive(page):
        page.show()
    page.open()
    return page


def sheet(page: FindingsPage, kind: type[Any]) -> Any:
    assert isinstance(page.desk.sheet, kind)
    return page.desk.sheet


def tab_to(qtbot: QtBot, wanted: QWidget) -> None:
    for _ in range(40):
        if focus() is wanted or (wanted.focusProxy() is not None and focus() is wanted.focusProxy()):
            return
        qtbot.keyClick(focus(), Qt.Key.Key_Tab)
    pytest.fail(f"{wanted.accessibleName()} is not reached by Tab")


def stored(workspace: Workspace) -> list[dict[str, Any]]:
    return workspace.rows("SELECT * FROM factory_order WHERE coalesce(deleted, 0) = 0 ORDER BY row")


def test_an_order_lives_from_finding_to_receipt_by_keyboard_alone(
    page: FindingsPage, workspace: Workspace, made: list[InventedFactory], qtbot: QtBot, type_text: TypeText
) -> None:
    table = page.findings.list.table
    assert focus() is table
    qtbot.keyClick(table, Qt.Key.Key_Home)
    qtbot.keyClick(table, Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier)
    qtbot.keyClick(table, Qt.Key.Key_Up)
    qtbot.keyClick(table, Qt.Key.Key_Up)
    tab_to(qtbot, page.draft)
    qtbot.keyClick(page.draft, Qt.Key.Key_Space)
    drafted = sheet(page, OrderSheet)
    assert drafted.section() == "37"
    drafted.days.setFocus()
    drafted.days.selectAll()
    type_text(drafted.days, "45")
    assert "ภายใน 45 วัน" in drafted.wording.toPlainText()
    qtbot.keyClick(drafted.days, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    [order] = stored(workspace)
    assert (order["days"], order["state"]) == (45, "draft")
    # on to the order itself: Enter goes to what can be recorded
    assert focus() is page.orders.list.table
    qtbot.keyClick(focus(), Qt.Key.Key_Return)
    assert focus() is page.orders.pane.step
    qtbot.keyClick(focus(), Qt.Key.Key_Space)
    issue = sheet(page, StepSheet)
    issue.kind.setCurrentIndex(issue.kind.findData("ordered"))
    day = issue.field("on_date")
    day.setFocus()
    day.selectAll()
    type_text(day, "10/11/2569")
    tab_to(qtbot, issue.field("number"))
    type_text(issue.field("number"), "พจ 0033/9")
    qtbot.keyClick(focus(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    [order] = stored(workspace)
    assert (order["state"], order["number"], order["issued_on"]) == ("issued", "พจ 0033/9", "2026-11-10")
    assert order["signed_by"] == "นางมานี รักเรียน"
    # what was recorded last is taken back, twice
    qtbot.keyClick(focus(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert stored(workspace)[0]["state"] == "draft"
    qtbot.keyClick(focus(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert stored(workspace) == []
    assert page.bin.list.table_model.rowCount() == 0


def test_several_findings_of_one_factory_make_one_order(
    page: FindingsPage, workspace: Workspace, made: list[InventedFactory], qtbot: QtBot
) -> None:
    listed = page.findings.list
    listed.choose(finding(made[0], "2026-10-09", 0))
    listed.table.setFocus()
    qtbot.keyClick(listed.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(listed.chosen()) == 3
    told: list[Any] = []
    page.failed.connect(told.append)
    page.draft.click()
    assert told[0].title.en == "The chosen findings are of several factories"
    listed.search.setText(made[0].columns["name"])
    listed.search.searched.emit(made[0].columns["name"])
    listed.table.selectAll()
    page.draft.click()
    drafted = sheet(page, OrderSheet)
    assert "(2)" in drafted.wording.toPlainText() or "ย้ายสิ่งกีดขวาง" in drafted.wording.toPlainText()
    drafted.take()
    [order] = stored(workspace)
    assert len(read_order(workspace, order["id"]).findings) == 2
    assert [row["order_number"] for row in page.findings.list.table_model.rows].count(
        order["temporary_no"]
    ) == 2


def test_words_of_a_person_are_kept_when_days_or_section_change(
    page: FindingsPage, made: list[InventedFactory], type_text: TypeText
) -> None:
    page.desk.draft([finding(made[0], "2026-10-09", 0)])
    drafted = sheet(page, OrderSheet)
    drafted.wording.setPlainText("ข้อความของเจ้าหน้าที่")
    drafted.days.setFocus()
    drafted.days.selectAll()
    type_text(drafted.days, "7")
    drafted.sections.choose("39")
    drafted.sections.chosen.emit("39")
    assert drafted.wording.toPlainText() == "ข้อความของเจ้าหน้าที่"
    assert "ข้อความของเจ้าหน้าที่" in drafted.view.toPlainText()
    assert "มาตรา 39" in drafted.view.toPlainText()
    drafted.days.clear()
    drafted.take()
    assert drafted.days.property("invalid") is True
    assert page.desk.sheet is drafted


def chips(row: ChipRow) -> list[str]:
    return [chip.text() for chip in row.findChildren(Chip)]


def test_chips_count_what_runs_is_late_or_waits(orders: list[str], page: FindingsPage) -> None:
    page.open({"tab": "orders", "filter": "all"})
    assert chips(page.orders.list.chips) == [
        "ยังไม่ยุติ 2",
        "ใกล้กำหนด 0",
        "เกินกำหนด 1",
        "รอใบตอบรับ 1",
        "อุทธรณ์ 0",
        "ดำเนินคดี 0",
        "รอตรวจซ้ำ 1",
        "ทั้งหมด 2",
    ]
    assert chips(page.tabs) == ["ข้อบกพร่อง 3", "คำสั่ง 2 · เกินกำหนด 1", "ถังขยะ 0"]
    page.open({"tab": "orders", "filter": "waiting"})
    assert [row["id"] for row in page.orders.list.table_model.rows] == [orders[1]]


def test_the_pane_tells_the_life_of_the_order(orders: list[str], page: FindingsPage) -> None:
    page.open({"order": orders[0]})
    pane = page.orders.pane
    assert pane.title.words() == "คำสั่งตามมาตรา 37 · พจ 0033/1"
    # 15 days of a critical finding from the receipt end on 30 October
    assert pane.timeline.words() == [
        "12 ต.ค. 2569 · ออกคำสั่ง · พจ 0033/1 · นางมานี รักเรียน",
        "15 ต.ค. 2569 · โรงงานได้รับคำสั่ง · ถึง 30 ต.ค. 2569 · นางมานี รักเรียน",
    ]
    assert pane.facts.facts()["กำหนดแล้วเสร็จ"] == "30 ต.ค. 2569"


def test_an_impossible_day_is_refused_at_its_field(
    orders: list[str], page: FindingsPage, workspace: Workspace, qtbot: QtBot
) -> None:
    page.desk.open_step(orders[1], "")
    step: StepSheet = sheet(page, StepSheet)
    step.kind.setCurrentIndex(step.kind.findData("received"))
    told: list[Any] = []
    page.failed.connect(told.append)
    due = step.field("due_date")
    assert isinstance(due, ThaiDateEdit)
    due.setText("1/11/2569")
    step.take()
    assert told[0].column == "due_date"
    assert due.property("invalid") is True
    assert focus() is due
    assert sheet(page, StepSheet) is step
    on = step.field("on_date")
    assert isinstance(on, ThaiDateEdit)
    on.setText("9/11/2569")
    due.setText("1/12/2569")
    step.take()
    assert told[1].column == "on_date"
    assert "ต้องไม่ก่อนวันที่ 10 พ.ย. 2569" in told[1].hint.th
    assert read_order(workspace, orders[1]).row["state"] == "issued"
    qtbot.keyClick(on, Qt.Key.Key_Escape)
    assert page.desk.sheet is None


def test_the_deadline_follows_the_day_of_receipt(orders: list[str], page: FindingsPage) -> None:
    page.desk.open_step(orders[1], "")
    step = sheet(page, StepSheet)
    step.kind.setCurrentIndex(step.kind.findData("received"))
    on, due = step.field("on_date"), step.field("due_date")
    assert isinstance(on, ThaiDateEdit)
    assert isinstance(due, ThaiDateEdit)
    on.setText("20/11/2569")
    on.commit()
    assert due.text() == "08/12/2569"  # 5 December is a Saturday: Monday makes good for it


def test_a_step_is_corrected_and_deleted_from_the_timeline_and_restored(
    orders: list[str], page: FindingsPage, workspace: Workspace
) -> None:
    page.open({"order": orders[0]})
    receipt = read_order(workspace, orders[0]).steps[-1].id
    page.orders.pane.timeline.opened.emit(receipt)
    step = sheet(page, StepSheet)
    field = step.field("number")
    assert isinstance(field, QLineEdit)
    field.setText("ตอบรับ 7")
    step.take()
    assert "ตอบรับ 7" in page.orders.pane.timeline.words()[1]
    page.orders.pane.timeline.opened.emit(receipt)
    sheet(page, StepSheet).remove.click()
    assert read_order(workspace, orders[0]).row["state"] == "issued"
    page.open({"tab": "bin"})
    [row] = page.bin.list.table_model.rows
    assert (row["what"], row["kind"]) == ("step", "received")
    page.bin.pane.restore.click()
    assert read_order(workspace, orders[0]).row["state"] == "open"
    assert page.bin.list.table_model.rowCount() == 0


def test_several_orders_are_extended_deleted_and_brought_back(
    orders: list[str], page: FindingsPage, workspace: Workspace
) -> None:
    writing.add_step(workspace, orders[1], "received", on_date="2026-11-16")
    page.refresh()
    page.open({"tab": "orders", "filter": "all"})
    page.orders.list.table.selectAll()
    assert page.extend.isEnabled()
    page.extend.click()
    step = sheet(page, StepSheet)
    due, note = step.field("due_date"), step.field("note")
    assert isinstance(due, ThaiDateEdit)
    due.setText("30/12/2569")
    note.setPlainText("น้ำท่วม")
    step.take()
    assert {order["extended_to"] for order in stored(workspace)} == {"2026-12-30"}
    page.desk.undo()
    assert {order["extended_to"] for order in stored(workspace)} == {None}
    page.orders.list.table.selectAll()
    page.remove.click()
    assert stored(workspace) == []
    page.open({"tab": "bin"})
    page.bin.list.table.selectAll()
    page.bin.pane.restore.click()
    assert len(stored(workspace)) == 2


def test_lists_are_turned_and_orders_deleted_by_keys(
    orders: list[str], page: FindingsPage, workspace: Workspace, qtbot: QtBot
) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(focus(), Qt.Key.Key_PageDown, control)
    assert focus() is page.orders.list.table
    qtbot.keyClick(focus(), Qt.Key.Key_Delete)
    assert [order["id"] for order in stored(workspace)] == [orders[1]]
    qtbot.keyClick(focus(), Qt.Key.Key_PageDown, control)
    assert focus() is page.bin.list.table
    qtbot.keyClick(focus(), Qt.Key.Key_Z, control)
    assert len(stored(workspace)) == 2
    qtbot.keyClick(focus(), Qt.Key.Key_PageUp, control)
    assert focus() is page.orders.list.table


def test_an_empty_bin_offers_nothing_and_an_empty_filter_shows_all(
    orders: list[str], page: FindingsPage, qtbot: QtBot
) -> None:
    page.open({"tab": "bin"})
    assert page.bin.list.empty.isVisible()
    assert not page.bin.list.empty.button.isVisible()
    assert focus() is page.bin.list.search
    page.open({"tab": "orders", "filter": "appealed"})
    assert focus() is page.orders.list.empty.button
    qtbot.keyClick(focus(), Qt.Key.Key_Space)
    assert len(page.orders.list.table_model.rows) == 2


def test_what_cannot_be_extended_is_not_offered(orders: list[str], page: FindingsPage) -> None:
    page.open({"order": orders[1]})
    assert not page.extend.isEnabled()


def test_the_letter_is_read_and_saved(
    orders: list[str], page: FindingsPage, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "letter.docx"
    monkeypatch.setattr("fieldkit.ui.dialogs.choose_path", lambda *_a, **_o: [target])
    page.desk.show_letter(orders[0])
    shown = sheet(page, LetterSheet)
    assert "ที่ พจ 0033/1" in shown.view.toPlainText()
    assert "SHA-256" in shown.told.words()
    shown.save.click()
    assert target.read_bytes()[:2] == b"PK"


def test_columns_are_chosen_and_remembered(
    orders: list[str], page: FindingsPage, context: PageContext, qtbot: QtBot
) -> None:
    page.open({"tab": "orders", "filter": "all"})
    listed = page.orders.list
    page.resize(2400, 700)
    shown = {"factory", "order", "state", "issued_on", "received_on", "due"}

    def visible(page: FindingsPage) -> set[str]:
        table, columns = page.orders.list.table, page.orders.list._columns
        return {column.key for place, column in enumerate(columns) if not table.isColumnHidden(place)}

    assert visible(page) == shown
    actions = {action.text(): action for action in listed.columns_button.menu_.actions()}
    actions["ออกเมื่อ"].setChecked(False)
    actions["อำเภอ"].setChecked(True)
    assert visible(page) == shown - {"issued_on"} | {"district"}
    again = FindingsPage(context)
    qtbot.addWidget(again)
    again.resize(2400, 700)
    again.build()
    again.show()
    again.open({"tab": "orders", "filter": "all"})
    assert visible(again) == shown - {"issued_on"} | {"district"}


def test_a_narrow_list_keeps_factory_order_and_day(
    orders: list[str], page: FindingsPage, qapp: QApplication
) -> None:
    page.open({"tab": "orders", "filter": "all"})
    theme.apply(qapp, "light", 150)
    page.resize(1280, 660)
    qapp.processEvents()
    table, columns = page.orders.list.table, page.orders.list._columns
    assert [column.key for place, column in enumerate(columns) if not table.isColumnHidden(place)] == [
        "factory",
        "order",
        "due",
    ]
    assert table.horizontalScrollBar().maximum() == 0


def test_the_header_sorts_and_rows_without_a_value_stand_last(orders: list[str], page: FindingsPage) -> None:
    page.open({"tab": "orders", "filter": "all"})
    listed = page.orders.list
    due = next(place for place, column in enumerate(listed._columns) if column.key == "due")
    for way in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
        listed.table.sortByColumn(due, way)
        assert [row["id"] for row in listed.table_model.rows] == orders
    number = next(place for place, column in enumerate(listed._columns) if column.key == "order")
    listed.table.sortByColumn(number, Qt.SortOrder.AscendingOrder)
    assert [row["id"] for row in listed.table_model.rows] == [orders[1], orders[0]]


def clipboard() -> QMimeData:
    return QGuiApplication.clipboard().mimeData()


def test_a_list_is_copied_as_a_table(orders: list[str], page: FindingsPage, qtbot: QtBot) -> None:
    page.open({"tab": "orders", "filter": "all"})
    qtbot.keyClick(page.orders.list.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    header, *lines = clipboard().text().split("\n")
    assert header.split("\t")[:3] == ["โรงงาน", "คำสั่ง", "สถานะ"]
    assert len(lines) == 2
    cells = dict(zip(header.split("\t"), lines[0].split("\t"), strict=True))
    assert (cells["คำสั่ง"], cells["กำหนดแล้วเสร็จ"]) == ("พจ 0033/1", "2026-10-30")
    assert cells["เลขทะเบียน"] in clipboard().html()
    assert "mso-number-format" in clipboard().html()


def test_a_long_list_is_copied_beside_the_window(
    orders: list[str], page: FindingsPage, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    page.open({"tab": "orders", "filter": "all"})
    page.orders.list.copy_rows()
    at_once = clipboard().text(), clipboard().html()
    QGuiApplication.clipboard().clear()
    monkeypatch.setattr("fieldkit.ui.record_list.QUICK", 1)
    with qtbot.waitSignal(page.orders.list.copied) as caught:
        page.orders.list.copy_rows()
        assert page.orders.list.works()
        page.orders.list.copy_rows()  # once is enough
    assert caught.args == [2]
    assert (clipboard().text(), clipboard().html()) == at_once
    qtbot.waitUntil(lambda: not page.orders.list.works())


def test_what_a_list_does_not_copy_is_told(
    orders: list[str], page: FindingsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, ...]] = []
    page.told.connect(lambda *words: told.append(words))
    page.open({"tab": "orders", "filter": "all"})
    monkeypatch.setattr("fieldkit.ui.record_list.MOST_ROWS", 1)
    page.orders.list.copy_rows()
    assert [(words[0], words[2]) for words in told] == [("คัดลอกเพียง 1 จาก 2 แถว", "warn")]
    assert len(clipboard().text().splitlines()) == 2


def test_nothing_that_is_copied_becomes_a_formula(qapp: QApplication) -> None:
    assert as_table(["a"], [["=1+1"], ["-"], ["x\ty\nz"], ["<b>"]]).put() == 4
    assert clipboard().text() == "a\n'=1+1\n-\nx y z\n<b>"
    assert "&lt;b&gt;" in clipboard().html()


def test_the_follow_up_visit_begins_with_what_must_be_verified(
    orders: list[str], page: FindingsPage, workspace: Workspace, context: PageContext, qtbot: QtBot
) -> None:
    checklists.install_shipped(workspace, "GEN")
    asked: list[tuple[str, Any]] = []
    page.opened.connect(lambda key, target: asked.append((key, target)))
    page.open({"order": orders[0]})
    page.orders.pane.visit.click()
    [(key, target)] = asked
    assert (key, target["kind"], target["form"]) == ("inspection", "FOLLOW", "GEN")
    visits = InspectionPage(context)
    qtbot.addWidget(visits)
    visits.resize(1280, 700)
    visits.build()
    with qtbot.waitActive(visits):
        visits.show()
    visits.open(target)
    [visit] = inspections.listing(workspace, state="draft")
    assert visit["kind"] == "FOLLOW"
    # 1 is corrected: the focus stands at the first finding that waits
    qtbot.keyClick(focus(), Qt.Key.Key_1)
    qtbot.keyClick(focus(), Qt.Key.Key_1)
    states = workspace.rows("SELECT state FROM finding WHERE factory = ?", target["start"])
    assert [row["state"] for row in states] == ["closed", "closed"]
    assert read_order(workspace, orders[0]).row["state"] == "verified"
    page.refresh()
    page.open({"order": orders[0]})
    assert page.orders.pane.timeline.words()[-1].startswith("22 พ.ย. 2569 · ตรวจติดตาม แก้ไขครบ")


def test_state_brings_a_new_page_to_the_same_order(
    orders: list[str], page: FindingsPage, context: PageContext, qtbot: QtBot
) -> None:
    page.open({"order": orders[1]})
    again = FindingsPage(context)
    qtbot.addWidget(again)
    again.build()
    again.open(page.state())
    current = again.orders.list.current()
    assert again.tabs.key() == "orders"
    assert current is not None
    assert current["id"] == orders[1]
