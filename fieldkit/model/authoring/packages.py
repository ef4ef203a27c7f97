"""A checklist taken out again: the workbook to edit, and a package for the tools of ODK."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from fieldkit.model import checklists
from fieldkit.model.checklist_export import files_beside
from fieldkit.model.durable import replacing, replacing_folder

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from fieldkit.model.checklists import Checklist
    from fieldkit.model.workspace import Workspace

# The zip says the same of the same content: nothing in it depends on the clock.
_MOMENT = (1980, 1, 1, 0, 0, 0)


def export_blank(workspace: Workspace, checklist: Checklist, target: Path) -> list[Path]:
    """Write the workbook as it was imported to ``target``, and its files to ``<name>-media`` beside it.

    Import finds them there again. Raises AttachmentMissing, CannotWrite (also when the folder of files is
    there and holds something); returns what was written.
    """
    data = checklists.workbook(workspace, checklist)
    media = {name: workspace.attachments.read(sha256) for name, sha256 in checklist.media.items()}
    written = [target]
    if media:
        folder = target.with_name(f"{target.stem}-media")
        with replacing_folder(folder) as filled:
            for name, content in media.items():
                (filled / name).write_bytes(content)
        written.append(folder)
    with replacing(target) as file:
        file.write_bytes(data)
    return written


def export_odk(
    workspace: Workspace, checklist: Checklist, target: Path, *, on: date | None = None
) -> list[str]:
    """Write a zip with ``<form_id>.xml`` and ``<form_id>-media/``, as ODK Collect keeps forms.

    Lists that this program supplies are there as they are, reference tables as in force on a day (today).
    Raises AttachmentMissing, CannotWrite; returns the names inside.
    """
    name = checklist.form_id
    beside = files_beside(workspace, checklist, on=on or workspace.clock().date())
    files = {f"{name}.xml": checklist.xform}
    files |= {f"{name}-media/{each}": data for each, data in sorted(beside.items())}
    with replacing(target) as written, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for each, data in files.items():
            package.writestr(zipfile.ZipInfo(each, _MOMENT), data, zipfile.ZIP_DEFLATED)
    return list(files)


def find(workspace: Workspace, form_id: str, version: str = "") -> Checklist:
    """Return an installed version, the one in force without a number; raises NoSuchChecklist."""
    if not version:
        return checklists.latest(workspace, form_id)
    rows = workspace.rows(
        "SELECT id FROM checklist WHERE form_id = ? AND version = ? AND coalesce(deleted, 0) = 0",
        form_id,
        version,
    )
    if not rows:
        raise checklists.NoSuchChecklist(f"{form_id} {version}")
    return checklists.load(workspace, rows[0]["id"])
