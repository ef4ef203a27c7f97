"""A month of the plan: what is planned on each day, where rows may be dropped."""

from __future__ import annotations

import calendar
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from fieldkit.model.holidays import calendar as office_calendar
from fieldkit.model.thai import dates
from fieldkit.ui import theme
from fieldkit.ui.month_popup import months_later
from fieldkit.ui.plan_model import dragged_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fieldkit.model.planning.plan import Line

HEAD = 24
LEAST_DAY = 34
_SUNDAY_FIRST = (6, 0, 1, 2, 3, 4, 5)
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}


@dataclass(slots=True)
class DayPlan:
    """What stands on one day: visits, those done, and how many in each district."""

    visits: int = 0
    done: int = 0
    districts: Counter[str] = field(default_factory=Counter)


def by_day(lines: Iterable[Line]) -> dict[date, DayPlan]:
    """Return what stands on each day; the bin and what was taken off are left out."""
    found: dict[date, DayPlan] = {}
    for line in lines:
        if line.day and line.state not in ("bin", "dropped"):
            plan = found.setdefault(date.fromisoformat(line.day), DayPlan())
            plan.visits += 1
            plan.done += line.state == "done"
            plan.districts[line.district] += 1
    return found


class PlanMonth(QWidget):
    """Seven columns of days, Sunday first; paints itself.

    Attributes:
        day_moved: signal with the day that mouse or keyboard came to.
        day_opened: signal with the day whose visits are wanted (Enter, double click).
        planning_wanted: signal with the day for the chosen rows (Ctrl+Enter).
        rows_dropped: signal (day, places of rows in the list).
    """

    day_moved = Signal(object)
    day_opened = Signal(object)
    planning_wanted = Signal(object)
    rows_dropped = Signal(object, object)

    def __init__(self, language: str, today: date) -> None:
        super().__init__()
        self._language = language
        self._today = today
        self._day = today
        self._target: date | None = None
        self._plan: Mapping[date, DayPlan] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self.setMinimumSize(QSize(theme.current().px(270), theme.current().px(HEAD + 6 * LEAST_DAY)))
        self.show_day(today)

    def day(self) -> date:
        """Return the marked day."""
        return self._day

    def show_day(self, day: date) -> None:
        """Mark ``day`` and show its month."""
        self._day = day
        self._say()
        self.update()

    def show_plan(self, plan: Mapping[date, DayPlan]) -> None:
        """Show what stands on the days."""
        self._plan = plan
        self._say()
        self.update()

    def _say(self) -> None:
        """Tell a screen reader the day and what stands on it."""
        plan = self._plan.get(self._day, DayPlan())
        closed = office_calendar().name(self._day)
        parts = [dates.full(self._day, self._language), self.tr("%n visit(s)", "", plan.visits)]
        if closed is not None:
            parts.insert(1, closed.pick(self._language))
        self.setAccessibleName(", ".join(parts))

    # --- where the days stand

    def _cell(self, row: int, column: int) -> QRect:
        head = theme.current().px(HEAD)
        width, height = self.width() / 7, (self.height() - head) / self._weeks()
        return QRect(round(column * width), head + round(row * height), round(width), round(height))

    def _weeks(self) -> int:
        first = self._day.replace(day=1)
        return -(-((first.weekday() + 1) % 7 + calendar.monthrange(first.year, first.month)[1]) // 7)

    def _days(self) -> list[tuple[date, QRect]]:
        first = self._day.replace(day=1)
        lead = (first.weekday() + 1) % 7
        count = calendar.monthrange(first.year, first.month)[1]
        places = (divmod(lead + number, 7) for number in range(count))
        return [
            (first + timedelta(days=n), self._cell(row, column)) for n, (row, column) in enumerate(places)
        ]

    def day_at(self, point: QPoint) -> date | None:
        """Return the day under ``point``, None between the days."""
        return next((day for day, cell in self._days() if cell.contains(point)), None)

    def place_of(self, day: date) -> QPoint:
        """Return the middle of the cell of a day of this month; raises KeyError for another one."""
        return dict(self._days())[day].center()

    # --- looks

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(now.font("caption"))
        painter.setPen(now.colour("text_3"))
        for column, weekday in enumerate(_SUNDAY_FIRST):
            area = QRect(round(column * self.width() / 7), 0, round(self.width() / 7), now.px(HEAD))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self._weekday(weekday))
        for day, cell in self._days():
            self._paint_day(painter, day, cell)
        painter.end()

    def _weekday(self, weekday: int) -> str:
        if self._language == "en":
            return dates.ENGLISH_DAYS[weekday][:3]
        return dates.SHORT_DAYS[weekday]

    def _paint_day(self, painter: QPainter, day: date, cell: QRect) -> None:
        now = theme.current()
        box = QRectF(cell).adjusted(2, 2, -2, -2)
        closed = not office_calendar().is_working_day(day)
        ground = "accent_soft" if day in (self._day, self._target) else "subtle" if closed else "surface"
        focused = day == self._day and self.hasFocus()
        edge = "accent" if focused or day in (self._today, self._target) else "border"
        painter.setPen(QPen(now.colour(edge), now.tokens.ring if focused else 1))
        painter.setBrush(now.colour(ground))
        painter.drawRoundedRect(box, 6, 6)
        inner = cell.adjusted(7, 5, -5, -4)
        painter.setFont(now.font("strong" if day == self._today else "body"))
        painter.setPen(now.colour("text_3" if closed else "text"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, str(day.day))
        plan = self._plan.get(day)
        line = QFontMetrics(now.font("body")).height()
        if plan is not None:
            self._paint_count(painter, QRect(inner.left(), inner.top(), inner.width(), line), plan)
        rest = inner.adjusted(0, line + 1, 0, 0)
        painter.setFont(now.font("caption"))
        metrics = QFontMetrics(now.font("caption"))
        words = [f"{name or '–'} {count}" for name, count in plan.districts.most_common()] if plan else []
        if plan and len(plan.districts) == 1:  # how many stands above
            words = [name or "–" for name in plan.districts]
        name = office_calendar().name(day)
        if name is not None:
            words.insert(0, name.pick(self._language))
        painter.setPen(now.colour("text_2" if plan else "text_3"))
        for place, word in enumerate(words[: max(0, rest.height() // metrics.height())]):
            top = rest.top() + place * metrics.height()
            area = QRect(rest.left(), top, rest.width(), metrics.height())
            shown = metrics.elidedText(word, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextDontClip, shown)

    def _paint_count(self, painter: QPainter, area: QRect, plan: DayPlan) -> None:
        """Write how many visits, and how many of them are done, at the right of the day's number."""
        now = theme.current()
        done = plan.done == plan.visits
        words = f"{plan.done}/{plan.visits}" if plan.done and not done else str(plan.visits)
        painter.setFont(now.font("strong"))
        painter.setPen(now.colour("ok" if done else "accent"))
        words = f"✓ {words}" if done else words
        number = QFontMetrics(now.font("body")).horizontalAdvance("30 ")
        if QFontMetrics(now.font("strong")).horizontalAdvance(words) > area.width() - number:
            words = str(plan.visits)
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)

    # --- hand and keyboard

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        day = self.day_at(event.position().toPoint())
        if day is not None:
            self._move(day)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        day = self.day_at(event.position().toPoint())
        if day is not None:
            self.day_opened.emit(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._move(self._day + timedelta(days=_STEPS[key]))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._move(months_later(self._day, 1 if key == Qt.Key.Key_PageDown else -1))
        elif key == Qt.Key.Key_Home:
            self._move(self._today)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            (self.planning_wanted if control else self.day_opened).emit(self._day)
        else:
            super().keyPressEvent(event)

    def _move(self, day: date) -> None:
        self.show_day(day)
        self.day_moved.emit(day)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dragged_rows(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._target = self.day_at(event.position().toPoint())
        self.update()
        if self._target is None:
            event.ignore()
        else:
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._target = None
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        day, rows = self.day_at(event.position().toPoint()), dragged_rows(event.mimeData())
        self._target = None
        self.update()
        if day is not None and rows:
            event.acceptProposedAction()
            self.show_day(day)
            self.rows_dropped.emit(day, rows)
