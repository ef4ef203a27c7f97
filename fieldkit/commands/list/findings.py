"""``fieldkit list findings``: findings, the earliest due first."""

from __future__ import annotations

from contextlib import closing

import click

from fieldkit import bilingual
from fieldkit.commands.list import _output
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

ALL = 2**31
COLUMNS = ("due_date", "severity", "state", "question", "factory_name", "description")


@bilingual.command(Text("ข้อบกพร่อง", "Findings."))
@_output.search
@_output.limit
@bilingual.option(
    "--state",
    type=click.Choice(["open", "corrected_on_site", "closed"]),
    words=Text("สถานะของข้อบกพร่อง", "State of the finding."),
)
@pass_invocation
def command(invocation: Invocation, *, search: str, limit: int, state: str | None) -> None:
    """Print findings with their law, severity and due date."""
    from fieldkit.model import inspections

    with closing(invocation.workspace()) as workspace:
        found = inspections.findings_listing(workspace, search=search, state=state, limit=ALL)
    _output.show(invocation, "findings", found[:limit], total=len(found), columns=COLUMNS)
