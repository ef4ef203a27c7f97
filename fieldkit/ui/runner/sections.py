"""The left card: whose factory, how far, and the sections with their counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QProgressBar, QScrollArea, QWidget

from fieldkit.model.code_lists import OUTCOMES, word
from fieldkit.ui import icons, theme
from fieldkit.ui.badge import Badge
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card
from fieldkit.ui.factory_model import OUTCOME_TONES
from fieldkit.ui.labels import hairline, label
from fieldkit.ui.thai_text import wrappable
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldkit.ui.runner.model import FormModel

WIDTH = 248
ITEM = 40  # least height of a section, in pixels at 100 % text
AIR = 8  # above and below the words of a section
MARK = 14
COUNT = 38


WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft


class SectionList(QWidget):
    """The sections, painted; up and down move, a click opens.

    Attributes:
        opened: signal with the number of the section (from 0).
    """

    opened = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._titles: list[str] = []
        self._counts: list[tuple[int, int, int]] = []
        self._chosen = 0
        self._places: list[QRect] = []
        self._name = name
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)

    def show_sections(
        self, titles: Sequence[str], counts: Sequence[tuple[int, int, int]], chosen: int
    ) -> None:
        """Show each title with (answered, asked, failed); ``chosen`` is the open one, -1 none."""
        self._titles, self._counts, self._chosen = list(titles), list(counts), chosen
        self._lay_out()
        if 0 <= chosen < len(self._titles):
            answered, asked, failed = self._counts[chosen]
            words = f"{self._name}: {chosen + 1}. {self._titles[chosen]} {answered}/{asked}"
            spoken = self.tr("{0}, failed {1}").format(words, failed)
            self.setAccessibleName(spoken if failed else words)
        self.update()

    def _lay_out(self) -> None:
        """Give every section the height that its title needs: no title is cut."""
        now = theme.current()
        top, self._places = 0, []
        for place in range(len(self._titles)):
            room = self._words(QRect(0, 0, self.width(), 0))
            # In the wider font, so that nothing moves when another section is chosen.
            needed = QFontMetrics(now.font("strong")).boundingRect(
                room.adjusted(0, 0, 0, 1000), WRAP, self._title(place)
            )
            height = max(now.px(ITEM), needed.height() + 2 * AIR)
            self._places.append(QRect(0, top, self.width(), height))
            top += height + 4
        self.setMinimumHeight(max(0, top - 4))

    @staticmethod
    def _words(area: QRect) -> QRect:
        """Return the part of a section's ``area`` that its title has, left of mark and count."""
        now = theme.current()
        return area.adjusted(10, 0, -8 - now.px(COUNT + MARK) - 4, 0)

    def _title(self, place: int) -> str:
        return wrappable(f"{place + 1}. {self._titles[place]}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place in range(len(self._titles)):
            self._paint_item(painter, place)
        painter.end()

    def _paint_item(self, painter: QPainter, place: int) -> None:
        now = theme.current()
        area = self._places[place]
        chosen = place == self._chosen
        if chosen:
            painter.setPen(QPen(now.colour("accent"), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(now.colour("accent_soft"))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 7, 7)
        answered, asked, failed = self._counts[place]
        count = f"{answered}/{asked}"
        painter.setFont(now.font("caption"))
        token = "fail" if failed else "ok" if answered == asked else "text_3"
        painter.setPen(now.colour(token))
        inner = area.adjusted(10, 0, -8, 0)
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, count)
        if token != "text_3":
            # Not by colour alone: a cross for what failed, a tick for what is done.
            edge = now.px(MARK)
            taken = max(painter.fontMetrics().horizontalAdvance(count), now.px(26))
            spot = QRect(inner.right() - taken - edge - 3, area.center().y() - edge // 2 + 1, edge, edge)
            icons.paint(painter, spot, "circle-x" if failed else "check", token)
        painter.setFont(now.font("strong" if chosen else "body"))
        painter.setPen(now.colour("accent" if chosen else "text_2"))
        painter.drawText(self._words(area), WRAP | Qt.AlignmentFlag.AlignVCenter, self._title(place))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        place = next((place for place, area in enumerate(self._places) if area.contains(point)), -1)
        if place >= 0:
            self.opened.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        place = self._chosen + step
        if step and 0 <= place < len(self._titles):
            self.opened.emit(place)
        elif not step:
            super().keyPressEvent(event)


class SectionCard(Card):
    """Factory, progress and sections of the inspection."""

    def __init__(self, name: str, number: str, version: str) -> None:
        super().__init__(margin=12)
        self.setFixedWidth(theme.current().px(WIDTH))
        self.body.setSpacing(4)
        self.add(WrapLabel(name, "strong"))
        self.add(WrapLabel(number, "caption"))
        self._closed = Badge("", "neutral")
        self._closed.hide()
        self.body.addWidget(self._closed, 0, Qt.AlignmentFlag.AlignLeft)
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(self.tr("Progress"))
        self.add(self._progress)
        self._line = label("", "caption")
        self.add(self._line)
        self.add(hairline())
        self.sections = SectionList(self.tr("Sections"))
        scroll = QScrollArea()
        scroll.setWidget(self.sections)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.add(scroll, 1)
        self.add(WrapLabel(version, "caption"))
        self.newer = Button("", "arrow-right", kind="quiet")
        self.newer.hide()
        self.add(self.newer)

    def offer_version(self, version: str) -> None:
        """Offer to move the draft to ``version``."""
        self.newer.setText(self.tr("Move to version {0}").format(version))
        self.newer.show()

    def show_model(self, model: FormModel) -> None:
        """Count again, show which section is open, and whether the inspection can still change."""
        row = model.inspection.row
        if model.inspection.closed:
            outcome = row["outcome"] or "incomplete"
            words = self.tr("Closed · {0}").format(word(OUTCOMES, outcome, model.language))
            self._closed.show_badge(words, OUTCOME_TONES.get(outcome, "neutral"))
            self._closed.setToolTip(self.tr("Signed and sealed: nothing can be changed here"))
        self._closed.setVisible(model.inspection.closed)
        counts = [model.counts(section) for section in range(len(model.sections))]
        answered, asked, failed = (sum(count[i] for count in counts) for i in range(3))
        self._progress.setMaximum(max(asked, 1))
        self._progress.setValue(answered)
        self._line.setText(self.tr("Answered {0}/{1} · failed {2}").format(answered, asked, failed))
        self.sections.show_sections(
            [section.title for section in model.sections],
            counts,
            model.section if model.filter == "all" else -1,
        )
