"""The child process that reads a data file beside its parent: ``python -m fieldkit.model.select_worker``.

Two threads of one process that read SQLite wait for each other whenever one of them asks for memory: both
together took twice the processor's time of each alone. Messages are those of
:mod:`~fieldkit.model.child_process`: first ``file`` and ``key`` (hex or None); then ``run``, statements, and
``rows``, a SELECT, whose answer has ``names`` and ``rows``. Everything is read from one state. An ``error``
ends it.
"""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from fieldkit.model.child_process import receive, send
from fieldkit.model.cipher import give_key


def opened(file: str, key: str | None) -> Any:
    """Return a connection that reads one state of ``file`` and writes nothing but temporary tables."""
    connection = sqlite.connect(f"{Path(file).absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    give_key(connection, bytes.fromhex(key) if key else None)
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA cache_size = -16000")
    connection.execute("BEGIN")
    return connection


def answer(connection: Any, fields: dict[str, Any]) -> dict[str, Any]:
    """Return what a request asks for."""
    for sql in fields.get("run", ()):
        connection.execute(sql)
    if "rows" not in fields:
        return {}
    found = connection.execute(fields["rows"])
    return {"names": [column[0] for column in found.description], "rows": found.fetchall()}


def main() -> None:
    """Answer requests until standard input ends."""
    first = receive(sys.stdin.buffer)
    if first is None:
        return
    with closing(opened(first[0]["file"], first[0]["key"])) as connection:
        send(sys.stdout.buffer, {})
        while (request := receive(sys.stdin.buffer)) is not None:
            try:
                told = answer(connection, request[0])
            except sqlite.Error as error:
                send(sys.stdout.buffer, {"error": str(error)})
                return
            send(sys.stdout.buffer, told)


if __name__ == "__main__":
    main()
