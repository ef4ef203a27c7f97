"""All that a checklist reads by name, for ODK's tools."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fieldkit.model import reference_lists
from fieldkit.model.cases import checklist_lists
from fieldkit.model.form_files import Rows
from fieldkit.model.inspections import context, saved_documents

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from fieldkit.model.checklists import Checklist
    from fieldkit.model.workspace import Workspace

_INSTANCE = re.compile(rb"""src="jr://[^"]*/([^"/]+)\"""")
VISIT = ("name", "label", "factory", "kind", "prior_visits", "open_findings", "officer", "date")
"""The columns of the list ``visit``."""


def lists_of(checklist: Checklist) -> set[str]:
    """Return the names of the lists that a checklist reads, its own ones too."""
    return {name.decode() for name in _INSTANCE.findall(checklist.xform)}


def files_beside(
    workspace: Workspace, checklist: Checklist, *, on: date, instead: Mapping[str, bytes] | None = None
) -> dict[str, bytes]:
    """Return all files that a checklist reads by name, its own and those of the program.

    Those are the register as it is, a visit without a factory and its documents, and the reference tables in
    force on a day; lists ``instead`` of them are taken as they are. Raises AttachmentMissing.
    """
    given = {name: workspace.attachments.read(sha) for name, sha in checklist.media.items()}
    named = lists_of(checklist)
    given |= {name: data for name, data in (instead or {}).items() if name in named - given.keys()}
    for name in sorted(named - given.keys()):
        rows = _rows(workspace, name, on)
        if rows is not None:
            given[name] = reference_lists.as_csv(rows)
    return given


def _rows(workspace: Workspace, name: str, on: date) -> Rows | None:
    if name == "factories.csv":
        return context.register(workspace)
    if name == "visit.csv":
        visit = dict.fromkeys(VISIT, "") | {"name": "visit", "officer": workspace.person.name}
        return Rows(VISIT, [tuple((visit | {"date": on.isoformat()}).values())])
    # Of what concerns the factory of a visit, a blank checklist knows nothing.
    if name == f"{saved_documents.LIST}.csv":
        return Rows(saved_documents.COLUMNS, [])
    blank = checklist_lists.blank(name.removesuffix(".csv"))
    if blank is not None:
        return Rows(blank["columns"], [tuple(row) for row in blank["rows"]])
    return reference_lists.supplied(name, on)
