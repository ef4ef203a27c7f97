"""``fieldkit export register``: the register of factories, to be edited in Excel and imported again."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from fieldkit import bilingual
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

DONE = Text("ส่งออกโรงงาน {n} แห่ง: {path}", "{n} factories exported: {path}")

PERSONAL = Text(
    "เหตุผลที่ใช้เลขประจำตัวของผู้ประกอบการที่เป็นบุคคล (บันทึกไว้)",
    "Why the numbers of operators who are persons are needed (kept); without it they are left out.",
)


@bilingual.command(
    Text(
        "ทะเบียนโรงงานเป็น Excel\n\nแก้ใน Excel แล้วนำเข้าด้วย import register",
        "The register of factories as an Excel workbook.\n\n"
        "Edit it in Excel, then bring it back with import register.",
    )
)
@bilingual.option(
    "-o",
    "--output",
    metavar="OUT",
    required=True,
    type=click.Path(path_type=Path),
    words=Text("ไฟล์ .xlsx ที่จะเขียน (แทนไฟล์เดิม)", "The .xlsx file to write (replaces an old one)."),
)
@bilingual.option("--personal", metavar="REASON", default="", words=PERSONAL)
@pass_invocation
def command(invocation: Invocation, *, output: Path, personal: str) -> None:
    """Print ``{"path", "rows"}``."""
    from fieldkit.model.register.exporting import export_register

    with closing(invocation.workspace()) as workspace:
        count = export_register(workspace, output, reason=personal.strip(), language=invocation.language)
    values = {"path": str(output), "rows": count}
    invocation.result(values, DONE.pick(invocation.language).format(n=count, path=output))
