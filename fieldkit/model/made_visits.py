"""Whether a visit was really made and what was looked at in it: kept beside the visit.

Figures ask this of each visit of a year, the plan of each that there is, and inspections change seldom: so
it is derived where one is written, whenever a visit, an inspection of it or a revision changes, in whatever
order they arrive. ``made`` and ``aired`` are 1, 0, or null where no inspection is closed.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from fieldkit.model.superseded import not_superseded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

CLOSINGS = ("complete", "partial")
"""Ways to close an inspection in which the factory was really looked at."""

_GROUPS = ("core", "status", "result", "void")
"""Groups of an inspection that say something of it."""
_IN = ", ".join(f"'{closing}'" for closing in CLOSINGS)
_LOOKED = f"i.closing IN ({_IN}){not_superseded('i')}"

DERIVE = (
    "UPDATE visit SET (made, aired, waste) = ("
    f"SELECT max(CASE WHEN {_LOOKED} THEN 1 ELSE 0 END), max(CASE WHEN i.form_id = 'AIR' THEN 1 ELSE 0 END),"
    f" max(CASE WHEN i.form_id = 'WST' AND {_LOOKED} THEN i.id || coalesce(i.outcome, '') END)"
    " FROM inspection i WHERE i.visit = visit.id AND i.state = 'closed' AND coalesce(i.deleted, 0) = 0)"
)
"""Derives every visit, in SQLite and PostgreSQL.

One is ``made`` when at least one of its inspections is closed, was not turned away at the gate, is not
deleted and not replaced by a revision. ``aired`` tells that the checklist AIR was closed; ``waste`` is id (36
letters) and outcome of the newest inspection with WST, null where there is none.
"""

_ASKED = "(SELECT value FROM json_each(?))"
_OF_INSPECTIONS = (
    f"SELECT visit FROM inspection WHERE id IN {_ASKED} UNION SELECT before.visit FROM inspection i"
    f" JOIN inspection before ON before.id = i.revision_of WHERE i.id IN {_ASKED}"
)


def touched(connection: Connection, cells: Iterable[tuple[str, str, str]]) -> set[str]:
    """Return the visits of which ``cells`` (table, record, group) say something, as things stand now.

    Asked before and after they are written: an inspection may leave a visit, and a revision what it replaced.
    """
    found, inspections = set(), set()
    for table, record, group in cells:
        if table == "visit":
            found.add(record)
        elif table == "inspection" and group in _GROUPS:
            inspections.add(record)
    if inspections:
        asked = json.dumps(sorted(inspections))
        found.update(row[0] for row in connection.exec_driver_sql(_OF_INSPECTIONS, (asked, asked)) if row[0])
    return found


def refresh(connection: Connection, visits: set[str]) -> None:
    """Derive ``visits`` (ids) again."""
    if visits:
        connection.exec_driver_sql(f"{DERIVE} WHERE id IN {_ASKED}", (json.dumps(sorted(visits)),))
