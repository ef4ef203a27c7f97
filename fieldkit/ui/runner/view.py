"""The list of questions: painted rows, one live editor, every job by a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from fieldkit.ui.keys import pressed_digit
from fieldkit.ui.runner.delegate import FormDelegate
from fieldkit.ui.runner.editor import AnswerEditor
from fieldkit.ui.runner.geometry import FIELDS, SEGMENTED, lay_out
from fieldkit.ui.segmented import segment_at

if TYPE_CHECKING:
    from fieldkit.ui.runner.model import FormModel
    from fieldkit.ui.runner.rows import FormRow

_CLEARING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class FormView(QListView):
    """Shows a FormModel.

    Attributes:
        chosen: signal (path, choice name): a choice was pressed or clicked.
        typed: signal (path, text) at every key in a field.
        settled: signal (path, text) when a field is left or the person paused.
        given_up: signal (path) on Escape in a field.
        stood: signal (path) when another question becomes the current one.
        wanted: signal (path) for a photo question that was activated.
        accepted: signal on Enter, ``backed`` on Shift+Enter.
    """

    chosen = Signal(str, str)
    typed = Signal(str, str)
    settled = Signal(str, str)
    given_up = Signal(str)
    stood = Signal(str)
    wanted = Signal(str)
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
        self.editor: AnswerEditor | None = None
        self.setModel(model)
        model.dataChanged.connect(self._rows_changed)
        model.modelAboutToBeReset.connect(self.close_editor)
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
        self.scrollTo(self.currentIndex())
        self.edit_current()
        return True

    def step(self, by: int) -> None:
        """Move by so many rows, staying inside of the list."""
        count = self.form.rowCount()
        if count:
            place = min(max(self.currentIndex().row() + by, 0), count - 1)
            self.setCurrentIndex(self.form.index(place))
            self.scrollTo(self.currentIndex())
            self.edit_current()

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        self.close_editor()
        super().currentChanged(current, previous)
        self.viewport().update()
        row = self.form.row(current.row())
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
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.close_editor()
        self.editor = self._make_editor(row)
        self.delegate.editing = row.path
        self._place_editor()
        self.editor.show()
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.viewport().update()

    def close_editor(self) -> None:
        """Hand over what stands in the field and take it away."""
        editor, self.editor = self.editor, None
        self.delegate.editing = ""
        if editor is None:
            return
        had_focus = editor.field.hasFocus()
        editor.finish()
        editor.blockSignals(True)
        editor.hide()
        editor.deleteLater()
        if had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_editor(self, row: FormRow) -> AnswerEditor:
        choices: list[str] = []
        if row.kind == "list":
            choices = [choice.label for choice in self.form.inspection.instance.node(row.path).choices]
        editor = AnswerEditor(row, choices, self.viewport())
        editor.typed.connect(lambda text: self.typed.emit(row.path, text))
        editor.settled.connect(lambda text: self.settled.emit(row.path, text))
        editor.given_up.connect(lambda: self.given_up.emit(row.path))
        editor.stepped.connect(self.step)
        editor.accepted.connect(self.accepted)
        editor.backed.connect(self.backed)
        return editor

    def _place_editor(self) -> None:
        row = self.current_row()
        if self.editor is None or row is None:
            return
        area = self.visualRect(self.currentIndex())
        answer = lay_out(row, area.width()).answer
        place = QRect(answer.topLeft() + area.topLeft(), answer.size())
        if row.kind != "multiline":
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
        elif row is not None and not row.readonly and self._answered_by(event, row):
            return
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step(-1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.step(-8 if key == Qt.Key.Key_PageUp else 8)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.step(-self.form.rowCount() if key == Qt.Key.Key_Home else self.form.rowCount())
        elif row is not None and row.kind == "photo" and key in (Qt.Key.Key_Space, Qt.Key.Key_F2):
            self.wanted.emit(row.path)
        else:
            super().keyPressEvent(event)

    def _answered_by(self, event: QKeyEvent, row: FormRow) -> bool:
        digit = pressed_digit(event)
        if digit is not None and row.segments:
            if 1 <= digit <= len(row.segments):
                self.chosen.emit(row.path, row.segments[digit - 1].name)
            return True
        if event.key() in _CLEARING and row.segments and row.chosen:
            self.chosen.emit(row.path, "")
            return True
        beside = event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and row.kind not in ("rows", "row")
        if beside and row.segments and not row.multiple:
            self._choose_beside(row, 1 if event.key() == Qt.Key.Key_Right else -1)
            return True
        return False

    def _choose_beside(self, row: FormRow, by: int) -> None:
        names = [segment.name for segment in row.segments]
        at = names.index(row.chosen[0]) + by if row.chosen and row.chosen[0] in names else 0
        self.chosen.emit(row.path, names[at % len(names)])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.edit_current()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        row = self.form.row(index.row())
        if row is None or row.readonly or event.button() != Qt.MouseButton.LeftButton:
            return
        area = self.visualRect(index)
        point = event.position().toPoint() - area.topLeft()
        geometry = lay_out(row, area.width())
        if row.kind in SEGMENTED:
            place = segment_at(point, geometry.answer, row.segments)
        elif row.kind == "chips":
            place = next((i for i, chip in enumerate(geometry.chips) if chip.contains(point)), -1)
        else:
            place = -1
        if place >= 0:
            self.chosen.emit(row.path, row.segments[place].name)
        elif row.kind == "photo" and geometry.answer.contains(point):
            self.wanted.emit(row.path)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.step(0)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.edit_current()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
        self._place_editor()
