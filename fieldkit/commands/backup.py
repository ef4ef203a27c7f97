"""``fieldkit backup``: a consistent copy of the data folder in one file."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from fieldkit import bilingual
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

DONE = Text(
    "สำรองข้อมูลแล้วและอ่านกลับตรวจแล้ว: {path}\n"
    "รายการเปลี่ยนแปลง {changes} · การตรวจ {inspections} · ไฟล์ {files} · {mib} MiB",
    "Backed up, read back and compared: {path}\n"
    "{changes} changes, {inspections} inspections, {files} files, {mib} MiB",
)
DAMAGED = Text(
    "ไฟล์แนบ {count} ไฟล์เสียหายอยู่ก่อนแล้ว สำรองไว้ตามที่เป็น ดูรายชื่อด้วยคำสั่ง check",
    "{count} files were damaged already and were copied as they are; see: check",
)


@bilingual.command(
    Text(
        "สำรองข้อมูลทั้งหมดเป็นไฟล์เดียว\n\nOUT เป็นชื่อไฟล์ หรือโฟลเดอร์ที่มีอยู่แล้ว (ตั้งชื่อตามเวลา)",
        "Copy all data into one file.\n\nOUT is a file, or an existing folder (the name is then the time).",
    )
)
@click.argument("out", type=click.Path(path_type=Path))
@pass_invocation
def command(invocation: Invocation, *, out: Path) -> int:
    """Print ``{"path", "counts", "files", "bytes", "damaged"}``; 1 when files were damaged before."""
    from fieldkit.model.backup import backup, default_name

    with closing(invocation.workspace()) as workspace:
        report = backup(workspace, out / default_name(workspace) if out.is_dir() else out)
    values = {
        "path": str(report.path),
        "counts": dict(report.counts),
        "files": report.files,
        "bytes": report.size,
        "damaged": list(report.damaged),
    }
    text = DONE.pick(invocation.language).format(
        path=report.path,
        changes=report.counts["change"],
        inspections=report.counts["inspection"],
        files=report.files,
        mib=round(report.size / (1 << 20), 1),
    )
    invocation.result(values, text)
    if report.damaged:
        invocation.say(DAMAGED.pick(invocation.language).format(count=len(report.damaged)))
    return 1 if report.damaged else 0
