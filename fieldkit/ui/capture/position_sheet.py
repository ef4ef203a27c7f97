"""Where the laptop is, as it is measured: how good, how many satellites, how old."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from fieldkit.ui.capture.sheet import CaptureSheet
from fieldkit.ui.labels import label, restyle
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldkit.errors import FieldkitError, Language
    from fieldkit.ui.capture.receiver import Receiver
    from fieldkit.ui.capture.sources import Devices, Fix, PositionSource, Reception

STALE = 15.0
"""Seconds after which a position is no longer where the person stands."""
SILENT = 5.0
"""Seconds without a word of a receiver after which that is said."""
PATIENCE = 60.0
"""Seconds after which the system's service is not waited for without another way being told."""


def quality_words(quality: str) -> str:
    """Return what the quality of a fix is called."""
    translate = QCoreApplication.translate
    return {
        "none": translate("PositionSheet", "no fix yet"),
        "gps": translate("PositionSheet", "satellite fix"),
        "dgps": translate("PositionSheet", "satellite fix with correction"),
        "rtk": translate("PositionSheet", "surveying grade (RTK)"),
        "estimated": translate("PositionSheet", "estimated, without satellites"),
        "simulated": translate("PositionSheet", "simulated: not a real position"),
    }.get(quality, "")


class PositionSheet(CaptureSheet):
    """Shows the measured place; Enter takes it.

    Attributes:
        measured: signal (path, Fix).
    """

    measured = Signal(str, object)
    TAKES_FILES = False

    def __init__(
        self,
        over: QWidget,
        language: Language,
        devices: Devices,
        receiver: Callable[[], Receiver],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """``receiver`` says what was chosen in the settings; ``now`` counts seconds."""
        super().__init__(over, language)
        self._devices = devices
        self._receiver = receiver
        self._now = now
        self._capture: float | None = None
        self._warning = 0.0
        self._source: PositionSource | None = None
        self._fix: Fix | None = None
        self._fixed_at = self._heard_at = 0.0
        self._reception: Reception | None = None
        self.accuracy = label("", "figure")
        self.place = label("", "strong")
        self.facts = WrapLabel("")
        for words in (self.accuracy, self.place, self.facts):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.body.addStretch(1)
        for words in (self.accuracy, self.place, self.facts):
            self.body.addWidget(words)
        self.body.addStretch(2)
        self.main = self.action(self.tr("Take this place (Enter)"), "map-pin", primary=True)
        self.main.clicked.connect(self.act)
        self._tick = QTimer(self, interval=500)
        self._tick.timeout.connect(self.look)

    def open_for(self, capture: float | None, warning: float, area: QWidget, path: str, title: str) -> None:
        """Appear over ``area``; ``capture`` and ``warning`` are the question's limits of accuracy in metres.

        A place as accurate as ``capture`` is taken by itself, as in ODK Collect.
        """
        if self.path:
            self.leave()
        self._capture, self._warning = capture, warning
        self.open_over(area, path, title)

    def begin(self) -> None:
        self._fix = self._reception = None
        self._heard_at = self._now()
        source = self._devices.position(self._receiver(), self)
        source.found.connect(self._found)
        source.heard.connect(self._hear)
        source.failed.connect(self._fail)
        self._source = source
        self._tick.start()
        self.look()
        source.start()

    def end(self) -> None:
        self._tick.stop()
        source, self._source = self._source, None
        if source is not None:
            source.found.disconnect(self._found)
            source.heard.disconnect(self._hear)
            source.failed.disconnect(self._fail)
            source.close()

    def act(self) -> None:
        """Take the place that is shown; one that is old, simulated or not there is not taken."""
        if self._fix is not None and self._usable():
            path, fix = self.path, self._fix
            self.leave()
            self.measured.emit(path, fix)

    def pressed(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_Space:
            self.act()
            return True
        return False

    def _found(self, fix: Fix) -> None:
        self._fix, self._fixed_at = fix, self._now()
        self.look()
        good = self._capture is not None and fix.accuracy is not None and fix.accuracy <= self._capture
        if good:
            self.act()

    def _hear(self, reception: Reception) -> None:
        self._reception, self._heard_at = reception, self._now()
        if reception.quality == "none" and reception.sentences:
            # It had a place and lost the satellites: the old one ages.
            self.look()

    def _fail(self, error: FieldkitError) -> None:
        self.stop_with(error)

    def _age(self) -> float:
        return self._now() - self._fixed_at

    def _usable(self) -> bool:
        simulated = self._reception is not None and self._reception.quality == "simulated"
        return self._fix is not None and self._age() <= STALE and not simulated

    def look(self) -> None:
        """Show how things stand now; the age of a place grows by itself."""
        fix = self._fix
        self.main.setEnabled(self._usable())
        if fix is None:
            self.accuracy.setText("–")
            self.place.setText("")
        else:
            self.accuracy.setText(
                self.tr("± {0} m").format(_metres(fix.accuracy))
                if fix.accuracy is not None
                else self.tr("± ?")
            )
            self.place.setText(f"{fix.latitude:.6f}, {fix.longitude:.6f}")
        doubtful = fix is not None and (fix.accuracy is None or fix.accuracy > self._warning)
        restyle(self.accuracy, tone="" if fix is None else "warn" if doubtful or not self._usable() else "ok")
        self.facts.set_words(self._facts())
        self.say(self._state())

    def _facts(self) -> str:
        parts = []
        if self._reception is not None:
            parts.append(quality_words(self._reception.quality))
            if self._reception.satellites is not None:
                parts.append(self.tr("%n satellite(s)", "", self._reception.satellites))
        if self._fix is not None:
            parts.append(self.tr("%n second(s) old", "", int(self._age())))
        return " · ".join(parts)

    def _state(self) -> str:
        if self._fix is None:
            return self._waiting()
        if self._reception is not None and self._reception.quality == "simulated":
            return self.tr("The receiver simulates: its place is not taken")
        if self._age() > STALE:
            return self.tr("This place is old: wait for a new one under the open sky")
        if self._fix.accuracy is None:
            return self.tr("How accurate this is, is not known")
        if self._fix.accuracy > self._warning:
            return self.tr("Not accurate: worse than {0} m. Wait, or take it all the same").format(
                _metres(self._warning)
            )
        if self._capture is not None:
            return self.tr("Is taken by itself at {0} m, or now with Enter").format(_metres(self._capture))
        return self.tr("Enter takes this place")

    def _waiting(self) -> str:
        heard = self._reception
        waited = self._now() - self._heard_at
        silent = waited > SILENT
        if heard is not None and not heard.sentences and heard.spoilt:
            return self.tr("What the receiver sends cannot be read: choose another speed in the settings")
        if heard is not None and silent:
            return self.tr("The receiver has fallen silent: check the cable")
        by_system = self._receiver().kind == "system"
        if by_system and waited > PATIENCE:
            return self.tr(
                "The system tells no position: choose a receiver in the settings, or type the place"
            )
        if heard is None and silent and not by_system:
            return self.tr("The receiver sends nothing: check the cable and the port in the settings")
        return self.tr("Looking for the place; under the open sky it goes faster")


def _metres(value: float) -> str:
    return f"{value:.1f}" if value < 10 else f"{value:.0f}"
