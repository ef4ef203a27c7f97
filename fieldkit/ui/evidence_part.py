"""Photos of a finding before and after its correction, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from fieldkit.model.orders.evidence import evidence
from fieldkit.ui.buttons import Button
from fieldkit.ui.labels import label
from fieldkit.ui.runner.photos import Thumbnail

if TYPE_CHECKING:
    from fieldkit.model.workspace import Workspace

MOST = 3  # photos of a side; the others are counted


class EvidencePart(QWidget):
    """Two columns of photos, and a button that adds one after the correction.

    Attributes:
        photo_opened: signal with an attachment's id.
        photo_wanted: signal with the finding to which a photo is to be added.
    """

    photo_opened = Signal(str)
    photo_wanted = Signal(str)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._finding = ""
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 4, 0, 4)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        for column, words in enumerate((self.tr("Before"), self.tr("After correction"))):
            self._grid.addWidget(label(words, "caption"), 0, column)
            self._grid.setColumnStretch(column, 1)
        self.add = Button(self.tr("Add a photo"), "camera")
        self.add.clicked.connect(lambda: self.photo_wanted.emit(self._finding))
        self._grid.addWidget(self.add, MOST + 2, 1, Qt.AlignmentFlag.AlignLeft)
        self._shown: list[QWidget] = []

    def show_finding(self, finding: str, *, may_add: bool) -> None:
        """Show the photos of a finding; ``may_add`` offers to add one after the correction."""
        self._finding = finding
        while self._shown:
            widget = self._shown.pop()
            widget.hide()
            widget.deleteLater()
        found = evidence(self._workspace, finding)
        for column, files in enumerate((found.before, found.after)):
            self._show_side(column, files)
        self.add.setVisible(may_add)
        self.setVisible(bool(found.before or found.after or may_add))

    def _show_side(self, column: int, files: tuple[dict[str, Any], ...]) -> None:
        # The newest are those that count; a long row would push the words away.
        for row, file in enumerate(files[-MOST:], 1):
            tile = Thumbnail(file, self._workspace.attachments, row, [])
            tile.setFixedSize(tile.size() * 1.6)
            tile.opened.connect(self.photo_opened)
            self._put(tile, row, column)
        if not files:
            self._put(label(self.tr("no photo"), "quiet"), 1, column)
        elif len(files) > MOST:
            self._put(label(self.tr("%n photo(s) more", "", len(files) - MOST), "caption"), MOST + 1, column)

    def _put(self, widget: QWidget | QLabel, row: int, column: int) -> None:
        self._grid.addWidget(widget, row, column, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._shown.append(widget)
