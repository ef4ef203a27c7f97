"""Whose a visit, inspection or finding is now, where the licence that it names was merged into another.

What was written and sealed stays as it is (column ``factory``); ``place`` follows the mergers. It is derived
whenever either changes, in whatever order they arrive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy import Connection

    from fieldkit.model.projection import Shown

PLACED = ("visit", "inspection", "finding")
_CHUNK = 500


def mergers(connection: Connection) -> dict[str, str]:
    """Return the factory that stands for each merged one; two that name each other stand for themselves."""
    sql = "SELECT id, merged_into FROM factory WHERE merged_into IS NOT NULL"
    named: dict[str, str] = {row[0]: row[1] for row in connection.exec_driver_sql(sql)}
    found = {}
    for start in named:
        seen, now = {start}, named[start]
        while now in named and now not in seen:
            seen.add(now)
            now = named[now]
        if now not in seen:
            found[start] = now
    return found


def family(connection: Connection, cells: Shown) -> set[str]:
    """Return the factories of whose mergers ``cells`` change something, as far as is known before."""
    touched = {record for table, record, group in cells if (table, group) == ("factory", "succession")}
    if not touched:
        return set()
    now = mergers(connection)
    return touched | {now[one] for one in touched if one in now}


def refresh(connection: Connection, cells: Shown, left: Collection[str]) -> set[str]:
    """Derive ``place`` of the records that ``cells`` are about, and of what merged factories have.

    ``left`` is the :func:`family` from before. Returns all factories that took part in a merger before or
    now, when any merger is other: what they are found by is other, too.
    """
    placed = [
        (table, record, str(values.get("factory") or ""))
        for (table, record, group), (_stream, values) in cells.items()
        if table in PLACED and group == "core"
    ]
    if not (left or placed):
        return set()
    now = mergers(connection)
    for table in PLACED:
        rows = [
            (now.get(factory, factory) or None, record) for name, record, factory in placed if name == table
        ]
        if rows:
            connection.exec_driver_sql(f"UPDATE {table} SET place = ? WHERE id = ?", rows)
    if not left:
        return set()
    everyone = {*left, *now, *now.values()}
    _move(connection, now, sorted(everyone))
    return everyone


def _move(connection: Connection, now: Mapping[str, str], everyone: list[str]) -> None:
    """Derive again what stands at one of ``everyone``."""
    for table in PLACED:
        for start in range(0, len(everyone), _CHUNK):
            chunk = tuple(everyone[start : start + _CHUNK])
            sql = f"SELECT id, factory FROM {table} WHERE place IN ({','.join('?' * len(chunk))})"
            rows = [
                (now.get(factory, factory), id_) for id_, factory in connection.exec_driver_sql(sql, chunk)
            ]
            if rows:
                connection.exec_driver_sql(f"UPDATE {table} SET place = ? WHERE id = ?", rows)
