"""Starts an inspection: visit, frozen context, defaults, all in one transaction."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from fieldkit.model import checklists, factories, streams
from fieldkit.model.body import Op
from fieldkit.model.cases import checklist_lists
from fieldkit.model.form import FormInstance, load_form
from fieldkit.model.ids import derived_id, new_id
from fieldkit.model.inspections import context, saved_documents
from fieldkit.model.inspections.reading import read
from fieldkit.model.inspections.record import Inspection, is_computed
from fieldkit.model.inspections.response import response
from fieldkit.model.inspections.stored_path import stored_path

if TYPE_CHECKING:
    from fieldkit.model.workspace import Workspace


_OPEN = {"state": "draft", "closed_at": None, "closing": None, "reason": None}


def find_factory(workspace: Workspace, name: str) -> dict[str, Any]:
    """Return the factory of that id or number, in any writing; raises NoSuchFactory."""
    with workspace.database.read() as connection:
        record = factories.find(connection, name)
        row = connection.exec_driver_sql("SELECT * FROM factory WHERE id = ?", (record,)).mappings().one()
    return dict(row)


def start(
    workspace: Workspace,
    factory: str,
    form_id: str,
    *,
    kind: str = "PLAN",
    checklist: checklists.Checklist | None = None,
) -> Inspection:
    """Start a checklist at a factory (id or number) with the newest installed version, or with ``checklist``.

    ``kind`` is the kind of visit. Raises NoSuchFactory, NoSuchChecklist, StorageError.
    """
    place = find_factory(workspace, factory)
    checklist = checklist or checklists.latest(workspace, form_id)
    now = workspace.clock()
    with workspace.database.read() as connection:
        frozen = context.gather(
            connection, place, kind=kind, officer=workspace.person.name, date=now.date().isoformat()
        )
        frozen |= saved_documents.gather(connection, place["id"], checklist.xform, now.date())
        frozen |= checklist_lists.gather(connection, place, checklist.xform)
    visit, record = new_id(), new_id()
    stream = streams.inspection_stream(place["province_code"])
    started_at = now.isoformat(timespec="seconds")
    core = {
        "visit": visit,
        "factory": place["id"],
        "checklist": checklist.id,
        "form_id": checklist.form_id,
        "version": checklist.version,
        "officer": workspace.person.id,
        "officer_name": workspace.person.name,
        "started_at": started_at,
        "context": json.dumps(frozen, ensure_ascii=False),
        "revision_of": None,
        "revision_reason": None,
    }
    ops = [
        Op(
            "visit",
            visit,
            "core",
            {"factory": place["id"], "kind": kind, "started_at": started_at},
            (),
            stream,
        ),
        Op("visit", visit, "team", {"team": _team(workspace), "guide": None}, (), stream),
        Op("inspection", record, "core", core, (), stream),
        Op("inspection", record, "status", _OPEN, (), stream),
        *_default_ops(workspace, checklist, frozen, record, stream),
    ]
    workspace.log.commit(ops)
    return open_inspection(workspace, record)


def _team(workspace: Workspace) -> str:
    person = workspace.person
    alone = {"name": person.name, "position": person.position, "office": person.office}
    return json.dumps([alone], ensure_ascii=False)


def open_inspection(
    workspace: Workspace, inspection_id: str, known: dict[str, checklists.Checklist] | None = None
) -> Inspection:
    """Open an inspection, draft or closed; raises NoSuchInspection, NoSuchChecklist, AttachmentMissing.

    Checklists in ``known`` (by id) are not read again; those that are read are put into it.
    """
    with workspace.database.read() as connection:
        stored = read(connection, inspection_id)
    id_ = stored.row["checklist"]
    checklist = known.get(id_) if known else None
    if checklist is None:
        checklist = checklists.load(workspace, id_)
        if known is not None:
            known[id_] = checklist
    return Inspection(workspace, checklist, stored)


def _default_ops(
    workspace: Workspace, checklist: checklists.Checklist, frozen: context.Context, record: str, stream: str
) -> list[Op]:
    """Store what defaults put in, once: ``today()`` means the day the inspection was started."""
    form = load_form(checklist.xform, context.Media(workspace, checklist, frozen))
    instance = FormInstance(
        form,
        now=workspace.clock,
        properties={"username": workspace.person.name, "deviceid": workspace.device},
        language=None,
        saved=None,
    )
    ops = []
    for path, value in instance.values().items():
        node = instance.node(path)
        if is_computed(node) or not value:
            continue
        stored = stored_path(node)
        answer = derived_id("answer", record, stored)
        ops.append(Op("answer", answer, "core", {"inspection": record, "path": stored}, (), stream))
        ops.append(Op("answer", answer, "response", response(value), (), stream))
    return ops
