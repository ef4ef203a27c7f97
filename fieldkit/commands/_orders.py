"""How the commands of orders print what was done, and an order as values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldkit.errors import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fieldkit.invocation import Invocation
    from fieldkit.model.orders.reading import Order
    from fieldkit.model.workspace import Workspace

LINE = "{number}: {state}{due}"
DUE = Text(" กำหนด {day}", ", due {day}")


def as_values(order: Order) -> dict[str, Any]:
    """Return an order as JSON: its columns, ``steps`` and ``findings`` (ids)."""
    from fieldkit.model.orders.life import due_on

    due = due_on(order.row)
    hidden = {"row", "deleted", "delete_reason", "stream"}
    step_hidden = {*hidden, "record", "record_table"}
    return {
        **{name: value for name, value in order.row.items() if name not in hidden},
        "due": due.isoformat() if due else None,
        "steps": [
            {name: value for name, value in step.items() if name not in step_hidden}
            for step in order.step_rows
        ],
        "findings": [finding.id for finding in order.findings],
    }


def told(
    invocation: Invocation, workspace: Workspace, order_ids: Iterable[str], warnings: Iterable[Text] = ()
) -> None:
    """Print ``{"orders": […], "warnings": […]}`` of what was written, or a line for each."""
    from fieldkit.model.codes import code_word
    from fieldkit.model.orders.life import due_on
    from fieldkit.model.orders.reading import read_order
    from fieldkit.model.orders.steps_table import STATES
    from fieldkit.model.thai.dates import short

    language = invocation.language
    found = [read_order(workspace, order_id) for order_id in order_ids]
    lines = []
    for order in found:
        due = due_on(order.row)
        lines.append(
            LINE.format(
                number=order.name,
                state=code_word(STATES, order.row["state"], language),
                due=DUE.pick(language).format(day=short(due, language)) if due else "",
            )
        )
    for warning in warnings:
        invocation.say(warning.pick(language))
    invocation.result(
        {
            "orders": [as_values(order) for order in found],
            "warnings": [{"th": warning.th, "en": warning.en} for warning in warnings],
        },
        "\n".join(lines),
    )
