"""``fieldkit list access``: who saw or exported personal data on this machine, when and why."""

from __future__ import annotations

from contextlib import closing

from fieldkit import bilingual
from fieldkit.commands.list import _output
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

COLUMNS = ("at", "person", "action", "table", "count", "reason")


@bilingual.command(
    Text(
        "ผู้ที่เปิดดูหรือส่งออกข้อมูลส่วนบุคคลในเครื่องนี้",
        "Who saw or exported personal data on this machine, when and why.",
    )
)
@bilingual.option(
    "--record", default="", metavar="ID", words=Text("เฉพาะรายการนี้", "Only accesses to this record.")
)
@_output.limit
@pass_invocation
def command(invocation: Invocation, *, record: str, limit: int) -> None:
    """Print accesses, newest first."""
    from fieldkit.model.cases.personal import accesses

    with closing(invocation.workspace()) as workspace:
        found = accesses(workspace, record)
    lines = [
        {
            **{name: one[name] for name in ("id", "at", "person", "action")},
            "table": one["tbl"],
            "records": one["records"],
            "count": len(one["records"]),
            "reason": one["reason"],
        }
        for one in found[:limit]
    ]
    _output.show(invocation, "accesses", lines, total=len(found), columns=COLUMNS)
