"""Inspections whose checklists ask for personal data: that they left the program is kept, and what for.

Which questions those are says the checklist (``fieldkit::personal``). A file of inspections is what they are
made for, so nobody is asked each time: without a word of the person the office's own purpose is kept
(``pdpa.purpose`` of params.csv).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from fieldkit.model.attachments import AttachmentDamaged, AttachmentMissing
from fieldkit.model.cases.personal import note_access
from fieldkit.model.reference import param
from fieldkit.model.search.words import PERSONAL

if TYPE_CHECKING:
    from collections.abc import Collection

    from fieldkit.model.inspections import Inspection
    from fieldkit.model.workspace import Workspace

_PURPOSE = "pdpa.purpose"
_AT_ONCE = 400


def note_export(workspace: Workspace, inspections: Collection[str], reason: str = "") -> None:
    """Keep that those of ``inspections`` (ids) which ask for personal data go out; raises StorageError."""
    asking = {
        row["id"]
        for row in workspace.rows("SELECT id, policy FROM checklist")
        if _asks(workspace, row["policy"])
    }
    if not asking:
        return
    ids = list(inspections)
    found: list[str] = []
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        rows = workspace.rows(
            f"SELECT id, checklist FROM inspection WHERE id IN ({','.join('?' * len(some))})", *some
        )
        found += [row["id"] for row in rows if row["checklist"] in asking]
    if found:
        note_access(workspace, "exported", "inspection", found, reason.strip() or str(param(_PURPOSE)))


def note_view(inspection: Inspection) -> None:
    """Keep that somebody opened personal answers who is not just writing them; raises StorageError."""
    workspace = inspection.workspace
    own = inspection.row["officer"] == workspace.person.id and not inspection.closed
    if not own and any(question.personal for question in inspection.policy.values()):
        note_access(workspace, "shown", "inspection", [inspection.id], "")


def _asks(workspace: Workspace, policy: str | None) -> bool:
    if policy is None:
        return False
    try:
        columns = json.loads(workspace.attachments.read(policy))
    except (AttachmentMissing, AttachmentDamaged):
        return True  # what it asks cannot be looked up: better one note too many
    return any(question.get(PERSONAL) for question in columns.values())
