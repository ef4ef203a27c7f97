"""``fieldkit export recipe``: an export as it was remembered in the window, for scripts and schedulers."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import click

from fieldkit import bilingual
from fieldkit.commands._export_filters import output
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

if TYPE_CHECKING:
    from pathlib import Path

DONE = Text("ส่งออก {count} การตรวจแล้ว: {path}", "{count} inspections exported: {path}")


@bilingual.command(
    Text(
        "ส่งออกตามชุดที่จำไว้\n\nNAME คือชื่อที่จำไว้ในหน้าต่างส่งออก",
        "An export as it was remembered.\n\nNAME is what it is called in the window's export sheet.",
    )
)
@click.argument("name", metavar="NAME")
@output(Text("ไฟล์ที่จะเขียน (แทนไฟล์เดิม)", "The file to write (replaces an old one)."))
@pass_invocation
def command(invocation: Invocation, /, *, name: str, output: Path) -> None:
    """Print ``{"path", "inspections", "left_out", "missing_files"}``."""
    from fieldkit.model import export_recipes

    with closing(invocation.workspace()) as workspace:
        chosen = export_recipes.recipe(workspace, name)
        found = export_recipes.export(workspace, chosen, output, language=invocation.language)
    values = {
        "path": str(found.path),
        "inspections": found.inspections,
        "left_out": found.left_out,
        "missing_files": found.missing_files,
    }
    invocation.result(values, DONE.pick(invocation.language).format(count=found.inspections, path=found.path))
