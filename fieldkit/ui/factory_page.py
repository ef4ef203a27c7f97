"""The file of a factory: everything that the office knows of it, part by part."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fieldkit.errors import FieldkitError
from fieldkit.model import factories, succession
from fieldkit.model.factory_file.summary import Summary, summary
from fieldkit.model.places_of import PLACED, mergers
from fieldkit.model.register.undo import undo_import
from fieldkit.model.succession import MOVED
from fieldkit.ui import theme
from fieldkit.ui.card import Card
from fieldkit.ui.cell_model import CellModel
from fieldkit.ui.empty_state import EmptyState
from fieldkit.ui.factory_file.document_section import DocumentSection, GreenSection
from fieldkit.ui.factory_file.fact_sections import FactSection, FilingSection, MindSection
from fieldkit.ui.factory_file.header import FactoryHeader
from fieldkit.ui.factory_file.section import Section, Steps
from fieldkit.ui.factory_file.succession_sheet import MergeSheet, SplitSheet
from fieldkit.ui.factory_file.timeline_section import TimelineSection
from fieldkit.ui.file_fetching import fetch_inspections
from fieldkit.ui.key_bar import KeyBar
from fieldkit.ui.keys import page_shortcut
from fieldkit.ui.list_table import ListTable
from fieldkit.ui.page import EVERYTHING, Page
from fieldkit.ui.row_delegate import Cell

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fieldkit.model.succession import Succession
    from fieldkit.ui.factory_file.succession_sheet import SuccessionSheet
    from fieldkit.ui.page import PageContext

REGISTER = "register"
FIRST = "facts"
INDEX_WIDTH, COUNT_WIDTH = 262, 60
SHOWN_TABLES = frozenset(
    {"factory", "fact", "document", "inspection", "visit", "finding", "factory_order", "complaint"}
    | {"attachment", "answer", "loan", "enterprise", "project", "project_result", "checklist"}
)

SUCCESSION_TABLES = frozenset({"factory", *MOVED, *PLACED})


def _measured(context: PageContext) -> Section:
    from fieldkit.ui.factory_file.measured_section import MeasuredSection

    return MeasuredSection(context)


def _photos(context: PageContext) -> Section:
    from fieldkit.ui.factory_file.photo_section import PhotoSection

    return PhotoSection(context)


def _support(context: PageContext) -> Section:
    from fieldkit.ui.factory_file.support_section import SupportSection

    return SupportSection(context)


# Icon and maker of each part, in the order of the list; made when it is first looked at.
_PARTS: dict[str, tuple[str, Callable[[PageContext], Section]]] = {
    "facts": ("info", FactSection),
    "timeline": ("history", TimelineSection),
    "documents": ("file-text", DocumentSection),
    "measured": ("list-checks", _measured),
    "photos": ("image", _photos),
    "green": ("shield-check", GreenSection),
    "filing": ("file-up", FilingSection),
    "mind": ("layout-dashboard", MindSection),
    "support": ("git-merge", _support),
}


class FactoryPage(Page):
    """Opens at the id of a factory, or at ``{"factory", "section", "back"}``."""

    FOLDS_SIDEBAR = True

    def build(self) -> None:
        self._factory = ""
        self._section = FIRST
        self._back = REGISTER
        self._counts: dict[str, int] = {}
        self._made: dict[str, Section] = {}
        self._stale: set[str] = set()
        self.steps = Steps()
        self.header = FactoryHeader(self.context)
        self.header.back_wanted.connect(self.go_back)
        self.header.start_wanted.connect(self._start)
        self.header.draft_wanted.connect(lambda id_: self.opened.emit("inspection", id_))
        self.header.factory_wanted.connect(lambda id_: self._show(id_, "timeline"))
        self.header.merge_wanted.connect(lambda: self._show_sheet(MergeSheet))
        self.header.split_wanted.connect(lambda: self._show_sheet(SplitSheet))
        self.sheet: SuccessionSheet | None = None
        self._build_index()
        self._sections = QStackedWidget()
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addWidget(self._index_card)
        body.addWidget(self._sections, 1)
        desk = QWidget()
        column = QVBoxLayout(desk)
        column.setContentsMargins(24, 0, 24, 14)
        column.setSpacing(14)
        column.addWidget(self.header)
        column.addLayout(body, 1)
        self.none = EmptyState(
            "factory",
            self.tr("No factory chosen"),
            self.tr("Choose one in the register to open its file"),
            self.tr("Open the register"),
        )
        self.none.pressed.connect(lambda: self.opened.emit(REGISTER, None))
        self._views = QStackedWidget()
        self._views.addWidget(desk)
        self._views.addWidget(self.none)
        self._views.setCurrentWidget(self.none)
        self.keys = KeyBar(
            [
                ("F6", self.tr("parts")),
                ("Enter", self.tr("type or open")),
                ("Ctrl+Z", self.tr("take back")),
                ("Esc", self.tr("back")),
            ]
        )
        whole = self.column(margins=(0, 0, 0, 0))
        whole.setSpacing(0)
        whole.addWidget(self._views, 1)
        whole.addWidget(self.keys)
        page_shortcut(self, "Ctrl+Z", self.take_back)
        page_shortcut(self, "F6", self._change_part)

    def _build_index(self) -> None:
        self.index_model = CellModel((self.tr("Part"), ">" + self.tr("Entries")), self._index_cells, self)
        self.index = ListTable(self.tr("Parts of the file"))
        self.index.setModel(self.index_model)
        self.index.horizontalHeader().hide()
        self.index.set_widths((0, COUNT_WIDTH))
        self.index_model.show_rows(list(_PARTS))
        self.index.row_chosen.connect(self._row_chosen)
        self.index.row_opened.connect(lambda _row: self.section().enter())
        self._index_card = Card(margin=1)
        self._index_card.setFixedWidth(theme.current().px(INDEX_WIDTH))
        self._index_card.add(self.index, 1)

    def _index_cells(self, key: str) -> Sequence[Cell]:
        count = self._counts.get(key, 0)
        return (
            Cell(self._words(key), icon=_PARTS[key][0]),
            Cell(f"{count:,}" if count else "", right=True, quiet=True),
        )

    def _words(self, key: str) -> str:
        return {
            "facts": self.tr("Facts"),
            "timeline": self.tr("Timeline"),
            "documents": self.tr("Documents, permits"),
            "measured": self.tr("Measured values"),
            "photos": self.tr("Photos"),
            "green": self.tr("Green Industry"),
            "filing": self.tr("i-Industry, reports"),
            "mind": self.tr("MIND"),
            "support": self.tr("Loans and projects"),
        }[key]

    # --- coming and going

    def came_from(self, key: str) -> None:
        """Remember the page to go back to."""
        self._back = key

    def open(self, target: object = None) -> None:
        if isinstance(target, dict):
            self._back = target.get("back", self._back)
            self._show(target["factory"], target.get("section", FIRST))
            self.section().choose(target.get("record", ""))
            self.section().enter()
        elif isinstance(target, str) and target:
            self._show(target, self._section if target == self._factory else FIRST)
            self.header.start.setFocus()
        elif self._factory:
            self.section().enter()
        else:
            self.none.button.setFocus()

    def state(self) -> object:
        if not self._factory:
            return None
        return {"factory": self._factory, "section": self._section, "back": self._back}

    def leave(self) -> None:
        for section in self._made.values():
            section.leave()

    def refresh(self, changed: frozenset[str] = EVERYTHING) -> None:
        if not self._factory or (changed and not changed & SHOWN_TABLES):
            return
        self._stale = {
            key for key, section in self._made.items() if not changed or changed & section.TABLES
        } | self._stale
        self.header.kind.refresh()
        self._read_header()
        self._read_section()

    def go_back(self) -> None:
        """Return to the page from which the file was opened."""
        self.leave()
        self.opened.emit(self._back, None)

    def section(self) -> Section:
        """Return the part of the file that is shown, made now if it was not yet."""
        found = self._made.get(self._section)
        if found is None:
            found = _PARTS[self._section][1](self.context)
            found.opened.connect(self.opened)
            found.failed.connect(self.failed)
            found.changed.connect(self._written)
            found.done.connect(self._remember)
            found.fetch_wanted.connect(partial(fetch_inspections, self))
            found.section_wanted.connect(self._open_section)
            self._made[self._section] = found
            self._sections.addWidget(found)
            self._stale.add(self._section)
        return found

    def _show(self, factory: str, section: str) -> None:
        self._close_sheet()
        # What was found under a merged number opens the file of the factory that stays.
        with self.context.workspace.database.read() as connection:
            factory = mergers(connection).get(factory, factory)
        if factory != self._factory:
            self.steps.clear()
            self._factory = factory
            self._stale = set(self._made)
            self.moved.emit()
        self._read_header()
        row = list(_PARTS).index(section)
        if self.index.chosen_row() != row:
            self.index.choose_row(row)
        else:
            self._show_section(section)

    def _read_header(self) -> None:
        today = self.context.workspace.clock().date()
        try:
            with self.context.workspace.database.read() as connection:
                factory = factories.factory(connection, self._factory)
                found: Summary = summary(connection, self._factory, today)
        except FieldkitError as error:
            self._factory = ""
            self._views.setCurrentWidget(self.none)
            self.failed.emit(error)
            return
        if self.sheet is None:
            self._views.setCurrentIndex(0)
        self._counts = dict(found.counts)
        self.header.show_factory(factory, found)
        self.index.viewport().update()

    # --- the parts

    def _row_chosen(self, row: int) -> None:
        if row >= 0 and self._factory:
            self._show_section(list(_PARTS)[row])

    def _show_section(self, key: str) -> None:
        if key != self._section and self._section in self._made:
            self._made[self._section].leave()
        self._section = key
        self._read_section()
        self._sections.setCurrentWidget(self.section())

    def _read_section(self) -> None:
        section = self.section()
        if self._section in self._stale or section.factory != self._factory:
            self._stale.discard(self._section)
            section.show_factory(self._factory)

    def _open_section(self, key: str, record: str) -> None:
        self.index.choose_row(list(_PARTS).index(key))
        self.section().choose(record)
        self.section().enter()

    def _change_part(self) -> None:
        """Go on from the list of parts to the part, from there to the head, and around."""
        if self.index.hasFocus():
            self.section().enter()
        elif self._sections.isAncestorOf(self.focusWidget()):
            self.header.start.setFocus()
        else:
            self.index.setFocus()

    # --- licences

    def _show_sheet(self, make: Callable[[PageContext, str], SuccessionSheet]) -> None:
        self._close_sheet()
        self.sheet = sheet = make(self.context, self._factory)
        sheet.wanted.connect(self._succeed)
        sheet.left.connect(self._leave_sheet)
        self._views.addWidget(sheet)
        self._views.setCurrentWidget(sheet)
        self.keys.hide()
        sheet.setFocus()

    def _close_sheet(self) -> None:
        if self.sheet is None:
            return
        self._views.removeWidget(self.sheet)
        self.sheet.deleteLater()
        self.sheet = None
        self._views.setCurrentIndex(0)
        self.keys.show()

    def _leave_sheet(self) -> None:
        self._close_sheet()
        self.header.more.setFocus()

    def _succeed(self, found: Succession) -> None:
        workspace = self.context.workspace
        try:
            done = succession.carry_out(workspace, found)
        except FieldkitError as error:
            self.failed.emit(error)
            return
        self._show(found.factory, "timeline")
        self.changed.emit(SUCCESSION_TABLES)
        self._remember(found.name, lambda: len(undo_import(workspace, done).kept))

    # --- what was done

    def _written(self, tables: frozenset[str]) -> None:
        self._stale |= {
            key for key, section in self._made.items() if key != self._section and section.TABLES & tables
        }
        self._read_header()
        self.changed.emit(tables)

    def _remember(self, words: str, back: Callable[[], int]) -> None:
        self.steps.add(words, back)
        self.offered.emit(self.tr("Saved: {0}").format(words), "", ((self.tr("Take back"), self.take_back),))

    def take_back(self) -> None:
        """Undo the last thing that was done in this file."""
        try:
            taken = self.steps.take_back()
        except FieldkitError as error:
            self.failed.emit(error)
            return
        if taken is None:
            return
        words, foreign = taken
        self._stale |= set(self._made)
        self._read_header()
        if self._factory:
            self._read_section()
        self.changed.emit(SUCCESSION_TABLES)
        if foreign:
            cure = self.tr("Somebody changed it since; it stays as it is now")
            self.told.emit(self.tr("Not taken back: {0}").format(words), cure, "warn")
        else:
            self.told.emit(self.tr("Taken back: {0}").format(words), "", "ok")

    def _start(self, kind: str, form_id: str) -> None:
        if not self.context.workspace.person.name:
            # The register asks who works here.
            self.opened.emit(REGISTER, self._factory)
            return
        self.opened.emit("inspection", {"start": self._factory, "kind": kind, "form": form_id})

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.go_back()
        else:
            super().keyPressEvent(event)
