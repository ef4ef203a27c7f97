"""The devices of this laptop; the parts of Qt that know them are loaded when the first one is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject

from fieldkit.ui.capture.sources import Device
from fieldkit.ui.capture.troubles import (
    NoCamera,
    NoMicrophone,
    NoMultimedia,
    NoPositioning,
    ReceiverNotOpened,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtMultimedia import QAudioDevice, QCameraDevice

    from fieldkit.ui.capture.receiver import Receiver
    from fieldkit.ui.capture.sources import Camera, Microphone, Player, PositionSource

    Known = TypeVar("Known", QAudioDevice, QCameraDevice)


class Machine:
    """Implements :class:`~fieldkit.ui.capture.sources.Devices` with Qt."""

    def cameras(self) -> Sequence[Device]:
        """Return the cameras, the system's first choice first; raises NoMultimedia and NoCamera."""
        return _told(_cameras())

    def camera(self, key: str, owner: QObject, *, films: bool = False) -> Camera:
        """Return a camera; raises NoMultimedia and NoCamera."""
        known = _cameras()
        from fieldkit.ui.capture.qt_camera import QtCamera

        return QtCamera(_chosen(known, key), owner, films=films)

    def microphones(self) -> Sequence[Device]:
        """Return the microphones, the system's first choice first; raises NoMultimedia and NoMicrophone."""
        return _told(_microphones())

    def microphone(self, key: str, owner: QObject, bits: int) -> Microphone:
        """Return a microphone; raises NoMultimedia and NoMicrophone."""
        known = _microphones()
        from fieldkit.ui.capture.qt_sound import QtMicrophone

        return QtMicrophone(_chosen(known, key), bits, owner)

    def player(self, data: bytes, name: str, owner: QObject) -> Player:
        """Return a player of a recording; raises NoMultimedia."""
        try:
            from fieldkit.ui.capture.qt_player import QtPlayer
        except ImportError as error:
            raise NoMultimedia(error) from error
        return QtPlayer(data, name, owner)

    def ports(self) -> Sequence[Device]:
        """Return the serial ports; raises NoPositioning."""
        try:
            from PySide6.QtSerialPort import QSerialPortInfo
        except ImportError as error:
            raise NoPositioning(str(error)) from error
        return [
            Device(port.portName(), " · ".join(filter(None, (port.portName(), port.description()))))
            for port in QSerialPortInfo.availablePorts()
        ]

    def position(self, receiver: Receiver, owner: QObject) -> PositionSource:
        """Return the source of positions that was chosen; raises NoPositioning and ReceiverNotOpened."""
        try:
            from fieldkit.ui.capture.lines import PathLines, PortLines
            from fieldkit.ui.capture.qt_position import ReceiverPosition, SystemPosition
        except ImportError as error:
            raise NoPositioning(str(error)) from error
        if receiver.kind == "system":
            return SystemPosition(owner)
        if not (receiver.port if receiver.kind == "port" else receiver.path):
            raise ReceiverNotOpened("", "–")
        lines = PortLines(receiver, owner) if receiver.kind == "port" else PathLines(receiver, owner)
        return ReceiverPosition(lines, owner)


def _cameras() -> list[QCameraDevice]:
    try:
        from PySide6.QtMultimedia import QMediaDevices
    except ImportError as error:
        raise NoMultimedia(error) from error
    known = _first(QMediaDevices.videoInputs(), QMediaDevices.defaultVideoInput())
    if not known:
        raise NoCamera
    return known


def _microphones() -> list[QAudioDevice]:
    try:
        from PySide6.QtMultimedia import QMediaDevices
    except ImportError as error:
        raise NoMultimedia(error) from error
    known = _first(QMediaDevices.audioInputs(), QMediaDevices.defaultAudioInput())
    if not known:
        raise NoMicrophone
    return known


def _key(device: QAudioDevice | QCameraDevice) -> str:
    return bytes(device.id().data()).decode("utf-8", "replace")


def _first(known: Sequence[Known], first: Known) -> list[Known]:
    return sorted(known, key=lambda device: device.id() != first.id())


def _told(known: Sequence[QAudioDevice | QCameraDevice]) -> list[Device]:
    return [Device(_key(device), device.description()) for device in known]


def _chosen(known: Sequence[Known], key: str) -> Known:
    return next((device for device in known if _key(device) == key), known[0])
