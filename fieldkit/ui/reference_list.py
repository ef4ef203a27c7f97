"""The list of one reference table: its columns, the filters with counts, and the pane beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldkit.model.reference_tables import layers
from fieldkit.model.reference_tables.descriptions import CONFIDENCE, FROM, TO
from fieldkit.model.reference_tables.listing import fits, is_unconfirmed
from fieldkit.model.reference_tables.stored import in_bin
from fieldkit.model.thai.search_text import fold
from fieldkit.ui.factory_model import NONE
from fieldkit.ui.record_list import ListColumn, ListWords, RecordList
from fieldkit.ui.reference_pane import ReferencePane
from fieldkit.ui.reference_words import (
    confidence_badge,
    days_words,
    detail_columns,
    gist_words,
    key_words,
    name_words,
    own_words,
    state_badge,
    title_words,
)
from fieldkit.ui.row_delegate import Cell

if TYPE_CHECKING:
    from fieldkit.model.reference_tables.descriptions import Table, TableColumn
    from fieldkit.model.reference_tables.layers import Version
    from fieldkit.ui.page import PageContext

Row = dict[str, Any]

_SHOWN = 3  # columns of values that are there before a person chooses
_QUIET = frozenset({"basis", "basis_en", "note", "note_en", "source", CONFIDENCE, "unit_en"})
_WIDTHS = {"number": 96, "whole": 96, "day": 118, "holiday": 118, "long": 220, "text": 150, "one_of": 110}


def row_id(version: Version) -> str:
    """Return what tells a row of a table from the others."""
    return "\x1f".join((*version.key, version.valid_from))


class ReferenceList(QWidget):
    """Rows of one table to look at, and of those that an office changes to confirm and to change.

    Attributes:
        rows: all of them, before search and chips: ``{"id", "version"}``.
    """

    def __init__(self, context: PageContext, described: Table, *, may_edit: bool) -> None:
        super().__init__()
        self._context = context
        self.table = described
        self._texts: dict[str, str] = {}
        self.rows: list[Row] = []
        self.pane = ReferencePane(context, described, may_edit=may_edit)
        words = ListWords(
            described.title.pick(context.language),
            self.tr("Search this table"),
            lambda count: self.tr("%n row(s)", "", count).replace(str(count), f"{count:,}"),
            self.tr("No row fits"),
            self.tr("Try a shorter word or show all rows"),
            self.tr("Show all"),
        )
        chips = (
            ["in_force", "unconfirmed", "future", "past", "office", "bin", "all"]
            if described.editable
            else ["all"]
        )
        name = f"reference_{described.name}"
        self.list = RecordList(words, self._columns(), chips, context.settings, self.pane, name=name)
        self.list.judge_by(lambda row, key: fits(row["version"], key, self._today()), self._text)  # type: ignore[arg-type]
        self.list.row_chosen.connect(lambda row: self.pane.show_version(row["version"] if row else None))
        self.list.chips.setVisible(described.editable)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)

    def refresh(self) -> None:
        """Show the rows as they are now."""
        self._texts.clear()
        self.rows = rows = [{"id": row_id(one), "version": one} for one in layers.versions(self.table.name)]
        for one in in_bin(self._context.workspace, self.table.name) if self.table.editable else ():
            rows.append({"id": one.id, "version": layers.taken_back(self.table, one)})
        self.list.show_rows(
            rows,
            {
                "in_force": self.tr("In force {0}"),
                "unconfirmed": self.tr("Not confirmed {0}"),
                "future": self.tr("Later {0}"),
                "past": self.tr("Ended {0}"),
                "office": self.tr("Of the office {0}"),
                "bin": self.tr("Bin {0}"),
                "all": self.tr("All {0}"),
            }
            if self.table.editable
            else {"all": self.tr("All {0}")},
        )

    def current(self) -> Version | None:
        """Return the row that the pane shows."""
        row = self.list.current()
        return row["version"] if row is not None else None

    def chosen(self) -> list[Version]:
        """Return all chosen rows."""
        return [row["version"] for row in self.list.chosen()]

    def pasted(self) -> dict[str, str]:
        """Return the headers of the columns that cells may be pasted into, by the key of the column."""
        headers = {column.name: column.name for column in self.table.columns}
        headers |= {"name": "th" if self._named() else self.table.keys[0]}
        if len(self.table.gist) == 1:
            headers |= {"gist": self.table.gist[0]}
        return headers

    def known_by(self, row: int) -> dict[str, str]:
        """Return by which cells the row at a place of the list is known."""
        found = self.list.table_model.row(row)
        if found is None:
            return {}
        version: Version = found["version"]
        days = {FROM: version.valid_from} if self.table.column(FROM) is not None else {}
        return dict(zip(self.table.keys, version.key, strict=True)) | days

    def _today(self) -> Any:
        return self._context.workspace.clock().date()

    def _text(self, row: Row) -> str:
        found = self._texts.get(row["id"])
        if found is None:
            values = (fold(value) for value in row["version"].row.cells.values() if value)
            found = self._texts[row["id"]] = "\n".join(values)
        return found

    # --- columns

    def _columns(self) -> list[ListColumn]:
        language = self._context.language
        columns = [self._name_column()]
        values = [one for one in detail_columns(self.table, language) if not (one.key and self._named())]
        if self.table.gist:
            columns.append(self._gist_column())
        if self.table.column(CONFIDENCE) is not None:
            columns.append(self._confidence_column())
        if self.table.column(FROM) is not None and self.table.column(TO) is not None:
            columns.append(self._days_column())
        plain = [one for one in values if one.kind != "long" and one.name not in _QUIET]
        first = {one.name for one in plain[: 0 if self.table.gist else _SHOWN]}
        return columns + [
            self._value_column(one, place, one.name in first) for place, one in enumerate(values, 3)
        ]

    def _named(self) -> bool:
        return self.table.column("th") is not None

    def _name_column(self) -> ListColumn:
        language = self._context.language

        def cell(row: Row) -> Cell:
            version: Version = row["version"]
            second = key_words(version) if self._named() else ""
            name = name_words(version, language)
            if self.table.editable and is_unconfirmed(version):  # also where its own column has no room
                return Cell(name, second, strong=True, icon="circle-question-mark", tone="warn")
            return Cell(name, second, strong=True)

        return ListColumn(
            "name",
            self.tr("Row"),
            cell,
            lambda row: f"{key_words(row['version'])} {name_words(row['version'], language)}",
            order=lambda row: row["version"].key,
            least=200,
        )

    def _gist_column(self) -> ListColumn:
        language = self._context.language

        def said(row: Row) -> str:
            return gist_words(self.table, row["version"], language)

        return ListColumn(
            "gist",
            self.tr("Content"),
            lambda row: Cell(said(row) or NONE),
            said,
            width=0 if self._long_gist() else 156,
            order=lambda row: said(row) or None,
            least=220,
        )

    def _long_gist(self) -> bool:
        column = self.table.column(self.table.gist[0])
        return column is not None and column.kind in ("text", "long")

    def _value_column(self, column: TableColumn, place: int, shown: bool) -> ListColumn:
        language, number = self._context.language, column.kind in ("number", "whole")

        def said(row: Row) -> str:
            return own_words(row["version"], column, language)

        def order(row: Row) -> Any:
            value = row["version"].row.cells.get(column.name, "")
            return None if not value else float(value) if number else value

        title = title_words(self.table, column, language)
        return ListColumn(
            column.name,
            f">{title}" if number else title,
            lambda row: Cell(said(row) or NONE, right=number, quiet=not number),
            said,
            width=_WIDTHS.get(column.kind, 120),
            order=order,
            spared=place,
            shown=shown,
        )

    def _days_column(self) -> ListColumn:
        language = self._context.language

        def cell(row: Row) -> Cell:
            words, tone = state_badge(row["version"], self._today())
            return Cell(words, days_words(row["version"], language), tone=tone)

        return ListColumn(
            "days",
            self.tr("In force"),
            cell,
            lambda row: f"{row['version'].row.cells[FROM]}/{row['version'].row.cells[TO]}",
            width=176,
            order=lambda row: row["version"].row.cells[FROM] or None,
            spared=2,
        )

    def _confidence_column(self) -> ListColumn:
        language = self._context.language

        def cell(row: Row) -> Cell:
            words, tone = confidence_badge(row["version"], language)
            return Cell(words, tone=tone)

        return ListColumn(
            "confidence_mark",
            self.tr("Confirmed"),
            cell,
            lambda row: confidence_badge(row["version"], language)[0],
            width=150,
            order=lambda row: row["version"].row.cells[CONFIDENCE],
            spared=1,
        )
