"""The plan as rows of a table."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QModelIndex, Qt

from fieldkit.model.planning import plan
from fieldkit.model.reference import type_words
from fieldkit.ui.factory_model import NONE, day_words, name_words
from fieldkit.ui.paged_table import AnyIndex, PagedColumn, PagedTable
from fieldkit.ui.plan_words import (
    RISK_TONES,
    STATE_TONES,
    kind_words,
    risk_words,
    state_words,
    weekday_words,
)
from fieldkit.ui.row_delegate import Cell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fieldkit.errors import Language
    from fieldkit.model.planning.plan import Line, PlanRow, Sort
    from fieldkit.model.workspace import Workspace

COLUMNS: tuple[Sort, ...] = ("name", "day", "state", "officer", "district", "risk", "seen")
MIME = "application/x-fieldkit-plan"
"""Rows that are dragged: JSON list of their places in the list."""


class PlanTable(PagedTable["Line", "PlanRow"]):
    """Lines of the plan in the order of the page."""

    def __init__(self, workspace: Workspace, language: Language) -> None:
        super().__init__()
        self._workspace = workspace
        self._language = language
        self._year = 0
        names = (
            self.tr("Factory"),
            self.tr("Day"),
            self.tr("State"),
            self.tr("Officer"),
            self.tr("District"),
            self.tr("Risk"),
            self.tr("Last inspected"),
        )
        self.columns = [PagedColumn(key, name) for key, name in zip(COLUMNS, names, strict=True)]

    def show_lines(self, lines: Sequence[Line], year: int) -> None:
        """Show these lines of the plan of ``year``, read anew."""
        self._year = year
        self.show_keys(lines)

    def _read(self, keys: Sequence[Line]) -> Mapping[Line, PlanRow]:
        with self._workspace.database.read() as connection:
            return {row.line: row for row in plan.rows(connection, keys, self._year)}

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else flags

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        dragged = QMimeData()
        rows = sorted({index.row() for index in indexes})
        dragged.setData(MIME, json.dumps(rows).encode())
        return dragged

    def _cell(self, row: PlanRow, place: int) -> Cell:
        line, language, column = row.line, self._language, COLUMNS[place]
        if column == "name":
            kind = type_words(row.type_main, language)
            second = " · ".join(part for part in (row.registration_no, kind) if part)
            return Cell(name_words(row.name), second, strong=True)
        if column == "day":
            if not line.day:
                return Cell(NONE, quiet=True)
            day = weekday_words(date.fromisoformat(line.day), language)
            return Cell(day, kind_words(line.kind, language))
        if column == "state":
            if not row.in_register and line.state not in ("done", "dropped", "bin"):
                return Cell(self.tr("Left the register"), tone="warn")
            return Cell(state_words(line.state), tone=STATE_TONES[line.state])
        if column == "officer":
            return Cell(line.officer or NONE, quiet=not line.officer)
        if column == "district":
            return Cell(line.district or NONE, row.subdistrict, quiet=True)
        if column == "risk":
            words = f"{risk_words(row.risk, language)} {line.score}"
            return Cell(words, tone=RISK_TONES[row.risk])
        return Cell(day_words(line.last_visit, language) or self.tr("Never"), quiet=True)


def dragged_rows(data: QMimeData) -> list[int]:
    """Return the places of the rows that a drag carries, [] for anything else."""
    if not data.hasFormat(MIME):
        return []
    return [int(row) for row in json.loads(bytes(data.data(MIME).data()))]
