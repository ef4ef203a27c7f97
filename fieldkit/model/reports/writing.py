"""Writes a report as a workbook that is printed, signed and sent on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldkit.model import durable
from fieldkit.model.reports.cell_writing import Pen
from fieldkit.model.reports.page_sheet import PageSheet
from fieldkit.model.reports.results import compute_report
from fieldkit.model.reports.table_sheet import Head, TableSheet, sheet_name
from fieldkit.model.workbook import package, styles
from fieldkit.model.workbook.encryption import PasswordMissing, check_password, encrypted
from fieldkit.model.workbook.package import WorkbookDamaged

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from fieldkit.model.reports.choice import Choice
    from fieldkit.model.reports.layout import Report
    from fieldkit.model.reports.results import ReportResult
    from fieldkit.model.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: rows by the name of the worksheet."""

    path: Path
    counts: Mapping[str, int]
    locked: bool = False


def export_report(
    workspace: Workspace,
    target: Path,
    report: Report,
    choice: Choice,
    *,
    password: str = "",
    going: Callable[[int, int], object] = lambda _done, _total: None,
) -> Written:
    """Write ``target`` (.xlsx), with a ``password`` as a file that opens only with it.

    ``going(done, total)`` may raise to stop. Raises `PasswordMissing`, `PasswordTooShort`, `ChoiceMissing`,
    CannotWrite, WorkbookDamaged, StorageError; then whatever ``target`` was before is intact.
    """
    if report.locked and not password:
        raise PasswordMissing
    if password:
        check_password(password)
    with workspace.database.read() as connection:
        result = compute_report(connection, report, choice, going=going)
    with durable.replacing(target) as path:
        counts = _write(workspace, result, path, going)
        if password:
            path.write_bytes(encrypted(path.read_bytes(), password))
    return Written(target, counts, locked=bool(password))


def _write(
    workspace: Workspace, result: ReportResult, path: Path, going: Callable[[int, int], object]
) -> dict[str, int]:
    from openpyxl import Workbook

    book: Any = Workbook()
    book.remove(book.active)
    styles.set_normal_font(book)
    choice, report = result.choice, result.report
    pen = Pen(choice, report.size)
    head = Head(workspace.person.office, report.title.pick(choice.language), choice, workspace.person.name)
    counts: dict[str, int] = {}
    for number, sheet in enumerate(result.sheets, 1):
        going(number, len(result.sheets))
        if sheet.sheet.portrait:
            for line, parts in sheet.pages:
                going(number, len(result.sheets))
                title = sheet_name(
                    str(line.values[sheet.sheet.columns[0].key] or sheet.title), book.sheetnames
                )
                page = PageSheet(book.create_sheet(title), sheet.sheet, head, pen, report)
                page.write(workspace, line, parts, path.parent)
                counts[title] = 1
            if sheet.pages:
                continue
        title = sheet_name(sheet.title, book.sheetnames)
        TableSheet(book.create_sheet(title), sheet, head, pen, report).write()
        counts[title] = len(sheet.rows)
    book.properties.title, book.properties.creator = report.title.pick(choice.language), "fieldkit"
    package.pack(book, path, workspace.clock())
    found = package.count(path)
    if len(found) != len(counts) or any(part.formulas for part in found):
        raise WorkbookDamaged(str(path))
    return counts
