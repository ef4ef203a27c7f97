"""Where the laptop takes its position from: chosen and tried in the settings."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout

from fieldkit.errors import FieldkitError
from fieldkit.ui import theme
from fieldkit.ui.buttons import Button
from fieldkit.ui.capture.position_sheet import quality_words
from fieldkit.ui.capture.receiver import SPEEDS, Receiver
from fieldkit.ui.card import Card
from fieldkit.ui.labels import label, restyle
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from fieldkit.errors import Language
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.capture.sources import Devices, Fix, PositionSource, Reception

TRIAL = 60.0  # seconds; a receiver that has just been plugged in needs half a minute for its first fix
WIDTH = 340


class ReceiverCard(Card):
    """System service, serial port or path, the speed, and a button that tries it; kept at once."""

    def __init__(self, workspace: Workspace, devices: Devices, language: Language) -> None:
        super().__init__(self.tr("Position"))
        self._workspace = workspace
        self._devices = devices
        self._language = language
        self._listed = False
        self._source: PositionSource | None = None
        self._reception: Reception | None = None
        self._fix: Fix | None = None
        self._begun = 0.0
        self.add(WrapLabel(self.tr("Where questions for a place measure it (Shift+F4)."), "quiet"))
        self.source = QComboBox()
        self.source.activated.connect(lambda _place: self._chosen())
        self.speed = QComboBox()
        for speed in SPEEDS:
            self.speed.addItem(self.tr("{0} bits a second").format(speed), speed)
        self.speed.activated.connect(lambda _place: self._keep())
        self.path = QLineEdit()
        self.path.setPlaceholderText("/dev/…")
        self.path.editingFinished.connect(self._keep)
        self._speed_words = label(self.tr("Speed"), "caption")
        self._path_words = label(self.tr("File or pipe that the receiver writes"), "caption")
        self._add_field(label(self.tr("Taken from"), "caption"), self.source)
        self._add_field(self._speed_words, self.speed)
        self._add_field(self._path_words, self.path)
        self.test = Button(self.tr("Try"), "locate-fixed")
        self.test.clicked.connect(self._turn)
        self.outcome = WrapLabel("")
        row = QHBoxLayout()
        row.addWidget(self.test)
        row.addStretch(1)
        self.body.addLayout(row)
        self.add(self.outcome)
        self._tick = QTimer(self, interval=1000)
        self._tick.timeout.connect(self._look)

    def _add_field(self, words: QLabel, field: QComboBox | QLineEdit) -> None:
        field.setAccessibleName(words.text())
        words.setBuddy(field)
        field.setMaximumWidth(theme.current().px(WIDTH))
        if isinstance(field, QComboBox):
            field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(words)
        column.addWidget(field)
        self.body.addLayout(column)

    def list_ports(self) -> None:
        """Show the ports that are there now; called when the page is opened, for it loads a part of Qt."""
        receiver = Receiver.of(self._workspace)
        self.source.clear()
        self.source.addItem(self.tr("The system's location service"), ("system", ""))
        try:
            ports = list(self._devices.ports())
        except FieldkitError:
            ports = []
        for port in ports:
            self.source.addItem(self.tr("Port {0}").format(port.name), ("port", port.key))
        if receiver.kind == "port" and receiver.port not in [port.key for port in ports]:
            words = self.tr("Port {0} (not plugged in)").format(receiver.port)
            self.source.addItem(words, ("port", receiver.port))
        self.source.addItem(self.tr("A file or pipe"), ("path", ""))
        wanted = (receiver.kind, receiver.port if receiver.kind == "port" else "")
        choices = [tuple(self.source.itemData(place)) for place in range(self.source.count())]
        self.source.setCurrentIndex(choices.index(wanted))
        self.speed.setCurrentIndex(SPEEDS.index(receiver.speed))
        self.path.setText(receiver.path)
        self._listed = True
        self._show_fields()

    def _chosen(self) -> None:
        self._keep()
        self._show_fields()

    def _receiver(self) -> Receiver:
        kind, port = self.source.currentData()
        return Receiver(kind, port, self.speed.currentData(), self.path.text().strip())

    def _keep(self) -> None:
        self._stop("")
        if self._listed and self._receiver() != Receiver.of(self._workspace):
            self._receiver().keep(self._workspace)

    def _show_fields(self) -> None:
        kind = self.source.currentData()[0]
        for words, field, wanted in (
            (self._speed_words, self.speed, "port"),
            (self._path_words, self.path, "path"),
        ):
            words.setVisible(kind == wanted)
            field.setVisible(kind == wanted)

    # --- the trial

    def _turn(self) -> None:
        if self._source is not None:
            self._stop("")
            return
        self._keep()
        self._fix = self._reception = None
        self._begun = time.monotonic()
        try:
            source = self._devices.position(self._receiver(), self)
        except FieldkitError as error:
            self._say(error.message(self._language), "fail")
            return
        source.found.connect(self._found)
        source.heard.connect(self._heard)
        source.failed.connect(self._failed)
        self._source = source
        self.test.setText(self.tr("Stop"))
        self._tick.start()
        self._look()
        source.start()

    def _stop(self, words: str) -> None:
        self._tick.stop()
        source, self._source = self._source, None
        if source is not None:
            source.found.disconnect(self._found)
            source.heard.disconnect(self._heard)
            source.failed.disconnect(self._failed)
            source.close()
        self.test.setText(self.tr("Try"))
        self._say(words, "")

    def _found(self, fix: Fix) -> None:
        self._fix = fix
        self._look()

    def _heard(self, reception: Reception) -> None:
        self._reception = reception

    def _failed(self, error: FieldkitError) -> None:
        self._stop("")
        self._say(error.message(self._language), "fail")

    def _look(self) -> None:
        heard, fix = self._reception, self._fix
        parts = []
        if heard is not None:
            parts.append(self.tr("{0} sentences, {1} unreadable").format(heard.sentences, heard.spoilt))
            parts.append(quality_words(heard.quality))
            if heard.satellites is not None:
                parts.append(self.tr("%n satellite(s)", "", heard.satellites))
        if fix is not None:
            parts.append(f"{fix.latitude:.6f}, {fix.longitude:.6f}")
        if fix is not None and fix.accuracy is not None:
            parts.append(self.tr("± {0} m").format(f"{fix.accuracy:.1f}"))
        over = time.monotonic() - self._begun > TRIAL
        if not parts:
            parts.append(self.tr("Nothing received") if over else self.tr("Waiting…"))
        if fix is not None or over:
            # It works, or it will not in a while.
            self._stop("")
        self._say(" · ".join(parts), "ok" if fix is not None else "warn" if over else "")

    def _say(self, words: str, tone: str) -> None:
        self.outcome.set_words(words)
        restyle(self.outcome, tone=tone)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        # A port that stays open belongs to nobody else.
        if self._source is not None:
            self._stop("")
