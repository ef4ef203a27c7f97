"""``fieldkit export reference``: a reference table, to be edited in Excel and imported again."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from fieldkit import bilingual
from fieldkit.commands import _reference
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

DONE = Text("ส่งออก {n} แถว: {path}", "{n} rows exported: {path}")


@bilingual.command(
    Text(
        "ตารางอ้างอิงเป็น Excel\n\nแก้ใน Excel แล้วนำเข้าด้วย import reference",
        "A reference table as an Excel workbook.\n\n"
        "Edit it in Excel, then bring it back with import reference.",
    )
)
@_reference.table
@bilingual.option(
    "-o",
    "--output",
    metavar="OUT",
    required=True,
    type=click.Path(path_type=Path),
    words=Text("ไฟล์ .xlsx ที่จะเขียน (แทนไฟล์เดิม)", "The .xlsx file to write (replaces an old one)."),
)
@pass_invocation
def command(invocation: Invocation, *, table: str, output: Path) -> None:
    """Print ``{"path", "table", "rows"}``."""
    from fieldkit.model.reference_tables.sheets import export_table

    with closing(invocation.workspace()) as workspace:
        count = export_table(workspace, output, table, language=invocation.language)
    values = {"path": str(output), "table": table, "rows": count}
    invocation.result(values, DONE.pick(invocation.language).format(n=count, path=output))
