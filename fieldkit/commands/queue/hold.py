"""``fieldkit queue hold``: keep a record on this laptop until it is released."""

from __future__ import annotations

from contextlib import closing

import click

from fieldkit import bilingual
from fieldkit.commands.queue._record import RecordUnknown, known
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

DONE = Text("พักการส่งแล้ว: {changes} การเปลี่ยนแปลง", "Held back: {changes} changes")


@bilingual.command(
    Text(
        "พักการส่งรายการหนึ่ง พร้อมทุกอย่างที่เป็นของรายการนั้น จนกว่าจะสั่ง queue release\n\nส่วนที่ถึงสำนักงานแล้วยังอยู่ที่นั่น",
        "Hold a record back, with all that belongs to it, until queue release."
        "\n\nWhat the office has got stays there.",
    )
)
@click.argument("table")
@click.argument("record")
@pass_invocation
def command(invocation: Invocation, *, table: str, record: str) -> None:
    """Print ``{"changes"}``: how many stay here."""
    from fieldkit.model import holding

    with closing(invocation.workspace()) as workspace:
        if not known(workspace, table, record):
            raise RecordUnknown(f"{table} {record}")
        changes = holding.hold(workspace, [(table, record)])
    invocation.result({"changes": changes}, DONE.pick(invocation.language).format(changes=changes))
