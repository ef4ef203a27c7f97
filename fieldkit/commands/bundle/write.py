"""``fieldkit bundle write``: what the centre has not confirmed, into a sealed file."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from fieldkit import bilingual
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

DONE = Text(
    "เขียนแล้ว: {paths}\nรายการเปลี่ยนแปลง {changes} · ไฟล์แนบ {files} · {mib} MiB",
    "Written: {paths}\n{changes} changes, {files} files, {mib} MiB",
)
CODE = Text(
    "รหัสเปิดชุดข้อมูล (บอกเพื่อนร่วมงานทางอื่น ไม่มีเก็บไว้ที่ใด): {code}",
    "The code that opens it (tell it by another way; it is kept nowhere): {code}",
)


@bilingual.command(
    Text(
        "เขียนข้อมูลที่ศูนย์ข้อมูลยังไม่ได้รับลงไฟล์ที่เข้ารหัส\n\nปกติส่งถึงศูนย์ข้อมูล ใช้ --for-colleague เพื่อส่งถึงเครื่องอื่น",
        "Write what the centre has not got into a sealed file.\n\n"
        "For the centre, or with --for-colleague for another laptop.",
    )
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@bilingual.option(
    "--for-colleague",
    is_flag=True,
    words=Text("เปิดด้วยรหัสที่แสดง แทนกุญแจของศูนย์ข้อมูล", "Sealed by a code that is shown."),
)
@pass_invocation
def command(invocation: Invocation, *, file: Path, for_colleague: bool) -> None:
    """Print ``{"paths", "changes", "files", "bytes", "code"}``."""
    from fieldkit.sync.bundle import writing

    write = writing.for_colleague if for_colleague else writing.for_office
    with closing(invocation.workspace()) as workspace:
        written = write(workspace, file)
    paths = [str(path) for path in written.paths]
    text = DONE.pick(invocation.language).format(
        paths=", ".join(paths),
        changes=written.changes,
        files=written.files,
        mib=round(written.size / (1 << 20), 1),
    )
    if written.code:
        text += "\n" + CODE.pick(invocation.language).format(code=written.code)
    values = {
        "paths": paths,
        "changes": written.changes,
        "files": written.files,
        "bytes": written.size,
        "code": written.code,
    }
    invocation.result(values, text)
