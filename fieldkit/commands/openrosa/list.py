"""``fieldkit openrosa list``: what has been sent to the office's server."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from fieldkit import bilingual
from fieldkit.commands import _export_filters
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

STATES = {
    "sent": Text("ส่งแล้ว", "sent"),
    "partly": Text("ส่งบางส่วน", "partly sent"),
    "refused": Text("เซิร์ฟเวอร์ไม่รับ", "refused"),
    "waiting": Text("รอส่ง", "waiting"),
}


@bilingual.command(Text("แสดงการตรวจที่ส่งแล้วและที่รอส่ง", "List what has been sent and what waits."))
@_export_filters.filter_options
@pass_invocation
def command(invocation: Invocation, /, **given: Any) -> None:
    """Print one inspection a line, without asking the server."""
    from fieldkit.sync.openrosa import office, sending
    from fieldkit.sync.openrosa.office_errors import NoOffice

    with closing(invocation.workspace()) as workspace:
        known = office.known(workspace)
        if known is None:
            raise NoOffice
        found = sending.standings(workspace, known, _export_filters.filters(workspace, given))
    invocation.result(
        {"inspections": found, "total": len(found)},
        lambda: "\n".join(_line(one, invocation.language) for one in found),
    )


def _line(one: dict[str, Any], language: str) -> str:
    parts = (one["id"], STATES[one["state"]].pick(language), one["checklist"], one["factory"], one["message"])
    return "  ".join(str(part) for part in parts if part)
