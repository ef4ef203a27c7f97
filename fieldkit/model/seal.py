"""The seal of a closed inspection: SHA-256 over everything that was signed.

Computed from the stored rows alone, so that any replica can check it without the checklist's form. Beside it
stands the seal of the rest: over the same without what is personal, for the day when that has been erased.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

from fieldkit.model.erasure.what import without

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from sqlalchemy import Connection

_INSPECTION = (
    "SELECT i.id, i.visit, i.factory, i.form_id, i.version, i.officer, i.officer_name, i.started_at,"
    " i.context, i.revision_of, i.revision_reason, i.outcome, i.score, i.grade, i.submission, i.judged_by,"
    " i.salt,"
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
_ASKED = {"answers": "answer", "attachments": "attachment"}
"""The parts whose rows belong to a question, and their tables."""
_KEY = re.compile(r"\[[^]]*\]")
_SIGNATURES = (
    "SELECT role, name, position, image, signed_at, refused, reason, over FROM signature WHERE inspection = ?"
    " AND coalesce(deleted, 0) = 0 ORDER BY id"
)


def content_digest(
    connection: Connection, inspection: str, *, result: Mapping[str, Any] | None = None
) -> str:
    """Return the hex digest of what is signed: the record, its answers, findings and files.

    ``result`` holds outcome, score, grade, submission, rows of law and salt that are about to be written.
    """
    return _digest(_content(connection, inspection, result or {}))


def _content(connection: Connection, inspection: str, result: Mapping[str, Any]) -> dict[str, Any]:
    record = {**connection.exec_driver_sql(_INSPECTION, (inspection,)).mappings().one(), **result}
    for later in ("judged_by", "salt"):  # sealed before these were kept, or salt that has been erased
        if record[later] is None:
            del record[later]
    parts = {name: _rows(connection, sql, inspection) for name, sql in _PARTS.items()}
    return {"inspection": record, **parts}


def seal(content: str, status: Mapping[str, Any], signatures: Iterable[Mapping[str, Any]]) -> str:
    """Return the seal over the content, how it was closed, and the signatures in their order."""
    return _digest({"content": content, "status": status, "signatures": [*signatures]})


def seal_of(connection: Connection, inspection: str) -> str:
    """Return the seal that the stored rows of a closed inspection give now; compare with the sealed one."""
    [status] = _rows(connection, _STATUS, inspection)
    signatures = _rows(connection, _SIGNATURES, inspection)
    return seal(content_digest(connection, inspection), status, signatures)


def rest(
    connection: Connection,
    inspection: str,
    sealed: str,
    status: Mapping[str, Any],
    signatures: Iterable[Mapping[str, Any]],
    *,
    personal: Collection[str],
    result: Mapping[str, Any],
) -> str:
    """Return the seal of what will be left once the answers to the questions ``personal`` are erased.

    ``personal`` are paths of the form; ``sealed`` is the seal itself. See :func:`content_digest`.
    """
    content = _content(connection, inspection, result)
    content["inspection"] = without("inspection", content["inspection"])
    content["inspection"].pop("salt", None)
    for part, table in _ASKED.items():
        content[part] = [
            without(table, row) if form_path(row["path"]) in personal else row for row in content[part]
        ]
    return _rest(content, sealed, status, [without("signature", row) for row in signatures])


def rest_of(connection: Connection, inspection: str, sealed: str) -> str:
    """Return the seal of the rest that the stored rows give now."""
    [status] = _rows(connection, _STATUS, inspection)
    signatures = _rows(connection, _SIGNATURES, inspection)
    return _rest(_content(connection, inspection, {}), sealed, status, signatures)


def _rest(
    content: Mapping[str, Any],
    sealed: str,
    status: Mapping[str, Any],
    signatures: Iterable[Mapping[str, Any]],
) -> str:
    return _digest({"seal": sealed, **content, "status": status, "signatures": [*signatures]})


def form_path(path: str | None) -> str:
    """Return the path of the question that a stored path leads to, without the keys of its rows."""
    return _KEY.sub("", path or "")


def _rows(connection: Connection, sql: str, inspection: str) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.exec_driver_sql(sql, (inspection,)).mappings()]


def _digest(document: Mapping[str, Any]) -> str:
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
