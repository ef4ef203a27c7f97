"""Writes inspections of another program as drafts, each in one transaction, remembered so that they can go.

A draft, not a closed inspection: nobody has signed it here, and what is sealed says who signed what. Where it
came from is frozen with it (``import`` in its context).
"""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fieldkit.model.ids import new_id
from fieldkit.model.peers.building import ORIGIN, Builder
from fieldkit.model.peers.preview import opened_source, preview_inspections
from fieldkit.model.register.importing import ImportResult

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Connection

    from fieldkit.model.changes import Written
    from fieldkit.model.peers.preview import PeerPreview, Wishes
    from fieldkit.model.register.problems import Remark
    from fieldkit.model.workspace import Workspace

    Progress = Callable[[int, int], None]

_BEGIN = (
    "INSERT INTO register_import (id, tbl, file_name, file_sha256, imported_at, counts)"
    " VALUES (?, 'inspection', ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET counts = excluded.counts"
)
_CELL = (
    "INSERT INTO register_import_cell (import_id, tbl, record, grp, op, before) VALUES (?, ?, ?, ?, ?, NULL)"
)


def import_inspections(
    workspace: Workspace, path: Path, wishes: Wishes | None = None, *, dry_run: bool = False
) -> ImportResult:
    """Import the inspections at ``path``; with ``dry_run`` only look. Raises as the preview, StorageError."""
    found = preview_inspections(workspace, path, wishes)
    return ImportResult(None, found) if dry_run else carry_out(workspace, found)


def carry_out(workspace: Workspace, found: PeerPreview, *, progress: Progress | None = None) -> ImportResult:
    """Write what ``found`` announced, an inspection at a time; without one nothing is recorded.

    Where ``progress`` raises or the disk refuses, what was written before stands in the list of imports and
    can be taken back. Raises StorageError.
    """
    if not found.candidates:
        return ImportResult(None, found)
    import_id = new_id()
    warnings: list[Remark] = []
    counts = ImportResult(None, found).counts | {"new": 0}
    now = workspace.clock().isoformat()
    origin = {
        "program": found.program,
        "file": found.file,
        "sha256": found.sha256,
        "at": now,
        "by": workspace.person.name,
    }
    with ExitStack() as opened:
        _source, bundles = opened_source(found.path, found.wishes, opened)
        builder = Builder(workspace, bundles, origin)
        for done, candidate in enumerate(found.candidates, 1):
            if progress is not None:
                progress(done, len(found.candidates))
            if workspace.rows("SELECT id FROM inspection WHERE id = ?", candidate.id):
                continue  # it arrived since the preview
            incoming, remarks = builder.build(candidate, attach=True)
            warnings += remarks
            counts["new"] += 1
            told = (import_id, found.file, found.sha256, now, json.dumps(counts))

            def remember(connection: Connection, written: Written, told: tuple[str, ...] = told) -> None:
                connection.exec_driver_sql(_BEGIN, told)
                connection.exec_driver_sql(
                    _CELL, [(import_id, *cell, heads[0]) for cell, heads in written.heads.items()]
                )

            incoming.settle(remember)
    of_file = found.warnings[: len(found.warnings) - found.of_records]
    return ImportResult(import_id, replace(found, warnings=(*of_file, *warnings)))


def origin_of(context: str | None) -> dict[str, Any] | None:
    """Return where an inspection (its column ``context``) was imported from, None for one that was not.

    ``program``, ``file``, ``sha256``, ``at``, ``by`` of the import; ``instance``, ``author``, ``started``,
    ``submitted``, ``version``, ``row`` of the record.
    """
    try:
        found = json.loads(context or "{}").get(ORIGIN)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
