"""A workbook that opens only with a password, as spreadsheets lock it (ECMA-376 agile encryption)."""

from __future__ import annotations

from io import BytesIO

from fieldkit.errors import FieldkitError, Text

SHORTEST = 8


class PasswordTooShort(FieldkitError):
    """A password that is guessed at once."""

    def __init__(self) -> None:
        super().__init__(
            Text("รหัสผ่านสั้นเกินไป", "The password is too short"),
            Text(f"ใช้อย่างน้อย {SHORTEST} ตัวอักษร", f"Use at least {SHORTEST} letters"),
            place="--password-file",
        )


class PasswordMissing(FieldkitError):
    """What is known of borrowers is to be written without a password."""

    def __init__(self) -> None:
        super().__init__(
            Text("ไฟล์นี้ต้องตั้งรหัสผ่าน", "This file is only written with a password"),
            Text("ตั้งรหัสผ่านของไฟล์ และส่งให้ผู้รับแยกจากไฟล์", "Give a password and send it apart from the file"),
            place="--password-file",
        )


def check_password(password: str) -> None:
    """Raise `PasswordTooShort` for a password that protects nothing."""
    if len(password) < SHORTEST:
        raise PasswordTooShort


def encrypted(workbook: bytes, password: str) -> bytes:
    """Return an .xlsx locked with ``password``; raises `PasswordTooShort`."""
    check_password(password)
    from msoffcrypto.format.ooxml import OOXMLFile

    written = BytesIO()
    OOXMLFile(BytesIO(workbook)).encrypt(password, written)
    return written.getvalue()
