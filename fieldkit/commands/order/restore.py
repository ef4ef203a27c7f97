"""``fieldkit order restore``: orders back from the bin."""

from __future__ import annotations

from contextlib import closing

import click

from fieldkit import bilingual
from fieldkit.commands import _orders
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation


@bilingual.command(Text("กู้คืนคำสั่งจากถังขยะ", "Take orders out of the bin."))
@click.argument("orders", metavar="ORDER…", nargs=-1, required=True)
@pass_invocation
def command(invocation: Invocation, *, orders: tuple[str, ...]) -> None:
    """Print the orders that were restored."""
    from fieldkit.model.orders import writing
    from fieldkit.model.orders.reading import find_order

    with closing(invocation.workspace()) as workspace:
        found = [find_order(workspace, name) for name in orders]
        writing.restore(workspace, found)
        _orders.told(invocation, workspace, found)
