"""The list of questions: painted rows, one live editor, every job by a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLineEdit, QListView, QWidget

from fieldkit.ui.keys import pressed_digit
from fieldkit.ui.runner import ranking
from fieldkit.ui.runner.delegate import FormDelegate
from fieldkit.ui.runner.editor import AnswerEditor
from fieldkit.ui.runner.geometry import lay_out
from fieldkit.ui.runner.kinds import FIELDS, FILES, LINES, SEGMENTED
from fieldkit.ui.runner.painters import share_at
from fieldkit.ui.runner.suggestions import suggest
from fieldkit.ui.segmented import segment_at

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint

    from fieldkit.ui.runner.geometry import Geometry
    from fieldkit.ui.runner.model import FormModel
    from fieldkit.ui.runner.rows import FormRow

_CLEARING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class FormView(QListView):
    """Shows a FormModel.

    Attributes:
        chosen: signal (path, choice name): a choice was pressed or clicked.
        moved: signal (path, choice name): an arrow went to a choice beside; one stays at the question.
        ranked: signal (path, names) with the new order of a ranking.
        typed: signal (path, text) at every key in a field.
        settled: signal (path, text) when a field is left or the person paused.
        given_up: signal (path) on Escape in a field.
        stood: signal (path) when another question becomes the current one.
        wanted: signal (path) for a question of files that was activated.
        dropped: signal (path, files) for files that were dropped on a question.
        pasted: signal (path) on Ctrl+V.
        linked: signal (path) when the page of a web address is to be opened.
        mapped: signal when the sketch map is wanted for the current question.
        accepted: signal on Enter, ``backed`` on Shift+Enter.
    """

    chosen = Signal(str, str)
    moved = Signal(str, str)
    ranked = Signal(str, list)
    typed = Signal(str, str)
    settled = Signal(str, str)
    given_up = Signal(str)
    stood = Signal(str)
    wanted = Signal(str)
    dropped = Signal(str, list)
    pasted = Signal(str)
    linked = Signal(str)
    mapped = Signal()
    accepted = Signal()
    backed = Signal()

    def __init__(self, model: FormModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Questions"))
        self.form = model
        self.delegate = FormDelegate(self)
        self.setItemDelegate(self.delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setLayoutMode(QListView.LayoutMode.SinglePass)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setTabKeyNavigation(False)
        self.setAcceptDrops(True)
        self._pressed = ""
        self.editor: AnswerEditor | None = None
        self.setModel(model)
        model.dataChanged.connect(self._rows_changed)
        model.leaving.connect(self.close_editor)
        self.verticalScrollBar().valueChanged.connect(self._place_editor)

    # --- where the inspector stands

    def current_row(self) -> FormRow | None:
        """Return the row of the question where the inspector stands."""
        return self.form.row(self.currentIndex().row())

    def stand(self, path: str) -> bool:
        """Go to the question at ``path`` of the shown list; False when it is not there."""
        place = self.form.place_of(path)
        if place < 0:
            return False
        self.setCurrentIndex(self.form.index(place))
        self._see_current()
        self.edit_current()
        return True

    def step(self, by: int) -> None:
        """Move by so many rows, staying inside of the list."""
        count = self.form.rowCount()
        if count:
            place = min(max(self.currentIndex().row() + by, 0), count - 1)
            self.setCurrentIndex(self.form.index(place))
            self._see_current()
            self.edit_current()

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        self.close_editor()
        super().currentChanged(current, previous)
        self.viewport().update()
        row = self.form.row(current.row())
        self.delegate.active = row.segments[0].name if row and row.kind == "rank" and row.segments else ""
        if row is not None:
            self.stood.emit(row.path)

    # --- the live editor

    def edit_current(self) -> None:
        """Open the field of the current question, when it has one."""
        row = self.current_row()
        if row is None or row.kind not in FIELDS or row.readonly:
            self.close_editor()
            if self.isVisible():
                self.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if self.editor is not None and self.editor.path == row.path:
            self.editor.field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.close_editor()
        self.editor = self._make_editor(row)
        # The field stands for the list while it is open: Tab would come back from the list for ever.
        self.setTabOrder(self, self.editor.field)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.delegate.editing = row.path
        self._place_editor()
        self.editor.show()
        self.editor.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.viewport().update()

    def close_editor(self) -> None:
        """Hand over what stands in the field and take it away."""
        editor, self.editor = self.editor, None
        self.delegate.editing = ""
        if editor is None:
            return
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        had_focus = editor.field.hasFocus()
        editor.finish()
        editor.hide()
        editor.deleteLater()
        if had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def writing_place(self) -> tuple[str, int] | None:
        """Return the question whose line is open and where the cursor stands in it."""
        if self.editor is None or not isinstance(self.editor.field, QLineEdit):
            return None
        return self.editor.path, self.editor.field.cursorPosition()

    def resume(self, cursor: tuple[str, int] | None) -> None:
        """Go on writing where one was: a list that became another one opened the field anew."""
        editor = self.editor
        if (
            cursor is None
            or editor is None
            or cursor[0] != editor.path
            or not isinstance(editor.field, QLineEdit)
        ):
            return
        editor.field.deselect()
        editor.field.setCursorPosition(cursor[1])

    def _make_editor(self, row: FormRow) -> AnswerEditor:
        editor = AnswerEditor(row, suggest(self.form.inspection, row.path, row.kind), self.viewport())
        editor.typed.connect(lambda text: self.typed.emit(row.path, text))
        editor.settled.connect(lambda text: self._settle(row.path, text))
        editor.given_up.connect(lambda: self.given_up.emit(row.path))
        editor.emptied.connect(lambda: self._take_back_last(row.path))
        editor.pasted.connect(lambda: self.pasted.emit(row.path))
        editor.linked.connect(lambda: self.linked.emit(row.path))
        editor.mapped.connect(self.mapped)
        editor.stepped.connect(self.step)
        editor.accepted.connect(self.accepted)
        editor.backed.connect(self.backed)
        return editor

    def _settle(self, path: str, text: str) -> None:
        self.settled.emit(path, text)
        row, editor = self.current_row(), self.editor
        if row is None or editor is None or not row.path == editor.path == path:
            return
        # What was read may be written otherwise (a scanned code); one more of several frees the field.
        if path not in self.form.inspection.typing and (row.kind == "barcode" or row.multiple):
            editor.show_text(row.edited or row.text)

    def _take_back_last(self, path: str) -> None:
        row = self.current_row()
        if row is not None and row.path == path and row.kind == "list" and row.multiple and row.chosen:
            self.chosen.emit(path, row.chosen[-1])

    def _place_editor(self) -> None:
        row = self.current_row()
        if self.editor is None or row is None:
            return
        area = self.visualRect(self.currentIndex())
        answer = lay_out(row, area.width()).answer
        place = QRect(answer.topLeft() + area.topLeft(), answer.size())
        if row.kind not in LINES:
            # The style gives the live field its own height; it stands in the middle of the painted one.
            height = max(self.editor.sizeHint().height(), place.height())
            place.adjust(0, (place.height() - height) // 2, 0, (height - place.height() + 1) // 2)
        self.editor.setGeometry(place)

    def _rows_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        self.scheduleDelayedItemsLayout()
        row = self.current_row()
        if self.editor is not None and row is not None and self.editor.path == row.path:
            self.editor.show_error(row.state == "invalid")
            self._place_editor()

    # --- keys and pointer

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current_row()
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (self.backed if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else self.accepted).emit()
        elif row is not None and event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit(row.path)
        elif row is not None and not row.readonly and self._answered_by(event, row):
            return
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step(-1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.step(-8 if key == Qt.Key.Key_PageUp else 8)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.step(-self.form.rowCount() if key == Qt.Key.Key_Home else self.form.rowCount())
        elif row is not None and key in (Qt.Key.Key_Space, Qt.Key.Key_F2) and row.kind in (*FILES, "url"):
            (self.linked if row.kind == "url" else self.wanted).emit(row.path)
        else:
            super().keyPressEvent(event)

    def _answered_by(self, event: QKeyEvent, row: FormRow) -> bool:
        if not row.segments or row.kind in ("list", "grid_head"):
            return False
        if row.kind == "rank":
            return self._rank_by(event, row)
        digit = pressed_digit(event)
        if digit is not None:
            if 1 <= digit <= len(row.segments):
                self.chosen.emit(row.path, row.segments[digit - 1].name)
            return True
        if event.key() in _CLEARING and row.chosen:
            self.chosen.emit(row.path, "")
            return True
        if event.key() == Qt.Key.Key_Space and len(row.segments) == 1:
            self.chosen.emit(row.path, row.segments[0].name)
            return True
        beside = event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and row.kind not in ("rows", "row")
        if beside and not row.multiple:
            self._choose_beside(row, 1 if event.key() == Qt.Key.Key_Right else -1)
            return True
        return False

    def _rank_by(self, event: QKeyEvent, row: FormRow) -> bool:
        """Move the marked choice of a ranking, or the mark; Delete takes the ranking back."""
        names = [segment.name for segment in row.segments]
        if event.key() in _CLEARING and row.chosen:
            self.ranked.emit(row.path, [])
            return True
        move = ranking.pressed(event, names, self.delegate.active)
        if move is None:
            return False
        self.delegate.active = move.active
        if move.names != names or move.confirms:
            self.ranked.emit(row.path, move.names)
        self.viewport().update()
        return True

    def _choose_beside(self, row: FormRow, by: int) -> None:
        names = [segment.name for segment in row.segments]
        at = names.index(row.chosen[0]) + by if row.chosen and row.chosen[0] in names else 0
        self.moved.emit(row.path, names[at % len(names)])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        row, point, geometry = self._under(event.position().toPoint())
        self._pressed = ""
        if row is not None and geometry is not None and row.kind == "rank":
            place = next((i for i, chip in enumerate(geometry.chips) if chip.contains(point)), -1)
            if place >= 0:
                self._pressed = self.delegate.active = row.segments[place].name
        self.edit_current()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        row, point, geometry = self._under(event.position().toPoint())
        if row is None or geometry is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if row.kind == "url" and row.readonly and geometry.answer.contains(point):
            self.linked.emit(row.path)
        if row.readonly:
            return
        if row.kind in SEGMENTED:
            place = segment_at(point, geometry.answer, row.segments)
        else:
            place = next((i for i, chip in enumerate(geometry.chips) if chip.contains(point)), -1)
        if row.kind == "rank":
            self._drop_ranked(row, place)
        elif place >= 0:
            self.chosen.emit(row.path, row.segments[place].name)
        elif row.kind in FILES and geometry.answer.contains(point):
            self.wanted.emit(row.path)
        elif row.scale is not None and geometry.track.contains(point) and self.editor is not None:
            share = share_at(geometry.track, point.x(), point.y(), vertical="vertical" in row.looks)
            self.editor.slide_to(row.scale.nearest(share))

    def _drop_ranked(self, row: FormRow, place: int) -> None:
        names = [segment.name for segment in row.segments]
        if place >= 0 and self._pressed in names and names[place] != self._pressed:
            self.ranked.emit(row.path, ranking.placed(names, self._pressed, place))

    def _under(self, place: QPoint) -> tuple[FormRow | None, QPoint, Geometry | None]:
        """Return the row under a place of the viewport, the point inside it and its geometry."""
        index = self.indexAt(place)
        row = self.form.row(index.row())
        area = self.visualRect(index)
        return row, place - area.topLeft(), lay_out(row, area.width()) if row is not None else None

    # --- files dropped on a question

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        row, _point, _geometry = self._under(event.position().toPoint())
        if row is not None and row.kind != "note" and not self.form.inspection.closed:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        row, _point, _geometry = self._under(event.position().toPoint())
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if row is not None and files:
            event.acceptProposedAction()
            self.stand(row.path)
            self.dropped.emit(row.path, files)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.step(0)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.edit_current()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
        self._keep_in_sight()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        """Rows have other heights in another width: bring the current one back at once."""
        self.executeDelayedItemsLayout()
        self._see_current()
        self._place_editor()

    def _see_current(self) -> None:
        index = self.currentIndex()
        if index.isValid():
            tall = self.visualRect(index).height() > self.viewport().height()
            hint = QAbstractItemView.ScrollHint
            self.scrollTo(index, hint.PositionAtTop if tall else hint.EnsureVisible)
