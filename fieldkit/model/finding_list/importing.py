"""The list of findings back from Excel or the clipboard: looked at first, then written in one commit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldkit.model.finding_list.comparison import FindingComparison
from fieldkit.model.finding_list.reading import readings
from fieldkit.model.inspections.reading import refuse_if_signed
from fieldkit.model.register import importing
from fieldkit.model.register.block import Block
from fieldkit.model.register.importing import ImportResult
from fieldkit.model.register.preview import Preview
from fieldkit.model.round_trip.preview import look

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Connection

    from fieldkit.model.register.sheet import Sheet, Source
    from fieldkit.model.workspace import Workspace

TABLE = "finding"


@dataclass(frozen=True, slots=True)
class FindingPreview(Preview):
    """What would happen; ``inspections`` (ids) must not be signed when it is written."""

    inspections: frozenset[str] = frozenset()


def preview_findings(
    workspace: Workspace, path: Source, *, progress: Callable[[int, int], None] | None = None
) -> FindingPreview:
    """Return what importing ``path`` (or pasted cells) would do; writes nothing. Raises `RegisterRefused`."""
    inspections: list[frozenset[str]] = []

    def compare(sheets: list[Sheet], name: str) -> FindingComparison:
        rows = list(readings(sheets, name))
        found = FindingComparison(workspace, rows, pasted=isinstance(path, Block))
        inspections.append(found.inspections)
        return found

    found = look(path, compare, progress=progress)
    parts = {name: getattr(found, name) for name in Preview.__dataclass_fields__}
    return FindingPreview(**parts, inspections=inspections[0])


def carry_out(workspace: Workspace, found: FindingPreview) -> ImportResult:
    """Write what ``found`` announced, all of it or nothing.

    Raises InspectionSealed when an inspection was signed since the preview, StorageError.
    """

    def refuse_signed(connection: Connection) -> None:
        for inspection in found.inspections:
            refuse_if_signed(connection, inspection)

    result = ImportResult(None, found)
    if not found.ops:
        return result
    source = (TABLE, found.file, found.sha256)
    id_ = importing.write(workspace, source, result.counts, found.ops, found.before, allowed=refuse_signed)
    return ImportResult(id_, found)


def import_findings(workspace: Workspace, path: Path, *, dry_run: bool = False) -> ImportResult:
    """Import a list of findings; with ``dry_run`` only look. Raises as the preview and `carry_out`."""
    found = preview_findings(workspace, path)
    return ImportResult(None, found) if dry_run else carry_out(workspace, found)
