"""The laptop's camera by keyboard alone: pictures, films, codes; and without a camera."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from fieldkit.ui.capture.troubles import (
    CameraGone,
    NoMultimedia,
)
from tests.labels import code, file, on_page
from tests.ui.devices import MadeCamera, plain_picture
from tests.ui.runner.field import MKV, Field

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image
    from pytestqt.qtbot import QtBot

    from fieldkit.model.workspace import Workspace

Key = Qt.Key


@pytest.fixture
def desk(qtbot: QtBot, office: Workspace, tmp_path: Path) -> Field:
    return Field(qtbot, office, tmp_path)


def frame(picture: Image) -> QImage:
    """A picture as the camera gives it, with lines that are filled up."""
    plain = picture.convert("RGB")
    made = QImage(plain.tobytes(), plain.width, plain.height, 3 * plain.width, QImage.Format.Format_RGB888)
    return made.copy()


def test_two_pictures_are_taken_with_space_and_enter(desk: Field) -> None:
    path = desk.take("photo")
    sheet = desk.runner.taking.camera
    assert sheet.isVisible()
    assert sheet.hasFocus()
    desk.camera.frame.emit(plain_picture())
    assert not sheet.view.frame().isNull()
    desk.press(sheet, Key.Key_Space, Key.Key_Return)
    rows = desk.attached(path, 2)
    assert "2 ภาพ" in sheet.status.words()
    desk.press(sheet, Key.Key_Escape)
    assert not sheet.isVisible()
    assert desk.camera.calls[-1] == "close"
    assert desk.runner.here() == path
    assert desk.runner.view.hasFocus()
    assert rows[0]["media_type"] == "image/jpeg"
    assert rows[0]["taken_at"] == "2026-11-22T10:42:00+07:00"
    assert desk.stored("photo") == rows[0]["name"]


def test_the_camera_is_chosen_with_an_arrow_and_remembered(desk: Field) -> None:
    desk.take("photo")
    sheet = desk.runner.taking.camera
    assert desk.camera.key == "front"
    assert sheet.choice.isVisible()
    desk.press(sheet, Key.Key_Right)
    assert desk.camera.key == "usb"
    assert [made.calls[-1] for made in desk.devices.opened if isinstance(made, MadeCamera)] == [
        "close",
        "start",
    ]
    desk.press(sheet, Key.Key_Escape)
    desk.take("words")
    assert desk.camera.key == "usb"
    desk.devices.camera_names = desk.devices.camera_names[:1]
    desk.press(sheet, Key.Key_Escape)
    desk.take("photo")
    assert desk.camera.key == "front"
    assert not sheet.choice.isVisible()


def test_a_camera_unplugged_in_the_preview_is_said_and_comes_back(desk: Field) -> None:
    path = desk.take("photo")
    sheet = desk.runner.taking.camera
    desk.press(sheet, Key.Key_Space)
    desk.attached(path, 1)
    desk.camera.fail(CameraGone("USB"))
    assert sheet.stuck()
    assert "กล้องหยุดส่งภาพ" in sheet.accessibleDescription()
    # Space takes nothing from a camera that is gone.
    desk.press(sheet, Key.Key_Space)
    assert desk.camera.calls.count("take") == 1
    desk.press(sheet, Key.Key_Return)
    assert not sheet.stuck()
    desk.press(sheet, Key.Key_Space)
    desk.attached(path, 2)
    assert desk.runner.pane.take.trouble.isHidden(), "it has worked since"


def test_what_a_machine_cannot_do_is_said_at_the_question_with_the_way_of_files(desk: Field) -> None:
    desk.devices.camera_names = []
    path = desk.take("photo")
    sheet = desk.runner.taking.camera
    assert "ไม่มีกล้อง" in sheet.accessibleDescription()
    assert "F4" in sheet.accessibleDescription()
    with desk.qtbot.waitSignal(desk.runner.photos_wanted) as caught:
        desk.press(sheet, Key.Key_F4)
    assert caught.args == [path]
    assert not sheet.isVisible()
    assert "ไม่มีกล้อง" in desk.runner.pane.take.trouble.words()
    assert desk.runner.pane.take.trouble.isVisible()
    desk.stand("words")
    assert desk.runner.pane.take.trouble.isHidden(), "it belongs to its question"


@pytest.mark.parametrize("name", ["photo", "sound", "film", "tag"])
def test_without_qtmultimedia_each_question_says_so(desk: Field, name: str) -> None:
    desk.devices.refuse = NoMultimedia(ImportError("libpulse.so.0"))
    desk.take(name)
    taking = desk.runner.taking
    sheet = taking.sound if name == "sound" else taking.camera
    assert sheet.stuck()
    assert "libpulse.so.0" in sheet.accessibleDescription()
    desk.press(sheet, Key.Key_Escape)
    assert "ขาดส่วนประกอบ" in desk.runner.pane.take.trouble.words()


def test_the_sheet_follows_the_window(desk: Field) -> None:
    desk.take("photo")
    sheet = desk.runner.taking.camera
    desk.runner.resize(1100, 620)
    desk.qtbot.waitUntil(lambda: sheet.size() == desk.runner.view.size())
    assert sheet.mapToGlobal(sheet.rect().topLeft()) == desk.runner.view.mapToGlobal(
        desk.runner.view.rect().topLeft()
    )


def test_another_question_closes_the_camera(desk: Field) -> None:
    desk.take("photo")
    desk.stand("words")
    assert not desk.runner.taking.camera.isVisible()
    assert desk.camera.calls[-1] == "close"


def test_leaving_the_page_closes_the_camera(desk: Field) -> None:
    desk.take("photo")
    desk.runner.finish()
    assert desk.camera.calls[-1] == "close"


def test_a_code_is_read_from_the_camera_by_itself(desk: Field) -> None:
    desk.take("tag")
    sheet = desk.runner.taking.camera
    desk.camera.frame.emit(plain_picture())
    desk.qtbot.waitUntil(lambda: not sheet._reading, timeout=20_000)
    assert sheet.isVisible()
    desk.qtbot.waitUntil(lambda: sheet._since.elapsed() > 250)
    desk.camera.frame.emit(frame(code("เครื่อง-17", scale=7).resize((403, 403))))
    desk.qtbot.waitUntil(lambda: not sheet.isVisible(), timeout=20_000)
    assert desk.stored("tag") == "เครื่อง-17"
    assert desk.editor.text() == "เครื่อง-17"
    assert desk.camera.calls[-1] == "close"


def test_of_several_codes_in_a_dropped_picture_a_person_chooses(desk: Field, tmp_path: Path) -> None:
    (tmp_path / "labels.jpg").write_bytes(file(on_page(code("A-1"), code("B-2"), code("C-3"))))
    path = desk.stand("tag")
    desk.runner.attaching.add(path, [tmp_path / "labels.jpg"])
    sheet = desk.runner.taking.codes
    desk.qtbot.waitUntil(sheet.isVisible, timeout=20_000)
    assert "3 รหัส" in sheet.status.words()
    desk.press(sheet, Key.Key_Down, Key.Key_Return)
    assert desk.stored("tag") == "B-2"
    assert len(desk.attached(path, 1)) == 1, "the picture is kept as evidence"
    assert not sheet.isVisible()


def test_the_only_code_of_a_picture_becomes_the_answer_and_can_be_undone(desk: Field, tmp_path: Path) -> None:
    (tmp_path / "label.jpg").write_bytes(file(code("PUMP-7")))
    path = desk.stand("tag")
    desk.runner.attaching.add(path, [tmp_path / "label.jpg"])
    desk.qtbot.waitUntil(lambda: desk.stored("tag") == "PUMP-7", timeout=20_000)
    desk.runner.undo()
    assert desk.stored("tag") == ""


def test_an_answer_that_is_there_gives_way_only_to_a_person(desk: Field, tmp_path: Path) -> None:
    (tmp_path / "label.jpg").write_bytes(file(code("PUMP-7")))
    path = desk.stand("tag")
    desk.qtbot.keyClicks(desk.editor.field, "TYPED-1")
    desk.runner.attaching.add(path, [tmp_path / "label.jpg"])
    sheet = desk.runner.taking.codes
    desk.qtbot.waitUntil(sheet.isVisible, timeout=20_000)
    assert desk.stored("tag") == "TYPED-1"
    desk.press(sheet, Key.Key_Escape)
    assert desk.stored("tag") == "TYPED-1"


def test_a_picture_without_a_code_says_so_and_stays(desk: Field, tmp_path: Path) -> None:
    (tmp_path / "wall.jpg").write_bytes(file(code("x").resize((4, 4)).resize((300, 300))))
    path = desk.stand("tag")
    desk.runner.attaching.add(path, [tmp_path / "wall.jpg"])
    desk.attached(path, 1)
    desk.qtbot.waitUntil(lambda: "ไม่พบบาร์โค้ด" in desk.runner.pane.take.trouble.words(), timeout=20_000)


def test_half_a_picture_is_refused_and_what_is_typed_stays(desk: Field, tmp_path: Path) -> None:
    whole = file(code("X" * 200))
    (tmp_path / "half.jpg").write_bytes(whole[: len(whole) // 2])
    path = desk.stand("tag")
    desk.qtbot.keyClicks(desk.editor.field, "TYPED-1")
    with desk.qtbot.waitSignal(desk.runner.failed, timeout=20_000) as caught:
        desk.runner.attaching.add(path, [tmp_path / "half.jpg"])
    assert caught.args is not None
    assert "เสียหาย" in caught.args[0].message("th")
    desk.qtbot.waitUntil(lambda: desk.stored("tag") == "TYPED-1")
    assert desk.attached(path, 0) == []


def test_a_film_is_made_and_attached(desk: Field) -> None:
    path = desk.take("film")
    sheet = desk.runner.taking.camera
    desk.press(sheet, Key.Key_Space)
    desk.camera.give(MKV, 7)
    desk.qtbot.waitUntil(lambda: "0:07" in sheet.status.words())
    desk.press(sheet, Key.Key_Space, Key.Key_Space, Key.Key_Return)
    assert desk.camera.calls[:4] == ["start", "record", "pause", "go on"]
    [row] = desk.attached(path, 1)
    assert row["media_type"] == "video/x-matroska"
    assert str(row["name"]).endswith(".mkv")
    assert not sheet.isVisible()


def test_a_camera_unplugged_while_filming_keeps_the_film(desk: Field) -> None:
    path = desk.take("film")
    desk.press(desk.runner.taking.camera, Key.Key_Space)
    desk.camera.give(MKV, 2)
    desk.camera.fail(CameraGone("USB"))
    desk.attached(path, 1)
    assert desk.runner.taking.camera.stuck()
