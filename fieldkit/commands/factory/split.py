"""``fieldkit factory split``: one plant that becomes two licences."""

from __future__ import annotations

from contextlib import closing

import click

from fieldkit import bilingual
from fieldkit.commands.factory import _result
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation
from fieldkit.model.succession import MOVED


@bilingual.command(
    Text(
        "แยกโรงงานเป็นสองทะเบียน\n\nโรงงานใหม่ได้เลข NUMBER ที่ตั้งและประเภทตามโรงงานเดิม ประวัติการตรวจอยู่กับโรงงานเดิม",
        "Make a second licence out of a factory.\n\n"
        "The new one gets NUMBER, class and place as before; what was inspected stays with the old one.",
    )
)
@click.argument("factory_id", metavar="ID")
@click.argument("number")
@bilingual.option("--name", default="", words=Text("ชื่อโรงงานใหม่", "Name of the new factory."))
@bilingual.option("--old-number", default="", words=Text("เลขทะเบียนเดิมของโรงงานใหม่", "Its old number."))
@bilingual.option(
    "--move",
    "moved",
    multiple=True,
    type=click.Choice(MOVED),
    words=Text("ข้อมูลที่ย้ายไปโรงงานใหม่ (ใส่ได้หลายครั้ง)", "Records that go over; may be given several times."),
)
@bilingual.option("--dry-run", is_flag=True, words=Text("แสดงผลเท่านั้น ไม่บันทึก", "Only show what would move."))
@pass_invocation
def command(
    invocation: Invocation,
    *,
    factory_id: str,
    number: str,
    name: str,
    old_number: str,
    moved: tuple[str, ...],
    dry_run: bool,
) -> None:
    """Print what goes over and what stays."""
    from fieldkit.model import factories
    from fieldkit.model.succession import look_split, movable

    with closing(invocation.workspace()) as workspace:
        with workspace.database.read() as connection:
            factory = factories.find(connection, factory_id)
        values = {"registration_no": number, "registration_no_old": old_number, "name": name}
        moving = {
            table: [record.id for record in found]
            for table, found in movable(workspace, factory).items()
            if table in moved
        }
        _result.finish(invocation, workspace, look_split(workspace, factory, values, moving), dry_run=dry_run)
