"""``fieldkit case restore``: records of a register out of the bin."""

from __future__ import annotations

from contextlib import closing

import click

from fieldkit import bilingual
from fieldkit.commands import _case_options
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation


@bilingual.command(Text("กู้คืนรายการจากถังขยะ", "Take records out of the bin."))
@_case_options.register
@click.argument("names", metavar="ID…", nargs=-1, required=True)
@pass_invocation
def command(invocation: Invocation, *, register: str, names: tuple[str, ...]) -> None:
    """Print ``{"ids", "warnings"}``."""
    from fieldkit.model.cases import writing
    from fieldkit.model.cases.reading import find_case

    with closing(invocation.workspace()) as workspace:
        ids = [find_case(workspace, register, name) for name in names]
        done = writing.restore(workspace, register, ids)
    _case_options.told(invocation, ids, done)
