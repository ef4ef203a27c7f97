"""Closes and signs an inspection: result, signatures and seal in one transaction."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldkit.errors import Text
from fieldkit.model.attachments import register_files
from fieldkit.model.body import Op
from fieldkit.model.form_submission import end_times, submission
from fieldkit.model.ids import new_id
from fieldkit.model.images import inspect_image
from fieldkit.model.inspections.errors import (
    InspectionChanged,
    InspectionSealed,
    ReasonNeeded,
    SignatureNeeded,
    Unanswered,
)
from fieldkit.model.inspections.reading import OWN, heads, refuse_if_signed, refuse_open_conflict
from fieldkit.model.inspections.saved_cases import case_ops
from fieldkit.model.inspections.saved_documents import document_ops
from fieldkit.model.inspections.saved_facts import entities_of, fact_ops
from fieldkit.model.seal import content_digest, rest, seal, seal_of
from fieldkit.model.tables import GROUPS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from fieldkit.model.changes import Written
    from fieldkit.model.inspections.record import Inspection
    from fieldkit.model.policy import Result

_SALT = 16  # bytes
CLOSINGS = {
    "complete": Text("ตรวจครบถ้วน", "Complete"),
    "partial": Text("ตรวจบางส่วน", "Partly done"),
    "closed_today": Text("โรงงานปิดวันตรวจ", "Factory closed today"),
    "refused": Text("ไม่ยินยอมให้ตรวจ", "Entry refused"),
}
ROLES = {
    "inspector": Text("ผู้ตรวจ", "Inspector"),
    "representative": Text("ผู้แทนโรงงาน", "Factory's representative"),
    "witness": Text("พยาน", "Witness"),
    "participant": Text("ผู้ร่วมตรวจ", "Participant"),
}


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: name and position with the drawn signature (PNG), or the refusal with its reason.

    ``typed`` stands for a signature by typed name alone, as a record filled without the window has it.
    """

    role: str
    name: str
    position: str = ""
    image: bytes | None = None
    refused: bool = False
    reason: str = ""
    typed: bool = False


def close(
    inspection: Inspection, signatures: Sequence[Signature], *, closing: str = "complete", reason: str = ""
) -> str:
    """Close, sign and seal; returns the seal (hex SHA-256).

    ``closing`` is a key of CLOSINGS. Raises InspectionSealed, Unanswered (closing as complete),
    ReasonNeeded, SignatureNeeded, ConflictOpen, InspectionChanged (others' changes that the screen does
    not show), CaseRefused (a record of a register cannot be what the answers say), NotAnImage, StorageError;
    then it is still open and unchanged, but for the end time that the form may ask for.
    """
    if inspection.closed:
        raise InspectionSealed(inspection.id)
    result = inspection.result()
    if closing == "complete" and result.unanswered:
        raise Unanswered(result.unanswered)
    if closing != "complete" and not reason.strip():
        raise ReasonNeeded
    _refuse_missing(signatures, closing)
    for path, moment in end_times(inspection.instance).items():
        inspection.answer(path, moment)
    workspace = inspection.workspace
    now = workspace.clock().isoformat(timespec="seconds")
    sent = submission(inspection.instance).encode()
    files = {workspace.attachments.add(sent): len(sent)}
    outcome = _outcome(result, closing) | {"submission": next(iter(files))}
    law = {"judged_by": inspection.judging.judged_by()}
    salt = {"salt": secrets.token_hex(_SALT)}
    status = {"state": "closed", "closed_at": now, "closing": closing, "reason": reason.strip() or None}
    with workspace.database.read() as connection:
        refuse_if_signed(connection, inspection.id)
        refuse_open_conflict(connection, inspection.id)
        content = content_digest(connection, inspection.id, result=outcome | law | salt)
        told = _told(connection, inspection)
    rows = [_signature_row(inspection, signature, content, now, files) for signature in signatures]
    # The seal is computed again from the store, where rows stand by id.
    rows.sort(key=lambda row: str(row["id"]))
    signed = [{k: v for k, v in row.items() if k not in ("id", "inspection")} for row in rows]
    sealed = {"seal": seal(content, status, signed), "sealed_at": now}
    left = salt | {"rest": _rest(inspection, str(sealed["seal"]), status, signed, outcome | law)}
    ops = [
        Op(
            "signature",
            row["id"],
            "core",
            {c: row[c] for c in GROUPS["signature"]["core"]},
            (),
            inspection.stream,
        )
        for row in rows
    ]
    ops += _team_ops(inspection, signatures)
    ops += told
    groups = {"result": outcome, "status": status, "seal": sealed, "law": law, "rest": left}
    for group, values in groups.items():
        key = ("inspection", inspection.id, group)
        ops.append(Op(*key, values, inspection.seen.get(key, ()), inspection.stream))
    _commit(inspection, ops, files, str(sealed["seal"]))
    inspection.row |= outcome | status | sealed | law | left
    return str(sealed["seal"])


def _rest(
    inspection: Inspection,
    sealed: str,
    status: dict[str, Any],
    signed: Sequence[dict[str, Any]],
    result: dict[str, Any],
) -> str:
    personal = {path for path, question in inspection.policy.items() if question.personal}
    with inspection.workspace.database.read() as connection:
        return rest(connection, inspection.id, sealed, status, signed, personal=personal, result=result)


def _outcome(result: Result, closing: str) -> dict[str, Any]:
    return {
        "outcome": result.outcome if closing == "complete" else "incomplete",
        "score": None if result.score is None else float(result.score),
        "grade": result.grade,
    }


def _told(connection: Connection, inspection: Inspection) -> list[Op]:
    """Return what the inspection saves (XLSForm ``save_to``): facts, documents, records of the registers."""
    entities = entities_of(inspection)
    return [
        *fact_ops(connection, inspection, entities),
        *document_ops(connection, inspection, entities),
        *case_ops(connection, inspection, entities),
    ]


def _team_ops(inspection: Inspection, signatures: Sequence[Signature]) -> list[Op]:
    """Write who was there: the inspectors and those of other agencies, and who led the way."""
    team = [
        {"role": signature.role, "name": signature.name.strip(), "position": signature.position.strip()}
        for signature in signatures
        if signature.role in ("inspector", "participant") and signature.name.strip()
    ]
    guide = next((s.name.strip() for s in signatures if s.role == "representative" and s.name.strip()), None)
    key = ("visit", inspection.row["visit"], "team")
    values = {"team": json.dumps(team, ensure_ascii=False), "guide": guide}
    return [Op(*key, values, inspection.seen.get(key, ()), inspection.stream)]


def _commit(inspection: Inspection, ops: list[Op], files: dict[str, int], sealed: str) -> None:
    def alongside(connection: Connection, written: Written) -> None:
        # In the transaction that signs: a sync may have written since the screen was drawn.
        ours = {cell: ops for cell, ops in written.heads.items() if cell[0] in OWN}
        if heads(connection, inspection.id) != {**inspection.seen, **ours}:
            raise InspectionChanged(inspection.id)
        if seal_of(connection, inspection.id) != sealed:
            raise InspectionChanged(inspection.id)
        register_files(connection, files)
        connection.exec_driver_sql("DELETE FROM typing WHERE inspection = ?", (inspection.id,))
        inspection.steps.forget(connection)

    done = inspection.workspace.log.commit(ops, alongside=alongside).heads
    inspection.seen.update({cell: heads for cell, heads in done.items() if cell[0] in OWN})


def _signature_row(
    inspection: Inspection, signature: Signature, content: str, now: str, files: dict[str, int]
) -> dict[str, Any]:
    image = None
    if signature.image is not None:
        inspect_image(signature.image)
        image = inspection.workspace.attachments.add(signature.image)
        files[image] = len(signature.image)
    return {
        "id": new_id(),
        "inspection": inspection.id,
        "role": signature.role,
        "name": signature.name.strip(),
        "position": signature.position.strip() or None,
        "image": image,
        "signed_at": now,
        "refused": int(signature.refused),
        "reason": signature.reason.strip() or None,
        "over": content,
    }


def _refuse_missing(signatures: Sequence[Signature], closing: str) -> None:
    """Both sides sign; a refusal needs its reason and two witnesses; nobody signs for an empty factory."""
    signed = [s for s in signatures if s.name.strip() and (s.image is not None or s.typed or s.refused)]
    if not any(s.role == "inspector" and not s.refused for s in signed):
        raise SignatureNeeded(Text("ผู้ตรวจต้องลงชื่อ", "The inspector signs"))
    if closing in ("closed_today", "refused"):
        return
    representative = next((s for s in signatures if s.role == "representative"), None)
    if representative is None or not (representative.refused or representative in signed):
        raise SignatureNeeded(
            Text("ผู้แทนโรงงานต้องลงชื่อ หรือเลือก “ไม่ยินยอมลงชื่อ”", "The representative signs, or refuses to")
        )
    if representative.refused:
        if not representative.reason.strip():
            raise ReasonNeeded
        if sum(1 for s in signed if s.role == "witness") < 2:
            raise SignatureNeeded(
                Text("เมื่อไม่ยินยอมลงชื่อ ต้องมีพยานลงชื่อ 2 คน", "A refusal needs the signatures of two witnesses")
            )
