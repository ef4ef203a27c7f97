"""Which files the records refer to, and where each stands: here only, at the centre too, or only there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fieldkit.model.tables import GROUPS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from fieldkit.model.attachments import AttachmentStore
    from fieldkit.model.database import Database

ERASED = "0" * 64
"""Stands for a file that was removed by law: nobody has it, and nobody fetches it."""
LOCAL, SENT, WANTED, OFFICE = "local", "sent", "wanted", "office"
"""Here only; here and confirmed by the centre; to be fetched; at the centre only, by choice."""

# Columns that hold the SHA-256 of a file, alone or inside JSON.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "attachment": ("sha256",),
    "signature": ("image",),
    "inspection": ("submission",),
    "checklist": ("xlsx", "xform", "policy", "media"),
}
# What was signed stays at the office with the answers (fieldkit.model.elsewhere).
_HERE = {"inspection": " AND id NOT IN (SELECT inspection FROM elsewhere)"}
_SHA256 = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
# A longer text is the thing itself, such as an XForm, and no list of hashes.
_LONGEST = 20_000


def referenced(connection: Connection, *, without: str = "") -> set[str]:
    """Return the SHA-256 of every file that a record on this machine refers to, deleted ones included.

    ``without`` leaves the records of one table out.
    """
    found: set[str] = set()
    for table, columns in COLUMNS.items():
        if table == without:
            continue
        known = {column for group in GROUPS[table].values() for column in group}
        for column in known.intersection(columns):
            rows = connection.exec_driver_sql(
                f"SELECT DISTINCT {column} FROM {table} WHERE length({column}) BETWEEN 64 AND ?"
                f"{_HERE.get(table, '')}",
                (_LONGEST,),
            )
            for (text,) in rows:
                found.update(_SHA256.findall(str(text)))
    return found - {ERASED}


def refresh(database: Database, store: AttachmentStore) -> None:
    """Bring the ``blob`` table up to date with the records and with the files that are here.

    What the centre has confirmed stays confirmed as long as the file is here. The folder is looked through
    before the file is locked for writing: with many photos that takes longer than a key may wait.
    """
    with database.read() as connection:
        states = {
            row[0]: row[1] for row in connection.exec_driver_sql("SELECT sha256, state FROM blob").fetchall()
        }
        names = sorted(referenced(connection))
    moved = [sha256 for sha256 in names if _state(store, sha256, states.get(sha256)) != states.get(sha256)]
    if not moved:
        return
    with database.write() as connection:
        for sha256 in moved:
            row = connection.exec_driver_sql("SELECT state FROM blob WHERE sha256 = ?", (sha256,)).fetchone()
            state = _state(store, sha256, row[0] if row else None)
            mark(connection, sha256, state, size=store.size(sha256))


def _state(store: AttachmentStore, sha256: str, known: str | None) -> str:
    if not store.has(sha256):
        return OFFICE if known == OFFICE else WANTED
    return SENT if known in (SENT, OFFICE) else LOCAL


def mark(
    connection: Connection, sha256: str, state: str, *, size: int | None = None, at: str | None = None
) -> None:
    """Write down where a file stands; ``size`` in bytes and the centre's time of receipt where known."""
    connection.exec_driver_sql(
        "INSERT INTO blob (sha256, size, state, received_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (sha256) DO UPDATE SET state = excluded.state,"
        " size = coalesce(excluded.size, blob.size), received_at = CASE WHEN excluded.state IN (?, ?)"
        " THEN coalesce(excluded.received_at, blob.received_at) END",
        (sha256, size, state, at or None, SENT, OFFICE),
    )


def in_state(connection: Connection, state: str) -> list[str]:
    """Return the files of one state."""
    rows = connection.exec_driver_sql("SELECT sha256 FROM blob WHERE state = ? ORDER BY sha256", (state,))
    return [row[0] for row in rows]


def count(connection: Connection, state: str) -> int:
    """Return how many files are in one state."""
    return int(connection.exec_driver_sql("SELECT count(*) FROM blob WHERE state = ?", (state,)).scalar_one())


def photos(connection: Connection) -> tuple[int, int]:
    """Return how many photos of inspections were here, and how many of them the centre has confirmed."""
    total, sent = connection.exec_driver_sql(
        "SELECT count(*), coalesce(sum(state IN (?, ?)), 0) FROM blob WHERE state <> ? AND sha256 IN"
        " (SELECT sha256 FROM attachment WHERE kind = 'photo' AND coalesce(deleted, 0) = 0)",
        (SENT, OFFICE, WANTED),
    ).one()
    return int(total), int(sent)


def doubt(connection: Connection) -> None:
    """Forget what the centre has confirmed, because it was put back or is another one; it is asked again.

    What is at the centre only is fetched back, as long as it is there.
    """
    for said, now in ((SENT, LOCAL), (OFFICE, WANTED)):
        connection.exec_driver_sql(
            "UPDATE blob SET state = ?, received_at = NULL WHERE state = ?", (now, said)
        )


def confirm(connection: Connection, receipts: Mapping[str, str]) -> None:
    """Write down which files (SHA-256) the centre holds since when (ISO; empty where it does not say)."""
    for sha256, at in receipts.items():
        mark(connection, sha256, SENT, at=at)
