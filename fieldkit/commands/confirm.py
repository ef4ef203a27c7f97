"""``fieldkit confirm``: an administrator vouches for a row of a reference table."""

from __future__ import annotations

from contextlib import closing
from datetime import date

import click

from fieldkit import bilingual
from fieldkit.commands import _day, _reference
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

DONE = Text("ยืนยัน {n} แถวในตาราง {table} โดย {name}", "{n} rows of {table} confirmed by {name}")


@bilingual.command(
    Text(
        "ยืนยันแถวในตารางอ้างอิง\n\nแถวที่ยืนยันแล้วไม่มีเครื่องหมาย “ยังไม่ยืนยัน” จนกว่าจะมีการแก้ไขแถวนั้น",
        "Confirm rows of a reference table.\n\n"
        "A confirmed row loses the mark “not confirmed” until it is changed.",
    )
)
@_reference.table
@click.argument("keys", nargs=-1, required=True, metavar="KEY…")
@bilingual.option(
    "--note",
    required=True,
    metavar="TEXT",
    words=Text("เอกสารที่ตรวจเทียบ", "The document it was compared with."),
)
@bilingual.option(
    "--name",
    default="",
    metavar="NAME",
    words=Text("ชื่อผู้ยืนยัน (ปกติผู้ใช้เครื่องนี้)", "Who confirms (default: the person here)."),
)
@bilingual.option(
    "--on",
    type=_day.Day(),
    default=None,
    metavar="DAY",
    words=Text("แถวที่ใช้ ณ วันที่ (ปกติวันนี้)", "The row in force on that day."),
)
@pass_invocation
def command(
    invocation: Invocation, *, table: str, keys: tuple[str, ...], note: str, name: str, on: date | None
) -> None:
    """Confirm the rows of ``keys`` (parts with ``/`` between) and print them."""
    from fieldkit.model.reference_tables.editing import confirm

    with closing(invocation.workspace()) as workspace:
        day = on or workspace.clock().date()
        found = [_reference.row_in_force(table, key, day) for key in keys]
        confirm(workspace, found, note=note, name=name)
        by = name or workspace.person.name
        rows = [_reference.values(_reference.row_in_force(table, key, day)) for key in keys]
    words = DONE.pick(invocation.language).format(n=len(rows), table=table, name=by)
    invocation.result({"table": table, "confirmed": rows}, words)
