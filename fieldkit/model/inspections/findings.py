"""A failed question opens a finding: law, severity, corrective action, due date."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from fieldkit.model import due_dates
from fieldkit.model.body import Op
from fieldkit.model.changes import group_columns
from fieldkit.model.ids import derived_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldkit.model.changes import Seen
    from fieldkit.model.form import Node
    from fieldkit.model.policy import QuestionPolicy

SOON = 7
"""Days before its last day in which a finding falls due soon."""
# Default decision by severity: an order under section 37, or advice for minor ones.
DECISIONS = {"C": "order37", "M": "order37", "m": "advice"}
GROUPS = ("core", "what", "cure", "state", "void")
# A question that fails again: what was corrected before is not any more.
REVIVED = {"deleted": 0, "delete_reason": None, "state": "open", "state_at": None, "verified_in": None}

Row = dict[str, Any]


def finding_id(inspection: str, path: str) -> str:
    """Return the id of the finding of a question; two inspectors who fail it write the same finding."""
    return derived_id("finding", inspection, path)


def fresh(inspection: Mapping[str, Any], path: str, node: Node, policy: QuestionPolicy) -> Row:
    """Return a new finding's columns with the checklist's wording of today; ``path`` is the stored one."""
    return {
        "inspection": inspection["id"],
        "factory": inspection["factory"],
        "path": path,
        "form_id": inspection["form_id"],
        "question": node.name,
        "wording": node.label or node.name,
        "description": "",
        "severity": policy.severity,
        "law": policy.law,
        "action": policy.text("action", "th"),
        "decision": _decision(policy, policy.severity),
        "due_date": due(inspection, policy).isoformat(),
        "state": "open",
        "state_at": None,
        "verified_in": None,
        "limit_text": None,
        "measured": None,
        "deleted": 0,
        "delete_reason": None,
    }


def due(inspection: Mapping[str, Any], policy: QuestionPolicy, severity: str = "") -> date:
    """Return the day by which it must be corrected, counted from the visit.

    The checklist's days are for its own severity; another ``severity`` has the office's days.
    """
    received = date.fromisoformat(str(inspection["started_at"])[:10])
    own = policy.due_days is not None and severity in ("", policy.severity)
    days = policy.due_days if own else None
    graded = severity or policy.severity
    return due_dates.due_date(received, due_dates.default_days(graded, received) if days is None else days)


def graded(
    row: Mapping[str, Any], severity: str, inspection: Mapping[str, Any], policy: QuestionPolicy
) -> Row:
    """Return the columns of another severity: day and decision follow it unless a person set them."""
    columns: Row = {"severity": severity}
    if row["due_date"] == due(inspection, policy, row["severity"]).isoformat():
        columns["due_date"] = due(inspection, policy, severity).isoformat()
    if row["decision"] == _decision(policy, row["severity"]):
        columns["decision"] = _decision(policy, severity)
    return columns


def _decision(policy: QuestionPolicy, severity: str) -> str:
    """Return what a finding asks for first: a debt is no matter of the Factory Act, whatever its severity."""
    return policy.decision or DECISIONS.get(severity, "advice")


def overdue(finding: Mapping[str, Any], today: date) -> bool:
    """Tell whether the day has passed and the finding is not closed."""
    limit = finding.get("due_date")
    return finding.get("state") == "open" and bool(limit) and date.fromisoformat(str(limit)) < today


def due_soon(finding: Mapping[str, Any], today: date, days: int = SOON) -> bool:
    """Tell whether the finding falls due within ``days`` from ``today``."""
    limit = finding.get("due_date")
    if finding.get("state") != "open" or not limit:
        return False
    return today <= date.fromisoformat(str(limit)) <= today + timedelta(days=days)


def ops(record: str, row: Mapping[str, Any], groups: tuple[str, ...], *, seen: Seen, stream: str) -> list[Op]:
    """Return the ops that write ``groups`` of a finding as ``row`` has them."""
    return [
        Op(
            "finding",
            record,
            group,
            {column: row.get(column) for column in group_columns("finding", group)},
            seen.get(("finding", record, group), ()),
            stream,
        )
        for group in groups
    ]
