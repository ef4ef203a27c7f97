"""``fieldkit key passphrase``: another passphrase, also after the old one was lost."""

from __future__ import annotations

from pathlib import Path

import click

from fieldkit import bilingual
from fieldkit.commands import _keys
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

DONE = Text("เปลี่ยนรหัสผ่านแล้ว รหัสเดิมใช้ไม่ได้อีก", "The passphrase is changed; the old one opens nothing.")


@bilingual.command(
    Text(
        "เปลี่ยนรหัสผ่าน\n\nลืมรหัสเดิม: ใช้ --code-file หรือ --office-key",
        "Change the passphrase.\n\nThe old one is lost: use --code-file or --office-key.",
    )
)
@bilingual.option(
    "--new-file",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    words=Text("ไฟล์ที่บรรทัดแรกเป็นรหัสผ่านใหม่", "A file whose first line is the new passphrase."),
)
@_keys.recovery
@pass_invocation
def command(invocation: Invocation, /, *, new_file: Path | None, **recovery: Path | None) -> None:
    """Print ``{"changed"}``; the data are not written again."""
    from fieldkit.model.keys import changing, slots
    from fieldkit.model.lock import held

    with held(invocation.data):
        key = _keys.key_to(invocation, slots.read(invocation.data), **recovery)
        changing.change_passphrase(
            invocation.data, key, _keys.secret(invocation, new_file, _keys.NEW, twice=True)
        )
    invocation.result({"changed": True}, DONE.pick(invocation.language))
