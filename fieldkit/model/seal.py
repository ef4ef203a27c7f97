"""The seal of a closed inspection: SHA-256 over everything that was signed.

Computed from the stored rows alone, so that any replica can check it without the checklist's form.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

_INSPECTION = (
    "SELECT i.id, i.visit, i.factory, i.form_id, i.version, i.officer, i.officer_name, i.started_at,"
    " i.context, i.revision_of, i.revision_reason, i.outcome, i.score, i.grade, i.submission, i.judged_by,"
    " c.xform, c.policy, c.media"
    " FROM inspection i LEFT JOIN checklist c ON c.id = i.checklist WHERE i.id = ?"
)
_STATUS = "SELECT state, closed_at, closing, reason FROM inspection WHERE id = ?"
_PARTS = {
    "answers": "SELECT path, value, note, qualifier, readings, instrument, origin FROM answer"
    " WHERE inspection = ? AND coalesce(deleted, 0) = 0 ORDER BY path, id",
    "repeats": "SELECT path, key, ordinal FROM repeat_instance WHERE inspection = ?"
    " AND coalesce(deleted, 0) = 0 ORDER BY path, key",
    "findings": "SELECT factory, form_id, path, question, wording, description, severity, law, limit_text,"
    " measured, action, decision, due_date FROM finding WHERE inspection = ?"
    " AND coalesce(deleted, 0) = 0 ORDER BY path, id",
    "attachments": "SELECT path, sha256, kind, name, taken_at, latitude, longitude, caption FROM attachment"
    " WHERE inspection = ? AND coalesce(deleted, 0) = 0 ORDER BY path, sha256, id",
}
_SIGNATURES = (
    "SELECT role, name, position, image, signed_at, refused, reason, over FROM signature WHERE inspection = ?"
    " AND coalesce(deleted, 0) = 0 ORDER BY id"
)


def content_digest(
    connection: Connection, inspection: str, *, result: Mapping[str, Any] | None = None
) -> str:
    """Return the hex digest of what is signed: the record, its answers, findings and files.

    ``result`` holds outcome, score, grade, submission and rows of law that are about to be written.
    """
    record = {**connection.exec_driver_sql(_INSPECTION, (inspection,)).mappings().one(), **(result or {})}
    if record["judged_by"] is None:  # sealed before the rows of law were kept
        del record["judged_by"]
    parts = {name: _rows(connection, sql, inspection) for name, sql in _PARTS.items()}
    return _digest({"inspection": record, **parts})


def seal(content: str, status: Mapping[str, Any], signatures: Iterable[Mapping[str, Any]]) -> str:
    """Return the seal over the content, how it was closed, and the signatures in their order."""
    return _digest({"content": content, "status": status, "signatures": [*signatures]})


def seal_of(connection: Connection, inspection: str) -> str:
    """Return the seal that the stored rows of a closed inspection give now; compare with the sealed one."""
    [status] = _rows(connection, _STATUS, inspection)
    signatures = _rows(connection, _SIGNATURES, inspection)
    return seal(content_digest(connection, inspection), status, signatures)


def _rows(connection: Connection, sql: str, inspection: str) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.exec_driver_sql(sql, (inspection,)).mappings()]


def _digest(document: Mapping[str, Any]) -> str:
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
