"""``fieldkit checklist export``: the workbook to edit, or a package for ODK's tools."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

import click

from fieldkit import bilingual
from fieldkit.commands._day import Day
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

DONE = Text("เขียนแล้ว: {}", "Written: {}")


@bilingual.command(
    Text(
        "ส่งออกแบบตรวจเปล่า\n\nปกติเป็นสมุดงาน .xlsx ตามที่นำเข้า พร้อมโฟลเดอร์ไฟล์ประกอบ แก้แล้วนำเข้าได้",
        "Export a blank checklist.\n\n"
        "Usually the .xlsx as it was imported with the folder of its files, ready to edit and import again.",
    )
)
@click.argument("checklist")
@bilingual.option(
    "-o",
    "--output",
    metavar="OUT",
    required=True,
    type=click.Path(path_type=Path),
    words=Text("ไฟล์ .xlsx (หรือ .zip กับ --odk) ที่จะเขียน", "The .xlsx (with --odk .zip) to write."),
)
@bilingual.option(
    "--odk", is_flag=True, words=Text("แพ็กเกจ XForm สำหรับ ODK", "A package with the XForm for ODK's tools.")
)
@bilingual.option(
    "--on",
    metavar="DATE",
    type=Day(),
    words=Text(
        "ใช้ตารางอ้างอิงของวันนี้ในแพ็กเกจ ODK (ปกติคือวันนี้)",
        "Reference tables of this day in the package for ODK (default: today).",
    ),
)
@pass_invocation
def command(invocation: Invocation, *, checklist: str, output: Path, odk: bool, on: date | None) -> None:
    """Print ``{"form_id", "version", "written"}``."""
    from fieldkit.model.authoring import packages

    form_id, _, version = checklist.partition("@")
    with closing(invocation.workspace()) as workspace:
        found = packages.find(workspace, form_id, version)
        if odk:
            packages.export_odk(workspace, found, output, on=on)
            written = [output]
        else:
            written = packages.export_blank(workspace, found, output)
    values = {
        "form_id": found.form_id,
        "version": found.version,
        "written": [str(path) for path in written],
    }
    done = DONE.pick(invocation.language)
    invocation.result(values, "\n".join(done.format(path) for path in written))
