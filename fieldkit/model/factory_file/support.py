"""Fund loans and development projects of a factory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Connection

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Project:
    """A development project with its results."""

    row: Row
    results: tuple[Row, ...]


def loans(connection: Connection, factory: str) -> list[Row]:
    """Return the loans of a factory, also those of its enterprises, the newest contract first."""
    sql = (
        "SELECT * FROM loan WHERE coalesce(deleted, 0) = 0 AND (factory = ? OR enterprise IN"
        " (SELECT id FROM enterprise WHERE factory = ? AND coalesce(deleted, 0) = 0))"
        " ORDER BY contract_date DESC, id"
    )
    return [dict(row) for row in connection.exec_driver_sql(sql, (factory, factory)).mappings()]


def projects(connection: Connection, factory: str) -> list[Project]:
    """Return the projects of a factory, also those of its enterprises, the newest year first."""
    sql = (
        "SELECT * FROM project WHERE coalesce(deleted, 0) = 0 AND (factory = ? OR enterprise IN"
        " (SELECT id FROM enterprise WHERE factory = ? AND coalesce(deleted, 0) = 0))"
        " ORDER BY fiscal_year DESC, id"
    )
    found = [dict(row) for row in connection.exec_driver_sql(sql, (factory, factory)).mappings()]
    return [Project(row, _results(connection, row["id"])) for row in found]


def _results(connection: Connection, project: str) -> tuple[Row, ...]:
    sql = "SELECT * FROM project_result WHERE project = ? AND coalesce(deleted, 0) = 0 ORDER BY id"
    return tuple(dict(row) for row in connection.exec_driver_sql(sql, (project,)).mappings())


def change(result: Row) -> float | None:
    """Return the change of a result in percent of its baseline; None without both, or from nothing."""
    before, after = result["baseline"], result["result"]
    if before is None or after is None or before == 0:
        return None
    return 100 * (float(after) - float(before)) / abs(float(before))
