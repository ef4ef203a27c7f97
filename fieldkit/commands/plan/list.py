"""``fieldkit plan list``: planned visits of a fiscal year, or the factories without one."""

from __future__ import annotations

from contextlib import closing

import click

from fieldkit import bilingual
from fieldkit.commands import _plan_options
from fieldkit.commands.list import _output
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

STATES = ("undated", "planned", "today", "overdue", "postponed", "done", "dropped", "bin", "unplanned")
COLUMNS = ("planned_on", "state", "risk", "score", "officer", "district", "registration_no", "name")


@bilingual.command(Text("รายการตรวจตามแผน", "Planned visits."))
@_plan_options.year
@bilingual.option("--state", type=click.Choice(STATES), words=Text("เฉพาะสถานะนี้", "Only this state."))
@bilingual.option("--officer", metavar="NAME", words=Text("เฉพาะเจ้าหน้าที่นี้", "Only this officer."))
@bilingual.option(
    "--quarter", type=click.IntRange(1, 4), metavar="N", words=Text("เฉพาะไตรมาสนี้", "Only this quarter.")
)
@_output.limit
@pass_invocation
def command(
    invocation: Invocation,
    *,
    year: int | None,
    state: str | None,
    officer: str | None,
    quarter: int | None,
    limit: int,
) -> None:
    """Print planned visits by day; factories without one by risk."""
    from fieldkit.model.planning import plan

    with closing(invocation.workspace()) as workspace, workspace.database.read() as connection:
        today = workspace.clock().date()
        wanted = _plan_options.year_of(year, today)
        narrowing = plan.Narrowing(state=state or "", officer=officer or "", quarter=quarter or 0)  # type: ignore[arg-type]
        found = plan.narrowed(plan.lines(connection, wanted, today), narrowing)
        unplanned = state == "unplanned"
        found = plan.ordered(found, "risk" if unplanned else "day", descending=unplanned)
        rows = plan.rows(connection, found[:limit], wanted)
    lines = [_plan_options.values(row) for row in rows]
    _output.show(invocation, "visits", lines, total=len(found), columns=COLUMNS)
