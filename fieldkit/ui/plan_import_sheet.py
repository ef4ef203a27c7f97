"""The sheet over the plan that imports the workbook edited in Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.model.planning.columns import TABLE
from fieldkit.model.planning.importing import preview_plan
from fieldkit.ui.import_sheet import ImportSheet, ImportWords
from fieldkit.ui.row_paste import place_in

if TYPE_CHECKING:
    from fieldkit.model.register.preview import Preview
    from fieldkit.model.register.sheet import Source
    from fieldkit.ui.jobs import Job
    from fieldkit.ui.list_table import ListTable
    from fieldkit.ui.page import Page
    from fieldkit.ui.plan_model import PlanTable

PASTED = {"name": "name", "day": "planned_on", "state": "state", "officer": "officer"}
"""Headers of the columns that cells may be pasted into; the others are worked out."""


class PlanImportSheet(ImportSheet):
    """Imports into the plan of ``year``, which the page says when the sheet begins."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, "assignment")
        self.year = 0

    def words(self) -> ImportWords:
        return ImportWords(
            back=self.tr("Back to the plan"),
            choose=self.tr("Choose the edited plan"),
            line=self.tr("The workbook from “To Excel”. You see each cell that would change."),
            filters=self.tr("Plan (*.xlsx *.xlsm *.csv)"),
            reading=self.tr("Reading the plan"),
            writing=self.tr("Writing the plan"),
            imported=self.tr("The plan is imported"),
            none=self.tr("No plan was imported on this machine yet"),
            record=self.tr("Factory"),
        )

    def count_words(self, count: int) -> str:
        return self.tr("Import %n planned visit(s)", "", count)

    def is_header(self, written: str) -> bool:
        return TABLE.is_header(written)

    def begin(self, year: int) -> None:
        """Show the choice of a file for the plan of ``year``."""
        self.year = year
        self.show_start()

    def paste_into(self, table: ListTable, model: PlanTable, year: int) -> bool:
        """Look at what pasting the clipboard into the list would do; return whether there are any cells."""
        self.year = year

        def ids(row: int) -> dict[str, str]:
            line = model.row(row)
            if line is None:
                return {}
            return {"id": line.id} if line.id else {self.number_header: line.registration_no}

        return self.paste(place_in(table, model, PASTED, ids))

    def look(self, source: Source, job: Job[Preview]) -> Preview:
        return preview_plan(self._context.workspace, source, self.year, progress=job.report)
