"""``fieldkit list inspections``: drafts and closed inspections, newest first."""

from __future__ import annotations

from contextlib import closing

import click

from fieldkit import bilingual
from fieldkit.commands.list import _output
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

ALL = 2**31
COLUMNS = ("id", "started_at", "checklist", "state", "outcome", "factory_name", "district")


@bilingual.command(Text("การตรวจ", "Inspections."))
@_output.search
@_output.limit
@bilingual.option(
    "--state", type=click.Choice(["draft", "closed"]), words=Text("ร่างหรือปิดแล้ว", "Drafts or closed ones.")
)
@pass_invocation
def command(invocation: Invocation, *, search: str, limit: int, state: str | None) -> None:
    """Print inspections with their factory, checklist, version, state and when they were closed."""
    from fieldkit.model import inspections

    with closing(invocation.workspace()) as workspace:
        found = inspections.listing(workspace, search=search, state=state, limit=ALL)
    _output.show(invocation, "inspections", found[:limit], total=len(found), columns=COLUMNS)
