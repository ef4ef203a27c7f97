"""The tables of this machine that no change record gives again: who and where it is, what was held back."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlcipher3 import dbapi2 as sqlite

from fieldkit.model import log_file
from fieldkit.model.cipher import give_key
from fieldkit.model.tables import metadata

if TYPE_CHECKING:
    from pathlib import Path

    from fieldkit.model.workspace import Workspace

TABLES = (
    "kept_record",
    "kept_change",
    "blob",
    "personal_access",
    "typing",
    "undo_step",
    "register_import",
    "register_import_cell",
)
"""In the order in which they are written: what is held back before anything is offered."""


@dataclass
class LocalRows:
    """``meta`` by its keys, and the rows of :data:`TABLES`, each as values by column."""

    meta: dict[str, str] = field(default_factory=dict)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


def read_rest(database: Path, scratch: Path, key: bytes | None) -> LocalRows:
    """Read what SQLite still finds in a copy of a damaged file, made below ``scratch``."""
    copy = scratch / database.name
    found = LocalRows()
    if not database.is_file():
        return found
    shutil.copyfile(database, copy)
    log = log_file.path_of(database)
    if log.is_file() and not log_file.foreign(database, log.read_bytes()):
        shutil.copyfile(log, log_file.path_of(copy))
    connection = sqlite.connect(str(copy), isolation_level=None)
    try:
        give_key(connection, key)
        meta = _rows(connection, "meta")
        found.meta = {row["key"]: row["value"] for row in meta if isinstance(row["value"], str)}
        found.rows = {table: _rows(connection, table) for table in TABLES}
    finally:
        connection.close()
    return found


def _rows(connection: Any, table: str) -> list[dict[str, Any]]:
    """Return the rows on both sides of a damaged page: from the first on, then from the last back."""
    named = metadata.tables[table]
    columns = [column.name for column in named.columns]
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for order in ("ASC", "DESC"):
        by = ", ".join(f'"{column.name}" {order}' for column in named.primary_key)
        chosen = ", ".join(f'"{column}"' for column in columns)
        try:
            for row in connection.execute(f"SELECT {chosen} FROM {table} ORDER BY {by}"):
                found.setdefault(tuple(row), dict(zip(columns, row, strict=True)))
        except (sqlite.DatabaseError, UnicodeDecodeError):
            continue
        break
    return list(found.values())


def write_rest(workspace: Workspace, rest: LocalRows) -> None:
    """Write the rows into a new folder, but for what is damaged in them."""
    with workspace.database.write() as connection:
        for table in TABLES:
            rows = rest.rows.get(table, [])
            if rows:
                columns = ", ".join(rows[0])
                marks = ", ".join("?" * len(rows[0]))
                connection.exec_driver_sql(
                    f"INSERT OR IGNORE INTO {table} ({columns}) VALUES ({marks})",
                    [tuple(row.values()) for row in rows],
                )
