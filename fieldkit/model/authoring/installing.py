"""Installed versions: how each came here, what uses it, and taking one back while nothing does."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from fieldkit.errors import FieldkitError, Text
from fieldkit.model import body as bodies
from fieldkit.model import changes, checklists, fold, streams
from fieldkit.model.body import Op

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from fieldkit.model.attachments import AttachmentStore
    from fieldkit.model.authoring.candidate import Candidate
    from fieldkit.model.workspace import Workspace

_LISTED = (
    "SELECT id, form_id, version, title, title_en, xlsx, xform, policy,"
    " (SELECT count(*) FROM inspection WHERE checklist = checklist.id) AS used,"
    " (SELECT count(*) FROM inspection WHERE checklist = checklist.id AND state = 'draft'"
    "  AND coalesce(deleted, 0) = 0) AS drafts,"
    " (SELECT count(*) FROM inspection WHERE checklist = checklist.id AND state = 'closed'"
    "  AND coalesce(deleted, 0) = 0) AS closed,"
    " (SELECT heads FROM cell WHERE record = checklist.id AND tbl = 'checklist' AND grp = 'core') AS heads"
    " FROM checklist WHERE coalesce(deleted, 0) = 0"
)


class VersionInUse(FieldkitError):
    """A version with inspections cannot be taken away: what was asked must stay what it was."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text("แบบตรวจรุ่นนี้มีการตรวจใช้แล้ว ถอนไม่ได้", "This version is used by inspections and stays"),
            Text("นำเข้ารุ่นใหม่ที่มีเลข version สูงกว่าแทน", "Import a newer version with a higher version instead"),
            place=place,
        )


@dataclass(frozen=True, slots=True)
class InstalledVersion:
    """One version of a checklist on this laptop.

    ``questions`` is None while its files are not here yet; ``installed_at`` is ISO with offset; ``by`` is
    the name of who imported it, empty where it came with the program or the name is not known.
    """

    id: str
    form_id: str
    version: str
    title: Text
    in_force: bool
    questions: int | None
    drafts: int
    closed: int
    used: bool
    installed_at: str
    by: str
    shipped: bool

    @property
    def name(self) -> str:
        """Code and version as people say them."""
        return f"{self.form_id} {self.version}".strip()


@dataclass(frozen=True, slots=True)
class Installation:
    """What was installed, and the columns that the same version held before, None when it was not there."""

    id: str
    before: Mapping[str, Any] | None


def installed(workspace: Workspace) -> list[InstalledVersion]:
    """Return all versions: by code, the newest first."""
    rows = workspace.rows(_LISTED)
    newest: dict[str, str] = {}
    rows.sort(key=lambda row: checklists.version_order(row["version"] or ""), reverse=True)
    for row in rows:
        newest.setdefault(row["form_id"], row["id"])
    with workspace.database.read() as connection:
        origins = {row["id"]: _origin(connection, row["heads"]) for row in rows}
    found = [
        InstalledVersion(
            id=row["id"],
            form_id=row["form_id"],
            version=row["version"] or "",
            title=Text(row["title"] or "", row["title_en"] or row["title"] or ""),
            in_force=newest[row["form_id"]] == row["id"],
            questions=_questions(workspace, row["xform"]),
            drafts=row["drafts"],
            closed=row["closed"],
            used=bool(row["used"]),
            installed_at=origins[row["id"]][0],
            by=origins[row["id"]][1],
            shipped=workspace.setting(f"{checklists.SHIPPED}{row['id']}") == row["xlsx"],
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: one.form_id)


def install(workspace: Workspace, candidate: Candidate) -> Installation:
    """Install a workbook; raises as `checklists.install`."""
    columns = changes.group_columns("checklist", "core")
    rows = workspace.rows(
        f"SELECT {', '.join(columns)} FROM checklist WHERE id = ? AND coalesce(deleted, 0) = 0",
        candidate.checklist.id,
    )
    record = checklists.install(workspace, candidate.conversion, candidate.xlsx, candidate.media)
    return Installation(record, rows[0] if rows else None)


def take_back(workspace: Workspace, installation: Installation) -> None:
    """Undo an installation: the version goes, or holds again what it held before.

    Raises VersionInUse once an inspection was begun with it, StorageError.
    """
    record = installation.id
    with workspace.database.read() as connection:
        if checklists.is_used(connection, record):
            row = connection.exec_driver_sql(
                "SELECT form_id, version FROM checklist WHERE id = ?", (record,)
            ).one()
            raise VersionInUse(f"{row[0]} {row[1]}")
        key = ("checklist", record, "core")
        seen = changes.heads(connection, "checklist", record).get(key, ())
        op = (
            checklists.void(connection, record, deleted=True)
            if installation.before is None
            else Op(*key, dict(installation.before), seen, streams.REFERENCE)
        )
    workspace.log.commit([op])


def _origin(connection: Connection, heads: str | None) -> tuple[str, str]:
    """Return when and by whom a version was installed, from the change that did it."""
    shown = fold.shown(fold.from_json(heads or "[]"))
    if shown is None:
        return "", ""
    row = connection.exec_driver_sql(
        "SELECT body FROM change WHERE id = ?", (bodies.change_id_of(shown.op),)
    ).fetchone()
    if row is None:
        return "", ""
    change = bodies.decode(bytes(row[0]))
    person = connection.exec_driver_sql("SELECT name FROM person WHERE id = ?", (change.author,)).fetchone()
    return change.wall, (person[0] or "") if person else ""


def _questions(workspace: Workspace, xform: str) -> int | None:
    return _counted(workspace.attachments, xform) if workspace.attachments.has(xform) else None


@lru_cache(maxsize=256)
def _counted(store: AttachmentStore, xform: str) -> int:
    # Brings the form engine with it, which a list of checklists does not need.
    from fieldkit.model.authoring.contents import count_questions

    return count_questions(store.read(xform))
