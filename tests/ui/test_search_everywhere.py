"""Search everywhere by keys, as an inspector uses it: from any page, to the right place of another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from fieldkit.errors import FieldkitError, Text
from fieldkit.model import inspections
from fieldkit.model.workspace import Workspace
from fieldkit.ui import search_everywhere
from fieldkit.ui.cases_page import CasesPage
from fieldkit.ui.findings_page import FindingsPage
from fieldkit.ui.inspection_page import InspectionPage
from fieldkit.ui.keys import LatinShortcuts
from fieldkit.ui.main_window import MainWindow
from fieldkit.ui.register_page import RegisterPage
from fieldkit.ui.runner.runner import Runner
from fieldkit.ui.search_everywhere import REMEMBERED, SearchEverywhere
from fieldkit.ui.settings import Settings
from tests.conftest import Clock
from tests.model.search.records import put
from tests.office import MILL, add_factory, path_of
from tests.ui.conftest import TypeText, only_new_garbage

FINDING = "สายไฟเปลือยข้างเตาเผา"
NOTE = "ถังดักไขมันรั่วซึมใกล้บ่อน้ำ"
Key = Qt.Key


@pytest.fixture
def window(
    qtbot: QtBot, office_folder: Path, clock: Clock, settings: Settings, qapp: QApplication
) -> Iterator[MainWindow]:
    """The window on the office's folder: a mill with a draft, seven more factories, an order."""
    office = Workspace(office_folder, clock=clock)
    for number in range(7):
        add_factory(
            office, f"ice{number}", name=f"โรงน้ำแข็งที่ {number}", registration_no=f"1066000000000{number}"
        )
    draft = inspections.start(office, MILL, "GEN")
    draft.answer(path_of(draft, "gen16"), "no")
    draft.note(path_of(draft, "gen16"), NOTE)
    draft.edit_finding(path_of(draft, "gen16"), description=FINDING)
    put(office, "factory_order", "order", factory="mill", number="พจ 0033/77", wording="คำสั่งทดลองพิเศษ")
    office.close()
    settings.scheme = "light"
    with only_new_garbage():
        made = MainWindow(settings, lambda: Workspace(office_folder, clock=clock))
        with qtbot.waitActive(made):
            made.show()
        made.start("register")
        yield made
        made.close()
        made.deleteLater()
        qapp.processEvents()


def press(qtbot: QtBot, key: Key, *modifiers: Qt.KeyboardModifier) -> None:
    held = modifiers[0] if modifiers else Qt.KeyboardModifier.NoModifier
    qtbot.keyClick(QApplication.focusWidget(), key, held)


def call(window: MainWindow, qtbot: QtBot) -> SearchEverywhere:
    """Press Ctrl+K where the focus is, and return what opens."""
    press(qtbot, Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    search = window.findChildren(SearchEverywhere)[-1]
    qtbot.waitUntil(search.field.hasFocus)
    return search


def look_for(search: SearchEverywhere, qtbot: QtBot, type_text: TypeText, text: str) -> list[str]:
    """Type ``text``, wait, and return the rows as words."""
    search.field.clear()
    type_text(search.field, text)
    qtbot.waitUntil(lambda: not search.searching())
    return [f"# {entry.words}" if entry.what == "heading" else entry.words for entry in search.rows.entries]


def chosen(search: SearchEverywhere) -> str:
    entry = search.rows.entry(search.list.currentIndex().row())
    return entry.words if entry else ""


def test_a_factory_is_opened_in_the_register_from_another_page(
    window: MainWindow, qtbot: QtBot, type_text: TypeText
) -> None:
    window.open_page("findings")
    search = call(window, qtbot)
    assert look_for(search, qtbot, type_text, "น้ำแข็งที่ ๔")[:2] == ["# โรงงาน", "โรงน้ำแข็งที่ 4"]
    press(qtbot, Key.Key_Return)
    qtbot.waitUntil(lambda: window.page_key() == "register")
    page = window.page()
    assert isinstance(page, RegisterPage)
    line = page.table_model.row(page.table.chosen_row())
    assert line is not None
    assert line.id == "ice4"
    assert search.isHidden()
    qtbot.waitUntil(page.table.hasFocus)


def test_a_note_leads_to_its_question(window: MainWindow, qtbot: QtBot, type_text: TypeText) -> None:
    search = call(window, qtbot)
    assert look_for(search, qtbot, type_text, "ดักไขมัน") == ["# คำตอบและบันทึก", NOTE]
    press(qtbot, Key.Key_Return)
    qtbot.waitUntil(lambda: window.page_key() == "inspection")
    page = window.page()
    assert isinstance(page, InspectionPage)
    runner = page.findChildren(Runner)[-1]
    assert runner.here().endswith("/gen16")


def test_a_finding_is_opened_on_its_page(window: MainWindow, qtbot: QtBot, type_text: TypeText) -> None:
    search = call(window, qtbot)
    assert look_for(search, qtbot, type_text, "เตาเผา")[:2] == ["# ข้อบกพร่อง", FINDING]
    press(qtbot, Key.Key_Enter)
    qtbot.waitUntil(lambda: window.page_key() == "findings")
    page = window.page()
    assert isinstance(page, FindingsPage)
    chosen_row = page.findings.list.table_model.row(page.findings.list.table.chosen_row())
    assert chosen_row is not None
    assert chosen_row["description"] == FINDING


def test_an_order_is_opened_on_its_page(window: MainWindow, qtbot: QtBot, type_text: TypeText) -> None:
    search = call(window, qtbot)
    assert look_for(search, qtbot, type_text, "พจ 0033/77")[:2] == ["# คำสั่ง", "พจ 0033/77"]
    press(qtbot, Key.Key_Enter)
    qtbot.waitUntil(lambda: window.page_key() == "findings")
    page = window.page()
    assert isinstance(page, FindingsPage)
    chosen_row = page.orders.list.table_model.row(page.orders.list.table.chosen_row())
    assert chosen_row is not None
    assert chosen_row["id"] == "order"


def test_groups_are_walked_by_keys(window: MainWindow, qtbot: QtBot, type_text: TypeText) -> None:
    search = call(window, qtbot)
    rows = look_for(search, qtbot, type_text, "โรง")
    assert rows[0] == "# โรงงาน"
    assert rows[6] == "แสดงทั้งหมด 8 รายการ"
    assert rows[7:11] == ["# ข้อบกพร่อง", FINDING, "# การตรวจ", "โรงสีตัวอย่างเจริญพาณิชย์"]
    assert chosen(search) == rows[1]
    press(qtbot, Key.Key_Up)
    assert chosen(search) == rows[1]
    for _ in range(6):
        press(qtbot, Key.Key_Down)
    assert chosen(search) == rows[8]
    press(qtbot, Key.Key_Backtab)
    assert chosen(search) == rows[1]
    press(qtbot, Key.Key_Tab)
    assert chosen(search) == rows[8]
    press(qtbot, Key.Key_Tab)
    assert chosen(search) == rows[10]
    press(qtbot, Key.Key_Tab)
    assert rows[search.list.currentIndex().row() - 1].startswith("# กฎหมาย")
    press(qtbot, Key.Key_Tab)
    assert chosen(search) == rows[1]


def test_a_group_shows_all_and_escape_goes_back_step_by_step(
    window: MainWindow, qtbot: QtBot, type_text: TypeText
) -> None:
    before = QApplication.focusWidget()
    search = call(window, qtbot)
    rows = look_for(search, qtbot, type_text, "โรง")
    for _ in range(5):
        press(qtbot, Key.Key_Down)
    press(qtbot, Key.Key_Return)
    qtbot.waitUntil(lambda: len(search.rows.entries) == 9)
    assert [entry.what for entry in search.rows.entries] == ["heading", *["hit"] * 8]
    press(qtbot, Key.Key_Escape)
    qtbot.waitUntil(lambda: not search.searching())
    assert [entry.words for entry in search.rows.entries[1:3]] == rows[1:3]
    press(qtbot, Key.Key_Escape)
    assert search.isHidden()
    assert before is not None
    assert before.hasFocus()


def test_enter_pressed_before_the_answer_opens_the_best(
    window: MainWindow, qtbot: QtBot, type_text: TypeText
) -> None:
    window.open_page("findings")
    search = call(window, qtbot)
    search.field.setText("โรงน้ำแข็งที่ 6")
    assert search.searching()
    press(qtbot, Key.Key_Return)
    qtbot.waitUntil(lambda: window.page_key() == "register")
    page = window.page()
    assert isinstance(page, RegisterPage)
    line = page.table_model.row(page.table.chosen_row())
    assert line is not None
    assert line.id == "ice6"


def test_only_the_last_text_counts(window: MainWindow, qtbot: QtBot) -> None:
    search = call(window, qtbot)
    for text in ("ส", "สา", "สาย", "โรงน้ำแข็งที่ 3"):
        search.field.setText(text)
    qtbot.waitUntil(lambda: not search.searching())
    assert [entry.words for entry in search.rows.entries] == ["โรงงาน", "โรงน้ำแข็งที่ 3"]


def test_what_is_written_meanwhile_is_found_when_it_opens_again(
    window: MainWindow, qtbot: QtBot, type_text: TypeText
) -> None:
    search = call(window, qtbot)
    assert look_for(search, qtbot, type_text, "อู่ต่อเรือ") == []
    press(qtbot, Key.Key_Escape)
    assert window.workspace is not None
    add_factory(window.workspace, "yard", name="อู่ต่อเรือ")
    call(window, qtbot)
    qtbot.waitUntil(lambda: not search.searching())
    assert chosen(search) == "อู่ต่อเรือ"


def test_searches_are_remembered_in_the_data_folder_and_forgotten(
    window: MainWindow, qtbot: QtBot, type_text: TypeText, settings: Settings, tmp_path: Path
) -> None:
    search = call(window, qtbot)
    assert search.nothing.isVisible()
    for text in ("น้ำแข็งที่ 1", "น้ำแข็งที่ 2", "น้ำแข็งที่ 1"):
        look_for(search, qtbot, type_text, text)
        press(qtbot, Key.Key_Return)
        qtbot.waitUntil(search.isHidden)
        call(window, qtbot)
    search.field.clear()
    assert [entry.words for entry in search.rows.entries] == [
        "เคยค้น",
        "น้ำแข็งที่ 1",
        "น้ำแข็งที่ 2",
        "ลบรายการที่เคยค้น",
    ]
    settings.flush()
    assert "searches" not in (tmp_path / "window.ini").read_text(encoding="utf-8")
    press(qtbot, Key.Key_Down)
    press(qtbot, Key.Key_Down)
    press(qtbot, Key.Key_Return)
    qtbot.waitUntil(lambda: chosen(search) == "โรงน้ำแข็งที่ 2")
    search.field.clear()
    for _ in range(3):
        press(qtbot, Key.Key_Down)
    press(qtbot, Key.Key_Return)
    assert search.rows.entries == []
    assert window.workspace is not None
    assert window.workspace.setting(REMEMBERED) is None


@pytest.mark.parametrize("stored", ["{", "7", "[1, null]"])
def test_what_cannot_be_read_of_searches_is_left_out(window: MainWindow, qtbot: QtBot, stored: str) -> None:
    assert window.workspace is not None
    window.workspace.remember(REMEMBERED, stored)
    assert call(window, qtbot).rows.entries == []


def test_at_most_eight_searches_are_remembered(window: MainWindow) -> None:
    assert window.workspace is not None
    for number in range(12):
        search_everywhere._remember(window.workspace, f"คำที่  {number}")
    kept = json.loads(window.workspace.setting(REMEMBERED) or "")
    assert kept == [f"คำที่ {number}" for number in range(11, 3, -1)]


def test_nothing_found_says_what_to_try(window: MainWindow, qtbot: QtBot, type_text: TypeText) -> None:
    search = call(window, qtbot)
    assert look_for(search, qtbot, type_text, "ไม่มีคำนี้แน่") == []
    assert search.nothing.isVisible()
    assert search.field.accessibleDescription() == "ไม่พบ"
    press(qtbot, Key.Key_Return)
    assert search.isVisible()


def test_a_screen_reader_hears_what_is_chosen(window: MainWindow, qtbot: QtBot, type_text: TypeText) -> None:
    search = call(window, qtbot)
    look_for(search, qtbot, type_text, "น้ำแข็ง")
    press(qtbot, Key.Key_Down)
    spoken = search.field.accessibleDescription()
    assert spoken.startswith("โรงน้ำแข็งที่ 1")
    assert spoken.endswith("โรงงาน ลำดับที่ 2 จาก 7")


def test_a_case_is_opened_in_its_register(window: MainWindow, qtbot: QtBot, type_text: TypeText) -> None:
    assert window.workspace is not None
    put(window.workspace, "loan", "l1", contract_no="66/9/2570", enterprise="โรงทอพิเศษ", name="ผู้กู้")
    put(window.workspace, "loan", "l2", contract_no="66/8/2570", enterprise="โรงทออื่น", name="ผู้กู้")
    search = call(window, qtbot)
    assert look_for(search, qtbot, type_text, "66/9/2570") == ["# เงินกู้กองทุน", "66/9/2570"]
    press(qtbot, Key.Key_Return)
    qtbot.waitUntil(lambda: window.page_key() == "cases")
    page = window.page()
    assert isinstance(page, CasesPage)
    place = page.state()
    assert isinstance(place, dict)
    assert (place["table"], place["loan"]["record"]) == ("loan", "l1")


def test_a_kind_without_a_page_is_not_offered(window: MainWindow, qtbot: QtBot, type_text: TypeText) -> None:
    assert window.workspace is not None
    put(window.workspace, "enterprise", "weavers", name="กลุ่มทอผ้าพิเศษ")
    for pages, offered in ((["register"], False), (["register", "cases"], True)):
        search = SearchEverywhere(window, window.workspace, "th", pages)
        opened: list[object] = []
        search.opened.connect(lambda *place, opened=opened: opened.append(place))
        search.open()
        assert ("# วิสาหกิจ" in look_for(search, qtbot, type_text, "ทอผ้า")) == offered
        qtbot.keyClick(search.field, Key.Key_Return)
        assert opened == [("cases", {"table": "enterprise", "record": "weavers"})] * offered
        search.close_search()


def test_a_law_is_read_and_copied(window: MainWindow, qtbot: QtBot, type_text: TypeText) -> None:
    search = call(window, qtbot)
    look_for(search, qtbot, type_text, "มาตรา 37")
    press(qtbot, Key.Key_Return)
    qtbot.waitUntil(search.reading.back.hasFocus)
    search.reading.copy.click()
    copied = QApplication.clipboard().text()
    assert copied.startswith("มาตรา 37 วรรค 1")
    assert "พระราชบัญญัติโรงงาน พ.ศ. 2535" in copied
    press(qtbot, Key.Key_Escape)
    assert search.field.hasFocus()
    assert chosen(search).startswith("มาตรา 37")


def test_the_icon_opens_it_and_the_page_closes_it(
    window: MainWindow, qtbot: QtBot, type_text: TypeText
) -> None:
    qtbot.mouseClick(window.top_bar.search, Qt.MouseButton.LeftButton)
    search = window.findChild(SearchEverywhere)
    assert search is not None
    qtbot.waitUntil(search.field.hasFocus)
    look_for(search, qtbot, type_text, "น้ำแข็ง")
    row = search.list.visualRect(search.rows.index(2))
    qtbot.mouseClick(search.list.viewport(), Qt.MouseButton.LeftButton, pos=row.center())
    qtbot.waitUntil(search.isHidden)
    call(window, qtbot)
    page = window.page()
    assert isinstance(page, RegisterPage)
    page.focus_search()
    assert search.isHidden()
    assert page.filters.search.hasFocus()


def test_it_opens_from_a_field_by_the_key_of_a_thai_layout(window: MainWindow, qtbot: QtBot) -> None:
    latin = LatinShortcuts(QApplication.instance())  # type: ignore[arg-type]
    page = window.page()
    assert page is not None
    page.focus_search()
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    event = QKeyEvent(QEvent.Type.KeyPress, ord("า"), Qt.KeyboardModifier.ControlModifier, "")
    QApplication.sendEvent(field, event)
    search = window.findChild(SearchEverywhere)
    assert search is not None
    qtbot.waitUntil(search.field.hasFocus)
    press(qtbot, Key.Key_Escape)
    assert field.hasFocus()
    QApplication.instance().removeEventFilter(latin)  # type: ignore[union-attr]


def test_it_stays_inside_of_a_small_window_and_speaks_the_language_of_the_window(
    window: MainWindow, qtbot: QtBot, type_text: TypeText
) -> None:
    search = call(window, qtbot)
    window.resize(1024, 600)
    over = search.parentWidget()
    assert isinstance(over, QWidget)
    qtbot.waitUntil(lambda: over.rect().contains(search.geometry()))
    window.set_language("en")
    qtbot.waitUntil(lambda: window.top_bar.title() == "Factory register")
    again = call(window, qtbot)
    assert look_for(again, qtbot, type_text, "น้ำแข็งที่ 1")[0] == "# Factories"


def test_what_the_disk_refuses_is_told(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise FieldkitError(Text("อ่านไม่ได้", "cannot be read"))

    monkeypatch.setattr(search_everywhere, "search", refused)
    search = call(window, qtbot)
    search.field.setText("โรง")
    qtbot.waitUntil(window.message_bar.isVisible)
    assert search.isHidden()
