"""One thing that is not as it was written, with the place and in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from fieldkit.errors import Text

Level = Literal["error", "note"]

_KINDS = {
    "database": Text("แฟ้มฐานข้อมูลเสียหาย", "The database file is damaged"),
    "body": Text("บันทึกการเปลี่ยนแปลงอ่านไม่ได้หรือถูกแก้", "A change record is unreadable or altered"),
    "chain": Text("ลูกโซ่ของบันทึกขาดหรือถูกแก้", "The chain of change records is broken here"),
    "gap": Text("บันทึกการเปลี่ยนแปลงหายไป", "Change records are missing"),
    "unchained": Text(
        "บันทึกของเครื่องนี้ไม่อยู่ในลูกโซ่ จึงจะไม่ถูกส่ง",
        "A record of this device is in no chain, and would never be sent",
    ),
    "cell": Text("ค่าที่เก็บไม่ตรงกับบันทึกการเปลี่ยนแปลง", "A stored value differs from the change records"),
    "row": Text("ข้อมูลในตารางไม่ตรงกับบันทึกการเปลี่ยนแปลง", "A row differs from the change records"),
    "stray_row": Text("ข้อมูลในตารางไม่มีบันทึกการเปลี่ยนแปลง", "A row has no change record"),
    "dangling": Text("รายการที่รอบันทึกมาถึงไม่ครบ", "The list of records yet to arrive is wrong"),
    "seal": Text("การตรวจที่ปิดแล้วถูกแก้ไขหลังลงนาม", "A closed inspection was altered after it was signed"),
    "erased": Text(
        "การตรวจที่ปิดแล้วครบถ้วน ยกเว้นค่าที่ลบตามกฎหมาย (จำนวน เหตุ วันที่)",
        "A closed inspection is whole but for values erased by law (how many, why, when)",
    ),
    "not_erased": Text(
        "มีคำสั่งลบข้อมูลส่วนบุคคลที่ยังไม่ได้ดำเนินการ ใช้ check --rebuild",
        "An order to erase has not been carried out; run check --rebuild",
    ),
    "unsealed": Text("การตรวจที่ปิดแล้วไม่มีตราประทับ", "A closed inspection has no seal"),
    "elsewhere": Text(
        "การตรวจที่คำตอบอยู่ที่สำนักงาน ตรวจตราประทับในเครื่องนี้ไม่ได้",
        "Inspections whose answers are at the office; their seals cannot be checked here",
    ),
    "file_missing": Text("ไฟล์แนบหายไป", "A file is missing"),
    "file_damaged": Text("ไฟล์แนบเสียหายหรือถูกแก้", "A file is damaged or altered"),
    "file_wanted": Text("ไฟล์แนบยังไม่ได้รับจากส่วนกลาง", "A file has not arrived from the centre yet"),
    "file_orphan": Text("ไฟล์ที่ไม่มีข้อมูลใดอ้างถึง", "No record refers to this file"),
    "orphan": Text("ข้อมูลอ้างถึงการตรวจที่ไม่มี", "A record refers to an inspection that is not here"),
    "log_lost": Text(
        "บันทึกล่าสุดก่อนโปรแกรมปิดผิดปกติหายไป",
        "What was saved last before the program broke off has been taken away",
    ),
    "log_damaged": Text(
        "บันทึกล่าสุดก่อนโปรแกรมปิดผิดปกติเสียหาย ใช้คำสั่ง salvage",
        "What was saved last before the program broke off is damaged; use salvage",
    ),
    "lost": Text(
        "กู้บันทึกการเปลี่ยนแปลงนี้ไม่ได้ จะได้คืนเมื่อซิงก์หากส่วนกลางมี",
        "A change record could not be salvaged; it comes back with a sync if the centre has it",
    ),
    "altered": Text(
        "บันทึกการเปลี่ยนแปลงถูกแก้หรือเสียหาย จึงไม่นำมา",
        "A change record is damaged or altered and was left out",
    ),
    "doubtful": Text(
        "บันทึกการเปลี่ยนแปลงไม่ตรงกับค่าที่เก็บ โปรดตรวจสอบ",
        "A change record differs from the value stored beside it; look at both",
    ),
    "written_anew": Text(
        "กู้ค่าได้โดยไม่มีประวัติ จึงบันทึกเป็นรายการใหม่",
        "A value was salvaged without its history and written anew",
    ),
}
_NOTES = {"elsewhere", "erased", "file_wanted", "file_orphan", "orphan", "written_anew"}
CURE = Text(
    "กู้คืนจากสำเนาสำรอง (restore) หรือแจ้งผู้ดูแลระบบ อย่าลบข้อมูลเดิม",
    "Restore a backup, or tell the administrator. Do not delete what is there.",
)


@dataclass(frozen=True, slots=True)
class ProblemFound:
    """What is wrong (``kind``), where (``place``: ids and names), and what was seen (``detail``)."""

    kind: str
    place: str
    detail: str = ""

    @classmethod
    def database(cls, line: str) -> ProblemFound:
        """Return what SQLite says of a damaged file."""
        return cls("database", "fieldkit.db", line)

    @property
    def level(self) -> Level:
        """``error``, or ``note`` for what harms nothing and may be in order."""
        return "note" if self.kind in _NOTES else "error"

    @property
    def title(self) -> Text:
        """What is wrong, in words."""
        return _KINDS[self.kind]

    def line(self, language: str) -> str:
        """Return the problem as one line."""
        return " · ".join(part for part in (self.title.pick(language), self.place, self.detail) if part)

    def as_json(self) -> dict[str, Any]:
        """Return kind, level, place, detail and the message in both languages."""
        return {
            "kind": self.kind,
            "level": self.level,
            "place": self.place,
            "detail": self.detail,
            "message": {"th": self.title.th, "en": self.title.en},
        }
