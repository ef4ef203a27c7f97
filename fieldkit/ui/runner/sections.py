"""The left card: whose factory, how far, and the sections with their counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QProgressBar, QScrollArea, QWidget

from fieldkit.ui import theme
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card
from fieldkit.ui.labels import hairline, label
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldkit.ui.runner.model import FormModel

WIDTH = 232
ITEM = 41


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
        self._name = name
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)

    def show_sections(
        self, titles: Sequence[str], counts: Sequence[tuple[int, int, int]], chosen: int
    ) -> None:
        """Show each title with (answered, asked, failed); ``chosen`` is the open one, -1 none."""
        self._titles, self._counts, self._chosen = list(titles), list(counts), chosen
        self.setMinimumHeight(len(self._titles) * theme.current().px(ITEM))
        if 0 <= chosen < len(self._titles):
            answered, asked, _failed = self._counts[chosen]
            self.setAccessibleName(f"{self._name}: {chosen + 1}. {self._titles[chosen]} {answered}/{asked}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place in range(len(self._titles)):
            self._paint_item(painter, place)
        painter.end()

    def _paint_item(self, painter: QPainter, place: int) -> None:
        now = theme.current()
        area = QRect(0, place * now.px(ITEM), self.width(), now.px(ITEM) - 3)
        chosen = place == self._chosen
        if chosen:
            painter.setPen(QPen(now.colour("accent"), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(now.colour("accent_soft"))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 7, 7)
        answered, asked, failed = self._counts[place]
        count = f"{answered}/{asked}"
        painter.setFont(now.font("caption"))
        painter.setPen(now.colour("fail" if failed else "ok" if answered == asked else "text_3"))
        inner = area.adjusted(10, 0, -8, 0)
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, count)
        painter.setFont(now.font("strong" if chosen else "body"))
        painter.setPen(now.colour("accent" if chosen else "text_2"))
        words = inner.adjusted(0, 0, -now.px(38), 0)
        title = painter.fontMetrics().elidedText(
            f"{place + 1}. {self._titles[place]}", Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = int(event.position().y()) // theme.current().px(ITEM)
        if 0 <= place < len(self._titles):
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
        """Count again and show which section is open."""
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
