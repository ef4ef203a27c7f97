"""Records and letters are saved as PDF from the window, by mouse and by key."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from fieldkit.model import inspections
from fieldkit.ui import dialogs
from fieldkit.ui.file_saving import FOLDER
from fieldkit.ui.inspection_page import InspectionPage
from fieldkit.ui.main_window import MainWindow
from tests.office import MILL
from tests.pdf_text import plain, words

PATIENCE = 60_000


@pytest.fixture
def data_folder(office_folder: Path) -> Path:
    """The window of these tests opens the furnished office."""
    return office_folder


def test_ctrl_p_saves_the_record_of_the_chosen_and_of_the_open_inspection(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    assert window.workspace is not None
    draft = inspections.start(window.workspace, MILL, "GEN")
    asked: list[Path] = []

    def choose(*_arguments: object, suggested: Path, **_options: object) -> list[Path]:
        asked.append(suggested)
        return [tmp_path / f"{len(asked)}.pdf"]

    monkeypatch.setattr(dialogs, "choose_path", choose)
    window.open_page("inspection", "")
    page = window.page()
    assert isinstance(page, InspectionPage)
    page.list.table.choose_row(0)
    page.list.table.setFocus()
    qtbot.keyClick(page.list.table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    window.open_page("inspection", draft.id)
    page.save_record()
    for number in (1, 2):
        file = tmp_path / f"{number}.pdf"
        qtbot.waitUntil(lambda file=file: file.exists() and window.settled(), timeout=PATIENCE)  # type: ignore[misc]
        assert plain("โรงสีตัวอย่างเจริญพาณิชย์") in words(file.read_bytes())
    assert [one.name for one in asked] == ["โรงสีตัวอย่างเจริญพาณิชย์ GEN 2026-11-22.pdf"] * 2
    assert window.workspace.setting(FOLDER) == str(tmp_path)
    buttons = [one.text() for one in window.message_bar.findChildren(QPushButton)]
    assert "เปิดไฟล์" in buttons
