"""The questions that a list of orders is asked: what runs, falls due, is late, waits, is appealed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from fieldkit.errors import Text
from fieldkit.model.orders.errors import OrderRefused
from fieldkit.model.orders.life import due_on, runs
from fieldkit.model.thai.search_text import indexed, terms

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

Row = dict[str, Any]

SOON = 7
"""Days before its last day in which an order falls due soon."""
_SEARCHED = (
    *("factory_name", "operator", "registration_no", "registration_no_old", "district"),
    *("number", "temporary_no", "signed_by", "received_by"),
)


def _due_soon(row: Mapping[str, Any], today: date) -> bool:
    due = due_on(row)
    return runs(row["state"]) and due is not None and today <= due <= today + timedelta(days=SOON)


def _to_verify(row: Mapping[str, Any], today: date) -> bool:
    """Its last day has come and nobody has seen that it was done."""
    due = due_on(row)
    return runs(row["state"]) and due is not None and due <= today


FILTERS: Mapping[str, Callable[[Mapping[str, Any], date], bool]] = {
    "active": lambda row, _today: runs(row["state"]),
    "due_soon": _due_soon,
    "overdue": lambda row, _today: bool(row["overdue"]),
    "waiting": lambda row, _today: row["state"] == "issued",
    "appealed": lambda row, _today: row["state"] == "appealed",
    "prosecuted": lambda row, _today: row["state"] == "prosecuted",
    "verify": _to_verify,
    "all": lambda _row, _today: True,
}


def filtered(rows: Sequence[Row], name: str, today: date) -> list[Row]:
    """Return the rows of a list that fit a filter; raises `OrderRefused` for a name that is none."""
    if name not in FILTERS:
        known = ", ".join(FILTERS)
        raise OrderRefused(
            Text(f"ไม่มีตัวกรอง “{name}”", f"There is no filter “{name}”"),
            Text(f"ใช้ค่าใดค่าหนึ่ง: {known}", f"Use one of: {known}"),
            place="--filter",
        )
    return [row for row in rows if FILTERS[name](row, today)]


def searched(rows: Sequence[Row], text: str) -> list[Row]:
    """Return the rows of which factory, number, people or findings hold every word of ``text``."""
    wanted = terms(text)
    return [row for row in rows if all(term in row_text(row) for term in wanted)] if wanted else list(rows)


def row_text(row: Mapping[str, Any]) -> str:
    """Return what a search in a list of orders looks at, folded."""
    findings = (str(finding["description"] or finding["wording"] or "") for finding in row["findings"])
    return indexed([*(str(row[column] or "") for column in _SEARCHED), *findings])
