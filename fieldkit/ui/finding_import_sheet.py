"""The sheet over the findings that imports the workbook edited in Excel, or cells pasted into the list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from fieldkit.model.codes import code_word
from fieldkit.model.finding_list.columns import DUE, STATE, STEP, TABLE
from fieldkit.model.finding_list.importing import FindingPreview, carry_out, preview_findings
from fieldkit.model.orders.steps_table import KINDS
from fieldkit.ui.import_sheet import ImportSheet, ImportWords
from fieldkit.ui.record_words import stored_words
from fieldkit.ui.row_paste import place_in

if TYPE_CHECKING:
    from fieldkit.model.register.importing import ImportResult
    from fieldkit.model.register.preview import Preview
    from fieldkit.model.register.sheet import Source
    from fieldkit.ui.jobs import Job
    from fieldkit.ui.page import Page
    from fieldkit.ui.record_list import RecordList

PASTED = {
    "finding": "description",
    "severity": "severity",
    "due": DUE,
    "decision": "decision",
    "state": STATE,
    "action": "action",
}
"""Headers of the columns of the list that cells may be pasted into."""


class FindingImportSheet(ImportSheet):
    """Imports into the findings and, as steps, into their orders."""

    number_header: ClassVar[str] = ""

    def __init__(self, page: Page) -> None:
        super().__init__(page, "finding")
        self.tables = frozenset({"finding", "factory_order", "step"})

    def words(self) -> ImportWords:
        return ImportWords(
            back=self.tr("Back to the findings"),
            choose=self.tr("Choose the edited findings"),
            line=self.tr(
                "The workbook from “Excel out”. What was signed stays; the rest becomes dated steps."
            ),
            filters=self.tr("Findings (*.xlsx *.xlsm *.csv)"),
            reading=self.tr("Reading the findings"),
            writing=self.tr("Writing the findings"),
            imported=self.tr("The findings are imported"),
            none=self.tr("No findings were imported on this machine yet"),
            record=self.tr("Finding"),
        )

    def count_words(self, count: int) -> str:
        return self.tr("Import %n finding(s)", "", count)

    def is_header(self, written: str) -> bool:
        return TABLE.is_header(written)

    def look(self, source: Source, job: Job[Preview]) -> Preview:
        return preview_findings(self._context.workspace, source, progress=job.report)

    def carry_out(self, found: Preview, _job: Job[ImportResult]) -> ImportResult:
        assert isinstance(found, FindingPreview)
        return carry_out(self._context.workspace, found)

    def value_words(self, column: str, value: Any) -> str:
        language = self._context.language
        if column == "step":
            return (
                code_word(KINDS, value, language) if value else stored_words("step", "kind", None, language)
            )
        if column in STEP:
            return stored_words("step", STEP[column], value, language)
        if column == DUE:
            return stored_words("step", "due_date", value, language)
        return stored_words("finding", "state" if column == STATE else column, value, language)

    def paste_into(self, part: RecordList) -> bool:
        """Look at what pasting the clipboard into the list would do; return whether there are any cells."""

        def ids(row: int) -> dict[str, str]:
            found = part.table_model.row(row)
            return {"id": str(found["id"])} if found is not None else {}

        return self.paste(place_in(part.table, part.table_model, PASTED, ids))
