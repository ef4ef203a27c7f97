"""Documents and permits of a factory, and its Green Industry certificates."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fieldkit.errors import FieldkitError
from fieldkit.model import records
from fieldkit.model.codes import code_word
from fieldkit.model.factory_file.documents import GREEN, certificate, documents, expiry
from fieldkit.model.factory_file.timeline import document_words
from fieldkit.model.streams import inspection_stream
from fieldkit.ui.buttons import Button
from fieldkit.ui.card import Card
from fieldkit.ui.cell_model import CellModel
from fieldkit.ui.chip import ChipRow
from fieldkit.ui.column_choice import ColumnChoice
from fieldkit.ui.factory_file.document_form import DocumentForm
from fieldkit.ui.factory_file.section import Section
from fieldkit.ui.factory_model import NONE, day_words
from fieldkit.ui.keys import page_shortcut
from fieldkit.ui.labels import label
from fieldkit.ui.list_table import ListTable
from fieldkit.ui.row_copy import let_copy
from fieldkit.ui.row_delegate import Cell
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fieldkit.model.factory_file.documents import Document, Expiry
    from fieldkit.model.records import Edit, Record
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.page import PageContext
    from fieldkit.ui.theme import Tone

SPARED = (1, 2)  # columns that a narrow window leaves out
WIDTHS = (0, 130, 130, 150)
COLUMNS = ("document", "issued", "expires", "state")
NOW, BIN = "now", "bin"
_TONES: dict[Expiry, Tone] = {"expired": "fail", "soon": "warn", "valid": "ok", "open": "neutral"}


class DocumentSection(Section):
    """The list of documents with the sheet behind it: Insert adds, Enter changes, Delete bins.

    Attributes:
        NAME: of its list in the settings, which remember the columns that are shown.
    """

    TABLES: ClassVar[frozenset[str]] = frozenset({"document"})
    KIND: ClassVar[str] = ""
    NAME: ClassVar[str] = "factory-documents"

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._edited: Record | None = None
        self.summary = WrapLabel("", "strong")
        self.summary.hide()
        headers = (self.tr("Document"), self.tr("Issued on"), self.tr("Expires on"), self.tr("State"))
        self.table_model = CellModel(headers, self._cells, self)
        self.table = ListTable(self.tr("Documents"))
        self.table.setModel(self.table_model)
        self.table.set_widths(WIDTHS)
        self.table.let_choose_many()
        self.columns = ColumnChoice(
            self.table, self.NAME, list(zip(COLUMNS, headers, strict=True)), context.settings
        )
        self.chips = ChipRow([(NOW, ""), (BIN, "")], self.tr("Filter"))
        self.chips.chosen.connect(lambda _key: self.read())
        let_copy(self.table)
        self.table.row_opened.connect(self._change)
        self.none = label(self.tr("No document is written down yet"), "quiet")
        self.form = DocumentForm(context)
        self.form.saved.connect(self._save)
        self.form.left.connect(self._close_form)
        self.form.failed.connect(self.failed)
        self.views = QStackedWidget()
        self.views.addWidget(self._list())
        self.views.addWidget(self.form)
        self.column.addWidget(self.views, 1)
        page_shortcut(self.table, "Del", self._bin)
        page_shortcut(self, "Ins", self.add_document)

    def _list(self) -> QWidget:
        self.add_button = Button(self.tr("Add a document"), "plus")
        self.add_button.clicked.connect(self.add_document)
        top = QHBoxLayout()
        top.addWidget(self.summary, 1)
        top.addWidget(self.chips)
        top.addWidget(self.none)
        top.addStretch(1)
        self.restore = Button(self.tr("Restore"), "undo-2")
        self.restore.clicked.connect(self._restore)
        top.addWidget(self.restore)
        top.addWidget(self.add_button)
        top.addWidget(self.columns)
        self._sheet = Card(margin=1)
        self._sheet.add(self.table, 1)
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self._sheet, 1)
        self._spare = QWidget()
        column.addWidget(self._spare, 1)
        return part

    def read(self) -> None:
        with self.context.workspace.database.read() as connection:
            found = documents(connection, self.factory)
            binned = documents(connection, self.factory, binned=True)
        living, gone = (
            [one for one in some if not self.KIND or one["kind"] == self.KIND] for some in (found, binned)
        )
        if not gone:
            self.chips.choose(NOW)
        shown = gone if self._in_bin() else living
        chosen = self._chosen()
        self.table_model.show_rows(shown)
        ids = [document["id"] for document in shown]
        place = ids.index(chosen["id"]) if chosen is not None and chosen["id"] in ids else 0
        self.table.choose_row(place if shown else -1)
        self._sheet.setVisible(bool(shown))
        self._spare.setVisible(not shown)
        self.none.setVisible(not shown)
        self.chips.set_text(NOW, self.tr("Documents {0}").format(f"{len(living):,}"))
        self.chips.set_text(BIN, self.tr("Bin {0}").format(f"{len(gone):,}"))
        self.chips.setVisible(bool(gone))
        self.restore.setVisible(self._in_bin())
        self.columns.setVisible(bool(shown))
        self.summarise(living)

    def summarise(self, shown: Sequence[Document]) -> None:
        """Say above the list what counts; documents of all kinds need no such line."""

    def enter(self) -> None:
        if self.views.currentWidget() is self.form:
            self.form.number.setFocus()
        elif self.table_model.rowCount():
            self.table.setFocus()
        else:
            self.add_button.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        without = self.without_room(WIDTHS, SPARED)
        self.columns.force(frozenset(COLUMNS[column] for column in without))
        self.table.set_widths(WIDTHS)

    def choose(self, record: str) -> None:
        self._show_living()
        ids = [document["id"] for document in self.table_model.rows]
        if record in ids:
            self.table.choose_row(ids.index(record))

    def leave(self) -> None:
        """Save what stands on the sheet; what cannot be saved stays there to be corrected."""
        if self.views.currentWidget() is self.form:
            if self.form.touched():
                self.form.save.click()
            else:
                self._close_form()

    def show_factory(self, factory: str) -> None:
        if factory != self.factory:
            self.views.setCurrentIndex(0)
            self.chips.choose(NOW)
        super().show_factory(factory)

    def _cells(self, document: Document) -> Sequence[Cell]:
        language = self.context.language
        state = expiry(document, self.context.workspace.clock().date())
        words = {
            "expired": self.tr("Expired"),
            "soon": self.tr("Expires soon"),
            "valid": self.tr("In force"),
            "open": self.tr("No expiry"),
        }
        name = document_words(document["kind"] or "", document["level"] or 0, language)
        second = " · ".join(
            part for part in (document["number"], document["issuer"], document["note"]) if part
        )
        return (
            Cell(name, second, strong=True),
            Cell(day_words(document["issued_on"], language) or NONE, quiet=True),
            Cell(day_words(document["expires_on"], language) or NONE, quiet=True),
            Cell(words[state], tone=_TONES[state]),
        )

    def _chosen(self) -> Document | None:
        found: Document | None = self.table_model.row(self.table.chosen_row())
        return found

    def _in_bin(self) -> bool:
        return self.chips.key() == BIN

    def _show_living(self) -> None:
        if self._in_bin():
            self.chips.choose(NOW)
            self.read()

    # --- adding, changing, the bin

    def add_document(self) -> None:
        """Open an empty sheet."""
        self._show_living()
        self._edited = None
        self.views.setCurrentWidget(self.form)
        self.form.show_document(None, kind=self.KIND)

    def _change(self, row: int) -> None:
        if self._in_bin():
            return
        self._edited = records.load(self.context.workspace, "document", self.table_model.rows[row]["id"])
        if self._edited is None:
            return
        self.views.setCurrentWidget(self.form)
        self.form.show_document(self._edited.row)

    def _close_form(self) -> None:
        self.views.setCurrentIndex(0)
        self.enter()

    def _save(self, values: dict[str, Any]) -> None:
        try:
            written = self._write(values)
        except FieldkitError as error:
            self.failed.emit(error)
            return
        self.views.setCurrentIndex(0)
        self.read()
        if written is not None:
            record, back = written
            self.choose(record)
            words = code_word("document.kind", values["kind"], self.context.language)
            self.done.emit(words, back)
            self.changed.emit(self.TABLES)
        self.enter()

    def _write(self, values: dict[str, Any]) -> tuple[str, partial[int]] | None:
        workspace = self.context.workspace
        if self._edited is not None:
            done = records.edit(workspace, [self._edited], values)
            return None if done is None else (self._edited.id, partial(records.undo, workspace, done))
        [row] = workspace.rows("SELECT province_code FROM factory WHERE id = ?", self.factory)
        stream = inspection_stream(row["province_code"])
        id_ = records.add(workspace, "document", {"factory": self.factory, **values}, stream=stream)
        return id_, partial(_remove, self.context, id_)

    def _bin(self) -> None:
        if not self._in_bin():
            self._put(records.delete)

    def _restore(self) -> None:
        if self._in_bin():
            self._put(records.restore)

    def _put(self, put: Callable[[Workspace, list[Record]], Edit | None]) -> None:
        """Put all chosen documents into the bin, or back."""
        workspace = self.context.workspace
        ids = [self.table_model.rows[place]["id"] for place in self.table.chosen_rows()]
        found = records.load_many(workspace, "document", ids)
        try:
            done = put(workspace, found)
        except FieldkitError as error:
            self.failed.emit(error)
            return
        self.read()
        self.enter()
        if done is not None:
            kinds = dict.fromkeys(record.row["kind"] for record in found)
            words = ", ".join(code_word("document.kind", kind, self.context.language) for kind in kinds)
            self.done.emit(words, partial(records.undo, workspace, done))
            self.changed.emit(self.TABLES)


def _remove(context: PageContext, id_: str) -> int:
    """Take back that a document was added."""
    record = records.load(context.workspace, "document", id_)
    if record is not None:
        records.delete(context.workspace, [record], records.UNDONE)
    return 0


class GreenSection(DocumentSection):
    """Green Industry: the certificate that counts, and all there ever were."""

    KIND: ClassVar[str] = GREEN
    NAME: ClassVar[str] = "factory-green"

    def summarise(self, shown: Sequence[Document]) -> None:
        language = self.context.language
        today = self.context.workspace.clock().date()
        counts = certificate(shown, today)
        self.summary.setVisible(counts is not None)
        if counts is None:
            self.none.setText(self.tr("Not certified as Green Industry"))
            return
        words = code_word("gi.level", counts["level"], language)
        until = day_words(counts["expires_on"], language)
        state = expiry(counts, today)
        if state == "expired":
            words = self.tr("{0} · expired on {1}").format(words, until)
        elif until:
            words = self.tr("{0} · until {1}").format(words, until)
        self.summary.set_words(words)
