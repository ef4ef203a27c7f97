"""Choices that nobody can choose: lists and filter columns that are not there, values that never match."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.errors import Text
from fieldkit.model.form.problems import XPathError
from fieldkit.model.form.xpath.parse import parse
from fieldkit.model.form.xpath.syntax import Operation, Path, Tree, children
from fieldkit.model.xlsform.expressions import REFERENCE, plain
from fieldkit.model.xlsform.outline import Item, Outline, did_you_mean, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldkit.model.xlsform.problem import Problem
    from fieldkit.model.xlsform.sheet import Row, Sheet, Workbook

_MOST = 20
"""Rows of one list that are told one by one."""


def check(workbook: Workbook, tree: Outline) -> Iterator[Problem]:
    """Yield the problems of filters and of the lists that questions use."""
    survey, choices = workbook.sheet("survey"), workbook.sheet("choices")
    rows: dict[str, list[Row]] = {}
    for row in choices.filled():
        rows.setdefault(row["list_name"], []).append(row)
    for item in tree.items:
        if item.list_name in tree.lists and (text := item.row["choice_filter"]):
            yield from _columns(survey, item, text, choices)
            yield from _never_offered(choices, text, rows[item.list_name], tree)
    yield from _unused(choices, rows, tree)
    yield from _alike(choices, rows)


def _columns(survey: Sheet, item: Item, text: str, choices: Sheet) -> Iterator[Problem]:
    known = [name for name in choices.columns if "::" not in name]
    for name in dict.fromkeys(_rowwise(text)):
        if name in known or name in ("name", "label"):
            continue
        near = nearest(name, known)
        yield survey.problem(
            "error",
            item.row.number,
            "choice_filter",
            Text(f"แผ่น choices ไม่มีคอลัมน์ {name}", f"Sheet choices has no column {name}"),
            did_you_mean(
                near,
                Text(
                    f"เพิ่มคอลัมน์ {name} ในแผ่น choices หรือเขียน ${{{name}}} ถ้าหมายถึงคำถาม",
                    f"Add a column {name} to sheet choices, or write ${{{name}}} if a question is meant",
                ),
            ),
        )


def _read(text: str) -> Tree | None:
    try:
        return parse(plain(text))
    except XPathError:
        return None


def _rowwise(text: str) -> Iterator[str]:
    """Yield the columns that a filter reads; what stands inside another path's brackets reads other rows."""
    tree = _read(text)
    pending = [tree] if tree is not None else []
    while pending:
        part = pending.pop()
        if not isinstance(part, Path):
            pending.extend(children(part))
        elif (name := _column(part)) is not None:
            yield name


def _column(tree: Tree) -> str | None:
    """Return the name that a path of one step has; a reference to a question is no column."""
    if not isinstance(tree, Path) or tree.start is not None or len(tree.steps) != 1:
        return None
    step = tree.steps[0]
    named = step.axis == "child" and not step.test.endswith((")", "*")) and step.test.strip("_")
    return step.test if named else None


def _never_offered(choices: Sheet, text: str, rows: list[Row], tree: Outline) -> Iterator[Problem]:
    """Yield the choices whose value in a filter's column no answer can have (``column = ${question}``)."""
    for column, question in _equalities(text):
        found = tree.named(question)
        if len(found) != 1 or found[0].list_name not in tree.lists or column not in choices.columns:
            continue
        if not found[0].type.startswith("select_one ") or "or_other" in found[0].type:
            continue
        offered = tree.lists[found[0].list_name]
        lost = [row for row in rows if row[column] not in offered]
        for row in lost[:_MOST]:
            yield choices.problem(
                "warning",
                row.number,
                column,
                Text(
                    f"ตัวเลือก {row['name']} จะไม่ปรากฏ เพราะ {question} ไม่มีคำตอบ {row[column] or '(ว่าง)'}",
                    f"The choice {row['name']} is never offered: {question} has no answer"
                    f" {row[column] or '(blank)'}",
                ),
                did_you_mean(
                    nearest(row[column], offered),
                    Text(
                        f"ใส่ค่าที่มีในรายการ {found[0].list_name}", f"Use a name of the list {found[0].list_name}"
                    ),
                ),
            )


def _equalities(text: str) -> Iterator[tuple[str, str]]:
    """Yield column and question of each ``column = ${question}`` that must hold."""
    tree = _read(text)
    if tree is None:
        return
    names = {match.start() + 1: match["name"] for match in REFERENCE.finditer(text)}
    conjunction = isinstance(tree, Operation) and tree.operators[0] == "and"
    for part in tree.operands if isinstance(tree, Operation) and conjunction else (tree,):
        if isinstance(part, Operation) and part.operators == ("=",):
            for one, other in (part.operands, part.operands[::-1]):
                column = _column(one)
                if column is not None and other.position in names:
                    yield column, names[other.position]


def _unused(choices: Sheet, rows: dict[str, list[Row]], tree: Outline) -> Iterator[Problem]:
    written = " ".join(text for item in tree.items for text in item.row.cells.values())
    used = {item.list_name for item in tree.items}
    for name, listed in rows.items():
        if name and name not in used and name not in written:
            yield choices.problem(
                "warning",
                listed[0].number,
                "list_name",
                Text(f"ไม่มีคำถามใดใช้รายการ {name}", f"No question uses the list {name}"),
                did_you_mean("", Text("ลบรายการ หรือใช้ในคำถาม", "Remove the list, or use it in a question")),
            )


def _alike(choices: Sheet, rows: dict[str, list[Row]]) -> Iterator[Problem]:
    """Yield the choices that look like another one of their list and are told apart by no other column."""
    labels = choices.translations("label")
    for listed in rows.values():
        seen: dict[tuple[str, ...], Row] = {}
        for row in listed:
            cells = tuple(
                text for name, text in sorted(row.cells.items()) if name not in ("name", "list_name")
            )
            shown = any(row[name] for name in labels)
            first = seen.setdefault(cells, row)
            if shown and first["name"] != row["name"]:
                yield choices.problem(
                    "warning",
                    row.number,
                    labels[0],
                    Text(
                        f"ตัวเลือก {row['name']} มีป้ายชื่อเหมือนแถว {first.number}",
                        f"The choice {row['name']} looks the same as the one in row {first.number}",
                    ),
                    Text("เปลี่ยนป้ายชื่อให้ต่างกัน หรือลบแถวหนึ่ง", "Give it another label, or remove one of them"),
                )
