"""Why a typed text or a chosen file is not taken; it stays where it is, to be corrected."""

from __future__ import annotations

from fieldkit.errors import FieldkitError, Text


class NotWhole(FieldkitError):
    """A decimal in a field for whole numbers."""

    def __init__(self) -> None:
        super().__init__(Text("ต้องเป็นจำนวนเต็ม เช่น 12", "Must be a whole number, for example 12"))


class NotInList(FieldkitError):
    """A text that is none of the choices."""

    def __init__(self, typed: str) -> None:
        super().__init__(
            Text(f"“{typed.strip()}” ไม่มีในรายการ", f"“{typed.strip()}” is not in the list"),
            Text("พิมพ์บางส่วนแล้วเลือกจากรายการ", "Type a part of it and choose from the list"),
        )


class SeveralInList(FieldkitError):
    """A text that several choices have as their label."""

    def __init__(self, typed: str) -> None:
        super().__init__(
            Text(f"มีหลายรายการชื่อ “{typed.strip()}”", f"Several choices are called “{typed.strip()}”"),
            Text("เลือกจากรายการที่แสดงรหัสกำกับ", "Choose from the list, which shows their codes"),
        )


class NotOnScale(FieldkitError):
    """A number that is none of the values of a range."""

    def __init__(self, first: str, second: str, last: str) -> None:
        super().__init__(
            Text("ค่านี้ไม่อยู่ในสเกล", "The scale has no such value"),
            Text(f"ใช้ {first}, {second} … {last}", f"Use {first}, {second} … {last}"),
        )


class NotDigits(FieldkitError):
    """Letters in a field for digits."""

    def __init__(self) -> None:
        super().__init__(Text("ข้อนี้รับเฉพาะตัวเลข", "This question takes digits only"))


class NotAPhone(FieldkitError):
    """A text without a telephone number."""

    def __init__(self, typed: str) -> None:
        super().__init__(
            Text(f"“{typed}” ไม่ใช่หมายเลขโทรศัพท์", f"“{typed}” is no telephone number"),
            Text("พิมพ์เช่น 056-611234 หรือ 0812345678", "Type it like 056-611234 or 0812345678"),
        )


class NotALink(FieldkitError):
    """A text that is no address of a page."""

    def __init__(self, typed: str) -> None:
        super().__init__(
            Text(f"“{typed}” ไม่ใช่ที่อยู่เว็บ", f"“{typed}” is no web address"),
            Text("พิมพ์เช่น https://www.diw.go.th", "Type it like https://www.diw.go.th"),
        )


class UnreadableFile(FieldkitError):
    """A chosen file cannot be read."""

    def __init__(self, error: OSError) -> None:
        super().__init__(
            Text("อ่านไฟล์ไม่ได้", "The file cannot be read"),
            Text("เสียบสื่อบันทึกให้แน่น หรือเลือกไฟล์อื่น", "Check the card or stick, or choose another file"),
            place=str(error.filename or error),
        )


class NothingToPaste(FieldkitError):
    """Ctrl+V without a picture or a file in the clipboard."""

    def __init__(self) -> None:
        super().__init__(
            Text("ไม่มีภาพหรือไฟล์ในคลิปบอร์ด", "The clipboard holds no picture or file"),
            Text("คัดลอกภาพก่อน แล้วกด Ctrl+V", "Copy a picture first, then press Ctrl+V"),
        )


class QuestionGone(FieldkitError):
    """The question of a file was removed while the file was read."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Text("ไม่ได้แนบไฟล์ ข้อนี้ถูกลบไปแล้ว", "The file was not attached: its question is gone"),
            Text(
                "นำรายการกลับมาด้วย Ctrl+Z แล้วแนบอีกครั้ง", "Bring the row back with Ctrl+Z, then attach it again"
            ),
            place=name,
        )
