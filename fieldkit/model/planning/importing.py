"""Importing an edited plan: looked at first, written in one transaction, taken back like any import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.model.file_names import stored_name
from fieldkit.model.planning.comparison import PlanComparison
from fieldkit.model.planning.officers import officers
from fieldkit.model.planning.reading import readings
from fieldkit.model.register import importing, sheet
from fieldkit.model.register.preview import Preview, file_digest
from fieldkit.model.register.problems import by_place

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
    digest = file_digest(path)
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
