"""Devices made for tests: they give what a test tells them to, when it tells them to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from fieldkit.errors import FieldkitError
from fieldkit.ui.capture.receiver import Receiver
from fieldkit.ui.capture.sources import Camera, Device, Microphone, Player, PositionSource
from fieldkit.ui.capture.troubles import NoCamera, NoMicrophone


def plain_picture(colour: Qt.GlobalColor = Qt.GlobalColor.darkGreen) -> QImage:
    """What the camera sees."""
    picture = QImage(640, 480, QImage.Format.Format_RGB32)
    picture.fill(colour)
    return picture


class Recording(QObject):
    """A device that records; the test says how many bytes have come."""

    failed = Signal(object)
    stopped = Signal()

    def __init__(self, key: str, owner: QObject) -> None:
        super().__init__(owner)
        self.key = key
        self.calls: list[str] = []
        self.file: Path | None = None
        self.refusal: OSError | None = None
        self.length = 0.0

    def start(self) -> None:
        self.calls.append("start")

    def record(self, file: Path) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.calls.append("record")
        self.file = file

    def give(self, data: bytes, seconds: float) -> None:
        """Let something be recorded."""
        assert self.file is not None
        with self.file.open("ab") as file:
            file.write(data)
        self.length += seconds

    def pause(self, on: bool) -> None:
        self.calls.append("pause" if on else "go on")

    def stop(self) -> None:
        if self.file is not None:
            self.file = None
            self.stopped.emit()

    def seconds(self) -> float:
        return self.length

    def close(self) -> None:
        self.calls.append("close")
        self.stop()

    def fail(self, error: FieldkitError) -> None:
        """End as an unplugged device does: it says so, and what was recorded becomes whole."""
        self.failed.emit(error)
        self.stop()


class MadeCamera(Recording):
    """A camera."""

    frame = Signal(QImage)
    taken = Signal(QImage)

    def take(self) -> None:
        self.calls.append("take")
        self.taken.emit(plain_picture())


class MadeMicrophone(Recording):
    """A microphone."""

    level = Signal(float)
    bits = 0


class MadePlayer(QObject):
    """A player of ten seconds."""

    frame = Signal(QImage)
    moved = Signal()
    failed = Signal(object)

    def __init__(self, data: bytes, name: str, owner: QObject) -> None:
        super().__init__(owner)
        self.data, self.name = data, name
        self.place, self.on, self.closed = 0.0, False, False

    def start(self) -> None:
        self.play(True)

    def close(self) -> None:
        self.closed = True

    def play(self, on: bool) -> None:
        self.on = on
        self.moved.emit()

    def playing(self) -> bool:
        return self.on

    def seek(self, seconds: float) -> None:
        self.place = min(max(seconds, 0.0), self.length())
        self.moved.emit()

    def seconds(self) -> float:
        return self.place

    def length(self) -> float:
        return 10.0


class MadePosition(QObject):
    """A source of positions."""

    found = Signal(object)
    heard = Signal(object)
    failed = Signal(object)

    def __init__(self, receiver: Receiver, owner: QObject) -> None:
        super().__init__(owner)
        self.receiver = receiver
        self.closed = False

    def start(self) -> None:
        """It waits for the test."""

    def close(self) -> None:
        self.closed = True


Made = TypeVar("Made", MadeCamera, MadeMicrophone, MadePlayer, MadePosition)


class MadeDevices:
    """Two cameras and a microphone; ``refuse`` is raised instead of any of them."""

    def __init__(self) -> None:
        self.camera_names = [Device("front", "Front"), Device("usb", "USB")]
        self.microphone_names = [Device("mic", "Built-in")]
        self.port_names = [Device("ttyUSB0", "ttyUSB0 · GNSS")]
        self.refuse: FieldkitError | None = None
        self.opened: list[MadeCamera | MadeMicrophone | MadePlayer | MadePosition] = []

    def cameras(self) -> Sequence[Device]:
        self._refuse()
        if not self.camera_names:
            raise NoCamera
        return self.camera_names

    def camera(self, key: str, owner: QObject, *, films: bool = False) -> Camera:
        return self._open(MadeCamera(key, owner))

    def microphones(self) -> Sequence[Device]:
        self._refuse()
        if not self.microphone_names:
            raise NoMicrophone
        return self.microphone_names

    def microphone(self, key: str, owner: QObject, bits: int) -> Microphone:
        made = self._open(MadeMicrophone(key, owner))
        made.bits = bits
        return made

    def player(self, data: bytes, name: str, owner: QObject) -> Player:
        self._refuse()
        return self._open(MadePlayer(data, name, owner))

    def ports(self) -> Sequence[Device]:
        self._refuse()
        return self.port_names

    def position(self, receiver: Receiver, owner: QObject) -> PositionSource:
        self._refuse()
        return self._open(MadePosition(receiver, owner))

    def _refuse(self) -> None:
        if self.refuse is not None:
            raise self.refuse

    def _open(self, made: Made) -> Made:
        self.opened.append(made)
        return made
