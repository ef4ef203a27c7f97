"""The camera over the questions: pictures, a film, or codes that are read as they are held up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from fieldkit.model.barcodes import FrameReader
from fieldkit.ui.capture.device_choice import DeviceChoice
from fieldkit.ui.capture.picture_view import PictureView
from fieldkit.ui.capture.sheet import CaptureSheet, clock
from fieldkit.ui.capture.troubles import NotRecorded
from fieldkit.ui.jobs import run

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldkit.errors import FieldkitError, Language
    from fieldkit.model.barcodes import Code
    from fieldkit.model.recordings import Recording
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.capture.sources import Camera, Devices
    from fieldkit.ui.jobs import Job

Mode = Literal["photo", "film", "codes"]
BETWEEN = 200  # milliseconds between two frames in which codes are looked for
FRAME_EDGE = 1280  # pixels of the longer side: enough for a label at arm's length


class CameraSheet(CaptureSheet):
    """Uses a camera; Space and Enter take, the arrows go to the next camera.

    Attributes:
        taken: signal (path, QImage).
        codes_read: signal (path, tuple of Code).
        filmed: signal (Recording) when a film is whole.
    """

    taken = Signal(str, QImage)
    codes_read = Signal(str, object)
    filmed = Signal(object)

    def __init__(
        self,
        over: QWidget,
        language: Language,
        workspace: Workspace,
        devices: Devices,
        begin_file: Callable[[str], Recording],
    ) -> None:
        """``begin_file`` makes room for a film of the question at a path; it may raise OSError."""
        super().__init__(over, language)
        self._devices = devices
        self._begin_file = begin_file
        self._mode: Mode = "photo"
        self._camera: Camera | None = None
        self._film: Recording | None = None
        self._paused = False
        self._count = 0
        self.choice = DeviceChoice(workspace, "camera", self.tr("Camera"))
        self.choice.chosen.connect(lambda _key: self._change())
        self.view = PictureView("camera", self.tr("What the camera sees"))
        self.body.addWidget(self.choice)
        self.body.addWidget(self.view, 1)
        self.main = self.action("", "camera", primary=True)
        self.main.clicked.connect(self.act)
        self._reader: FrameReader | None = None
        self._reading = False
        self._since = QElapsedTimer()
        self._tick = QTimer(self, interval=250)
        self._tick.timeout.connect(self._show_time)

    def open_for(self, mode: Mode, area: QWidget, path: str, title: str) -> None:
        """Appear over ``area`` for pictures, a film or codes of the question at ``path``."""
        if self.path:
            self.leave()
        self._mode = mode
        self.open_over(area, path, title)

    def begin(self) -> None:
        self._count = 0
        self.view.show_frame(QImage())
        key = self.choice.show_devices(self._devices.cameras())
        camera = self._devices.camera(key, self, films=self._mode == "film")
        camera.frame.connect(self._show)
        camera.taken.connect(self._take_in)
        camera.failed.connect(self._fail)
        camera.stopped.connect(self._filmed)
        self._camera = camera
        self.main.setVisible(self._mode != "codes")
        self._show_words()
        camera.start()

    def end(self) -> None:
        self._tick.stop()
        camera, self._camera = self._camera, None
        if camera is not None:
            camera.frame.disconnect(self._show)
            camera.taken.disconnect(self._take_in)
            camera.failed.disconnect(self._fail)
            film, self._film = self._film, None
            if film is not None:
                # It is whole a little later, when the sheet may have gone.
                camera.stopped.disconnect(self._filmed)
                camera.stopped.connect(lambda: self.filmed.emit(film))
            camera.close()
        reader, self._reader = self._reader, None
        if reader is not None and not self._reading:
            reader.close()

    def records(self) -> bool:
        return self._film is not None

    def act(self) -> None:
        if self._camera is None or self._mode == "codes":
            return
        if self._mode == "photo":
            self._camera.take()
        elif self._film is None:
            self._begin_film(self._camera)
        else:
            self._camera.stop()

    def pressed(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_Space:
            self._pause() if self._film is not None else self.act()
            return True
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(key, 0)
        return bool(step) and self._film is None and self.choice.step(step)

    def _change(self) -> None:
        if self._film is None:
            self.end()
            self._start()

    # --- pictures

    def _take_in(self, picture: QImage) -> None:
        self._count += 1
        self.say(self.tr("%n picture(s) taken", "", self._count))
        self.taken.emit(self.path, picture)

    def _fail(self, error: FieldkitError) -> None:
        self.stop_with(error)

    # --- codes

    def _show(self, frame: QImage) -> None:
        self.view.show_frame(frame)
        if self._mode != "codes" or self._reading or self._stuck:
            return
        if self._since.isValid() and self._since.elapsed() < BETWEEN:
            return
        self._since.start()
        if self._reader is None:
            self._reader = FrameReader()
        reader, path = self._reader, self.path
        self._reading = True

        def read(_job: Job[tuple[Code, ...]]) -> tuple[Code, ...]:
            return reader.read(*grey(frame))

        run(self, read, lambda codes: self._read(reader, path, codes))

    def _read(self, reader: FrameReader, path: str, codes: tuple[Code, ...]) -> None:
        self._reading = False
        if reader is not self._reader:
            reader.close()  # the sheet was left while it read
        elif codes and path == self.path:
            self.leave()
            self.codes_read.emit(path, codes)

    # --- films

    def _begin_film(self, camera: Camera) -> None:
        film = None
        try:
            film = self._begin_file(self.path)
            camera.record(film.file)
        except OSError as error:
            if film is not None:
                film.forget()
            self.stop_with(NotRecorded(error.strerror or str(error)))
            return
        self._film, self._paused = film, False
        self._tick.start()
        self._show_words()

    def _pause(self) -> None:
        if self._camera is not None:
            self._paused = not self._paused
            self._camera.pause(self._paused)
            self._show_time()

    def _filmed(self) -> None:
        film, self._film = self._film, None
        self._tick.stop()
        if film is None:
            return
        self.filmed.emit(film)
        if self.path and not self._stuck:
            self.leave()

    def _show_time(self) -> None:
        if self._camera is not None and self._film is not None:
            words = self.tr("Paused {0}") if self._paused else self.tr("Filming {0}")
            self.say(words.format(clock(self._camera.seconds())))

    def _show_words(self) -> None:
        if self._mode == "codes":
            self.say(self.tr("Hold the code in front of the camera; it is read by itself."))
        elif self._mode == "photo":
            self.main.setText(self.tr("Take the picture (Space)"))
        elif self._film is None:
            self.main.setText(self.tr("Film (Space)"))
        else:
            self.main.setText(self.tr("Stop and keep (Enter)"))
            self._show_time()


def grey(frame: QImage) -> tuple[bytes, int, int]:
    """Return a frame as bytes of grey with width and height, made smaller where it is large."""
    if max(frame.width(), frame.height()) > FRAME_EDGE:
        frame = frame.scaled(
            FRAME_EDGE,
            FRAME_EDGE,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    plain = frame.convertToFormat(QImage.Format.Format_Grayscale8)
    width, height, line = plain.width(), plain.height(), plain.bytesPerLine()
    lines = memoryview(plain.constBits())
    # Each line is filled up to four bytes.
    return b"".join(lines[row * line : row * line + width] for row in range(height)), width, height
