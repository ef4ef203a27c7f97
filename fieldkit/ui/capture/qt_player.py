"""Plays a recording from memory: nothing of it is written to the disk."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMetaObject, QObject, Qt, QUrl, Signal
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer, QVideoFrame, QVideoSink

from fieldkit.ui.capture.troubles import NotPlayable


class QtPlayer(QObject):
    """A player of QtMultimedia.

    Attributes:
        frame, moved, failed: as :class:`~fieldkit.ui.capture.sources.Player` says.
    """

    frame = Signal(QImage)
    moved = Signal()
    failed = Signal(object)

    def __init__(self, data: bytes, name: str, parent: QObject) -> None:
        """``name`` tells the format where the bytes do not."""
        super().__init__(parent)
        self._name = name
        self._buffer = QBuffer(self)
        self._buffer.setData(QByteArray(data))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._player = QMediaPlayer(self)
        self._player.setAudioOutput(QAudioOutput(self))
        self._sink = QVideoSink(self)
        self._sink.videoFrameChanged.connect(self._show)
        self._player.setVideoSink(self._sink)
        self._player.positionChanged.connect(lambda _place: self.moved.emit())
        self._player.durationChanged.connect(lambda _length: self.moved.emit())
        self._player.playbackStateChanged.connect(lambda _state: self.moved.emit())
        self._player.errorOccurred.connect(lambda _error, words: self.failed.emit(NotPlayable(words)))

    def start(self) -> None:
        self._player.setSourceDevice(self._buffer, QUrl(self._name))
        self._player.play()

    def close(self) -> None:
        self._player.errorOccurred.disconnect()
        # By the event loop, where Python's lock is free: stop() waits for threads of the player, and a thread
        # that shows a frame may be waiting for that lock.
        QMetaObject.invokeMethod(self._player, "stop", Qt.ConnectionType.QueuedConnection)
        self.deleteLater()

    def play(self, on: bool) -> None:
        self._player.play() if on else self._player.pause()

    def playing(self) -> bool:
        return self._player.playbackState() == QMediaPlayer.PlaybackState.PlayingState

    def seek(self, seconds: float) -> None:
        self._player.setPosition(max(0, min(round(seconds * 1000), self._player.duration())))

    def seconds(self) -> float:
        return self._player.position() / 1000

    def length(self) -> float:
        return self._player.duration() / 1000

    def _show(self, frame: QVideoFrame) -> None:
        picture = frame.toImage()
        if not picture.isNull():
            self.frame.emit(picture)
