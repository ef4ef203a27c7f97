"""``fieldkit server device revoke``: shut a laptop out."""

from __future__ import annotations

from pathlib import Path

import click

from fieldkit import bilingual
from fieldkit.commands import _centre
from fieldkit.errors import FieldkitError, Text
from fieldkit.invocation import Invocation, pass_invocation

UNKNOWN = Text("ไม่มีเครื่องนี้ในศูนย์ข้อมูล", "The centre has no such laptop")
SEE_LIST = Text("ดูรหัสเครื่องด้วย fieldkit server device list", "See: fieldkit server device list")
DONE = Text("ยกเลิกสิทธิ์แล้ว", "Revoked.")


@bilingual.command(
    Text(
        "ยกเลิกสิทธิ์ของเครื่อง ตั้งแต่คำขอถัดไป\n\nหากเป็นความผิดพลาด ให้ลงทะเบียนใหม่ด้วยรหัสใหม่",
        "Shut a laptop out from its next request on.\n\nIf it was a mistake, enrol it again with a new code.",
    )
)
@click.argument("device")
@_centre.options
@pass_invocation
def command(
    invocation: Invocation, *, device: str, store: Path | None, database_url: str | None, blobs: str | None
) -> None:
    """Revoke one device id."""
    from fieldkit.sync.server import devices

    with (
        _centre.opened(invocation, store=store, database_url=database_url, blobs=blobs) as centre,
        centre.store.write() as connection,
    ):
        known = devices.revoke(connection, device, now=centre.clock())
        if known:
            centre.note(connection, "revoked", device)
    if not known:
        raise FieldkitError(UNKNOWN, SEE_LIST, place=device)
    invocation.result({"id": device, "revoked": True}, DONE.pick(invocation.language))
