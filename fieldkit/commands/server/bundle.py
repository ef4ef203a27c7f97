"""``fieldkit server bundle``: take one laptop's bundle and write the answer."""

from __future__ import annotations

from pathlib import Path

import click

from fieldkit import bilingual
from fieldkit.commands import _centre
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

DONE = Text(
    "รับจาก {name} ({device}): ใหม่ {changes} · มีแล้ว {known} · พักไว้ {held} · ไฟล์แนบ {files}",
    "From {name} ({device}): {changes} new, {known} known, {held} held; {files} files",
)


@bilingual.command(
    Text(
        "รับชุดข้อมูลของเครื่องหนึ่งจากไฟล์ และเขียนคำตอบ\n\nรับซ้ำได้ ไม่เกิดข้อมูลซ้ำ",
        "Take a laptop's bundle from a file, and write the answer.\n\nTaking it again changes nothing.",
    )
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@bilingual.option(
    "--answer",
    type=click.Path(dir_okay=False, path_type=Path),
    words=Text("ไฟล์คำตอบที่จะนำกลับไปให้เครื่องนั้น", "The answer, to be carried back to the laptop."),
)
@_centre.options
@pass_invocation
def command(
    invocation: Invocation,
    *,
    file: Path,
    answer: Path | None,
    store: Path | None,
    database_url: str | None,
    blobs: str | None,
) -> None:
    """Print ``{"device", "name", "changes", "known", "held", "files", "answered"}``."""
    from fieldkit.sync.server import bundles

    with _centre.opened(invocation, store=store, database_url=database_url, blobs=blobs) as centre:
        received = bundles.receive(centre, file)
        answered = bundles.answer(centre, received, answer) if answer else 0
    values = bundles.values(received)
    invocation.result({**values, "answered": answered}, DONE.pick(invocation.language).format(**values))
