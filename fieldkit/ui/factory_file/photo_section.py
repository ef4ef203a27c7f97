"""The photos of all inspections of a factory as a wall of thumbnails, made when they come into view."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from fieldkit.errors import FieldkitError
from fieldkit.model.factory_file.photos import photo_count, photos
from fieldkit.ui import icons, theme
from fieldkit.ui.card import Card
from fieldkit.ui.empty_state import EmptyState
from fieldkit.ui.factory_file.away_bar import AwayBar
from fieldkit.ui.factory_file.section import Section
from fieldkit.ui.factory_model import day_words
from fieldkit.ui.jobs import run
from fieldkit.ui.open_copy import open_copy

if TYPE_CHECKING:
    from fieldkit.model.attachments import AttachmentStore
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.jobs import Job
    from fieldkit.ui.page import PageContext

AnyIndex = QModelIndex | QPersistentModelIndex
PAGE = 60
WIDTH, HEIGHT, WORDS, AIR = 168, 126, 24, 10
KEPT = 400  # thumbnails
AT_ONCE = 2
ROW_ROLE = Qt.ItemDataRole.UserRole + 2


class PhotoModel(QAbstractListModel):
    """Photos, read by pages as the wall is scrolled; thumbnails are made beside the window.

    Attributes:
        unreadable: signal with the FieldkitError of a page that could not be read.
    """

    unreadable = Signal(object)

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace: Workspace = context.workspace
        self._language = context.language
        self._factory = ""
        self._total = 0
        self._rows: list[dict[str, Any]] = []
        self._pictures: OrderedDict[str, QPixmap] = OrderedDict()
        self._wanted: list[str] = []
        self._running: dict[str, Job[bytes]] = {}

    def show_factory(self, factory: str) -> None:
        """Show the photos of a factory, the first page of them now; raises `FieldkitError`."""
        with self._workspace.database.read() as connection:
            total = photo_count(connection, factory)
            rows = photos(connection, factory, limit=PAGE)
        self.beginResetModel()
        self._factory, self._total, self._rows = factory, total, rows
        self._wanted.clear()
        self.endResetModel()

    def total(self) -> int:
        """Return how many photos there are, also those that are not read yet."""
        return self._total

    def row(self, index: AnyIndex) -> dict[str, Any]:
        """Return the attachment at an index."""
        return self._rows[index.row()]

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def canFetchMore(self, parent: AnyIndex) -> bool:
        return not parent.isValid() and len(self._rows) < self._total

    def fetchMore(self, parent: AnyIndex) -> None:
        try:
            with self._workspace.database.read() as connection:
                more = photos(connection, self._factory, start=len(self._rows), limit=PAGE)
        except FieldkitError as error:
            self.unreadable.emit(error)
            more = []
        if not more:
            self._total = len(self._rows)
            return
        self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(more) - 1)
        self._rows += more
        self.endInsertRows()

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return day_words(row["taken"], self._language)
        if role == Qt.ItemDataRole.ToolTipRole:
            return row["caption"] or row["name"]
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return row["caption"] or row["name"]
        return row if role == ROW_ROLE else None

    # --- thumbnails

    def picture(self, index: AnyIndex) -> QPixmap | None:
        """Return the thumbnail, empty where its file is not here; None while it is being made."""
        sha256 = self._rows[index.row()]["sha256"]
        known = self._pictures.get(sha256)
        if known is None and sha256 not in self._running:
            # What came into view last is wanted first.
            if sha256 in self._wanted:
                self._wanted.remove(sha256)
            self._wanted.append(sha256)
            self._make()
        return known

    def _make(self) -> None:
        while self._wanted and len(self._running) < AT_ONCE:
            sha256 = self._wanted.pop()
            store = self._workspace.attachments
            if not store.has(sha256):
                self._keep(sha256, QPixmap())
                continue
            self._running[sha256] = run(
                self,
                partial(_thumbnail, store, sha256),
                partial(self._made, sha256),
                failed=partial(self._unmade, sha256),
            )
        del self._wanted[: -3 * PAGE]

    def _made(self, sha256: str, data: bytes) -> None:
        picture = QPixmap()
        picture.loadFromData(QByteArray(data))
        self._finish(sha256, picture)

    def _unmade(self, sha256: str, _error: FieldkitError) -> None:
        self._finish(sha256, QPixmap())

    def _finish(self, sha256: str, picture: QPixmap) -> None:
        self._running.pop(sha256, None)
        self._keep(sha256, picture)
        self._make()

    def _keep(self, sha256: str, picture: QPixmap) -> None:
        self._pictures[sha256] = picture
        if len(self._pictures) > KEPT:
            self._pictures.popitem(last=False)
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))


def _thumbnail(store: AttachmentStore, sha256: str, _job: Job[bytes]) -> bytes:
    from fieldkit.model.images import thumbnail

    # Twice as large, for screens of twice the resolution.
    return thumbnail(store.read(sha256), (2 * WIDTH, 2 * HEIGHT))


class _PhotoDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        now = theme.current()
        return QSize(now.px(WIDTH) + AIR, now.px(HEIGHT) + now.px(WORDS) + AIR)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        now = theme.current()
        model = index.model()
        assert isinstance(model, PhotoModel)
        whole: QRect = option.rect
        state: QStyle.StateFlag = option.state
        area = whole.adjusted(AIR // 2, AIR // 2, -AIR // 2, -AIR // 2)
        frame = QRect(area.left(), area.top(), area.width(), now.px(HEIGHT))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(frame, now.colour("neutral_soft"))
        picture = model.picture(index)
        if picture is None or picture.isNull():
            edge = now.px(22)
            middle = QRect(frame.center().x() - edge // 2, frame.center().y() - edge // 2, edge, edge)
            icons.paint(painter, middle, "image" if picture is None else "cloud-off", "text_3")
        else:
            size = picture.size().scaled(frame.size(), Qt.AspectRatioMode.KeepAspectRatio)
            left = frame.left() + (frame.width() - size.width()) // 2
            top = frame.top() + (frame.height() - size.height()) // 2
            painter.drawPixmap(QRect(left, top, size.width(), size.height()), picture)
        if state & QStyle.StateFlag.State_Selected:
            focus = option.widget is not None and option.widget.hasFocus()
            painter.setPen(QPen(now.colour("accent"), 3 if focus else 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(frame.adjusted(1, 1, -2, -2))
        painter.setPen(now.colour("text_2"))
        painter.setFont(now.font("caption"))
        words = QRect(area.left(), frame.bottom() + 2, area.width(), now.px(WORDS))
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, str(index.data()))
        painter.restore()


class PhotoWall(QListView):
    """Thumbnails in rows; Enter opens one.

    Attributes:
        row_opened: signal with the row on Enter or double click.
    """

    row_opened = Signal(int)

    def __init__(self, model: PhotoModel, name: str) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(_PhotoDelegate(self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(name)
        self.doubleClicked.connect(lambda index: self.row_opened.emit(index.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.row_opened.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)


class PhotoSection(Section):
    """The wall, or a word that there is none."""

    TABLES: ClassVar[frozenset[str]] = frozenset({"attachment", "inspection"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.photo_model = PhotoModel(context, self)
        self.photo_model.unreadable.connect(self.failed)
        self.wall = PhotoWall(self.photo_model, self.tr("Photos"))
        self.wall.row_opened.connect(self._open)
        sheet, blank = Card(margin=8), Card(margin=1)
        sheet.add(self.wall, 1)
        blank.add(EmptyState("image", self.tr("No photo was taken here yet"), ""), 1)
        self._views = QStackedWidget()
        for view in (sheet, blank):
            self._views.addWidget(view)
        self.away = AwayBar()
        self.away.fetch_wanted.connect(self.fetch_wanted)
        self.column.addWidget(self.away)
        self.column.addWidget(self._views, 1)

    def read(self) -> None:
        self.photo_model.show_factory(self.factory)
        with self.context.workspace.database.read() as connection:
            self.away.read(connection, self.factory)
        found = self.photo_model.total() > 0
        self._views.setCurrentIndex(0 if found else 1)
        if found:
            self.wall.setCurrentIndex(self.photo_model.index(0))

    def enter(self) -> None:
        self.wall.setFocus()

    def _open(self, row: int) -> None:
        photo = self.photo_model.row(self.photo_model.index(row))
        try:
            open_copy(self.context.workspace, photo["name"], photo["sha256"])
        except FieldkitError as error:
            self.failed.emit(error)
