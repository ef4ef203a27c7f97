"""A field for a date, typed in any of the forms that people use, or chosen from a month."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from fieldkit.model.thai import dates
from fieldkit.ui.buttons import EdgeButton
from fieldkit.ui.labels import restyle
from fieldkit.ui.month_popup import MonthPopup

if TYPE_CHECKING:
    from fieldkit.errors import FieldkitError


class ThaiDateEdit(QLineEdit):
    """Reads 5-3-68, 050368, ๕/๓/๒๕๖๘, “5 มี.ค. 68” or a bare day; Alt+Down opens the month.

    QDateEdit cannot do this: it has no Buddhist era, loses 29 February and refuses other forms.

    Attributes:
        date_changed: signal with the new date, or None when it was cleared, after Enter or on leaving.
        refused: signal with the FieldkitError of a text that is no date; the text stays to be corrected.
    """

    date_changed = Signal(object)
    refused = Signal(object)

    def __init__(
        self,
        language: str,
        today: Callable[[], datetime.date] = datetime.date.today,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._language = language
        self._today = today
        self._date: datetime.date | None = None
        self._error: FieldkitError | None = None
        self.popup: MonthPopup | None = None
        self.setPlaceholderText(self.tr("dd/mm/yyyy"))
        self._month = EdgeButton("calendar", self.tr("Choose from a month (Alt+Down)"), self)
        self._month.clicked.connect(self.open_month)
        self.editingFinished.connect(self.commit)
        self.textEdited.connect(self._forgive)

    def date(self) -> datetime.date | None:
        """Return the date that was last understood, None when the field is empty."""
        return self._date

    def error(self) -> FieldkitError | None:
        """Return why the text is no date, None when it is one or the field is empty."""
        return self._error

    def set_date(self, day: datetime.date | None) -> None:
        """Show ``day`` without a signal."""
        self._date = day
        self.setText(dates.numeric(day, self._language) if day else "")
        self._show_error(None)

    def commit(self) -> None:
        """Take the typed text as it stands, as Enter does."""
        text = self.text().strip()
        try:
            era = dates.era_of(self._language)
            day = dates.parse(text, today=self._today(), era=era) if text else None
        except dates.DateError as error:
            self._show_error(error)
            self.refused.emit(error)
            return
        changed = day != self._date
        self.set_date(day)
        if changed:
            self.date_changed.emit(day)

    def open_month(self) -> None:
        """Open the month under the field."""
        if self.isReadOnly() or self.popup is not None:
            return
        self.popup = MonthPopup(self, self._language, today=self._today(), day=self._date)
        self.popup.day_chosen.connect(self._take)
        self.popup.destroyed.connect(self._forget_popup)
        self.popup.adjustSize()
        self.popup.move(self._place_for(self.popup.size()))
        self.popup.show()
        # Only the first show brings the sizes of the style sheet.
        self.popup.move(self._place_for(self.popup.size()))

    def _place_for(self, size: QSize) -> QPoint:
        """Return where a popup of ``size`` stands: below the field, above it where the screen ends."""
        below = self.mapToGlobal(self.rect().bottomLeft())
        room = self.screen().availableGeometry()
        left = max(room.left(), min(below.x(), room.right() + 1 - size.width()))
        if below.y() + size.height() <= room.bottom() + 1:
            return QPoint(left, below.y())
        lowest = min(self.mapToGlobal(self.rect().topLeft()).y(), room.bottom() + 1)
        return QPoint(left, max(room.top(), lowest - size.height()))

    def _forget_popup(self, _popup: QObject | None = None) -> None:
        self.popup = None

    def _take(self, day: datetime.date) -> None:
        changed = day != self._date
        self.set_date(day)
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        if changed:
            self.date_changed.emit(day)

    def _forgive(self) -> None:
        # The red edge goes at the first key of the correction, and comes back on leaving if need be.
        if self._error is not None:
            self._show_error(None)

    def _show_error(self, error: FieldkitError | None) -> None:
        self._error = error
        restyle(self, invalid=error is not None)
        words = error.message(self._language) if error else ""
        self.setToolTip(words)
        self.setAccessibleDescription(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if alt and event.key() == Qt.Key.Key_Down:
            self.open_month()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # A delegate's editor must keep Alt+Down for itself, or the view takes it as a move.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
            if alt and event.key() == Qt.Key.Key_Down:
                event.accept()
                return True
        return super().event(event)
