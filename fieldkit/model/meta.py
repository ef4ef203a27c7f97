"""What this machine remembers by name; never synced."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection


def get_meta(connection: Connection, key: str) -> str | None:
    """Return a value of this machine's ``meta`` table."""
    row = connection.exec_driver_sql("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return None if row is None else row[0]


def set_meta(connection: Connection, key: str, value: str | None) -> None:
    """Store a value in this machine's ``meta`` table."""
    connection.exec_driver_sql(
        "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value),
    )
