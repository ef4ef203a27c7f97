"""Plays a recording or a film of a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QProgressBar, QWidget

from fieldkit.ui.capture.picture_view import PictureView
from fieldkit.ui.capture.sheet import CaptureSheet, clock
from fieldkit.ui.capture.troubles import NoMultimedia, NotPlayable
from fieldkit.ui.labels import label

if TYPE_CHECKING:
    from fieldkit.errors import FieldkitError, Language
    from fieldkit.ui.capture.sources import Devices, Player

STEP = 5.0  # seconds that an arrow goes


class PlayerSheet(CaptureSheet):
    """Plays; Space pauses, arrows go five seconds, Enter opens what cannot be played elsewhere.

    Attributes:
        elsewhere: signal with the attachment's id that another program shall open.
    """

    elsewhere = Signal(str)
    TAKES_FILES = False

    def __init__(self, over: QWidget, language: Language, devices: Devices) -> None:
        super().__init__(over, language)
        self._devices = devices
        self._data = b""
        self._name = ""
        self._attachment = ""
        self._player: Player | None = None
        self.view = PictureView("play", self.tr("Film"))
        self.time = label("", "figure")
        self.time.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.line = QProgressBar()
        self.line.setTextVisible(False)
        self.line.setAccessibleName(self.tr("Place in the recording"))
        self.body.addStretch(1)
        self.body.addWidget(self.view, 100)
        self.body.addWidget(self.time)
        self.body.addWidget(self.line)
        self.body.addStretch(1)
        self.again.setText(self.tr("Open elsewhere (Enter)"))
        self.main = self.action("", "play", primary=True)
        self.main.clicked.connect(self.act)

    def open_for(
        self, data: bytes, name: str, attachment: str, *, film: bool, area: QWidget, path: str
    ) -> None:
        """Appear over ``area`` and play the bytes of an attachment."""
        if self.path:
            self.leave()
        self._data, self._name, self._attachment = data, name, attachment
        self.view.setVisible(film)
        self.view.show_frame(QImage())
        self.open_over(area, path, name)

    def begin(self) -> None:
        try:
            player = self._devices.player(self._data, self._name, self)
        except NoMultimedia as error:
            raise NotPlayable(error.place) from error
        player.frame.connect(self.view.show_frame)
        player.moved.connect(self._show_place)
        player.failed.connect(self._fail)
        self._player = player
        self._show_place()
        player.start()

    def end(self) -> None:
        player, self._player = self._player, None
        if player is not None:
            player.frame.disconnect(self.view.show_frame)
            player.moved.disconnect(self._show_place)
            player.failed.disconnect(self._fail)
            player.close()

    def act(self) -> None:
        if self._player is not None:
            self._player.play(not self._player.playing())

    def pressed(self, key: Qt.Key) -> bool:
        step = {Qt.Key.Key_Left: -STEP, Qt.Key.Key_Right: STEP}.get(key)
        if self._player is None:
            return False
        if key == Qt.Key.Key_Space:
            self.act()
        elif key == Qt.Key.Key_Home:
            self._player.seek(0)
        elif step is not None:
            self._player.seek(self._player.seconds() + step)
        else:
            return False
        return True

    def retry(self) -> None:
        """Let another program open what could not be played here."""
        attachment = self._attachment
        self.leave()
        self.elsewhere.emit(attachment)

    def _fail(self, error: FieldkitError) -> None:
        self.stop_with(error)

    def _show_place(self) -> None:
        if self._player is None:
            return
        place, length = self._player.seconds(), self._player.length()
        self.time.setText(f"{clock(place)} / {clock(length)}" if length else clock(place))
        self.line.setRange(0, max(1, round(length * 10)))
        self.line.setValue(round(place * 10))
        playing = self._player.playing()
        self.main.setText(self.tr("Pause (Space)") if playing else self.tr("Play (Space)"))
        self.say(self.tr("Space pauses, ← and → go five seconds, Home goes to the start"))
