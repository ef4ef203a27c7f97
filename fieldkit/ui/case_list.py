"""The list of a register: its columns, filters with counts, and the second filter by class, round or kind."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldkit.model.cases.debts import CLASSES
from fieldkit.model.cases.filters import FILTERS, fits, narrowings, search_text
from fieldkit.model.cases.reading import case_name
from fieldkit.model.cases.registers import register_of
from fieldkit.model.cases.steps_table import states
from fieldkit.model.codes import code_word, codes
from fieldkit.model.record_fields import FIELDS
from fieldkit.ui.case_pane import CasePane
from fieldkit.ui.case_words import class_badge, due_words, state_badge, value_words
from fieldkit.ui.chip import ChipRow
from fieldkit.ui.factory_model import NONE
from fieldkit.ui.record_list import ListColumn, ListWords, RecordList
from fieldkit.ui.row_delegate import Cell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fieldkit.ui.page import PageContext

Row = dict[str, Any]
EVERYTHING = "*"
_RIGHT = ("number", "money", "percent")
# Further columns of each register: (column, width, spared, shown); the first, state and due stand in all.
_COLUMNS: Mapping[str, tuple[tuple[str, int, int, bool], ...]] = {
    "recommendation": (
        ("progress", 158, 2, True),
        ("owner_unit", 170, 3, True),
        ("owner_person", 150, 4, True),
        ("due_date", 118, 6, False),
        ("indicator", 180, 6, False),
        ("target", 90, 6, False),
        ("actual", 90, 6, False),
        ("progress_text", 220, 6, False),
        ("factory_name", 180, 6, False),
        ("closed_on", 118, 6, False),
    ),
    "complaint": (
        ("channel", 140, 3, True),
        ("urgency", 104, 2, True),
        ("received_at", 150, 4, True),
        ("officer", 150, 5, True),
        ("complainant", 150, 6, False),
        ("district", 120, 6, False),
        ("outcome", 130, 6, False),
        ("actions", 160, 6, False),
        ("answered_on", 118, 6, False),
        ("closed_on", 118, 6, False),
    ),
    "loan": (
        ("fund", 180, 4, True),
        ("outstanding", 124, 2, True),
        ("dpd", 96, 3, True),
        ("missed", 86, 5, False),
        ("id13", 170, 6, False),
        ("phone", 120, 6, False),
        ("approved", 132, 6, False),
        ("officer", 150, 5, True),
        ("district", 120, 6, False),
        ("trend", 100, 6, False),
        ("last_paid_on", 118, 6, False),
        ("contract_date", 118, 6, False),
    ),
    "enterprise": (
        ("kind", 140, 3, True),
        ("size", 100, 4, True),
        ("product", 160, 2, True),
        ("district", 120, 5, True),
        ("projects", 90, 5, True),
        ("otop_stars", 90, 6, False),
        ("certificates", 140, 6, False),
        ("income", 132, 6, False),
        ("employees", 100, 6, False),
        ("members", 100, 6, False),
        ("chairperson", 150, 6, False),
        ("code", 170, 6, False),
        ("officer", 150, 6, False),
    ),
}


class CaseList(QWidget):
    """The list of one register with its pane.

    Attributes:
        list: the list itself.
        pane: the pane beside it.
        narrowed: signal when a person chose another value of the second filter.
    """

    narrowed = Signal()

    def __init__(self, context: PageContext, table: str) -> None:
        super().__init__()
        self.table = table
        self._context, self._register = context, register_of(table)
        self._rows: Sequence[Row] = ()
        self._narrow = EVERYTHING
        self._chips: ChipRow | None = None
        self.pane = CasePane(context, table)
        name = self._register.name.pick(context.language)
        words = ListWords(
            name=name,
            search=self.tr("Name, number, place"),
            count=lambda count: self.tr("%n record(s)", "", count).replace(str(count), f"{count:,}"),
            none=self.tr("Nothing fits"),
            none_line=self.tr("Nothing is left with this search and filter"),
            show_all=self.tr("Show all"),
        )
        self.list = RecordList(
            words, self._list_columns(), FILTERS, context.settings, self.pane, name=f"cases-{table}"
        )
        self.list.judge_by(self.fits, partial(search_text, self._register))
        self.list.row_chosen.connect(self.pane.show_case)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self._column.addWidget(self.list, 1)

    # --- what is shown

    def show_listing(self, rows: Sequence[Row]) -> None:
        """Show rows of ``listing`` with the counts of all chips."""
        self._rows = rows
        self._show_narrowings()
        self._show_rows()

    def fits(self, row: Row, key: str) -> bool:
        """Tell whether the chip ``key`` shows the row."""
        workspace = self._context.workspace
        return fits(row, key, today=workspace.clock().date(), person=workspace.person.name)

    def narrowing(self) -> str:
        """Return the chosen value of the second filter, EVERYTHING for all."""
        return self._narrow

    def narrow(self, value: str) -> None:
        """Choose a value of the second filter; one that does not occur shows everything."""
        self._narrow = value
        self._show_narrowings()
        self._show_rows()

    def choose(self, record: str) -> None:
        """Choose a record, also one that the filters hide."""
        if all(row["id"] != record for row in self._narrowed()):
            self.narrow(EVERYTHING)
        self.list.choose(record)

    def _narrowed(self) -> list[Row]:
        column = self._register.narrowed
        return [row for row in self._rows if self._narrow in (EVERYTHING, str(row[column]))]

    def _show_rows(self) -> None:
        self.list.show_rows(self._narrowed(), self._filter_words())

    def _filter_words(self) -> dict[str, str]:
        return {
            "open": self.tr("Open {0}"),
            "mine": self.tr("Mine {0}"),
            "soon": self.tr("Due soon {0}"),
            "overdue": self.tr("Overdue {0}"),
            "closed": self.tr("Closed {0}"),
            "bin": self.tr("Bin {0}"),
            "all": self.tr("All {0}"),
        }

    def _show_narrowings(self) -> None:
        """Offer the values of the second filter that occur, with their counts."""
        counts = narrowings(self._register, self._rows)
        if self._narrow not in counts:
            self._narrow = EVERYTHING
        everything = self.tr("All {0}").format(f"{sum(counts.values()):,}")
        chips = [(EVERYTHING, everything)]
        chips += [(value, f"{self._narrowing_words(value)} {count:,}") for value, count in counts.items()]
        if self._chips is not None and self._chips.keys() == tuple(key for key, _words in chips):
            for key, words in chips:
                self._chips.set_text(key, words)
            self._chips.choose(self._narrow)
            return
        if self._chips is not None:
            self._chips.hide()
            self._chips.deleteLater()
        self._chips = ChipRow(chips, self._narrowing_name(), wrap=True)
        self._chips.choose(self._narrow)
        self._chips.chosen.connect(self._chosen)
        self._column.insertWidget(0, self._chips)
        # Not before it has its parent: it would be a window of its own for a moment and take the focus.
        self._chips.setVisible(len(counts) > 1)

    def _chosen(self, value: str) -> None:
        self._narrow = value
        self._show_rows()
        self.narrowed.emit()

    def _narrowing_name(self) -> str:
        if self._register.narrowed == "debt_class":
            return self.tr("Class of the debt")
        return FIELDS[self.table][self._register.narrowed].name.pick(self._context.language)

    def _narrowing_words(self, value: str) -> str:
        language, column = self._context.language, self._register.narrowed
        if column == "debt_class":
            return value
        field = FIELDS[self.table][column]
        return code_word(field.target, value, language) if field.kind == "code" else value

    # --- columns

    def _list_columns(self) -> list[ListColumn]:
        columns = [self._name_column(), self._state_column(), self._due_column()]
        if self.table == "loan":
            columns.insert(1, self._class_column())
        return [*columns, *(self._field_column(*one) for one in _COLUMNS[self.table])]

    def _name_column(self) -> ListColumn:
        one = self._register.one.pick(self._context.language)
        return ListColumn(
            "name",
            one[:1].upper() + one[1:],
            lambda row: Cell(*self._name_cell(row), strong=True),
            lambda row: " · ".join(part for part in self._name_cell(row) if part),
            order=lambda row: case_name(self.table, row),
            least=200,
        )

    def _name_cell(self, row: Row) -> tuple[str, str]:
        """Return what a record is called and, below it, what or whom it is about."""
        language = self._context.language
        if self.table == "recommendation":
            return str(row["issue_title"] or ""), f"{row['round'] or ''} · {row['issue_no'] or NONE}"
        if self.table == "complaint":
            issues = value_words("complaint", "issues", row, language)
            again = self.tr("repeated") if row["repeats"] else ""
            place = row["factory_name"] or row["place"] or NONE
            return " · ".join(p for p in (str(row["number"]), issues) if p), " · ".join(
                part for part in (place, again) if part
            )
        if self.table == "loan":
            name = value_words("loan", "name", row, language)
            return str(row["enterprise"] or name), " · ".join(
                part for part in (str(row["contract_no"] or ""), name) if part
            )
        return str(row["name"] or ""), str(row["code"] or "")

    def _state_column(self) -> ListColumn:
        order = list(codes(states(self.table)))
        return ListColumn(
            "state",
            FIELDS[self.table]["state"].name.pick(self._context.language),
            lambda row: self._badge(state_badge(self.table, row, self._context.language)),
            lambda row: state_badge(self.table, row, self._context.language)[0],
            width=148,
            order=lambda row: order.index(row["state"]) if row["state"] in order else None,
            # A loan is active or closed: its class says more.
            spared=5 if self.table == "loan" else 1,
        )

    def _class_column(self) -> ListColumn:
        order = list(codes(CLASSES))
        return ListColumn(
            "debt_class",
            self.tr("Class"),
            lambda row: self._badge(class_badge(row, self._context.language)),
            lambda row: class_badge(row, self._context.language)[0],
            width=176,
            narrow=96,
            order=lambda row: order.index(row["debt_class"]),
        )

    @staticmethod
    def _badge(badge: tuple[str, Any]) -> Cell:
        return Cell(badge[0], tone=badge[1])

    def _due_column(self) -> ListColumn:
        return ListColumn(
            "due",
            self.tr("To be done by"),
            self._due_cell,
            lambda row: str(row["due"] or ""),
            width=220,
            narrow=126,
            order=lambda row: row["due"],
        )

    def _due_cell(self, row: Row) -> Cell:
        today = self._context.workspace.clock().date()
        day, meaning, tone = due_words(row, today, self._context.language)
        return Cell(day, meaning, icon="clock" if tone else "", tone=tone)

    def _field_column(self, column: str, width: int, spared: int, shown: bool) -> ListColumn:
        language = self._context.language
        field = FIELDS[self.table].get(column)
        right = column in ("outstanding", "projects") or (field is not None and field.kind in _RIGHT)
        stored = field is not None and field.kind in ("day", "time")

        def words(row: Row) -> str:
            if field is not None:
                return value_words(self.table, column, row, language)
            if column == "size":
                return code_word("enterprise.size", row["size"], language)
            value = row[column]
            return "" if value is None else f"{value:,.2f}" if isinstance(value, float) else str(value)

        title = field.name.pick(language) if field is not None else self._title(column)
        return ListColumn(
            column,
            f">{title}" if right else title,
            lambda row: Cell(words(row) or NONE, right=right, quiet=not right),
            (lambda row: str(row[column] or "")) if stored else words,
            width=width,
            order=lambda row: row[column] if not (field and field.personal) else None,
            spared=spared,
            shown=shown,
        )

    def _title(self, column: str) -> str:
        return {
            "outstanding": self.tr("Outstanding"),
            "size": self.tr("Size"),
            "projects": self.tr("Projects"),
            "factory_name": self.tr("Factory"),
        }.get(column, column)

    def enter(self) -> None:
        """Put the focus where the work goes on."""
        self.list.enter()

    def state(self) -> Row:
        """Return the place for :meth:`come_back`."""
        return self.list.state() | {"narrow": self._narrow}

    def come_back(self, state: Mapping[str, Any]) -> None:
        """Come back to a place of :meth:`state`."""
        self.narrow(str(state.get("narrow", EVERYTHING)))
        self.list.come_back(state)
