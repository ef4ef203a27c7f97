"""The seals of closed inspections against what is stored now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.model.elsewhere import all_elsewhere
from fieldkit.model.seal import seal_of
from fieldkit.model.verify.problems import ProblemFound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

_CLOSED = (
    "SELECT i.id, i.seal, i.form_id, i.closed_at, f.name FROM inspection i"
    " LEFT JOIN factory f ON f.id = i.factory WHERE i.state = 'closed' OR i.seal IS NOT NULL ORDER BY i.id"
)


def seal_problems(connection: Connection) -> Iterator[ProblemFound]:
    """Yield each closed inspection whose rows no longer give the seal that was signed.

    Of those whose answers are at the office it tells only how many they are.
    """
    away = all_elsewhere(connection)
    if away:
        yield ProblemFound("elsewhere", f"{len(away):,}")
    for record, sealed, form_id, closed_at, factory in connection.exec_driver_sql(_CLOSED).fetchall():
        place = f"{form_id} {record}"
        detail = " · ".join(str(part) for part in (factory, closed_at) if part)
        if not sealed:
            yield ProblemFound("unsealed", place, detail)
        elif record not in away and seal_of(connection, record) != sealed:
            yield ProblemFound("seal", place, detail)
