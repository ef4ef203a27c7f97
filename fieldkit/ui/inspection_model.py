"""Inspections as rows of a table."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from fieldkit.errors import Text
from fieldkit.model.code_lists import OUTCOMES, word
from fieldkit.model.inspections import inspection_query
from fieldkit.model.thai import dates
from fieldkit.ui.factory_model import NONE, OUTCOME_TONES, name_words
from fieldkit.ui.paged_table import PagedColumn, PagedTable
from fieldkit.ui.row_delegate import Cell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fieldkit.errors import Language
    from fieldkit.model.inspections.inspection_query import Sort
    from fieldkit.model.workspace import Workspace

Row = dict[str, Any]
COLUMNS: tuple[Sort, ...] = ("factory", "checklist", "started", "officer", "findings", "state")
_DRAFT = Text("กำลังตรวจ", "In progress")


class InspectionTable(PagedTable[int, Row]):
    """Inspections by the row numbers of :func:`fieldkit.model.inspections.inspection_query.ids`.

    Attributes:
        titles: what checklists are called, by form and version.
    """

    def __init__(self, workspace: Workspace, language: Language) -> None:
        super().__init__()
        self._workspace = workspace
        self._language = language
        self.titles: Mapping[tuple[str, str], str] = {}
        names = (
            self.tr("Factory"),
            self.tr("Checklist"),
            self.tr("Date"),
            self.tr("Inspector"),
            self.tr("Findings"),
            self.tr("State"),
        )
        self.columns = [PagedColumn(key, name) for key, name in zip(COLUMNS, names, strict=True)]

    def _read(self, keys: Sequence[int]) -> Mapping[int, Row]:
        with self._workspace.database.read() as connection:
            return inspection_query.rows(connection, keys)

    def _cell(self, row: Row, place: int) -> Cell:
        column = COLUMNS[place]
        if column == "factory":
            number = row["registration_no"] or row["registration_no_old"] or ""
            return Cell(name_words(row["factory_name"]), number, strong=True)
        if column == "checklist":
            title = self.titles.get((row["checklist"], row["version"]), row["checklist"])
            return Cell(title or NONE, self.tr("version {0}").format(row["version"]))
        if column == "started":
            started = datetime.fromisoformat(row["started_at"])
            return Cell(dates.short(started.date(), self._language), dates.clock(started, self._language))
        if column == "officer":
            return Cell(row["officer_name"] or NONE, quiet=True)
        if column == "findings":
            return Cell(str(row["findings"]), tone="warn") if row["findings"] else Cell(NONE, quiet=True)
        if row["state"] == "draft":
            return Cell(_DRAFT.pick(self._language), tone="accent")
        outcome = row["outcome"] or "incomplete"
        return Cell(word(OUTCOMES, outcome, self._language), tone=OUTCOME_TONES.get(outcome, "neutral"))
