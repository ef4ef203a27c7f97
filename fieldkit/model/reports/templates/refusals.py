"""Why a template is not taken: all of it, each with its place and its cure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.errors import Text
from fieldkit.model.reports.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldkit.model.reports.templates.package import Package

_UNPROTECT = Text(
    "ใน Excel: รีวิว > ยกเลิกการป้องกันแผ่นงาน/สมุดงาน แล้วบันทึกใหม่",
    "In Excel: Review > Unprotect Sheet / Workbook, then save again",
)
_UNPROTECT_DOCUMENT = Text(
    "ใน Word: รีวิว > จำกัดการแก้ไข > หยุดการป้องกัน แล้วบันทึกใหม่",
    "In Word: Review > Restrict Editing > Stop Protection, then save again",
)
_BREAK_LINKS = Text(
    "ใน Excel: ข้อมูล > แก้ไขลิงก์ > ตัดการเชื่อมโยง แล้วบันทึกใหม่",
    "In Excel: Data > Edit Links > Break Link, then save again",
)
_PARTS = (
    (
        ("xl/vbaProject.bin", "word/vbaProject.bin"),
        Text("ไฟล์มีมาโคร", "The file holds macros"),
        Text("บันทึกเป็น .xlsx หรือ .docx ที่ไม่มีมาโคร", "Save it as .xlsx or .docx without macros"),
    ),
    (
        ("xl/externalLinks/", "xl/connections.xml", "xl/queryTables/"),
        Text("ไฟล์เชื่อมโยงไปยังไฟล์หรือฐานข้อมูลอื่น", "The file is linked to other files or data"),
        _BREAK_LINKS,
    ),
    (
        ("xl/pivotTables/", "xl/pivotCache/"),
        Text("ไฟล์มีตาราง Pivot", "The file holds a pivot table"),
        Text("ลบตาราง Pivot ออกจากแบบ", "Remove the pivot table from the template"),
    ),
)


def of_package(package: Package) -> Iterator[Problem]:
    """Yield what no template may hold, whatever kind of file it is."""
    for names, title, cure in _PARTS:
        found = next((part for part in package.parts if part.startswith(names)), None)
        if found is not None:
            yield Problem(found, title, cure)
    for name, data in package.parts.items():
        if name.endswith((".xml", ".rels", ".vml")) and (b"<!DOCTYPE" in data or b"<!ENTITY" in data):
            yield Problem(
                name,
                Text("ไฟล์มีคำสั่ง XML ที่ไม่ปลอดภัย", "The file holds unsafe XML declarations"),
                Text("เปิดในโปรแกรมสำนักงานแล้วบันทึกใหม่", "Open it in the office program and save it anew"),
            )
            return
    for name, target in package.external():
        yield Problem(
            name,
            Text(f"ไฟล์เชื่อมโยงไปยัง {target}", f"The file is linked to {target}"),
            _BREAK_LINKS,
        )


def protected(place: str, *, document: bool = False) -> Problem:
    """Return the problem of something that is protected against changes."""
    return Problem(
        place,
        Text("แบบถูกป้องกันไม่ให้แก้ไข", "The template is protected against changes"),
        _UNPROTECT_DOCUMENT if document else _UNPROTECT,
    )


def formula(place: str, text: str) -> Problem:
    """Return the problem of a formula, whose result would be the one of yesterday."""
    return Problem(
        place,
        Text(f"มีสูตร ={text[:40]}", f"There is a formula: ={text[:40]}"),
        Text(
            "ลบสูตร ใช้ช่องแทนค่ารวม เช่น {{r1.total.covered}}",
            "Remove it and use a placeholder of the total, like {{r1.total.covered}}",
        ),
    )


def two_lists(place: str, names: list[str]) -> Problem:
    """Return the problem of one row that repeats for two lists."""
    return Problem(
        place,
        Text(f"แถวเดียวมีสองรายการ: {', '.join(names)}", f"One row repeats for two lists: {', '.join(names)}"),
        Text("ใช้รายการเดียวในหนึ่งแถว", "Use one list in a row"),
    )


def misplaced(place: str, name: str) -> Problem:
    """Return the problem of a repeated placeholder where nothing can be repeated."""
    return Problem(
        place,
        Text(f"{{{{{name}}}}} ซ้ำแถวตรงนี้ไม่ได้", f"{{{{{name}}}}} cannot be repeated here"),
        Text("ใส่ไว้ในแถวของแผ่นงานหรือตาราง", "Put it into a row of the sheet or of a table"),
    )
