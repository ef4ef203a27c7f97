"""Paints a question: state, number, words, answer; digits only where the inspector stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from fieldkit.ui import icons, theme
from fieldkit.ui.runner import marks, painters
from fieldkit.ui.runner.geometry import WRAP, Geometry, lay_out
from fieldkit.ui.runner.kinds import FIELDS, FILES, LINES, SEGMENTED
from fieldkit.ui.runner.model import ROW_ROLE
from fieldkit.ui.segmented import RADIUS, SegmentState, paint_segments
from fieldkit.ui.thai_text import wrappable

if TYPE_CHECKING:
    from fieldkit.ui.runner.choice_pictures import ChoicePictures
    from fieldkit.ui.runner.rows import FormRow

AnyIndex = QModelIndex | QPersistentModelIndex
BAR = 4

# A shape for each state: none is told by its colour alone.
_ICONS = {
    "pass": ("circle-check", "ok"),
    "fail": ("circle-x", "fail"),
    "warning": ("triangle-alert", "warn"),
    "na": ("circle-minus", "neutral"),
    "answered": ("check", "accent"),
    "invalid": ("circle-alert", "fail"),
    "unanswered": ("circle-dot", "border_strong"),
    "optional": ("circle", "border_strong"),
    "none": ("info", "info"),
}


_STRUCTURE = {"rows": ("list-checks", "accent"), "row": ("minus", "text_3")}


class FormDelegate(QStyledItemDelegate):
    """Paints rows of a FormModel; the live editor of the current row is the view's.

    Attributes:
        editing: path of the question whose field is covered by a live editor.
        active: name of the choice that the keys of a ranking move.
        pictures: gives the pictures of choices.
    """

    editing = ""
    active = ""
    pictures: ChoicePictures | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        row = index.data(ROW_ROLE)
        view = option.widget
        width = view.viewport().width() if isinstance(view, QListView) else option.rect.width()
        return lay_out(row, width).size if row is not None else QSize(width, 0)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        row: FormRow | None = index.data(ROW_ROLE)
        if row is None:
            return
        area: QRect = option.rect
        view = option.widget
        current = isinstance(view, QListView) and view.currentIndex() == index
        focused = current and view is not None and (view.hasFocus() or self.editing == row.path)
        geometry = lay_out(row, area.width())
        painter.save()
        self._paint_ground(painter, area, current, focused)
        painter.translate(area.topLeft())
        self._paint_words(painter, row, geometry)
        self._paint_answer(painter, row, geometry, current)
        painter.restore()

    @staticmethod
    def _paint_ground(painter: QPainter, area: QRect, current: bool, focused: bool) -> None:
        now = theme.current()
        if current:
            painter.fillRect(area, now.colour("accent_soft"))
        if focused:
            painter.fillRect(QRect(area.left(), area.top(), BAR, area.height()), now.colour("accent"))
        painter.setPen(QPen(now.colour("border"), 1))
        painter.drawLine(area.left(), area.bottom(), area.right(), area.bottom())

    @staticmethod
    def _paint_words(painter: QPainter, row: FormRow, geometry: Geometry) -> None:
        now = theme.current()
        name, token = _STRUCTURE.get(row.kind) or _ICONS[row.state]
        if row.kind != "grid_head":
            icons.paint(painter, geometry.icon, name, token)
        painter.setFont(now.font("caption"))
        painter.setPen(now.colour("text_3"))
        painter.drawText(
            geometry.number, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, row.number
        )
        painter.setFont(now.font("strong" if row.kind in ("rows", "row", "grid_head") else "body"))
        painter.setPen(now.colour("text" if row.kind != "note" else "text_2"))
        painter.drawText(geometry.words, WRAP, wrappable(row.label))
        if row.required and not row.readonly:
            painter.setPen(now.colour("fail"))
            painter.drawText(geometry.star, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, "*")
        marks.paint(painter, row, geometry.number)
        second, tone = row.line
        if second:
            painter.setFont(now.font("caption"))
            painter.setPen(now.colour("text_2" if tone == "neutral" else tone))
            painter.drawText(geometry.second, WRAP, wrappable(second))

    def _paint_answer(self, painter: QPainter, row: FormRow, geometry: Geometry, current: bool) -> None:
        digits = current and not row.readonly
        if row.kind in SEGMENTED and row.segments:
            chosen = row.chosen[0] if row.chosen else ""
            state = SegmentState(chosen, digits, not row.readonly)
            paint_segments(painter, geometry.answer, row.segments, state)
        elif row.kind in FILES:
            self._paint_files(painter, row, geometry)
        elif row.kind in FIELDS and self.editing != row.path:
            self._paint_field(painter, row, geometry)
        if row.segments and row.kind not in SEGMENTED:
            self._paint_choices(painter, row, geometry, digits=digits, active=self.active if current else "")
        if row.kind == "range":
            painters.scale(painter, row, geometry.track)
        if row.unit:
            now = theme.current()
            painter.setFont(now.font("body"))
            painter.setPen(now.colour("text_2"))
            painter.drawText(
                geometry.unit, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, row.unit
            )

    def _paint_choices(
        self, painter: QPainter, row: FormRow, geometry: Geometry, *, digits: bool, active: str
    ) -> None:
        if row.kind == "likert":
            painters.likert(painter, row, geometry, digits=digits)
        elif row.kind == "grid":
            painters.grid(painter, row, geometry, digits=digits)
        elif row.kind == "grid_head":
            painters.grid_head(painter, row, geometry)
        elif row.kind == "rating":
            painters.rating(painter, row, geometry, digits=digits)
        elif row.kind == "rank":
            painters.rank(painter, row, geometry, active)
        elif row.kind == "pictures":
            picture = self.pictures.picture if self.pictures is not None else _no_picture
            painters.pictures(painter, row, geometry, picture, digits=digits)
        else:
            for place, (segment, area) in enumerate(zip(row.segments, geometry.chips, strict=True)):
                digit = place + 1 if digits and place < 9 and row.kind == "chips" else 0
                chosen = segment.name in row.chosen
                painters.chip(painter, area, segment, digit, chosen=chosen, readonly=row.readonly)

    @staticmethod
    def _paint_field(painter: QPainter, row: FormRow, geometry: Geometry) -> None:
        now = theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wrong = row.state == "invalid"
        width = 2 if wrong else now.tokens.edge
        painter.setPen(QPen(now.colour("fail" if wrong else "border_strong"), width))
        painter.setBrush(now.colour("subtle" if row.readonly else "surface"))
        inset = width / 2
        painter.drawRoundedRect(
            QRectF(geometry.answer).adjusted(inset, inset, -inset, -inset), RADIUS, RADIUS
        )
        painter.setFont(now.font("body"))
        painter.setPen(now.colour("text"))
        inner = geometry.answer.adjusted(10, 0, -10, 0)
        if row.kind in LINES:
            painter.drawText(inner.adjusted(0, 6, 0, -4), WRAP, wrappable(row.text))
            return
        if row.kind == "url" and row.text:
            painter.setPen(now.colour("accent"))
        right = row.kind in ("number", "range")
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        metrics = QFontMetrics(now.font("body"))
        text = metrics.elidedText(row.text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, side | Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_files(self, painter: QPainter, row: FormRow, geometry: Geometry) -> None:
        now = theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(now.colour("border_strong"), now.tokens.edge))
        painter.setBrush(now.colour("subtle" if row.readonly else "surface"))
        painter.drawRoundedRect(QRectF(geometry.answer).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        side = now.px(18)
        icon = QRect(geometry.answer.left() + 10, geometry.answer.center().y() - side // 2, side, side)
        name, words = self._file_words(row)
        icons.paint(painter, icon, name, "text_2")
        painter.setFont(now.font("body"))
        painter.setPen(now.colour("text" if row.photos else "text_3"))
        area = geometry.answer.adjusted(side + 18, 0, -8, 0)
        text = QFontMetrics(painter.font()).elidedText(words, Qt.TextElideMode.ElideMiddle, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _file_words(self, row: FormRow) -> tuple[str, str]:
        """Return the icon and the words of a question that is answered by files."""
        if row.kind == "file":
            return "paperclip", row.text or self.tr("F4 attaches a file")
        if "signature" in row.looks:
            return "signature", self.tr("Signed") if row.photos else self.tr("Space signs")
        if "draw" in row.looks:
            return "pencil", self.tr("%n drawing(s)", "", row.photos) if row.photos else self.tr(
                "Space draws"
            )
        return "camera", self.tr("%n photo(s)", "", row.photos) if row.photos else self.tr("F4 adds a photo")


def _no_picture(_name: str) -> None:
    return None
