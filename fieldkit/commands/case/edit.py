"""``fieldkit case edit``: other values for a record of a register."""

from __future__ import annotations

from contextlib import closing

import click

from fieldkit import bilingual
from fieldkit.commands import _case_options, _cases
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation


@bilingual.command(
    Text(
        "แก้ไขรายการในทะเบียน\n\nค่าว่าง (COLUMN=) ลบค่าเดิม",
        "Change a record of a register.\n\nAn empty value (COLUMN=) clears.",
    )
)
@_case_options.register
@click.argument("name", metavar="ID")
@click.argument("values", metavar="COLUMN=VALUE…", nargs=-1, required=True)
@pass_invocation
def command(invocation: Invocation, *, register: str, name: str, values: tuple[str, ...]) -> None:
    """Print ``{"ids", "warnings"}``."""
    from fieldkit.model.cases import writing
    from fieldkit.model.cases.reading import find_case

    given = _cases.values_of(register, values)
    with closing(invocation.workspace()) as workspace:
        done = writing.edit(workspace, register, find_case(workspace, register, name), given)
    _case_options.told(invocation, [done.id], done)
