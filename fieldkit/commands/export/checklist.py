"""``fieldkit export checklist``: a blank checklist with all that it reads, for ODK's tools."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

import click

from fieldkit import bilingual
from fieldkit.commands._day import Day
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

DONE = Text("ส่งออกแบบตรวจและไฟล์ประกอบ {n} ไฟล์: {path}", "The checklist and {n} files beside it: {path}")


@bilingual.command(
    Text(
        "แบบตรวจเปล่าพร้อมไฟล์ประกอบ สำหรับ ODK\n\n"
        "เขียน FORM_ID.xlsx และโฟลเดอร์ FORM_ID-media (ทะเบียนโรงงาน ตารางอ้างอิง ภาพ) ลงใน DIR",
        "A blank checklist with its files, for ODK's tools.\n\n"
        "Writes FORM_ID.xlsx and the folder FORM_ID-media (register, reference tables, pictures) into DIR.",
    )
)
@click.argument("form_id")
@bilingual.option(
    "-o",
    "--output",
    metavar="DIR",
    required=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    words=Text("โฟลเดอร์ที่จะเขียน", "The folder to write into."),
)
@bilingual.option(
    "--on",
    metavar="DATE",
    type=Day(),
    words=Text("ใช้ตารางอ้างอิงของวันนี้ (ปกติคือวันนี้)", "Reference tables of this day (default: today)."),
)
@pass_invocation
def command(invocation: Invocation, *, form_id: str, output: Path, on: date | None) -> None:
    """Print ``{"path", "files"}``."""
    from fieldkit.model.checklist_export import export_checklist
    from fieldkit.model.workspace import Workspace

    with closing(Workspace(invocation.data)) as workspace:
        day = on or workspace.clock().date()
        files = export_checklist(workspace, form_id, output, on=day)
    values = {"path": str(files[0]), "files": [str(file) for file in files[1:]]}
    invocation.result(values, DONE.pick(invocation.language).format(n=len(files) - 1, path=files[0]))
