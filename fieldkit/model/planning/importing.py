"""Importing an edited plan: looked at first, written in one transaction, taken back like any import."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from fieldkit.errors import Text
from fieldkit.model.file_names import stored_name
from fieldkit.model.planning.comparison import PlanComparison, by_place
from fieldkit.model.planning.officers import officers
from fieldkit.model.planning.reading import readings
from fieldkit.model.register import importing, sheet
from fieldkit.model.register.preview import Preview
from fieldkit.model.register.problems import RegisterRefused

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fieldkit.model.register.importing import ImportResult
    from fieldkit.model.workspace import Workspace


def preview_plan(
    workspace: Workspace,
    path: Path,
    year: int,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Preview:
    """Return what importing the plan at ``path`` into the fiscal year ``year`` would do; writes nothing.

    Raises `RegisterRefused`.
    """
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise RegisterRefused(
            Text("เปิดไฟล์ไม่ได้", "The file cannot be opened"),
            Text(
                "ตรวจชื่อไฟล์และสิทธิ์การอ่าน ปิดโปรแกรมที่ใช้ไฟล์นี้อยู่",
                "Check its name, that you may read it, and that no other program holds it",
            ),
            place=str(path),
        ) from error
    name = stored_name(path)
    with workspace.database.read() as connection:
        known = officers(connection)
    rows = list(readings(sheet.read(path, progress=progress), name, year, known))
    comparison = PlanComparison(workspace, year)
    comparison.compare(rows)
    return Preview(
        file=name,
        sha256=digest,
        new=tuple(comparison.new),
        changed=tuple(comparison.changed),
        unchanged=comparison.unchanged,
        rejected=by_place(comparison.rejected),
        warnings=by_place(comparison.warnings),
        ops=tuple(comparison.ops),
        before=comparison.before,
    )


def import_plan(workspace: Workspace, path: Path, year: int, *, dry_run: bool = False) -> ImportResult:
    """Import the plan at ``path``; with ``dry_run`` only look. Raises `RegisterRefused`, `StorageError`."""
    found = preview_plan(workspace, path, year)
    return importing.ImportResult(None, found) if dry_run else importing.carry_out(workspace, found)
