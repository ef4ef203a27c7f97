"""``fieldkit salvage``: what can be read of a damaged data folder into a new one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from fieldkit import bilingual
from fieldkit.commands import _problems
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

DONE = Text(
    "กู้ข้อมูลแล้วที่ {folder}: รายการเปลี่ยนแปลง {changes} · ค่าที่กู้โดยไม่มีประวัติ {values} · ไฟล์ {files}\n"
    "ซิงก์เพื่อรับส่วนที่เหลือจากส่วนกลาง โฟลเดอร์เดิมไม่ถูกแก้ไข",
    "Salvaged to {folder}: {changes} changes, {values} values without history, {files} files.\n"
    "Sync to get the rest from the centre. The old folder was not changed.",
)


@bilingual.command(
    Text(
        "กู้ข้อมูลที่ยังอ่านได้จากโฟลเดอร์ที่เสียหาย\n\n"
        "FOLDER คือโฟลเดอร์ที่เสียหาย --data คือโฟลเดอร์ใหม่ที่ว่าง โฟลเดอร์เดิมไม่ถูกแก้ไข",
        "Read what is left of a damaged data folder.\n\n"
        "FOLDER is the damaged one, --data a new, empty one; the old one is not changed.",
    )
)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@bilingual.option(
    "--backup",
    "backups",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    words=Text("ไฟล์สำรองที่ใช้เติมส่วนที่หาย (ระบุซ้ำได้)", "A backup that fills what is lost; may be repeated."),
)
@pass_invocation
def command(invocation: Invocation, *, folder: Path, backups: tuple[Path, ...]) -> int:
    """Print ``{"ok", "problems", "folder", "changes", "values", "files"}``; 1 when something is missing."""
    from fieldkit.model.salvage import salvage

    report = salvage(folder, invocation.data, key=replace(invocation, data=folder).key(), backups=backups)
    values = {
        "folder": str(report.folder),
        "changes": report.changes,
        "values": report.values,
        "files": report.files,
    }
    return _problems.show(
        invocation, report.problems, values, head=DONE.pick(invocation.language).format(**values)
    )
