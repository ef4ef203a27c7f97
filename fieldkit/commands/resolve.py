"""``fieldkit resolve``: decide between values that two people saved differently."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING, Any

import click

from fieldkit import bilingual
from fieldkit.commands._conflict_key import key_text
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

if TYPE_CHECKING:
    from fieldkit.model.conflicts import Conflict

DONE = Text("บันทึกค่าที่เลือกแล้ว", "Decided.")


@bilingual.command(
    Text(
        "ตัดสินข้อขัดแย้งหนึ่งรายการ\n\nKEY คือบรรทัดแรกที่คำสั่ง fieldkit conflicts แสดง",
        "Decide one conflict.\n\nKEY is the first line that fieldkit conflicts shows for it.",
    )
)
@click.argument("key")
@bilingual.option(
    "--take", type=click.IntRange(1), metavar="N", words=Text("เลือกค่าลำดับที่ N", "Take the Nth of the values.")
)
@bilingual.option("--values", metavar="JSON", words=Text("หรือระบุค่าใหม่เป็น JSON", "Or a new value, as JSON."))
@bilingual.option("--why", required=True, words=Text("เหตุผล", "The reason."))
@pass_invocation
def command(invocation: Invocation, *, key: str, take: int | None, values: str | None, why: str) -> None:
    """Write the decision; every side that was shown is superseded by it."""
    from fieldkit.model import conflicts

    if (take is None) == (values is None):
        raise click.UsageError("--take / --values")
    with closing(invocation.workspace()) as workspace:
        named = {key_text(conflict.key): conflict for conflict in conflicts.listing(workspace)}
        if key not in named:
            raise conflicts.ConflictChanged(key)
        conflict = named[key]
        conflicts.resolve(workspace, conflict.key, _decided(conflict, take, values), why)
        left = len(conflicts.listing(workspace))
    invocation.result({"resolved": key, "conflicts": left}, DONE.pick(invocation.language))


def _decided(conflict: Conflict, take: int | None, values: str | None) -> dict[str, Any]:
    if take is not None:
        if take > len(conflict.sides):
            raise click.BadParameter(str(take), param_hint="--take")
        from fieldkit.model.tables import GROUPS

        # What only a newer version knows travels along by itself.
        columns = GROUPS.get(conflict.table, {}).get(conflict.group, ())
        return {column: conflict.sides[take - 1].values.get(column) for column in columns}
    try:
        decided = json.loads(values or "")
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--values") from error
    if not isinstance(decided, dict):
        raise click.BadParameter("{…}", param_hint="--values")
    return decided
