"""What an import would do: how many factories are new, changed, unchanged, rejected, and which cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldkit.ui.card import Card
from fieldkit.ui.cell_model import CellModel
from fieldkit.ui.chip import ChipRow
from fieldkit.ui.factory_model import NONE
from fieldkit.ui.labels import label
from fieldkit.ui.list_table import ListTable
from fieldkit.ui.row_delegate import Cell
from fieldkit.ui.wrap_label import WrapLabel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fieldkit.errors import Language
    from fieldkit.model.register.preview import Change, Entry, Preview
    from fieldkit.model.register.problems import Remark
    from fieldkit.ui.theme import Tone


@dataclass(frozen=True, slots=True)
class _ChangedCell:
    entry: Entry
    change: Change


class Figure(Card):
    """A number, what it counts, and one line of meaning."""

    def __init__(self, words: str, meaning: str, tone: Tone | None) -> None:
        super().__init__(margin=12)
        self.body.setSpacing(0)
        self._words = words
        self._tone = tone
        self.number = label("0", "figure")
        self.add(label(words, "quiet"))
        self.add(self.number)
        self.add(label(meaning, "caption"))

    def show_number(self, number: int) -> None:
        """Show ``number``; its colour appears only when it is not nought."""
        self.number.setText(f"{number:,}")
        self.number.setProperty("tone", self._tone if number else None)
        self.number.style().polish(self.number)
        self.setAccessibleName(f"{self._words} {number:,}")


class ImportPreview(QWidget):
    """Four figures, and a table of what was rejected, changed, or is worth a look."""

    def __init__(self, language: Language, record: str, words: Callable[[str, Any], str]) -> None:
        """``record`` is what a row is about; ``words`` tells a stored value of a column to a person."""
        super().__init__()
        self._language = language
        self._words = words
        self._found: Preview | None = None
        self.figures = {
            "new": Figure(self.tr("New"), self.tr("not here yet"), "accent"),
            "changed": Figure(self.tr("Changed"), self.tr("the file says something else"), "warn"),
            "unchanged": Figure(self.tr("Unchanged"), self.tr("nothing to write"), None),
            "rejected": Figure(self.tr("Rejected"), self.tr("stay out, with the reason"), "fail"),
        }
        figures = QHBoxLayout()
        figures.setSpacing(14)
        for figure in self.figures.values():
            figures.addWidget(figure, 1)
        self.chips = ChipRow(
            [(key, "") for key in ("rejected", "changed", "warnings", "new")], self.tr("What the table shows")
        )
        self.chips.chosen.connect(self._show_list)
        self.remarks = CellModel(
            (self.tr("Sheet"), self.tr("Row"), self.tr("Column"), self.tr("Reason")), self._remark_cells, self
        )
        headers = (record, self.tr("Row"), self.tr("Field"), self.tr("Before"), self.tr("After"))
        self.cells = CellModel(headers, self._change_cells, self)
        self.entries = CellModel((record, self.tr("Sheet"), self.tr("Row")), self._entry_cells, self)
        self.table = ListTable(self.tr("Details of the import"))
        self.table.row_chosen.connect(self._tell_row)
        self.whole = WrapLabel("", "quiet")
        sheet = Card(margin=1)
        sheet.add(self.table, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addLayout(figures)
        column.addWidget(self.chips, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(sheet, 1)
        column.addWidget(self.whole)

    def show_preview(self, found: Preview) -> None:
        """Show ``found``, beginning with what needs a person most."""
        self._found = found
        lists: dict[str, Sequence[object]] = {
            "rejected": found.rejected,
            "changed": found.changed,
            "warnings": found.warnings,
            "new": found.new,
        }
        for key, figure in self.figures.items():
            figure.show_number(found.unchanged if key == "unchanged" else len(lists[key]))
        words = {
            "rejected": self.tr("Rejected {0}"),
            "changed": self.tr("Changed {0}"),
            "warnings": self.tr("Remarks {0}"),
            "new": self.tr("New {0}"),
        }
        for key, rows in lists.items():
            self.chips.set_text(key, words[key].format(f"{len(rows):,}"))
        first = next((key for key, rows in lists.items() if rows), "new")
        self.chips.choose(first)
        self._show_list(first)

    def _show_list(self, key: str) -> None:
        found = self._found
        if found is None:
            return
        if key == "changed":
            self.cells.show_rows(
                [_ChangedCell(entry, change) for entry in found.changed for change in entry.changes]
            )
            self.table.setModel(self.cells)
            self.table.set_widths([0, 70, 150, 190, 190])
        elif key == "new":
            self.entries.show_rows(found.new)
            self.table.setModel(self.entries)
            self.table.set_widths([0, 220, 90])
        else:
            self.remarks.show_rows(found.rejected if key == "rejected" else found.warnings)
            self.table.setModel(self.remarks)
            self.table.set_widths([150, 70, 90, 0])
        self.table.choose_row(0)
        self._tell_row(self.table.chosen_row())

    def _tell_row(self, row: int) -> None:
        """Say the chosen row in full below the table, where nothing is cut off."""
        model = self.table.model()
        found = model.row(row) if isinstance(model, CellModel) else None
        if found is None:
            self.whole.set_words("")
        elif isinstance(found, _ChangedCell):
            before, after = self._values(found)
            self.whole.set_words(f"{found.change.label.pick(self._language)}: {before} → {after}")
        elif hasattr(found, "line"):
            self.whole.set_words(found.line(self._language))
        else:
            self.whole.set_words(f"{found.number} {found.name}")

    def _values(self, found: _ChangedCell) -> tuple[str, str]:
        change = found.change
        return self._words(change.column, change.before), self._words(change.column, change.after)

    # --- rows

    def _remark_cells(self, remark: Remark) -> Sequence[Cell]:
        return (
            Cell(remark.sheet or NONE, quiet=True),
            Cell(f"{remark.row:,}"),
            Cell(remark.column or NONE),
            Cell(remark.reason.pick(self._language)),
        )

    def _change_cells(self, found: _ChangedCell) -> Sequence[Cell]:
        before, after = self._values(found)
        return (
            Cell(found.entry.name or NONE, found.entry.number, strong=True),
            Cell(f"{found.entry.row:,}", quiet=True),
            Cell(found.change.label.pick(self._language)),
            Cell(before, quiet=True),
            Cell(after),
        )

    def _entry_cells(self, entry: Entry) -> Sequence[Cell]:
        return (
            Cell(entry.name or NONE, entry.number, strong=True),
            Cell(entry.sheet, quiet=True),
            Cell(f"{entry.row:,}", quiet=True),
        )
