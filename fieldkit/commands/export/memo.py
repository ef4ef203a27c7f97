"""``fieldkit export memo``: the memo of an inspection as a text document, or the blank one to change."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import click

from fieldkit import bilingual
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

DONE = Text("ส่งออกแล้ว: {path}", "Exported: {path}")
ONE = Text("ระบุรหัสการตรวจ หรือ --blank อย่างใดอย่างหนึ่ง", "Give an inspection's id, or --blank.")
PATH = click.Path(path_type=Path)


@bilingual.command(
    Text(
        "บันทึกข้อความรายงานผลการตรวจ เป็น Word\n\nแบบเปล่าแก้ใน Word แล้วใช้ด้วย --template",
        "The memo of an inspection in Word.\n\nThe blank one, changed in Word, is used with --template.",
    )
)
@click.argument("inspection", metavar="INSPECTION", required=False)
@bilingual.option(
    "-o",
    "--out",
    metavar="OUT",
    required=True,
    type=PATH,
    words=Text("ไฟล์ .docx ที่จะเขียน (แทนไฟล์เดิม)", "The .docx file to write (replaces an old one)."),
)
@bilingual.option(
    "--template", metavar="FILE", type=PATH, words=Text("แบบ .docx ของสำนักงาน", "The office's own .docx.")
)
@bilingual.option(
    "--blank",
    type=click.Choice(["inspection", "report"]),
    words=Text("เขียนแบบเปล่าที่มีช่องแทนค่า", "Write the blank one, with its placeholders."),
)
@pass_invocation
def command(
    invocation: Invocation, *, inspection: str | None, out: Path, template: Path | None, blank: Any
) -> None:
    """Print ``{"path", "placeholders"}``."""
    from fieldkit.model.reports.memos import inspection_memo, write_default_template

    if (inspection is None) == (blank is None):
        raise click.UsageError(ONE.pick(invocation.language))
    with closing(invocation.workspace()) as workspace:
        filled = 0
        if inspection is None:
            write_default_template(blank, workspace, out)
        else:
            filled = inspection_memo(workspace, inspection, out, template=template)
    values = {"path": str(out), "placeholders": filled}
    invocation.result(values, DONE.pick(invocation.language).format(path=out))
