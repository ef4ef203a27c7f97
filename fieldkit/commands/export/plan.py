"""``fieldkit export plan``: the plan of a fiscal year, to be edited in Excel and imported again."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from fieldkit import bilingual
from fieldkit.commands import _plan_options
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

DONE = Text("ส่งออกแผน {n} รายการ: {path}", "{n} planned visits exported: {path}")


@bilingual.command(
    Text(
        "แผนการตรวจเป็น Excel\n\nแก้ใน Excel แล้วนำเข้าด้วย import plan",
        "The plan as an Excel workbook.\n\nEdit it in Excel, then bring it back with import plan.",
    )
)
@bilingual.option(
    "-o",
    "--output",
    metavar="OUT",
    required=True,
    type=click.Path(path_type=Path),
    words=Text("ไฟล์ .xlsx ที่จะเขียน (แทนไฟล์เดิม)", "The .xlsx file to write (replaces an old one)."),
)
@_plan_options.year
@pass_invocation
def command(invocation: Invocation, *, output: Path, year: int | None) -> None:
    """Print ``{"path", "year", "visits"}``."""
    from fieldkit.model.planning.exporting import export_plan

    with closing(invocation.workspace()) as workspace:
        wanted = _plan_options.year_of(year, workspace.clock().date())
        count = export_plan(workspace, output, wanted, language=invocation.language)
    values = {"path": str(output), "year": wanted, "visits": count}
    invocation.result(values, DONE.pick(invocation.language).format(n=count, path=output))
