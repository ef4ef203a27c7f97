"""Positions from the system's location service, and from a receiver that sends NMEA 0183."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QIODevice, QObject, Signal
from PySide6.QtPositioning import QGeoPositionInfo, QGeoPositionInfoSource, QNmeaPositionInfoSource

from fieldkit.model.nmea import Listener
from fieldkit.ui.capture.sources import Fix, Reception
from fieldkit.ui.capture.troubles import NoPositioning, PositionRefused

if TYPE_CHECKING:
    from fieldkit.ui.capture.lines import Lines

# Metres that one unit of HDOP stands for. Qt gives twice the product (95 %); half of the usual 5 m makes it
# the radius for 68 %, which is what phones write into a geopoint.
_RANGE_ERROR = 2.5
# Sources of Qt that want to be told a port by an environment variable, or that know nothing.
_NOT_THE_SYSTEM = frozenset({"nmea", "positionpoll"})


class SystemPosition(QObject):
    """The location service of the system.

    Attributes:
        found, heard, failed: as :class:`~fieldkit.ui.capture.sources.PositionSource` says; nothing is heard.
    """

    found = Signal(object)
    heard = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        """Raises NoPositioning."""
        super().__init__(parent)
        names = [name for name in QGeoPositionInfoSource.availableSources() if name not in _NOT_THE_SYSTEM]
        sources = (QGeoPositionInfoSource.createSource(name, self) for name in names)
        source = next(filter(None, sources), None)
        if source is None:
            raise NoPositioning
        self._source = source
        source.positionUpdated.connect(self._update)
        source.errorOccurred.connect(self._fail)

    def start(self) -> None:
        self._source.startUpdates()

    def close(self) -> None:
        self._source.errorOccurred.disconnect(self._fail)
        self._source.stopUpdates()
        self.deleteLater()

    def _update(self, info: QGeoPositionInfo) -> None:
        fix = fix_of(info)
        if fix is not None:
            self.found.emit(fix)

    def _fail(self, error: QGeoPositionInfoSource.Error) -> None:
        kinds = QGeoPositionInfoSource.Error
        if error in (kinds.NoError, kinds.UpdateTimeoutError):
            return
        self.failed.emit(PositionRefused() if error == kinds.AccessError else NoPositioning())


class _Stream(QIODevice):
    """Hands on what has arrived: Qt's source and the listener read the same bytes."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._held = b""
        self.open(QIODevice.OpenModeFlag.ReadOnly)

    def put(self, data: bytes) -> None:
        self._held += data
        self.readyRead.emit()

    def isSequential(self) -> bool:
        return True

    def bytesAvailable(self) -> int:
        return len(self._held) + super().bytesAvailable()

    def canReadLine(self) -> bool:
        return b"\n" in self._held or super().canReadLine()

    def readData(self, most: int) -> bytes:
        taken, self._held = self._held[:most], self._held[most:]
        return taken

    def writeData(self, _data: QByteArray | bytes | bytearray | memoryview, _most: int) -> int:
        return -1


class ReceiverPosition(QObject):
    """A satellite receiver.

    Attributes:
        found, heard, failed: as :class:`~fieldkit.ui.capture.sources.PositionSource` says.
    """

    found = Signal(object)
    heard = Signal(object)
    failed = Signal(object)

    def __init__(self, lines: Lines, parent: QObject) -> None:
        super().__init__(parent)
        lines.setParent(self)
        self._lines = lines
        self._listener = Listener()
        self._stream = _Stream(self)
        self._source = QNmeaPositionInfoSource(QNmeaPositionInfoSource.UpdateMode.RealTimeMode, self)
        self._source.setUserEquivalentRangeError(_RANGE_ERROR)
        self._source.setDevice(self._stream)
        self._source.positionUpdated.connect(self._update)
        lines.arrived.connect(self._take)
        lines.failed.connect(self.failed)

    def start(self) -> None:
        self._source.startUpdates()
        self._lines.start()

    def close(self) -> None:
        self._lines.close()
        self._source.stopUpdates()
        self.deleteLater()

    def _take(self, data: bytes) -> None:
        self._listener.feed(data)
        heard = self._listener.heard
        self.heard.emit(Reception(heard.sentences, heard.spoilt, heard.quality, heard.satellites))
        self._stream.put(data)

    def _update(self, info: QGeoPositionInfo) -> None:
        fix = fix_of(info, self._listener.heard.accuracy)
        if fix is not None:
            self.found.emit(fix)


def fix_of(info: QGeoPositionInfo, accuracy: float | None = None) -> Fix | None:
    """Return what Qt found, None for no place; an ``accuracy`` that the receiver told comes first."""
    place = info.coordinate()
    if not info.isValid() or not place.isValid():
        return None
    kind = QGeoPositionInfo.Attribute.HorizontalAccuracy
    if accuracy is None and info.hasAttribute(kind):
        accuracy = info.attribute(kind)
    altitude = place.altitude()
    return Fix(
        place.latitude(),
        place.longitude(),
        altitude if math.isfinite(altitude) else None,
        accuracy if accuracy is not None and math.isfinite(accuracy) else None,
    )
