"""The rows of what a search found: headings with counts, hits of two lines, ways on; painted with marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from fieldkit.model.search.excerpt import Line
from fieldkit.ui import icons, theme
from fieldkit.ui.row_delegate import PADDING, RowDelegate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fieldkit.model.search.displays import Kind
    from fieldkit.model.search.find import Hit
    from fieldkit.ui.theme import FontRole

AnyIndex = QModelIndex | QPersistentModelIndex
ENTRY_ROLE = Qt.ItemDataRole.UserRole + 1
HEADING_HEIGHT, HIT_HEIGHT, LINE_HEIGHT = 34, 52, 40

ICONS: Mapping[str, str] = {
    "factory": "factory",
    "finding": "triangle-alert",
    "inspection": "clipboard-check",
    "answer": "list-checks",
    "factory_order": "file-text",
    "complaint": "phone",
    "document": "paperclip",
    "recommendation": "flag",
    "enterprise": "user",
    "loan": "file-spreadsheet",
    "law": "shield-check",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: a heading with its count, a hit, the way to all of a group, an earlier search, or forgetting.

    ``spoken`` is what a screen reader says of it.
    """

    what: Literal["heading", "hit", "more", "before", "forget"]
    words: str
    count: str = ""
    kind: Kind | None = None
    hit: Hit | None = None
    spoken: str = ""


class SearchRows(QAbstractListModel):
    """The rows as they stand; headings cannot be chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Entry] = []

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.entries = list(entries)
        self.endResetModel()

    def entry(self, row: int) -> Entry | None:
        """Return what stands in ``row``."""
        return self.entries[row] if 0 <= row < len(self.entries) else None

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entry(index.row()) if index.isValid() else None
        if entry is None:
            return None
        if role == ENTRY_ROLE:
            return entry
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return entry.spoken or f"{entry.words} {entry.count}".strip()
        return entry.words if role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        entry = self.entry(index.row()) if index.isValid() else None
        if entry is None or entry.what == "heading":
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    # --- moving

    def step(self, row: int, way: int) -> int:
        """Return the next row that can be chosen in the direction ``way`` (1, -1), or ``row`` at the end."""
        place = row + way
        while 0 <= place < len(self.entries):
            if self.entries[place].what != "heading":
                return place
            place += way
        return row

    def next_group(self, row: int, way: int) -> int:
        """Return the first row of the next group in the direction ``way``, round and round."""
        firsts = [
            place + 1
            for place, entry in enumerate(self.entries)
            if entry.what == "heading" and place + 1 < len(self.entries)
        ]
        if not firsts:
            return row
        here = max((place for place, first in enumerate(firsts) if first <= row), default=-1)
        if way < 0 and here >= 0 and row > firsts[here]:
            return firsts[here]
        return firsts[(here + way) % len(firsts)]


class SearchRowDelegate(RowDelegate):
    """Paints entries; what was typed stands out by weight and colour."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        entry = index.data(ENTRY_ROLE)
        what = entry.what if isinstance(entry, Entry) else "hit"
        height = {"heading": HEADING_HEIGHT, "hit": HIT_HEIGHT}.get(what, LINE_HEIGHT)
        return QSize(80, theme.current().px(height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        entry = index.data(ENTRY_ROLE)
        if not isinstance(entry, Entry):
            return
        self._refresh_caches()
        painter.save()
        area: QRect = option.rect
        inside = area.adjusted(PADDING, 0, -PADDING, -1)
        if entry.what == "heading":
            self._paint_heading(painter, inside, entry)
        else:
            self.paint_ground(painter, option, index)
            if option.state & QStyle.StateFlag.State_Selected:
                # The focus stays in the field, from where the keys choose.
                painter.fillRect(
                    QRect(area.left(), area.top(), 4, area.height()), theme.current().colour("accent")
                )
            self._paint_entry(painter, inside, entry)
        painter.restore()

    def _paint_heading(self, painter: QPainter, area: QRect, entry: Entry) -> None:
        now = theme.current()
        low = area.adjusted(0, now.px(6), 0, 0)
        font = QFont(now.font("caption"))
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(now.colour("text_2"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip
        painter.drawText(low, flags | Qt.AlignmentFlag.AlignLeft, entry.words)
        painter.drawText(low, flags | Qt.AlignmentFlag.AlignRight, entry.count)

    def _paint_entry(self, painter: QPainter, area: QRect, entry: Entry) -> None:
        now = theme.current()
        edge = now.px(18)
        name = {"before": "history", "forget": "trash-2", "more": "chevron-down"}.get(entry.what, "")
        name = name or ICONS.get(entry.kind or "", "search")
        place = QRect(area.left(), area.center().y() - edge // 2 + 1, edge, edge)
        waits = entry.hit is not None and entry.hit.waits and entry.kind == "finding"
        icons.paint(painter, place, name, "warn" if waits else "text_2")
        area = area.adjusted(edge + 12, 0, 0, 0)
        if entry.hit is None:
            self._paint_line(painter, area, Line(entry.words), "body", "text_2")
            return
        split = area.top() + round(area.height() * 0.53)
        upper = QRect(area.left(), area.top() + 3, area.width(), split - area.top() - 3)
        lower = QRect(area.left(), split, area.width(), area.bottom() - split - 3)
        if not entry.hit.second:
            upper = area
        title = entry.hit.title or Line(entry.words)
        self._paint_line(painter, upper, title, "body", "text")
        self._paint_line(painter, lower, entry.hit.second, "caption", "text_3")

    def _paint_line(self, painter: QPainter, area: QRect, line: Line, role: FontRole, token: str) -> None:
        """Paint one line, cut to the width, with what was typed in the accent and heavier."""
        now = theme.current()
        font = now.font(role)
        shown = self.elide(line, role, area.width() - now.px(6))
        # The cut ends with its own sign, which stands for letters that are not there.
        whole = len(shown) if shown == line else len(shown) - 1
        layout = QTextLayout(shown, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        layout.setTextOption(option)
        layout.setFormats([self._mark(first, last) for first, last in line.spans if last <= whole])
        layout.beginLayout()
        layout.createLine().setLineWidth(area.width())
        layout.endLayout()
        painter.setPen(now.colour(token))
        height = QFontMetrics(font).height()
        layout.draw(painter, QPointF(area.left(), area.top() + (area.height() - height) / 2))

    @staticmethod
    def _mark(first: int, last: int) -> QTextLayout.FormatRange:
        mark = QTextCharFormat()
        mark.setFontWeight(QFont.Weight.DemiBold)
        mark.setForeground(theme.current().colour("accent"))
        found = QTextLayout.FormatRange()
        found.start, found.length, found.format = first, last - first, mark
        return found
