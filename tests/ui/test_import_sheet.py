"""Importing a register in the window: look first, write, take back; mistakes are told with place and cure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from fieldkit.model.register import importing
from fieldkit.ui import dialogs
from fieldkit.ui.main_window import MainWindow
from fieldkit.ui.record_words import value_words
from fieldkit.ui.register_page import RegisterPage
from tests.ui.registers import fill

PRACHINBURI = Path(__file__).parents[1] / "data" / "factory-register-prachinburi.xlsx"
PATIENCE = 60_000
HEADERS = ("เลขทะเบียนโรงงาน", "ชื่อโรงงาน", "ผู้ประกอบกิจการ", "แรงม้า", "ตำบล", "อำเภอ", "จังหวัด")
PLACE = ("วังท่าช้าง", "กบินทร์บุรี", "ปราจีนบุรี")
Choose = Callable[[Path], None]


def workbook(path: Path, *rows: tuple[str | float, ...], headers: tuple[str, ...] = HEADERS) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "ทะเบียน"
    sheet.append(headers)
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def factory(number: int, name: str, hp: str | float = 80) -> tuple[str | float, ...]:
    return (f"จ3-9(6)-{number}/51ปจ", name, f"บริษัท {name} จำกัด", hp, *PLACE)


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Choose:
    def answer(file: Path) -> None:
        monkeypatch.setattr(dialogs, "choose_path", lambda *_arguments, **_options: [file])

    return answer


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> RegisterPage:
    window.open_page("register")
    page = window.page()
    assert isinstance(page, RegisterPage)
    with qtbot.waitActive(window):
        window.show()
    return page


def count(window: MainWindow) -> int:
    assert window.workspace is not None
    return int(
        window.workspace.rows("SELECT count(*) AS n FROM factory WHERE coalesce(deleted, 0) = 0")[0]["n"]
    )


def read(page: RegisterPage, qtbot: QtBot, choose: Choose, file: Path) -> None:
    """Choose ``file`` on the sheet and wait for what would change."""
    choose(file)
    page.show_import()
    page.sheet.chooser.button.click()
    qtbot.waitUntil(page.sheet.preview.isVisible, timeout=PATIENCE)


def write(page: RegisterPage, qtbot: QtBot) -> None:
    page.sheet.write.click()
    qtbot.waitUntil(page.filters.isVisible, timeout=PATIENCE)


def numbers(page: RegisterPage) -> dict[str, str]:
    return {key: figure.number.text() for key, figure in page.sheet.preview.figures.items()}


def shown(page: RegisterPage) -> list[tuple[str, ...]]:
    model = page.sheet.preview.table.model()
    assert model is not None
    return [
        tuple(str(model.index(row, column).data()) for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


def undo_button(window: MainWindow) -> QPushButton:
    buttons = [button for button in window.message_bar.findChildren(QPushButton) if button.text()]
    assert len(buttons) == 1
    return buttons[0]


def test_empty_register_leads_to_the_import(page: RegisterPage, qtbot: QtBot) -> None:
    assert page.no_register.isVisible()
    assert not page.pane.isVisible()
    qtbot.keyClick(page.no_register.button, Qt.Key.Key_Space)
    assert page.sheet.isVisible()
    assert page.sheet.chooser.button.hasFocus()
    qtbot.keyClick(page.sheet, Qt.Key.Key_Escape)
    assert page.no_register.isVisible()


def test_real_register_is_looked_at_imported_and_taken_back_with_the_keyboard(
    page: RegisterPage, window: MainWindow, qtbot: QtBot, choose: Choose
) -> None:
    choose(PRACHINBURI)
    focus = QApplication.focusWidget
    qtbot.keyClicks(focus(), "Kanda")
    qtbot.keyClick(focus(), Qt.Key.Key_Return)
    qtbot.keyClick(focus(), Qt.Key.Key_Space)
    qtbot.keyClick(focus(), Qt.Key.Key_Space)
    qtbot.waitUntil(page.sheet.preview.isVisible, timeout=PATIENCE)
    assert numbers(page) == {"new": "632", "changed": "0", "unchanged": "0", "rejected": "0"}
    assert count(window) == 0
    assert focus() is page.sheet.write
    assert "632" in page.sheet.write.text()
    qtbot.keyClick(focus(), Qt.Key.Key_Space)
    qtbot.waitUntil(page.filters.isVisible, timeout=PATIENCE)
    assert count(window) == 632
    assert page.table_model.rowCount() == 632
    assert "632" in window.message_bar.words()
    button = undo_button(window)
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    qtbot.waitUntil(page.no_register.isVisible, timeout=PATIENCE)
    assert count(window) == 0
    assert "632" in window.message_bar.words()


def test_same_file_again_changes_nothing(
    page: RegisterPage, window: MainWindow, qtbot: QtBot, choose: Choose, tmp_path: Path
) -> None:
    file = workbook(tmp_path / "ทะเบียน.xlsx", factory(1, "อุดมทรัพย์"), factory(2, "รุ่งเรือง"))
    read(page, qtbot, choose, file)
    write(page, qtbot)
    read(page, qtbot, choose, file)
    assert numbers(page) == {"new": "0", "changed": "0", "unchanged": "2", "rejected": "0"}
    assert not page.sheet.write.isEnabled()
    assert shown(page) == []


def test_changed_cells_stand_with_their_old_and_new_values(
    page: RegisterPage, qtbot: QtBot, choose: Choose, tmp_path: Path
) -> None:
    read(page, qtbot, choose, workbook(tmp_path / "a.xlsx", factory(1, "อุดมทรัพย์"), factory(2, "รุ่งเรือง")))
    write(page, qtbot)
    read(
        page,
        qtbot,
        choose,
        workbook(tmp_path / "b.xlsx", factory(1, "อุดมทรัพย์", 1200.5), factory(3, "ศรีทอง")),
    )
    assert numbers(page) == {"new": "1", "changed": "1", "unchanged": "0", "rejected": "0"}
    assert shown(page) == [("อุดมทรัพย์ จ3-9(6)-1/51ปจ", "2", "แรงม้า", "80.00", "1,200.50")]
    assert page.sheet.preview.whole.words() == "แรงม้า: 80.00 → 1,200.50"
    page.sheet.preview.chips.chosen.emit("new")
    assert shown(page) == [("ศรีทอง จ3-9(6)-3/51ปจ", "ทะเบียน", "3")]
    write(page, qtbot)
    assert page.table_model.rowCount() == 3


def test_rejected_rows_stand_with_sheet_row_column_and_reason(
    page: RegisterPage, window: MainWindow, qtbot: QtBot, choose: Choose, tmp_path: Path
) -> None:
    rows = (factory(1, "อุดมทรัพย์"), factory(2, "รุ่งเรือง", "สามสิบ"), ("3.0252E+13", "หลงเลข", "", 5, *PLACE))
    read(page, qtbot, choose, workbook(tmp_path / "a.xlsx", *rows))
    rejected = [row for row in shown(page) if row[1] == "4"]
    assert len(rejected) == 1
    sheet, _row, column, reason = rejected[0]
    assert (sheet, column) == ("ทะเบียน", "A")
    assert "Excel" in reason
    page.sheet.preview.table.choose_row(shown(page).index(rejected[0]))
    assert page.sheet.preview.whole.words() == f"ทะเบียน: แถว 4 คอลัมน์ A: {reason}"
    figures = numbers(page)
    write(page, qtbot)
    assert count(window) == int(figures["new"])


@pytest.mark.parametrize("mistake", ["text", "no number", "twice"])
def test_mistake_in_the_file_is_told_and_nothing_is_lost(
    mistake: str, page: RegisterPage, window: MainWindow, qtbot: QtBot, choose: Choose, tmp_path: Path
) -> None:
    file = tmp_path / "ผิด.xlsx"
    if mistake == "text":
        file.write_bytes(b"this is no workbook")
    elif mistake == "no number":
        workbook(file, ("อุดมทรัพย์", "นายดี", 5), headers=("ชื่อโรงงาน", "ผู้ประกอบกิจการ", "แรงม้า"))
    else:
        workbook(
            file,
            ("จ3-9(6)-1/51ปจ", "ก", "ข", 5),
            headers=("เลขทะเบียนโรงงาน", "ชื่อโรงงาน", "ชื่อโรงงาน", "แรงม้า"),
        )
    choose(file)
    page.show_import()
    page.sheet.chooser.button.click()
    qtbot.waitUntil(window.message_bar.isVisible, timeout=PATIENCE)
    title, place, *cure = window.message_bar.words().splitlines()
    assert title
    assert "ผิด.xlsx" in place
    assert cure
    assert page.sheet.chooser.isVisible()
    assert count(window) == 0


def test_reading_can_be_stopped(
    page: RegisterPage, window: MainWindow, qtbot: QtBot, choose: Choose, tmp_path: Path
) -> None:
    choose(workbook(tmp_path / "a.xlsx", *(factory(n, f"โรงงาน {n}") for n in range(50))))
    page.show_import()
    page.sheet.chooser.button.click()
    assert page.sheet.working.isVisible()
    assert page.sheet.working.cancel.hasFocus()
    qtbot.keyClick(page.sheet.working.cancel, Qt.Key.Key_Space)
    assert page.sheet.chooser.isVisible()
    qtbot.wait(300)  # nothing arrives any more
    assert page.sheet.chooser.isVisible()
    assert window.message_bar.words() == ""
    assert count(window) == 0


def test_earlier_import_is_undone_from_the_list_and_what_was_worked_on_stays(
    page: RegisterPage, window: MainWindow, qtbot: QtBot, choose: Choose, tmp_path: Path
) -> None:
    from tests.ui.registers import inspected

    read(page, qtbot, choose, workbook(tmp_path / "a.xlsx", factory(1, "อุดมทรัพย์"), factory(2, "รุ่งเรือง")))
    write(page, qtbot)
    assert window.workspace is not None
    [row] = window.workspace.rows("SELECT id FROM factory WHERE name = 'อุดมทรัพย์'")
    window.workspace.log.commit(inspected(row["id"], "2026-11-20", "pass"))
    page.show_import()
    with window.workspace.database.read() as connection:
        [past] = importing.imports(connection)
    assert past.undone_at is None
    undo = [
        button
        for button in page.sheet.past.findChildren(QPushButton)
        if button.accessibleName().endswith("a.xlsx")
    ]
    assert len(undo) == 1
    undo[0].click()
    qtbot.waitUntil(lambda: "อุดมทรัพย์" in window.message_bar.words(), timeout=PATIENCE)
    assert [
        row["name"] for row in window.workspace.rows("SELECT name FROM factory WHERE deleted IS NOT 1")
    ] == ["อุดมทรัพย์"]
    assert not [
        button
        for button in page.sheet.past.findChildren(QPushButton)
        if button.accessibleName().endswith("a.xlsx") and button.isVisible()
    ]


def test_choosing_no_file_leaves_the_sheet(page: RegisterPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialogs, "choose_path", lambda *_arguments, **_options: [])
    page.show_import()
    page.sheet.chooser.button.click()
    assert page.sheet.chooser.isVisible()


def test_values_are_said_in_words() -> None:
    assert value_words("license_date", "2008-12-15", "th") == "15 ธ.ค. 2551"
    assert value_words("type_main", "00906", "th").startswith("9(6) ")
    assert value_words("status", "2", "en") == "struck off"
    assert value_words("latitude", 13.61891, "th") == "13.61891"
    assert value_words("workers", None, "th") == "—"
    assert value_words("workers", 1200, "th") == "1,200"


def test_the_register_goes_out_to_excel_and_comes_back(
    page: RegisterPage, qtbot: QtBot, choose: Choose, tmp_path: Path
) -> None:
    assert page.context.workspace is not None
    fill(page.context.workspace, 3)
    page.refresh()
    target = tmp_path / "ทะเบียน.xlsx"
    choose(target)
    with qtbot.waitSignal(page.offered, timeout=PATIENCE) as offered:
        page.export.click()
    assert offered.args is not None
    assert str(target) in offered.args[1]
    read(page, qtbot, choose, target)
    shown = {name: figure.number.text() for name, figure in page.sheet.preview.figures.items()}
    assert page.sheet._found is not None
    assert not page.sheet._found.changed
    assert shown == {"new": "0", "changed": "0", "unchanged": "3", "rejected": "0"}
