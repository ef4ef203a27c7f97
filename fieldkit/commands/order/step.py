"""``fieldkit order step``: what happened to orders: issued, received, extended, appealed, verified …"""

from __future__ import annotations

from contextlib import closing
from datetime import date

import click

from fieldkit import bilingual
from fieldkit.commands import _orders
from fieldkit.commands._day import Day
from fieldkit.errors import FieldkitError, Text
from fieldkit.invocation import Invocation, pass_invocation


class NoSuchStep(FieldkitError):
    """A kind of step that the table of steps does not have."""

    def __init__(self, kind: str, known: str) -> None:
        super().__init__(
            Text(f"ไม่มีขั้นตอน “{kind}”", f"There is no step “{kind}”"),
            Text(f"ใช้ค่าใดค่าหนึ่ง: {known}", f"Use one of: {known}"),
            place="order_steps.csv",
        )


@bilingual.command(
    Text(
        "บันทึกเหตุการณ์ของคำสั่งหนึ่งฉบับหรือหลายฉบับ\n\n"
        "KIND เช่น ordered, received, extended, verified; ORDER เป็นรหัสหรือเลขที่",
        "Record what happened to one order or several.\n\n"
        "KIND is ordered, received, extended, verified …; ORDER is an id or number.",
    )
)
@click.argument("kind", metavar="KIND")
@click.argument("orders", metavar="ORDER…", nargs=-1, required=True)
@bilingual.option("--on", type=Day(), metavar="DATE", words=Text("วันที่ (ปกติวันนี้)", "Its day (default: today)."))
@bilingual.option(
    "--until", type=Day(), metavar="DATE", words=Text("กำหนดแล้วเสร็จใหม่", "The last day that it gives.")
)
@bilingual.option("--number", metavar="NO", words=Text("เลขที่หนังสือ", "Number of the letter."))
@bilingual.option("--note", metavar="TEXT", words=Text("เหตุผล ผู้รับ หรือหมายเหตุ", "Reason, receiver or note."))
@bilingual.option("--officer", metavar="NAME", words=Text("ผู้ลงนามหรือเจ้าหน้าที่", "Who signed, or the officer."))
@bilingual.option("--amount", type=float, metavar="BAHT", words=Text("ค่าปรับ (บาท)", "Fine in baht."))
@bilingual.option(
    "--inspection", metavar="ID", words=Text("การตรวจที่เกี่ยวข้อง", "The inspection it belongs to.")
)
@pass_invocation
def command(
    invocation: Invocation,
    *,
    kind: str,
    orders: tuple[str, ...],
    on: date | None,
    until: date | None,
    number: str | None,
    note: str | None,
    officer: str | None,
    amount: float | None,
    inspection: str | None,
) -> None:
    """Print the orders as they stand now; several orders take the step together or not at all."""
    from fieldkit.model.orders import writing
    from fieldkit.model.orders.reading import find_order
    from fieldkit.model.orders.steps_table import of_kind, transitions

    if not of_kind(kind):
        raise NoSuchStep(kind, ", ".join(dict.fromkeys(row.kind for row in transitions())))
    with closing(invocation.workspace()) as workspace:
        found = [find_order(workspace, name) for name in orders]
        done = writing.add_steps(
            workspace,
            found,
            kind,
            on_date=on.isoformat() if on else None,
            due_date=until.isoformat() if until else None,
            number=number,
            note=note,
            officer=officer,
            amount=amount,
            inspection=inspection,
        )
        _orders.told(invocation, workspace, found, done.warnings)
