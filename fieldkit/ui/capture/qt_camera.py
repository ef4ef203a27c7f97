"""A camera of QtMultimedia: preview, pictures, films."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import (
    QAudioInput,
    QCamera,
    QCameraDevice,
    QImageCapture,
    QMediaCaptureSession,
    QMediaDevices,
    QMediaFormat,
    QMediaRecorder,
    QVideoFrame,
    QVideoSink,
)

from fieldkit.ui.capture.recording_file import RecordingFile
from fieldkit.ui.capture.troubles import CameraGone, NoPicture, NotRecorded

PREVIEW = 50  # milliseconds between two shown frames: twenty a second do not warm the laptop
SILENCE = 6_000  # milliseconds without a frame after which the camera counts as gone
FILM_BITS = 1_200_000  # seven minutes fit into the largest file that is exchanged
# A file that is cut off can be played up to there; MP4 cannot.
_FILMS = (QMediaFormat.FileFormat.Matroska, QMediaFormat.FileFormat.WebM, QMediaFormat.FileFormat.AVI)


class QtCamera(QObject):
    """A camera of the system.

    Attributes:
        frame, taken, failed, stopped: as :class:`~fieldkit.ui.capture.sources.Camera` says.
    """

    frame = Signal(QImage)
    taken = Signal(QImage)
    failed = Signal(object)
    stopped = Signal()

    def __init__(self, device: QCameraDevice, parent: QObject, *, films: bool) -> None:
        super().__init__(parent)
        self._device = device
        self._camera = QCamera(device, self)
        self._camera.errorOccurred.connect(self._camera_failed)
        self._sink = QVideoSink(self)
        self._sink.videoFrameChanged.connect(self._show)
        self._session = QMediaCaptureSession(self)
        self._session.setCamera(self._camera)
        self._session.setVideoSink(self._sink)
        self._capture = QImageCapture(self)
        self._capture.imageCaptured.connect(lambda _id, picture: self.taken.emit(picture))
        self._capture.errorOccurred.connect(lambda _id, _error, words: self.failed.emit(NoPicture(words)))
        self._session.setImageCapture(self._capture)
        self._recorder: QMediaRecorder | None = None
        self._file: RecordingFile | None = None
        self._trouble = self._lost = False
        if films:
            self._prepare_films()
        self._since = QElapsedTimer()
        self._silence = QTimer(self, singleShot=True, interval=SILENCE)
        self._silence.timeout.connect(self._gone)
        self._devices = QMediaDevices(self)
        self._devices.videoInputsChanged.connect(self._look_for_it)

    def _prepare_films(self) -> None:
        if QMediaDevices.audioInputs():
            self._session.setAudioInput(QAudioInput(self))
        self._recorder = QMediaRecorder(self)
        self._recorder.setMediaFormat(_film_format())
        self._recorder.setEncodingMode(QMediaRecorder.EncodingMode.AverageBitRateEncoding)
        self._recorder.setVideoBitRate(FILM_BITS)
        self._recorder.errorOccurred.connect(self._recording_failed)
        self._recorder.recorderStateChanged.connect(self._changed)
        self._session.setRecorder(self._recorder)

    def start(self) -> None:
        self._silence.start()
        self._camera.start()

    def take(self) -> None:
        # A picture that is not taken is told by errorOccurred.
        self._capture.capture()

    def record(self, file: Path) -> None:
        assert self._recorder is not None
        self._trouble = False
        self._file = RecordingFile(file, self.seconds, self)
        self._file.refused.connect(self._refuse)
        self._recorder.setOutputDevice(self._file.device)
        self._recorder.record()

    def pause(self, on: bool) -> None:
        if self._recorder is not None:
            self._recorder.pause() if on else self._recorder.record()

    def stop(self) -> None:
        if self._recorder is not None:
            self._recorder.stop()

    def seconds(self) -> float:
        return self._recorder.duration() / 1000 if self._recorder is not None else 0.0

    def close(self) -> None:
        self._silence.stop()
        self._devices.videoInputsChanged.disconnect(self._look_for_it)
        self._camera.errorOccurred.disconnect(self._camera_failed)
        self.stop()
        self._camera.stop()
        if self._file is None:
            self.deleteLater()
        else:
            self.stopped.connect(self.deleteLater)

    def _show(self, frame: QVideoFrame) -> None:
        self._silence.start()
        if self._since.isValid() and self._since.elapsed() < PREVIEW:
            return
        self._since.start()
        picture = frame.toImage()
        if not picture.isNull():
            self.frame.emit(picture)

    def _camera_failed(self, error: QCamera.Error, _words: str) -> None:
        if error != QCamera.Error.NoError:
            self._gone()

    def _look_for_it(self) -> None:
        if self._device.id() not in [device.id() for device in QMediaDevices.videoInputs()]:
            self._gone()

    def _gone(self) -> None:
        if self._lost:
            return
        self._lost = True
        self._silence.stop()
        self._camera.stop()
        self.failed.emit(CameraGone(self._device.description()))
        self.stop()

    def _refuse(self, error: object) -> None:
        self._trouble = True
        self.failed.emit(error)
        self.stop()

    def _recording_failed(self, _error: object, words: str) -> None:
        if not self._trouble:
            self._trouble = True
            self.failed.emit(NotRecorded(words))
        # A recorder that never began does not stop either.
        if self._recorder is not None:
            self._changed(self._recorder.recorderState())

    def _changed(self, state: QMediaRecorder.RecorderState) -> None:
        if state == QMediaRecorder.RecorderState.StoppedState and self._file is not None:
            self._file.close()
            self._file = None
            self.stopped.emit()


def _film_format() -> QMediaFormat:
    able = QMediaFormat.ConversionMode.Encode
    form = QMediaFormat()
    supported = form.supportedFileFormats(able)
    form = QMediaFormat(
        next((kind for kind in _FILMS if kind in supported), QMediaFormat.FileFormat.UnspecifiedFormat)
    )
    form.resolveForEncoding(QMediaFormat.ResolveFlags.RequiresVideo)
    return form
