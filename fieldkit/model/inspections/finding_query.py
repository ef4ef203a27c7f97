"""The list of findings for the window: which there are and in what order, counts, and a page in full."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from fieldkit.model.factories import search_condition
from fieldkit.model.inspections.findings import SOON
from fieldkit.model.inspections.listing import DUE, FINDING_COLUMNS, FINDING_LIVES, FINDING_TABLES
from fieldkit.model.search.anchors import expression
from fieldkit.model.search.index import number_of, span_of
from fieldkit.model.thai.search_text import fold, terms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy import Connection

Row = dict[str, Any]
CHIPS = ("open", "due_soon", "overdue", "unordered", "all")
_CHUNK = 500  # bound parameters of one statement
_OPEN = "n.state = 'open'"
# Asks the days :today and :soon.
_FITS: Mapping[str, str] = {
    "open": _OPEN,
    "due_soon": f"{_OPEN} AND {DUE} BETWEEN :today AND :soon",
    "overdue": f"{_OPEN} AND {DUE} < :today",
    "unordered": f"{_OPEN} AND o.id IS NULL",
    "all": "1",
}
# The factory is joined where it is asked for: of 300,000 findings that is half of the work.
_FACTORY = " LEFT JOIN factory f ON f.id = n.factory"
_TABLES = FINDING_TABLES.replace(_FACTORY, "")
_USUAL = f"{DUE} IS NULL, {DUE}, n.id"
_SORTS: Mapping[str, str] = {
    "severity": "CASE n.severity WHEN 'C' THEN 0 WHEN 'M' THEN 1 WHEN 'm' THEN 2 END",
    "finding": "coalesce(nullif(n.description, ''), n.wording)",
    "law": "n.law",
    "order": "coalesce(o.number, o.temporary_no)",
    "due": DUE,
    "factory": "f.name_sort",
    "number": "f.registration_no",
    "district": "f.district",
    "inspected": "i.started_at",
    "decision": "n.decision",
    "state": "n.state",
    "action": "n.action",
}
SORTS = tuple(_SORTS)
"""What the list can be sorted by."""


@dataclass(frozen=True, slots=True)
class Query:
    """What the list is narrowed to, of ``today``, and its order; ``chip`` is one of CHIPS.

    ``text`` are parts of the factory, of what the finding says, of its law, or of the number of its order.
    ``sort`` is one of SORTS, "" for the earliest due first.
    """

    today: date
    chip: str = "all"
    text: str = ""
    sort: str = ""
    descending: bool = False


def ids(connection: Connection, query: Query) -> array[int]:
    """Return the ``finding.row`` numbers of what fits, in order; equals as usual, without a value last."""
    searched, parameters = _searched(connection, query.text)
    parts = [FINDING_LIVES, _FITS[query.chip], *searched]
    order, tables = _USUAL, _TABLES
    if query.sort:
        column = _SORTS[query.sort]
        order = f"{column} IS NULL, {column} {'DESC' if query.descending else 'ASC'}, {_USUAL}"
        tables += _FACTORY if column.startswith("f.") else ""
    sql = f"SELECT n.row FROM {tables} WHERE {' AND '.join(parts)} ORDER BY {order}"
    found = _driver(connection).execute(sql, parameters | _days(query.today))
    return array("q", [row for (row,) in found])


def counts(connection: Connection, today: date) -> dict[str, int]:
    """Return how many findings each of CHIPS shows."""
    sums = ", ".join(f"sum({_FITS[chip]})" for chip in CHIPS)
    sql = f"SELECT {sums} FROM {_TABLES} WHERE {FINDING_LIVES}"
    found = _driver(connection).execute(sql, _days(today)).fetchone()
    return {chip: count or 0 for chip, count in zip(CHIPS, found, strict=True)}


def rows(connection: Connection, numbers: Sequence[int]) -> dict[int, Row]:
    """Return rows of ``findings_listing`` by their numbers; what is gone meanwhile is left out."""
    found: dict[int, Row] = {}
    for start in range(0, len(numbers), _CHUNK):
        chunk = tuple(numbers[start : start + _CHUNK])
        read = connection.exec_driver_sql(
            f"SELECT n.row, {FINDING_COLUMNS} FROM {FINDING_TABLES}"
            f" WHERE n.row IN ({','.join('?' * len(chunk))}) AND {FINDING_LIVES}",
            chunk,
        )
        found |= {row["row"]: dict(row) for row in read.mappings()}
    return found


def row_number(connection: Connection, finding: str) -> int:
    """Return the number by which :func:`ids` knows a finding, -1 when there is none."""
    found = _driver(connection).execute("SELECT row FROM finding WHERE id = ?", (finding,)).fetchone()
    return int(found[0]) if found else -1


def at_most(connection: Connection) -> int:
    """Return a number of findings that is not exceeded; told without counting them."""
    [found] = _driver(connection).execute("SELECT max(row) FROM finding").fetchone()
    return int(found or 0)


def _days(today: date) -> dict[str, str]:
    return {"today": today.isoformat(), "soon": (today + timedelta(days=SOON)).isoformat()}


def _searched(connection: Connection, text: str) -> tuple[list[str], dict[str, Any]]:
    """Return a condition for each part of ``text``, and what they ask.

    A part too short for the index of words is found where a name begins with it, and anywhere in the factory.
    """
    wanted = terms(text)
    if text.strip() and not wanted:
        return ["0"], {}  # nothing but punctuation: nobody writes that
    conditions, asked = [], dict[str, Any]()
    for place, term in enumerate(wanted):
        about, values = search_condition(connection, term)
        factory = " AND ".join(about)
        for number, value in enumerate(values):
            factory = factory.replace("?", f":t{place}_{number}", 1)
            asked[f"t{place}_{number}"] = value
        asked |= {f"t{place}_words": expression((term,)), f"t{place}": f"%{term}%"}
        orders = ",".join(str(row) for row in _orders(connection, term))
        conditions.append(
            f"(n.row IN (SELECT rowid - {number_of('finding', 0)} FROM record_search"
            f" WHERE record_search MATCH :t{place}_words AND {_span('finding')})"
            f" OR n.place IN (SELECT f.id FROM factory f WHERE {factory})"
            f" OR o.row IN ({orders}) OR replace(n.question, '_', '') LIKE :t{place})"
        )
    return conditions, asked


def _orders(connection: Connection, term: str) -> list[int]:
    """Return the rows of orders of which the number holds ``term``; the index knows their wording too."""
    sql = (
        "SELECT row, number, temporary_no FROM factory_order WHERE row IN"
        f" (SELECT rowid - {number_of('factory_order', 0)} FROM record_search"
        f" WHERE record_search MATCH ? AND {_span('factory_order')})"
    )
    found = _driver(connection).execute(sql, (expression((term,)),))
    return [row for row, number, temporary in found if term in fold(number or temporary or "")]


def _span(table: str) -> str:
    first, last = span_of(table)
    return f"rowid BETWEEN {first} AND {last}"


def _driver(connection: Connection) -> Any:
    """Return the driver's own connection: 300,000 rows of SQLAlchemy cost more than the query."""
    return connection.connection.driver_connection
