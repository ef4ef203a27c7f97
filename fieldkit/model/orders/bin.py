"""What lies in the bin of orders: whole orders, and steps of those that are still there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldkit.model.orders.reading import orders_listing
from fieldkit.model.records import UNDONE

if TYPE_CHECKING:
    from datetime import date

    from fieldkit.model.workspace import Workspace

Row = dict[str, Any]

_STEPS = (
    "SELECT s.*, o.number AS order_no, o.temporary_no, o.section, f.name AS factory_name FROM step s"
    " JOIN factory_order o ON o.id = s.record LEFT JOIN factory f ON f.id = o.factory"
    " WHERE s.record_table = 'factory_order' AND s.deleted = 1 AND coalesce(s.delete_reason, '') <> ?"
    " AND coalesce(o.deleted, 0) = 0 ORDER BY s.row DESC"
)


def in_bin(workspace: Workspace, *, today: date) -> list[Row]:
    """Return what can be restored: ``what`` is order or step, ``order`` the id of its order."""
    orders = [
        {
            "id": row["id"],
            "what": "order",
            "order": row["id"],
            "order_number": row["order_number"],
            "section": row["section"],
            "factory_name": row["factory_name"],
            "kind": None,
            "on_date": row["issued_on"],
            "reason": row["delete_reason"],
        }
        for row in orders_listing(workspace, today=today, deleted=True)
    ]
    steps = [
        {
            "id": row["id"],
            "what": "step",
            "order": row["record"],
            "order_number": row["order_no"] or row["temporary_no"],
            "section": row["section"],
            "factory_name": row["factory_name"],
            "kind": row["kind"],
            "on_date": row["on_date"],
            "reason": row["delete_reason"],
        }
        for row in workspace.rows(_STEPS, UNDONE)
    ]
    return [*orders, *steps]
