"""The chains in which this device vouches for its change records (design §8.4), link by link."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from fieldkit.model import body as bodies
from fieldkit.model.body import MalformedChange
from fieldkit.model.changes import feed_name
from fieldkit.model.erasure import orders
from fieldkit.model.verify.problems import ProblemFound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

_FEED = (
    "SELECT f.stream, f.incarnation, f.n, f.change_id, f.link, c.body, e.sha256 FROM feed f"
    " LEFT JOIN change c ON c.id = f.change_id LEFT JOIN elsewhere e ON e.change_id = f.change_id"
    " ORDER BY f.stream, f.incarnation, f.n"
)
_UNSENT = (
    "SELECT id, body FROM change WHERE seq IS NULL AND id NOT IN (SELECT change_id FROM feed) ORDER BY id"
)


def feed_problems(connection: Connection, device: str) -> Iterator[ProblemFound]:
    """Yield each break of a chain: a missing number, a missing body, a link that the body does not give."""
    feed, expected, before = "", 1, b""
    erased = orders.known(connection, orders.CHANGE)
    for stream, incarnation, n, change_id, link, body, left in connection.exec_driver_sql(_FEED):
        name = feed_name(device, incarnation, stream)
        if name != feed:
            feed, expected, before = name, 1, b""
        if n != expected:
            yield ProblemFound("gap", f"{stream} {expected}–{n - 1}", f"feed {feed}")
        digest = hashlib.sha256(body).digest() if body is not None else bytes.fromhex(left or "")
        if not digest:
            yield ProblemFound("gap", f"{stream} {n}", f"change {change_id}")
        elif n == expected and bytes(link) not in (
            bodies.next_link(feed, n, before, sha256)
            for sha256 in (
                [digest] if body is None else orders.originals(erased.get(change_id, ()), bytes(body))
            )
        ):
            yield ProblemFound("chain", f"{stream} {n}", f"change {change_id}")
        expected, before = n + 1, bytes(link)
    yield from _unchained(connection, device)


def _unchained(connection: Connection, device: str) -> Iterator[ProblemFound]:
    for change_id, body in connection.exec_driver_sql(_UNSENT):
        try:
            change = bodies.decode(bytes(body))
        except MalformedChange:
            continue  # told where every body is read
        if change.device == device:
            yield ProblemFound("unchained", f"{change.stream} {change_id}", change.wall)
