"""A desk with devices that the test holds: what the questions are, what was taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from fieldkit.model import recordings
from fieldkit.ui.capture.sources import Fix
from tests.ui.devices import MadeCamera, MadeDevices, MadeMicrophone, MadePlayer, MadePosition
from tests.ui.runner.checklists import Desk, start

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.capture.sheet import CaptureSheet

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
SURVEY = [
    {"type": "image", "name": "photo", "label": "ภาพถังดับเพลิง"},
    {"type": "audio", "name": "sound", "label": "เสียงปั๊ม", "parameters": "quality=low"},
    {"type": "video", "name": "film", "label": "วิดีโอ"},
    {"type": "barcode", "name": "tag", "label": "ป้ายเครื่องจักร"},
    {
        "type": "geopoint",
        "name": "place",
        "label": "พิกัดปล่อง",
        "parameters": "capture-accuracy=5 warning-accuracy=20",
    },
    {"type": "geopoint", "name": "gate", "label": "พิกัดประตู"},
    {"type": "text", "name": "words", "label": "ข้อความ"},
]
AAC = b"\xff\xf1\x60\x40\x3f\x3f\xfc" + bytes(400)
MKV = b"\x1a\x45\xdf\xa3" + b"\x42\x82\x88matroska" + bytes(400)
GATE = Fix(16.43981, 100.34802, 45.4, 4.6)


class Field(Desk):
    """A desk whose devices the test holds."""

    def __init__(self, qtbot: QtBot, office: Workspace, tmp_path: Path) -> None:
        self.devices = MadeDevices()
        super().__init__(qtbot, start(office, tmp_path, SURVEY), devices=self.devices)

    def take(self, name: str) -> str:
        """Press the key of the device at the question called ``name``; return its path."""
        path = self.stand(name)
        focus = self.runner.focusWidget()
        assert focus is not None
        self.qtbot.keyClick(focus, Key.Key_F4, SHIFT)
        return path

    def press(self, sheet: CaptureSheet, *keys: Qt.Key) -> None:
        for key in keys:
            self.qtbot.keyClick(sheet, key)

    @property
    def camera(self) -> MadeCamera:
        return next(made for made in reversed(self.devices.opened) if isinstance(made, MadeCamera))

    @property
    def microphone(self) -> MadeMicrophone:
        return next(made for made in reversed(self.devices.opened) if isinstance(made, MadeMicrophone))

    @property
    def player(self) -> MadePlayer:
        return next(made for made in reversed(self.devices.opened) if isinstance(made, MadePlayer))

    @property
    def source(self) -> MadePosition:
        return next(made for made in reversed(self.devices.opened) if isinstance(made, MadePosition))

    def attached(self, path: str, count: int) -> list[dict[str, object]]:
        """Wait until the question has so many files."""
        inspection = self.runner.inspection
        self.qtbot.waitUntil(lambda: len(inspection.photos(path)) == count, timeout=20_000)
        return inspection.photos(path)

    def left_in_folder(self) -> list[str]:
        folder = self.runner.inspection.workspace.folder / recordings.FOLDER
        return sorted(entry.name for entry in folder.glob("*"))
