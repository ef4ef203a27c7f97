"""All that can be wrong in the sheets of an XLSForm, found at once and without converting it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.errors import Text
from fieldkit.model.xlsform import (
    expressions,
    lists,
    policy,
    reach,
    translations,
    unsupported,
)
from fieldkit.model.xlsform.expressions import EXPRESSIONS, TEXTS
from fieldkit.model.xlsform.outline import Outline, did_you_mean, nearest
from fieldkit.model.xlsform.problem import Problem, in_order
from fieldkit.model.xlsform.sheet import SHEETS, Sheet, Workbook

if TYPE_CHECKING:
    from collections.abc import Iterator

_TRANSLATED = frozenset(
    {"label", "hint", "guidance_hint", "constraint_message", "required_message"}
    | {prefix + name for prefix in ("", "media::") for name in ("image", "big-image", "audio", "video")}
)
# What follows these names the attribute that is meant, in pyxform's words.
_NAMED = frozenset({"bind", "control", "body", "instance", "fieldkit"})
_SETTINGS = frozenset(
    {"form_title", "form_id", "version", "default_language", "instance_name", "submission_url", "public_key"}
)
_YES = frozenset({"yes", "true", "true()"})


def lint(workbook: Workbook, tree: Outline) -> list[Problem]:
    """Return the problems of ``workbook`` from the top sheet down; ``tree`` is its outline."""
    found = [
        *workbook.problems,
        *_sheets(workbook),
        *_translations(workbook.sheet("survey")),
        *tree.problems,
        *_choices(workbook),
        *_settings(workbook.sheet("settings")),
        *expressions.check(workbook, tree),
        *lists.check(workbook, tree),
        *reach.check(workbook, tree),
        *translations.check(workbook),
        *policy.check(workbook, tree),
        *unsupported.check(workbook, tree),
    ]
    return in_order(found)


def _sheets(workbook: Workbook) -> Iterator[Problem]:
    if "survey" not in workbook.sheets:
        near = nearest("survey", [title.lower() for title in workbook.titles])
        title = next((title for title in workbook.titles if title.lower() == near), "")
        yield Problem(
            "error",
            "",
            0,
            "",
            Text("ไม่มีแผ่นงาน survey", "There is no sheet named survey"),
            Text(f"เปลี่ยนชื่อแผ่น {title} เป็น survey", f"Rename sheet {title} to survey")
            if near
            else Text(
                "เพิ่มแผ่นงานชื่อ survey ที่มีคอลัมน์ type, name, label",
                "Add a sheet named survey with the columns type, name and label",
            ),
        )
        return
    yield from _missing(workbook.sheet("survey"), ("type", "name"))
    if not list(workbook.sheet("survey").filled()):
        yield workbook.sheet("survey").problem(
            "error",
            1,
            "?",
            Text("แผ่น survey ไม่มีคำถาม", "Sheet survey has no questions"),
            Text("ใส่คำถามตั้งแต่แถวที่ 2", "Enter questions from row 2 on"),
        )
    if "choices" in workbook.sheets and list(workbook.sheet("choices").filled()):
        yield from _missing(workbook.sheet("choices"), ("list_name", "name"))
    for title in workbook.titles:
        near = nearest(title.lower(), SHEETS - {"osm"})
        if title.lower() not in SHEETS and near and near not in workbook.sheets and not title.startswith("_"):
            yield Problem(
                "warning",
                title,
                0,
                "",
                Text(f"แผ่น {title} ไม่ได้ใช้", f"Sheet {title} is not used"),
                did_you_mean(near, Text("", "")),
            )


def _missing(sheet: Sheet, columns: tuple[str, ...]) -> Iterator[Problem]:
    for column in columns:
        if column not in sheet.columns:
            near = nearest(column, sheet.columns)
            yield Problem(
                "error",
                sheet.title,
                1,
                sheet.columns[near][1] if near else "",
                Text(f"แผ่น {sheet.title} ไม่มีคอลัมน์ {column}", f"Sheet {sheet.title} has no column {column}"),
                Text(f"เปลี่ยนหัวคอลัมน์ {near} เป็น {column}", f"Rename the header {near} to {column}")
                if near
                else Text(f"เพิ่มหัวคอลัมน์ {column} ในแถวที่ 1", f"Add the header {column} in row 1"),
            )


def _translations(sheet: Sheet) -> Iterator[Problem]:
    """Yield the headers whose language pyxform would fall over."""
    for key, (header, _) in sheet.columns.items():
        head, _, language = key.rpartition("::")
        first = key.partition("::")[0]
        known = first in TEXTS or first in EXPRESSIONS or first in ("type", "name", "default")
        if head and head not in _TRANSLATED and first not in _NAMED and known:
            yield sheet.problem(
                "error",
                1,
                key,
                Text(f"คอลัมน์ {header} แปลเป็นภาษา {language} ไม่ได้", f"Column {header} cannot have a language"),
                Text(f"ใช้ {first} คอลัมน์เดียวโดยไม่มี ::", f"Use one column {first} without ::"),
            )


def _one_language(sheet: Sheet) -> Iterator[Problem]:
    """Yield the settings that have a language, which XLSForm gives none of them."""
    for key, (header, _) in sheet.columns.items():
        name, _, language = key.partition("::")
        if not language or name not in _SETTINGS:
            continue
        titled = name == "form_title"
        yield sheet.problem(
            "error",
            1,
            key,
            Text(
                f"คอลัมน์ {header} แยกภาษาไม่ได้ ใน XLSForm {name} มีค่าเดียว",
                f"Column {header} cannot have a language: in XLSForm there is one {name}",
            ),
            Text(
                f"ใช้หัวคอลัมน์ form_title คอลัมน์เดียว ชื่อภาษาอื่นใส่ในคอลัมน์ fieldkit::title::{language}",
                f"Use one column form_title; put the other title into a column fieldkit::title::{language}",
            )
            if titled
            else Text(f"ใช้หัวคอลัมน์ {name} คอลัมน์เดียวโดยไม่มีภาษา", f"Use one column {name} without a language"),
        )


def _choices(workbook: Workbook) -> Iterator[Problem]:
    sheet = workbook.sheet("choices")
    settings = next(iter(workbook.sheet("settings").filled()), None)
    twice = settings is not None and settings["allow_choice_duplicates"].lower() in _YES
    seen: dict[tuple[str, str], int] = {}
    for row in sheet.filled():
        listed, name = row["list_name"], row["name"]
        if not listed:
            continue
        if not name:
            yield sheet.problem(
                "error",
                row.number,
                "name",
                Text(f"ตัวเลือกในรายการ {listed} ไม่มีชื่อ (name)", f"A choice of list {listed} has no name"),
                Text("ใส่ชื่อตัวเลือกภาษาอังกฤษ เช่น yes", "Enter a name such as yes"),
            )
            continue
        if len(name.split()) > 1:
            yield sheet.problem(
                "error",
                row.number,
                "name",
                Text(f"ชื่อตัวเลือก {name} มีเว้นวรรค", f"The choice name {name} has a space"),
                Text(f"ใช้ {'_'.join(name.split())}", f"Use {'_'.join(name.split())}"),
            )
        first = seen.setdefault((listed, name), row.number)
        if first != row.number and not twice:
            yield sheet.problem(
                "error",
                row.number,
                "name",
                Text(f"ตัวเลือก {name} ซ้ำกับแถว {first}", f"The choice {name} is already in row {first}"),
                Text(
                    "เปลี่ยนชื่อ หรือตั้ง allow_choice_duplicates เป็น yes ในแผ่น settings",
                    "Rename it, or set allow_choice_duplicates to yes on sheet settings",
                ),
            )


def _settings(sheet: Sheet) -> Iterator[Problem]:
    yield from _one_language(sheet)
    row = next(iter(sheet.filled()), None)
    form_id = row["form_id"] if row else ""
    if row is not None and form_id and len(form_id.split()) > 1:
        yield sheet.problem(
            "warning",
            row.number,
            "form_id",
            Text(f"form_id {form_id} มีเว้นวรรค", f"The form_id {form_id} has a space"),
            Text(f"ใช้ {'_'.join(form_id.split())}", f"Use {'_'.join(form_id.split())}"),
        )
    if not form_id:
        yield sheet.problem(
            "warning",
            row.number if row else 0,
            "form_id",
            Text("ไม่มี form_id จึงใช้ชื่อไฟล์แทน", "There is no form_id; the file's name is used"),
            Text("ใส่ form_id ในแผ่น settings", "Enter a form_id on sheet settings"),
        )
    if row is None or not row["version"]:
        yield sheet.problem(
            "warning",
            row.number if row else 0,
            "version",
            Text(
                "ไม่มี version จึงแยกรุ่นของแบบตรวจไม่ได้", "There is no version, so editions cannot be told apart"
            ),
            Text("ใส่ version ในแผ่น settings เช่น 2569.1", "Enter a version such as 2569.1 on sheet settings"),
        )
