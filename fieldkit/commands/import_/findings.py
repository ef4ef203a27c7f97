"""``fieldkit import findings``: a list of findings that was edited in Excel."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from fieldkit import bilingual
from fieldkit.commands.import_ import _result
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation


@bilingual.command(
    Text(
        "นำเข้ารายการข้อบกพร่องที่แก้ใน Excel (ส่งออกด้วย export findings)\n\n"
        "ข้อบกพร่องของการตรวจที่ลงนามแล้วไม่เปลี่ยน สิ่งที่แก้กลายเป็นขั้นตอนของคำสั่งพร้อมวันที่ ช่องที่ลงนามแล้วและถูกแก้จะถูกปฏิเสธ",
        "Import a list of findings that was edited in Excel (see export findings).\n\n"
        "What a signed inspection said stays, a changed cell of it is refused; what is said of its findings"
        " becomes dated steps of their orders.",
    )
)
@click.argument("file", type=click.Path(path_type=Path))
@bilingual.option("--dry-run", is_flag=True, words=Text("แสดงผลเท่านั้น ไม่บันทึก", "Only show what would change."))
@pass_invocation
def command(invocation: Invocation, *, file: Path, dry_run: bool) -> None:
    """Import, then print the numbers, every changed cell and every rejected row."""
    from fieldkit.model.finding_list.importing import import_findings

    with closing(invocation.workspace()) as workspace:
        result = import_findings(workspace, file, dry_run=dry_run)
    _result.show(invocation, result, dry_run=dry_run)
