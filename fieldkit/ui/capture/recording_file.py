"""The file of a recording: written through at once, watched for a full disk and for its greatest size."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFile, QIODevice, QObject, QTimer, Signal

from fieldkit.model.inspections.files import MAX_FILE_BYTES
from fieldkit.ui.capture.troubles import DiskFull, RecordingFull

if TYPE_CHECKING:
    from collections.abc import Callable

LEAST_FREE = 20 << 20
"""Bytes that stay free for the answers."""
MOST = MAX_FILE_BYTES - (2 << 20)
STANDSTILL = 15
"""Seconds of recording without a byte on the disk: containers write every few seconds."""


class RecordingFile(QObject):
    """An open file for QMediaRecorder.

    The recorder is given a device, not a name: with a name FFmpeg keeps everything it has in memory for long,
    and reports a full disk only at the end.

    Attributes:
        refused: signal with the FieldkitError after which recording has to stop; what came before is kept.
    """

    refused = Signal(object)

    def __init__(self, file: Path, recorded: Callable[[], float], parent: QObject) -> None:
        """Open ``file``; raises OSError. ``recorded`` says how many seconds went into it."""
        super().__init__(parent)
        file.parent.mkdir(exist_ok=True)
        self._path = file
        self._recorded = recorded
        self._size, self._at = 0, 0.0
        self.device = QFile(str(file), self)
        mode = QIODevice.OpenModeFlag
        if not self.device.open(mode.WriteOnly | mode.Unbuffered):
            raise OSError(None, self.device.errorString(), str(file))
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self.look()

    def look(self) -> None:
        """Look whether the recording may go on."""
        size = self._path.stat().st_size if self._path.exists() else 0
        if size > self._size:
            self._size, self._at = size, self._recorded()
        try:
            room = shutil.disk_usage(self._path.parent).free
        except OSError:
            room = 0
        if room < LEAST_FREE or self._recorded() - self._at > STANDSTILL:
            self._refuse(DiskFull(str(self._path.parent)))
        elif size >= MOST:
            self._refuse(RecordingFull(MOST >> 20))

    def _refuse(self, error: DiskFull | RecordingFull) -> None:
        self._timer.stop()
        # The recorder has just begun when the first look is from the constructor.
        QTimer.singleShot(0, self, lambda: self.refused.emit(error))

    def close(self) -> None:
        """Close the file."""
        self._timer.stop()
        self.device.close()
