"""``fieldkit server audit``: what was done to who may sync, and with the books."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from fieldkit import bilingual
from fieldkit.commands import _centre
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

HEAD = Text("จดเก็บไว้นอกระบบ: {head}", "Keep this elsewhere: {head}")


@bilingual.command(
    Text(
        "แสดงบันทึกการดูแลศูนย์ข้อมูล และตรวจว่าไม่ถูกแก้ไข\n\nบันทึกเพิ่มได้อย่างเดียว ต่อเป็นห่วงโซ่และลงนามทุกรายการ",
        "Show what was done at the centre, and check that it is unchanged.\n\n"
        "Entries can only be added; each is chained to the one before and signed.",
    )
)
@bilingual.option(
    "--limit",
    type=click.IntRange(1),
    default=50,
    show_default=True,
    words=Text("จำนวนรายการล่าสุด", "How many of the newest."),
)
@bilingual.option(
    "--since",
    metavar="HEAD",
    words=Text("ค่าที่จดไว้ครั้งก่อน ต้องยังอยู่ในบันทึก", "What was kept earlier; it must still be in the log."),
)
@_centre.options
@pass_invocation
def command(
    invocation: Invocation,
    *,
    limit: int,
    since: str | None,
    store: Path | None,
    database_url: str | None,
    blobs: str | None,
) -> int:
    """Print ``{"ok", "problems", "head", "signature", "entries"}``; 1 when anything was changed."""
    from fieldkit.sync.server import audit

    try:
        kept = audit.Head.parse(since) if since else None
    except ValueError as error:
        raise click.BadParameter(since or "", param_hint="--since") from error
    with (
        _centre.opened(invocation, store=store, database_url=database_url, blobs=blobs) as centre,
        centre.store.read() as connection,
    ):
        found = audit.problems(connection, centre.store.keys.public, kept)
        entries = audit.listing(connection, limit)
        head = audit.head(connection)
    values = {
        "ok": not found,
        "problems": found,
        "head": str(head),
        "signature": entries[0]["signature"] if entries else "",
        "entries": entries,
    }
    told = HEAD.pick(invocation.language).format(head=head)
    invocation.result(values, lambda: "\n".join([*map(_line, entries), *found, told]))
    return 1 if found else 0


def _line(entry: dict[str, Any]) -> str:
    details = " ".join(f"{name}={value}" for name, value in entry["details"].items())
    return (
        f"{entry['seq']}  {entry['at']}  {entry['who']}  {entry['act']}  {entry['what']}  {details}".rstrip()
    )
