"""The ``fieldkit::`` columns: taken out of the sheets by XForm path, and checked."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from fieldkit.errors import Text
from fieldkit.model.xlsform.expressions import REFERENCE, faults, resolve
from fieldkit.model.xlsform.outline import Item, Outline, did_you_mean, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldkit.model.xlsform.problem import Problem
    from fieldkit.model.xlsform.sheet import Row, Sheet, Workbook

PREFIX = "fieldkit::"
SAVE = "save_to"
COLUMNS = (
    *("limit", "unit", "fail", "severity", "law", "action", "due_days", "weight"),
    *("receiving", "reading", "correction", "identifies", "personal", "decision", "starts"),
)
SETTINGS = ("title",)
_SEVERITIES = ("C", "M", "m", "i")
_DECISIONS = ("advice", "order37", "order39")
_READINGS = ("worst", "mean", "max", "min")
_BARE_NAME = re.compile(r"(?!\.{1,2}$)[^()\[\]'\"<>=!/|+*,@$:]+")
_NUMBER = re.compile(r"\d+(\.\d+)?")
_TAKES_ANSWERS = {
    "limit": "AIR-TSP ${source} ${fuel}",
    "receiving": "${tds_receiving}",
    "correction": "O2-7 ${stack_o2}",
}
_TABLES = (
    ("limit", "limits.csv, limit_choices.csv", "WW-BOD"),
    ("correction", "corrections.csv", "O2-7 ${stack_o2}"),
)
_NAMES = frozenset({"text", "string", "integer", "int", "decimal", "barcode"})
_MEASURED = frozenset({"integer", "int", "decimal", "range", "calculate", "text", "string"})


@lru_cache(maxsize=1024)
def failing_choices(fail: str) -> tuple[str, ...]:
    """Return the choice names that ``fieldkit::fail`` lists, or nothing when it is an expression.

    Bare names have no meaning as an XPath condition, so nothing is ambiguous.
    """
    names = tuple(fail.split())
    return names if all(_BARE_NAME.fullmatch(name) for name in names) else ()


def root_name(workbook: Workbook) -> str:
    """Return the name of the root of the primary instance."""
    return next((row["name"] for row in workbook.sheet("settings").filled() if row["name"]), "data")


def collect(workbook: Workbook, tree: Outline) -> dict[str, dict[str, str]]:
    """Return the filled ``fieldkit::`` cells by XForm path; those of the settings sheet stand at the root."""
    root = root_name(workbook)
    policy: dict[str, dict[str, str]] = {}
    for row in workbook.sheet("settings").filled():
        if cells := _own(row):
            policy[f"/{root}"] = cells
            break
    for item in tree.items:
        if not (cells := _own(item.row)):
            continue
        for column in ("fail", *_TAKES_ANSWERS):
            if column in cells:
                cells[column] = resolve(cells[column], item, tree, root)
        policy["/".join(("", root, *item.path))] = cells
    return policy


def named(workbook: Workbook, tree: Outline) -> Iterator[tuple[str, str, Problem]]:
    """Yield column and cell of what names a row of a table, with the problem to tell if there is none."""
    sheet = workbook.sheet("survey")
    for item in tree.items:
        for column, table, example in _TABLES:
            if not (cell := item.row[PREFIX + column]):
                continue
            name = cell.split()[0]
            problem = sheet.problem(
                "error",
                item.row.number,
                PREFIX + column,
                Text(
                    f"“{name}” ไม่มีในตาราง {table} หรือระบุจำนวนข้อไม่ตรง",
                    f"“{name}” is not in the table {table}, or not for that number of answers",
                ),
                Text(
                    f"ตรวจรหัสในตาราง เขียนเช่น {example}", f"Check its id in the table; write it like {example}"
                ),
            )
            yield column, cell, problem
        if saved := _saved(workbook, item):
            yield SAVE, *saved


def _saved(workbook: Workbook, item: Item) -> tuple[str, Problem] | None:
    """Return ``list property`` that an answer is saved to, with the problem to tell if there is none."""
    lists = [row["list_name"] or row["dataset"] for row in workbook.sheet("entities").filled()]
    before, divided, after = item.row[SAVE].partition("#")
    name, property_ = (before, after) if divided else ("".join(lists[:1]), before)
    if not (name and property_):
        return None
    problem = workbook.sheet("survey").problem(
        "error",
        item.row.number,
        SAVE,
        Text(f"บันทึก “{property_}” ลงรายการ {name} ไม่ได้", f"“{property_}” cannot be saved to the list {name}"),
        Text(
            "ใช้คอลัมน์ที่รายการนี้รับ (checklist_lists.csv)",
            "Use a column that the list takes (checklist_lists.csv)",
        ),
    )
    return f"{name} {property_}", problem


def _own(row: Row) -> dict[str, str]:
    return {key.removeprefix(PREFIX): value for key, value in row.cells.items() if key.startswith(PREFIX)}


def check(workbook: Workbook, tree: Outline) -> Iterator[Problem]:
    """Yield the problems of the ``fieldkit::`` columns."""
    survey = workbook.sheet("survey")
    yield from _unknown(survey, COLUMNS)
    yield from _unknown(workbook.sheet("settings"), SETTINGS)
    for item in tree.items:
        yield from _values(survey, item)
        yield from _deciding(survey, item)
        yield from _fail(survey, item, tree)
        yield from _measuring(survey, item, tree)
        yield from _naming(survey, item)
        yield from _starting(survey, item, tree)


def _unknown(sheet: Sheet, known: tuple[str, ...]) -> Iterator[Problem]:
    for key, (header, _) in sheet.columns.items():
        name = key.removeprefix(PREFIX).partition("::")[0]
        if key.startswith(PREFIX) and name not in known:
            near = nearest(name, known)
            yield sheet.problem(
                "warning",
                1,
                key,
                Text(f"ไม่รู้จักคอลัมน์ {header}", f"Unknown column {header}"),
                did_you_mean(
                    near and PREFIX + near, Text(f"ใช้ {', '.join(known)}", f"Use {', '.join(known)}")
                ),
            )


def _values(sheet: Sheet, item: Item) -> Iterator[Problem]:
    row = item.row
    severity, weight, days = (row[PREFIX + name] for name in ("severity", "weight", "due_days"))
    if severity and severity not in _SEVERITIES:
        yield sheet.problem(
            "error",
            row.number,
            PREFIX + "severity",
            Text(f"ไม่รู้จักระดับ {severity}", f"Unknown severity {severity}"),
            Text(
                "ใช้ C (วิกฤต), M (สำคัญ), m (เล็กน้อย) หรือ i (ข้อมูล)",
                "Use C (critical), M (major), m (minor) or i (information)",
            ),
        )
    if weight and not _NUMBER.fullmatch(weight):
        yield sheet.problem(
            "error",
            row.number,
            PREFIX + "weight",
            Text(f"น้ำหนัก {weight} ไม่ใช่ตัวเลข", f"The weight {weight} is not a number"),
            Text(
                "ใส่ตัวเลขตั้งแต่ 0 หรือเว้นว่างให้ใช้ตามระดับ",
                "Enter 0 or more, or leave it empty to follow the severity",
            ),
        )
    if days and not (days.isascii() and days.isdigit() and len(days) <= 5):
        yield sheet.problem(
            "error",
            row.number,
            PREFIX + "due_days",
            Text(f"จำนวนวัน {days} ไม่ใช่จำนวนเต็ม", f"The days {days} are not a whole number"),
            Text("ใส่จำนวนวันเป็นตัวเลขเต็ม เช่น 30", "Enter whole days such as 30"),
        )
    if row[PREFIX + "personal"] not in ("", "yes"):
        yield sheet.problem(
            "error",
            row.number,
            PREFIX + "personal",
            Text(f"ใช้ {row[PREFIX + 'personal']} ไม่ได้", f"{row[PREFIX + 'personal']} means nothing here"),
            Text("ใส่ yes หรือเว้นว่าง", "Enter yes, or leave it empty"),
        )
    if row[PREFIX + "limit"] and item.type not in _MEASURED:
        yield sheet.problem(
            "error",
            row.number,
            PREFIX + "limit",
            Text("ค่ามาตรฐานใช้ได้กับคำถามที่เป็นตัวเลข", "A limit needs a question that is measured"),
            Text("เปลี่ยน type เป็น decimal หรือ integer", "Change the type to decimal or integer"),
        )


def _deciding(sheet: Sheet, item: Item) -> Iterator[Problem]:
    """Check what a finding asks for first."""
    decision = item.row[PREFIX + "decision"]
    if decision and decision not in _DECISIONS:
        yield sheet.problem(
            "error",
            item.row.number,
            PREFIX + "decision",
            Text(f"ไม่รู้จักการสั่งการ {decision}", f"Unknown decision {decision}"),
            did_you_mean(
                nearest(decision, _DECISIONS),
                Text(f"ใช้ {', '.join(_DECISIONS)}", f"Use {', '.join(_DECISIONS)}"),
            ),
        )


def _measuring(sheet: Sheet, item: Item, tree: Outline) -> Iterator[Problem]:
    """Check how duplicate readings count and what a value is corrected by."""
    row = item.row
    rule = row[PREFIX + "reading"]
    if rule and rule not in _READINGS:
        yield sheet.problem(
            "error",
            row.number,
            PREFIX + "reading",
            Text(f"ไม่รู้จักวิธีรวมค่า {rule}", f"Unknown way to take readings together: {rule}"),
            did_you_mean(
                nearest(rule, _READINGS),
                Text(f"ใช้ {', '.join(_READINGS)}", f"Use {', '.join(_READINGS)}"),
            ),
        )
    for column, example in _TAKES_ANSWERS.items():
        for reference in REFERENCE.finditer(row[PREFIX + column]):
            if not tree.named(reference["name"]):
                yield sheet.problem(
                    "error",
                    row.number,
                    PREFIX + column,
                    Text(f"ไม่มีข้อชื่อ {reference['name']}", f"There is no question {reference['name']}"),
                    Text(f"เขียนเช่น {example}", f"Write it like {example}"),
                )


def _naming(sheet: Sheet, item: Item) -> Iterator[Problem]:
    """Check what names the rows of a repeat: an answer that a person gives in the row."""
    cell = item.row[PREFIX + "identifies"]
    if cell and cell != "yes":
        yield sheet.problem(
            "error",
            item.row.number,
            PREFIX + "identifies",
            Text(f"ใช้ {cell} ไม่ได้", f"{cell} means nothing here"),
            Text("ใส่ yes หรือเว้นว่าง", "Enter yes, or leave it empty"),
        )
    elif cell and not (item.repeats and (item.type in _NAMES or _chooses_one(item))):
        yield sheet.problem(
            "error",
            item.row.number,
            PREFIX + "identifies",
            Text("ข้อนี้ใช้เป็นชื่อของรายการซ้ำไม่ได้", "This question cannot name the row of a repeat"),
            Text(
                "ย้ายไปที่ข้อความ จำนวน รหัส หรือตัวเลือกเดียวภายใน begin_repeat",
                "Move it to a text, number, code or single choice inside begin_repeat",
            ),
        )


def _starting(sheet: Sheet, item: Item, tree: Outline) -> Iterator[Problem]:
    """Check which answers call for another checklist."""
    form_id, *names = item.row[PREFIX + "starts"].split() or [""]
    unknown = [name for name in names if name not in tree.lists.get(item.list_name, {})]
    if form_id and (unknown or not names):
        told = ", ".join(unknown) or form_id
        yield sheet.problem(
            "error",
            item.row.number,
            PREFIX + "starts",
            Text(f"{told} ไม่มีคำตอบของข้อนี้", f"{told}: no choice of this question is named"),
            Text("เขียนรหัสแบบตรวจ แล้วตัวเลือก เช่น SAF yes", "Write a checklist, then choices, such as SAF yes"),
        )


def _chooses_one(item: Item) -> bool:
    return item.type.replace(" ", "_").startswith("select_one")


def _fail(sheet: Sheet, item: Item, tree: Outline) -> Iterator[Problem]:
    fail = item.row[PREFIX + "fail"]
    if not fail:
        return
    names = failing_choices(fail)
    if not names:
        for fault in faults(fail, tree):
            yield sheet.problem(fault.level, item.row.number, PREFIX + "fail", fault.message, fault.cure)
        return
    choices = tree.lists.get(item.list_name)
    if item.file or item.type.startswith(("select_one ${", "select_multiple ${")):
        return
    listed = ", ".join(list(choices or ())[:10])
    cure = (
        Text(f"ตัวเลือกคือ {listed}", f"The choices are {listed}")
        if listed
        else Text("เขียนเป็นนิพจน์ เช่น . < 3", "Write an expression such as . < 3")
    )
    for name in names:
        if choices is None or name not in choices:
            yield sheet.problem(
                "error",
                item.row.number,
                PREFIX + "fail",
                Text(f"{name} ไม่ใช่ตัวเลือกของข้อนี้", f"{name} is not a choice of this question"),
                did_you_mean(nearest(name, choices or ()), cure),
            )
