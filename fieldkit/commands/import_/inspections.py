"""``fieldkit import inspections``: what was filled in ODK, KoboToolbox or SafetyCulture."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from fieldkit import bilingual
from fieldkit.commands.import_ import _result
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

SUMMARY = Text(
    "ใหม่ {new} มีอยู่แล้ว {unchanged} นำเข้าไม่ได้ {rejected}",
    "{new} new, {unchanged} here already, {rejected} cannot be imported",
)


@bilingual.command(
    Text(
        "นำเข้าการตรวจจาก ODK Central (zip), KoboToolbox และ SafetyCulture (.xlsx .csv)"
        " หรือ ODK Collect (instances)\n\n"
        "เข้ามาเป็นร่างที่ยังไม่ลงนาม พร้อมที่มา แสดงสิ่งที่รับไม่ได้พร้อมแผ่นงาน แถว คอลัมน์"
        " นำเข้าไฟล์เดิมซ้ำไม่เปลี่ยนอะไร",
        "Import inspections from ODK Central (zip), KoboToolbox or SafetyCulture (.xlsx, .csv),"
        " or the instances of ODK Collect.\n\n"
        "They arrive as drafts that nobody has signed here, with their origin. What cannot be taken is told"
        " with sheet, row and column; the same file again changes nothing.",
    )
)
@click.argument("file", type=click.Path(path_type=Path))
@bilingual.option(
    "--checklist",
    metavar="ID",
    words=Text("แบบตรวจ หากไฟล์ไม่บอก", "The checklist, where the file does not say."),
)
@bilingual.option(
    "--factory-column",
    metavar="NAME",
    default="",
    words=Text(
        "คอลัมน์หรือคำถามที่เป็นเลขทะเบียนโรงงาน (ปกติ factory_no)",
        "Column or question with the factory's number (else factory_no).",
    ),
)
@bilingual.option(
    "--media",
    type=click.Path(path_type=Path),
    words=Text(
        "โฟลเดอร์หรือ zip ของรูป หากไม่อยู่ในไฟล์", "Folder or zip with the photos, where the file has none."
    ),
)
@bilingual.option("--dry-run", is_flag=True, words=Text("แสดงผลเท่านั้น ไม่บันทึก", "Only show what would change."))
@pass_invocation
def command(
    invocation: Invocation,
    *,
    file: Path,
    checklist: str | None,
    factory_column: str,
    media: Path | None,
    dry_run: bool,
) -> None:
    """Import, then print the numbers and all that cannot be taken."""
    from fieldkit.model.peers.importing import import_inspections
    from fieldkit.model.peers.preview import Wishes

    wishes = Wishes(checklist, factory_column, media)
    with closing(invocation.workspace()) as workspace:
        result = import_inspections(workspace, file, wishes, dry_run=dry_run)
    _result.show(invocation, result, dry_run=dry_run, summary=SUMMARY)
