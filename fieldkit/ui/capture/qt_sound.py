"""A microphone of QtMultimedia: its level, and a file that grows while it records."""

from __future__ import annotations

from array import array
from collections import deque
from pathlib import Path

from PySide6.QtCore import QByteArray, QIODevice, QObject, Signal
from PySide6.QtMultimedia import (
    QAudioBuffer,
    QAudioBufferInput,
    QAudioDevice,
    QAudioFormat,
    QAudioSource,
    QMediaCaptureSession,
    QMediaDevices,
    QMediaFormat,
    QMediaRecorder,
    QtAudio,
)

from fieldkit.ui.capture.recording_file import RecordingFile
from fieldkit.ui.capture.troubles import MicrophoneGone, NotRecorded

RATE = 16_000  # speech and machines are told apart by it, at a third of the size of a disc's rate
_SAMPLES = QAudioFormat.SampleFormat
_LARGEST = {_SAMPLES.Int16: ("h", 32768.0), _SAMPLES.Int32: ("i", 2147483648.0), _SAMPLES.Float: ("f", 1.0)}
# A file that is cut anywhere can still be played: frames, pages and blocks that repeat their marks.
_FORMATS = (
    (QMediaFormat.FileFormat.AAC, QMediaFormat.AudioCodec.AAC),
    (QMediaFormat.FileFormat.Ogg, QMediaFormat.AudioCodec.Opus),
    (QMediaFormat.FileFormat.Ogg, QMediaFormat.AudioCodec.FLAC),
    (QMediaFormat.FileFormat.FLAC, QMediaFormat.AudioCodec.FLAC),
    (QMediaFormat.FileFormat.Wave, QMediaFormat.AudioCodec.Wave),
)


class SoundWriter(QObject):
    """Writes samples to a compressed file as they come.

    Attributes:
        failed: signal with a FieldkitError; ``stopped`` follows.
        stopped: signal when the file is whole.
    """

    failed = Signal(object)
    stopped = Signal()

    def __init__(self, form: QAudioFormat, bits: int, parent: QObject) -> None:
        """``form`` is what the samples are in, ``bits`` a second are written."""
        super().__init__(parent)
        self._form = form
        self._waiting: deque[bytes] = deque()
        self._bytes = 0
        self._file: RecordingFile | None = None
        self._ending = False
        self._trouble = False
        # Without a format of its own the input takes that of the first samples; with one, Qt 6.11 takes none.
        self._input = QAudioBufferInput(self)
        self._input.readyToSendAudioBuffer.connect(self._send)
        self._recorder = QMediaRecorder(self)
        self._recorder.setMediaFormat(_media_format())
        self._recorder.setAudioChannelCount(form.channelCount())
        self._recorder.setAudioSampleRate(form.sampleRate())
        self._recorder.setEncodingMode(QMediaRecorder.EncodingMode.AverageBitRateEncoding)
        self._recorder.setAudioBitRate(bits)
        self._recorder.errorOccurred.connect(self._fail)
        self._recorder.recorderStateChanged.connect(self._changed)
        self._session = QMediaCaptureSession(self)
        self._session.setAudioBufferInput(self._input)
        self._session.setRecorder(self._recorder)

    def begin(self, file: Path) -> None:
        """Open the file; raises OSError."""
        self._bytes, self._ending, self._trouble = 0, False, False
        self._waiting.clear()
        self._file = RecordingFile(file, self.seconds, self)
        self._file.refused.connect(self._refuse)
        self._recorder.setOutputDevice(self._file.device)
        self._recorder.record()

    def write(self, samples: bytes) -> None:
        """Take samples in."""
        if self._file is not None and not self._ending:
            self._waiting.append(samples)
            self._send()

    def end(self) -> None:
        """Finish the file."""
        if self._file is not None and not self._ending:
            self._send()
            self._ending = True
            self._recorder.stop()

    def seconds(self) -> float:
        """Return how much was taken in."""
        return self._form.durationForBytes(self._bytes) / 1e6

    def _send(self) -> None:
        while self._waiting:
            samples = self._waiting[0]
            if not self._input.sendAudioBuffer(QAudioBuffer(QByteArray(samples), self._form)):
                return  # its queue is full: it says when there is room
            self._bytes += len(samples)
            self._waiting.popleft()

    def _refuse(self, error: object) -> None:
        self._trouble = True
        self.failed.emit(error)
        self.end()

    def _fail(self, _error: object, words: str) -> None:
        if not self._trouble:
            self._trouble = True
            self.failed.emit(NotRecorded(words))
        self.end()
        # A recorder that never began does not stop either.
        self._changed(self._recorder.recorderState())

    def _changed(self, state: QMediaRecorder.RecorderState) -> None:
        if state == QMediaRecorder.RecorderState.StoppedState and self._file is not None:
            self._file.close()
            self._file = None
            self.stopped.emit()


class QtMicrophone(QObject):
    """A microphone of the system.

    Attributes:
        level, failed, stopped: as :class:`~fieldkit.ui.capture.sources.Microphone` says.
    """

    level = Signal(float)
    failed = Signal(object)
    stopped = Signal()

    def __init__(self, device: QAudioDevice, bits: int, parent: QObject) -> None:
        super().__init__(parent)
        self._device = device
        self._form = _best_format(device)
        self._source = QAudioSource(device, self._form, self)
        self._source.stateChanged.connect(self._state_changed)
        self._stream: QIODevice | None = None
        self._devices = QMediaDevices(self)
        self._devices.audioInputsChanged.connect(self._look_for_it)
        self._recording = self._paused = self._lost = False
        self._writer = SoundWriter(self._form, bits, self)
        self._writer.failed.connect(self.failed)
        self._writer.stopped.connect(self._written)

    def start(self) -> None:
        self._stream = self._source.start()
        if self._source.error() != QtAudio.Error.NoError:
            self.failed.emit(MicrophoneGone(self._device.description()))
            return
        self._stream.readyRead.connect(self._listen)

    def record(self, file: Path) -> None:
        self._writer.begin(file)
        self._recording, self._paused = True, False

    def pause(self, on: bool) -> None:
        self._paused = on

    def stop(self) -> None:
        self._writer.end()

    def seconds(self) -> float:
        return self._writer.seconds()

    def close(self) -> None:
        self._devices.audioInputsChanged.disconnect(self._look_for_it)
        self._source.stateChanged.disconnect(self._state_changed)
        self._source.stop()
        self._writer.end()
        if self._recording:
            self.stopped.connect(self.deleteLater)
        else:
            self.deleteLater()

    def _listen(self) -> None:
        samples = bytes(self._stream.readAll().data()) if self._stream is not None else b""
        if samples:
            self.level.emit(loudness(samples, self._form.sampleFormat()))
            if self._recording and not self._paused:
                self._writer.write(samples)

    def _written(self) -> None:
        self._recording = False
        self.stopped.emit()

    def _state_changed(self, state: QtAudio.State) -> None:
        if state == QtAudio.State.StoppedState and self._source.error() != QtAudio.Error.NoError:
            self._gone()

    def _look_for_it(self) -> None:
        if self._device.id() not in [device.id() for device in QMediaDevices.audioInputs()]:
            self._gone()

    def _gone(self) -> None:
        if self._lost:
            return
        self._lost = True
        self._source.stop()
        self.failed.emit(MicrophoneGone(self._device.description()))
        self._writer.end()


def loudness(samples: bytes, form: QAudioFormat.SampleFormat) -> float:
    """Return the largest swing among some of the samples, 0 to 1."""
    code, largest = _LARGEST.get(form, ("B", 255.0))
    values = array(code)
    values.frombytes(samples[: len(samples) // values.itemsize * values.itemsize])
    return min(max(map(abs, values[::4]), default=0) / largest, 1.0)


def _best_format(device: QAudioDevice) -> QAudioFormat:
    form = QAudioFormat()
    form.setSampleRate(RATE)
    form.setChannelCount(1)
    form.setSampleFormat(_SAMPLES.Int16)
    return form if device.isFormatSupported(form) else device.preferredFormat()


def _media_format() -> QMediaFormat:
    able = QMediaFormat.ConversionMode.Encode
    for container, codec in _FORMATS:
        form = QMediaFormat(container)
        if container in form.supportedFileFormats(able) and codec in form.supportedAudioCodecs(able):
            form.setAudioCodec(codec)
            return form
    form = QMediaFormat()
    form.resolveForEncoding(QMediaFormat.ResolveFlags.NoFlags)
    return form
