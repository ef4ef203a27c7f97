"""Names of checklists on the command line: a workbook's file, ``GEN`` or ``GEN@2569.1``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fieldkit.errors import FieldkitError, Text

if TYPE_CHECKING:
    from fieldkit.model.authoring.candidate import Candidate
    from fieldkit.model.checklists import Checklist
    from fieldkit.model.workspace import Workspace


class WorkbookRefused(FieldkitError):
    """The workbook has mistakes; the first of them is told."""

    def __init__(self, candidate: Candidate) -> None:
        problems = candidate.conversion.errors
        first = problems[0]
        super().__init__(
            Text(
                f"แบบตรวจมีข้อผิดพลาด {len(problems)} ข้อ: {first.message.th}",
                f"The checklist has {len(problems)} mistakes: {first.message.en}",
            ),
            Text("ดูทุกข้อด้วย import checklist แล้วแก้ไข", "See them all with: import checklist, and mend them"),
            place=f"{candidate.file}: {first.place}",
        )


def is_file(name: str) -> bool:
    """Tell whether a name is that of a workbook's file."""
    return name.lower().endswith((".xlsx", ".xlsm", ".xls"))


def workbook(file: Path) -> Candidate:
    """Return the workbook, which is without mistakes; raises WorkbookRefused and FieldkitError."""
    from fieldkit.model.authoring import candidate

    found = candidate.read(file)
    if not found.conversion.usable:
        raise WorkbookRefused(found)
    return found


def checklist(workspace: Workspace, name: str) -> Checklist:
    """Return what ``name`` means; raises NoSuchChecklist and as :func:`workbook`."""
    from fieldkit.model.authoring.packages import find

    if is_file(name):
        return workbook(Path(name)).checklist
    form_id, _, version = name.partition("@")
    return find(workspace, form_id, version)
