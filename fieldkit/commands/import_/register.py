"""``fieldkit import register``: the factory register from a workbook or a CSV file."""

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
        "นำเข้าทะเบียนโรงงานจาก .xlsx หรือ .csv\n\n"
        "แสดงจำนวนใหม่ เปลี่ยน เหมือนเดิม และปฏิเสธพร้อมเหตุผล นำเข้าไฟล์เดิมซ้ำไม่เปลี่ยนอะไร",
        "Import the factory register from .xlsx or .csv.\n\n"
        "Prints what is new, changed, unchanged and rejected, and why; the same file again changes nothing.",
    )
)
@click.argument("file", type=click.Path(path_type=Path))
@bilingual.option("--dry-run", is_flag=True, words=Text("แสดงผลเท่านั้น ไม่บันทึก", "Only show what would change."))
@pass_invocation
def command(invocation: Invocation, *, file: Path, dry_run: bool) -> None:
    """Import, then print the numbers and every rejected row."""
    from fieldkit.model.register.importing import import_register

    with closing(invocation.workspace()) as workspace:
        result = import_register(workspace, file, dry_run=dry_run)
    _result.show(invocation, result, dry_run=dry_run)
