"""Photos of a camera's card go to the questions that were answered when they were taken, by keys alone."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from PySide6.QtCore import Qt

from fieldkit.errors import FieldkitError
from fieldkit.model.inspections import folder_photos
from fieldkit.ui import inspection_page
from fieldkit.ui.inspection_page import InspectionPage
from fieldkit.ui.page import PageContext
from fieldkit.ui.runner.folder_sheet import FolderSheet
from fieldkit.ui.runner.runner import Runner
from tests.conftest import Clock
from tests.office import add_factory
from tests.ui.runner.checklists import start

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.settings import Settings

Key = Qt.Key
SURVEY = [
    {"type": "text", "name": "gate", "label": "ประตู"},
    {"type": "text", "name": "boiler", "label": "หม้อน้ำ"},
    {"type": "text", "name": "pond", "label": "บ่อบำบัด"},
]


def photo(file: Path, taken: datetime | None, colour: str) -> None:
    """Write a JPEG as a camera does: its own time, without an offset."""
    image = Image.new("RGB", (64, 48), colour)
    exif = Image.Exif()
    if taken is not None:
        exif[306] = f"{taken:%Y:%m:%d %H:%M:%S}"
        exif.get_ifd(0x8769)[36867] = f"{taken:%Y:%m:%d %H:%M:%S}"
    data = BytesIO()
    image.save(data, "JPEG", exif=exif)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data.getvalue())


class Visit:
    """A visit in which three questions were answered half an hour apart, and the page that shows it."""

    def __init__(
        self, qtbot: QtBot, workspace: Workspace, folder: Path, settings: Settings, clock: Clock
    ) -> None:
        self.qtbot = qtbot
        add_factory(workspace, "mill")
        inspection = start(workspace, folder, SURVEY)
        self.times = {}
        for name in ("gate", "boiler", "pond"):
            path = next(node.path for node in inspection.instance.walk() if node.name == name)
            inspection.answer(path, "ปกติ")
            self.times[name] = clock()
            clock.advance(timedelta(minutes=30))
        self.page = InspectionPage(PageContext(workspace, settings))
        qtbot.addWidget(self.page)
        self.page.build()
        self.page.resize(1300, 700)
        with qtbot.waitActive(self.page):
            self.page.show()
        self.page.open({"inspection": inspection.id})

    @property
    def runner(self) -> Runner:
        return self.page.findChildren(Runner)[-1]

    def open_sheet(self) -> FolderSheet:
        self.qtbot.keyClick(self.runner.view, Key.Key_I, Qt.KeyboardModifier.ControlModifier)
        sheet = self.page.findChildren(FolderSheet)[-1]
        self.qtbot.waitUntil(lambda: bool(sheet.lines) or "รูป" in sheet.words.text() or not sheet.told)
        self.qtbot.waitUntil(sheet.table.hasFocus)
        return sheet

    def photos(self) -> dict[str, list[str]]:
        inspection = self.runner.inspection
        return {
            node.name: [row["name"] for row in inspection.photos(node.path)]
            for node in inspection.instance.walk()
            if inspection.photos(node.path)
        }


@pytest.fixture
def card(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "DCIM"
    folder.mkdir()
    monkeypatch.setattr(inspection_page, "choose_path", lambda *_arguments, **_options: [folder])
    return folder


@pytest.fixture
def visit(qtbot: QtBot, workspace: Workspace, tmp_path: Path, settings: Settings, clock: Clock) -> Visit:
    return Visit(qtbot, workspace, tmp_path, settings, clock)


def press(visit: Visit, sheet: FolderSheet, *keys: Qt.Key, control: bool = False) -> None:
    held = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    for key in keys:
        visit.qtbot.keyClick(sheet.table, key, held)


def test_each_photo_goes_to_the_question_of_its_time(visit: Visit, card: Path) -> None:
    photo(card / "100CANON" / "IMG_1.JPG", visit.times["gate"] - timedelta(minutes=2), "red")
    photo(card / "100CANON" / "IMG_2.JPG", visit.times["boiler"] + timedelta(minutes=3), "green")
    photo(card / "101CANON" / "IMG_3.JPG", visit.times["pond"] - timedelta(minutes=1), "blue")
    photo(card / "holiday.jpg", visit.times["gate"] - timedelta(days=40), "white")
    sheet = visit.open_sheet()
    assert [(line.photo.file.name, line.taken) for line in sheet.lines] == [
        ("holiday.jpg", False),
        ("IMG_1.JPG", True),
        ("IMG_2.JPG", True),
        ("IMG_3.JPG", True),
    ]
    press(visit, sheet, Key.Key_Return, control=True)
    visit.qtbot.waitUntil(lambda: sum(map(len, visit.photos().values())) == 3)
    assert visit.photos() == {"gate": ["IMG_1.JPG"], "boiler": ["IMG_2.JPG"], "pond": ["IMG_3.JPG"]}
    assert visit.runner.view.isVisible()


def test_a_camera_whose_clock_is_wrong_is_set_right(visit: Visit, card: Path) -> None:
    photo(card / "a.jpg", visit.times["boiler"] + timedelta(hours=1), "red")
    sheet = visit.open_sheet()
    assert not sheet.lines[0].taken
    sheet.clock.setText("๖๐")
    assert sheet.lines[0].path.endswith("/boiler")
    sheet.clock.setText("หก")
    assert sheet.clock.property("invalid")
    assert sheet.lines[0].path.endswith("/boiler")  # what cannot be read changes nothing
    assert sheet.lines[0].taken


def test_a_person_decides_the_question_and_leaves_photos_out(visit: Visit, card: Path) -> None:
    photo(card / "a.jpg", visit.times["gate"], "red")
    photo(card / "b.jpg", visit.times["gate"] + timedelta(minutes=1), "green")
    sheet = visit.open_sheet()
    press(visit, sheet, Key.Key_Space, Key.Key_Down)
    sheet.question.setFocus()
    visit.qtbot.keyClick(sheet.question, Key.Key_Down)
    assert sheet.lines[1].path.endswith("/boiler")
    visit.qtbot.keyClick(sheet.question, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    visit.qtbot.waitUntil(lambda: bool(visit.photos()))
    assert visit.photos() == {"boiler": ["b.jpg"]}


def test_what_is_attached_already_or_damaged_is_said_and_not_taken(visit: Visit, card: Path) -> None:
    photo(card / "a.jpg", visit.times["gate"], "red")
    (card / "b.jpg").write_bytes(b"\xff\xd8\xff\xe0 no photo")
    sheet = visit.open_sheet()
    press(visit, sheet, Key.Key_Return, control=True)
    visit.qtbot.waitUntil(lambda: bool(visit.photos()))
    again = visit.open_sheet()
    attached, damaged = again.lines
    assert attached.photo.attached
    assert damaged.photo.problem is not None
    press(visit, again, Key.Key_Space, Key.Key_Down, Key.Key_Space)
    assert not any(line.taken for line in again.lines)
    assert not again.attach_button.isEnabled()


def test_escape_changes_nothing(visit: Visit, card: Path) -> None:
    photo(card / "a.jpg", visit.times["gate"], "red")
    sheet = visit.open_sheet()
    press(visit, sheet, Key.Key_Escape)
    visit.qtbot.waitUntil(visit.runner.view.isVisible)
    assert visit.photos() == {}


def test_a_card_that_is_gone_is_told(visit: Visit, card: Path) -> None:
    told: list[FieldkitError] = []
    visit.page.failed.connect(told.append)
    card.rmdir()
    visit.qtbot.keyClick(visit.runner.view, Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    visit.qtbot.waitUntil(lambda: bool(told))
    assert told[0].place == str(card)
    visit.qtbot.waitUntil(visit.runner.view.isVisible)


def test_of_two_near_answers_the_later_is_proposed(clock: Clock) -> None:
    noon = clock()
    moments = [(noon, "/data/before"), (noon + timedelta(minutes=10), "/data/after")]
    assert folder_photos.proposed(moments, noon + timedelta(minutes=5)) == "/data/after"
    assert folder_photos.proposed(moments, noon + timedelta(minutes=4)) == "/data/before"
    assert folder_photos.proposed(moments, noon - timedelta(minutes=21)) == ""
    assert folder_photos.proposed(moments, None) == ""
