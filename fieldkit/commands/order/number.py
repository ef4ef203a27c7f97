"""``fieldkit order number``: the office's number of an order that was issued under a temporary one."""

from __future__ import annotations

from contextlib import closing

import click

from fieldkit import bilingual
from fieldkit.commands import _orders
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation


@bilingual.command(
    Text("ใส่เลขที่หนังสือของสำนักงานให้คำสั่ง", "Give an order the office's number."),
)
@click.argument("order", metavar="ORDER")
@click.argument("number", metavar="NUMBER")
@pass_invocation
def command(invocation: Invocation, *, order: str, number: str) -> None:
    """Print the order as it stands now."""
    from fieldkit.model.orders import writing
    from fieldkit.model.orders.reading import find_order

    with closing(invocation.workspace()) as workspace:
        found = find_order(workspace, order)
        writing.set_number(workspace, found, number)
        _orders.told(invocation, workspace, [found])
