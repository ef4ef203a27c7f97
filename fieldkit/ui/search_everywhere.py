"""Search everywhere (Ctrl+K): a field over the window, and what fits in groups, from the first letter on."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QListView, QStackedWidget, QVBoxLayout, QWidget

from fieldkit.model.search.find import nothing_more, search
from fieldkit.ui import theme
from fieldkit.ui.empty_state import EmptyState
from fieldkit.ui.jobs import run
from fieldkit.ui.key_bar import KeyBar
from fieldkit.ui.row_delegate import ListHover
from fieldkit.ui.search_field import SearchField
from fieldkit.ui.search_rows import Entry, SearchRowDelegate, SearchRows
from fieldkit.ui.search_text_view import SearchTextView

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from fieldkit.errors import Language
    from fieldkit.model.search.displays import Kind
    from fieldkit.model.search.find import Group, Hit
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.jobs import Job

WIDTH, HEIGHT, EDGE = 720, 560, 12
EACH, ALL = 5, 99
REMEMBERED, MOST_REMEMBERED = "searches", 8
# The page that shows each kind; a kind whose page the program does not have is not searched.
PAGES: Mapping[Kind, str] = {
    "factory": "register",
    "finding": "findings",
    "inspection": "inspection",
    "answer": "inspection",
    "factory_order": "findings",
    "complaint": "cases",
    "document": "factory",
    "recommendation": "cases",
    "enterprise": "cases",
    "loan": "cases",
}


class SearchEverywhere(QFrame):
    """The overlay; it searches beside the window and stops what the next letter makes useless.

    Attributes:
        opened: signal (page, target) of what a person chose.
        failed: signal with the FieldkitError of a search that could not be done.
    """

    opened = Signal(str, object)
    failed = Signal(object)

    def __init__(
        self, over: QWidget, workspace: Workspace, language: Language, pages: Collection[str]
    ) -> None:
        """Lie over ``over``; ``pages`` are the keys of the pages that the program has."""
        super().__init__(over)
        self._over, self._workspace, self._language = over, workspace, language
        self._kinds: tuple[Kind, ...] = (*(kind for kind, page in PAGES.items() if page in pages), "law")
        self._job: Job[list[Group]] | None = None
        self._before: tuple[str, list[Group]] = ("", [])
        self._only: Kind | None = None
        self._enter = False
        self._focus: QWidget | None = None
        self.setObjectName("searchEverywhere")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.field = SearchField(self.tr("Name, number, finding, note, law"))
        self.field.setAccessibleName(self.tr("Search everywhere"))
        self.field.textChanged.connect(self._typed)
        self.field.installEventFilter(self)
        self.rows = SearchRows()
        self.list = _Rows(self.tr("Found"))
        self.list.setModel(self.rows)
        self.list.clicked.connect(self._take)
        self.list.selectionModel().currentChanged.connect(self._speak)
        self.nothing = EmptyState("search", "", "")
        self.reading = SearchTextView()
        self.reading.left.connect(self._back_to_list)
        self._views = QStackedWidget()
        for view in (self.list, self.nothing, self.reading):
            self._views.addWidget(view)
        keys = KeyBar(
            [
                ("↑ ↓", self.tr("choose")),
                ("Enter", self.tr("open")),
                ("Tab", self.tr("next group")),
                ("Esc", self.tr("close")),
            ]
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(EDGE, EDGE, EDGE, 2)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addWidget(self._views, 1)
        column.addWidget(keys)
        over.installEventFilter(self)
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]
        self.hide()

    # --- coming and going

    def open(self) -> None:
        """Appear with the last text chosen, so that the next letter replaces it."""
        if self.isHidden():
            self._focus = QApplication.focusWidget()
        self._place()
        self.show()
        self.raise_()
        self._before = ("", [])  # what was not there before may be there by now
        self._typed(self.field.text())
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def close_search(self) -> None:
        """Vanish, and give the focus back to where it was."""
        self._drop_job()
        before, self._focus = self._focus, None
        holder = QApplication.focusWidget()
        inside = holder is not None and self.isAncestorOf(holder)
        self.hide()
        if inside and before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def searching(self) -> bool:
        """Whether an answer is still to come."""
        return self._job is not None

    def _place(self) -> None:
        now = theme.current()
        room = self._over.size() - QSize(2 * EDGE, 2 * EDGE)
        size = QSize(now.px(WIDTH), now.px(HEIGHT)).boundedTo(room)
        self.setGeometry(EDGE + (room.width() - size.width()) // 2, EDGE, size.width(), size.height())

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        if self.isVisible() and now is not None and now is not self and not self.isAncestorOf(now):
            self._focus = None
            self.close_search()

    # --- searching

    def _typed(self, text: str) -> None:
        self._only = None
        self._search(text)

    def _search(self, text: str) -> None:
        self._drop_job()
        if not text.strip():
            self._before = ("", [])
            self._show_before()
            return
        kinds = [self._only] if self._only else self._kinds
        hopeless = nothing_more(self._before[0], self._before[1], text, self._kinds)
        work = partial(
            _found,
            self._workspace,
            text,
            self._language,
            [kind for kind in kinds if kind not in hopeless],
            ALL if self._only else EACH,
        )
        self._job = run(self, work, partial(self._show, text), failed=self._fail)

    def _drop_job(self) -> None:
        self._enter = False
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _fail(self, error: object) -> None:
        self._job = None
        self.close_search()
        self.failed.emit(error)

    def _show(self, text: str, groups: list[Group]) -> None:
        self._job = None
        if not self._only:
            self._before = (text, groups)
        entries: list[Entry] = []
        for group in groups:
            entries += self._entries(group)
        self._show_entries(entries)
        if not entries:
            self.nothing.show_state(
                "search",
                self.tr("Nothing fits “{0}”").format(text.strip()),
                self.tr("Try fewer letters, another word, or a number without its signs"),
            )
            self._views.setCurrentWidget(self.nothing)
            self.field.setAccessibleDescription(self.tr("Nothing found"))
        if self._enter:
            self._enter = False
            self._take(self.list.currentIndex())

    def _entries(self, group: Group) -> list[Entry]:
        count = f"{group.count:,}+" if group.over else f"{group.count:,}"
        heading = self._heading(group.kind)
        entries = [Entry("heading", heading, count, group.kind)]
        for place, hit in enumerate(group.hits, 1):
            numbered = self.tr("{0}, {1} of {2}").format(heading, place, count)
            spoken = ". ".join(part for part in (hit.title, hit.second, numbered) if part)
            entries.append(Entry("hit", hit.title or self.tr("(no name)"), "", group.kind, hit, spoken))
        if group.count > len(group.hits) and not self._only:
            entries.append(Entry("more", self.tr("Show all {0}").format(count), "", group.kind))
        return entries

    def _heading(self, kind: Kind) -> str:
        return {
            "factory": self.tr("Factories"),
            "finding": self.tr("Findings"),
            "inspection": self.tr("Inspections"),
            "answer": self.tr("Answers and notes"),
            "factory_order": self.tr("Orders"),
            "complaint": self.tr("Complaints"),
            "document": self.tr("Documents"),
            "recommendation": self.tr("Recommendations"),
            "enterprise": self.tr("Enterprises"),
            "loan": self.tr("Loans"),
            "law": self.tr("Law and reference"),
        }[kind]

    def _show_entries(self, entries: Sequence[Entry]) -> None:
        self.rows.show_entries(entries)
        self._views.setCurrentWidget(self.list)
        self._choose(self.rows.step(-1, 1) if entries else -1)
        self.list.scrollToTop()

    # --- what was searched before

    def _show_before(self) -> None:
        before = _remembered(self._workspace)
        if before:
            heading = Entry("heading", self.tr("Searched before"))
            forget = Entry("forget", self.tr("Forget these searches"))
            self._show_entries([heading, *(Entry("before", text) for text in before), forget])
            self._choose(-1)
            return
        self.rows.show_entries([])
        self.nothing.show_state(
            "search",
            self.tr("Search everything on this laptop"),
            self.tr("Names, numbers, findings, notes and law; a few letters are enough"),
        )
        self._views.setCurrentWidget(self.nothing)

    # --- choosing

    def _choose(self, row: int) -> None:
        index = self.rows.index(row) if row >= 0 else QModelIndex()
        self.list.setCurrentIndex(index)
        if row > 0 and self.rows.entries[row - 1].what == "heading":
            self.list.scrollTo(self.rows.index(row - 1))
        if row >= 0:
            self.list.scrollTo(index)

    def _speak(self, index: QModelIndex) -> None:
        """Let a screen reader say what is chosen, while the focus stays in the field."""
        self.field.setAccessibleDescription(str(index.data(Qt.ItemDataRole.AccessibleTextRole) or ""))

    def _take(self, index: QModelIndex) -> None:
        entry = self.rows.entry(index.row()) if index.isValid() else None
        if entry is None:
            return
        if entry.what == "before":
            self.field.setText(entry.words)
        elif entry.what == "forget":
            self._workspace.remember(REMEMBERED, None)
            self._show_before()
        elif entry.what == "more":
            self._only = entry.kind
            self._search(self.field.text())
        elif entry.hit is not None:
            _remember(self._workspace, self.field.text())
            self._open(entry.hit)

    def _open(self, hit: Hit) -> None:
        if hit.kind == "law":
            self.reading.show_text(hit.title, hit.paragraphs)
            self._views.setCurrentWidget(self.reading)
            self.reading.enter()
            return
        self._focus = None
        self.close_search()
        self.opened.emit(PAGES[hit.kind], _place_of(hit))

    def _back_to_list(self) -> None:
        self._views.setCurrentWidget(self.list)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over:
            if event.type() == QEvent.Type.Resize and self.isVisible():
                self._place()
            return False
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        return self._press(event.key())

    def _press(self, key: int) -> bool:
        row = self.list.currentIndex().row()
        if key == Qt.Key.Key_Escape:
            self._escape()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter = self.searching()
            if not self._enter:
                self._take(self.list.currentIndex())
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._choose(self.rows.step(row, 1 if key == Qt.Key.Key_Down else -1))
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._choose(self.rows.next_group(row, 1 if key == Qt.Key.Key_Tab else -1))
        else:
            return False
        return True

    def _escape(self) -> None:
        """Go back one step: from all of a group to every group, from a search to the window."""
        if self._only:
            self._typed(self.field.text())
        else:
            self.close_search()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Comes here from the text of a law.
        if event.key() == Qt.Key.Key_Escape and self._views.currentWidget() is self.reading:
            self._back_to_list()
        else:
            super().keyPressEvent(event)


class _Rows(QListView, ListHover):
    """The list; the focus stays in the field."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._hovered = -1
        self.setAccessibleName(name)
        self.setItemDelegate(SearchRowDelegate(self))
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.entered.connect(self._hover)

    def hovered_row(self) -> int:
        return self._hovered

    def _hover(self, index: QModelIndex) -> None:
        self._hovered = index.row()
        self.viewport().update()


def _place_of(hit: Hit) -> object:
    """Return what the page of its kind opens at."""
    if hit.kind == "answer":
        return {"inspection": hit.inspection, "path": hit.path}
    if hit.kind == "factory_order":
        return {"order": hit.id}
    if hit.kind == "document":
        return {"factory": hit.factory, "section": "documents", "record": hit.id}
    if PAGES[hit.kind] == "cases":
        return {"table": hit.kind, "record": hit.id}
    return hit.id


def _found(
    workspace: Workspace, text: str, language: str, kinds: Sequence[Kind], most: int, job: Job[list[Group]]
) -> list[Group]:
    with workspace.database.read() as connection:
        return search(connection, text, language, kinds=kinds, most=most, stop=lambda: job.cancelled)


def _remembered(workspace: Workspace) -> list[str]:
    try:
        found = json.loads(workspace.setting(REMEMBERED) or "[]")
    except ValueError:
        return []
    return [text for text in found if isinstance(text, str)] if isinstance(found, list) else []


def _remember(workspace: Workspace, text: str) -> None:
    """Keep a search in the data folder, where it is sealed like all else; the newest first."""
    text = " ".join(text.split())
    others = [each for each in _remembered(workspace) if each.casefold() != text.casefold()]
    kept = [text, *others][:MOST_REMEMBERED]
    workspace.remember(REMEMBERED, json.dumps(kept, ensure_ascii=False))
