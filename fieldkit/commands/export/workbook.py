"""``fieldkit export workbook``: the Excel workbook for the receiving office."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fieldkit import bilingual
from fieldkit.commands._day import Day
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

if TYPE_CHECKING:
    from fieldkit.model.workbook import ExportReport

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
@bilingual.option(
    "-o",
    "--output",
    metavar="OUT",
    required=True,
    type=click.Path(path_type=Path),
    words=Text("ไฟล์ .xlsx ที่จะเขียน (แทนไฟล์เดิม)", "The .xlsx file to write (replaces an old one)."),
)
@bilingual.option(
    "--inspection",
    "inspections",
    metavar="ID",
    multiple=True,
    words=Text("เฉพาะการตรวจนี้", "Only this inspection."),
)
@bilingual.option("--since", type=Day(), metavar="DATE", words=Text("ตรวจตั้งแต่วันที่", "Visited on or after."))
@bilingual.option("--until", type=Day(), metavar="DATE", words=Text("ตรวจถึงวันที่", "Visited on or before."))
@bilingual.option("--factory", metavar="NO", words=Text("เลขทะเบียนหรือรหัสโรงงาน", "Factory's number or id."))
@bilingual.option("--officer", metavar="NAME", words=Text("ชื่อหรือรหัสผู้ตรวจ", "Inspector's name or id."))
@bilingual.option(
    "--all-factories", is_flag=True, words=Text("รวมทะเบียนโรงงานทั้งหมด", "With the whole factory register.")
)
@pass_invocation
def command(
    invocation: Invocation,
    *,
    output: Path,
    inspections: tuple[str, ...],
    since: date | None,
    until: date | None,
    factory: str | None,
    officer: str | None,
    all_factories: bool,
) -> None:
    """Print ``{"path", "counts", "altered", "long_texts", "unreadable", "missing_photos"}``."""
    from fieldkit.model.inspections import find_factory
    from fieldkit.model.inspections.errors import NoSuchInspection
    from fieldkit.model.workbook import Filters, export_workbook
    from fieldkit.model.workspace import Workspace

    with closing(Workspace(invocation.data)) as workspace:
        for record in inspections:
            if not workspace.rows("SELECT id FROM inspection WHERE id = ?", record):
                raise NoSuchInspection(record)
        filters = Filters(
            inspections=inspections or None,
            since=since,
            until=until,
            factory=None if factory is None else find_factory(workspace, factory)["id"],
            officer=officer,
            all_factories=all_factories,
        )
        report = export_workbook(workspace, output, language=invocation.language, filters=filters)
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
