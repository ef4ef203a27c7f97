"""How an export to the shape of another program goes on: what is wished, what is counted, what stops it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldkit.model.workbook.export import ExportCancelled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from fieldkit.model.shapes.records import Submission, Submissions

_RETURN = re.compile(r"\r\n?")
_FORMULA = re.compile(r"[=@\t\r]|[+-](?!\d+(?:\.\d+)?\Z)")


@dataclass(frozen=True, slots=True)
class ShapeOptions:
    """What may be chosen, named as the other programs name it; what a shape does not know is ignored.

    ``language`` is ``th`` or ``en`` for labels, None for names and codes ("XML values").
    ``split_select_multiples`` adds a column for each choice. ``group_names`` puts the names of groups into
    headers; None is what the other program does. ``for_excel`` marks CSV files as UTF-8 and keeps what is
    typed from becoming a formula. ``photo_places`` takes photos along as the camera wrote them, with place
    and time.
    """

    language: str | None = None
    split_select_multiples: bool = True
    group_names: bool | None = None
    for_excel: bool = False
    photo_places: bool = False


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


def in_lines(cells: Iterable[Any], *, for_excel: bool) -> Iterator[Any]:
    """Return the cells of a row of CSV: a carriage return, which Python does not quote, ends no row.

    With ``for_excel`` no text begins like a formula either.
    """
    for cell in cells:
        whole = _RETURN.sub("\n", cell) if isinstance(cell, str) else cell
        yield harmless(whole) if for_excel else whole


def harmless(cell: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula: a text that begins like one gets a ``'``."""
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell
