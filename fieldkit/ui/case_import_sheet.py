"""The sheet over the registers of cases that imports the workbook edited in Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from fieldkit.model.cases.importing import preview_cases, table_of
from fieldkit.model.cases.registers import register_of
from fieldkit.ui.import_sheet import ImportSheet, ImportWords

if TYPE_CHECKING:
    from fieldkit.model.register.preview import Preview
    from fieldkit.model.register.sheet import Source
    from fieldkit.ui.jobs import Job


class CaseImportSheet(ImportSheet):
    """Imports into the register ``table``."""

    number_header: ClassVar[str] = ""

    def words(self) -> ImportWords:
        language = self._context.language
        return ImportWords(
            back=self.tr("Back to the register"),
            choose=self.tr("Choose the edited register: {0}").format(
                register_of(self.table).name.pick(language)
            ),
            line=self.tr("The workbook from “Export Excel”. You see each cell that would change."),
            filters=self.tr("Register (*.xlsx *.xlsm *.csv)"),
            reading=self.tr("Reading the register"),
            writing=self.tr("Writing the register"),
            imported=self.tr("The register is imported"),
            none=self.tr("Nothing was imported into this register on this machine yet"),
            record=self.tr("Record"),
        )

    def count_words(self, count: int) -> str:
        return self.tr("Import %n record(s)", "", count)

    def is_header(self, written: str) -> bool:
        return table_of(self.table).is_header(written)

    def look(self, source: Source, job: Job[Preview]) -> Preview:
        return preview_cases(self._context.workspace, source, self.table, progress=job.report)
