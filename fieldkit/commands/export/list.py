"""``fieldkit export list``: what can be exported."""

from __future__ import annotations

from fieldkit import bilingual
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

EXPORTS = {
    "plan": (
        ".xlsx",
        Text(
            "แผนการตรวจของปีงบประมาณ แก้แล้วนำเข้าได้",
            "The plan of a fiscal year, to be edited and imported again",
        ),
    ),
    "register": (
        ".xlsx",
        Text(
            "ทะเบียนโรงงาน แก้แล้วนำเข้าได้",
            "The register of factories, to be edited and imported again",
        ),
    ),
    "workbook": (
        ".xlsx",
        Text(
            "สมุดงาน Excel: สรุป การตรวจ คำตอบ ข้อบกพร่อง โรงงาน ภาพถ่าย",
            "Excel workbook: summary, inspections, answers, findings, factories, photos",
        ),
    ),
    "report": (
        ".xlsx",
        Text(
            "รายงานของจังหวัด R1–R14 (ดู list reports) หรือบันทึกข้อความ หรือแบบของสำนักงาน",
            "The province's reports R1 to R14 (see list reports), a memo, or the office's own template",
        ),
    ),
    "memo": (
        ".docx",
        Text("บันทึกข้อความรายงานผลการตรวจ", "The memo of an inspection"),
    ),
    "pdf": (
        ".pdf",
        Text(
            "บันทึกการตรวจ หรือหนังสือคำสั่ง พร้อมรหัส QR ของผนึก",
            "The record of an inspection or the letter of an order, with the seal as a QR code",
        ),
    ),
    "shape": (
        ".zip .xlsx .csv .geojson",
        Text(
            "การตรวจในรูปแบบของโปรแกรมอื่น: ODK Central, KoboToolbox, หนึ่งแถวต่อคำตอบ, แผนที่, บันทึกการกรอก",
            "Inspections as other programs keep them: ODK Central, KoboToolbox, rows, map, log of entries",
        ),
    ),
    "recipe": (
        "",
        Text("ชุดส่งออกที่จำไว้ในหน้าต่าง", "An export that is remembered in the window"),
    ),
    "daily": (
        "",
        Text("การส่งออกประจำวันลงโฟลเดอร์", "What is exported into a folder every day"),
    ),
    "reference": (
        ".xlsx",
        Text(
            "ตารางอ้างอิง: ค่ากำหนด มาตรา วันหยุด … แก้ใน Excel แล้วนำเข้าได้",
            "A reference table: limits, sections, holidays …, to edit in Excel and import again",
        ),
    ),
    "findings": (
        ".xlsx",
        Text(
            "รายการข้อบกพร่อง แก้แล้วนำเข้าได้ ส่วนที่ลงนามแล้วล็อกไว้",
            "The list of findings, to be edited and imported again; what was signed is locked",
        ),
    ),
    "cases": (
        ".xlsx",
        Text(
            "ทะเบียนงานติดตาม: ข้อเสนอแนะ เรื่องร้องเรียน ลูกหนี้ หรือวิสาหกิจ",
            "A register that is followed up: recommendations, complaints, borrowers or enterprises",
        ),
    ),
}


@bilingual.command(Text("รายการที่ส่งออกได้", "What can be exported."))
@pass_invocation
def command(invocation: Invocation) -> None:
    """Print ``{"exports": [{"name", "suffix", "title"}], "total"}``."""
    found = [
        {"name": name, "suffix": suffix, "title": title.pick(invocation.language)}
        for name, (suffix, title) in EXPORTS.items()
    ]
    readable = "\n".join("\t".join(line.values()) for line in found)
    invocation.result({"exports": found, "total": len(found)}, readable)
