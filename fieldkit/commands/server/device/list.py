"""``fieldkit server device list``: which laptops may sync."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fieldkit import bilingual
from fieldkit.commands import _centre
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

REVOKED = Text("ยกเลิกแล้ว", "revoked")
COPIED = Text("อาจถูกสำเนาหรือกู้คืน", "copied or put back?")


@bilingual.command(
    Text(
        "แสดงเครื่องที่ลงทะเบียนไว้\n\nเครื่องที่มีมากกว่าหนึ่ง incarnation อาจถูกสำเนาหรือกู้คืนจากสำเนา",
        "List the enrolled laptops.\n\nOne with more than one incarnation was copied or put back.",
    )
)
@_centre.options
@pass_invocation
def command(
    invocation: Invocation, *, store: Path | None, database_url: str | None, blobs: str | None
) -> None:
    """Print id, name, provinces and when each was last seen."""
    from fieldkit.sync.server import devices

    with (
        _centre.opened(invocation, store=store, database_url=database_url, blobs=blobs) as centre,
        centre.store.read() as connection,
    ):
        found = devices.listing(connection)
    invocation.result(
        {"devices": found, "total": len(found)},
        lambda: "\n".join(_line(device, invocation.language) for device in found),
    )


def _line(device: dict[str, Any], language: str) -> str:
    remarks = [
        text.pick(language)
        for text, said in ((REVOKED, device["revoked_at"]), (COPIED, device["incarnations"] > 1))
        if said
    ]
    return "  ".join(
        [device["id"], device["name"], ",".join(device["provinces"]), device["last_seen"] or "-", *remarks]
    )
