"""``fieldkit key drill``: would the data be readable, were the passphrase lost today?"""

from __future__ import annotations

from pathlib import Path

import click

from fieldkit import bilingual
from fieldkit.commands import _keys
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

DONE = Text(
    "กู้คืนได้: เปิดฐานข้อมูล ({rows} รายการเปลี่ยนแปลง) และไฟล์แนบ {files} ไฟล์ได้ ไม่มีอะไรถูกแก้ไข",
    "It would work: the database opens ({rows} changes), and {files} attachments. Nothing was changed.",
)
UNREADABLE = Text("ไฟล์แนบที่เปิดไม่ได้ {count} ไฟล์", "{count} attachments cannot be opened")


@bilingual.command(
    Text(
        "ซ้อมกู้คืน: ลองเปิดสำเนาด้วยรหัสกู้คืนหรือกุญแจของสำนักงาน",
        "Rehearse recovery: open a copy by the printed code or the office's key.",
    )
)
@bilingual.option(
    "--backup",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    words=Text("ซ้อมกับไฟล์สำรองแทนโฟลเดอร์ข้อมูล", "Rehearse with a backup instead of the data folder."),
)
@_keys.recovery
@pass_invocation
def command(invocation: Invocation, /, *, backup: Path | None, **recovery: Path | None) -> int:
    """Print ``{"ok", "changes", "files", "unreadable": [SHA-256…]}``; 1 when a file cannot be opened."""
    from fieldkit.model.keys import drill

    found = drill.rehearse(
        backup or invocation.data, lambda slots: _keys.key_to(invocation, slots, **recovery)
    )
    text = DONE.pick(invocation.language).format(rows=found.changes, files=found.files)
    values = {
        "ok": not found.unreadable,
        "changes": found.changes,
        "files": found.files,
        "unreadable": list(found.unreadable),
    }
    invocation.result(values, text)
    if found.unreadable:
        invocation.say(UNREADABLE.pick(invocation.language).format(count=len(found.unreadable)))
    return 1 if found.unreadable else 0
