"""Rows of the sheet of orders: the register of findings and orders that the province asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldkit.model.codes import code_word
from fieldkit.model.orders.issues import topic
from fieldkit.model.orders.kinds import kind_name
from fieldkit.model.orders.reading import orders_listing
from fieldkit.model.orders.steps_table import RESULTS, STATES, of_kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from fieldkit.model.workspace import Workspace

Row = dict[str, Any]

_DAYS = ("issued_on", "received_on", "due_date", "extended_to")


def order_rows(workspace: Workspace, inspections: Collection[str], language: str) -> Iterator[Row]:
    """Yield a row for each finding of ``inspections`` that stands in an order, the earliest due first."""
    number = 0
    for order in orders_listing(workspace, today=workspace.clock().date()):
        for finding in order["findings"]:
            if finding["inspection"] in inspections:
                number += 1
                yield _row(order, finding, language) | {"number": number}


def _row(order: Mapping[str, Any], finding: Mapping[str, Any], language: str) -> Row:
    days: Row = {name: order[name] for name in _DAYS}
    days |= {
        "inspected_on": str(finding["started_at"] or "")[:10],
        "verified_on": _verified_on(order),
        "corrected_on": str(finding["state_at"] or "")[:10] if finding["state"] != "open" else None,
    }
    notes = [str(step["note"]) for step in order["steps"] if step["note"]]
    return {
        **days,
        **{f"{name}_iso": day for name, day in days.items()},
        "order_id": order["id"],
        "finding_id": finding["id"],
        "registration_no": order["registration_no"] or order["registration_no_old"],
        "factory_name": order["factory_name"],
        "type_main": order["type_main"],
        "district": order["district"],
        "topic": topic(finding, language),
        "finding": finding["description"] or finding["wording"],
        "section": kind_name(order["section"], language),
        "section_code": order["section"],
        "order_number": order["order_number"],
        "order_state": code_word(STATES, order["state"], language),
        "order_state_code": order["state"],
        "result": code_word(RESULTS, order["state"], language),
        "overdue_days": order["overdue"] or None,
        "fined": order["fined"],
        "officer": order["officer_name"],
        "note": "\n".join(notes),
    }


def _verified_on(order: Mapping[str, Any]) -> str | None:
    """Return the day of the last step that looked whether it was put right."""
    looked = [
        step["on_date"]
        for step in order["steps"]
        if any(column == "verified_in" for row in of_kind(step["kind"]) for column, _source in row.sets)
    ]
    return str(looked[-1]) if looked else None
