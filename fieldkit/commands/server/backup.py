"""``fieldkit server backup``: a copy of the central server while it runs."""

from __future__ import annotations

from pathlib import Path

import click

from fieldkit import bilingual
from fieldkit.commands import _centre
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

DONE = Text(
    "สำรองศูนย์ข้อมูลแล้วและอ่านกลับตรวจแล้ว: {path}\nบันทึก {changes} รายการ · ไฟล์ {files} (ใหม่ {fresh}) · {mib} MiB",
    "Copied, read back and compared: {path}\n{changes} changes, {files} files ({fresh} new), {mib} MiB",
)
DAMAGED = Text(
    "ไฟล์ {count} ไฟล์เสียหายหรือหายไปจากศูนย์ข้อมูล จึงไม่อยู่ในสำเนา ดูรายชื่อด้วย server check",
    "{count} files are damaged or missing at the centre and are not in the copy; see: server check",
)


@bilingual.command(
    Text(
        "สำรองศูนย์ข้อมูลลงโฟลเดอร์ ทำได้ระหว่างให้บริการ\n\nFOLDER เก็บได้หลายชุด ไฟล์แนบเก็บไว้ครั้งเดียว",
        "Copy the central server into a folder, also while it serves.\n\n"
        "FOLDER holds several copies, and each file once.",
    )
)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@bilingual.option(
    "--keep",
    type=click.IntRange(1),
    words=Text("เก็บสำเนาล่าสุดไว้กี่ชุด (ปกติ: ทุกชุด)", "How many of the newest copies stay (default: all)."),
)
@_centre.options
@pass_invocation
def command(
    invocation: Invocation,
    *,
    folder: Path,
    keep: int | None,
    store: Path | None,
    database_url: str | None,
    blobs: str | None,
) -> int:
    """Print ``{"path", "counts", "files", "fresh", "bytes", "damaged"}``; 1 when files were damaged."""
    from fieldkit.sync.server import safe_copy

    with _centre.opened(invocation, store=store, database_url=database_url, blobs=blobs) as centre:
        report = safe_copy.make(centre.store, centre.blobs, folder, now=centre.clock(), keep=keep or 0)
        with centre.store.write() as connection:
            centre.note(connection, "copied", report.path.name, files=report.files)
    return _centre.tell_copy(invocation, report, DONE, DAMAGED)
