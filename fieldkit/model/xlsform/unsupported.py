"""What XLSForm has and fieldkit does not offer, told by its place when a checklist is imported."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fieldkit.errors import Text
from fieldkit.model.xlsform import features
from fieldkit.model.xlsform.outline import Outline, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldkit.model.xlsform.outline import Item
    from fieldkit.model.xlsform.problem import Problem
    from fieldkit.model.xlsform.sheet import Sheet, Workbook

_PARAMETER = re.compile(r"([^\s=,;]+)\s*=")


def check(workbook: Workbook, tree: Outline) -> Iterator[Problem]:
    """Yield what the checklist asks for and will not get."""
    survey = workbook.sheet("survey")
    for item in tree.items:
        kind, feature = features.type_of(item.type)
        if feature.note.en:
            yield survey.problem(
                "unsupported",
                item.row.number,
                "type",
                Text(f"fieldkit ไม่มีคำถามชนิด {kind}", f"fieldkit does not offer the type {kind}"),
                feature.note,
            )
        yield from _appearances(survey, item.row.number, item.row["appearance"])
        yield from _parameters(survey, item, kind)
    yield from _columns(survey)
    yield from _settings(workbook.sheet("settings"))


def _appearances(sheet: Sheet, row: int, text: str) -> Iterator[Problem]:
    # A function such as search('file') is no list of words; ex:app(a='b c') is one word.
    plain = text.partition("(")[0] if text.startswith(("ex:", "intent:")) else text
    for word in [] if "(" in plain or "${" in plain else plain.split():
        feature = features.appearance(word)
        if feature is None:
            near = nearest(word, features.APPEARANCES)
            yield sheet.problem(
                "unsupported",
                row,
                "appearance",
                Text(f"ไม่รู้จักรูปแบบ {word} จึงไม่มีผล", f"Unknown appearance {word}; it has no effect"),
                Text(f"หมายถึง {near} หรือไม่", f"Did you mean {near}?")
                if near
                else Text(
                    "ลบออก หรือใช้ชื่อในเอกสาร XLSForm", "Remove it, or use a name of the XLSForm documentation"
                ),
            )
        elif feature.note.en:
            yield sheet.problem(
                "unsupported",
                row,
                "appearance",
                Text(f"fieldkit ไม่มีรูปแบบ {word}", f"fieldkit does not offer the appearance {word}"),
                feature.note,
            )


def _parameters(sheet: Sheet, item: Item, kind: str) -> Iterator[Problem]:
    known = features.PARAMETERS.get(kind)
    for word in _PARAMETER.findall(item.row["parameters"]):
        if known is not None and word in known:
            continue
        near = nearest(word, known or ())
        listed = ", ".join(known or ())
        yield sheet.problem(
            # pyxform refuses the form where the type has parameters, and ignores them where it has none
            "warning" if known is None else "error",
            item.row.number,
            "parameters",
            Text(f"ชนิด {kind} ไม่มีพารามิเตอร์ {word}", f"The type {kind} has no parameter {word}"),
            Text(f"หมายถึง {near} หรือไม่", f"Did you mean {near}?")
            if near
            else Text(f"ใช้ {listed}", f"Use {listed}")
            if listed
            else Text("ลบออก", "Remove it"),
        )


def _columns(sheet: Sheet) -> Iterator[Problem]:
    for key, (header, _) in sheet.columns.items():
        head = key.partition("::")[0]
        if head not in features.COLUMNS:
            near = nearest(head, features.COLUMNS)
            yield sheet.problem(
                "warning",
                1,
                key,
                Text(f"คอลัมน์ {header} ไม่มีผล", f"Column {header} has no effect"),
                Text(f"หมายถึง {near} หรือไม่", f"Did you mean {near}?")
                if near
                else Text("ใช้เป็นบันทึกได้ หรือลบออก", "It may stay as a note, or be removed"),
            )


def _settings(sheet: Sheet) -> Iterator[Problem]:
    row = next(iter(sheet.filled()), None)
    for name, feature in features.SETTINGS.items():
        if row is None or not row[name] or not feature.note.en:
            continue
        refused = feature.status == "refused"
        yield sheet.problem(
            "error" if refused else "unsupported",
            row.number,
            name,
            Text(f"fieldkit ไม่รับการตั้งค่า {name}", f"fieldkit does not take the setting {name}")
            if refused
            else Text(f"การตั้งค่า {name} ไม่มีผล", f"The setting {name} has no effect"),
            feature.note,
        )
