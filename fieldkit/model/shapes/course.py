"""How an export to the shape of another program goes on: what is wished, what is counted, what stops it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldkit.model.workbook.export import ExportCancelled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fieldkit.model.shapes.records import Submission, Submissions

_FORMULA = re.compile(r"[=@\t\r]|[+-](?!\d+(?:\.\d+)?\Z)")


@dataclass(frozen=True, slots=True)
class ShapeOptions:
    """What may be chosen, named as the other programs name it; what a shape does not know is ignored.

    ``language`` is ``th`` or ``en`` for labels, None for names and codes ("XML values").
    ``split_select_multiples`` adds a column for each choice. ``group_names`` puts the names of groups into
    headers; None is what the other program does. ``for_excel`` marks CSV files as UTF-8 and keeps what is
    typed from becoming a formula.
    """

    language: str | None = None
    split_select_multiples: bool = True
    group_names: bool | None = None
    for_excel: bool = False


@dataclass
class Course:
    """Goes through the inspections of an export, counting them."""

    chosen: Submissions
    progress: Callable[[int, int], None] | None = None
    cancelled: Callable[[], bool] | None = None
    written: int = 0
    missing_files: int = 0

    def __iter__(self) -> Iterator[Submission]:
        """Yield the inspections; raises ExportCancelled when a person has stopped the export."""
        total = len(self.chosen.found)
        for submission in self.chosen:
            if self.cancelled is not None and self.cancelled():
                raise ExportCancelled
            yield submission
            self.written += 1
            if self.progress is not None:
                self.progress(self.written, total)


def harmless(cell: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula: a text that begins like one gets a ``'``."""
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell
