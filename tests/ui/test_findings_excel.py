"""Findings of the window go to Excel and come back, from a file or the clipboard, with one undo."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldkit.model.orders import making, writing
from fieldkit.model.register.importing import imports
from fieldkit.model.workspace import Workspace
from fieldkit.ui import dialogs
from fieldkit.ui.findings_page import FindingsPage
from fieldkit.ui.page import PageContext
from tests.model.finding_list.test_round_trip import put
from tests.ui.registers import fill, inspected
from tests.ui.test_findings_page import shown
from tests.ui.test_paste import looked_at, paste, write

PATIENCE = 20_000


@pytest.fixture
def page(workspace: Workspace, context: PageContext, qtbot: QtBot) -> FindingsPage:
    """The page with a signed finding that was ordered, one that was not, and one of an open visit."""
    made = fill(workspace, 3)
    workspace.log.commit(
        [
            *inspected(made[0].id, "2026-10-09", "fail", findings=("2026-11-08", "2026-12-09")),
            *inspected(made[1].id, "2026-11-20", "fail", state="draft", findings=("2026-12-20",)),
        ]
    )
    order, _ = making.make(
        workspace, making.propose(workspace, [f"finding-inspection-{made[0].id}-2026-10-09-1"])
    )
    writing.add_step(workspace, order, "ordered", on_date="2026-11-01", number="อก 1", officer="มานี")
    writing.add_step(workspace, order, "received", on_date="2026-11-02", due_date="2026-11-30")
    return shown(context, qtbot)


def ordered(workspace: Workspace) -> str:
    return str(workspace.rows("SELECT id FROM finding WHERE factory_order IS NOT NULL")[0]["id"])


def steps(workspace: Workspace) -> list[str]:
    rows = workspace.rows("SELECT kind FROM step WHERE coalesce(deleted, 0) = 0 ORDER BY on_date, id")
    return [row["kind"] for row in rows]


def test_out_edited_in_and_taken_back(
    page: FindingsPage, workspace: Workspace, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "findings.xlsx"
    monkeypatch.setattr(dialogs, "choose_path", lambda *_args, **_options: [target])
    page.findings.list.show_all()
    with qtbot.waitSignal(page.offered, timeout=PATIENCE):
        qtbot.keyClick(
            page.findings.list.table,
            Qt.Key.Key_E,
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
        )
    assert openpyxl.load_workbook(target).worksheets[0].max_row == 2 + 3
    put(target, ordered(workspace), due_date="15/12/2569", step_note="รออะไหล่", step_officer="ปิติ")
    qtbot.keyClick(
        page.findings.list.table,
        Qt.Key.Key_I,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    sheet = page.import_sheet
    assert QApplication.focusWidget() is sheet.chooser.button
    sheet.choose()
    looked_at(qtbot, sheet, changed=1, unchanged=2, rejected=0)
    cells = {
        sheet.preview.cells.index(row, 2).data(Qt.ItemDataRole.AccessibleTextRole)
        for row in range(sheet.preview.cells.rowCount())
    }
    assert len(cells) > 1
    changed: list[frozenset[str]] = []
    page.changed.connect(changed.append)
    write(qtbot, page, sheet)
    assert changed == [frozenset({"finding", "factory_order", "step"})]
    assert steps(workspace) == ["ordered", "received", "extended"]
    assert page.findings.list.table.isVisible()
    with workspace.database.read() as connection:
        [past] = imports(connection)
    with qtbot.waitSignal(page.told, timeout=PATIENCE):
        sheet.undo(past.id)
    assert steps(workspace) == ["ordered", "received"]


def test_the_list_on_the_screen_is_what_goes_out(
    page: FindingsPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "findings.xlsx"
    monkeypatch.setattr(dialogs, "choose_path", lambda *_args, **_options: [target])
    page.findings.list.come_back({"text": "", "filter": "overdue", "record": ""})
    with qtbot.waitSignal(page.offered, timeout=PATIENCE):
        page.export()
    first = openpyxl.load_workbook(target).worksheets[0]
    keys = [cell.value for cell in first[1]]
    ids = [row[keys.index("id")] for row in first.iter_rows(min_row=3, values_only=True)]
    assert ids == [row["id"] for row in page.findings.list.table_model.rows]
    assert len(ids) == 1


def test_cells_are_pasted_by_the_same_rules(page: FindingsPage, workspace: Workspace, qtbot: QtBot) -> None:
    page.findings.list.show_all()
    found = page.findings.list
    keys = [column.key for column in found.table_model.columns]
    ids = [row["id"] for row in found.table_model.rows]
    drafts = [row["id"] for row in workspace.rows(
        "SELECT n.id FROM finding n JOIN inspection i ON i.id = n.inspection WHERE i.state = 'draft'"
    )]  # fmt: skip
    # under the seal: refused at its place, with the way out
    paste(qtbot, found.table, "เล็กน้อย", row=ids.index(ordered(workspace)), column=keys.index("severity"))
    looked_at(qtbot, page.import_sheet, changed=0, rejected=1)
    assert not page.import_sheet.write.isEnabled()
    assert page.import_sheet._title.text().startswith("แถวที่วาง: 1")
    [remark] = page.import_sheet._found.rejected if page.import_sheet._found else []
    assert (remark.row, remark.column) == (1, "A")
    assert "ลงนามแล้ว" in remark.reason.th
    qtbot.keyClick(page.import_sheet, Qt.Key.Key_Escape)
    assert found.table.isVisible()
    # of an open visit: edited
    paste(qtbot, found.table, "ทางหนีไฟถูกปิด", row=ids.index(drafts[0]), column=keys.index("finding"))
    looked_at(qtbot, page.import_sheet, changed=1, rejected=0)
    write(qtbot, page, page.import_sheet)
    said = workspace.rows("SELECT description FROM finding WHERE id = ?", drafts[0])
    assert said == [{"description": "ทางหนีไฟถูกปิด"}]
    # a step of the order, by headers
    paste(
        qtbot,
        found.table,
        f"รหัสข้อบกพร่อง\tบันทึกขั้นตอน\tวันที่ของขั้นตอน\tหมายเหตุของขั้นตอน\n{ordered(workspace)}\tverified\t21/11/2569\tครบ\n",
    )
    looked_at(qtbot, page.import_sheet, changed=1, rejected=0)
    write(qtbot, page, page.import_sheet)
    assert steps(workspace)[-1] == "verified"
