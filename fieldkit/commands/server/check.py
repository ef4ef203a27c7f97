"""``fieldkit server check``: every chain and file of the central server."""

from __future__ import annotations

from pathlib import Path

from fieldkit import bilingual
from fieldkit.commands import _centre
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

WHOLE = Text("ครบถ้วน ไม่พบข้อผิดพลาด", "Everything is whole.")


@bilingual.command(
    Text(
        "ตรวจความครบถ้วนของศูนย์ข้อมูล\n\nคำนวณห่วงโซ่ของทุกบันทึกและค่าแฮชของทุกไฟล์ใหม่",
        "Check the central server.\n\nRecomputes the chain of every log and the hash of every file.",
    )
)
@_centre.options
@pass_invocation
def command(
    invocation: Invocation, *, store: Path | None, database_url: str | None, blobs: str | None
) -> int:
    """Print what does not fit; exit code 1 when anything does not."""
    from fieldkit.sync.server import check

    with _centre.opened(invocation, store=store, database_url=database_url, blobs=blobs) as centre:
        found = check.problems(centre.store, centre.blobs)
    invocation.result(
        {"ok": not found, "problems": found}, "\n".join(found) or WHOLE.pick(invocation.language)
    )
    return 1 if found else 0
