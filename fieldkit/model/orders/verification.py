"""What a visit that looks at the findings of an order makes of the order: a step for what it saw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldkit.model import changes, records
from fieldkit.model.ids import derived_id
from fieldkit.model.orders.errors import OrderRefused
from fieldkit.model.orders.life import day, due_on, in_order, standing
from fieldkit.model.orders.reading import TABLE, order_in
from fieldkit.model.orders.steps_table import transition
from fieldkit.model.records import Record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from fieldkit.model.body import Op

Row = dict[str, Any]

ALL_CORRECTED, NOT_IN_TIME, NOT_YET = "verified", "not_corrected", "checked"


def follow_ops(
    connection: Connection,
    finding: Mapping[str, Any],
    state: Mapping[str, Any],
    inspection: Mapping[str, Any],
) -> list[Op]:
    """Return the ops by which the order of ``finding`` follows when it takes the columns ``state``.

    The visit of ``inspection`` leaves one step: all corrected, not corrected in time, or not done yet; none
    when it looked at none of the order's findings, or where the order's state knows no such step.
    """
    if not finding.get("factory_order"):
        return []
    try:
        order = order_in(connection, finding["factory_order"])
    except OrderRefused:  # it has not arrived here yet
        return []
    if order.record.row["deleted"]:
        return []
    rows = [one.row | {**state} if one.id == finding["id"] else one.row for one in order.findings]
    step_id = derived_id("step", order.id, str(inspection["id"]))
    others = [step for step in order.step_rows if step["id"] != step_id]
    on = str(inspection["started_at"])[:10]
    kind = _kind(rows, others, on, str(inspection["id"]))
    known = _step(connection, step_id)
    if kind is None and (known is None or known.row["deleted"]):
        return []
    columns: Row = {
        "kind": kind or (known.row["kind"] if known else None),
        "on_date": on,
        "officer": inspection["officer_name"],
        "inspection": inspection["id"],
    }
    after = others if kind is None else [*others, _whole(columns, step_id)]
    ops = records.edit_ops(order.record, standing(after).as_columns())
    if known is not None:
        gone = {"deleted": int(kind is None), "delete_reason": None if kind else records.UNDONE}
        return [*ops, *records.edit_ops(known, columns | gone)]
    made = {"record": order.id, "record_table": TABLE, **columns}
    return [*ops, *records.new_ops("step", made, stream=order.record.row["stream"], id_=step_id)]


def _kind(rows: Sequence[Row], others: Sequence[Row], on: str, inspection: str) -> str | None:
    """Return which step the visit leaves, None for none."""
    if not any(row["verified_in"] == inspection for row in rows):
        return None
    before = standing(step for step in in_order(others) if str(step["on_date"]) <= on)
    due, visited = due_on(before.columns), day(on)
    assert visited is not None
    if all(row["state"] != "open" for row in rows):
        kind = ALL_CORRECTED
    else:
        kind = NOT_IN_TIME if due is not None and due < visited else NOT_YET
    return kind if transition(kind, before.state) is not None else None


def _step(connection: Connection, step_id: str) -> Record | None:
    found = connection.exec_driver_sql("SELECT * FROM step WHERE id = ?", (step_id,)).mappings().first()
    if found is None:
        return None
    return Record("step", step_id, dict(found), changes.heads(connection, "step", step_id))


def _whole(columns: Row, step_id: str) -> Row:
    return dict.fromkeys(("note", "number", "due_date", "amount")) | columns | {"id": step_id}
