"""``fieldkit order delete``: orders into the bin."""

from __future__ import annotations

from contextlib import closing

import click

from fieldkit import bilingual
from fieldkit.commands import _orders
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation


@bilingual.command(Text("ย้ายคำสั่งลงถังขยะ กู้คืนได้", "Put orders into the bin, from where they can be restored."))
@click.argument("orders", metavar="ORDER…", nargs=-1, required=True)
@bilingual.option("--reason", metavar="TEXT", words=Text("เหตุผล", "Why."))
@pass_invocation
def command(invocation: Invocation, *, orders: tuple[str, ...], reason: str | None) -> None:
    """Print the orders that were deleted."""
    from fieldkit.model.orders import writing
    from fieldkit.model.orders.reading import find_order

    with closing(invocation.workspace()) as workspace:
        found = [find_order(workspace, name) for name in orders]
        writing.delete(workspace, found, reason)
        _orders.told(invocation, workspace, found)
