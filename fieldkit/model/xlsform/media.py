"""The files that a checklist names, and where it names each first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fieldkit.errors import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldkit.model.xlsform.outline import Outline
    from fieldkit.model.xlsform.problem import Problem
    from fieldkit.model.xlsform.sheet import Sheet, Workbook

_CALLED = re.compile(r"\b(?:pulldata|search)\(\s*['\"]([^'\"]+)['\"]")
_PICTURES = re.compile(r"(?:media::)?(?:image|big-image|audio|video)(?:::|$)")
_SUPPLIED = frozenset(
    f"{name}.csv"
    for name in (
        *("factories", "visit", "documents", "single_form"),
        *("loans", "loan_classes", "complaints", "enterprises", "projects", "sme_sizes"),
    )
)
"""Lists that the program itself gives to every checklist that names them."""


def absent(workbook: Workbook, tree: Outline) -> dict[str, Problem]:
    """Return a problem for each file that is named, by its name, to be told unless the file is given."""
    found: dict[str, Problem] = {}
    for name, problem in _named(workbook, tree):
        if name not in _SUPPLIED:
            found.setdefault(name, problem)
    return found


def _named(workbook: Workbook, tree: Outline) -> Iterator[tuple[str, Problem]]:
    survey, choices = workbook.sheet("survey"), workbook.sheet("choices")
    for item in tree.items:
        ending = {"csv-external": ".csv", "xml-external": ".xml"}.get(item.type)
        name = item.file or (f"{item.name}{ending}" if ending else "")
        if name:
            yield name, _absent(survey, item.row.number, "type", name)
        for column, text in item.row.cells.items():
            for called in _CALLED.findall(text):
                if called.removesuffix(".csv") not in tree.instances:
                    name = f"{called.removesuffix('.csv')}.csv"
                    yield name, _absent(survey, item.row.number, column, name)
    for sheet in (survey, choices):
        for row in sheet.filled():
            for column, text in row.cells.items():
                if _PICTURES.match(column) and "${" not in text:
                    yield text, _absent(sheet, row.number, column, text)


def _absent(sheet: Sheet, row: int, column: str, name: str) -> Problem:
    return sheet.problem(
        "warning",
        row,
        column,
        Text(f"{name} ยังไม่มี", f"{name} is not there"),
        Text(
            f"วางไฟล์ {name} ในโฟลเดอร์ -media ข้างสมุดงาน แล้วนำเข้าใหม่",
            f"Put {name} into the folder -media beside the workbook and import it again",
        ),
    )
