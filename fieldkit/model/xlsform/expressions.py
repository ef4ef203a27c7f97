"""Every expression and ``${reference}`` of an XLSForm, checked before the form is ever filled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldkit.errors import Text
from fieldkit.model.form.problems import XPathError
from fieldkit.model.form.xpath.parse import parse
from fieldkit.model.form.xpath.syntax import Call, Literal, Path, Tree, children, walk
from fieldkit.model.form.xpath.table import TABLE, Function
from fieldkit.model.form.xpath.text_functions import regex
from fieldkit.model.xlsform import features
from fieldkit.model.xlsform.outline import Item, Outline, did_you_mean, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldkit.model.xlsform.problem import Level, Problem
    from fieldkit.model.xlsform.sheet import Row, Sheet, Workbook

REFERENCE = re.compile(r"\$\{\s*(?P<saved>last-saved#)?(?P<name>[^}]*?)\s*\}")
_OPENED = re.compile(r"\$\{[^}]*$|\$\{[^}]*(?=\$\{)|\$\s+\{")
EXPRESSIONS = (
    "relevant",
    "constraint",
    "required",
    "read_only",
    "calculation",
    "repeat_count",
    "choice_filter",
)
"""Columns of the survey sheet that hold an expression."""
TEXTS = (
    "label",
    "hint",
    "guidance_hint",
    "constraint_message",
    "required_message",
    "trigger",
    "parameters",
    "appearance",
)
"""Columns of the survey sheet in which ``${references}`` may stand."""
_YES_NO = frozenset({"yes", "no", "true", "false"})
# pyxform puts straight quotation marks in the place of these.
_QUOTES = str.maketrans("‘’“”", "''\"\"")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in an expression."""

    level: Level
    message: Text
    cure: Text


def check(workbook: Workbook, tree: Outline) -> Iterator[Problem]:
    """Yield the problems of all expressions and references on all sheets."""
    survey = workbook.sheet("survey")
    for item in tree.items:
        yield from _item(survey, item, tree)
    for sheet, columns in (
        (workbook.sheet("choices"), ()),
        (workbook.sheet("settings"), ("instance_name",)),
        (workbook.sheet("entities"), ("create_if", "update_if", "entity_id", "label")),
    ):
        yield from _rows(sheet, columns, tree)


def _item(sheet: Sheet, item: Item, tree: Outline) -> Iterator[Problem]:
    cells = item.row.cells
    for column in EXPRESSIONS:
        text = cells.get(column, "")
        if text and text.lower() not in _YES_NO:
            yield from _told(sheet, item.row, column, faults(text, tree))
            yield from _told(sheet, item.row, column, _bare_names(text, column, item, tree))
    if _is_dynamic(cells.get("default", ""), item.type):
        yield from _told(sheet, item.row, "default", faults(cells["default"], tree))
    for name in cells:
        if name.partition("::")[0] in TEXTS:
            yield from _told(sheet, item.row, name, references(cells[name], tree))


def _rows(sheet: Sheet, columns: tuple[str, ...], tree: Outline) -> Iterator[Problem]:
    for row in sheet.filled():
        for name, text in row.cells.items():
            if name in columns:
                yield from _told(sheet, row, name, faults(text, tree))
            elif "${" in text and name.startswith("label"):
                yield from _told(sheet, row, name, references(text, tree))


def _told(sheet: Sheet, row: Row, column: str, found: Iterator[Fault]) -> Iterator[Problem]:
    return (sheet.problem(fault.level, row.number, column, fault.message, fault.cure) for fault in found)


def _is_dynamic(default: str, kind: str) -> bool:
    if not default:
        return False
    from pyxform.utils import default_is_dynamic

    return bool(default_is_dynamic(default, kind))


def references(text: str, tree: Outline) -> Iterator[Fault]:
    """Yield what is wrong with the ``${references}`` in ``text``."""
    if "$" not in text:
        return
    if _OPENED.search(text):
        yield Fault(
            "error",
            Text("การอ้างถึงคำถามเขียนไม่ครบ", "A reference to a question is not complete"),
            Text("เขียนในรูป ${ชื่อคำถาม}", "Write it as ${question_name}"),
        )
    for name in dict.fromkeys(match["name"] for match in REFERENCE.finditer(text)):
        items = tree.named(name)
        if not items:
            yield Fault(
                "error",
                Text(f"ไม่มีคำถามชื่อ {name}", f"There is no question named {name}"),
                did_you_mean(
                    (near := nearest(name, tree.names)) and f"${{{near}}}",
                    Text("ใช้ชื่อในคอลัมน์ name ของแผ่น survey", "Use a name from the column name of sheet survey"),
                ),
            )
        elif len(items) > 1:
            rows = ", ".join(str(item.row.number) for item in items)
            yield Fault(
                "error",
                Text(
                    f"มีคำถามชื่อ {name} หลายข้อ (แถว {rows})",
                    f"Several questions are named {name} (rows {rows})",
                ),
                Text("ตั้งชื่อให้ไม่ซ้ำ", "Give them different names"),
            )


def faults(text: str, tree: Outline) -> Iterator[Fault]:
    """Yield what is wrong in the expression ``text``: references, syntax, functions, instances."""
    yield from references(text, tree)
    try:
        parsed = parse(plain(text))
    except XPathError as error:
        at = error.position + 1
        hint = (
            error.hint
            if error.hint.en
            else Text(
                "ตรวจวงเล็บ เครื่องหมายคำพูด และตัวดำเนินการ", "Check brackets, quotation marks and operators"
            )
        )
        yield Fault(
            "error",
            Text(f"นิพจน์ผิดที่อักขระที่ {at}: {error.title.th}", f"Mistake at character {at}: {error.title.en}"),
            hint,
        )
        return
    for part in walk(parsed):
        if isinstance(part, Call):
            yield from _call(part, tree)


def plain(text: str) -> str:
    """Return ``text`` with each reference as a path in brackets of the same length."""
    straight = text.translate(_QUOTES).replace("\n", " ")
    return REFERENCE.sub(lambda match: f"({'_' * (len(match.group()) - 2)})", straight)


def _call(call: Call, tree: Outline) -> Iterator[Fault]:
    function = TABLE.get(call.name)
    elsewhere = features.REFUSED_FUNCTIONS.get(f"{call.name}()")
    if (
        call.name == "pulldata"
        and call.arguments
        and getattr(call.arguments[0], "value", "") == "@javascript"
    ):
        function, elsewhere = None, features.REFUSED_FUNCTIONS["pulldata('@javascript', …)"]
    if function is None and elsewhere is not None:
        yield Fault(
            "error",
            Text(f"fieldkit ไม่มีฟังก์ชัน {call.name}()", f"fieldkit does not do {call.name}()"),
            elsewhere.note,
        )
        return
    if function is None:
        yield Fault(
            "error",
            Text(f"ไม่รู้จักฟังก์ชัน {call.name}()", f"Unknown function {call.name}()"),
            did_you_mean(
                (near := nearest(call.name, TABLE)) and f"{near}()",
                Text("ใช้ฟังก์ชันในเอกสาร ODK XLSForm", "Use a function of the ODK XLSForm documentation"),
            ),
        )
        return
    yield from _arity(function, len(call.arguments))
    last = call.arguments[-1] if call.arguments else None
    if call.name == "instance" and isinstance(last, Literal):
        yield from _instance(last.value, tree)
    if call.name == "regex" and isinstance(last, Literal):
        yield from _pattern(last.value)


def _arity(function: Function, given: int) -> Iterator[Fault]:
    least, most = function.min_args, function.max_args
    if given >= least and (most is None or given <= most):
        return
    wanted = Text(f"{least} ตัวขึ้นไป", f"{least} or more") if most is None else Text(f"{least} ตัว", f"{least}")
    if most is not None and most != least:
        wanted = Text(f"{least} ถึง {most} ตัว", f"{least} to {most}")
    yield Fault(
        "error",
        Text(f"{function.name}() มีค่า {given} ตัว", f"{function.name}() has {given} arguments"),
        Text(f"ต้องมี {wanted.th} คั่นด้วยจุลภาค", f"It takes {wanted.en}, separated by commas"),
    )


def _instance(name: str, tree: Outline) -> Iterator[Fault]:
    # last-saved data needs no row of its own.
    if name in tree.instances or name == "__last-saved":
        return
    yield Fault(
        "error",
        Text(f"ไม่มีข้อมูล instance('{name}')", f"There is no instance('{name}')"),
        did_you_mean(
            nearest(name, tree.instances),
            Text(f"เพิ่มแถวชนิด csv-external ชื่อ {name}", f"Add a row of type csv-external named {name}"),
        ),
    )


def _pattern(text: str) -> Iterator[Fault]:
    try:
        regex("", text)
    except XPathError as error:
        yield Fault("error", error.title, error.hint)


def _bare_names(text: str, column: str, item: Item, tree: Outline) -> Iterator[Fault]:
    """Yield the names of questions written without ``${}``: they read nothing and hide the mistake."""
    if item.kind != "question" or column == "choice_filter":
        return
    try:
        pending: list[Tree] = [parse(plain(text))]
    except XPathError:
        return
    while pending:
        part = pending.pop()
        if isinstance(part, Path):
            first = part.steps[0] if part.start is None and len(part.steps) == 1 else None
            if first is not None and first.axis == "child" and tree.named(first.test):
                yield Fault(
                    "warning",
                    Text(
                        f"{first.test} เป็นชื่อคำถามที่ไม่มี ${{}}",
                        f"{first.test} is a question's name without ${{}}",
                    ),
                    Text(f"เขียน ${{{first.test}}}", f"Write ${{{first.test}}}"),
                )
        else:
            pending.extend(children(part))


def resolve(text: str, item: Item, tree: Outline, root: str) -> str:
    """Return ``text`` with each reference as the XPath that pyxform would write at ``item``.

    Within a repeat that both share it is a relative path (``current()/`` inside a predicate), else absolute.
    """
    depth, position, done = 0, 0, []
    for match in REFERENCE.finditer(text):
        between = text[position : match.start()]
        unquoted = re.sub(r"\"[^\"]*\"|'[^']*'", "", between)
        depth += unquoted.count("[") - unquoted.count("]")
        targets = tree.named(match["name"])
        done += [between, _path(item, targets[0], root, depth > 0) if targets else match.group()]
        position = match.end()
    return "".join([*done, text[position:]])


def _path(item: Item, target: Item, root: str, in_predicate: bool) -> str:
    shared = [repeat for repeat in item.repeats if repeat in target.repeats and repeat != target.path]
    if not shared:
        return f"/{'/'.join((root, *target.path))}"
    length = len(shared[-1])
    up = "/".join([".."] * (len(item.path) - length))
    return "/".join(filter(None, ["current()" if in_predicate else "", up, *target.path[length:]]))
