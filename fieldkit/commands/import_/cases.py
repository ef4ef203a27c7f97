"""``fieldkit import cases``: a register that was edited in Excel."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from fieldkit import bilingual
from fieldkit.commands import _case_options
from fieldkit.commands.import_ import _result
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation


@bilingual.command(
    Text(
        "นำเข้าทะเบียนที่แก้ใน Excel (ข้อเสนอแนะ เรื่องร้องเรียน ลูกหนี้ วิสาหกิจ)\n\n"
        "แสดงความต่างทีละช่อง และสิ่งที่รับไม่ได้พร้อมแผ่นงาน แถว คอลัมน์ และวิธีแก้ นำเข้าไฟล์เดิมซ้ำไม่เปลี่ยนอะไร",
        "Import one of the four registers that was edited in Excel.\n\n"
        "Prints the difference cell by cell, and what cannot be taken with sheet, row, column and cure;"
        " the same file again changes nothing.",
    )
)
@_case_options.register
@click.argument("file", type=click.Path(path_type=Path))
@bilingual.option("--dry-run", is_flag=True, words=Text("แสดงผลเท่านั้น ไม่บันทึก", "Only show what would change."))
@pass_invocation
def command(invocation: Invocation, *, register: str, file: Path, dry_run: bool) -> None:
    """Import, then print the numbers, every changed cell and every rejected row."""
    from fieldkit.model.cases.importing import import_cases

    with closing(invocation.workspace()) as workspace:
        result = import_cases(workspace, file, register, dry_run=dry_run)
    _result.show(invocation, result, dry_run=dry_run)
