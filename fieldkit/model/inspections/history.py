"""What earlier signed inspections of the same factory say of a question: values, failures, photos."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from fieldkit.model.superseded import not_superseded

if TYPE_CHECKING:
    from fieldkit.model.inspections.record import Inspection

_MOST = 12
# Signed before this one was started; a revision has the start of what it corrects.
_EARLIER = (
    " i.factory = ? AND i.form_id = ? AND i.started_at < ? AND i.state = 'closed'"
    " AND coalesce(i.deleted, 0) = 0" + not_superseded("i")
)
_VALUES = (
    "SELECT i.started_at, a.value, a.qualifier FROM answer a JOIN inspection i ON i.id = a.inspection"
    " WHERE a.path = ? AND a.value IS NOT NULL AND coalesce(a.deleted, 0) = 0 AND"
    f"{_EARLIER} ORDER BY i.started_at DESC, i.closed_at DESC LIMIT ?"
)
_FAILURES = (
    "SELECT n.path, count(*) AS times, min(i.started_at) AS since FROM finding n"
    " JOIN inspection i ON i.id = n.inspection WHERE coalesce(n.deleted, 0) = 0 AND"
    f"{_EARLIER} GROUP BY n.path"
)


@dataclass(frozen=True, slots=True)
class Past:
    """A value of an earlier visit; ``day`` is ISO."""

    day: str
    value: Decimal
    qualifier: str = ""


@dataclass(frozen=True, slots=True)
class Repeated:
    """How often a question failed at earlier visits, and the first day (ISO)."""

    times: int
    since: str


def earlier_values(inspection: Inspection, stored: str) -> list[Past]:
    """Return the last twelve numbers that the question (stored path) had at earlier visits, oldest first."""
    found = []
    for row in inspection.workspace.rows(_VALUES, stored, *_place(inspection), _MOST):
        try:
            value = Decimal(row["value"])
        except InvalidOperation:
            continue
        if value.is_finite():
            found.append(Past(str(row["started_at"])[:10], value, row["qualifier"] or ""))
    return found[::-1]


def failures(inspection: Inspection) -> dict[str, Repeated]:
    """Return by stored path how often each question failed before."""
    rows = inspection.workspace.rows(_FAILURES, *_place(inspection))
    return {row["path"]: Repeated(row["times"], str(row["since"])[:10]) for row in rows if row["path"]}


def photos_of(inspection: Inspection, earlier: str, stored: str) -> list[dict[str, Any]]:
    """Return the pictures that the inspection ``earlier`` has at a question, oldest first."""
    return inspection.workspace.rows(
        "SELECT * FROM attachment WHERE inspection = ? AND path = ? AND kind IN ('photo', 'after')"
        " AND coalesce(deleted, 0) = 0 ORDER BY id",
        earlier,
        stored,
    )


def _place(inspection: Inspection) -> tuple[str, str, str]:
    row = inspection.row
    return row["factory"], row["form_id"], row["started_at"]
