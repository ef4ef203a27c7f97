"""Orders to erase against the change records that they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.model.erasure import orders
from fieldkit.model.erasure.redacting import digest
from fieldkit.model.verify.problems import ProblemFound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection


def erasure_problems(connection: Connection) -> Iterator[ProblemFound]:
    """Yield each change that an order is about and that is neither what was there nor what is to be left."""
    for change_id, said in sorted(orders.known(connection, orders.CHANGE).items()):
        row = connection.exec_driver_sql(
            "SELECT stream, body FROM change WHERE id = ?", (change_id,)
        ).fetchone()
        if row is None:
            continue
        sha256 = digest(bytes(row[1]))
        place = f"{row[0]} {change_id}"
        if orders.following(said, sha256):
            yield ProblemFound("not_erased", place, said[0].at)
        elif all(order.after != sha256 for order in said):
            yield ProblemFound("body", place, said[0].at)
