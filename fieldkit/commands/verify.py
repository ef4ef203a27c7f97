"""``fieldkit verify``: history, seals and files against what was written."""

from __future__ import annotations

from contextlib import closing

from fieldkit import bilingual
from fieldkit.commands import _problems
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation


@bilingual.command(
    Text(
        "ตรวจตราประทับและประวัติการแก้ไข\n\nเทียบทุกค่ากับบันทึกการเปลี่ยนแปลง ลูกโซ่ ตราประทับ และไฟล์ ไม่แก้ไขข้อมูล",
        "Check seals and history.\n\n"
        "Compares every value with the change records, chains, seals and files. Changes nothing.",
    )
)
@pass_invocation
def command(invocation: Invocation) -> int:
    """Print ``{"ok", "problems"}``; 1 when something is not as it was written."""
    from fieldkit.model.verify import verify

    with closing(invocation.workspace()) as workspace:
        found = verify(workspace)
    return _problems.show(invocation, found)
