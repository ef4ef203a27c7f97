"""``fieldkit list checklists``: the installed checklists, one line a version."""

from __future__ import annotations

from contextlib import closing

from fieldkit import bilingual
from fieldkit.commands.list import _output
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

COLUMNS = ("form_id", "version", "title")


@bilingual.command(Text("แบบตรวจที่ติดตั้งแล้ว", "Installed checklists."))
@_output.limit
@pass_invocation
def command(invocation: Invocation, *, limit: int) -> None:
    """Print form_id, version and title of each."""
    from fieldkit.model import checklists

    with closing(invocation.workspace()) as workspace:
        found = checklists.listing(workspace)
    _output.show(invocation, "checklists", found[:limit], total=len(found), columns=COLUMNS)
