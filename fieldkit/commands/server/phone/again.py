"""``fieldkit server phone again``: try a held record once more."""

from __future__ import annotations

from pathlib import Path

import click

from fieldkit import bilingual
from fieldkit.commands import _centre
from fieldkit.errors import FieldkitError, Text
from fieldkit.invocation import Invocation, pass_invocation

NOT_HELD = Text("ไม่มีรายการที่พักไว้รหัสนี้", "There is no held record of that id")
SEE_LIST = Text("ดูรหัสด้วย fieldkit server phone inbox --held", "See: fieldkit server phone inbox --held")
LATER = Text("ศูนย์ข้อมูลที่เปิดอยู่จะรับรายการนี้ภายในหนึ่งนาที", "The running centre takes it within a minute.")


@bilingual.command(Text("ลองรับรายการที่พักไว้อีกครั้ง", "Try a held record once more."))
@click.argument("record")
@_centre.options
@pass_invocation
def command(
    invocation: Invocation, *, record: str, store: Path | None, database_url: str | None, blobs: str | None
) -> int:
    """Let it be taken; by the running centre where there is one."""
    from fieldkit.model.lock import AlreadyOpen
    from fieldkit.sync.openrosa import inbox, tending

    with (
        _centre.opened(invocation, store=store, database_url=database_url, blobs=blobs) as centre,
        tending.opened(centre, _centre.folder(invocation, store)) as phones,
    ):
        with centre.store.write() as connection:
            tried = inbox.again(connection, submission=record)
        if not tried:
            raise FieldkitError(NOT_HELD, SEE_LIST, place=record)
        try:
            phones.settle()
        except AlreadyOpen:
            invocation.say(LATER)
        with centre.store.read() as connection:
            [found] = [one for one in inbox.listing(connection) if one["id"] == record]
    reasons = [remark[invocation.language] for remark in found["remarks"]]
    invocation.result(found, "\n".join([found["state"], *reasons]))
    return 1 if found["state"] == inbox.HELD else 0
