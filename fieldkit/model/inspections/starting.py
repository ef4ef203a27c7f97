"""Starts an inspection: visit, frozen context, defaults, all in one transaction."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldkit.model import checklists, factories, streams
from fieldkit.model.body import Op
from fieldkit.model.cases import checklist_lists
from fieldkit.model.form import FormInstance
from fieldkit.model.form_draft import stored_values
from fieldkit.model.form_files import files
from fieldkit.model.form_loading import load_form
from fieldkit.model.ids import derived_id, new_id
from fieldkit.model.inspections import context, saved_documents
from fieldkit.model.inspections.reading import read
from fieldkit.model.inspections.record import Inspection, is_computed
from fieldkit.model.inspections.response import response
from fieldkit.model.inspections.stored_path import stored_path

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

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
    person = workspace.person
    member = {"name": person.name, "position": person.position, "office": person.office}
    begun = opening(workspace, place, checklist, kind=kind, at=workspace.clock(), member=member)
    ops = [*begun.ops, *_default_ops(workspace, checklist, begun.frozen, begun.record, begun.stream)]
    workspace.log.commit(ops)
    return open_inspection(workspace, begun.record)


@dataclass(frozen=True, slots=True)
class Opening:
    """An inspection without answers: its id, its columns by group, what was frozen, and what writes it."""

    record: str
    stream: str
    columns: dict[str, Any]
    frozen: context.Context
    ops: list[Op]


def opening(
    workspace: Workspace,
    place: Mapping[str, Any],
    checklist: checklists.Checklist,
    *,
    kind: str,
    at: datetime,
    member: Mapping[str, str],
    record: str = "",
    visit: str = "",
    more: context.Context | None = None,
) -> Opening:
    """Return an inspection of the factory ``place`` that begins ``at`` that time; nothing is written.

    ``member`` is who inspects (name, position, office), ``record`` an id that is given already, ``visit`` a
    visit that it becomes part of, ``more`` what is frozen with it.
    """
    with workspace.database.read() as connection:
        frozen = context.gather(
            connection, place, kind=kind, officer=member["name"], date=at.date().isoformat()
        )
        frozen |= saved_documents.gather(connection, place["id"], checklist.xform, at.date())
        frozen |= checklist_lists.gather(connection, place, checklist.xform)
    frozen |= more or {}
    begun_visit, record = visit or new_id(), record or new_id()
    stream = streams.inspection_stream(place["province_code"])
    started_at = at.isoformat(timespec="seconds")
    core = {
        "visit": begun_visit,
        "factory": place["id"],
        "checklist": checklist.id,
        "form_id": checklist.form_id,
        "version": checklist.version,
        "officer": workspace.person.id,
        "officer_name": member["name"],
        "started_at": started_at,
        "context": json.dumps(frozen, ensure_ascii=False),
        "revision_of": None,
        "revision_reason": None,
    }
    of_visit = {"factory": place["id"], "kind": kind, "started_at": started_at}
    team = json.dumps([dict(member)], ensure_ascii=False)
    ops = [
        *_visit_ops(begun_visit, of_visit, team, stream, known=bool(visit)),
        Op("inspection", record, "core", core, (), stream),
        Op("inspection", record, "status", _OPEN, (), stream),
    ]
    return Opening(record, stream, core | _OPEN, frozen, ops)


def _visit_ops(visit: str, core: Mapping[str, Any], team: str, stream: str, *, known: bool) -> list[Op]:
    if known:
        return []
    return [
        Op("visit", visit, "core", core, (), stream),
        Op("visit", visit, "team", {"team": team, "guide": None}, (), stream),
    ]


def open_inspection(
    workspace: Workspace, inspection_id: str, known: dict[str, checklists.Checklist] | None = None
) -> Inspection:
    """Open an inspection, draft or closed; raises NoSuchInspection, NoSuchChecklist, AttachmentMissing.

    Checklists in ``known`` (by id) are not read again; those that are read are put into it.
    """
    with workspace.database.read() as connection:
        stored = read(connection, inspection_id)
    known = {} if known is None else known
    return Inspection(workspace, known_checklist(workspace, stored.row["checklist"], known), stored)


def known_checklist(
    workspace: Workspace, id_: str, known: dict[str, checklists.Checklist]
) -> checklists.Checklist:
    """Return a checklist of ``known``, where it is put when it had to be read; raises NoSuchChecklist."""
    if id_ not in known:
        known[id_] = checklists.load(workspace, id_)
    return known[id_]


def _default_ops(
    workspace: Workspace, checklist: checklists.Checklist, frozen: context.Context, record: str, stream: str
) -> list[Op]:
    """Store what defaults put in, once: ``today()`` means the day the inspection was started."""
    form = load_form(checklist.xform, files(context.Media(workspace, checklist, frozen)))
    instance = FormInstance(
        form,
        now=workspace.clock,
        properties={"username": workspace.person.name, "deviceid": workspace.device},
        language=None,
        saved=None,
    )
    ops = []
    for path, value in stored_values(instance).items():
        node = instance.node(path)
        if is_computed(node) or not value:
            continue
        stored = stored_path(node)
        answer = derived_id("answer", record, stored)
        ops.append(Op("answer", answer, "core", {"inspection": record, "path": stored}, (), stream))
        ops.append(Op("answer", answer, "response", response(value), (), stream))
    return ops
