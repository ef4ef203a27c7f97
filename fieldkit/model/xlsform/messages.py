"""What pyxform says, as problems with a place, in both languages."""

from __future__ import annotations

import re

from fieldkit.errors import Text
from fieldkit.model.xlsform.problem import Level, Problem
from fieldkit.model.xlsform.sheet import Workbook, canonical

_ROW = re.compile(r"\[row : (\d+)\]\s*")
_SHEET = re.compile(
    r"[Oo]n the '(\w+)' sheet|(?:on|from|for) (?:the |sheet: )?'?(survey|choices|settings|entities)'?"
)
_COLUMN = re.compile(r"the '([^']+)' (?:value|column)")

# fieldkit keeps the original photo whatever this parameter says.
_NOISE = re.compile(r"Use the max-pixels parameter|'disabled' column header")

_THAI: tuple[tuple[re.Pattern[str], Text], ...] = tuple(
    (re.compile(pattern), text)
    for pattern, text in (
        (
            r"is missing the .* columns?\b",
            Text("คำแปลไม่ครบทุกภาษา", "Add the missing columns for that language"),
        ),
        (
            r"language declarations do not contain",
            Text("ชื่อภาษาไม่มีรหัส", "Write languages as “Thai (th)”, “English (en)”"),
        ),
        (
            r"Missing calculation",
            Text("แถว calculate ไม่มีสูตรในคอลัมน์ calculation", "Enter a formula in column calculation"),
        ),
        (r"has no label", Text("กลุ่มไม่มีป้ายชื่อ (label)", "Enter a label for the group")),
        (r"no (?:label|hint)|label or hint", Text("คำถามไม่มีป้ายชื่อ (label)", "Enter a label or a hint")),
        (
            r"case-insensitive match",
            Text("ชื่อต่างกันเพียงตัวพิมพ์เล็กใหญ่", "Use names that differ in more than upper and lower case"),
        ),
        (r"[Pp]arameter", Text("ค่าในคอลัมน์ parameters ไม่ถูกต้อง", "Correct column parameters")),
        (
            r"table.list",
            Text(
                "กลุ่มแบบ table-list ใช้ได้กับรายการตัวเลือกเดียวกันเท่านั้น", "Use one choice list in a table-list group"
            ),
        ),
        (
            r"or_other",
            Text(
                "or_other แปลเป็นหลายภาษาไม่ได้", "Add a choice “other” and a text question instead of or_other"
            ),
        ),
        (r"being skipped", Text("ข้ามแถวที่ไม่มีชนิด ชื่อ และป้ายชื่อ", "Remove the row, or give it a type and a name")),
        (r"no longer supported on most devices", Text("อุปกรณ์ส่วนใหญ่ไม่มีค่านี้แล้ว", "Remove the row")),
        (r"save_to|entit", Text("การบันทึก entity (save_to) ไม่ถูกต้อง", "Correct save_to or the sheet entities")),
        (r"[Rr]epeat", Text("การตั้งค่ากลุ่มซ้ำ (repeat) ไม่ถูกต้อง", "Correct the repeat")),
        (r"header", Text("หัวคอลัมน์ไม่ถูกต้อง", "Correct the header")),
        (r"name", Text("ชื่อไม่ถูกต้อง", "Correct the name")),
    )
)


def problem(told: str, level: Level, workbook: Workbook) -> Problem | None:
    """Return the problem that pyxform's sentence ``told`` tells, or None when it does not matter here."""
    if _NOISE.search(told):
        return None
    row = int(found[1]) if (found := _ROW.search(told)) else 0
    sheet = (
        next(filter(None, found.groups()), "") if (found := _SHEET.search(told)) else "survey" if row else ""
    )
    sentence = " ".join(_ROW.sub("", told).split())[:600]
    about = next((text for pattern, text in _THAI if pattern.search(sentence)), None)
    told_th = "แปลงแบบตรวจไม่ได้" if level == "error" else "ตัวแปลงแจ้งว่า"
    message = Text(f"{about.th if about else told_th}: {sentence}", sentence)
    cure = Text("แก้ไขตามข้อความนี้แล้วนำเข้าใหม่", about.en if about else "Correct it and import it again")
    if not sheet:
        return Problem(level, "", row, "", message, cure)
    column = found[1] if (found := _COLUMN.search(sentence)) else "?"
    return workbook.sheet(sheet).problem(level, row, canonical(sheet, column, double=True), message, cure)


def crash(error: Exception) -> Problem:
    """Return the problem of a checklist that pyxform falls over."""
    named = f"{type(error).__name__}: {error}"[:300]
    return Problem(
        "error",
        "",
        0,
        "",
        Text(f"ตัวแปลง pyxform หยุดทำงานกับแบบตรวจนี้ ({named})", f"pyxform breaks on this checklist ({named})"),
        Text(
            "แก้ปัญหาอื่นที่แจ้งก่อน แล้วลบคอลัมน์ที่ไม่ใช่ XLSForm มาตรฐานทีละคอลัมน์",
            "Correct the other problems first, then remove columns that are not plain XLSForm one by one",
        ),
    )


def new_ones(found: list[Problem], known: list[Problem]) -> list[Problem]:
    """Return those of ``found`` that ``known`` does not already tell in other words.

    pyxform stops at its first error, which is nearly always one of ours: the same row, or no place at all.
    """
    places = {(other.sheet.lower(), other.row, level) for other in known for level in _hidden_by(other)}
    errors = any(other.level == "error" for other in known)
    return [
        one
        for one in found
        if (one.sheet.lower(), one.row, one.level) not in places
        and not (errors and one.level == "error" and not one.row)
    ]


def _hidden_by(known: Problem) -> tuple[Level, ...]:
    return ("error", "warning") if known.level == "error" else ("warning",)
