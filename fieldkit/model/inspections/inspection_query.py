"""The list of inspections for the window: which there are and in what order, and a page of them in full."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from fieldkit.model.factories import search_condition
from fieldkit.model.inspections.listing import INSPECTION_COLUMNS, INSPECTION_TABLES
from fieldkit.model.records import UNDONE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Connection

Row = dict[str, Any]
Sort = Literal["", "factory", "checklist", "started", "officer", "findings", "state", "district", "closed"]
STATES = ("draft", "closed", "bin")
_CHUNK = 500  # bound parameters of one statement
_LIVES = "coalesce(i.deleted, 0) = 0"
_IN_BIN = f"i.deleted = 1 AND coalesce(i.delete_reason, '') <> '{UNDONE}'"
# What is being worked on first, then the newest.
_USUAL = "i.state = 'draft' DESC, i.started_at DESC, i.id DESC"
_FACTORY = " LEFT JOIN factory f ON f.id = i.factory"
_COUNTED = (
    " LEFT JOIN (SELECT inspection, count(*) AS n FROM finding WHERE coalesce(deleted, 0) = 0"
    " GROUP BY inspection) c ON c.inspection = i.id"
)
# What a column sorts by, and what must be joined for it.
_SORTS: Mapping[str, tuple[str, str]] = {
    "factory": ("f.name_sort", _FACTORY),
    "checklist": ("i.form_id || ' ' || i.version", ""),
    "started": ("i.started_at", ""),
    "officer": ("i.officer_name", ""),
    "district": ("f.district", _FACTORY),
    "closed": ("i.closed_at", ""),
    "findings": ("c.n", _COUNTED),
    "state": ("CASE WHEN i.state = 'draft' THEN 'draft' ELSE coalesce(i.outcome, 'incomplete') END", ""),
}


@dataclass(frozen=True, slots=True)
class Query:
    """What the list is narrowed to: parts of a factory's name or number, a state; and its order."""

    text: str = ""
    state: str = ""
    sort: Sort = ""
    descending: bool = False


def ids(connection: Connection, query: Query) -> array[int]:
    """Return the ``inspection.row`` numbers of what fits, in order; equals as usual, without a value last."""
    return array("q", _asked(connection, query, "row"))


def record_ids(connection: Connection, query: Query) -> tuple[str, ...]:
    """Return the ids of the inspections that :func:`ids` gives by their numbers."""
    return tuple(_asked(connection, query, "id"))


def _asked(connection: Connection, query: Query, column: str) -> Iterator[Any]:
    parts, parameters = [_IN_BIN if query.state == "bin" else _LIVES], list[Any]()
    if query.state in ("draft", "closed"):
        parts.append("i.state = ?")
        parameters.append(query.state)
    searched, values = search_condition(connection, query.text)
    if searched:
        parts.append(f"i.place IN (SELECT f.id FROM factory f WHERE {' AND '.join(searched)})")
        parameters += values
    order, joined = _USUAL, ""
    if query.sort:
        key, joined = _SORTS[query.sort]
        order = f"{key} IS NULL, {key} {'DESC' if query.descending else 'ASC'}, {_USUAL}"
    sql = f"SELECT i.{column} FROM inspection i{joined} WHERE {' AND '.join(parts)} ORDER BY {order}"
    yield from (found for (found,) in _driver(connection).execute(sql, parameters))


def counts(connection: Connection) -> dict[str, int]:
    """Return how many inspections each of STATES has, and how many there are outside of the bin (``all``)."""
    found = _driver(connection).execute(
        f"SELECT i.state, count(*) FROM inspection i WHERE {_LIVES} GROUP BY i.state"
    )
    by_state: dict[str, int] = dict(found.fetchall())
    living = sum(by_state.values())
    binned = _driver(connection).execute(f"SELECT count(*) FROM inspection i WHERE {_IN_BIN}").fetchone()
    return {state: by_state.get(state, 0) for state in STATES} | {"bin": binned[0], "all": living}


def rows(connection: Connection, numbers: Sequence[int]) -> dict[int, Row]:
    """Return rows of :func:`fieldkit.model.inspections.listing` by their numbers, without what is gone."""
    found: dict[int, Row] = {}
    for start in range(0, len(numbers), _CHUNK):
        chunk = tuple(numbers[start : start + _CHUNK])
        read = connection.exec_driver_sql(
            f"SELECT i.row, {INSPECTION_COLUMNS} FROM {INSPECTION_TABLES}"
            f" WHERE i.row IN ({','.join('?' * len(chunk))}) AND ({_LIVES} OR {_IN_BIN})",
            chunk,
        )
        found |= {row["row"]: dict(row) for row in read.mappings()}
    return found


def row_number(connection: Connection, inspection: str) -> int:
    """Return the number by which :func:`ids` knows an inspection, -1 when there is none."""
    found = _driver(connection).execute("SELECT row FROM inspection WHERE id = ?", (inspection,)).fetchone()
    return int(found[0]) if found else -1


def at_most(connection: Connection) -> int:
    """Return a number of inspections that is not exceeded; told without counting them."""
    [found] = _driver(connection).execute("SELECT max(row) FROM inspection").fetchone()
    return int(found or 0)


def _driver(connection: Connection) -> Any:
    """Return the driver's own connection: 100,000 rows of SQLAlchemy cost more than the query."""
    return connection.connection.driver_connection
