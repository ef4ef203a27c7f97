"""``fieldkit show factory``: all that the register says of one factory, and its inspections."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from fieldkit import bilingual
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldkit.model.factories import Factory, PastInspection

NO_INSPECTION = Text("ยังไม่เคยตรวจ", "Never inspected.")


@bilingual.command(
    Text(
        "แสดงข้อมูลโรงงาน\n\nID เป็นรหัส เลขทะเบียนเดิม หรือเลข 14 หลัก",
        "Show one factory.\n\nID is its id, its old number or its 14 digits.",
    )
)
@click.argument("factory_id", metavar="ID")
@pass_invocation
def command(invocation: Invocation, *, factory_id: str) -> None:
    """Print the columns that have a value, then the inspections, newest first."""
    from fieldkit.model import factories
    from fieldkit.model.workspace import Workspace

    with closing(Workspace(invocation.data)) as workspace, workspace.database.read() as connection:
        found = factories.factory(connection, factories.find(connection, factory_id))
        past = factories.history(connection, found.id)
    values = {
        "id": found.id,
        **{name: value for name, value in found.columns.items() if name != "extra"},
        "extra": dict(found.extra),
        "inspections": [asdict(one) for one in past],
    }
    invocation.result(values, lambda: _text(found, past, invocation.language))


def _text(found: Factory, past: Sequence[PastInspection], language: str) -> str:
    from fieldkit.model.register.fields import LABELS

    lines = [f"{found.number}  {found['name'] or ''}".strip()]
    for name, value in found.columns.items():
        if value is not None and name not in ("extra", "deleted"):
            label = LABELS[name].pick(language) if name in LABELS else name
            lines.append(f"  {label}: {value}")
    lines += [f"  {header}: {value}" for header, value in found.extra.items()]
    inspected = [
        "\t".join(str(part) for part in (one.started_at, one.form_id, one.state, one.outcome or "–", one.id))
        for one in past
    ]
    return "\n".join([*lines, *(inspected or [NO_INSPECTION.pick(language)])])
