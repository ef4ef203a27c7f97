"""``fieldkit restore``: a copy back into an empty data folder."""

from __future__ import annotations

from pathlib import Path

import click

from fieldkit import bilingual
from fieldkit.commands import _keys, _problems
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

DONE = Text(
    "กู้คืนแล้วที่ {folder}: รายการเปลี่ยนแปลง {changes} · การตรวจ {inspections} · ไฟล์ {files}",
    "Restored to {folder}: {changes} changes, {inspections} inspections, {files} files.",
)


@bilingual.command(
    Text(
        "กู้คืนข้อมูลจากไฟล์สำรองลงโฟลเดอร์ข้อมูลที่ว่าง\n\nระบุโฟลเดอร์ด้วย --data ข้อมูลเดิมจะไม่ถูกเขียนทับ",
        "Put a backup back into an empty data folder.\n\nName it with --data; nothing is ever overwritten.",
    )
)
@click.argument("file", type=click.Path(path_type=Path))
@_keys.recovery
@pass_invocation
def command(invocation: Invocation, /, *, file: Path, **recovery: Path | None) -> int:
    """Print ``{"ok", "problems", "folder", "counts", "files"}``; 1 when what was restored is not whole."""
    from fieldkit.model.backup import keys_of, restore

    slots = keys_of(file) if file.is_file() else None
    key = _keys.key_to(invocation, slots, **recovery) if slots is not None else None
    report = restore(file, invocation.data, key=key)
    head = DONE.pick(invocation.language).format(
        folder=report.folder,
        changes=report.counts["change"],
        inspections=report.counts["inspection"],
        files=report.files,
    )
    also = {"folder": str(report.folder), "counts": dict(report.counts), "files": report.files}
    return _problems.show(invocation, report.problems, also, head=head)
