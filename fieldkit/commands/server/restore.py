"""``fieldkit server restore``: a copy back into an empty central server."""

from __future__ import annotations

from pathlib import Path

import click

from fieldkit import bilingual
from fieldkit.commands import _centre
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

DONE = Text(
    "กู้คืนศูนย์ข้อมูลแล้วจาก {path}\nบันทึก {changes} รายการ · ไฟล์ {files} · เครื่องจะส่งสิ่งที่ขาดให้เองเมื่อซิงก์",
    "Put back from {path}\n{changes} changes, {files} files. Laptops send what is missing when they sync.",
)
DAMAGED = Text(
    "ไฟล์ {count} ไฟล์ไม่อยู่ในสำเนา เครื่องที่มีจะส่งให้ใหม่เมื่อซิงก์",
    "{count} files are not in the copy; laptops that have them send them again.",
)


@bilingual.command(
    Text(
        "กู้คืนศูนย์ข้อมูลจากสำเนาลงศูนย์ข้อมูลที่ว่าง\n\nFILE เป็นไฟล์ centre-….db โฟลเดอร์ blobs ต้องอยู่ข้างกัน",
        "Put a copy back into an empty central server.\n\nFILE is centre-….db; blobs must lie beside it.",
    )
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@_centre.options
@pass_invocation
def command(
    invocation: Invocation,
    *,
    file: Path,
    store: Path | None,
    database_url: str | None,
    blobs: str | None,
) -> int:
    """Print ``{"path", "counts", "files", "fresh", "bytes", "damaged"}``; 1 when files are missing."""
    from fieldkit.sync.server import safe_copy

    with _centre.opened(invocation, store=store, database_url=database_url, blobs=blobs) as centre:
        report = safe_copy.put_back(file, centre.store, centre.blobs)
        with centre.store.write() as connection:
            centre.note(connection, "put back", report.path.name, files=report.files)
    return _centre.tell_copy(invocation, report, DONE, DAMAGED)
