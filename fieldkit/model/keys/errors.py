"""What a person is told of keys: never of damage when a word was mistyped, nor the other way round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.errors import FieldkitError, Text

if TYPE_CHECKING:
    from pathlib import Path


class KeyProblem(FieldkitError):
    """The data stay sealed, and are unharmed."""


class PassphraseWanted(KeyProblem):
    """The data folder is encrypted and nobody gave its key.

    Attributes:
        folder: the data folder.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(
            Text("ข้อมูลชุดนี้เข้ารหัสไว้", "These data are encrypted"),
            Text(
                "ใส่รหัสผ่านในหน้าต่างโปรแกรม หรือระบุไฟล์ด้วย --passphrase-file",
                "Enter the passphrase in the window, or name a file that holds it with --passphrase-file",
            ),
            place=str(folder),
        )
        self.folder = folder


class WrongPassphrase(KeyProblem):
    """What was typed opens nothing."""

    def __init__(self) -> None:
        super().__init__(
            Text("รหัสผ่านไม่ถูกต้อง", "The passphrase is wrong"),
            Text(
                "ตรวจภาษาแป้นพิมพ์และ Caps Lock แล้วลองอีกครั้ง ข้อมูลยังอยู่ครบ",
                "Check the keyboard's language and Caps Lock, then try again. The data are intact.",
            ),
        )


class WrongCode(KeyProblem):
    """A recovery code that is no code, or another folder's."""

    def __init__(self, *, mistyped: bool) -> None:
        cure = (
            Text(
                "ตัวอักษรตรวจสอบไม่ตรง พิมพ์ผิดหนึ่งตัวหรือสลับที่ ดูกระดาษแล้วพิมพ์ใหม่",
                "A letter is wrong or two are swapped: the check letter does not fit. Look at the paper.",
            )
            if mistyped
            else Text(
                "รหัสนี้เป็นของข้อมูลชุดอื่น หรือถูกยกเลิกแล้ว หารหัสของเครื่องนี้",
                "It belongs to other data or was withdrawn. Find the code of this laptop.",
            )
        )
        super().__init__(Text("รหัสกู้คืนใช้ไม่ได้", "The recovery code cannot be used"), cure)


class WeakPassphrase(KeyProblem):
    """A passphrase that a stranger would guess."""

    def __init__(self, least: int) -> None:
        super().__init__(
            Text("รหัสผ่านนี้เดาง่ายเกินไป", "This passphrase is too easy to guess"),
            Text(
                f"ใช้อย่างน้อย {least} ตัวอักษร ไม่ใช่ตัวเลขล้วน และไม่ซ้ำตัวเดิม เช่นคำสี่คำที่ไม่เกี่ยวกัน",
                f"Use at least {least} signs, not digits only, not the same few; four unrelated words do.",
            ),
        )


class SlotsDamaged(KeyProblem):
    """Neither the key file nor its copy can be read."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text("แฟ้มกุญแจเสียหาย", "The key file is damaged"),
            Text(
                "นำ keys.json จากไฟล์สำรองของเครื่องนี้มาวางแทน ข้อมูลที่เข้ารหัสยังอยู่ครบ",
                "Put keys.json of a backup of this laptop in its place. The encrypted data are intact.",
            ),
            place=place,
        )


class OtherVersion(KeyProblem):
    """A key file that another version of the program wrote."""

    def __init__(self, place: str, version: object) -> None:
        super().__init__(
            Text("แฟ้มกุญแจเป็นรุ่นที่โปรแกรมนี้ไม่รู้จัก", "The key file has a version that this program does not know"),
            Text(
                "เปิดด้วยโปรแกรมรุ่นที่สร้างแฟ้มนี้ หรือรุ่นล่าสุด ข้อมูลไม่ถูกแก้ไข",
                "Open it with the version that wrote it, or the newest one. Nothing was changed.",
            ),
            place=f"{place}: {version}",
        )


class NoSuchSlot(KeyProblem):
    """The folder cannot be opened in this way."""

    def __init__(self, kind: Text) -> None:
        super().__init__(
            Text(f"ไม่ได้ตั้งวิธีเปิดนี้ไว้: {kind.th}", f"There is no such way to open these data: {kind.en}"),
            Text("ดูวิธีที่มีด้วยคำสั่ง key status", "See which there are: fieldkit key status"),
        )


class LastWay(KeyProblem):
    """The passphrase is the way that is always there."""

    def __init__(self) -> None:
        super().__init__(
            Text("ลบรหัสผ่านไม่ได้", "The passphrase cannot be removed"),
            Text("เปลี่ยนรหัสผ่านแทนด้วยคำสั่ง key passphrase", "Change it instead: fieldkit key passphrase"),
        )


class NotEncrypted(KeyProblem):
    """There is nothing to unlock."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            Text("ข้อมูลชุดนี้ยังไม่เข้ารหัส", "These data are not encrypted"),
            Text("เปิดการเข้ารหัสด้วยคำสั่ง key encrypt", "Encrypt them: fieldkit key encrypt"),
            place=str(folder),
        )


class AlreadyEncrypted(KeyProblem):
    """There is nothing to encrypt."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            Text("ข้อมูลชุดนี้เข้ารหัสอยู่แล้ว", "These data are encrypted already"),
            Text("เปลี่ยนรหัสผ่านด้วยคำสั่ง key passphrase", "Change the passphrase: fieldkit key passphrase"),
            place=str(folder),
        )


class NoKeyring(KeyProblem):
    """This machine keeps no secrets for programs."""

    def __init__(self) -> None:
        super().__init__(
            Text("เครื่องนี้ไม่มีที่เก็บกุญแจของระบบ", "This machine has no keyring"),
            Text("ใช้รหัสผ่านทุกครั้งที่เปิดโปรแกรม", "Enter the passphrase at each start instead."),
        )


class NotAnOfficeKey(KeyProblem):
    """The file is no recovery key of an office, or the wrong half of one."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text("ไฟล์นี้ไม่ใช่กุญแจกู้คืนของสำนักงาน", "This is no recovery key of an office"),
            Text(
                "ใช้ไฟล์ .public เพื่อเพิ่มกุญแจ และไฟล์ที่ไม่มี .public เพื่อกู้คืน",
                "Use the .public file to add the key, the other one to recover data.",
            ),
            place=place,
        )


class OfficeKeyThere(KeyProblem):
    """A recovery key is never written over: whatever was sealed for it would be lost."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text("มีไฟล์กุญแจชื่อนี้อยู่แล้ว", "A file of that name is there already"),
            Text("ใช้ชื่อไฟล์ใหม่ กุญแจเดิมไม่ถูกแก้ไข", "Choose another name; the old key was not changed."),
            place=place,
        )


class NotTheSame(KeyProblem):
    """The encrypted copy does not read like the original; the original stays."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text(
                "สำเนาที่เข้ารหัสไม่ตรงกับต้นฉบับ ยังไม่ได้เข้ารหัส", "The encrypted copy differs; nothing was encrypted"
            ),
            Text(
                "ตรวจข้อมูลด้วยคำสั่ง check แล้วลองอีกครั้ง", "Look for damage with: fieldkit check, then try again."
            ),
            place=place,
        )
