"""Draw, sign or mark a photo over the questions; the photo itself stays untouched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPixmap, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fieldkit.model.inspections import layers
from fieldkit.model.inspections.stored_path import stored_path
from fieldkit.ui import theme
from fieldkit.ui.buttons import Button
from fieldkit.ui.chip import ChipRow
from fieldkit.ui.jobs import run
from fieldkit.ui.labels import label
from fieldkit.ui.runner.drawing_pad import DrawingPad
from fieldkit.ui.runner.signature_pad import SignaturePad

if TYPE_CHECKING:
    from fieldkit.model.inspections import Inspection
    from fieldkit.ui.runner.attaching import Attaching
    from fieldkit.ui.runner.rows import FormRow
    from fieldkit.ui.runner.view import FormView

PHOTO = (1600, 1200)
LEAST_PAD = 60  # pixels at 100 % text that are left to draw in


class DrawingSheet(QFrame):
    """Lies over the questions while one draws; Enter keeps, Escape leaves, Ctrl+Z takes a line back.

    Attributes:
        left: signal when it is gone, whether something was kept or not.
    """

    left = Signal()

    def __init__(self, parent: QWidget, attaching: Attaching) -> None:
        super().__init__(parent)
        self._over = parent
        self._attaching = attaching
        self._inspection: Inspection = attaching.inspection
        self._path = ""
        self._photo: dict[str, Any] | None = None
        self.setProperty("card", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title = label("", "title")
        self.signature = SignaturePad(self.tr("Signature"))
        self.pad = DrawingPad(self.tr("Drawing"))
        self.pens = ChipRow(
            [("fail", self.tr("Red")), ("accent", self.tr("Blue")), ("text", self.tr("Black"))],
            self.tr("Pen"),
        )
        self.pens.chosen.connect(self.pad.use_colour)
        self.keep = Button(self.tr("Keep"), "check", kind="primary")
        self.keep.clicked.connect(self._keep)
        undo = Button(self.tr("Take a line back"), "undo-2")
        undo.clicked.connect(self._undo)
        leave = Button(self.tr("Leave"))
        leave.clicked.connect(self._leave)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button in (undo, leave, self.keep):
            buttons.addWidget(button)
        self._foot = row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.addWidget(self.pens)
        row.addLayout(buttons, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.addWidget(self._title)
        column.addWidget(self.signature)
        column.addWidget(self.pad, 1)
        column.addLayout(row)
        for part in (self.signature, self.pad):
            part.installEventFilter(self)
        self.hide()

    def open_for(self, row: FormRow, area: FormView) -> bool:
        """Appear over ``area`` when the question is answered by drawing; False when it wants a file.

        It goes when another question is stood at.
        """
        photos = self._inspection.photos(row.path)
        signs, marks = "signature" in row.looks, "annotate" in row.looks and bool(photos)
        if row.kind != "photo" or not (signs or marks or "draw" in row.looks):
            return False
        self._path = row.path
        area.stood.connect(self.hide, Qt.ConnectionType.UniqueConnection)
        self._photo = photos[-1] if marks else None
        self._title.setText(row.label)
        self.signature.clear()
        self.signature.setVisible(signs)
        self.pad.setVisible(not signs)
        self.pens.setVisible(not signs)
        self.pens.choose("fail" if marks else "text")
        self.pad.use_colour("fail" if marks else "text")
        self._load()
        margin = theme.current().px(8)
        corner = area.mapTo(self._over, area.rect().topLeft())
        height = self.sizeHint().height() if signs else area.height() - 2 * margin
        # Large text: the sheet reaches up over the head rather than lose its buttons.
        more = max(0, self.minimumSizeHint().height() + theme.current().px(LEAST_PAD) - height)
        top = max(0, corner.y() + margin - more)
        self.setGeometry(corner.x() + margin, top, area.width() - 2 * margin, height + more)
        self.show()
        self.raise_()
        (self.signature if signs else self.pad).setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Large text: the pens stand over the buttons where both do not fit beside each other.
        wide = self.pens.sizeHint().width() + self.keep.width() * 4
        beside = self.pens.isHidden() or self.width() >= wide
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._foot.setDirection(direction)

    def _load(self) -> None:
        """Show the photo with what was drawn over it before, or an empty ground."""
        self.pad.show_ground(QPixmap(), [])
        if self._photo is None:
            return
        store, photo = self._inspection.workspace.attachments, self._photo
        self.pad.show_ground(QPixmap(), layers.drawn_over(self._inspection, photo["id"]))

        def read(_job: object) -> bytes:
            from fieldkit.model.images import thumbnail

            return thumbnail(store.read(photo["sha256"]), PHOTO)

        def show(data: bytes) -> None:
            picture = QPixmap()
            picture.loadFromData(QByteArray(data))
            if self._photo is photo:
                self.pad.show_ground(picture, self.pad.strokes)

        run(self, read, show, failed=self._attaching.failed.emit)

    def _undo(self) -> None:
        self.signature.clear() if self.signature.isVisible() else self.pad.undo()

    def _keep(self) -> None:
        path, photo = self._path, self._photo
        if self.signature.isVisible():
            data = self.signature.png()
            before = [row["id"] for row in self._inspection.photos(path)]
            if data is not None:
                stored = stored_path(self._inspection.instance.node(path))
                with self._inspection.steps.one(stored, self._title.text()):
                    self._attaching.attach(path, data)
                    for attachment in before:
                        self._attaching.remove(attachment)
        elif photo is not None:
            self._attaching.mark(photo["id"], layers.dump(self.pad.strokes))
        elif self.pad.strokes:
            self._attaching.attach(path, self.pad.png())
        self._leave()

    def _leave(self) -> None:
        self.hide()
        self._photo = None
        self.left.emit()

    def event(self, event: QEvent) -> bool:
        # Ctrl+Z is for the lines while one draws, not for the answers behind the sheet.
        if isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Undo):
            if event.type() == QEvent.Type.KeyPress:
                self._undo()
            event.accept()
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._keep()
        elif key == Qt.Key.Key_Escape:
            self._leave()
        else:
            return False
        return True
