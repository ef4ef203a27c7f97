"""``fieldkit conflicts``: the values that two people saved differently."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fieldkit import bilingual
from fieldkit.commands import _cases
from fieldkit.commands._conflict_key import key_text
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

if TYPE_CHECKING:
    from fieldkit.model.conflicts import Conflict

NONE = Text("ไม่มีข้อขัดแย้ง", "There are no conflicts.")


@bilingual.command(
    Text(
        "แสดงค่าที่สองคนบันทึกไม่ตรงกัน\n\nตัดสินด้วย fieldkit resolve KEY --take N --why เหตุผล",
        "List values that two people saved differently.\n\n"
        "Decide with: fieldkit resolve KEY --take N --why REASON",
    )
)
@bilingual.option("--personal", metavar="REASON", words=_cases.REASON)
@pass_invocation
def command(invocation: Invocation, *, personal: str | None) -> None:
    """Print each conflict with all its sides; personal values are hidden unless a reason is given."""
    from fieldkit.model import conflicts
    from fieldkit.model.cases.personal import has_personal, note_access, without_personal

    with closing(invocation.workspace()) as workspace:
        found = conflicts.listing(workspace)
        if personal is None:
            found = [
                replace(
                    one,
                    sides=tuple(
                        replace(side, values=without_personal(one.table, side.values)) for side in one.sides
                    ),
                )
                for one in found
            ]
        else:
            for one in found:
                if any(has_personal(one.table, side.values) for side in one.sides):
                    note_access(workspace, "exported", one.table, [one.record], personal)
    invocation.result(
        {"conflicts": [_values(conflict) for conflict in found], "total": len(found)},
        lambda: "\n\n".join(map(_text, found)) or NONE.pick(invocation.language),
    )


def _values(conflict: Conflict) -> dict[str, Any]:
    return {
        "key": key_text(conflict.key),
        "table": conflict.table,
        "record": conflict.record,
        "group": conflict.group,
        "sides": [
            {
                "op": side.op,
                "author": side.author,
                "author_name": side.author_name,
                "device": side.device,
                "wall": side.wall,
                "values": dict(side.values),
            }
            for side in conflict.sides
        ],
    }


def _text(conflict: Conflict) -> str:
    lines = [key_text(conflict.key)]
    for number, side in enumerate(conflict.sides, 1):
        shown = ", ".join(f"{column}={value}" for column, value in side.values.items() if value is not None)
        lines.append(f"  {number}. {shown}  ({side.author_name or side.author}, {side.wall})")
    return "\n".join(lines)
