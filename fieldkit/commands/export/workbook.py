"""``fieldkit export workbook``: the Excel workbook for the receiving office."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import click

from fieldkit import bilingual
from fieldkit.commands._export_filters import filter_options, filters, output, reason_option
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

if TYPE_CHECKING:
    from pathlib import Path

    from fieldkit.model.workbook import ExportReport
    from fieldkit.model.workbook.answer_tables import Words

DONE = Text("ส่งออกแล้ว: {path} (อ่านกลับตรวจแล้ว)", "Exported: {path} (read back and counted)")
NOTES = {
    "altered": Text("ข้อความที่มีอักขระควบคุม {} ข้อความ", "{} texts with control characters, shown by signs"),
    "long_texts": Text("ข้อความยาว {} ข้อความ อยู่ในแผ่นของตนเอง", "{} long texts, on a sheet of their own"),
    "unreadable": Text("การตรวจ {} รายการไม่มีแบบตรวจในเครื่องนี้", "{} inspections without their checklist here"),
    "missing_photos": Text("ภาพถ่าย {} ภาพไม่อยู่ในเครื่องหรือเสียหาย", "{} photos are not here, or damaged"),
}


@bilingual.command(
    Text(
        "สมุดงาน Excel สำหรับสำนักงาน\n\nไม่ระบุเงื่อนไข = การตรวจทั้งหมด รวมร่าง",
        "The Excel workbook for the office.\n\nWithout filters: every inspection, drafts too.",
    )
)
@output(Text("ไฟล์ .xlsx ที่จะเขียน (แทนไฟล์เดิม)", "The .xlsx file to write (replaces an old one)."))
@filter_options
@bilingual.option(
    "--all-factories", is_flag=True, words=Text("รวมทะเบียนโรงงานทั้งหมด", "With the whole factory register.")
)
@bilingual.option(
    "--words",
    type=click.Choice(["both", "labels", "codes"]),
    default="both",
    words=Text("ข้อความ รหัส หรือทั้งสองอย่าง", "Labels, codes or both."),
)
@bilingual.option(
    "--split", is_flag=True, words=Text("หนึ่งคอลัมน์ต่อตัวเลือก", "A column for each choice of select_multiple.")
)
@bilingual.option(
    "--wide",
    is_flag=True,
    words=Text("เพิ่มแผ่นงานที่มีหนึ่งคอลัมน์ต่อข้อ", "With a sheet for each checklist, a column for each question."),
)
@bilingual.option(
    "--no-answers",
    is_flag=True,
    words=Text("ไม่มีแผ่นงานหนึ่งแถวต่อหนึ่งคำตอบ", "Without the sheet that has a row for each answer."),
)
@bilingual.option(
    "--photo-places",
    is_flag=True,
    words=Text("รวมพิกัดที่ถ่ายภาพ", "With the place where each photo was taken."),
)
@reason_option
@pass_invocation
def command(
    invocation: Invocation,
    /,
    *,
    output: Path,
    all_factories: bool,
    words: Words,
    split: bool,
    wide: bool,
    no_answers: bool,
    photo_places: bool,
    reason: str,
    **given: Any,
) -> None:
    """Print ``{"path", "counts", "altered", "long_texts", "unreadable", "missing_photos"}``."""
    from fieldkit.model.workbook import TableOptions, export_workbook

    with closing(invocation.workspace()) as workspace:
        chosen = filters(workspace, given, all_factories=all_factories)
        options = TableOptions(words, split, wide, long=not no_answers, photo_places=photo_places)
        report = export_workbook(
            workspace, output, language=invocation.language, filters=chosen, options=options, reason=reason
        )
    values = {
        "path": str(report.path),
        "counts": dict(report.counts),
        "altered": report.altered,
        "long_texts": report.long_texts,
        "unreadable": list(report.unreadable),
        "missing_photos": report.missing_photos,
    }
    invocation.result(values, lambda: _readable(report, invocation.language))


def _readable(report: ExportReport, language: str) -> str:
    lines = [DONE.pick(language).format(path=report.path)]
    lines += [f"{name}\t{count}" for name, count in report.counts.items()]
    notes = {
        "altered": report.altered,
        "long_texts": report.long_texts,
        "unreadable": len(report.unreadable),
        "missing_photos": report.missing_photos,
    }
    lines += [NOTES[name].pick(language).format(count) for name, count in notes.items() if count]
    return "\n".join(lines)
