"""What the register's list sorts and searches by, derived from a factory's cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.model.places_of import mergers
from fieldkit.model.search.anchors import stored
from fieldkit.model.thai.collation import sort_key
from fieldkit.model.thai.search_text import indexed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

# Factories without a name stand behind all others.
NAMELESS = "\uffff"
_CHUNK = 500  # SQLite's safe number of bound parameters

# The columns up to here are found from their first letter: names and numbers.
_NAMES = 6

_SOURCE = (
    "SELECT row, deleted, name, operator, registration_no, registration_no_old, activity, subdistrict,"
    " district, province, id FROM factory WHERE id IN ({marks})"
)


def refresh(connection: Connection, factories: Sequence[str]) -> None:
    """Recompute name_sort, search_text and the trigram index of ``factories`` (ids)."""
    stands_for = mergers(connection)
    for start in range(0, len(factories), _CHUNK):
        chunk = tuple(factories[start : start + _CHUNK])
        marks = ",".join("?" * len(chunk))
        rows = connection.exec_driver_sql(_SOURCE.format(marks=marks), chunk).fetchall()
        also = _merged_into(connection, chunk, stands_for)
        connection.exec_driver_sql(
            "UPDATE factory SET name_sort = ?, search_text = ? WHERE row = ?",
            [
                (
                    sort_key(row[2]) if row[2] else NAMELESS,
                    indexed(str(part) for part in (*row[2:-1], *also.get(row[-1], ())) if part),
                    row[0],
                )
                for row in rows
            ],
        )
        # Asking the index itself for a number that it does not have costs more than this.
        asked = f"SELECT id FROM factory_search_docsize WHERE id IN ({','.join('?' * len(rows))})"
        known = connection.exec_driver_sql(asked, tuple(row[0] for row in rows)).fetchall()
        if known:
            connection.exec_driver_sql(
                "DELETE FROM factory_search WHERE rowid = ?", [(row[0],) for row in known]
            )
        living = [
            (row[0], stored((*row[2:_NAMES], *also.get(row[-1], ())), row[_NAMES:-1]))
            for row in rows
            if not row[1]
        ]
        if living:
            connection.exec_driver_sql("INSERT INTO factory_search (rowid, text) VALUES (?, ?)", living)


def _merged_into(
    connection: Connection, factories: Sequence[str], stands_for: Mapping[str, str]
) -> dict[str, list[str]]:
    """Return names and numbers of the factories that were merged into one of ``factories``, by its id."""
    here = set(factories)
    wanted = [gone for gone, kept in stands_for.items() if kept in here]
    found: dict[str, list[str]] = {}
    for gone in wanted:
        [row] = connection.exec_driver_sql(
            "SELECT name, registration_no, registration_no_old FROM factory WHERE id = ?", (gone,)
        )
        found.setdefault(stands_for[gone], []).extend(part for part in row if part)
    return found
