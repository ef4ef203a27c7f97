"""``fieldkit sync``: exchange everything with the central server."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from fieldkit import bilingual
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

if TYPE_CHECKING:
    from fieldkit.sync.client import SyncReport

SUMMARY = Text(
    "ส่ง {pushed} รับ {pulled} รายการ  ไฟล์ส่ง {attachments_sent} รอส่ง {attachments_waiting}"
    " รับ {attachments_received}  ข้อขัดแย้ง {conflicts}  ({kib} KiB, {seconds} วินาที)",
    "{pushed} changes sent, {pulled} received; files: {attachments_sent} sent, {attachments_waiting} waiting,"
    " {attachments_received} received; {conflicts} conflicts ({kib} KiB, {seconds} s)",
)
PHASES = {
    "hello": Text("ติดต่อศูนย์ข้อมูล", "Calling the centre"),
    "push": Text("ส่งข้อมูล", "Sending answers"),
    "send_files": Text("ส่งไฟล์แนบ", "Sending files"),
    "pull": Text("รับข้อมูล", "Receiving answers"),
    "fetch_files": Text("รับไฟล์แนบ", "Receiving files"),
}


@bilingual.command(
    Text(
        "แลกเปลี่ยนข้อมูลกับศูนย์ข้อมูล\n\nหยุดหรือขาดช่วงได้ทุกเมื่อ ครั้งต่อไปจะทำต่อจากที่ค้างไว้",
        "Exchange everything with the central server.\n\nMay be stopped at any time; the next one goes on.",
    )
)
@pass_invocation
def command(invocation: Invocation) -> None:
    """Sync and print what was moved and what is still open."""
    from fieldkit.model.workspace import Workspace
    from fieldkit.sync import client

    def show(phase: str, done: int, total: int, size: int) -> None:
        words = PHASES[phase].pick(invocation.language)
        click.echo(f"\r{words} {done}/{total}  {size // 1024} KiB\x1b[K", err=True, nl=False)

    watched = sys.stderr.isatty() and not invocation.json
    with closing(Workspace(invocation.data)) as workspace:
        report = client.sync(workspace, show if watched else None)
    if watched:
        click.echo("\r\x1b[K", err=True, nl=False)
    invocation.result(asdict(report), lambda: _summary(report, invocation.language))


def _summary(report: SyncReport, language: str) -> str:
    kib = round((report.bytes_sent + report.bytes_received) / 1024)
    return SUMMARY.pick(language).format(kib=kib, **asdict(report))
