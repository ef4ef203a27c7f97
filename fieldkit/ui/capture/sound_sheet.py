"""A recording for a question: level, time, pause; it grows on the disk while one speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from fieldkit.ui.capture.device_choice import DeviceChoice
from fieldkit.ui.capture.level_meter import LevelMeter
from fieldkit.ui.capture.sheet import CaptureSheet, clock
from fieldkit.ui.capture.troubles import NotRecorded
from fieldkit.ui.labels import label, restyle

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldkit.errors import FieldkitError, Language
    from fieldkit.model.recordings import Recording
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.capture.sources import Devices, Microphone

BITS = {"low": 24_000, "voice-only": 24_000}
"""Bits a second for the parameter ``quality`` of the question; "normal" is what it means without one."""
NORMAL = 64_000


class SoundSheet(CaptureSheet):
    """Uses a microphone; Space records, pauses and goes on, Enter stops and keeps.

    Attributes:
        recorded: signal (Recording) when a recording is whole.
    """

    recorded = Signal(object)

    def __init__(
        self,
        over: QWidget,
        language: Language,
        workspace: Workspace,
        devices: Devices,
        begin_file: Callable[[str], Recording],
    ) -> None:
        """``begin_file`` makes room for a recording of the question at a path; it may raise OSError."""
        super().__init__(over, language)
        self._devices = devices
        self._begin_file = begin_file
        self._bits = NORMAL
        self._microphone: Microphone | None = None
        self._recording: Recording | None = None
        self._paused = False
        self.choice = DeviceChoice(workspace, "microphone", self.tr("Microphone"))
        self.choice.chosen.connect(lambda _key: self._change())
        self.meter = LevelMeter()
        self.time = label("0:00", "figure")
        self.time.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.body.addWidget(self.choice)
        self.body.addStretch(1)
        self.body.addWidget(self.time)
        self.body.addWidget(self.meter)
        self.body.addStretch(2)
        self.main = self.action(self.tr("Record (Space)"), "mic", primary=True)
        self.main.clicked.connect(self._turn)
        self.keep = self.action(self.tr("Stop and keep (Enter)"), "check")
        self.keep.clicked.connect(self.act)
        self._tick = QTimer(self, interval=250)
        self._tick.timeout.connect(self._show_time)

    def open_for(self, quality: str, area: QWidget, path: str, title: str) -> None:
        """Appear over ``area``; ``quality`` is the question's parameter."""
        if self.path:
            self.leave()
        self._bits = BITS.get(quality, NORMAL)
        self.open_over(area, path, title)

    def begin(self) -> None:
        key = self.choice.show_devices(self._devices.microphones())
        microphone = self._devices.microphone(key, self, self._bits)
        microphone.level.connect(self.meter.show_level)
        microphone.failed.connect(self._fail)
        microphone.stopped.connect(self._written)
        self._microphone = microphone
        self._show_state()
        microphone.start()

    def end(self) -> None:
        self._tick.stop()
        microphone, self._microphone = self._microphone, None
        if microphone is not None:
            microphone.level.disconnect(self.meter.show_level)
            microphone.failed.disconnect(self._fail)
            recording, self._recording = self._recording, None
            if recording is not None:
                # It is whole a little later, when the sheet may have gone.
                microphone.stopped.disconnect(self._written)
                microphone.stopped.connect(lambda: self.recorded.emit(recording))
            microphone.close()

    def records(self) -> bool:
        return self._recording is not None

    def act(self) -> None:
        if self._microphone is not None and self._recording is not None:
            self._microphone.stop()
        else:
            self._turn()

    def pressed(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_Space:
            self._turn()
            return True
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(key, 0)
        return bool(step) and self._recording is None and self.choice.step(step)

    def _turn(self) -> None:
        """Begin, pause or go on."""
        if self._microphone is None:
            return
        if self._recording is not None:
            self._paused = not self._paused
            self._microphone.pause(self._paused)
        else:
            self._begin_recording(self._microphone)
        self._show_state()

    def _begin_recording(self, microphone: Microphone) -> None:
        recording = None
        try:
            recording = self._begin_file(self.path)
            microphone.record(recording.file)
        except OSError as error:
            if recording is not None:
                recording.forget()
            self.stop_with(NotRecorded(error.strerror or str(error)))
            return
        self._recording, self._paused = recording, False
        self._tick.start()

    def _change(self) -> None:
        if self._recording is None:
            self.end()
            self._start()

    def _fail(self, error: FieldkitError) -> None:
        self.stop_with(error)

    def _written(self) -> None:
        recording, self._recording = self._recording, None
        self._tick.stop()
        if recording is None:
            return
        self.recorded.emit(recording)
        if self.path and not self._stuck:
            self.leave()

    def _show_time(self) -> None:
        if self._microphone is not None and self._recording is not None:
            self.time.setText(clock(self._microphone.seconds()))

    def _show_state(self) -> None:
        running = self._recording is not None
        self.keep.setVisible(running)
        self.show_ways(not running)
        restyle(self.time, tone="fail" if running and not self._paused else "")
        if not running:
            self.time.setText(clock(0))
            self.main.setText(self.tr("Record (Space)"))
            self.say(self.tr("Speak: the bars move. Nothing is recorded yet."))
        elif self._paused:
            self.main.setText(self.tr("Go on (Space)"))
            self.say(self.tr("Paused"))
        else:
            self.main.setText(self.tr("Pause (Space)"))
            self.say(self.tr("Recording"))
