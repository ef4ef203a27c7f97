"""A record from a phone becomes a draft, or changes one that an earlier record became."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fieldkit.errors import FieldkitError, Text
from fieldkit.model import checklists
from fieldkit.model.body import Op
from fieldkit.model.changes import get_meta, set_meta
from fieldkit.model.inspections import attach_file, open_inspection
from fieldkit.model.inspections.errors import NoSuchInspection
from fieldkit.model.inspections.files import MAX_FILE_BYTES
from fieldkit.model.inspections.stored_path import paths_by_stored, stored_path
from fieldkit.model.peers.building import Builder, Candidate, missing_file
from fieldkit.model.peers.bundle import Unavailable
from fieldkit.model.peers.collect import read_record
from fieldkit.model.peers.matching import Form, Known, factory_cell
from fieldkit.model.peers.opening import COLLECT
from fieldkit.model.shapes.records import is_file
from fieldkit.model.tables import GROUPS
from fieldkit.sync.openrosa.inbox import file_name
from fieldkit.sync.openrosa.phone_forms import CHOSEN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from xml.etree.ElementTree import Element

    from sqlalchemy import Connection

    from fieldkit.model.attachments import AttachmentStore
    from fieldkit.model.changes import Written
    from fieldkit.model.inspections import Inspection
    from fieldkit.model.inspections.incoming import Incoming
    from fieldkit.model.peers.record import PeerRecord
    from fieldkit.model.workspace import Workspace
    from fieldkit.sync.openrosa.inbox import Submission
    from fieldkit.sync.openrosa.users import PhoneUser

Wrote = dict[str, tuple[str, str]]
"""``table record group`` of each cell that a record wrote: the op, and a digest of its values."""


class Held(Exception):
    """A record that cannot be taken as it is; ``code`` for programs, ``reason`` for people."""

    def __init__(self, code: str, reason: Text) -> None:
        super().__init__(code)
        self.code = code
        self.reason = reason


@dataclass
class Outcome:
    """What a record became: kept on the desk in the transaction that wrote it.

    ``missing`` are the files that had not arrived, with the stored path of their question.
    """

    inspection: str
    wrote: Wrote = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    remarks: list[tuple[str, str]] = field(default_factory=list)

    @property
    def texts(self) -> list[Text]:
        """What could not be taken, and what has not come yet."""
        return [Text(*one) for one in self.remarks] + [missing_file(name) for name in self.missing]

    def write(self, connection: Connection, submission: str) -> None:
        """Keep it for the record ``submission``."""
        set_meta(connection, _key(submission), json.dumps(vars(self), ensure_ascii=False))

    @classmethod
    def of(cls, workspace: Workspace, submission: str) -> Outcome | None:
        """Return what a record became, None where it became nothing yet."""
        with workspace.database.read() as connection:
            kept = get_meta(connection, _key(submission))
        return None if kept is None else cls(**json.loads(kept))


class Arrived:
    """The files of one record, as a builder looks for them (:class:`fieldkit.model.peers.bundle.Files`)."""

    def __init__(self, store: AttachmentStore, files: Mapping[str, str]) -> None:
        """Look in ``store`` for ``files``, SHA-256 by name."""
        self._store = store
        self._files = files

    def named(self, name: str, near: str, instance: str) -> str | None:
        """Return the last part of ``name`` where that file has arrived."""
        del near, instance  # a record on its way has no folder
        last = file_name(name)
        return last if last in self._files else None

    def read(self, name: str, most: int) -> bytes:
        """Return the bytes of a file; raises Unavailable."""
        try:
            data = self._store.read(self._files[name])
        except FieldkitError as error:
            raise Unavailable(name) from error
        if len(data) > most:
            raise Unavailable(name)
        return data


def take(
    workspace: Workspace, submission: Submission, root: Element, user: PhoneUser, *, replaced: str = ""
) -> Outcome:
    """Write a record as a draft, or what came late or differs into the draft that is there.

    ``replaced`` is the earlier record that this one corrects. Raises Held, StorageError.
    """
    before = Outcome.of(workspace, submission.id)
    if before is not None:
        return _complete(workspace, submission, before)
    chosen = _without_choice(root)
    form = _form(workspace, submission.envelope.form_id)
    files = Arrived(workspace.attachments, submission.files)
    record = read_record_of(submission, root, form, workspace)
    earlier = Outcome.of(workspace, replaced) if replaced else None
    candidate = _candidate(workspace, form, record, user, chosen, earlier)
    builder = Builder(workspace, [files], _origin(workspace, submission, user))
    incoming, remarks = builder.build(candidate, attach=True)
    outcome = Outcome(candidate.id)
    outcome.missing = _missing(incoming, record, files)
    awaited = {missing_file(name) for name in outcome.missing}
    told = [one.reason for one in remarks if one.reason not in awaited]
    outcome.remarks = [(one.th, one.en) for one in told]
    ops = incoming.ops()
    if earlier is not None:
        ops = _over(workspace, incoming, ops, earlier)
    digests = {_cell(op.table, op.record, op.group): _digest(op.values) for op in ops}

    def remember(connection: Connection, written: Written) -> None:
        wrote = {_cell(*cell): (heads[0], digests[_cell(*cell)]) for cell, heads in written.heads.items()}
        outcome.wrote = (earlier.wrote if earlier else {}) | wrote
        outcome.write(connection, submission.id)

    incoming.settle(remember, ops)
    return outcome


def read_record_of(submission: Submission, root: Element, form: Form, workspace: Workspace) -> PeerRecord:
    """Return what the XML tells, with the instance id that it came under."""
    name = f"{submission.envelope.instance.removeprefix('uuid:')}.xml"
    record = read_record(name, root, form.schema, workspace.clock().tzinfo)
    record.instance = submission.envelope.instance
    return record


def _form(workspace: Workspace, form_id: str) -> Form:
    try:
        return Form.installed(workspace, form_id)
    except checklists.NoSuchChecklist as error:
        raise Held(
            "form",
            Text(
                f"ศูนย์ข้อมูลไม่มีแบบตรวจ “{form_id}” นำเข้าแบบตรวจแล้วลองรับใหม่",
                f"the centre has no checklist “{form_id}”; import it, sync, and try again",
            ),
        ) from error


def _without_choice(root: Element) -> str:
    """Take out of a record the choice of the visit, which no checklist asks; return it."""
    for child in list(root):
        if isinstance(child.tag, str) and child.tag.rpartition("}")[2] == CHOSEN:
            root.remove(child)
            return (child.text or "").strip()
    return ""


def _candidate(
    workspace: Workspace,
    form: Form,
    record: PeerRecord,
    user: PhoneUser,
    chosen: str,
    earlier: Outcome | None,
) -> Candidate:
    told = factory_cell(record, "")
    number = told[0].strip() if told is not None else ""
    with workspace.database.read() as connection:
        known = Known(connection, form.schema.name)
        factory = known.factory(number) if number else None
        record_id = earlier.inspection if earlier else known.record_id(record.instance)
    if factory is None:
        raise Held("factory", _no_factory(number))
    if factory["province_code"] not in user.provinces:
        raise Held("province", foreign(number, user))
    if record_id is None:
        raise Held(
            "twice",
            Text(
                "มีการตรวจรหัสเดียวกันนี้ (instanceID) อยู่แล้ว จึงเก็บไว้โดยไม่นำเข้า",
                "an inspection with this instance id is here already; kept, not taken",
            ),
        )
    if record.version and record.version not in form.versions:
        newest = form.newest.version
        record.remarks.append(
            record.place.remark(
                Text(
                    f"ไม่มีแบบตรวจรุ่น {record.version} ที่ศูนย์ข้อมูล อ่านตามรุ่น {newest}",
                    f"the centre has no version {record.version} of the checklist; read by version {newest}",
                )
            )
        )
    visits = workspace.rows(
        "SELECT id FROM visit WHERE id = ? AND factory = ? AND coalesce(deleted, 0) = 0",
        chosen,
        factory["id"],
    )
    visit = visits[0]["id"] if visits else ""
    return Candidate(record_id, record, form.checklist(record.version), factory, visit)


def _origin(workspace: Workspace, submission: Submission, user: PhoneUser) -> dict[str, str]:
    return {
        "program": COLLECT,
        "file": f"{submission.envelope.instance.removeprefix('uuid:')}.xml",
        "sha256": submission.sha256,
        "at": workspace.clock().isoformat(),
        "by": user.name,
    }


def _missing(incoming: Incoming, record: PeerRecord, files: Arrived) -> dict[str, str]:
    found = {}
    for told in record.answers:
        if is_file(told.asked) and told.asked.path[0] != "meta" and files.named(told.text, "", "") is None:
            nodes = [node for node in incoming.instance.walk() if node.path == told.path]
            if nodes and nodes[0].type == "upload":
                found[file_name(told.text)] = stored_path(nodes[0])
    return found


# --- what came late


def _complete(workspace: Workspace, submission: Submission, before: Outcome) -> Outcome:
    """Attach the files that have arrived since the record was taken; raises Held."""
    late = [name for name in before.missing if name in submission.files]
    if not late:
        return before
    files = Arrived(workspace.attachments, submission.files)
    inspection = draft(workspace, before.inspection)
    present = paths_by_stored(inspection.instance)
    for name in late:
        path = present.get(before.missing.pop(name))
        if path is None:
            before.remarks.append(
                (
                    f"คำถามของไฟล์ “{name}” ไม่อยู่ในการตรวจแล้ว",
                    f"the question of the file “{name}” is no longer in the inspection",
                )
            )
            continue
        data = files.read(name, MAX_FILE_BYTES)
        sha256 = hashlib.sha256(data).hexdigest()
        if any(row["sha256"] == sha256 for row in inspection.photos(path)):
            continue  # the power went out after it was attached
        try:
            attach_file(inspection, path, data, name=name)
        except FieldkitError as error:
            before.remarks.append((error.message("th"), error.message("en")))
    with workspace.database.write() as connection:
        before.write(connection, submission.id)
    return before


def draft(workspace: Workspace, inspection_id: str) -> Inspection:
    """Return the inspection while it is a draft; raises Held."""
    try:
        inspection = open_inspection(workspace, inspection_id)
    except NoSuchInspection as error:
        raise Held("gone", _GONE) from error
    if inspection.closed:
        raise Held("closed", _CLOSED)
    return inspection


# --- what a phone corrected after it had been sent


def _over(workspace: Workspace, incoming: Incoming, ops: Sequence[Op], earlier: Outcome) -> list[Op]:
    """Return what a corrected record changes: over what the earlier one wrote, which its author saw.

    What somebody else has written since is not superseded but becomes a conflict that a person decides.
    Raises Held where the draft is signed or gone.
    """
    present = draft(workspace, earlier.inspection)
    found: list[Op] = []
    now: set[str] = set()
    shown = {(row["path"], row["sha256"]) for row in present.files if not row.get("deleted")}
    files = {(op.values["path"], op.values["sha256"]) for op in ops if _is_file_op(op)}
    known_files = {op.record for op in ops if _is_file_op(op) and _place(op) in shown}
    for op in ops:
        if op.table in ("visit", "inspection") or op.record in known_files:
            continue
        cell = _cell(op.table, op.record, op.group)
        now.add(cell)
        before = earlier.wrote.get(cell)
        if before is None:
            found.append(op)
        elif before[1] != _digest(op.values):
            found.append(Op(op.table, op.record, op.group, op.values, (before[0],), op.stream))
    gone = {tuple(cell.split(" ", 2)) for cell in earlier.wrote.keys() - now}
    for table, record, group in sorted(gone):
        if table == "answer" and group == "response":
            empty = dict.fromkeys(GROUPS["answer"]["response"])
            before = earlier.wrote[_cell(table, record, group)]
            if before[1] != _digest(empty):
                found.append(Op(table, record, group, empty, (before[0],), incoming.stream))
        elif table in ("finding", "repeat_instance") and group == "core":
            found.append(_void(earlier, table, record, incoming.stream))
    kept = {row["id"] for row in present.files if (row["path"], row["sha256"]) in files}
    for table, record, group in sorted(gone):
        if table == "attachment" and group == "core" and record not in kept:
            found.append(_void(earlier, table, record, incoming.stream))
    return found


def _void(earlier: Outcome, table: str, record: str, stream: str) -> Op:
    before = earlier.wrote.get(_cell(table, record, "void"))
    values = {"deleted": 1, "delete_reason": "deprecatedID"}
    return Op(table, record, "void", values, (before[0],) if before else (), stream)


def _is_file_op(op: Op) -> bool:
    return op.table == "attachment" and op.group == "core"


def _place(op: Op) -> tuple[str, str]:
    return op.values["path"], op.values["sha256"]


def _cell(table: str, record: str, group: str) -> str:
    return f"{table} {record} {group}"


def _digest(values: Mapping[str, Any]) -> str:
    told = {key: value for key, value in values.items() if value is not None}
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


def _key(submission: str) -> str:
    return f"phone record {submission}"


_CLOSED = Text(
    "การตรวจนี้ลงนามปิดแล้ว จึงไม่แก้ไข หากต้องแก้ให้เปิดการตรวจฉบับแก้ไขก่อน",
    "the inspection has been signed and is not changed; revise it on a laptop if it must be",
)
_GONE = Text("การตรวจนี้ถูกลบไปแล้ว กู้คืนก่อนแล้วลองรับใหม่", "the inspection was deleted; restore it and try again")


def _no_factory(number: str) -> Text:
    if not number:
        return Text(
            "ไม่ได้เลือกโรงงาน (ไม่มีเลขทะเบียนโรงงาน)", "no factory was chosen: there is no factory number in it"
        )
    return Text(
        f"ทะเบียนที่ศูนย์ข้อมูลไม่มีโรงงานเลขทะเบียน “{number[:60]}” เพิ่มโรงงานแล้วลองรับใหม่",
        f"the centre's register has no factory “{number[:60]}”; add it and try again",
    )


def foreign(number: str, user: PhoneUser) -> Text:
    """Return why a record of that factory is held."""
    granted = ", ".join(user.provinces)
    return Text(
        f"โรงงาน “{number[:60]}” ไม่อยู่ในจังหวัดที่ผู้ใช้นี้มีสิทธิ์ ({granted})",
        f"the factory “{number[:60]}” is in none of this user's provinces ({granted})",
    )
