"""``fieldkit case step``: what happened to records: visited, answered, paid, extended, closed …"""

from __future__ import annotations

from contextlib import closing
from datetime import date

import click

from fieldkit import bilingual
from fieldkit.commands import _case_options
from fieldkit.commands._day import Day
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation


@bilingual.command(
    Text(
        "บันทึกเหตุการณ์ของรายการหนึ่งหรือหลายรายการ\n\nKIND ตาม case_steps.csv เช่น visited, progress, closed",
        "Record what happened to one record or several.\n\n"
        "KIND as in case_steps.csv: visited, progress, answered, paid, closed …",
    )
)
@_case_options.register
@click.argument("kind", metavar="KIND")
@click.argument("names", metavar="ID…", nargs=-1, required=True)
@bilingual.option("--on", type=Day(), metavar="DATE", words=Text("วันที่ (ปกติวันนี้)", "Its day (default: today)."))
@bilingual.option(
    "--until", type=Day(), metavar="DATE", words=Text("กำหนดใหม่", "The last day that it gives.")
)
@bilingual.option("--number", metavar="NO", words=Text("เลขที่หนังสือ", "Number of the letter."))
@bilingual.option("--note", metavar="TEXT", words=Text("หมายเหตุ", "A note."))
@bilingual.option("--officer", metavar="NAME", words=Text("เจ้าหน้าที่", "The officer."))
@bilingual.option(
    "--amount", type=float, metavar="N", words=Text("จำนวนเงิน หรือร้อยละ", "Baht, or percent of progress.")
)
@bilingual.option(
    "--inspection", metavar="ID", words=Text("การตรวจที่เกี่ยวข้อง", "The inspection it belongs to.")
)
@pass_invocation
def command(
    invocation: Invocation,
    *,
    register: str,
    kind: str,
    names: tuple[str, ...],
    on: date | None,
    until: date | None,
    number: str | None,
    note: str | None,
    officer: str | None,
    amount: float | None,
    inspection: str | None,
) -> None:
    """Print ``{"ids", "warnings"}``; several records take the step together or not at all."""
    from fieldkit.model.cases import writing
    from fieldkit.model.cases.reading import find_case

    with closing(invocation.workspace()) as workspace:
        ids = [find_case(workspace, register, name) for name in names]
        done = writing.add_steps(
            workspace,
            register,
            ids,
            kind,
            on_date=on.isoformat() if on else None,
            due_date=until.isoformat() if until else None,
            number=number,
            note=note,
            officer=officer,
            amount=amount,
            inspection=inspection,
        )
    _case_options.told(invocation, ids, done)
