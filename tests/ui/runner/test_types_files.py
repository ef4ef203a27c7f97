"""Questions answered by files, signatures and drawings: chosen, dropped, pasted, drawn."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage

from fieldkit.model import inspections
from fieldkit.model.inspections import layers
from fieldkit.model.place_text import parse_place
from fieldkit.ui.runner.attaching import file_filter
from tests.office import picture
from tests.ui.runner.checklists import Desk, start

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldkit.model.workspace import Workspace

pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
SURVEY = [
    {"type": "audio", "name": "sound", "label": "เสียง"},
    {"type": "video", "name": "film", "label": "วิดีโอ"},
    {"type": "file", "name": "plan", "label": "แผนผัง"},
    {"type": "image", "name": "photo", "label": "ภาพ"},
    {"type": "image", "name": "marked", "label": "ภาพที่ชี้จุด", "appearance": "annotate"},
    {"type": "image", "name": "sketch", "label": "ภาพร่าง", "appearance": "draw"},
    {"type": "image", "name": "signed", "label": "ลายมือชื่อ", "appearance": "signature"},
    {"type": "text", "name": "words", "label": "ข้อความ"},
    {"type": "geopoint", "name": "place", "label": "พิกัด"},
]
MP3 = b"ID3\x03\x00\x00\x00\x00\x00\x21" + bytes(64)
PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def desk(qtbot: QtBot, office: Workspace, tmp_path: Path) -> Desk:
    return Desk(qtbot, start(office, tmp_path, SURVEY))


def place_of_row(desk: Desk) -> QPoint:
    view = desk.runner.view
    return view.visualRect(view.currentIndex()).center()


def drop(desk: Desk, name: str, *files: Path) -> None:
    """Let files fall on the row of a question, as the file manager does."""
    desk.stand(name)
    point = place_of_row(desk)
    desk.stand("words" if name != "words" else "sound")
    view = desk.runner.view
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(point, Qt.DropAction.CopyAction, data, buttons, keys)
    view.dragEnterEvent(enter)
    assert enter.isAccepted()
    view.dropEvent(QDropEvent(QPointF(point), Qt.DropAction.CopyAction, data, buttons, keys))
    path = desk.row_of(name).path
    assert desk.runner.here() == path
    desk.qtbot.waitUntil(lambda: len(desk.runner.inspection.photos(path)) >= len(files), timeout=20_000)


def test_recordings_and_documents_are_dropped_on_their_rows(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "pump.mp3").write_bytes(MP3)
    (tmp_path / "plan.pdf").write_bytes(PDF)
    drop(desk, "sound", tmp_path / "pump.mp3")
    drop(desk, "plan", tmp_path / "plan.pdf")
    assert desk.stored("sound") == "pump.mp3"
    assert "pump.mp3" in desk.row_of("sound").text
    assert "plan.pdf" in desk.spoken("plan")
    row = desk.runner.inspection.photos(desk.row_of("sound").path)[0]
    assert (row["media_type"], row["kind"]) == ("audio/mpeg", "file")
    assert desk.runner.inspection.workspace.attachments.read(row["sha256"]) == MP3


def test_a_file_of_the_wrong_kind_is_refused_and_the_next_one_is_taken(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "sound.mp3").write_bytes(b"MZ\x90\x00 a program")
    (tmp_path / "real.mp3").write_bytes(MP3)
    path = desk.stand("sound")
    with desk.qtbot.waitSignal(desk.runner.failed, timeout=20_000) as caught:
        desk.runner.attaching.add(path, [tmp_path / "sound.mp3", tmp_path / "real.mp3"])
    assert caught.args is not None
    assert "ไม่รู้จักชนิดของไฟล์" in caught.args[0].message("th")
    desk.qtbot.waitUntil(lambda: desk.stored("sound") == "real.mp3", timeout=20_000)


def test_what_this_computer_cannot_record_is_said(desk: Desk) -> None:
    assert "แนบไฟล์" in desk.row_of("film").second
    inspection = desk.runner.inspection
    assert "*.mp4" in file_filter(inspection, desk.row_of("film").path)
    assert "*.pdf" in file_filter(inspection, desk.row_of("plan").path)
    assert "*.jpg" in file_filter(inspection, desk.row_of("words").path)


def test_several_photos_of_one_question_and_one_on_a_text(desk: Desk, tmp_path: Path) -> None:
    for name in ("a.jpg", "b.jpg"):
        (tmp_path / name).write_bytes(picture(40, 30, "red" if name == "a.jpg" else "blue"))
    drop(desk, "photo", tmp_path / "a.jpg", tmp_path / "b.jpg")
    drop(desk, "words", tmp_path / "a.jpg")
    assert desk.stored("photo") == "a.jpg"
    assert desk.row_of("photo").photos == 2
    assert "2 ภาพ" in desk.spoken("photo")
    assert desk.stored("words") == ""
    assert desk.row_of("words").photos == 1


def test_a_picture_is_pasted_with_ctrl_v(desk: Desk) -> None:
    image = QImage(30, 20, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    QGuiApplication.clipboard().setImage(image)
    path = desk.stand("photo")
    desk.qtbot.keyClick(desk.runner.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    desk.qtbot.waitUntil(lambda: len(desk.runner.inspection.photos(path)) == 1, timeout=20_000)
    assert desk.stored("photo").endswith(".png")
    # In a text field too, as long as there is no text to paste.
    path = desk.stand("words")
    desk.qtbot.keyClick(desk.editor.field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    desk.qtbot.waitUntil(lambda: len(desk.runner.inspection.photos(path)) == 1, timeout=20_000)
    QGuiApplication.clipboard().clear()


def test_an_empty_clipboard_says_so(desk: Desk) -> None:
    QGuiApplication.clipboard().clear()
    desk.stand("photo")
    with desk.qtbot.waitSignal(desk.runner.failed) as caught:
        desk.qtbot.keyClick(desk.runner.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert caught.args is not None
    assert "คลิปบอร์ด" in caught.args[0].message("th")


def draw(desk: Desk, surface: object, points: list[tuple[int, int]]) -> None:
    button = Qt.MouseButton.LeftButton
    desk.qtbot.mousePress(surface, button, pos=QPoint(*points[0]))
    for x, y in points[1:]:
        desk.qtbot.mouseMove(surface, QPoint(x, y))
        # The offscreen platform moves without the pressed button; a hand does not.
        surface.mouseMoveEvent(_moved(x, y))  # type: ignore[attr-defined]
    desk.qtbot.mouseRelease(surface, button, pos=QPoint(*points[-1]))


def _moved(x: int, y: int) -> object:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent

    left = Qt.MouseButton.LeftButton
    here = QPointF(x, y)
    return QMouseEvent(QEvent.Type.MouseMove, here, here, left, left, Qt.KeyboardModifier.NoModifier)


LINE = [(60 + 12 * step, 30 + step % 3 * 8) for step in range(12)]


def test_a_signature_is_drawn_and_drawn_anew(desk: Desk) -> None:
    path = desk.stand("signed")
    sheet = desk.runner.drawing
    for _ in range(2):
        desk.qtbot.keyClick(desk.runner.view, Qt.Key.Key_Space)
        assert sheet.isVisible()
        draw(desk, sheet.signature, LINE)
        desk.qtbot.keyClick(sheet.signature, Qt.Key.Key_Return)
        assert not sheet.isVisible()
        assert desk.runner.here() == path
    assert len(desk.runner.inspection.photos(path)) == 1
    assert desk.stored("signed").endswith(".png")
    assert desk.row.state == "answered"


def test_escape_leaves_a_drawing_without_keeping_it(desk: Desk) -> None:
    path = desk.stand("sketch")
    desk.qtbot.keyClick(desk.runner.view, Qt.Key.Key_Space)
    draw(desk, desk.runner.drawing.pad, LINE)
    desk.qtbot.keyClick(desk.runner.drawing.pad, Qt.Key.Key_Escape)
    assert desk.runner.inspection.photos(path) == []
    desk.qtbot.keyClick(desk.runner.view, Qt.Key.Key_Space)
    draw(desk, desk.runner.drawing.pad, LINE)
    desk.qtbot.keyClick(desk.runner.drawing.pad, Qt.Key.Key_Return)
    assert len(desk.runner.inspection.photos(path)) == 1


def test_ctrl_z_takes_a_line_back_and_no_answer(desk: Desk) -> None:
    desk.stand("words")
    desk.qtbot.keyClicks(desk.editor.field, "kept")
    path = desk.stand("sketch")
    desk.qtbot.keyClick(desk.runner.view, Qt.Key.Key_Space)
    pad = desk.runner.drawing.pad
    draw(desk, pad, LINE)
    draw(desk, pad, [(x, y + 40) for x, y in LINE])
    desk.qtbot.keyClick(pad, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(pad.strokes) == 1
    assert desk.stored("words") == "kept"
    # Going to another question leaves the sheet.
    desk.stand("photo")
    assert not desk.runner.drawing.isVisible()
    assert desk.runner.inspection.photos(path) == []


def test_the_pane_shows_guidance_and_the_picture_of_the_question(
    qtbot: QtBot, office: Workspace, tmp_path: Path
) -> None:
    survey = [
        {
            "type": "text",
            "name": "q",
            "label": "วาล์ว",
            "hint": "ดูที่ท่อ",
            "guidance_hint": "หมุนตามเข็ม",
            "media::image": "valve.jpg",
            "media::audio": "missing.mp3",
        }
    ]
    desk = Desk(qtbot, start(office, tmp_path, survey, media={"valve.jpg": picture(60, 40)}))
    desk.stand("q")
    pane = desk.runner.pane
    assert pane._guidance.isVisible()
    assert desk.row.second == "ดูที่ท่อ"
    media = pane.media
    assert media.isVisible()
    assert media._picture.isVisible()
    assert "valve.jpg" in media._picture.accessibleName()
    assert not media._buttons["audio"].isVisible(), "what the checklist did not bring is not offered"
    media.grab()
    qtbot.waitUntil(lambda: media._picture._pictures.picture("valve.jpg") is not None, timeout=20_000)


def test_marks_on_a_photo_are_a_layer_and_the_photo_stays(desk: Desk, tmp_path: Path) -> None:
    original = picture(400, 300)
    (tmp_path / "valve.jpg").write_bytes(original)
    drop(desk, "marked", tmp_path / "valve.jpg")
    inspection = desk.runner.inspection
    path = desk.stand("marked")
    photo = inspection.photos(path)[0]
    for expected in (1, 2):
        desk.qtbot.keyClick(desk.runner.view, Qt.Key.Key_Space)
        assert len(desk.runner.drawing.pad.strokes) == expected - 1, "what was drawn before is there again"
        draw(desk, desk.runner.drawing.pad, [(x + 40 * expected, y + 60) for x, y in LINE])
        desk.qtbot.keyClick(desk.runner.drawing.pad, Qt.Key.Key_Return)
        layer = inspections.layer_of(inspection, photo["id"])
        assert layer is not None
        assert len(layers.load(inspection.workspace.attachments.read(layer["sha256"]))) == expected
    assert [row["id"] for row in inspection.photos(path)] == [photo["id"]]
    assert inspection.workspace.attachments.read(photo["sha256"]) == original
    assert desk.stored("marked") == "valve.jpg"


def photo_with_place() -> bytes:
    """Return a photo that says where it was taken: 16°26'24" N, 100°20'24" E."""
    from PIL import Image

    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (16.0, 26.0, 24.0), 3: "E", 4: (100.0, 20.0, 24.0)}
    file = io.BytesIO()
    Image.new("RGB", (40, 30)).save(file, "JPEG", exif=exif)
    return file.getvalue()


def test_a_place_is_taken_from_a_photo(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "gate.jpg").write_bytes(photo_with_place())
    drop(desk, "photo", tmp_path / "gate.jpg")
    desk.stand("place")
    desk.qtbot.keyClick(desk.editor.field, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    suggestions = desk.editor.suggestions
    assert suggestions is not None
    assert suggestions.words() == ["16.440000, 100.340000 · gate.jpg"]
    popup = QGuiApplication.focusObject()
    assert popup is not None
    from PySide6.QtWidgets import QApplication

    shown = QApplication.activePopupWidget()
    assert shown is not None
    desk.qtbot.keyClick(shown, Qt.Key.Key_Down)
    desk.qtbot.keyClick(shown, Qt.Key.Key_Return)
    assert desk.stored("place") == parse_place("16.44, 100.34").stored
