"""``fieldkit key encrypt``: seal a data folder that is plain."""

from __future__ import annotations

from pathlib import Path

import click

from fieldkit import bilingual
from fieldkit.commands import _keys
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

DONE = Text("เข้ารหัสแล้ว: ฐานข้อมูลและไฟล์แนบ {files} ไฟล์", "Encrypted: the database and {files} attachments.")
CODE = Text(
    "รหัสกู้คืน พิมพ์ลงกระดาษและเก็บในตู้นิรภัย จะไม่แสดงอีก:",
    "Recovery code: write it on paper, lock it away; shown once:",
)
LEFT = Text(
    "ไฟล์เดิมในโฟลเดอร์ข้อมูลที่ยังไม่เข้ารหัส {count} ไฟล์ ดูด้วยคำสั่ง key status",
    "{count} earlier files in the data folder are still in clear; see: key status",
)


@bilingual.command(
    Text(
        "เข้ารหัสข้อมูลทั้งหมดในโฟลเดอร์ข้อมูล\n\nรหัสผ่านใหม่มาจาก --passphrase-file หรือพิมพ์ที่หน้าจอ",
        "Encrypt everything in the data folder.\n\nThe new passphrase is typed, or in --passphrase-file.",
    )
)
@bilingual.option(
    "--code", is_flag=True, words=Text("ออกรหัสกู้คืนบนกระดาษด้วย", "Also make a recovery code for paper.")
)
@bilingual.option(
    "--office",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    words=Text("กุญแจสาธารณะของสำนักงานสำหรับกู้คืน", "The office's public recovery key."),
)
@bilingual.option(
    "--keyring", is_flag=True, words=Text("ให้ระบบจำกุญแจไว้", "Let the system's keyring open it too.")
)
@pass_invocation
def command(invocation: Invocation, *, code: bool, office: Path | None, keyring: bool) -> None:
    """Print ``{"encrypted", "files", "bytes", "code", "in_clear": [FILE…]}``; ``code`` only here, once."""
    from fieldkit.model.keys import beginning
    from fieldkit.system_keyring import SystemKeyring

    words = _keys.secret(invocation, invocation.passphrase_file, _keys.NEW, twice=True)
    begun = beginning.begin(words, office=office, code=code, keyring=SystemKeyring() if keyring else None)
    done = beginning.encrypt(invocation.data, begun)
    lines = [DONE.pick(invocation.language).format(files=done.files)]
    lines += [CODE.pick(invocation.language), begun.code] if begun.code else []
    invocation.result(
        {
            "encrypted": True,
            "files": done.files,
            "bytes": done.size,
            "code": begun.code,
            "in_clear": [str(path) for path in done.left],
        },
        "\n".join(lines),
    )
    if done.left:
        invocation.say(LEFT.pick(invocation.language).format(count=len(done.left)))
