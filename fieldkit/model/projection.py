"""Typed tables from heads: writes what a cell shows into the columns of its group."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Any

from fieldkit.model import factory_index, made_visits, places_of
from fieldkit.model.search import index as search_index
from fieldkit.model.tables import GROUPS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

_NO_GROUPS: Mapping[str, Any] = {}
# (table, record, group) -> (stream, values)
Shown = dict[tuple[str, str, str], tuple[str, "Mapping[str, Any]"]]


def project(connection: Connection, cells: Shown) -> None:
    """Write the shown values of ``cells``; what this version does not know stays in the log only."""
    # A record that is written whole takes one statement, not one for each group.
    records: dict[tuple[str, str, str], list[str]] = {}
    for (table, record, group), (stream, _values) in cells.items():
        if group in GROUPS.get(table, _NO_GROUPS):
            records.setdefault((table, record, stream), []).append(group)
    rows: dict[tuple[str, tuple[str, ...]], list[tuple[Any, ...]]] = defaultdict(list)
    for (table, record, stream), groups in records.items():
        groups.sort()
        row: list[Any] = [record, stream]
        for group in groups:
            row += map(cells[table, record, group][1].get, GROUPS[table][group])
        rows[table, tuple(groups)].append(tuple(row))
    left = places_of.family(connection, cells)
    visits = made_visits.touched(connection, cells)
    for (table, written), parameters in rows.items():
        connection.exec_driver_sql(_upsert(table, written), parameters)
    touched = {record for table, record, _group in cells if table == "factory"}
    touched |= places_of.refresh(connection, cells, left)
    made_visits.refresh(connection, visits | made_visits.touched(connection, cells))
    if touched:
        factory_index.refresh(connection, sorted(touched))
    search_index.refresh(connection, cells)


@cache
def _upsert(table: str, groups: tuple[str, ...]) -> str:
    columns = [column for group in groups for column in GROUPS[table][group]]
    names = ", ".join(("id", "stream", *columns))
    marks = ", ".join("?" * (len(columns) + 2))
    sets = ", ".join(f"{column} = excluded.{column}" for column in columns)
    return f"INSERT INTO {table} ({names}) VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET {sets}"
