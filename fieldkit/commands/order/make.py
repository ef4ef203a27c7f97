"""``fieldkit order make``: a draft of an order of open findings."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from fieldkit import bilingual
from fieldkit.commands import _orders
from fieldkit.errors import FieldkitError, Text
from fieldkit.invocation import Invocation, pass_invocation


class WordingUnreadable(FieldkitError):
    """The file with the wording cannot be read as text."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text("อ่านไฟล์ข้อความคำสั่งไม่ได้", "The file of the wording cannot be read"),
            Text("บันทึกเป็นข้อความ UTF-8", "Save it as text in UTF-8"),
            place=place,
        )


@bilingual.command(
    Text(
        "ร่างคำสั่งจากข้อบกพร่องที่ยังไม่แก้ไขของโรงงานเดียวกัน\n\nFINDING เป็นรหัสจาก list findings",
        "Draft an order of open findings of one factory.\n\nFINDING is an id of list findings.",
    )
)
@click.argument("findings", metavar="FINDING…", nargs=-1, required=True)
@bilingual.option(
    "--section",
    default="",
    metavar="SECTION",
    words=Text("37, 39 หรือ advice (ปกติตามผลการตรวจ)", "37, 39 or advice (default: as the visit decided)."),
)
@bilingual.option("--days", type=int, metavar="N", words=Text("ให้เวลากี่วัน", "Days given from the receipt."))
@bilingual.option(
    "--wording",
    type=click.Path(path_type=Path),
    metavar="FILE",
    words=Text("ไฟล์ข้อความคำสั่งแทนข้อความของสำนักงาน", "Text file instead of the office's wording."),
)
@pass_invocation
def command(
    invocation: Invocation, *, findings: tuple[str, ...], section: str, days: int | None, wording: Path | None
) -> None:
    """Print the order with its temporary number."""
    from fieldkit.model.orders import making

    words = _read(wording) if wording is not None else None
    with closing(invocation.workspace()) as workspace:
        proposal = making.propose(workspace, findings, section=section)
        if words is None and days is not None:
            today = workspace.clock().date()
            words = making.proposed_wording(proposal.section, proposal.findings, days, today)
        order_id, done = making.make(workspace, proposal, wording=words, days=days)
        _orders.told(invocation, workspace, [order_id], done.warnings)


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise WordingUnreadable(str(file)) from error
