"""The microphone by keyboard alone: recorded, cut off, played; and without one."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from fieldkit.model import recordings
from fieldkit.ui.capture.troubles import (
    DiskFull,
    MicrophoneGone,
    NoMultimedia,
    NotPlayable,
)
from tests.ui.devices import MadeDevices
from tests.ui.runner.checklists import Desk, start
from tests.ui.runner.field import AAC, SURVEY, Field

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldkit.model.workspace import Workspace

Key = Qt.Key


@pytest.fixture
def desk(qtbot: QtBot, office: Workspace, tmp_path: Path) -> Field:
    return Field(qtbot, office, tmp_path)


def test_sound_is_recorded_paused_and_kept(desk: Field) -> None:
    path = desk.take("sound")
    sheet = desk.runner.taking.sound
    assert desk.microphone.bits == 24_000, "quality=low"
    desk.microphone.level.emit(0.5)
    assert sheet.meter.share() > 0.8
    assert "record" not in desk.microphone.calls, "nothing is recorded before a person says so"
    desk.press(sheet, Key.Key_Space)
    desk.microphone.give(AAC, 65)
    desk.qtbot.waitUntil(lambda: sheet.time.text() == "1:05")
    desk.press(sheet, Key.Key_Space)
    assert "หยุด" in sheet.status.words()
    desk.press(sheet, Key.Key_Space)
    assert desk.microphone.calls == ["start", "record", "pause", "go on"]
    desk.press(sheet, Key.Key_Return)
    [row] = desk.attached(path, 1)
    assert row["media_type"] == "audio/aac"
    assert desk.stored("sound") == row["name"]
    assert desk.runner.inspection.workspace.attachments.read(str(row["sha256"])) == AAC
    assert desk.left_in_folder() == []
    assert not sheet.isVisible()
    assert desk.runner.here() == path


def test_escape_and_another_question_keep_what_was_recorded(desk: Field) -> None:
    path = desk.take("sound")
    desk.press(desk.runner.taking.sound, Key.Key_Space)
    desk.microphone.give(AAC, 3)
    desk.press(desk.runner.taking.sound, Key.Key_Escape)
    desk.attached(path, 1)
    desk.take("sound")
    desk.press(desk.runner.taking.sound, Key.Key_Space)
    desk.microphone.give(AAC, 3)
    desk.stand("words")
    desk.attached(path, 2)


def test_a_full_disk_stops_the_recording_and_keeps_it(desk: Field) -> None:
    path = desk.take("sound")
    sheet = desk.runner.taking.sound
    desk.press(sheet, Key.Key_Space)
    desk.microphone.give(AAC, 3)
    desk.microphone.fail(DiskFull("/data"))
    desk.attached(path, 1)
    assert sheet.stuck()
    assert "ดิสก์เต็ม" in sheet.accessibleDescription()
    assert "ดิสก์เต็ม" in desk.runner.pane.take.trouble.words()


def test_a_file_that_cannot_be_begun_is_said(desk: Field) -> None:
    desk.take("sound")
    desk.microphone.refusal = OSError(errno.ENOSPC, "No space left on device")
    desk.press(desk.runner.taking.sound, Key.Key_Space)
    assert "No space left" in desk.runner.taking.sound.accessibleDescription()
    assert desk.left_in_folder() == []


def test_an_unplugged_microphone_keeps_what_was_recorded(desk: Field) -> None:
    path = desk.take("sound")
    desk.press(desk.runner.taking.sound, Key.Key_Space)
    desk.microphone.give(AAC, 3)
    desk.microphone.fail(MicrophoneGone("USB"))
    desk.attached(path, 1)
    assert "ไมโครโฟนหยุด" in desk.runner.taking.sound.accessibleDescription()


def test_a_recording_without_a_sound_is_none(desk: Field) -> None:
    path = desk.take("sound")
    desk.press(desk.runner.taking.sound, Key.Key_Space)
    assert desk.microphone.file is not None
    desk.microphone.file.write_bytes(b"")
    desk.press(desk.runner.taking.sound, Key.Key_Return)
    desk.qtbot.waitUntil(lambda: desk.left_in_folder() == [], timeout=20_000)
    assert desk.attached(path, 0) == []


def test_a_recording_that_was_cut_off_is_there_after_the_next_start(
    qtbot: QtBot, office: Workspace, tmp_path: Path
) -> None:
    inspection = start(office, tmp_path, SURVEY)
    path = next(node.path for node in inspection.instance.walk() if node.name == "sound")
    cut = recordings.begin(office.folder, inspection.id, path, "pump.aac")
    cut.file.write_bytes(AAC)
    desk = Desk(qtbot, inspection, devices=MadeDevices())
    qtbot.waitUntil(lambda: desk.stored("sound") == "pump.aac", timeout=20_000)
    assert recordings.left_behind(office.folder, inspection.id) == []


def test_a_recording_is_played_from_its_tile(desk: Field, tmp_path: Path) -> None:
    (tmp_path / "pump.aac").write_bytes(AAC)
    path = desk.stand("sound")
    desk.runner.attaching.add(path, [tmp_path / "pump.aac"])
    desk.attached(path, 1)
    tile = desk.runner.pane.photos._first
    assert tile is not None
    desk.qtbot.keyClick(tile, Key.Key_Return)
    sheet = desk.runner.taking.player
    desk.qtbot.waitUntil(sheet.isVisible, timeout=20_000)
    assert desk.player.data == AAC
    assert desk.player.on
    desk.press(sheet, Key.Key_Right)
    assert sheet.time.text() == "0:05 / 0:10"
    desk.press(sheet, Key.Key_Left, Key.Key_Left, Key.Key_Space)
    assert (desk.player.place, desk.player.on) == (0.0, False)
    desk.press(sheet, Key.Key_Escape)
    assert desk.player.closed
    assert desk.runner.here() == path


@pytest.mark.parametrize("missing", [True, False])
def test_what_cannot_be_played_here_opens_elsewhere(desk: Field, tmp_path: Path, missing: bool) -> None:
    (tmp_path / "pump.aac").write_bytes(AAC)
    path = desk.stand("sound")
    desk.runner.attaching.add(path, [tmp_path / "pump.aac"])
    [row] = desk.attached(path, 1)
    if missing:
        desk.devices.refuse = NoMultimedia(ImportError("libpulse.so.0"))
    desk.runner.pane.photo_opened.emit(str(row["id"]))
    sheet = desk.runner.taking.player
    desk.qtbot.waitUntil(sheet.isVisible, timeout=20_000)
    if not missing:
        desk.player.failed.emit(NotPlayable("no decoder"))
    assert sheet.stuck()
    with desk.qtbot.waitSignal(desk.runner.photo_opened) as caught:
        desk.press(sheet, Key.Key_Return)
    assert caught.args == [row["id"]]
