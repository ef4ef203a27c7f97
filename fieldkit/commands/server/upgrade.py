"""``fieldkit server upgrade``: the centre's database to the newest schema."""

from __future__ import annotations

from pathlib import Path

from fieldkit import bilingual
from fieldkit.commands import _centre
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

DONE = Text("ฐานข้อมูลเป็นรุ่น {schema} แล้ว", "The database has schema {schema}.")


@bilingual.command(
    Text(
        "ปรับฐานข้อมูลของศูนย์ข้อมูลเป็นรุ่นล่าสุด\n\nหยุดศูนย์ข้อมูลและสำรองก่อน ปรับครบทุกขั้นหรือไม่ปรับเลย serve ทำเองเมื่อเริ่ม",
        "Bring the centre's database to the newest schema.\n\n"
        "Stop the centre and keep a copy first. All steps are done, or none; serve does it when it starts.",
    )
)
@_centre.options
@pass_invocation
def command(
    invocation: Invocation, *, store: Path | None, database_url: str | None, blobs: str | None
) -> None:
    """Print ``{"schema"}``."""
    from fieldkit.sync.server import revisions

    with _centre.opened(invocation, store=store, database_url=database_url, blobs=blobs, upgrade=True):
        number = revisions.NEWEST
    invocation.result({"schema": number}, DONE.pick(invocation.language).format(schema=number))
