"""``fieldkit show order``: one order with its findings and everything that happened to it."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import click

from fieldkit import bilingual
from fieldkit.commands import _orders
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

if TYPE_CHECKING:
    from fieldkit.model.orders.reading import Order

HIDDEN = ("factory", "inspection", "verified_in", "section", "state", "state_at")


@bilingual.command(Text("แสดงคำสั่งหนึ่งฉบับ\n\nID เป็นรหัสหรือเลขที่", "Show one order.\n\nID is its id or number."))
@click.argument("order", metavar="ID")
@pass_invocation
def command(invocation: Invocation, *, order: str) -> None:
    """Print its columns, its findings and its steps in their order."""
    from fieldkit.model.orders.reading import find_order, read_order

    with closing(invocation.workspace()) as workspace:
        found = read_order(workspace, find_order(workspace, order))
    invocation.result(_orders.as_values(found), lambda: _text(found, invocation.language))


def _text(order: Order, language: str) -> str:
    from fieldkit.model.codes import code_word
    from fieldkit.model.orders.kinds import kind_name
    from fieldkit.model.orders.life import day
    from fieldkit.model.orders.steps_table import KINDS, STATES
    from fieldkit.model.record_fields import FIELDS
    from fieldkit.model.thai.dates import short

    row, fields = order.row, FIELDS["factory_order"]
    head = (order.name, kind_name(row["section"], language), code_word(STATES, row["state"], language))
    lines = ["  ".join(head), f"  {order.factory.get('name') or ''}"]
    for name, field in fields.items():
        if row[name] is None or name in HIDDEN:
            continue
        on = day(row[name]) if field.kind == "day" else None
        lines.append(f"  {field.name.pick(language)}: {short(on, language) if on else row[name]}")
    for finding in order.findings:
        lines.append(f"  - {finding.row['description'] or finding.row['wording']}")
    for step in order.step_rows:
        on = day(step["on_date"])
        amount = f"{step['amount']:,.2f}" if step["amount"] is not None else ""
        parts = (step["number"], step["officer"], amount, step["note"])
        said = " · ".join(str(part) for part in parts if part)
        when = short(on, language) if on else "–"
        lines.append(
            "\t".join(part for part in (when, code_word(KINDS, step["kind"], language), said) if part)
        )
    return "\n".join(lines)
