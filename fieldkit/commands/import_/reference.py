"""``fieldkit import reference``: a reference table that was edited in Excel."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from fieldkit import bilingual
from fieldkit.commands import _reference
from fieldkit.commands.import_ import _result
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation


@bilingual.command(
    Text(
        "นำเข้าตารางอ้างอิงที่แก้ใน Excel\n\n"
        "แสดงความต่างทีละช่อง และสิ่งที่รับไม่ได้พร้อมแผ่นงาน แถว คอลัมน์ และวิธีแก้ นำเข้าไฟล์เดิมซ้ำไม่เปลี่ยนอะไร",
        "Import a reference table that was edited in Excel.\n\n"
        "Prints the difference cell by cell, and what cannot be taken with sheet, row, column and cure;"
        " the same file again changes nothing.",
    )
)
@_reference.table
@click.argument("file", type=click.Path(path_type=Path))
@bilingual.option("--dry-run", is_flag=True, words=Text("แสดงผลเท่านั้น ไม่บันทึก", "Only show what would change."))
@pass_invocation
def command(invocation: Invocation, *, table: str, file: Path, dry_run: bool) -> None:
    """Import, then print the numbers, every changed cell and every rejected row."""
    from fieldkit.model.reference_tables.importing import import_table

    with closing(invocation.workspace()) as workspace:
        result = import_table(workspace, file, table, dry_run=dry_run)
    _result.show(invocation, result, dry_run=dry_run)
