"""The sheet over the reference tables that imports one edited in Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from fieldkit.model.reference_tables.descriptions import table
from fieldkit.model.reference_tables.importing import preview_table, table_of
from fieldkit.model.reference_tables.stored import TABLE
from fieldkit.ui.import_sheet import ImportSheet, ImportWords

if TYPE_CHECKING:
    from fieldkit.model.register.preview import Preview
    from fieldkit.model.register.sheet import Source
    from fieldkit.ui.jobs import Job
    from fieldkit.ui.page import Page


class ReferenceImportSheet(ImportSheet):
    """Imports into the table ``name``, which the page sets before the sheet is shown."""

    TABLE: ClassVar[str] = TABLE
    number_header: ClassVar[str] = ""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.name = ""

    def words(self) -> ImportWords:
        return ImportWords(
            back=self.tr("Back to the tables"),
            choose=self.tr("Choose the edited table"),
            line=self.tr("The workbook from “Excel out”. You see each cell that would change."),
            filters=self.tr("Table (*.xlsx *.xlsm *.csv)"),
            reading=self.tr("Reading the table"),
            writing=self.tr("Writing the table"),
            imported=self.tr("The table is imported"),
            none=self.tr("No table was imported on this machine yet"),
            record=self.tr("Row of the table"),
        )

    def count_words(self, count: int) -> str:
        return self.tr("Import %n row(s)", "", count)

    def is_header(self, written: str) -> bool:
        return table_of(table(self.name)).is_header(written)

    def look(self, source: Source, job: Job[Preview]) -> Preview:
        return preview_table(self._context.workspace, source, self.name, progress=job.report)
