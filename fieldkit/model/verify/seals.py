"""The seals of closed inspections against what is stored now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.model.elsewhere import all_elsewhere
from fieldkit.model.erasure import orders
from fieldkit.model.seal import rest_of, seal_of
from fieldkit.model.verify.problems import ProblemFound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

_CLOSED = (
    "SELECT i.id, i.seal, i.rest, i.form_id, i.closed_at, f.name FROM inspection i"
    " LEFT JOIN factory f ON f.id = i.factory WHERE i.state = 'closed' OR i.seal IS NOT NULL ORDER BY i.id"
)


def seal_problems(connection: Connection) -> Iterator[ProblemFound]:
    """Yield each closed inspection whose rows no longer give the seal that was signed.

    Of one of which values were erased the seal of the rest is asked, as it was signed with it, or as the
    centre's order says it: then it is named as whole but for these values. Of those
    whose answers are at the office it tells only how many they are.
    """
    away = all_elsewhere(connection)
    if away:
        yield ProblemFound("elsewhere", f"{len(away):,}")
    erased = orders.known(connection, orders.SEAL)
    for record, sealed, rest, form_id, closed_at, factory in connection.exec_driver_sql(_CLOSED).fetchall():
        place = f"{form_id} {record}"
        detail = " · ".join(str(part) for part in (factory, closed_at) if part)
        said = erased.get(record, [])
        if not sealed:
            yield ProblemFound("unsealed", place, detail)
        elif record in away or seal_of(connection, record) == sealed:
            continue
        elif said and rest_of(connection, record, sealed) in {rest, *(order.after for order in said)}:
            yield ProblemFound(
                "erased", place, " · ".join(f"{one.cells} {one.basis} {one.at}" for one in said)
            )
        else:
            yield ProblemFound("seal", place, detail)
