"""Where a receiver's sentences come from: a serial port, or a pipe or file that grows."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QIODevice, QObject, QTimer, Signal, SignalInstance
from PySide6.QtSerialPort import QSerialPort

from fieldkit.ui.capture.troubles import ReceiverGone, ReceiverNotOpened

if TYPE_CHECKING:
    from fieldkit.ui.capture.receiver import Receiver

POLL = 200  # milliseconds between two looks into a pipe or file
_AT_ONCE = 1 << 16


class Lines(Protocol):
    """Bytes as they arrive, until ``failed`` or ``close``."""

    @property
    def arrived(self) -> SignalInstance: ...

    @property
    def failed(self) -> SignalInstance: ...

    def start(self) -> None: ...

    def close(self) -> None: ...

    def setParent(self, parent: QObject, /) -> None: ...


class PortLines(QObject):
    """Reads a serial port.

    Attributes:
        arrived: signal with bytes.
        failed: signal with a FieldkitError.
    """

    arrived = Signal(bytes)
    failed = Signal(object)

    def __init__(self, receiver: Receiver, parent: QObject) -> None:
        super().__init__(parent)
        self._name = receiver.port
        self._port = QSerialPort(self)
        self._port.setPortName(receiver.port)
        self._port.setBaudRate(receiver.speed)
        self._port.readyRead.connect(self._read)
        self._port.errorOccurred.connect(self._fail)

    def start(self) -> None:
        # What goes wrong is told by errorOccurred.
        self._port.open(QIODevice.OpenModeFlag.ReadOnly)

    def close(self) -> None:
        self._port.errorOccurred.disconnect(self._fail)
        self._port.close()

    def _read(self) -> None:
        self.arrived.emit(bytes(self._port.readAll().data()))

    def _fail(self, error: QSerialPort.SerialPortError) -> None:
        kinds = QSerialPort.SerialPortError
        if error in (kinds.NoError, kinds.TimeoutError):
            return
        if error in (kinds.ResourceError, kinds.ReadError):
            self.failed.emit(ReceiverGone(self._name))
        else:
            self.failed.emit(ReceiverNotOpened(self._name, self._port.errorString()))


class PathLines(QObject):
    """Follows a pipe, a device or a file: what was in a file before is old, so only what is added counts.

    Attributes:
        arrived, failed: as :class:`PortLines` has them.
    """

    arrived = Signal(bytes)
    failed = Signal(object)

    def __init__(self, receiver: Receiver, parent: QObject) -> None:
        super().__init__(parent)
        self._path = receiver.path
        self._file = -1
        self._is_pipe = self._has_end = False
        self._timer = QTimer(self, interval=POLL)
        self._timer.timeout.connect(self._read)

    def start(self) -> None:
        try:
            # A pipe that nobody writes to must not hold the window up.
            self._file = os.open(
                self._path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
            )
            kind = os.fstat(self._file).st_mode
            if stat.S_ISREG(kind):
                os.lseek(self._file, 0, os.SEEK_END)
        except OSError as error:
            self.close()
            self.failed.emit(ReceiverNotOpened(self._path, error.strerror or str(error)))
            return
        self._is_pipe = stat.S_ISFIFO(kind)
        self._timer.start()

    def close(self) -> None:
        self._timer.stop()
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _read(self) -> None:
        try:
            data = os.read(self._file, _AT_ONCE)
        except BlockingIOError:
            return
        except OSError:
            self._end()
            return
        if data:
            self._has_end = self._is_pipe
            self.arrived.emit(data)
        elif self._has_end:
            # Nothing comes from a pipe before its writer is there, too.
            self._end()

    def _end(self) -> None:
        self.close()
        self.failed.emit(ReceiverGone(self._path))
