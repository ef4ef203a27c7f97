"""How far this laptop has read each stream, and the furthest position a centre ever showed it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from fieldkit.model import elsewhere
from fieldkit.model.changes import get_meta, set_meta

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from fieldkit.sync.protocol import Position

_WITNESS = "witness "
START: Position = (0, "")


def cursor(connection: Connection, stream: str) -> Position:
    """Return number and hash of the last change that was applied from the centre."""
    row = connection.exec_driver_sql("SELECT seq, hash FROM cursor WHERE stream = ?", (stream,)).fetchone()
    return (row[0], row[1]) if row else START


def move(connection: Connection, stream: str, position: Position) -> None:
    """Move the cursor; in the transaction that applied what lies before it."""
    connection.exec_driver_sql(
        "INSERT INTO cursor (stream, seq, hash) VALUES (?, ?, ?)"
        " ON CONFLICT (stream) DO UPDATE SET seq = excluded.seq, hash = excluded.hash",
        (stream, *position),
    )
    saw(connection, stream, position)


def witness(connection: Connection, stream: str) -> Position:
    """Return the furthest position seen; a centre that does not know it was put back from a backup."""
    text = get_meta(connection, _WITNESS + stream)
    if not text:
        return START
    seq, hash_ = json.loads(text)
    return (seq, hash_)


def saw(connection: Connection, stream: str, position: Position) -> None:
    """Remember a position that the centre has shown, when it is further than any before."""
    if position[0] > witness(connection, stream)[0]:
        set_meta(connection, _WITNESS + stream, json.dumps(position))


def forget(connection: Connection, stream: str) -> None:
    """Read the stream again from its beginning; nothing else of this laptop is touched."""
    connection.exec_driver_sql("DELETE FROM cursor WHERE stream = ?", (stream,))
    set_meta(connection, _WITNESS + stream, None)
    elsewhere.doubt(connection, stream)


def forget_all(connection: Connection) -> None:
    """Read every stream again, because the centre is another one."""
    connection.exec_driver_sql("DELETE FROM cursor")
    connection.exec_driver_sql("DELETE FROM meta WHERE key LIKE ?", (_WITNESS + "%",))
    elsewhere.doubt(connection)
