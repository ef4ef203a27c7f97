"""Files that erased values named: they go from the centre as soon as no change names them any more.

Known by a keyed hash, so that one is found again that comes back with a copy of the books, or with a laptop
that has not heard of the order.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from fieldkit.sync.server import log
from fieldkit.sync.server.schema import blob, gone_file
from fieldkit.sync.server.store import EVERYTHING, insert_new

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from fieldkit.sync.bundle.keys import KeyPair
    from fieldkit.sync.server.centre import Centre

_SHA256 = re.compile(rb"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")


def note(connection: Connection, keys: KeyPair, names: Iterable[str]) -> None:
    """Keep that files (SHA-256) were named by what is erased now."""
    for sha256 in sorted(names):
        insert_new(connection, gone_file, {"mac": _mac(keys, sha256)})


def sweep(centre: Centre) -> int:
    """Remove such files as no change names; returns how many. Raises FileStoreFails."""
    with centre.store.snapshot() as connection:
        macs = set(connection.execute(select(gone_file.c.mac)).scalars())
        books = connection.execute(select(blob.c.sha256)).scalars() if macs else ()
        going = {sha256 for sha256 in books if _mac(centre.store.keys, sha256) in macs}
        for name in log.names(connection) if going else ():
            for entry in log.every(connection, name):
                going.difference_update(match.decode() for match in _SHA256.findall(entry.body))
    with centre.store.write(EVERYTHING) as connection:
        for sha256 in sorted(going):
            connection.execute(delete(blob).where(blob.c.sha256 == sha256))
    for sha256 in sorted(going):
        centre.blobs.remove(sha256)
    return len(going)


def _mac(keys: KeyPair, sha256: str) -> str:
    return hmac.new(keys.seed, f"fkg1\n{sha256}".encode(), hashlib.sha256).hexdigest()
