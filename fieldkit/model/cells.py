"""Cells as they are stored: heads by record, table and group, and the typed rows that follow from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.model import fold
from fieldkit.model.projection import Shown, project

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

Key = tuple[str, str, str]  # record, table, group

_CHUNK = 400


def load(connection: Connection, records: set[str]) -> dict[Key, tuple[fold.Head, ...]]:
    """Return the cells of some records with their heads."""
    cells: dict[Key, tuple[fold.Head, ...]] = {}
    ordered = sorted(records)
    for start in range(0, len(ordered), _CHUNK):
        chunk = tuple(ordered[start : start + _CHUNK])
        marks = ",".join("?" * len(chunk))
        for record, table, group, text in connection.exec_driver_sql(
            f"SELECT record, tbl, grp, heads FROM cell WHERE record IN ({marks})",
            chunk,
        ):
            cells[record, table, group] = fold.from_json(text)
    return cells


def store(
    connection: Connection, cells: Mapping[Key, tuple[str, tuple[fold.Head, ...]]]
) -> tuple[set[tuple[str, str, str]], set[tuple[str, str, str]]]:
    """Write cells (stream and heads of each) and what they show; returns them, and those in conflict."""
    rows, shown, conflicts = [], Shown(), set()
    for (record, table, group), (stream, now) in cells.items():
        conflict = len(now) > 1 and fold.in_conflict(now)
        rows.append((record, table, group, fold.to_json(now), int(conflict)))
        head = fold.shown(now)
        if head is not None:
            shown[table, record, group] = (stream, head.values)
        if conflict:
            conflicts.add((table, record, group))
    connection.exec_driver_sql(
        "INSERT INTO cell (record, tbl, grp, heads, conflict) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (record, tbl, grp) DO UPDATE SET heads = excluded.heads, conflict = excluded.conflict",
        rows,
    )
    project(connection, shown)
    return set(shown), conflicts
