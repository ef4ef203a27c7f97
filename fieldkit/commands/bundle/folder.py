"""``fieldkit bundle folder``: take the centre's answers from a folder, and leave a bundle there."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from fieldkit import bilingual
from fieldkit.commands.bundle.read import values_of, words_of
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

LEFT = Text(
    "ฝากไว้ให้ศูนย์ข้อมูล: รายการเปลี่ยนแปลง {changes} · ไฟล์แนบ {files}",
    "Left for the centre: {changes} changes, {files} files",
)


@bilingual.command(
    Text(
        "แลกเปลี่ยนกับศูนย์ข้อมูลผ่านโฟลเดอร์กลางของสำนักงานหรือแฟลชไดรฟ์\n\nศูนย์ข้อมูลรับด้วยคำสั่ง fieldkit server folder",
        "Exchange with the centre by a shared folder or a stick."
        "\n\nThe centre fetches it with: fieldkit server folder",
    )
)
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@pass_invocation
def command(invocation: Invocation, *, directory: Path) -> int:
    """Print ``{"read", "refused", "paths", "changes", "files"}``; 1 when the centre refused something."""
    from fieldkit.sync.bundle import folder

    with closing(invocation.workspace()) as workspace:
        report = folder.exchange(workspace, directory)
    language = invocation.language
    refused = [error.message(language) for error in report.refused]
    values = {
        "read": [values_of(one) for one in report.read],
        "refused": refused,
        "paths": [str(path) for path in report.written.paths],
        "changes": report.written.changes,
        "files": report.written.files,
    }
    left = LEFT.pick(language).format(changes=report.written.changes, files=report.written.files)
    read = [words_of(one, language) for one in report.read]
    invocation.result(values, "\n".join([*read, *refused, left]))
    return 1 if report.refused else 0
