"""A month to choose a day from, in the era of the window's language."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fieldkit.model.thai import dates
from fieldkit.ui import theme
from fieldkit.ui.buttons import Button, IconButton
from fieldkit.ui.labels import label

CELL_WIDTH, CELL_HEIGHT = 38, 36
_SUNDAY_FIRST = (6, 0, 1, 2, 3, 4, 5)
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -7,
    Qt.Key.Key_Down: 7,
}


def months_later(day: date, months: int) -> date:
    """Return the same day ``months`` later (or earlier), the last of the month where there is none."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


class MonthGrid(QWidget):
    """Seven columns of days, Sunday first; paints itself.

    Attributes:
        day_chosen: signal with the date under the mouse or under Enter.
        day_moved: signal with the date that the keyboard came to.
    """

    day_chosen = Signal(object)
    day_moved = Signal(object)

    def __init__(self, language: str, today: date) -> None:
        super().__init__()
        self._language = language
        self._today = today
        self._day = today
        self._hovered: date | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.show_day(today)

    def day(self) -> date:
        """Return the marked day."""
        return self._day

    def show_day(self, day: date) -> None:
        """Mark ``day`` and show its month."""
        self._day = day
        self.setAccessibleName(dates.full(day, self._language))
        self.update()

    def sizeHint(self) -> QSize:
        now = theme.current()
        return QSize(7 * now.px(CELL_WIDTH), 7 * now.px(CELL_HEIGHT))

    def _cell(self, row: int, column: int) -> QRect:
        width, height = self.width() / 7, self.height() / 7
        return QRect(round(column * width), round(row * height), round(width), round(height))

    def _days(self) -> list[tuple[date, QRect]]:
        first = self._day.replace(day=1)
        lead = (first.weekday() + 1) % 7
        count = calendar.monthrange(first.year, first.month)[1]
        places = (divmod(lead + number, 7) for number in range(count))
        return [(first + timedelta(days=n), self._cell(row + 1, col)) for n, (row, col) in enumerate(places)]

    def _day_at(self, point: QPoint) -> date | None:
        return next((day for day, cell in self._days() if cell.contains(point)), None)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(now.font("caption"))
        painter.setPen(now.colour("text_3"))
        for column, weekday in enumerate(_SUNDAY_FIRST):
            painter.drawText(self._cell(0, column), Qt.AlignmentFlag.AlignCenter, self._weekday(weekday))
        for day, cell in self._days():
            self._paint_day(painter, day, cell)
        painter.end()

    def _weekday(self, weekday: int) -> str:
        if self._language == "en":
            return dates.ENGLISH_DAYS[weekday][:2]
        return dates.SHORT_DAYS[weekday].rstrip(".")

    def _paint_day(self, painter: QPainter, day: date, cell: QRect) -> None:
        now = theme.current()
        pill = QRectF(cell).adjusted(2, 1, -2, -1)
        marked = day == self._day
        painter.setPen(QPen(now.colour("accent"), 1.5) if day == self._today else Qt.PenStyle.NoPen)
        ground = "accent" if marked else "hover" if day == self._hovered else "surface"
        painter.setBrush(now.colour(ground))
        painter.drawRoundedRect(pill, 6, 6)
        painter.setPen(now.colour("on_accent" if marked else "text"))
        painter.setFont(now.font("strong" if marked else "body"))
        painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, str(day.day))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hovered = self._day_at(event.position().toPoint())
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        day = self._day_at(event.position().toPoint())
        if day is not None:
            self.day_chosen.emit(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._move(self._day + timedelta(days=_STEPS[key]))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            year = 12 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            self._move(months_later(self._day, year if key == Qt.Key.Key_PageDown else -year))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.day_chosen.emit(self._day)
        else:
            super().keyPressEvent(event)

    def _move(self, day: date) -> None:
        self.show_day(day)
        self.day_moved.emit(day)


class MonthPopup(QFrame):
    """The month with its name, two arrows and “today”; closes when a day is chosen.

    Parent it to the editor: a popup without that parent makes a delegate close its editor.

    Attributes:
        day_chosen: signal with the chosen date.
    """

    day_chosen = Signal(object)

    def __init__(self, parent: QWidget, language: str, *, today: date, day: date | None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("monthPopup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._language = language
        self.grid = MonthGrid(language, today)
        self._name = label("", "strong")
        self._name.setAlignment(Qt.AlignmentFlag.AlignCenter)
        head = QHBoxLayout()
        for icon, name, months in (
            ("chevron-left", self.tr("Month before"), -1),
            ("chevron-right", self.tr("Month after"), 1),
        ):
            arrow = IconButton(icon, name)
            arrow.clicked.connect(lambda _checked=False, step=months: self._step(step))
            head.addWidget(arrow)
        head.insertWidget(1, self._name, 1)
        now = Button(self.tr("Today"), kind="quiet")
        now.clicked.connect(lambda: self._choose(today))
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 8)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.grid)
        column.addWidget(now, 0, Qt.AlignmentFlag.AlignHCenter)
        self.grid.day_chosen.connect(self._choose)
        self.grid.day_moved.connect(self._show)
        self._show(day or today)
        self.grid.setFocus()

    def _show(self, day: date) -> None:
        self.grid.show_day(day)
        self._name.setText(dates.month_and_year(day, self._language))

    def _step(self, months: int) -> None:
        self._show(months_later(self.grid.day(), months))

    def _choose(self, day: date) -> None:
        self.day_chosen.emit(day)
        self.close()
