"""Tables of the office as a workbook: each sheet with its lines, and what the file is on the last one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldkit.model import durable
from fieldkit.model.workbook.encryption import encrypted
from fieldkit.model.workbook.sheets import ABOUT, LONG_TEXTS
from fieldkit.model.workbook.writing import WorkbookWriter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from fieldkit.errors import Text
    from fieldkit.model.workbook.sheets import Sheet
    from fieldkit.model.workspace import Workspace


def write(
    workspace: Workspace,
    target: Path,
    parts: Sequence[tuple[Sheet, Iterable[Mapping[str, Any]]]],
    about: Iterable[tuple[Text, str]],
    *,
    language: str,
    password: str = "",
) -> Mapping[str, int]:
    """Write sheets with their lines (cells by the key of the column) to ``target``; return rows by sheet.

    ``about`` are the lines of the sheet about the file. Lines may be made while they are written. With a
    ``password`` the file opens only with it.

    Raises CannotWrite, WorkbookDamaged, StorageError; then whatever ``target`` was before is intact.
    """
    with durable.replacing(target) as path:
        writer = WorkbookWriter(
            path,
            language=language,
            moment=workspace.clock(),
            heading=workspace.person.office,
            order=[*(sheet for sheet, _lines in parts), LONG_TEXTS, ABOUT],
        )
        try:
            for sheet, lines in parts:
                for line in lines:
                    writer.append(sheet, dict(line))
            writer.flush()
            for item, value in about:
                writer.append(ABOUT, {"item": item.pick(language), "value": value})
            counts = writer.save()
        finally:
            writer.abandon()
        if password:
            path.write_bytes(encrypted(path.read_bytes(), password))
    return counts
