"""Importing a register or a plan: one transaction, remembered cell by cell so that it can be taken back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from fieldkit.model.ids import new_id
from fieldkit.model.register.preview import Preview, preview

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from fieldkit.model.body import Op
    from fieldkit.model.changes import Written
    from fieldkit.model.workspace import Workspace

SPLIT = 200
"""Ops of one change: a large import travels in pages."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did; ``import_id`` is None when nothing was written."""

    import_id: str | None
    preview: Preview

    @property
    def counts(self) -> dict[str, int]:
        """Numbers of new, changed, unchanged and rejected rows."""
        return {
            "new": len(self.preview.new),
            "changed": len(self.preview.changed),
            "unchanged": self.preview.unchanged,
            "rejected": len(self.preview.rejected),
        }


@dataclass(frozen=True, slots=True)
class PastImport:
    """One import of this machine, newest first in a list; ``table`` is what it filled."""

    id: str
    table: str
    file_name: str
    imported_at: str
    counts: dict[str, int]
    undone_at: str | None


def import_register(
    workspace: Workspace,
    file: Path,
    *,
    dry_run: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> ImportResult:
    """Import the register at ``file``; with ``dry_run`` only look. Raises RegisterRefused, StorageError."""
    found = preview(workspace, file, progress=progress)
    return ImportResult(None, found) if dry_run else carry_out(workspace, found)


def carry_out(workspace: Workspace, found: Preview) -> ImportResult:
    """Write what ``found`` announced, all of it or nothing; without a change nothing is recorded.

    Values that somebody changed since the preview end up beside the file's, as a conflict to be decided.
    """
    result = ImportResult(None, found)
    if not found.ops:
        return result
    source = (found.ops[0].table, found.file, found.sha256)
    return ImportResult(write(workspace, source, result.counts, found.ops, found.before), found)


def write(
    workspace: Workspace,
    source: tuple[str, str, str],
    counts: dict[str, int],
    ops: Sequence[Op],
    before: Mapping[tuple[str, str], dict[str, Any]],
    *,
    allowed: Callable[[Connection], None] = lambda _connection: None,
) -> str:
    """Write ``ops`` in one commit that :func:`undo.undo_import` takes back; return its id.

    ``source`` is what it filled, the name of the file and its SHA-256; ``before`` the columns that a group
    of a record had, by record and group; ``allowed`` looks at the store and raises what forbids it.
    Raises `StorageError`; then nothing is saved.
    """
    import_id = new_id()
    # Records that stand beside each other in the file's indexes are written one after the other.
    ops = sorted(ops, key=attrgetter("record"))

    def remember(connection: Connection, written: Written) -> None:
        allowed(connection)
        connection.exec_driver_sql(
            "INSERT INTO register_import (id, tbl, file_name, file_sha256, imported_at, counts)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                *(import_id, *source),
                *(workspace.clock().isoformat(), json.dumps(counts)),
            ),
        )
        connection.exec_driver_sql(
            "INSERT INTO register_import_cell (import_id, tbl, record, grp, op, before)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            [
                (
                    import_id,
                    op.table,
                    op.record,
                    op.group,
                    written.heads[op.table, op.record, op.group][0],
                    _json(before.get((op.record, op.group))),
                )
                for op in ops
            ],
        )

    workspace.log.commit(ops, split=SPLIT, alongside=remember)
    return import_id


def imports(connection: Connection) -> list[PastImport]:
    """Return the imports of this machine, newest first."""
    rows = connection.exec_driver_sql(
        "SELECT id, tbl, file_name, imported_at, counts, undone_at FROM register_import"
        " ORDER BY imported_at DESC, id DESC"
    )
    return [PastImport(row[0], row[1], row[2], row[3], json.loads(row[4]), row[5]) for row in rows]


def _json(before: dict[str, Any] | None) -> str | None:
    return None if before is None else json.dumps(before, ensure_ascii=False)
