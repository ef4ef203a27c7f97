"""Installed checklists: the office's workbook, the XForm made of it and its policy, kept by version."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from fieldkit import resources
from fieldkit.errors import FieldkitError, Text
from fieldkit.model import changes, streams
from fieldkit.model.attachments import register_files
from fieldkit.model.body import Op
from fieldkit.model.ids import derived_id

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sqlalchemy import Connection

    from fieldkit.model.policy import Policy
    from fieldkit.model.workspace import Workspace
    from fieldkit.model.xlsform.conversion import Conversion


SHIPPED = "shipped-version:"
"""With the id of a version: the setting that says that it came with the program."""


class NoSuchChecklist(FieldkitError):
    """No checklist of that form_id is installed or shipped."""

    def __init__(self, form_id: str) -> None:
        super().__init__(
            Text("ไม่มีแบบตรวจนี้", "There is no such checklist"),
            Text("นำเข้าแบบตรวจด้วย import checklist", "Import it with: import checklist"),
            place=form_id,
        )


class ChecklistRefused(FieldkitError):
    """The workbook has mistakes that must be mended before it is used."""

    def __init__(self, conversion: Conversion, place: str) -> None:
        super().__init__(
            Text("แบบตรวจมีข้อผิดพลาด ยังไม่ได้นำเข้า", "The checklist has mistakes and was not imported"),
            Text("แก้ตามรายการแล้วนำเข้าอีกครั้ง", "Mend what is listed, then import it again"),
            place=place,
        )
        self.problems = conversion.problems


class VersionTaken(FieldkitError):
    """The version has been filled already: what was asked and signed must stay what it was."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text(
                "แบบตรวจรุ่นนี้ใช้ตรวจไปแล้ว เปลี่ยนเนื้อหาไม่ได้",
                "This version was used for inspections; it cannot change",
            ),
            Text(
                "เปลี่ยน version ในแผ่น settings แล้วนำเข้าอีกครั้ง การตรวจที่มีอยู่ยังใช้รุ่นเดิม",
                "Give it another version in the sheet settings and import again; inspections stay on theirs",
            ),
            place=place,
        )


@dataclass(frozen=True)
class Checklist:
    """One version of a checklist; drafts stay on the version they were started with."""

    id: str
    form_id: str
    version: str
    title: Text
    xform: bytes
    policy_columns: dict[str, dict[str, str]]
    media: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of the lists, pictures and sounds that the checklist names, by file name."""
    beside: Mapping[str, bytes] = field(default_factory=dict, compare=False)
    """These files themselves, of a checklist that is not installed: its store does not have them yet."""

    @cached_property
    def policy(self) -> Policy:
        """What the ``fieldkit::`` columns say, by path."""
        # Brings the form engine with it, which a list of checklists does not need.
        from fieldkit.model.policy import Policy

        return Policy(self.policy_columns)


def install(
    workspace: Workspace, conversion: Conversion, xlsx: bytes, media: Mapping[str, bytes] | None = None
) -> str:
    """Install a converted checklist and return its id; the same content again changes nothing.

    ``media`` are the lists, pictures and sounds that it names, by file name. A version that no inspection
    uses yet is replaced. Raises ChecklistRefused when the conversion holds errors or names what
    :func:`checked` does not find, and VersionTaken.
    """
    conversion = checked(conversion)
    if any(problem.level == "error" for problem in conversion.problems):
        raise ChecklistRefused(conversion, conversion.form_id)
    policy = json.dumps(conversion.policy, ensure_ascii=False, sort_keys=True).encode()
    files = {"xlsx": xlsx, "xform": conversion.xform.encode(), "policy": policy}
    values: dict[str, Any] = {name: workspace.attachments.add(data) for name, data in files.items()}
    values |= {
        "form_id": conversion.form_id,
        "version": conversion.version,
        "title": conversion.title,
        "title_en": conversion.title_en,
    }
    named = {name: workspace.attachments.add(data) for name, data in sorted((media or {}).items())}
    values["media"] = json.dumps(named, ensure_ascii=False)
    values["searched"] = _searched(conversion)
    record = derived_id("checklist", conversion.form_id, conversion.version)
    with workspace.database.read() as connection:
        seen = changes.heads(connection, "checklist", record).get(("checklist", record, "core"), ())
        known = (
            connection.exec_driver_sql(
                "SELECT form_id, version, title, title_en, xlsx, xform, policy, media, searched"
                " FROM checklist WHERE id = ?",
                (record,),
            )
            .mappings()
            .fetchone()
        )
        used = known is not None and is_used(connection, record)
        back = _back(connection, record)
    if known is not None and used and dict(known) != values:
        if (known["xlsx"], known["media"]) != (values["xlsx"], values["media"]):
            raise VersionTaken(f"{conversion.form_id} {conversion.version}")
        return record  # the same workbook, read by another version of the program
    if known is None or dict(known) != values:
        op = Op("checklist", record, "core", values, seen, streams.REFERENCE)
        shas = {values[name]: len(data) for name, data in files.items()}
        shas |= {sha256: len((media or {})[name]) for name, sha256 in named.items()}
        workspace.log.commit(
            [op, *back], alongside=lambda connection, _written: register_files(connection, shas)
        )
    elif back:
        workspace.log.commit(back)
    return record


def _back(connection: Connection, record: str) -> list[Op]:
    """Return what brings back a version that was taken away."""
    query = "SELECT coalesce(deleted, 0) FROM checklist WHERE id = ?"
    if not connection.exec_driver_sql(query, (record,)).scalar():
        return []
    return [void(connection, record, deleted=False)]


def void(connection: Connection, record: str, *, deleted: bool) -> Op:
    """Return what takes a version away, or brings it back."""
    key = ("checklist", record, "void")
    seen = changes.heads(connection, "checklist", record).get(key, ())
    return Op(*key, {"deleted": int(deleted), "delete_reason": None}, seen, streams.REFERENCE)


def checked(conversion: Conversion) -> Conversion:
    """Return a conversion with what it names that this office does not have.

    These are limits and corrections that are in no table, and what its lists cannot save.
    """
    from fieldkit.model import corrections, limit_choice, saving

    known = {"limit": limit_choice.known, "correction": corrections.known, "save_to": saving.known}
    return conversion.checked(lambda column, cell: known[column](cell))


def _searched(conversion: Conversion) -> str:
    # Brings the form engine with it, which a list of checklists does not need.
    from fieldkit.model.search.words import searched_questions

    return searched_questions(conversion.xform, conversion.policy)


def is_used(connection: Connection, checklist: str) -> bool:
    """Tell whether any inspection was made with a version."""
    query = "SELECT EXISTS (SELECT 1 FROM inspection WHERE checklist = ?)"
    return bool(connection.exec_driver_sql(query, (checklist,)).scalar())


def media_beside(workbook: Path) -> dict[str, bytes]:
    """Return the files of the folder ``<name>-media`` beside a workbook, where ODK's tools look for them.

    A link out of it is none of them: what it names would travel to the centre with the checklist. Raises
    OSError for a file that cannot be read.
    """
    folder = workbook.with_name(f"{workbook.stem}-media")
    inside = folder.resolve()
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    return {
        file.name: file.read_bytes() for file in files if file.is_file() and file.resolve().parent == inside
    }


def shipped() -> list[Path]:
    """Return the checklists that come with the program."""
    return sorted(resources.path("checklists").glob("*.xlsx"))


def install_shipped(workspace: Workspace, form_id: str | None = None) -> list[str]:
    """Install the shipped checklists that this data folder does not have yet; returns their ids.

    A file is converted once: its hash is remembered until the file changes.
    """
    from hashlib import sha256

    from fieldkit.model.xlsform.conversion import convert_all

    marks = {
        path: sha256(path.read_bytes()).hexdigest() for path in shipped() if form_id in (None, path.stem)
    }
    new = [path for path, mark in marks.items() if workspace.setting(f"shipped:{path.stem}") != mark]
    installed = []
    for path, conversion in zip(new, convert_all(new), strict=True):
        with suppress(VersionTaken):  # then the version that was used goes on
            record = install(workspace, conversion, path.read_bytes(), media_beside(path))
            workspace.remember(f"{SHIPPED}{record}", marks[path])
            installed.append(record)
        workspace.remember(f"shipped:{path.stem}", marks[path])
    return installed


def latest(workspace: Workspace, form_id: str) -> Checklist:
    """Return the newest installed version of ``form_id``, installing a shipped one when it is missing.

    Raises NoSuchChecklist.
    """
    install_shipped(workspace, form_id)
    rows = workspace.rows(
        "SELECT id, version FROM checklist WHERE form_id = ? AND coalesce(deleted, 0) = 0", form_id
    )
    if not rows:
        raise NoSuchChecklist(form_id)
    return load(workspace, max(rows, key=lambda row: version_order(row["version"] or ""))["id"])


def load(workspace: Workspace, checklist_id: str) -> Checklist:
    """Return an installed checklist; raises NoSuchChecklist and AttachmentMissing."""
    rows = workspace.rows("SELECT * FROM checklist WHERE id = ?", checklist_id)
    if not rows:
        raise NoSuchChecklist(checklist_id)
    row = rows[0]
    return Checklist(
        id=row["id"],
        form_id=row["form_id"],
        version=row["version"],
        title=Text(row["title"], row["title_en"] or row["title"]),
        xform=workspace.attachments.read(row["xform"]),
        policy_columns=json.loads(workspace.attachments.read(row["policy"])),
        media=json.loads(row["media"] or "{}"),
    )


def media_of(workspace: Workspace, checklist: Checklist) -> dict[str, bytes]:
    """Return the lists, pictures and sounds of a checklist by name, without those that are not here yet."""
    here = {name: sha256 for name, sha256 in checklist.media.items() if workspace.attachments.has(sha256)}
    return {**{name: workspace.attachments.read(sha256) for name, sha256 in here.items()}, **checklist.beside}


def workbook(workspace: Workspace, checklist: Checklist) -> bytes:
    """Return the workbook of an installed checklist as it was imported; raises AttachmentMissing."""
    (row,) = workspace.rows("SELECT xlsx FROM checklist WHERE id = ?", checklist.id)
    return workspace.attachments.read(row["xlsx"])


def listing(workspace: Workspace) -> list[dict[str, Any]]:
    """Return the installed checklists, one row a version."""
    return workspace.rows(
        "SELECT id, form_id, version, title, title_en FROM checklist WHERE coalesce(deleted, 0) = 0"
        " ORDER BY form_id, version"
    )


def version_order(version: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key that orders ``2569.10`` after ``2569.9``, whatever else stands in a version."""
    parts = version.replace("-", ".").split(".")
    return tuple((1, int(part), "") if part.isdecimal() else (0, 0, part) for part in parts)
