"""``fieldkit server phone list``: who may send from a phone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fieldkit import bilingual
from fieldkit.commands import _centre
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

REVOKED = Text("ยกเลิกแล้ว", "revoked")


@bilingual.command(Text("แสดงผู้ใช้โทรศัพท์", "List those who may send from a phone."))
@_centre.options
@pass_invocation
def command(
    invocation: Invocation, *, store: Path | None, database_url: str | None, blobs: str | None
) -> None:
    """Print id, name, provinces and when each was last seen."""
    from fieldkit.sync.openrosa import tending, users

    with (
        _centre.opened(invocation, store=store, database_url=database_url, blobs=blobs) as centre,
        tending.opened(centre, _centre.folder(invocation, store)),
        centre.store.read() as connection,
    ):
        found = users.listing(connection)
    invocation.result(
        {"users": found, "total": len(found)},
        lambda: "\n".join(_line(user, invocation.language) for user in found),
    )


def _line(user: dict[str, Any], language: str) -> str:
    remarks = [REVOKED.pick(language)] if user["revoked_at"] else []
    return "  ".join(
        [user["id"], user["name"], ",".join(user["provinces"]), user["last_seen"] or "-", *remarks]
    )
