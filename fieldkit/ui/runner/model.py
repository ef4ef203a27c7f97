"""The list model of a section: rows computed when they are asked for, kept until they change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from fieldkit.model.inspections import sections
from fieldkit.model.inspections.revision import differences
from fieldkit.model.inspections.stored_path import paths_by_stored
from fieldkit.ui.runner import row_words
from fieldkit.ui.runner.rows import FormRow, row_of
from fieldkit.ui.runner.spoken import RowSpeech

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from fieldkit.errors import Language
    from fieldkit.model.inspections import Inspection, Section
    from fieldkit.ui.runner.marks import Marks

ROW_ROLE = Qt.ItemDataRole.UserRole + 1
AnyIndex = QModelIndex | QPersistentModelIndex

FILTERS: dict[str, Callable[[FormRow], bool]] = {
    "all": lambda row: True,
    "unanswered": lambda row: row.state in ("unanswered", "optional"),
    "failed": lambda row: row.state == "fail",
    "warning": lambda row: row.state == "warning",
    "failed_before": lambda row: "failed_before" in row.marks,
    "flagged": lambda row: "flagged" in row.marks,
    "changed": lambda row: "changed" in row.marks,
    "invalid": lambda row: row.state == "invalid",
}
REVISED = "revised"  # the filter of a revision: what it says otherwise than the signed inspection


class FormModel(QAbstractListModel):
    """The questions of one section, or those of the whole form that a filter lets through.

    Attributes:
        leaving: signal before the list becomes another one; an open field hands over its text.
    """

    leaving = Signal()

    def __init__(
        self, inspection: Inspection, language: Language, touched: set[str], marks: Marks | None = None
    ) -> None:
        """``touched`` holds the paths of fields that were left once: what is wrong there is said."""
        super().__init__()
        self.marks = marks
        self.inspection = inspection
        self.language = language
        self.sections = sections(inspection)
        self.section = 0
        self.filter = "all"
        self.touched = touched
        self._speech = RowSpeech()
        self._known: dict[str, FormRow] = {}
        self._all: list[list[FormRow]] | None = None  # the rows of all sections, until something changes
        self._rows: list[FormRow] = self._shown_rows()

    # --- places ---------------------------------------------------------------------------------

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{row.number} {row.label}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._speech.sentence(row)
        return None

    def row(self, place: int) -> FormRow | None:
        """Return the row at ``place``, None outside of the list."""
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def place_of(self, path: str) -> int:
        """Return where the question is in the list, -1 when it is not shown."""
        return next((place for place, row in enumerate(self._rows) if row.path == path), -1)

    def section_of(self, path: str) -> int:
        """Return the section that holds the question, -1 when it is not relevant."""
        return next(
            (
                i
                for i, section in enumerate(self.sections)
                if any(node.path == path for node in section.nodes)
            ),
            -1,
        )

    def counts(self, section: int) -> tuple[int, int, int]:
        """Return (answered, asked, failed) of a section."""
        sections = self._every_section()
        rows = [row for row in sections[section] if row.state != "none"] if section < len(sections) else []
        answered = sum(row.state not in ("unanswered", "optional", "invalid") for row in rows)
        return answered, len(rows), sum(row.state == "fail" for row in rows)

    def filter_counts(self) -> dict[str, int]:
        """Return how many questions of the whole form each filter lets through."""
        counts = dict.fromkeys(FILTERS, 0)
        for row in self.every_row():
            for key, wanted in FILTERS.items():
                counts[key] += wanted(row)
        return counts

    def every_row(self) -> Iterable[FormRow]:
        """Yield the rows of all sections."""
        for rows in self._every_section():
            yield from rows

    def first_open(self) -> str:
        """Return the path of the first question that needs an answer, else of the first; ``""`` for none."""
        rows = list(self.every_row())
        first = next((row for row in rows if row.needs), rows[0] if rows else None)
        return first.path if first else ""

    def open_beside(self, here: str, direction: int, *, wrap: bool) -> str:
        """Return the path of the next question (1) or the one before (-1) that needs an answer.

        ``wrap`` goes on at the other end; without it the row below stands in, ``""`` at the end.
        """
        rows = list(self.every_row())
        start = next((place for place, row in enumerate(rows) if row.path == here), -1)
        after = rows[start + 1 :] + (rows[:start] if wrap else [])
        before = list(reversed(rows[:start])) + (list(reversed(rows[start + 1 :])) if wrap else [])
        target = next((row for row in (after if direction > 0 else before) if row.needs), None)
        if target is None and direction > 0 and not wrap and start + 1 < len(rows):
            target = rows[start + 1]
        return target.path if target is not None else ""

    # --- changes --------------------------------------------------------------------------------

    def show_section(self, section: int) -> None:
        """Show the questions of ``section``."""
        self.section = max(0, min(section, len(self.sections) - 1))
        self._reset()

    def show_filter(self, key: str) -> None:
        """Let through what ``key`` of FILTERS (or REVISED) says; other than "all" over the whole form."""
        self.filter = key
        self._reset()

    def show_language(self, language: Language) -> None:
        """Read labels again after the form's language changed."""
        self.language = language
        self._forget()
        self.sections = sections(self.inspection)
        self._reset()

    def read_again(self) -> None:
        """Take in an inspection that was read anew from the store."""
        self._forget()
        self.answered()

    def answered(self) -> None:
        """Take in what an answer changed: rows in place where the questions stay the same."""
        self._all = None
        for path in self.inspection.take_stale() | self.touched:
            self._known.pop(path, None)
        if self.marks is not None and self.marks.renamed():
            self._known = {
                path: row for path, row in self._known.items() if "[" not in path and row.kind != "rows"
            }
        self.sections = sections(self.inspection)
        self.section = min(self.section, max(0, len(self.sections) - 1))
        # A question that no longer fits the filter stays until the filter is chosen again:
        # a list that moves under the finger is how wrong rows get answered.
        kept = {row.path for row in self._rows} if self.filter != "all" else None
        fresh = self._shown_rows(kept)
        if [row.path for row in fresh] != [row.path for row in self._rows]:
            self._reset(kept)
            return
        for place, (old, new) in enumerate(zip(self._rows, fresh, strict=True)):
            if old != new:
                self._rows[place] = new
                index = self.index(place)
                self.dataChanged.emit(index, index)

    # --- inside ---------------------------------------------------------------------------------

    def _reset(self, kept: set[str] | None = None) -> None:
        # An open field hands over its text first: that may change the rows, and must not do so half way.
        self.leaving.emit()
        self.beginResetModel()
        self._rows = self._shown_rows(kept)
        self.endResetModel()

    def _shown_rows(self, kept: set[str] | None = None) -> list[FormRow]:
        if self.filter == "all":
            return self._section_rows(self.section)
        if self.filter == REVISED:
            revised = {item.path for item in differences(self.inspection.workspace, self.inspection)}
            present = paths_by_stored(self.inspection.instance)
            kept = (kept or set()) | {present[path] for path in revised if path in present}
            return [row for row in self.every_row() if row.path in kept]
        wanted = FILTERS[self.filter]
        return [row for row in self.every_row() if (row.path in kept if kept is not None else wanted(row))]

    def _forget(self) -> None:
        self._known.clear()
        self._all = None

    def _every_section(self) -> list[list[FormRow]]:
        """Return the rows of every section; counted several times after each answer, computed once."""
        if self._all is None:
            self._all = [self._section_rows(section) for section in range(len(self.sections))]
        return self._all

    def _section_rows(self, section: int) -> list[FormRow]:
        if not 0 <= section < len(self.sections):
            return []
        chosen = self.sections[section]
        return [self._row(chosen, place) for place in range(len(chosen.nodes))]

    def _row(self, section: Section, place: int) -> FormRow:
        """Return a row, computed only when it changed: an answer touches a few questions, not the form."""
        node = section.nodes[place]
        path = node.path
        known = self._known.get(path)
        # A calculation that begins to divide by zero stays as empty as it was: no answer has changed.
        if known is None or known.uncomputed != row_words.uncomputed(node):
            touched = path in self.touched
            known = row_of(self.inspection, section, place, language=self.language, touched=touched)
            if self.marks is not None and (marks := self.marks.of(node)):
                known = replace(known, marks=marks)
        number = section.numbers[place]
        if known.number != number:
            known = replace(known, number=number)
        self._known[path] = known
        return known
