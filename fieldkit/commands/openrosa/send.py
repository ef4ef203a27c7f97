"""``fieldkit openrosa send``: closed inspections to an office's server."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from fieldkit import bilingual
from fieldkit.commands import _export_filters
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

if TYPE_CHECKING:
    from fieldkit.sync.openrosa.sending import Delivery

SUMMARY = Text(
    "ส่ง {sent}  มีอยู่แล้ว {already}  ไม่รับ {refused}", "{sent} sent, {already} there already, {refused} refused"
)
LEFT_OUT = Text("ไม่มีไฟล์ในเครื่องนี้: {0}", "not on this laptop, or damaged: {0}")
UNNAMED = Text(
    "รูป {0} รูปไม่มีคำถามในแบบ จึงส่งให้โปรแกรมอื่นไม่ได้ (ยังอยู่ใน fieldkit)",
    "{0} photos have no question in the form and other programs no place for them (they stay in fieldkit)",
)


@bilingual.command(
    Text(
        "ส่งการตรวจที่ลงนามแล้วไปเซิร์ฟเวอร์ของสำนักงาน\n\nหยุดหรือขาดช่วงได้ทุกเมื่อ ครั้งต่อไปทำต่อจากที่ค้าง",
        "Send closed inspections to the office's server.\n\nMay be cut at any time; the next one goes on.",
    )
)
@_export_filters.filter_options
@bilingual.option(
    "--again", is_flag=True, words=Text("ส่งรายการที่เคยถูกปฏิเสธอีกครั้ง", "Send what was refused once more.")
)
@pass_invocation
def command(invocation: Invocation, /, *, again: bool, **given: Any) -> int:
    """Send, and say what the server refused."""
    from fieldkit.sync.openrosa import office, sending
    from fieldkit.sync.openrosa.office_link import OfficeLink

    def show(done: int, total: int) -> None:
        click.echo(f"\r{done}/{total}\x1b[K", err=True, nl=False)

    watched = sys.stderr.isatty() and not invocation.json
    with closing(invocation.workspace()) as workspace:
        access = office.chosen(workspace)
        filters = _export_filters.filters(workspace, given)
        with OfficeLink(access) as link:
            delivery = sending.send(
                workspace, access.office, link, filters, again=again, progress=show if watched else None
            )
    if watched:
        click.echo("\r\x1b[K", err=True, nl=False)
    invocation.result(asdict(delivery), lambda: _readable(delivery, invocation.language))
    return 1 if delivery.refused or delivery.left_out else 0


def _readable(delivery: Delivery, language: str) -> str:
    counts = {"sent": delivery.sent, "already": delivery.already, "refused": len(delivery.refused)}
    lines = [SUMMARY.pick(language).format(**counts)]
    lines += [f"    {one['id']}  {one['factory']}  {one['message']}" for one in delivery.refused]
    lines += [LEFT_OUT.pick(language).format(one) for one in delivery.left_out]
    if delivery.unnamed:
        lines.append(UNNAMED.pick(language).format(delivery.unnamed))
    return "\n".join(lines)
