"""Reads orders: one in full with what a writer must have seen of it, or all of them as rows of a list."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldkit.model import changes
from fieldkit.model.orders import errors
from fieldkit.model.orders.life import as_it_stands, in_order, overdue_days
from fieldkit.model.records import Record
from fieldkit.model.superseded import not_superseded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy import Connection

    from fieldkit.model.workspace import Workspace

Row = dict[str, Any]

TABLE = "factory_order"
GRAVEST_FIRST = (
    " ORDER BY CASE n.severity WHEN 'C' THEN 0 WHEN 'M' THEN 1 ELSE 2 END, n.form_id, n.question, n.id"
)
_LIST = (
    "SELECT o.*, f.name AS factory_name, f.operator, f.registration_no, f.registration_no_old, f.type_main,"
    " f.district, i.started_at AS inspected_at, i.officer_name FROM factory_order o"
    " LEFT JOIN factory f ON f.id = o.factory LEFT JOIN inspection i ON i.id = o.inspection"
)
_STEPS = "SELECT * FROM step WHERE record_table = 'factory_order' AND coalesce(deleted, 0) = 0"
# A revision that is signed takes the place of what it corrects, with copies of its findings.
_FINDINGS = (
    "SELECT n.*, i.started_at FROM finding n JOIN inspection i ON i.id = n.inspection"
    " WHERE n.factory_order IS NOT NULL AND coalesce(n.deleted, 0) = 0 AND i.state = 'closed'"
    " AND coalesce(i.deleted, 0) = 0" + not_superseded("i")
)


@dataclass(frozen=True, slots=True)
class Order:
    """An order with its steps in order, its findings and its factory, and the heads of all that were read."""

    record: Record
    steps: tuple[Record, ...]
    findings: tuple[Record, ...]
    factory: Row

    @property
    def id(self) -> str:
        """The id of the order."""
        return self.record.id

    @property
    def row(self) -> Row:
        """The columns of the order as its steps give them."""
        return as_it_stands(self.record.row, self.step_rows)

    @property
    def step_rows(self) -> list[Row]:
        """The steps as rows, in order."""
        return [step.row for step in self.steps]

    @property
    def name(self) -> str:
        """The number by which people know it: the office's, or the temporary one."""
        return order_number(self.row)

    @property
    def found_on(self) -> str | None:
        """The day of the last visit that found one of its findings, ISO."""
        days = [str(finding.row["started_at"])[:10] for finding in self.findings]
        return max(days, default=None)


def order_number(row: Mapping[str, Any]) -> str:
    """Return the office's number of an order, or the temporary one."""
    return str(row["number"] or row["temporary_no"] or "")


def read_order(workspace: Workspace, order_id: str) -> Order:
    """Return an order, deleted ones too; raises `OrderRefused` when there is none of that id."""
    with workspace.database.read() as connection:
        return order_in(connection, order_id)


def order_in(connection: Connection, order_id: str) -> Order:
    """Return an order by its id; raises `OrderRefused`."""
    rows = _rows(connection, "SELECT * FROM factory_order WHERE id = ?", order_id)
    if not rows:
        raise errors.no_such_order(order_id)
    steps = in_order(_rows(connection, f"{_STEPS} AND record = ?", order_id))
    findings = _rows(connection, f"{_FINDINGS} AND n.factory_order = ?{GRAVEST_FIRST}", order_id)
    factory = _rows(connection, "SELECT * FROM factory WHERE id = ?", rows[0]["factory"])
    return Order(
        _records(connection, TABLE, rows)[0],
        tuple(_records(connection, "step", steps)),
        tuple(_records(connection, "finding", findings)),
        factory[0] if factory else {"id": rows[0]["factory"], "name": "", "operator": ""},
    )


def find_order(workspace: Workspace, name: str) -> str:
    """Return the id of the order of that id, number or temporary number; raises `OrderRefused`."""
    rows = workspace.rows(
        "SELECT id FROM factory_order WHERE ? IN (id, number, temporary_no)"
        " ORDER BY coalesce(deleted, 0), row DESC LIMIT 1",
        name.strip(),
    )
    if not rows:
        raise errors.no_such_order(name)
    return str(rows[0]["id"])


def orders_at_most(connection: Connection) -> int:
    """Return a number of orders that is not exceeded; told without counting them."""
    [found] = connection.exec_driver_sql("SELECT max(row) FROM factory_order").one()
    return int(found or 0)


def orders_listing(workspace: Workspace, *, today: date, deleted: bool = False) -> list[Row]:
    """Return orders (or those in the bin), each with its factory, ``findings``, ``steps``, ``due``,
    ``overdue`` days and ``fined`` baht: the earliest due first, those without a day last.
    """
    with workspace.database.read() as connection:
        rows = _rows(
            connection,
            f"{_LIST} WHERE coalesce(o.deleted, 0) = ? AND coalesce(o.delete_reason, '') <> 'undone'",
            int(deleted),
        )
        asked = " IN (SELECT id FROM factory_order WHERE coalesce(deleted, 0) = ?)"
        steps, findings = (
            _by(connection, f"{_STEPS} AND record{asked}", int(deleted), by="record"),
            _by(
                connection,
                f"{_FINDINGS} AND n.factory_order{asked}{GRAVEST_FIRST}",
                int(deleted),
                by="factory_order",
            ),
        )
    found = [_listed(row, steps[row["id"]], findings[row["id"]], today) for row in rows]
    return sorted(found, key=lambda row: (row["due"] or "9999", row["issued_on"] or "", row["id"]))


def _listed(row: Row, steps: Sequence[Row], findings: Sequence[Row], today: date) -> Row:
    line = as_it_stands(row, steps)
    return line | {
        "steps": in_order(steps),
        "findings": findings,
        "due": line["extended_to"] or line["due_date"],
        "overdue": overdue_days(line, today),
        "fined": sum(step["amount"] or 0 for step in steps) or None,
        "order_number": order_number(line),
    }


def _by(connection: Connection, sql: str, *parameters: Any, by: str) -> defaultdict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in _rows(connection, sql, *parameters):
        found[row[by]].append(row)
    return found


def _rows(connection: Connection, sql: str, *parameters: Any) -> list[Row]:
    return [dict(row) for row in connection.exec_driver_sql(sql, parameters).mappings()]


def _records(connection: Connection, table: str, rows: Sequence[Mapping[str, Any]]) -> list[Record]:
    seen = changes.heads(connection, table, *(row["id"] for row in rows))
    return [
        Record(
            table, row["id"], dict(row), {cell: heads for cell, heads in seen.items() if cell[1] == row["id"]}
        )
        for row in rows
    ]
