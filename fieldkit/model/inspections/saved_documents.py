"""Documents of the factory as the list ``documents``: read when a checklist starts, saved when it closes.

A row of the sheet ``entities`` that names the list says with ``save_to`` what was seen: ``kind`` (a code of
``document.kind``), ``number``, ``level``, ``issued_on``, ``expires_on``, ``issuer``, ``note``.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from fieldkit.model import changes, records, saving
from fieldkit.model.codes import code_word, codes
from fieldkit.model.factory_file.documents import GREEN, Document, certificate, documents
from fieldkit.model.ids import derived_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from sqlalchemy import Connection

    from fieldkit.model.body import Op
    from fieldkit.model.entities import EntityChange
    from fieldkit.model.inspections.record import Inspection

LIST = saving.DOCUMENTS
_GIVEN = ("kind", "number", "level", "issued_on", "expires_on", "issuer")
COLUMNS = ("name", "label", *_GIVEN, "counts")
"""The columns of the list; ``name`` is the id, ``counts`` is ``yes`` at one document of each kind: the
certificate of Green Industry that counts, else what expires last."""
_DAYS = ("issued_on", "expires_on")
_MOST = 50
"""Documents of one kind that one inspection may tell of."""
_REPLACED = "revision"
_log = logging.getLogger("fieldkit")


def gather(connection: Connection, factory: str, xform: bytes, today: date) -> dict[str, dict[str, Any]]:
    """Return the list for a checklist that asks for it."""
    if f"/{LIST}.csv".encode() not in xform:
        return {}
    found = documents(connection, factory)
    counts = _counting(found, today)
    rows = [
        [one["id"], _label(one), *(_text(one[column]) for column in _GIVEN), counts.get(one["id"], "")]
        for one in found
    ]
    return {LIST: {"columns": list(COLUMNS), "rows": rows}}


def _counting(found: Iterable[Document], today: date) -> dict[str, str]:
    last = {one["kind"]: one for one in found}  # they stand by the day on which they expire
    if green := certificate(found, today):
        last[GREEN] = green
    return {one["id"]: "yes" for one in last.values()}


def _label(document: Document) -> str:
    return " ".join(filter(None, (code_word("document.kind", document["kind"], "th"), document["number"])))


def _text(value: object) -> str:
    return "" if value is None else str(value)


def document_ops(
    connection: Connection, inspection: Inspection, entities: Iterable[EntityChange]
) -> list[Op]:
    """Return the ops that save the documents that an inspection about to be closed tells of.

    A document that is known by its kind and number is corrected, another one is added. What only the
    inspection told that this one replaces goes into the bin.
    """
    factory = inspection.factory["id"]
    known = {one["id"]: one for one in documents(connection, factory)}
    replaced = _told_by(inspection.row["revision_of"] or "", known.values())
    ops: list[Op] = []
    seen: dict[str, int] = {}
    for told in _told(inspection, entities):
        kind = told["kind"]
        seen[kind] = seen.get(kind, 0) + 1
        same = next((one for one in known.values() if _same(one, told)), None)
        if same is None:
            record = derived_id("document", inspection.id, kind, str(seen[kind]))
            values = {"factory": factory, **told}
            ops += records.new_ops("document", values, stream=inspection.stream, id_=record)
        else:
            replaced.discard(same["id"])
            ops += _edited(connection, same, told)
    for id_ in sorted(replaced):
        ops += _edited(connection, known[id_], {"deleted": 1, "delete_reason": _REPLACED})
    return ops


def _told(inspection: Inspection, entities: Iterable[EntityChange]) -> list[dict[str, Any]]:
    found = []
    for entity in entities:
        if entity.dataset != LIST or entity.action != "update" or entity.id != inspection.factory["id"]:
            continue
        kind = entity.properties.get("kind", "")
        told = {
            column: _value(column, entity.properties.get(column, "")) for column in saving.DOCUMENT_COLUMNS
        }
        told = {column: value for column, value in told.items() if value is not None}
        if kind not in codes("document.kind") or not told or (kind == GREEN and "level" not in told):
            _log.warning(
                "%s: a document was not saved: its kind or a value is missing", inspection.row["form_id"]
            )
            continue
        found.append({"kind": kind, **told})
    return found


def _value(column: str, text: str) -> Any:
    text = text.strip()
    if not text:
        return None
    if column == "level":
        return int(text) if text.isdecimal() else None
    return text[:10] if column in _DAYS else text


def _same(document: Document, told: Mapping[str, Any]) -> bool:
    """Tell whether a known document is the one that was told of: by number, else by a day."""
    if document["kind"] != told["kind"]:
        return False
    if told.get("number") and document["number"]:
        column = "number"
    else:
        column = "issued_on" if told.get("issued_on") else "expires_on"
    return told.get(column) is not None and _folded(document[column]) == _folded(told[column])


def _folded(value: object) -> str:
    return "".join(str(value or "").split()).casefold()


def _edited(connection: Connection, document: Document, values: Mapping[str, Any]) -> list[Op]:
    """Return the ops that write over a document; where two people hold it differently, none."""
    heads = changes.heads(connection, "document", document["id"])
    ops = records.edit_ops(records.Record("document", document["id"], document, heads), values)
    return [op for op in ops if not _in_conflict(connection, op)]


def _in_conflict(connection: Connection, op: Op) -> bool:
    sql = "SELECT conflict FROM cell WHERE tbl = 'document' AND record = ? AND grp = ?"
    return bool(connection.exec_driver_sql(sql, (op.record, op.group)).scalar())


def _told_by(inspection: str, known: Iterable[Document]) -> set[str]:
    """Return the ids of those documents that an inspection has added."""
    found = set()
    for document in known:
        for number in range(1, _MOST + 1) if inspection else ():
            if derived_id("document", inspection, document["kind"] or "", str(number)) == document["id"]:
                found.add(document["id"])
    return found
