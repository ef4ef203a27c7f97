"""A field that finds another record by part of its name or number: a factory, a complaint, an inspection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from fieldkit.errors import FieldkitError, Text
from fieldkit.model import factories
from fieldkit.model.cases import reading
from fieldkit.model.cases.filters import searched
from fieldkit.model.cases.registers import REGISTERS
from fieldkit.model.factories import Query
from fieldkit.model.thai.search_text import fold
from fieldkit.ui.case_words import link_words
from fieldkit.ui.record_editors import FieldEditor

if TYPE_CHECKING:
    from fieldkit.errors import Language
    from fieldkit.model.workspace import Workspace

MOST = 12
LEAST_LETTERS = 2


class NotChosen(FieldkitError):
    """Words were typed, but no record was chosen."""

    def __init__(self, text: str) -> None:
        super().__init__(
            Text(f"ยังไม่ได้เลือกรายการจาก “{text}”", f"Nothing is chosen for “{text}”"),
            Text(
                "พิมพ์ชื่อหรือเลขที่แล้วเลือกด้วยลูกศรและ Enter หรือลบข้อความ",
                "Type a name or number, choose with arrows and Enter, or clear the field",
            ),
        )


class LinkEditor(FieldEditor):
    """Keeps the id of the record that a person chose; ``factory`` narrows inspections to one factory."""

    factory = ""

    def _make(self) -> QWidget:
        self._id: str | None = None
        self._line = QLineEdit()
        self._line.setPlaceholderText(self.tr("Type part of a name or number"))
        self._found = QStandardItemModel(self)
        completer = QCompleter(self._found, self._line)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(MOST)
        # The stubs do not know that a signal with two forms is chosen by its type.
        completer.activated[QModelIndex].connect(self._take)  # type: ignore[index]
        self._line.setCompleter(completer)
        self._line.textEdited.connect(self._typed)
        return self._line

    def _typed(self, text: str) -> None:
        self._id = None
        self.show_problem("")
        self.changed.emit()
        self._found.clear()
        if len(text.strip()) < LEAST_LETTERS:
            return
        workspace, language = self._context.workspace, self._context.language
        for id_, words in find(workspace, self.declared.target, text, language, factory=self.factory):
            item = QStandardItem(words)
            item.setData(id_, Qt.ItemDataRole.UserRole)
            self._found.appendRow(item)
        self._line.completer().complete()

    def _take(self, index: QModelIndex) -> None:
        self._id = str(index.data(Qt.ItemDataRole.UserRole))
        self._line.setText(str(index.data()))
        self.show_problem("")
        self.changed.emit()

    def value(self) -> Any:
        text = self._line.text().strip()
        if text and self._id is None:
            raise NotChosen(text)
        return self._id if text else None

    def show_value(self, value: Any) -> None:
        self._id = str(value) if value else None
        target, language = self.declared.target, self._context.language
        words = link_words(self._context.workspace, target, self._id, language) if self._id else ""
        self._line.setText(words)
        self._line.setCursorPosition(0)


def find(
    workspace: Workspace, target: str, text: str, language: Language, *, factory: str = ""
) -> list[tuple[str, str]]:
    """Return id and words of records that fit ``text``, at most a dozen."""
    if target == "factory":
        with workspace.database.read() as connection:
            numbers = factories.ids(connection, Query(text=text))[:MOST]
            lines = factories.rows(connection, numbers)
        found = []
        for line in lines:
            number = line.registration_no_old or line.registration_no or ""
            found.append((line.id, " · ".join(part for part in (line.name, number, line.district) if part)))
        return found
    if target in REGISTERS:
        rows = [row for row in reading.listing(workspace, target) if not row["deleted"]]
        hits = searched(REGISTERS[target], rows, text)[:MOST]
        return [(row["id"], link_words(workspace, target, row["id"], language)) for row in hits]
    if target == "project":
        rows = workspace.rows("SELECT id, title FROM project WHERE coalesce(deleted, 0) = 0 ORDER BY title")
        return [(row["id"], row["title"]) for row in rows if fold(text) in fold(row["title"] or "")][:MOST]
    rows = workspace.rows(
        "SELECT id FROM inspection WHERE coalesce(deleted, 0) = 0 AND (? = '' OR place = ?)"
        " ORDER BY started_at DESC LIMIT 200",
        factory,
        factory,
    )
    named = [(row["id"], link_words(workspace, target, row["id"], language)) for row in rows]
    return [(id_, words) for id_, words in named if text.strip() in words][:MOST]
