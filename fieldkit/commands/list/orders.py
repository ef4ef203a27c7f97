"""``fieldkit list orders``: orders and letters of advice, the earliest due first."""

from __future__ import annotations

from contextlib import closing

from fieldkit import bilingual
from fieldkit.commands.list import _output
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

COLUMNS = ("due", "overdue", "section", "order_number", "state", "factory_name", "id")
_SHOWN = (
    *("id", "factory", "factory_name", "registration_no", "registration_no_old", "district", "section"),
    *("order_number", "temporary_no", "number", "issued_on", "signed_by", "received_on", "received_by"),
    *("days", "due_date", "extended_to", "due", "overdue", "state", "state_at", "verified_in", "fined"),
)


@bilingual.command(Text("คำสั่งและหนังสือคำแนะนำ", "Orders and letters of advice."))
@_output.search
@_output.limit
@bilingual.option(
    "--filter",
    "chosen",
    metavar="NAME",
    default="all",
    words=Text(
        "เฉพาะ: active, due_soon, overdue, waiting, appealed, prosecuted, verify, all",
        "Only: active, due_soon, overdue, waiting, appealed, prosecuted, verify, all.",
    ),
)
@bilingual.option("--bin", "in_bin", is_flag=True, words=Text("คำสั่งในถังขยะ", "Those in the bin."))
@pass_invocation
def command(invocation: Invocation, *, search: str, limit: int, chosen: str, in_bin: bool) -> None:
    """Print orders with their dates, state and days overdue."""
    from fieldkit.model.orders.filters import filtered, searched
    from fieldkit.model.orders.reading import orders_listing

    with closing(invocation.workspace()) as workspace:
        today = workspace.clock().date()
        found = searched(orders_listing(workspace, today=today, deleted=in_bin), search)
    kept = filtered(found, chosen, today)
    lines = [
        {name: row[name] for name in _SHOWN} | {"findings": [finding["id"] for finding in row["findings"]]}
        for row in kept[:limit]
    ]
    _output.show(invocation, "orders", lines, total=len(kept), columns=COLUMNS)
