"""``fieldkit server phone inbox``: what phones sent, and what became of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fieldkit import bilingual
from fieldkit.commands import _centre
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

STATES = {
    "received": Text("รอรับ", "waiting"),
    "taken": Text("รับแล้ว", "taken"),
    "held": Text("พักไว้", "held"),
}


@bilingual.command(
    Text(
        "แสดงรายการที่โทรศัพท์ส่งมา\n\nรายการที่พักไว้บอกเหตุผลและวิธีแก้ แก้แล้วใช้ fieldkit server phone again ID",
        "List what phones sent.\n\nHeld records say why; when that is mended: fieldkit server phone again ID",
    )
)
@bilingual.option("--held", is_flag=True, words=Text("เฉพาะที่พักไว้", "Only what is held."))
@_centre.options
@pass_invocation
def command(
    invocation: Invocation, *, held: bool, store: Path | None, database_url: str | None, blobs: str | None
) -> None:
    """Print one record a line, with its remarks."""
    from fieldkit.sync.openrosa import inbox, tending

    with (
        _centre.opened(invocation, store=store, database_url=database_url, blobs=blobs) as centre,
        tending.opened(centre, _centre.folder(invocation, store)),
        centre.store.read() as connection,
    ):
        found = inbox.listing(connection, state=inbox.HELD if held else "")
    invocation.result(
        {"records": found, "total": len(found)},
        lambda: "\n".join(_lines(record, invocation.language) for record in found),
    )


def _lines(record: dict[str, Any], language: str) -> str:
    state = STATES[record["state"]].pick(language)
    parts = (record["id"], state, record["form_id"], record["received_at"][:16], record["name"])
    return "\n".join(["  ".join(parts), *(f"    {remark[language]}" for remark in record["remarks"])])
