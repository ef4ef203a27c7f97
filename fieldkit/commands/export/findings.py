"""``fieldkit export findings``: the list of findings, to be edited in Excel and imported again."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from fieldkit import bilingual
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation
from fieldkit.model.inspections.finding_query import CHIPS

DONE = Text("ส่งออกข้อบกพร่อง {n} รายการ: {path}", "{n} findings exported: {path}")


@bilingual.command(
    Text(
        "รายการข้อบกพร่องเป็น Excel\n\nแก้ใน Excel แล้วนำเข้าด้วย import findings ช่องสีเทาอยู่ในการตรวจที่ลงนามแล้ว",
        "The list of findings as an Excel workbook.\n\n"
        "Edit it in Excel, then bring it back with import findings; grey cells were signed and stay.",
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
@bilingual.option(
    "--filter",
    "chip",
    type=click.Choice(CHIPS),
    default="all",
    words=Text("เฉพาะที่ตรงตัวกรอง", "Only those that fit the filter."),
)
@bilingual.option(
    "--search",
    metavar="TEXT",
    default="",
    words=Text("ส่วนของโรงงาน ข้อบกพร่อง หรือกฎหมาย", "Part of the factory, the finding or its law."),
)
@pass_invocation
def command(invocation: Invocation, *, output: Path, chip: str, search: str) -> None:
    """Print ``{"path", "findings"}``."""
    from fieldkit.model.finding_list.exporting import export_findings
    from fieldkit.model.inspections.finding_query import Query

    with closing(invocation.workspace()) as workspace:
        query = Query(workspace.clock().date(), chip, search)
        count = export_findings(workspace, output, query=query, language=invocation.language)
    values = {"path": str(output), "findings": count}
    invocation.result(values, DONE.pick(invocation.language).format(n=count, path=output))
