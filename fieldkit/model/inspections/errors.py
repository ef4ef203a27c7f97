"""What can keep an inspection from being answered, signed or opened."""

from __future__ import annotations

from fieldkit.errors import FieldkitError, Text


class NoSuchInspection(FieldkitError):
    """There is no inspection of that id on this machine."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text("ไม่พบการตรวจนี้ในเครื่อง", "This inspection is not on this machine"),
            Text("ซิงก์ข้อมูลแล้วลองอีกครั้ง", "Sync, then try again"),
            place=place,
        )


class InspectionSealed(FieldkitError):
    """A signed inspection does not change any more."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text("การตรวจนี้ปิดและลงนามแล้ว แก้ไขไม่ได้", "This inspection is signed and closed; it cannot change"),
            Text("ทำฉบับแก้ไขพร้อมเหตุผลหากต้องการแก้ไข", "To correct it, make a revision with a reason"),
            place=place,
        )


class InspectionChanged(FieldkitError):
    """Others' changes arrived while it stood on the screen: nobody signs what they have not seen."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text(
                "มีผู้อื่นแก้ไขการตรวจนี้ระหว่างที่เปิดอยู่ ยังไม่ได้ลงนาม",
                "Somebody else changed this inspection while it was open; it was not signed",
            ),
            Text(
                "กลับไปที่รายการ เปิดการตรวจอีกครั้ง ตรวจดูแล้วลงนามใหม่",
                "Go back to the list, open it again, look through it, then sign",
            ),
            place=place,
        )


class Unanswered(FieldkitError):
    """Closing as complete while questions that count are unanswered."""

    def __init__(self, paths: tuple[str, ...]) -> None:
        super().__init__(
            Text(f"ยังไม่ตอบ {len(paths)} ข้อ จึงปิดแบบสมบูรณ์ไม่ได้", f"{len(paths)} questions are unanswered"),
            Text(
                "ตอบให้ครบ หรือปิดแบบตรวจบางส่วนพร้อมเหตุผล", "Answer them, or close as partly done with a reason"
            ),
            place=", ".join(path.rpartition("/")[2] for path in paths[:8]),
        )
        self.paths = paths


class ReasonNeeded(FieldkitError):
    """Closing in another way than complete, or a refused signature, needs a reason."""

    def __init__(self) -> None:
        super().__init__(
            Text("ต้องระบุเหตุผล", "A reason is needed"),
            Text("พิมพ์เหตุผลสั้น ๆ แล้วปิดการตรวจอีกครั้ง", "Type a short reason and close again"),
        )


class SignatureNeeded(FieldkitError):
    """The inspector, and the representative or two witnesses of the refusal, sign."""

    def __init__(self, missing: Text) -> None:
        super().__init__(
            Text("ลายมือชื่อยังไม่ครบ", "Signatures are missing"),
            missing,
        )


class RowsSetByForm(FieldkitError):
    """The number of rows follows from an answer, or there are no rows here."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text("จำนวนรายการนี้กำหนดโดยแบบตรวจ", "The checklist sets the number of these rows"),
            Text("แก้คำตอบที่ใช้นับแทน", "Change the answer that counts them"),
            place=place,
        )


class FileTooLarge(FieldkitError):
    """A recording or document is larger than fieldkit keeps."""

    def __init__(self, size: int, most: int) -> None:
        super().__init__(
            Text(f"ไฟล์ใหญ่เกินไป ({size >> 20} MB)", f"The file is too large ({size >> 20} MB)"),
            Text(
                f"ใช้ไฟล์ไม่เกิน {most >> 20} MB ตัดให้สั้นลงหรือลดความละเอียด",
                f"Use at most {most >> 20} MB: cut it shorter or make it smaller",
            ),
        )


_FAMILIES = {
    "image": Text("ภาพ", "a picture"),
    "audio": Text("เสียง", "a recording"),
    "video": Text("วิดีโอ", "a film"),
}


class WrongFile(FieldkitError):
    """A file of another kind than the question asks for, or of a kind that fieldkit does not keep."""

    def __init__(self, name: str, wanted: str, found: str) -> None:
        asked = _FAMILIES.get(wanted.partition("/")[0], Text("เอกสาร", "a document"))
        super().__init__(
            Text(f"ข้อนี้ต้องแนบ{asked.th}", f"This question takes {asked.en}")
            if found
            else Text("ไม่รู้จักชนิดของไฟล์นี้ จึงไม่แนบ", "This kind of file is not known, so it was not attached"),
            Text(
                "แนบ MP3, M4A, WAV, MP4, MOV, PDF, Word, Excel หรือภาพ",
                "Attach MP3, M4A, WAV, MP4, MOV, PDF, Word, Excel or a picture",
            ),
            place=f"{name} {found}".strip(),
        )


class NotClosed(FieldkitError):
    """A draft is changed, not revised."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text("การตรวจนี้ยังไม่ปิด แก้ไขได้เลย", "This inspection is not closed; change it directly"),
            place=place,
        )


class RevisionOpen(FieldkitError):
    """Somebody revises, or has revised, this inspection already."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text("มีฉบับแก้ไขของการตรวจนี้อยู่แล้ว", "There is a revision of this inspection already"),
            Text("เปิดฉบับแก้ไขล่าสุดแล้วแก้จากฉบับนั้น", "Open the newest revision and correct that one"),
            place=place,
        )


class ChangedSince(FieldkitError):
    """What a person wants to take back, or to do again, was changed by somebody else meanwhile."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text(
                "มีผู้อื่นแก้ไขหลังจากนั้น จึงไม่ย้อนขั้นนี้",
                "Somebody else changed this since; this step was not taken back",
            ),
            Text(
                "ตรวจคำตอบที่เห็นแล้วแก้เอง กดอีกครั้งจะย้อนขั้นก่อนหน้า",
                "Look at the answer and correct it by hand; the key again takes the step before",
            ),
            place=place,
        )
