"""Typed tables from heads: writes what a cell shows into the columns of its group."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from fieldkit.model import factory_index, places_of
from fieldkit.model.search import index as search_index
from fieldkit.model.tables import GROUPS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

# (table, record, group) -> (stream, values)
Shown = dict[tuple[str, str, str], tuple[str, "Mapping[str, Any]"]]


def project(connection: Connection, cells: Shown) -> None:
    """Write the shown values of ``cells``; what this version does not know stays in the log only."""
    rows: dict[tuple[str, str], list[tuple[Any, ...]]] = defaultdict(list)
    for (table, record, group), (stream, values) in cells.items():
        columns = GROUPS.get(table, {}).get(group)
        if columns is None:
            continue
        rows[table, group].append((record, stream, *(values.get(column) for column in columns)))
    left = places_of.family(connection, cells)
    for (table, group), parameters in rows.items():
        connection.exec_driver_sql(_upsert(table, group), parameters)
    touched = {record for table, record, _group in cells if table == "factory"}
    touched |= places_of.refresh(connection, cells, left)
    if touched:
        factory_index.refresh(connection, sorted(touched))
    search_index.refresh(connection, cells)


def _upsert(table: str, group: str) -> str:
    columns = GROUPS[table][group]
    names = ", ".join(("id", "stream", *columns))
    marks = ", ".join("?" * (len(columns) + 2))
    sets = ", ".join(f"{column} = excluded.{column}" for column in columns)
    return f"INSERT INTO {table} ({names}) VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET {sets}"
