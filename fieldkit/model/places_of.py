"""Whose a record is now, where the licence that it names was merged into another.

What was written and sealed stays as it is (column ``factory``); ``place`` follows the mergers. Records that
are not sealed follow themselves: ``factory`` is the one that stays, ``named`` the one that was written, which
is there only as long as they differ, such as where a colleague who did not know of the merger wrote it. Both
are derived whenever a record or a merger changes, in whatever order they arrive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from sqlalchemy import Connection

    from fieldkit.model.projection import Shown

PLACED = ("visit", "inspection", "finding")
FOLLOWING = (
    *("fact", "document", "assignment", "factory_order"),
    *("recommendation", "complaint", "loan", "enterprise", "project"),
)
"""Tables whose records stand with the factory that stays."""
MERGED = "merged"
"""Why a factory is in the bin that was merged into another; the bin does not offer to restore it."""
OF_THE_LICENCE = ("status_since",)
"""Facts of one licence, such as since when it has its state; they say nothing of another."""
_STAYS = "".join(f" AND property <> '{name}'" for name in OF_THE_LICENCE)
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
    """Derive whose the records are that ``cells`` are about, and what merged factories have.

    ``left`` is the :func:`family` from before. Returns all factories that took part in a merger before or
    now, when any merger is other: what they are found by is other, too.
    """
    written: dict[str, list[tuple[str, str]]] = {}
    for (table, record, group), (_stream, values) in cells.items():
        if table in PLACED and group == "core":
            written.setdefault(table, []).append((record, str(values.get("factory") or "")))
        elif table in FOLLOWING and "factory" in values and values.get("property") not in OF_THE_LICENCE:
            written.setdefault(table, []).append((record, str(values["factory"] or "")))
    if not (left or written):
        return set()
    now = mergers(connection)
    for table, records in written.items():
        if table in PLACED:
            rows = [(now.get(factory, factory) or None, record) for record, factory in records]
            connection.exec_driver_sql(f"UPDATE {table} SET place = ? WHERE id = ?", rows)
        else:
            _follow(connection, table, records, now)
    if not left:
        return set()
    everyone = {*left, *now, *now.values()}
    _move(connection, now, sorted(everyone))
    return everyone


def written(row: Mapping[str, Any]) -> Any:
    """Return the factory that was written of a record, also where it stands with another."""
    return row.get("named") or row["factory"]


def _follow(
    connection: Connection, table: str, records: Iterable[tuple[str, str]], now: Mapping[str, str]
) -> None:
    """Let records (id, factory as it was written) stand with the factory that stays."""
    some = connection.exec_driver_sql(f"SELECT 1 FROM {table} WHERE named IS NOT NULL LIMIT 1").first()
    rows = [
        (now.get(factory, factory) or None, factory if factory in now else None, record)
        for record, factory in records
        if factory in now or some is not None
    ]
    if rows:
        connection.exec_driver_sql(f"UPDATE {table} SET factory = ?, named = ? WHERE id = ?", rows)


def _move(connection: Connection, now: Mapping[str, str], everyone: list[str]) -> None:
    """Derive again what stands at one of ``everyone``."""
    for start in range(0, len(everyone), _CHUNK):
        chunk = tuple(everyone[start : start + _CHUNK])
        marks = ",".join("?" * len(chunk))
        for table in PLACED:
            sql = f"SELECT id, factory FROM {table} WHERE place IN ({marks})"
            rows = [
                (now.get(factory, factory), id_) for id_, factory in connection.exec_driver_sql(sql, chunk)
            ]
            if rows:
                connection.exec_driver_sql(f"UPDATE {table} SET place = ? WHERE id = ?", rows)
        for table in FOLLOWING:
            stays = _STAYS if table == "fact" else ""
            sql = f"SELECT id, coalesce(named, factory) FROM {table} WHERE factory IN ({marks}){stays}"
            found = connection.exec_driver_sql(sql, chunk).fetchall()
            _follow(connection, table, [(row[0], row[1]) for row in found], now)
