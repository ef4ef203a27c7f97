"""``fieldkit check``: the database file, the attachments, and what belongs to nothing."""

from __future__ import annotations

from contextlib import closing

from fieldkit import bilingual
from fieldkit.commands import _problems
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation


@bilingual.command(
    Text("ตรวจแฟ้มฐานข้อมูลและไฟล์แนบ", "Check the database file and the attachments."),
)
@bilingual.option(
    "--rebuild",
    is_flag=True,
    words=Text(
        "สร้างทุกตารางใหม่จากบันทึกการเปลี่ยนแปลงก่อน", "First derive every table again from the change records."
    ),
)
@pass_invocation
def command(invocation: Invocation, *, rebuild: bool) -> int:
    """Print ``{"ok", "problems"}``; 1 when something is damaged or missing."""
    from fieldkit.model.verify import check

    with closing(invocation.workspace()) as workspace:
        found = check(workspace, rebuild=rebuild)
    return _problems.show(invocation, found)
