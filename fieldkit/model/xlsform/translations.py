"""Words that one language has and another lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.errors import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldkit.model.xlsform.problem import Problem
    from fieldkit.model.xlsform.sheet import Sheet, Workbook

_SHOWN = ("label", "hint", "guidance_hint", "constraint_message", "required_message")


def check(workbook: Workbook) -> Iterator[Problem]:
    """Yield the cells that are empty while the same words stand in another language."""
    yield from _sheet(workbook.sheet("survey"))
    yield from _sheet(workbook.sheet("choices"))


def _sheet(sheet: Sheet) -> Iterator[Problem]:
    for column in _SHOWN:
        names = sheet.translations(column)
        if len(names) < 2:
            continue
        written = [name for name in names if any(row[name] for row in sheet.filled())]
        for row in sheet.filled():
            empty = [name for name in written if not row[name]]
            if empty and len(empty) < len(written):
                listed = ", ".join(name.partition("::")[2] or "default" for name in empty)
                yield sheet.problem(
                    "warning",
                    row.number,
                    empty[0],
                    Text(f"ไม่มีคำแปล {column} ภาษา {listed}", f"There is no {column} in {listed}"),
                    Text("เติมคำแปลในช่องนี้", "Enter the translation in this cell"),
                )
        yield from (_empty(sheet, name) for name in names if name not in written)


def _empty(sheet: Sheet, column: str) -> Problem:
    return sheet.problem(
        "warning",
        1,
        column,
        Text("คอลัมน์คำแปลนี้ว่างทั้งคอลัมน์", "This column of translations is empty"),
        Text("เติมคำแปล หรือลบคอลัมน์", "Enter the translations, or remove the column"),
    )
