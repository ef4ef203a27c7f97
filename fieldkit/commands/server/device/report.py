"""``fieldkit server device report``: what was on a laptop that is lost or stolen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from fieldkit import bilingual
from fieldkit.commands import _centre
from fieldkit.commands.server.device.revoke import SEE_LIST, UNKNOWN
from fieldkit.errors import FieldkitError, Text
from fieldkit.invocation import Invocation, pass_invocation

HEAD = Text(
    "{name} ({person}) จังหวัด {provinces} ติดต่อครั้งสุดท้าย {last_seen}\n"
    "อย่างมากที่สุดในเครื่องมี การตรวจ {inspections} (มีข้อถามข้อมูลส่วนบุคคล {asking}) ไฟล์ {files}",
    "{name} ({person}), provinces {provinces}, last heard of {last_seen}\n"
    "At most it held {inspections} inspections ({asking} ask for personal data), {files} files",
)
PERSONAL = Text("ข้อมูลส่วนบุคคล (จำนวนรายการ):", "Personal data (records):")
UNSURE = Text(
    "ศูนย์ไม่ทราบว่าข้อมูลในเครื่องเข้ารหัสไว้หรือไม่ ถามเจ้าของเครื่อง",
    "Whether its data were encrypted the centre does not know: ask who worked with it",
)


@bilingual.command(
    Text(
        "รายงานว่าในเครื่องที่หายมีข้อมูลใดอย่างมากที่สุด\n\nใช้ประกอบการแจ้งเหตุละเมิดข้อมูลส่วนบุคคล (72 ชั่วโมง)",
        "What a lost laptop held at most.\n\nFor the notice of a breach of personal data (72 hours).",
    )
)
@click.argument("device")
@_centre.options
@pass_invocation
def command(
    invocation: Invocation, *, device: str, store: Path | None, database_url: str | None, blobs: str | None
) -> None:
    """Print the counts by kind of record."""
    from fieldkit.sync.server.laptop_report import laptop_report

    with _centre.opened(invocation, store=store, database_url=database_url, blobs=blobs) as centre:
        found = laptop_report(centre, device)
        if found is None:
            raise FieldkitError(UNKNOWN, SEE_LIST, place=device)
    invocation.result(found, lambda: _text(found, invocation.language))


def _text(found: dict[str, Any], language: str) -> str:
    head = HEAD.pick(language).format(
        name=found["name"],
        person=found["person"] or "-",
        provinces=", ".join(found["provinces"]),
        last_seen=found["last_seen"] or "-",
        inspections=found["records"].get("inspection", 0),
        asking=found["inspections_with_personal_questions"],
        files=found["files"],
    )
    lines = [
        f"  {table}.{column}: {count}"
        for table, columns in found["personal"].items()
        for column, count in columns.items()
    ]
    return "\n".join([head, PERSONAL.pick(language), *lines, UNSURE.pick(language)])
