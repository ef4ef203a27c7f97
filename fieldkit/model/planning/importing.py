"""Importing an edited plan: looked at first, written in one transaction, taken back like any import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.model.planning.comparison import PlanComparison
from fieldkit.model.planning.officers import officers
from fieldkit.model.planning.reading import readings
from fieldkit.model.register import importing
from fieldkit.model.register.block import Block
from fieldkit.model.round_trip.preview import look

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fieldkit.model.register.importing import ImportResult
    from fieldkit.model.register.preview import Preview
    from fieldkit.model.register.sheet import Sheet, Source
    from fieldkit.model.workspace import Workspace


def preview_plan(
    workspace: Workspace,
    path: Source,
    year: int,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Preview:
    """Return what importing the plan at ``path`` into the fiscal year ``year`` would do; writes nothing.

    Raises `RegisterRefused`.
    """
    with workspace.database.read() as connection:
        known = officers(connection)

    def compare(sheets: list[Sheet], name: str) -> PlanComparison:
        rows = list(readings(sheets, name, year, known))
        comparison = PlanComparison(workspace, year)
        comparison.compare(rows, whole=not isinstance(path, Block))
        return comparison

    return look(path, compare, progress=progress)


def import_plan(workspace: Workspace, path: Path, year: int, *, dry_run: bool = False) -> ImportResult:
    """Import the plan at ``path``; with ``dry_run`` only look. Raises `RegisterRefused`, `StorageError`."""
    found = preview_plan(workspace, path, year)
    return importing.ImportResult(None, found) if dry_run else importing.carry_out(workspace, found)
