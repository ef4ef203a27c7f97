"""Which other checklists the answers of an inspection call for (``fieldkit::starts``)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldkit.errors import Text
from fieldkit.model import checklists

if TYPE_CHECKING:
    from fieldkit.model.inspections.record import Inspection


@dataclass(frozen=True, slots=True)
class CalledFor:
    """A checklist, and the path of the first answer that calls for it."""

    form_id: str
    title: Text
    path: str


def called_for(inspection: Inspection) -> tuple[CalledFor, ...]:
    """Return the checklists that are called for, are here, and were not begun at the factory on that day."""
    workspace = inspection.workspace
    wanted: dict[str, str] = {}
    for node in inspection.instance.walk():
        question = inspection.policy.get(node.path)
        form_id, *choices = (question.columns.get("starts", "") if question else "").split() or [""]
        if form_id and node.relevant and not set(choices).isdisjoint(node.value.split()):
            wanted.setdefault(form_id, node.path)
    if not wanted:
        return ()
    begun = workspace.rows(
        "SELECT DISTINCT form_id FROM inspection WHERE factory = ? AND substr(started_at, 1, 10) = ?"
        " AND coalesce(deleted, 0) = 0",
        inspection.row["factory"],
        str(inspection.row["started_at"])[:10],
    )
    titles = {path.stem: Text("", "") for path in checklists.shipped()}
    for row in checklists.listing(workspace):
        titles[row["form_id"]] = Text(row["title"], row["title_en"] or row["title"])
    here = titles.keys() - {row["form_id"] for row in begun}
    return tuple(CalledFor(name, titles[name], path) for name, path in wanted.items() if name in here)


def kind_of_visit(inspection: Inspection) -> str:
    """Return the kind of the visit, with which another checklist of the same day begins."""
    [row] = inspection.workspace.rows("SELECT kind FROM visit WHERE id = ?", inspection.row["visit"])
    return str(row["kind"] or "PLAN")
