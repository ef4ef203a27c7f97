"""The ways to a key that a command may be given instead of the passphrase: printed code, office's key."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fieldkit import bilingual
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, first_line

if TYPE_CHECKING:
    from fieldkit.model.keys.slots import Slots

NEW = Text("รหัสผ่านใหม่", "New passphrase")
OFFICE = Text("รหัสผ่านของกุญแจสำนักงาน", "Passphrase of the office's key")
_FILE = click.Path(dir_okay=False, path_type=Path)


def recovery(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command ``--code-file``, ``--office-key`` and ``--office-passphrase-file``."""
    for name, words in (
        (
            "--office-passphrase-file",
            Text("ไฟล์ที่บรรทัดแรกเป็นรหัสผ่านของกุญแจสำนักงาน", "A file whose first line is that key's passphrase."),
        ),
        (
            "--office-key",
            Text("ใช้กุญแจกู้คืนของสำนักงานแทนรหัสผ่าน", "Use the office's recovery key instead of the passphrase."),
        ),
        (
            "--code-file",
            Text("ไฟล์ที่บรรทัดแรกเป็นรหัสกู้คืนบนกระดาษ", "A file whose first line is the printed recovery code."),
        ),
    ):
        command = bilingual.option(name, metavar="FILE", type=_FILE, words=words)(command)
    return command


def key_to(
    invocation: Invocation,
    slots: Slots,
    *,
    code_file: Path | None = None,
    office_key: Path | None = None,
    office_passphrase_file: Path | None = None,
) -> bytes:
    """Return the key that ``slots`` hold, by what the command was given; raises KeyProblem."""
    from fieldkit.model.keys import office, ways

    if code_file is not None:
        return ways.with_code(slots, first_line(code_file))
    if office_key is not None:
        words = secret(invocation, office_passphrase_file, OFFICE)
        return ways.with_office(slots, office.read_private(office_key, words))
    return invocation.key_to(slots)


def secret(invocation: Invocation, file: Path | None, words: Text, *, twice: bool = False) -> str:
    """Return a secret from a file, or from the person at the terminal."""
    return first_line(file) if file is not None else invocation.ask(words, twice=twice)
