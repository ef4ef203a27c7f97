"""Importing inspections of other programs in the window: look, write drafts, say where they came from."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from fieldkit.model import inspections
from fieldkit.ui import dialogs, peer_import_sheet
from fieldkit.ui.inspection_page import InspectionPage
from fieldkit.ui.page import PageContext
from fieldkit.ui.runner.closing import ClosingSheet
from tests.office import MILL

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.settings import Settings

CONTROL = Qt.KeyboardModifier.ControlModifier
PATIENCE = 60_000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    rows = "factory_no,gen01,_uuid,_submission_time,_submitted_by,colour\n"
    rows += f"{MILL},operating,u1,2026-10-01T10:00:00,somchai,red\n9,,u2,,,\n"
    target = tmp_path / "kobo.csv"
    target.write_text(rows, encoding="utf-8")
    return target


@pytest.fixture
def page(qtbot: QtBot, office: Workspace, settings: Settings) -> InspectionPage:
    made = InspectionPage(PageContext(office, settings))
    qtbot.addWidget(made)
    made.build()
    made.resize(1300, 700)
    with qtbot.waitActive(made):
        made.show()
    made.open()
    return made


def test_inspections_are_imported_looked_at_and_taken_back(
    page: InspectionPage, office: Workspace, qtbot: QtBot, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialogs, "choose_path", lambda *_arguments, **_options: [file])
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_I, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    sheet = page.import_sheet
    sheet.checklist.setCurrentIndex(sheet.checklist.findData("GEN"))
    sheet.choose()
    qtbot.waitUntil(sheet.write.isVisible, timeout=PATIENCE)
    assert [sheet.preview.figures[key].number.text() for key in ("new", "rejected")] == ["1", "1"]
    assert inspections.listing(office) == []
    qtbot.keyClick(sheet.write, Qt.Key.Key_Space)
    qtbot.waitUntil(page.list.isVisible, timeout=PATIENCE)
    [draft] = inspections.listing(office)
    assert (draft["state"], draft["officer_name"]) == ("draft", "somchai")
    page.open(draft["id"])
    assert page._runner is not None
    assert any("KoboToolbox" in one.text() for one in page._runner.findChildren(QLabel))
    page._runner.closing_wanted.emit()
    assert isinstance(page._sheet, ClosingSheet)
    assert any("somchai" in one.text() for one in page._sheet.findChildren(QLabel))
    page.show_list()
    page.show_import()
    [past] = office.rows("SELECT id FROM register_import")
    sheet.past.undo_wanted.emit(past["id"])
    qtbot.waitUntil(lambda: inspections.listing(office) == [], timeout=PATIENCE)


def test_escape_leaves_the_sheet(page: InspectionPage, qtbot: QtBot) -> None:
    page.show_import()
    assert page.import_sheet.chooser.button.hasFocus()
    qtbot.keyClick(page.import_sheet.chooser.button, Qt.Key.Key_Escape)
    assert page.list.isVisible()


RECORD = """<data id="GEN" version="1"><factory_no>{number}</factory_no><gen01>operating</gen01>
<meta><instanceID>uuid:{key}</instanceID></meta></data>"""


def test_a_folder_of_collect_is_chosen_looked_at_and_imported(
    page: InspectionPage, office: Workspace, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key, number in (("1", MILL), ("2", "9")):
        folder = tmp_path / "instances" / key
        folder.mkdir(parents=True)
        (folder / f"{key}.xml").write_text(RECORD.format(number=number, key=key), encoding="utf-8")
    asked: list[str] = []

    def chosen(_parent: object, _title: str, kind: str = "open", **_options: object) -> list[Path]:
        asked.append(kind)
        return [tmp_path / "instances"]

    monkeypatch.setattr(dialogs, "choose_path", chosen)
    page.show_import()
    sheet = page.import_sheet
    qtbot.keyClick(sheet.folder_button, Qt.Key.Key_Space)
    qtbot.waitUntil(sheet.write.isVisible, timeout=PATIENCE)
    assert asked == ["folder"]
    assert [sheet.preview.figures[key].number.text() for key in ("new", "rejected")] == ["1", "1"]
    qtbot.keyClick(sheet.write, Qt.Key.Key_Space)
    qtbot.waitUntil(page.list.isVisible, timeout=PATIENCE)
    assert len(inspections.listing(office)) == 1
    assert page.context.workspace.setting("register_folder") == str(tmp_path)


def test_looking_may_be_stopped(
    page: InspectionPage, qtbot: QtBot, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, pause = list[int](), threading.Event()

    def endless(
        _workspace: object, _path: object, _wishes: object, progress: Callable[[int, int], None]
    ) -> None:
        while True:
            begun.append(1)
            progress(0, 0)
            pause.wait(0.01)

    monkeypatch.setattr(peer_import_sheet, "preview_inspections", endless)
    page.show_import()
    page.import_sheet.read(file)
    qtbot.waitUntil(lambda: bool(begun), timeout=PATIENCE)
    qtbot.keyClick(page.import_sheet.working.cancel, Qt.Key.Key_Space)
    qtbot.waitUntil(page.import_sheet.chooser.isVisible, timeout=PATIENCE)
