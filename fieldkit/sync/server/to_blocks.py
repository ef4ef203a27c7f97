"""Brings the books of a centre from a row for each change to blocks of them: revision 5 of its schema.

A revision that was released never changes, so the statements stand here as they were then; how a block is
packed is older than any of them, because every later program reads it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from fieldkit.sync.server import blocks
from fieldkit.sync.server.blocks import Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

BEFORE = ("ALTER TABLE log RENAME TO log_4", "ALTER TABLE env RENAME TO env_4")
_MADE = (
    "CREATE TABLE log (stream TEXT NOT NULL, last BIGINT NOT NULL, first BIGINT NOT NULL,"
    " size BIGINT NOT NULL, before TEXT NOT NULL, hash TEXT NOT NULL, earliest BIGINT NOT NULL,"
    " latest BIGINT NOT NULL, ids {bytes} NOT NULL, data {bytes} NOT NULL, PRIMARY KEY (stream, last))",
    "CREATE INDEX log_names ON log (stream, latest, earliest)",
    "CREATE TABLE held (stream TEXT NOT NULL, seq BIGINT NOT NULL, code TEXT NOT NULL,"
    " PRIMARY KEY (stream, seq))",
    "CREATE TABLE env (stream TEXT NOT NULL, feed TEXT NOT NULL, n BIGINT NOT NULL, first BIGINT NOT NULL,"
    " seq BIGINT NOT NULL, link {bytes} NOT NULL, device TEXT NOT NULL, PRIMARY KEY (stream, feed, n))",
)
_BYTES = {"sqlite": "BLOB", "postgresql": "BYTEA"}
_STREAMS = text("SELECT DISTINCT stream FROM log_4 ORDER BY stream")
_CHANGES = text("SELECT * FROM log_4 WHERE stream = :stream ORDER BY seq")
_VOUCHED = text(
    "SELECT env_4.stream, feed, n, link, device, seq FROM env_4 JOIN log_4"
    " ON log_4.stream = env_4.stream AND log_4.change_id = env_4.change_id ORDER BY env_4.stream, feed, n"
)
_LOG = text(
    "INSERT INTO log (stream, last, first, size, before, hash, earliest, latest, ids, data)"
    " VALUES (:stream, :last, :first, :size, :before, :hash, :earliest, :latest, :ids, :data)"
)
_HELD = text("INSERT INTO held (stream, seq, code) VALUES (:stream, :seq, :code)")
_ENV = text(
    "INSERT INTO env (stream, feed, n, first, seq, link, device)"
    " VALUES (:stream, :feed, :n, :first, :seq, :link, :device)"
)
_ROWS = 1_000


def carry(connection: Connection, run: Callable[[Connection, str], None]) -> None:
    """Make the new tables, fill them, and drop the old ones; ``run`` runs a statement."""
    for statement in _MADE:
        run(connection, statement.format(bytes=_BYTES[connection.dialect.name]))
    for name in connection.execute(_STREAMS).scalars().all():
        _log(connection, name)
    _env(connection)
    for table in ("env_4", "log_4"):
        run(connection, f"DROP TABLE {table}")


def _log(connection: Connection, name: str) -> None:
    before = ""
    for piece in blocks.cut(_entries(connection, name)):
        connection.execute(_LOG, blocks.row(name, piece, before, piece[-1].hash))
        if waiting := [entry for entry in piece if entry.held]:
            connection.execute(
                _HELD, [{"stream": name, "seq": entry.seq, "code": entry.code} for entry in waiting]
            )
        before = piece[-1].hash


def _entries(connection: Connection, name: str) -> Iterator[Entry]:
    rows = connection.execute(_CHANGES, {"stream": name}, execution_options={"yield_per": _ROWS})
    for row in rows:
        given = row.change_id if ":" in row.change_id else ""
        code = (row.code or "") if row.status else None
        yield Entry(row.seq, row.received_at, bytes(row.body), row.hash, given, code)


def _env(connection: Connection) -> None:
    """Put what a feed brought into runs, as long as the numbers of feed and log go on together."""
    runs: list[dict[str, Any]] = []
    for row in connection.execute(_VOUCHED, execution_options={"yield_per": _ROWS}):
        last = runs[-1] if runs else None
        if last is not None and _follows(row, last) and row.n - last["first"] < _ROWS:
            last |= {"n": row.n, "seq": row.seq, "link": bytes(row.link)}
            continue
        if len(runs) == _ROWS:
            connection.execute(_ENV, runs)
            runs.clear()
        runs.append({**row._mapping, "first": row.n, "link": bytes(row.link)})
    if runs:
        connection.execute(_ENV, runs)


def _follows(row: Any, run: dict[str, Any]) -> bool:
    return (row.stream, row.feed, row.n, row.seq, row.device) == (
        run["stream"],
        run["feed"],
        run["n"] + 1,
        run["seq"] + 1,
        run["device"],
    )
