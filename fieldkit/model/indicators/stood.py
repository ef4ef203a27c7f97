"""How records with dated steps stood at the end of a period that is over: what the steps till then made.

While a period runs nothing is looked at: what is stored is how things stand.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from fieldkit.model.cases import life as cases
from fieldkit.model.indicators.syntax import quoted
from fieldkit.model.orders import life as orders

if TYPE_CHECKING:
    from fieldkit.model.indicators.periods import Period
    from fieldkit.model.indicators.sources import Source

Row = dict[str, Any]
TABLES = ("factory_order", "complaint", "loan", "recommendation")
_COLUMNS = (
    "record",
    "state",
    "since",
    "due",
    "received_on",
    "due_date",
    "extended_to",
    "answered_on",
    "progress",
)
_STEPS = (
    "SELECT t.* FROM step t WHERE t.record_table = {table} AND coalesce(t.deleted, 0) = 0"
    " AND EXISTS (SELECT 1 FROM step l WHERE l.record = t.record AND coalesce(l.deleted, 0) = 0"
    " AND l.on_date > {day}) ORDER BY t.record"
)


def join(table: str, of: str = "x") -> str:
    """Return the join of a record with how it stood: ``s.record`` is null where nothing happened since."""
    return f"LEFT JOIN stood_{table} s ON s.record = {of}.id"


def order_state(of: str) -> str:
    """Return the SQL of the state in which an order stood; needs :func:`join`."""
    return (
        f"CASE WHEN s.record IS NOT NULL THEN s.state WHEN substr({of}.state_at, 1, 10) > :today THEN 'open'"
        f" ELSE coalesce({of}.state, 'open') END"
    )


def asked(sql: str) -> list[str]:
    """Return the tables that a SELECT joins so."""
    return [table for table in TABLES if f"stood_{table} " in sql]


def stood(source: Source, table: str, period: Period, today: Any) -> str:
    """Return the common table expression that :func:`join` names."""
    rows = [] if today <= period.end else _rows(source, table, period.end.isoformat())
    name = f"stood_{table} ({', '.join(_COLUMNS)})"
    if not rows:
        return f"{name} AS (SELECT {', '.join(['CAST(NULL AS TEXT)'] * len(_COLUMNS))} WHERE 1 = 0)"
    values = ", ".join(f"({', '.join(_literal(row[column]) for column in _COLUMNS)})" for row in rows)
    return f"{name} AS (VALUES {values})"


def _literal(value: object) -> str:
    return "CAST(NULL AS TEXT)" if value is None else quoted(str(value))


def _rows(source: Source, table: str, day: str) -> list[Row]:
    """Return how each record that something happened to since stood on ``day``."""
    steps: dict[str, list[Row]] = defaultdict(list)
    sql = _STEPS.format(table=quoted(table), day=quoted(day))
    for row in source.ask(sql):
        steps[row["record"]].append(row)
    fold = _order if table == "factory_order" else _case
    return [
        dict.fromkeys(_COLUMNS)
        | fold(table, [step for step in found if step["on_date"] and step["on_date"] <= day])
        | {"record": record}
        for record, found in steps.items()
    ]


def _order(_table: str, steps: list[Row]) -> Row:
    found = orders.standing(steps)
    days = {name: found.columns[name] for name in ("received_on", "due_date", "extended_to")}
    due = days["extended_to"] or days["due_date"]
    return {"state": found.state, "since": found.state_at, "due": due} | days


def _case(table: str, steps: list[Row]) -> Row:
    found = cases.standing(table, None, steps)
    columns = found.columns
    return {
        "state": found.state,
        "since": found.since,
        "answered_on": columns.get("answered_on"),
        "progress": columns.get("progress"),
    }
