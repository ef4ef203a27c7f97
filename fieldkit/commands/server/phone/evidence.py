"""``fieldkit server phone evidence``: a record exactly as a phone sent it, with its files."""

from __future__ import annotations

from pathlib import Path

import click

from fieldkit import bilingual
from fieldkit.commands import _centre
from fieldkit.commands._export_filters import output
from fieldkit.errors import FieldkitError, Text
from fieldkit.invocation import Invocation, pass_invocation

UNKNOWN = Text("ไม่มีรายการนี้", "There is no such record")
SEE_LIST = Text("ดูรหัสด้วย fieldkit server phone inbox", "See: fieldkit server phone inbox")
NOT_WRITTEN = Text(
    "เขียนไฟล์ไม่ได้ หรือไฟล์ของศูนย์ข้อมูลหายไป", "It cannot be written, or a file of the centre is gone"
)
CHECK = Text(
    "เลือกโฟลเดอร์อื่นด้วย -o หรือใช้ fieldkit server check",
    "Choose another folder with -o, or run: fieldkit server check",
)


@bilingual.command(
    Text(
        "เขียนรายการตามที่โทรศัพท์ส่งมาลงโฟลเดอร์\n\nXML ทุกไบต์ตามเดิม พร้อม SHA-256 และไฟล์แนบ",
        "Write a record as it was sent into a folder.\n\nThe XML byte for byte, and its files.",
    )
)
@click.argument("record")
@output(Text("โฟลเดอร์ใหม่หรือโฟลเดอร์ว่าง", "A new or empty folder."))
@_centre.options
@pass_invocation
def command(
    invocation: Invocation,
    *,
    record: str,
    output: Path,
    store: Path | None,
    database_url: str | None,
    blobs: str | None,
) -> None:
    """Copy the files under safe names; two of one name are told apart by their hash."""
    from fieldkit.sync.openrosa import inbox, tending

    with (
        _centre.opened(invocation, store=store, database_url=database_url, blobs=blobs) as centre,
        tending.opened(centre, _centre.folder(invocation, store)),
    ):
        with centre.store.read() as connection:
            found = inbox.evidence(connection, record)
        if found is None:
            raise FieldkitError(UNKNOWN, SEE_LIST, place=record)
        instance, sha256, files = found
        try:
            output.mkdir(parents=True, exist_ok=True)
            for name, one in (("submission.xml", sha256), *files):
                with centre.blobs.open(one) as source:
                    (output / f"{one[:8]}-{inbox.file_name(name)}").write_bytes(source.read())
        except OSError as error:
            raise FieldkitError(NOT_WRITTEN, CHECK, place=str(error)) from error
    told = [{"name": name, "sha256": one} for name, one in files]
    invocation.result(
        {"path": str(output), "instance": instance, "sha256": sha256, "files": told}, f"{output}  {sha256}"
    )
