"""What installing a workbook would do: against which version, with which differences, to which drafts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from fieldkit.errors import FieldkitError, Text
from fieldkit.model import checklists
from fieldkit.model.authoring import contents
from fieldkit.model.authoring.difference import Difference, difference
from fieldkit.model.inspections import open_inspection, version_move
from fieldkit.model.inspections.context import factory_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldkit.model.authoring.candidate import Candidate
    from fieldkit.model.checklists import Checklist
    from fieldkit.model.inspections.version_move import Line
    from fieldkit.model.workspace import Workspace

State = Literal["first", "newer", "older", "replaces", "same", "taken"]
"""``replaces``: this version is installed and no inspection uses it; ``taken``: it is used and the workbook
is another; ``same``: this very workbook is installed; ``older``: a later version stays in force."""

STATES: dict[State, Text] = {
    "first": Text("แบบตรวจใหม่ ยังไม่เคยติดตั้ง", "A new checklist, not installed before"),
    "newer": Text("รุ่นใหม่ จะใช้แทนรุ่นเดิม", "A new version; it will be the one in force"),
    "older": Text(
        "รุ่นนี้เก่ากว่ารุ่นที่ใช้อยู่ ติดตั้งได้แต่การตรวจใหม่ยังใช้รุ่นเดิม",
        "Older than the version in force: it can be installed, but new inspections stay on that one",
    ),
    "replaces": Text(
        "รุ่นนี้ติดตั้งแล้วแต่ยังไม่มีการตรวจใช้ จะแทนที่เนื้อหาเดิม",
        "This version is installed but no inspection uses it yet; its content will be replaced",
    ),
    "same": Text("ติดตั้งสมุดงานนี้ไว้แล้ว", "This very workbook is installed already"),
    "taken": Text(
        "รุ่นนี้มีการตรวจใช้แล้ว ติดตั้งไม่ได้ ให้เปลี่ยน version ในแผ่น settings",
        "This version was used for inspections and cannot change; give it another version in sheet settings",
    ),
}


@dataclass(frozen=True, slots=True)
class DraftMove:
    """A draft on another version, and what moving it to the new one would do to its answers.

    ``trouble`` says why that cannot be told.
    """

    id: str
    factory_no: str
    factory: str
    officer: str
    started_at: str
    version: str
    kept: int = 0
    lost: tuple[Line, ...] = ()
    added: int = 0
    trouble: Text | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a usable workbook brings; ``against`` is the version that it was compared with."""

    checklist: Checklist
    state: State
    against: Checklist | None
    questions: int
    difference: Difference
    drafts: tuple[DraftMove, ...]

    @property
    def installable(self) -> bool:
        """Whether installing would change anything and is allowed."""
        return self.state not in ("same", "taken")


def arrival(
    workspace: Workspace,
    candidate: Candidate,
    *,
    against: Checklist | None = None,
    progress: Callable[[int, int], object] = lambda _done, _all: None,
) -> Arrival:
    """Return what installing ``candidate`` would do; nothing is written, its conversion must be usable.

    It is compared with ``against``, or with the version in force. ``progress`` is told of each draft and may
    raise to stop. Raises `FormError`, AttachmentMissing.
    """
    checklist = candidate.checklist
    last = against or in_force(workspace, checklist.form_id)
    new = (checklist, contents.read(checklist, candidate.media))
    return Arrival(
        checklist=checklist,
        state=_state(workspace, candidate, checklist),
        against=last,
        questions=len(new[1].questions),
        difference=difference(read_both(workspace, last) if last is not None else None, new),
        drafts=tuple(_drafts(workspace, checklist, progress)),
    )


def read_both(workspace: Workspace, checklist: Checklist) -> tuple[Checklist, contents.Contents]:
    """Return an installed checklist with what is in it."""
    return checklist, contents.read(checklist, checklists.media_of(workspace, checklist))


def in_force(workspace: Workspace, form_id: str) -> Checklist | None:
    """Return the version that new inspections get, None without one; installs nothing."""
    rows = [row for row in checklists.listing(workspace) if row["form_id"] == form_id]
    if not rows:
        return None
    newest = max(rows, key=lambda row: checklists.version_order(row["version"] or ""))
    return checklists.load(workspace, newest["id"])


def _state(workspace: Workspace, candidate: Candidate, checklist: Checklist) -> State:
    rows = workspace.rows(
        "SELECT xlsx, media FROM checklist WHERE id = ? AND coalesce(deleted, 0) = 0", checklist.id
    )
    if rows:
        installed = checklists.load(workspace, checklist.id)
        if (installed.media, rows[0]["xlsx"]) == (checklist.media, candidate.sha256):
            return "same"
        with workspace.database.read() as connection:
            return "taken" if checklists.is_used(connection, checklist.id) else "replaces"
    newest = in_force(workspace, checklist.form_id)
    if newest is None:
        return "first"
    order = checklists.version_order
    return "newer" if order(checklist.version) > order(newest.version) else "older"


def _drafts(
    workspace: Workspace, checklist: Checklist, progress: Callable[[int, int], object]
) -> list[DraftMove]:
    rows = workspace.rows(
        "SELECT inspection.id, inspection.version, officer_name, started_at, factory.id AS factory,"
        " registration_no, registration_no_old, name FROM inspection"
        " LEFT JOIN factory ON factory.id = inspection.factory"
        " WHERE form_id = ? AND state = 'draft' AND coalesce(inspection.deleted, 0) = 0 AND checklist <> ?"
        " ORDER BY started_at, inspection.id",
        checklist.form_id,
        checklist.id,
    )
    found = []
    for place, row in enumerate(rows):
        progress(place, len(rows))
        told = DraftMove(
            id=row["id"],
            factory_no=factory_number({**row, "id": row["factory"] or ""}),
            factory=row["name"] or "",
            officer=row["officer_name"] or "",
            started_at=row["started_at"],
            version=row["version"],
        )
        found.append(_moved(workspace, told, checklist))
    return found


def _moved(workspace: Workspace, told: DraftMove, checklist: Checklist) -> DraftMove:
    try:
        plan = version_move.preview(open_inspection(workspace, told.id), checklist)
    except FieldkitError as error:  # its own version is not on this laptop yet
        return replace(told, trouble=error.title)
    return replace(told, kept=len(plan.kept), lost=plan.lost, added=len(plan.added))
