"""What a checklist saves of a factory (XLSForm entities of the list ``factories``), when it is closed."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from fieldkit.model import changes
from fieldkit.model.body import Op
from fieldkit.model.cases.checklist_lists import FILINGS, filing
from fieldkit.model.entities import entity_changes
from fieldkit.model.form import FormError
from fieldkit.model.ids import new_id
from fieldkit.model.inspections.context import factory_number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from fieldkit.model.entities import EntityChange
    from fieldkit.model.inspections.record import Inspection

DATASET = "factories"
"""The entity list whose properties are facts."""
REPLACED = "revision"
"""Why facts are deleted whose inspection was corrected."""

_log = logging.getLogger("fieldkit")


def entities_of(inspection: Inspection) -> list[EntityChange]:
    """Return what the answers say of factories and of the office's records; nothing where it is not clear."""
    numbers = {factory_number(inspection.factory): inspection.factory["id"]}
    try:
        return entity_changes(inspection.instance, named=numbers)
    except FormError as error:
        # A slip of the checklist's author must not keep an inspector from closing; the answers are kept.
        _log.warning("%s: nothing was saved: %s", inspection.row["form_id"], type(error).__name__)
        return []


def fact_ops(connection: Connection, inspection: Inspection, entities: Iterable[EntityChange]) -> list[Op]:
    """Return the ops that save the facts of an inspection about to be closed.

    They belong into the change that closes it. A revision takes the facts of what it corrects out of use.
    """
    ops = _replaced(connection, inspection.row["revision_of"]) if inspection.row["revision_of"] else []
    day = str(inspection.row["started_at"])[:10]
    source = inspection.row["form_id"]
    for (factory, name), value in _saved(connection, inspection, entities).items():
        record = new_id()
        core = {"factory": factory, "property": name, "inspection": inspection.id}
        ops.append(Op("fact", record, "core", core, (), inspection.stream))
        told = {"value": value, "as_of": day, "source": source}
        ops.append(Op("fact", record, "value", told, (), inspection.stream))
    return ops


def _saved(
    connection: Connection, inspection: Inspection, entities: Iterable[EntityChange]
) -> dict[tuple[str, str], str]:
    """Return values by (factory, property); what was left empty says nothing."""
    known = {inspection.factory["id"]}
    found: dict[tuple[str, str], str] = {}
    for entity in entities:
        if entity.dataset not in (DATASET, FILINGS) or entity.action != "update":
            continue
        if entity.id not in known and not _is_factory(connection, entity.id):
            _log.warning("%s: facts of an unknown factory", inspection.row["form_id"])
            continue
        known.add(entity.id)
        facts = filing(entity.properties) if entity.dataset == FILINGS else entity.properties
        found |= {(entity.id, name): value for name, value in facts.items() if value}
    return found


def _is_factory(connection: Connection, id_: str) -> bool:
    sql = "SELECT 1 FROM factory WHERE id = ? AND coalesce(deleted, 0) = 0"
    return connection.exec_driver_sql(sql, (id_,)).fetchone() is not None


def _replaced(connection: Connection, corrected: str) -> list[Op]:
    rows = connection.exec_driver_sql(
        "SELECT id, stream FROM fact WHERE inspection = ? AND coalesce(deleted, 0) = 0", (corrected,)
    ).fetchall()
    seen = changes.heads(connection, "fact", *(row[0] for row in rows))
    values = {"deleted": 1, "delete_reason": REPLACED}
    return [
        Op("fact", id_, "void", values, seen.get(("fact", id_, "void"), ()), stream) for id_, stream in rows
    ]
