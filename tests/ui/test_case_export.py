"""Registers leave the window without personal data, or with them for a reason and, of borrowers, locked."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldkit.model.cases import personal
from fieldkit.model.workspace import Workspace
from fieldkit.ui import dialogs
from fieldkit.ui.cases_page import CasesPage
from tests.locked import PASSWORD, unlocked
from tests.ui.test_cases_page import key, made, page

__all__ = ["made", "page"]


def test_an_export_leaves_personal_data_out_or_asks_for_the_reason(
    page: CasesPage, workspace: Workspace, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.open({"table": "loan"})
    target = tmp_path / "ลูกหนี้.xlsx"
    monkeypatch.setattr(dialogs, "choose_path", lambda *_args, **_options: [target])
    with qtbot.waitSignal(page.offered):
        page.export.choose("")
    cells = {
        str(cell)
        for row in openpyxl.load_workbook(target).worksheets[0].iter_rows(values_only=True)
        for cell in row
    }
    assert "67/1" in cells
    assert not any("3660100" in one or "3-6601" in one or "ใจเย็น" in one for one in cells)
    page.export.ask_reason()
    failed: list[object] = []
    page.failed.connect(failed.append)
    key(qtbot, page.export.reason, Qt.Key.Key_Return)
    assert len(failed) == 1
    page.export.reason.setText("ส่ง ธพว.")
    key(qtbot, page.export.reason, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page.export.password, "borrowers leave only under a password"
    key(qtbot, page.export.password, Qt.Key.Key_Return)
    assert len(failed) == 2
    page.export.password.setText(PASSWORD)
    with qtbot.waitSignal(page.offered):
        key(qtbot, page.export.password, Qt.Key.Key_Return)
    cells = {
        str(cell)
        for row in openpyxl.load_workbook(unlocked(target)).worksheets[0].iter_rows(values_only=True)
        for cell in row
    }
    assert "3-6601-00123-45-6" in cells
    assert personal.accesses(workspace)[0]["reason"] == "ส่ง ธพว."


def test_esc_takes_the_question_of_an_export_back(page: CasesPage, qtbot: QtBot) -> None:
    for ask, field in (
        (page.export.ask_reason, page.export.reason),
        (page.export.ask_password, page.export.password),
    ):
        ask()
        assert QApplication.focusWidget() is field
        key(qtbot, field, Qt.Key.Key_Escape)
        assert not field.isVisible()
        assert QApplication.focusWidget() is page.export.button
