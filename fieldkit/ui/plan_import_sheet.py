"""The sheet over the plan that imports the workbook edited in Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.model.planning.importing import preview_plan
from fieldkit.ui.import_sheet import ImportSheet, ImportWords

if TYPE_CHECKING:
    from pathlib import Path

    from fieldkit.model.register.preview import Preview
    from fieldkit.ui.jobs import Job
    from fieldkit.ui.page import Page


class PlanImportSheet(ImportSheet):
    """Imports into the plan of ``year``, which the page sets before the sheet is shown."""

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

    def look(self, file: Path, job: Job[Preview]) -> Preview:
        return preview_plan(self._context.workspace, file, self.year, progress=job.report)
