"""``fieldkit factory merge``: one factory that is registered twice."""

from __future__ import annotations

from contextlib import closing

import click

from fieldkit import bilingual
from fieldkit.commands.factory import _result
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation


@bilingual.command(
    Text(
        "รวมทะเบียนที่ซ้ำของโรงงานเดียวกัน\n\nID แรกถูกรวมเข้ากับ INTO เลขเดิมยังค้นได้ การตรวจที่ปิดแล้วคงเลขเดิม",
        "Merge two registrations of one factory.\n\n"
        "ID goes into INTO; its numbers still find it, inspections keep the number they were sealed with.",
    )
)
@click.argument("gone", metavar="ID")
@click.argument("kept", metavar="INTO")
@bilingual.option("--dry-run", is_flag=True, words=Text("แสดงผลเท่านั้น ไม่บันทึก", "Only show what would move."))
@pass_invocation
def command(invocation: Invocation, *, gone: str, kept: str, dry_run: bool) -> None:
    """Print what goes over and what stays."""
    from fieldkit.model import factories
    from fieldkit.model.succession import look_merge

    with closing(invocation.workspace()) as workspace:
        with workspace.database.read() as connection:
            ids = factories.find(connection, gone), factories.find(connection, kept)
        _result.finish(invocation, workspace, look_merge(workspace, *ids), dry_run=dry_run)
