"""What a value was measured with: name, serial number, day of calibration; remembered on this laptop."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from fieldkit.model.inspections.response import Instrument
from fieldkit.model.thai.clusters import truncate
from fieldkit.ui.buttons import Button
from fieldkit.ui.labels import label
from fieldkit.ui.runner.field_undo import FieldUndo
from fieldkit.ui.thai_date_edit import ThaiDateEdit

if TYPE_CHECKING:
    from fieldkit.errors import Language

_LETTERS = 26


class InstrumentFields(QWidget):
    """Shows and edits the instrument of a measurement.

    Attributes:
        edited: signal with the Instrument, or None when it was taken off.
    """

    edited = Signal(object)

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._shown: Instrument | None = None
        self._offered: Instrument | None = None
        self._readonly = False
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(5)
        self.name = self._line(self.tr("Instrument"))
        self.serial = self._line(self.tr("Serial no."))
        self.calibrated = ThaiDateEdit(language)
        self.calibrated.setAccessibleName(self.tr("Calibrated on"))
        self.calibrated.date_changed.connect(lambda _day: self.finish())
        self.use = Button("", "check", kind="quiet")
        self.use.clicked.connect(self._take_offered)
        grid.addWidget(label(self.tr("Measured with"), "caption"), 0, 0, 1, 2)
        grid.addWidget(self.use, 1, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(self.name, 2, 0, 1, 2)
        grid.addWidget(self.serial, 3, 0)
        grid.addWidget(self.calibrated, 3, 1)

    def _line(self, name: str) -> QLineEdit:
        line = QLineEdit()
        line.setPlaceholderText(name)
        line.setAccessibleName(name)
        line.editingFinished.connect(self.finish)
        FieldUndo(line)
        return line

    def show_instrument(
        self, instrument: Instrument | None, offered: Instrument | None, *, readonly: bool
    ) -> None:
        """Show what was used; ``offered`` is what was used last, taken over by one press."""
        self._readonly = True
        self._shown, self._offered = instrument, offered
        shown = instrument or Instrument("")
        for field, text in ((self.name, shown.name), (self.serial, shown.serial)):
            if field.text().strip() != text:
                field.setText(text)
            field.setReadOnly(readonly)
        self.calibrated.set_date(date.fromisoformat(shown.calibrated) if shown.calibrated else None)
        self.calibrated.setEnabled(not readonly)
        may = offered is not None and instrument is None and not readonly
        if offered is not None:
            self.use.setText(self.tr("Use {0}").format(truncate(offered.words(), _LETTERS)))
            self.use.setToolTip(offered.words())
        self.use.setVisible(may)
        self._readonly = readonly

    def finish(self) -> None:
        """Hand over what was entered; without a name there is no instrument."""
        if self._readonly:
            return
        day = self.calibrated.date()
        given = Instrument(
            self.name.text().strip(), self.serial.text().strip(), day.isoformat() if day else ""
        )
        wanted = given if given.name else None
        if wanted != self._shown:
            self._shown = wanted
            self.edited.emit(wanted)

    def _take_offered(self) -> None:
        if self._offered is not None:
            self._shown = self._offered
            self.edited.emit(self._offered)
