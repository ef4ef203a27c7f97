"""The password of an exported file: read from a file, so that it stands in no history of commands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from fieldkit import bilingual
from fieldkit.errors import Text
from fieldkit.invocation import first_line


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
    """Return the password, "" without a file; raises FileUnreadable."""
    return first_line(path) if path is not None else ""
