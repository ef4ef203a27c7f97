"""``fieldkit list reference``: the reference tables, or the rows of one."""

from __future__ import annotations

from contextlib import closing
from datetime import date

import click

from fieldkit import bilingual
from fieldkit.commands import _day, _reference
from fieldkit.commands.list import _output
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

SHOWS = ("in_force", "unconfirmed", "future", "past", "office", "all")


@bilingual.command(
    Text(
        "ตารางอ้างอิง หรือแถวในตาราง\n\nไม่ระบุตาราง: รายชื่อตาราง จำนวนแถว และจำนวนที่ยังไม่ยืนยัน",
        "Reference tables, or the rows of one.\n\n"
        "Without TABLE: their names, how many rows each has and how many nobody confirmed.",
    )
)
@click.argument("table", required=False)
@_output.search
@_output.limit
@bilingual.option(
    "--filter",
    "show",
    type=click.Choice(SHOWS),
    default="in_force",
    words=Text("เลือกแถว (ปกติ in_force: ที่ใช้อยู่)", "Which rows (default in_force)."),
)
@bilingual.option(
    "--on",
    type=_day.Day(),
    default=None,
    metavar="DAY",
    words=Text("ณ วันที่ (ปกติวันนี้)", "On that day (default today)."),
)
@pass_invocation
def command(
    invocation: Invocation, *, table: str | None, search: str, limit: int, show: str, on: date | None
) -> None:
    """Print tables with counts, or rows with their key, content, days and confidence."""
    from fieldkit.model.reference_tables.descriptions import table as described
    from fieldkit.model.reference_tables.descriptions import tables
    from fieldkit.model.reference_tables.listing import counted, listing

    with closing(invocation.workspace()) as workspace:
        day = on or workspace.clock().date()
        if table is None:
            lines = [
                {
                    "table": name,
                    "title": one.title.pick(invocation.language),
                    "group": one.group,
                    "rows": counted(name, day).rows,
                    "unconfirmed": counted(name, day).unconfirmed,
                    "editable": one.editable,
                }
                for name, one in tables().items()
            ]
            columns = ("table", "title", "rows", "unconfirmed")
            _output.show(invocation, "tables", lines, total=len(lines), columns=columns)
            return
        described(table)
        found = listing(table, day, show=show, search=search)  # type: ignore[arg-type]
    rows = [_reference.values(version) for version in found[:limit]]
    shown = [row | row["cells"] | {"key": "/".join(row["key"])} for row in rows]
    names = [column.name for column in described(table).columns if not column.key and column.kind != "long"]
    if invocation.json:
        invocation.result({"table": table, "rows": rows, "total": len(found)}, "")
    else:
        _output.show(invocation, "rows", shown, total=len(found), columns=("key", *names))
