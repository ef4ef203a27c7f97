"""Corrects a signed inspection: a new revision with a reason; the sealed one stays as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from fieldkit.model.body import Op
from fieldkit.model.changes import group_columns
from fieldkit.model.ids import derived_id, new_id
from fieldkit.model.inspections.errors import NotClosed, ReasonNeeded, RevisionOpen
from fieldkit.model.inspections.findings import finding_id
from fieldkit.model.inspections.questions import value_label
from fieldkit.model.inspections.reading import Stored, read
from fieldkit.model.inspections.starting import open_inspection
from fieldkit.model.inspections.stored_path import stored_path
from fieldkit.model.tables import GROUPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fieldkit.model.inspections.record import Inspection
    from fieldkit.model.workspace import Workspace

What = Literal["answer", "note", "finding", "photo"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that a revision says otherwise; ``before`` or ``after`` is empty when it came or went."""

    path: str
    label: str
    what: What
    before: str
    after: str


def revise(workspace: Workspace, inspection_id: str, reason: str) -> Inspection:
    """Start a revision of a closed inspection with all its answers, findings and photos.

    It belongs to the same visit and day, and replaces the old one in lists and figures once it is
    signed. Raises NotClosed, RevisionOpen, ReasonNeeded, NoSuchInspection, StorageError.
    """
    if not reason.strip():
        raise ReasonNeeded
    with workspace.database.read() as connection:
        stored = read(connection, inspection_id)
    if stored.row["state"] != "closed":
        raise NotClosed(inspection_id)
    if workspace.rows(
        "SELECT id FROM inspection WHERE revision_of = ? AND coalesce(deleted, 0) = 0", inspection_id
    ):
        raise RevisionOpen(inspection_id)
    record = new_id()
    core = {column: stored.row[column] for column in group_columns("inspection", "core")} | {
        "officer": workspace.person.id,
        "officer_name": workspace.person.name,
        "revision_of": inspection_id,
        "revision_reason": reason.strip(),
    }
    status = {"state": "draft", "closed_at": None, "closing": None, "reason": None}
    stream = stored.row["stream"]
    ops = [
        Op("inspection", record, "core", core, (), stream),
        Op("inspection", record, "status", status, (), stream),
        *_copies(stored, record, stream),
    ]
    workspace.log.commit(ops)
    return open_inspection(workspace, record)


def differences(workspace: Workspace, inspection: Inspection) -> list[Difference]:
    """Return what a revision says otherwise than the inspection it corrects, in the form's order."""
    if not inspection.row["revision_of"]:
        return []
    before = open_inspection(workspace, inspection.row["revision_of"])
    before.show_language("th" if inspection.instance.language.endswith("(th)") else "en")
    return list(_compare(before, inspection))


def _copies(stored: Stored, record: str, stream: str) -> Iterator[Op]:
    for table, rows in (
        ("repeat_instance", stored.repeats),
        ("answer", stored.answers),
        ("finding", stored.findings),
        ("attachment", stored.files),
    ):
        for row in rows:
            if row["path"] is None or row["deleted"]:
                continue
            copy = row | {"inspection": record}
            for group in GROUPS[table]:
                if group != "void":
                    values = {column: copy[column] for column in group_columns(table, group)}
                    yield Op(table, _copy_id(table, row, record), group, values, (), stream)


def _copy_id(table: str, row: dict[str, Any], record: str) -> str:
    if table == "repeat_instance":
        return derived_id("repeat", record, row["path"], row["key"])
    if table == "answer":
        return derived_id("answer", record, row["path"])
    if table == "finding":
        return finding_id(record, row["path"])
    return new_id()


def _compare(before: Inspection, after: Inspection) -> Iterator[Difference]:
    old = {stored_path(node): node for node in before.instance.walk() if node.leaf}
    new = {stored_path(node): node for node in after.instance.walk() if node.leaf}
    for path in dict.fromkeys((*new, *old)):
        node = new.get(path) or old[path]
        label = node.label or node.name
        was, now = old.get(path), new.get(path)
        if node.field.control is not None and node.type != "upload":
            pair = (value_label(was) if was else "", value_label(now) if now else "")
            yield from _pair(path, label, "answer", pair)
        notes = (before.notes.get(was.path, "") if was else "", after.notes.get(now.path, "") if now else "")
        yield from _pair(path, label, "note", notes)
        yield from _pair(path, label, "finding", (_finding(before, path), _finding(after, path)))
        yield from _pair(path, label, "photo", (_photos(before, path), _photos(after, path)))


def _pair(path: str, label: str, what: What, values: tuple[str, str]) -> Iterable[Difference]:
    before, after = values
    return [Difference(path, label, what, before, after)] if before != after else []


def _finding(inspection: Inspection, path: str) -> str:
    row = inspection.findings.get(path)
    if row is None or row.get("deleted"):
        return ""
    parts = (row["severity"], row["description"], row["action"], row["due_date"], row["measured"])
    return " · ".join(str(part) for part in parts if part)


def _photos(inspection: Inspection, path: str) -> str:
    return ", ".join(
        sorted(row["name"] for row in inspection.files if row["path"] == path and not row.get("deleted"))
    )
