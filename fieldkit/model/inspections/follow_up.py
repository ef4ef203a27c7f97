"""Findings and orders of earlier visits that an inspector looks at first: corrected or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldkit.model import changes
from fieldkit.model.body import Op
from fieldkit.model.changes import group_columns
from fieldkit.model.inspections.errors import InspectionSealed
from fieldkit.model.orders.verification import follow_ops
from fieldkit.model.superseded import not_superseded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldkit.model.inspections.record import Inspection

_DUE_FOR = (
    "SELECT n.*, i.started_at FROM finding n JOIN inspection i ON i.id = n.inspection"
    " WHERE n.place = ? AND n.inspection <> ? AND n.inspection <> ? AND i.started_at < ?"
    " AND i.state = 'closed' AND (n.state = 'open' OR n.verified_in = ?) AND coalesce(n.deleted, 0) = 0"
    " AND coalesce(i.deleted, 0) = 0" + not_superseded("i") + " ORDER BY n.due_date IS NULL, n.due_date, n.id"
)
_STATE = "state"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """An open finding of an earlier visit; ``verified`` says that this inspection looked at it.

    ``heads`` are those of its state as they were read, so that a colleague's decision is not overwritten.
    """

    row: dict[str, Any]
    heads: tuple[str, ...]
    verified: bool

    @property
    def id(self) -> str:
        """The id of the finding."""
        return str(self.row["id"])

    @property
    def corrected(self) -> bool:
        """Whether it was put right."""
        return bool(self.row["state"] == "closed")


def follow_ups(inspection: Inspection) -> list[FollowUp]:
    """Return what earlier visits left open at the factory, of all checklists, the earliest due first."""
    row = inspection.row
    with inspection.workspace.database.read() as connection:
        found = [
            dict(line)
            for line in connection.exec_driver_sql(
                _DUE_FOR,
                (
                    row["factory"],
                    inspection.id,
                    row["revision_of"] or "",
                    row["started_at"],
                    inspection.id,
                ),
            ).mappings()
        ]
        heads = changes.heads(connection, "finding", *(line["id"] for line in found))
    return [
        FollowUp(line, heads.get(("finding", line["id"], _STATE), ()), line["verified_in"] == inspection.id)
        for line in found
    ]


def verify(inspection: Inspection, finding: FollowUp, *, corrected: bool) -> None:
    """Record whether a finding was found corrected at this inspection.

    Raises InspectionSealed, ConflictOpen, StorageError; then nothing is recorded.
    """
    _write(
        inspection,
        finding,
        {
            "state": "closed" if corrected else "open",
            "state_at": inspection.workspace.clock().isoformat(timespec="seconds"),
            "verified_in": inspection.id,
        },
    )


def take_back(inspection: Inspection, finding: FollowUp) -> None:
    """Undo :func:`verify`: the finding is open and waits to be looked at."""
    _write(inspection, finding, {"state": "open", "state_at": None, "verified_in": None})


def _write(inspection: Inspection, finding: FollowUp, values: dict[str, Any]) -> None:
    if inspection.closed:
        raise InspectionSealed(inspection.id)
    assert set(values) == set(group_columns("finding", _STATE))
    op = Op("finding", finding.id, _STATE, values, finding.heads, finding.row["stream"])
    with inspection.workspace.database.read() as connection:
        following = follow_ops(connection, finding.row, values, inspection.row)
    inspection.write([op, *following])


def waiting(found: Sequence[FollowUp]) -> int:
    """Return how many were not looked at yet."""
    return sum(not finding.verified for finding in found)
