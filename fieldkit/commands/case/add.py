"""``fieldkit case add``: a new record of a register."""

from __future__ import annotations

from contextlib import closing

import click

from fieldkit import bilingual
from fieldkit.commands import _case_options, _cases
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation


@bilingual.command(
    Text(
        "เพิ่มรายการในทะเบียน\n\nREGISTER: recommendation, complaint, loan, enterprise; วันที่เป็น ISO",
        "Add a record to a register.\n\n"
        "REGISTER is recommendation, complaint, loan or enterprise; days are ISO, codes as in codes.csv.",
    )
)
@_case_options.register
@click.argument("values", metavar="COLUMN=VALUE…", nargs=-1, required=True)
@pass_invocation
def command(invocation: Invocation, *, register: str, values: tuple[str, ...]) -> None:
    """Print ``{"id", "warnings"}``."""
    from fieldkit.model.cases import writing

    given = _cases.values_of(register, values)
    with closing(invocation.workspace()) as workspace:
        done = writing.add(workspace, register, given)
    _case_options.told(invocation, [done.id], done)
