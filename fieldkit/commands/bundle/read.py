"""``fieldkit bundle read``: a colleague's changes, or the centre's answer, out of a sealed file."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fieldkit import bilingual
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

if TYPE_CHECKING:
    from fieldkit.sync.bundle.reading import BundleReport

DONE = Text(
    "รับจาก {made_by} ({made}): รายการเปลี่ยนแปลง {changes} · ไฟล์แนบ {files} · ศูนย์ข้อมูลยืนยันไฟล์ {confirmed}",
    "From {made_by} ({made}): {changes} changes, {files} files; {confirmed} files confirmed by the centre",
)
LEFT_OUT = Text(
    "ไม่ได้รับ {count} รายการ: เป็นของจังหวัดอื่น ตารางอ้างอิง หรืออ่านไม่ได้ ให้ผู้เขียนส่งถึงศูนย์ข้อมูลเอง",
    "{count} were not taken (another province, reference tables, or unreadable); their author sends them",
)
STALE = Text(
    "คำตอบนี้ไม่ต่อจากข้อมูลในเครื่อง ให้ซิงก์ผ่านเครือข่ายเมื่อทำได้ ข้อมูลในเครื่องอยู่ครบ",
    "The answer does not follow on what is here; sync by network when you can. The data here are whole.",
)


@bilingual.command(
    Text(
        "รับข้อมูลจากไฟล์ของเพื่อนร่วมงาน หรือคำตอบของศูนย์ข้อมูล\n\nรับซ้ำได้ ไม่เกิดข้อมูลซ้ำ",
        "Take a colleague's file, or the centre's answer.\n\nTaking it again changes nothing.",
    )
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@bilingual.option("--code", default="", words=Text("รหัสที่เพื่อนร่วมงานบอก", "The code that the colleague told."))
@pass_invocation
def command(invocation: Invocation, *, file: Path, code: str) -> None:
    """Print ``{"made_by", "made", "changes", "files", "confirmed", "left_out", "stale", "tables"}``."""
    from fieldkit.sync.bundle import reading

    with closing(invocation.workspace()) as workspace:
        report = reading.read(workspace, file, code)
    invocation.result(values_of(report), words_of(report, invocation.language))


def values_of(report: BundleReport) -> dict[str, Any]:
    """Return a report as JSON shows it."""
    return {**asdict(report), "tables": sorted(report.tables)}


def words_of(report: BundleReport, language: str) -> str:
    """Return a report in words, a line each."""
    lines = [DONE.pick(language).format(**asdict(report))]
    if report.left_out:
        lines.append(LEFT_OUT.pick(language).format(count=report.left_out))
    if report.stale:
        lines.append(STALE.pick(language))
    return "\n".join(lines)
