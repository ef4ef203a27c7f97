"""``fieldkit queue release``: let held records go with the next exchange."""

from __future__ import annotations

from contextlib import closing

import click

from fieldkit import bilingual
from fieldkit.commands.queue._record import RecordUnknown
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

DONE = Text("จะส่งในการซิงก์ครั้งต่อไป: {changes} การเปลี่ยนแปลง", "With the next sync: {changes} changes")


@bilingual.command(
    Text(
        "ปล่อยให้ส่งรายการที่พักไว้ ไม่ระบุรายการคือทั้งหมด",
        "Release what is held back; all of it when none is named.",
    )
)
@click.argument("table", required=False)
@click.argument("record", required=False)
@pass_invocation
def command(invocation: Invocation, *, table: str | None, record: str | None) -> None:
    """Print ``{"changes"}``: how many may go now."""
    from fieldkit.model import holding, kept_back

    if (table is None) != (record is None):
        raise click.UsageError("TABLE RECORD")
    with closing(invocation.workspace()) as workspace:
        with workspace.database.read() as connection:
            held = kept_back.records(connection)
        if table is not None and record is not None:
            if (table, record) not in held:
                raise RecordUnknown(f"{table} {record}")
            held = {(table, record)}
        changes = holding.release(workspace, held)
    invocation.result({"changes": changes}, DONE.pick(invocation.language).format(changes=changes))
