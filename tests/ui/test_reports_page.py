"""The page of reports: to figures, a workbook, a memo, a filled template; stopped and refused."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldkit.model import inspections
from fieldkit.model.reports.catalogue import reports
from fieldkit.model.workbook.encryption import PasswordMissing, PasswordTooShort
from fieldkit.model.workspace import Workspace
from fieldkit.ui import dialogs
from fieldkit.ui.inspection_page import InspectionPage
from fieldkit.ui.jobs import wait_for_all
from fieldkit.ui.page import PageContext
from fieldkit.ui.reports_page import ReportsPage
from fieldkit.ui.settings import Settings
from tests.model.indicators.offices import put
from tests.model.reports import worked_example as worked
from tests.model.reports.office_template import make


@pytest.fixture
def page(workspace: Workspace, context: PageContext, qtbot: QtBot) -> ReportsPage:
    workspace.name_person(name="กฤษณะ ใจดี", office="สอจ.พิจิตร")
    with workspace.database.door() as connection:
        put(connection, worked.office())
    return shown(context, qtbot)


def shown(context: PageContext, qtbot: QtBot) -> ReportsPage:
    page = ReportsPage(context)
    qtbot.addWidget(page)
    page.resize(1130, 700)
    page.build()
    with qtbot.waitActive(page):
        page.show()
    page.open({"report": "R1", "period": "2567"})
    wait(page, qtbot)
    return page


def wait(page: ReportsPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page._job is None, timeout=10_000)


def answering(monkeypatch: pytest.MonkeyPatch, *answers: Path) -> list[str]:
    """Let the dialogs give ``answers`` one after the other; returns what they suggest."""
    left, suggested = list(answers), list[str]()

    def choose(*_args: object, suggested: Path | None = None, **_options: object) -> Sequence[Path]:
        said.append(suggested.name if suggested is not None else "")
        return [left.pop(0)] if left else []

    said = suggested
    monkeypatch.setattr(dialogs, "choose_path", choose)
    return suggested


def preview(page: ReportsPage) -> list[list[str]]:
    model = page.preview.table.model()
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_each_report_says_what_it_shows_and_asks_only_for_what_it_needs(
    page: ReportsPage, qtbot: QtBot
) -> None:
    assert [row.id for row in page.model.rows] == list(reports())
    assert QApplication.focusWidget() is page.list
    for number, one in enumerate(reports().values()):
        assert page.report() is one
        assert page.about.words() == one.about.th
        assert one.needs.th in page.needs.words()
        for name, field in (("district", page.choices.district), ("officer", page.choices.officer)):
            assert field.isVisible() == (name in one.asks)
        assert page.choices.password.isVisible() == one.locked
        wait(page, qtbot)
        if number < len(reports()) - 1:
            qtbot.keyClick(page.list, Qt.Key.Key_Down)


def test_the_figures_are_shown_before_anything_is_written(page: ReportsPage, qtbot: QtBot) -> None:
    rows = preview(page)
    assert len(rows) == 5
    total = rows[-1]
    assert total[1] == "รวม"
    assert [total[place] for place in (2, 3, 8, 9, 10)] == ["318", "140", "133", "95.00%", "7"]
    page.choices.district.setCurrentIndex(page.choices.district.findData("โพทะเล"))
    page.choices.district.activated.emit(0)
    wait(page, qtbot)
    assert [row[1] for row in preview(page)] == ["โพทะเล", "รวม"]
    page.preview.sheet.setCurrentIndex(2)
    page.preview.sheet.activated.emit(2)
    assert all(row[4] == "โพทะเล" for row in preview(page))
    assert page.preview.count.text() == f"{len(preview(page))} แถว"


def test_one_day_is_chosen_in_the_buddhist_era(page: ReportsPage, qtbot: QtBot) -> None:
    assert not page.choices.day.isVisible()
    page.choices.period.setCurrentIndex(page.choices.period.count() - 1)
    page.choices.period.activated.emit(0)
    assert page.choices.day.isVisible()
    page.choices.day.setText("15/2/67")
    page.choices.day.commit()
    wait(page, qtbot)
    assert page.choices.choice().period.key == "2567-02-15"
    assert preview(page)[-1][8] == "133"


def test_a_workbook_by_keyboard_and_the_choice_is_remembered(
    page: ReportsPage, context: PageContext, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    target = tmp_path / "รายงาน"
    suggested = answering(monkeypatch, target)
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page.workbook
    with qtbot.waitSignal(page.offered, timeout=20_000) as offered:
        qtbot.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert suggested == ["R1 รายงานความครอบคลุมการตรวจโรงงาน 2567.xlsx"]
    assert offered.args is not None
    assert [words for words, _call in offered.args[2]] == ["เปิดไฟล์", "เปิดโฟลเดอร์"]
    book: Any = openpyxl.load_workbook(f"{target}.xlsx")
    assert book.worksheets[0]["A2"].value == "รายงานความครอบคลุมการตรวจโรงงาน"
    qtbot.waitUntil(lambda: page._views.currentWidget() is page._front)
    again = shown_as_left(context, qtbot)
    assert again.state() == page.state()
    kept = json.loads(str(context.workspace.setting("reports")))
    assert (kept["report"], kept["period"]) == ("R1", "2567")


def shown_as_left(context: PageContext, qtbot: QtBot) -> ReportsPage:
    page = ReportsPage(context)
    qtbot.addWidget(page)
    page.build()
    wait(page, qtbot)
    return page


def test_loans_need_a_password_that_protects(
    page: ReportsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page.open("R6")
    wait(page, qtbot)
    with qtbot.waitSignal(page.failed) as failed:
        page.workbook.click()
    assert failed.args is not None
    assert isinstance(failed.args[0], PasswordMissing)
    assert QApplication.focusWidget() is page.choices.password
    page.choices.password.setText("short")
    with qtbot.waitSignal(page.failed) as failed:
        page.workbook.click()
    assert failed.args is not None
    assert isinstance(failed.args[0], PasswordTooShort)
    page.choices.password.setText("long enough 77")
    answering(monkeypatch, tmp_path / "r6.xlsx")
    with qtbot.waitSignal(page.offered, timeout=20_000):
        page.workbook.click()
    assert (tmp_path / "r6.xlsx").read_bytes().startswith(bytes.fromhex("D0CF11E0"))
    assert "long enough" not in str(page.context.workspace.setting("reports"))


def test_a_template_is_filled_and_its_mistakes_are_told_with_their_cells(
    page: ReportsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    good, target = make(tmp_path / "แบบ.xlsx"), tmp_path / "ผล.xlsx"
    answering(monkeypatch, good, target)
    with qtbot.waitSignal(page.offered, timeout=20_000):
        page.template.click()
    assert openpyxl.load_workbook(target)["ผู้ว่าฯ"]["A1"].value == "สอจ.พิจิตร"
    bad = make(tmp_path / "ผิด.xlsx", A9="{{r1.total.nothing}}")
    answering(monkeypatch, bad, tmp_path / "ไม่มี.xlsx")
    with qtbot.waitSignal(page.failed, timeout=20_000) as failed:
        page.template.click()
    assert failed.args is not None
    assert "ผู้ว่าฯ!A9" in failed.args[0].message("th")
    assert not (tmp_path / "ไม่มี.xlsx").exists()
    qtbot.waitUntil(lambda: page._views.currentWidget() is page._front)


def test_a_memo_is_written(
    page: ReportsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answering(monkeypatch, tmp_path / "บันทึก.docx")
    with qtbot.waitSignal(page.offered, timeout=20_000):
        page.memo.click()
    assert (tmp_path / "บันทึก.docx").read_bytes().startswith(b"PK")


def test_stopping_leaves_nothing_behind(
    page: ReportsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    target = tmp_path / "r1.xlsx"
    answering(monkeypatch, target)
    page.workbook.click()
    assert page._views.currentWidget() is page.working
    assert QApplication.focusWidget() is page.working.cancel
    with qtbot.assertNotEmitted(page.offered):
        qtbot.keyClick(page.working.cancel, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: page._made is not None and page._made.cancelled)
        assert wait_for_all()
        QApplication.processEvents()
    assert page._views.currentWidget() is page._front
    assert list(tmp_path.glob("*.xlsx")) in ([], [target])
    assert not list(tmp_path.glob(".fieldkit-*")), "no half-written file stays"


def test_changing_his_mind_in_the_dialog_writes_nothing(
    page: ReportsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(monkeypatch)
    for button in (page.workbook, page.memo, page.template):
        button.click()
        assert page._made is None


def test_the_memo_of_an_inspection_is_written_from_its_list(
    office: Workspace, settings: Settings, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    inspection = inspections.start(office, "mill", "GEN")
    page = InspectionPage(PageContext(office, settings))
    qtbot.addWidget(page)
    page.build()
    page.show_list()
    assert page.list.chosen()[0] == inspection.id
    suggested = answering(monkeypatch, tmp_path / "บันทึก")
    with qtbot.waitSignal(page.offered, timeout=20_000) as offered:
        page.memo.click()
    assert suggested == ["บันทึกข้อความ โรงสีตัวอย่างเจริญพาณิชย์.docx"]
    assert (tmp_path / "บันทึก.docx").read_bytes().startswith(b"PK")
    assert offered.args is not None
    assert offered.args[0] == "สร้างบันทึกข้อความแล้ว"
