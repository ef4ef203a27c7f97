"""``fieldkit server phone revoke``: shut a phone out."""

from __future__ import annotations

from pathlib import Path

import click

from fieldkit import bilingual
from fieldkit.commands import _centre
from fieldkit.errors import FieldkitError, Text
from fieldkit.invocation import Invocation, pass_invocation

UNKNOWN = Text("ไม่มีผู้ใช้โทรศัพท์นี้", "There is no such user of a phone")
SEE_LIST = Text("ดูรหัสด้วย fieldkit server phone list", "See: fieldkit server phone list")
DONE = Text("ยกเลิกสิทธิ์แล้ว", "Revoked.")


@bilingual.command(
    Text(
        "ยกเลิกสิทธิ์ของโทรศัพท์ ตั้งแต่คำขอถัดไป\n\nรายการที่ส่งมาแล้วยังอยู่ ถ้าต้องใช้ใหม่ให้ออก QR ใหม่ด้วย add",
        "Shut a phone out from its next request on.\n\nWhat it has sent stays. To let it in again, add it.",
    )
)
@click.argument("user")
@_centre.options
@pass_invocation
def command(
    invocation: Invocation, *, user: str, store: Path | None, database_url: str | None, blobs: str | None
) -> None:
    """Revoke one user."""
    from fieldkit.sync.openrosa import tending, users

    with (
        _centre.opened(invocation, store=store, database_url=database_url, blobs=blobs) as centre,
        tending.opened(centre, _centre.folder(invocation, store)),
        centre.store.write() as connection,
    ):
        known = users.revoke(connection, user, now=centre.clock())
        if known:
            centre.note(connection, "phone revoked", user)
    if not known:
        raise FieldkitError(UNKNOWN, SEE_LIST, place=user)
    invocation.result({"id": user, "revoked": True}, DONE.pick(invocation.language))
