"""``fieldkit show receipt``: what the office has confirmed of an inspection."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from fieldkit import bilingual
from fieldkit.errors import FieldkitError, Text
from fieldkit.invocation import Invocation, pass_invocation

if TYPE_CHECKING:
    from fieldkit.model.receipts import InspectionReceipt

COMPLETE = Text("อยู่ที่สำนักงานครบแล้ว", "All of it is at the office.")
WAITING = Text("ยังไม่ครบที่สำนักงาน", "Not all of it is at the office yet.")
NOT_YET = Text("รอส่ง", "waiting")
UNKNOWN = Text("ไม่พบการตรวจนี้ในเครื่อง", "This inspection is not on this laptop")
CURE = Text("ดูรหัสด้วย fieldkit list inspections", "See its id with: fieldkit list inspections")


@bilingual.command(
    Text(
        "แสดงใบรับของการตรวจหนึ่งครั้ง: ข้อมูลและไฟล์ใดอยู่ที่สำนักงานตั้งแต่เมื่อใด\n\nID เป็นรหัสของการตรวจ",
        "Show which records and files of an inspection the office has since when.\n\nID is the inspection's.",
    )
)
@click.argument("inspection", metavar="ID")
@pass_invocation
def command(invocation: Invocation, *, inspection: str) -> None:
    """Print the receipts that the centre has given, without asking it."""
    from fieldkit.sync import client

    with closing(invocation.workspace()) as workspace:
        if not workspace.rows("SELECT 1 FROM inspection WHERE id = ?", inspection):
            raise FieldkitError(UNKNOWN, CURE, place=inspection)
        found = client.receipt(workspace, inspection)
    values = {**asdict(found), "complete": found.complete}
    invocation.result(values, lambda: _text(found, invocation.language))


def _text(found: InspectionReceipt, language: str) -> str:
    waiting = NOT_YET.pick(language)
    lines = [(COMPLETE if found.complete else WAITING).pick(language)]
    lines += [f"{one.received_at or waiting}\t{one.table}\t{one.record}" for one in found.records]
    lines += [f"{one.received_at or waiting}\t{one.name}\t{one.sha256}" for one in found.files]
    return "\n".join(lines)
