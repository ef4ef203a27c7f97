"""``fieldkit list imports``: what was imported on this machine."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict

from fieldkit import bilingual
from fieldkit.commands.list import _output
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

COLUMNS = ("id", "table", "imported_at", "file_name", "counts", "undone_at")


@bilingual.command(Text("การนำเข้าทะเบียนและแผนในเครื่องนี้", "Imports of registers and plans on this machine."))
@_output.limit
@pass_invocation
def command(invocation: Invocation, *, limit: int) -> None:
    """Print imports, newest first, with their numbers."""
    from fieldkit.model.register.importing import imports

    with closing(invocation.workspace()) as workspace, workspace.database.read() as connection:
        found = [asdict(one) for one in imports(connection)]
    _output.show(invocation, "imports", found[:limit], total=len(found), columns=COLUMNS)
