"""Workbooks that open only with a password."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import msoffcrypto

PASSWORD = "คำผ่านของแฟ้ม2569"


def unlocked(path: Path) -> BytesIO:
    """Return what is inside of a workbook written with `PASSWORD`."""
    found = BytesIO()
    with path.open("rb") as file:
        locked = msoffcrypto.OfficeFile(file)
        locked.load_key(password=PASSWORD)
        locked.decrypt(found)
    return found
