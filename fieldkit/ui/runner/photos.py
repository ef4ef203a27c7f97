"""The photos of a question: thumbnails made beside the window, add, look, take off."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget

from fieldkit.ui import icons, theme
from fieldkit.ui.jobs import run
from fieldkit.ui.runner.drawing_pad import paint_strokes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldkit.errors import FieldkitError
    from fieldkit.model.attachments import AttachmentStore
    from fieldkit.model.inspections.layers import Stroke

WIDTH, HEIGHT, COLUMNS = 72, 54, 3


class Thumbnail(QAbstractButton):
    """One photo.

    Attributes:
        removed: signal with the attachment's id on Delete.
        opened: signal with the attachment's id when it is pressed.
    """

    removed = Signal(str)
    opened = Signal(str)

    def __init__(
        self, row: dict[str, Any], store: AttachmentStore, number: int, strokes: list[Stroke]
    ) -> None:
        """``strokes`` are drawn over the picture."""
        super().__init__()
        self._strokes = strokes
        self._row = row
        self._picture = QPixmap()
        self._missing = not store.has(row["sha256"])
        family = str(row["media_type"]).partition("/")[0]
        self._document = family != "image"
        self._icon = {"image": "image", "audio": "play", "video": "play"}.get(family, "file-text")
        self.setFixedSize(theme.current().px(WIDTH), theme.current().px(HEIGHT))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        words = self.tr("File {0}: {1}") if self._document else self.tr("Photo {0}: {1}")
        after = row["kind"] == "after"
        if after:
            words = self.tr("Photo after correction {0}: {1}")
        self.setAccessibleName(words.format(number, row["name"]))
        self.clicked.connect(lambda: self.opened.emit(row["id"]))
        self.setToolTip(self.accessibleName() if after else row["name"])
        if not self._missing and not self._document:
            box = (2 * WIDTH, 2 * HEIGHT)
            run(self, lambda _job: _thumbnail(store, row["sha256"], box), self._show, failed=self._fail)

    def _show(self, data: bytes) -> None:
        self._picture.loadFromData(QByteArray(data))
        self.update()

    def _fail(self, error: FieldkitError) -> None:
        self._missing = True
        self.setToolTip(error.message("th"))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), now.colour("neutral_soft"))
        if self._picture.isNull():
            side = now.px(20)
            middle = QRect((self.width() - side) // 2, (self.height() - side) // 2, side, side)
            name = "cloud-off" if self._missing else self._icon
            icons.paint(painter, middle, name, "text_3")
        else:
            size = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
            left, top = (self.width() - size.width()) // 2, (self.height() - size.height()) // 2
            frame = QRect(left, top, size.width(), size.height())
            painter.drawPixmap(frame, self._picture)
            paint_strokes(painter, QRectF(frame), self._strokes, ink=now.colour("text"))
        if self.hasFocus():
            # Dark and light: one of both is seen on any photo.
            for inset, token in ((1, "text"), (3, "surface")):
                painter.setPen(QPen(now.colour(token), 2))
                painter.drawRect(self.rect().adjusted(inset, inset, -inset, -inset))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit(self._row["id"])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class AddTile(QAbstractButton):
    """The tile that adds a photo."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(theme.current().px(WIDTH), theme.current().px(HEIGHT))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Add photo"))
        self.setToolTip(self.tr("Add photo (F4)"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        token, width = ("accent", now.tokens.ring) if self.hasFocus() else ("border_strong", now.tokens.edge)
        painter.setPen(QPen(now.colour(token), width))
        painter.setBrush(now.colour("surface"))
        inset = max(1.0, width / 2)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 7, 7)
        side = now.px(18)
        middle = QRect((self.width() - side) // 2, (self.height() - side) // 2, side, side)
        icons.paint(painter, middle, "plus", "text_2")
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class PhotoStrip(QWidget):
    """Thumbnails in rows of three and the tile that adds; files may be dropped on it.

    Attributes:
        wanted: signal when a photo is to be added.
        dropped: signal with the list of dropped files' paths.
        removed: signal with an attachment's id.
        opened: signal with an attachment's id.
    """

    wanted = Signal()
    dropped = Signal(list)
    removed = Signal(str)
    opened = Signal(str)

    def __init__(self, store: AttachmentStore) -> None:
        super().__init__()
        self._store = store
        self._shown: tuple[str, ...] | None = None
        self._first: QWidget | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(6)
        self._grid.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setAcceptDrops(True)

    def show_photos(
        self, rows: list[dict[str, Any]], drawn: Mapping[str, list[Stroke]], *, may_add: bool
    ) -> None:
        """Show ``rows`` (attachments) with what is drawn over them, by id.

        Nothing is made anew when they are the same, and the same of them are on this laptop.
        """
        here = (str(self._store.has(row["sha256"])) for row in rows)
        key = (*(row["id"] for row in rows), *here, repr(sorted(drawn.items())), str(may_add))
        if key == self._shown:
            return
        self._shown = key
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        tiles: list[QWidget] = []
        for number, row in enumerate(rows, start=1):
            tile = Thumbnail(row, self._store, number, drawn.get(row["id"], []))
            tile.opened.connect(self.opened)
            if may_add:
                tile.removed.connect(self.removed)
            tiles.append(tile)
        if may_add:
            add = AddTile()
            add.clicked.connect(self.wanted)
            tiles.append(add)
        for place, widget in enumerate(tiles):
            self._grid.addWidget(widget, place // COLUMNS, place % COLUMNS)
        for before, after in pairwise(tiles):
            QWidget.setTabOrder(before, after)
        self._first = tiles[0] if tiles else None
        self.setVisible(bool(tiles))

    def follow(self, field: QWidget) -> None:
        """Let Tab come here from ``field``: tiles are younger than everything else in the window."""
        if self._first is not None:
            QWidget.setTabOrder(field, self._first)

    def sizeHint(self) -> QSize:
        return self._grid.sizeHint()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.dropped.emit(files)


def _thumbnail(store: AttachmentStore, sha256: str, box: tuple[int, int]) -> bytes:
    from fieldkit.model.images import thumbnail

    return thumbnail(store.read(sha256), box)
