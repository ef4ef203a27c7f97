"""The password of an exported file: read from a file, so that it stands in no history of commands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from fieldkit import bilingual
from fieldkit.errors import FieldkitError, Text


class PasswordUnreadable(FieldkitError):
    """The file with the password cannot be read."""


def option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command its ``--password-file``."""
    return bilingual.option(
        "--password-file",
        metavar="FILE",
        type=click.Path(path_type=Path),
        words=Text(
            "ไฟล์ข้อความที่บรรทัดแรกเป็นรหัสผ่านของไฟล์ Excel",
            "A text file whose first line is the password of the workbook.",
        ),
    )(command)


def read(path: Path | None) -> str:
    """Return the password, "" without a file; raises `PasswordUnreadable`."""
    if path is None:
        return ""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise PasswordUnreadable(
            Text("อ่านไฟล์รหัสผ่านไม่ได้", "The file with the password cannot be read"),
            Text("ใช้ไฟล์ข้อความ UTF-8 ที่มีรหัสผ่านในบรรทัดแรก", "Use a UTF-8 text file with it on the first line"),
            place=str(path),
        ) from error
    return lines[0].strip() if lines else ""
