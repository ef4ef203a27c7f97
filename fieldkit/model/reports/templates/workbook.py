"""A workbook of the office with placeholders, filled in its XML: formats, charts, pictures stay."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from fieldkit.model.reports.templates import refusals
from fieldkit.model.reports.templates.growing import grow
from fieldkit.model.reports.templates.names import DRAWN, MAIN, RELATIONS, drawn_parts
from fieldkit.model.reports.templates.references import Growth
from fieldkit.model.reports.templates.runs import EACH, PLACEHOLDER, list_of, names, replace_in_runs, replaced

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fieldkit.model.reports.problems import Problem
    from fieldkit.model.reports.templates.package import Package
    from fieldkit.model.reports.templates.runs import Value

_EPOCH = date(1899, 12, 30)
_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_DATE_SIGNS = re.compile(r"[dmyDMY]")
_NOT_DATE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_HEADS = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")


@dataclass(slots=True)
class Sheet:
    """A sheet: its name, its part and the root of its XML."""

    name: str
    part: str
    root: Any


class WorkbookTemplate:
    """A workbook that is scanned for placeholders, then filled."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.book = package.xml("xl/workbook.xml")
        targets = package.targets("xl/workbook.xml")
        self.sheets = [
            Sheet(str(one.get("name")), part, package.xml(part))
            for one in self.book.iter(f"{MAIN}sheet")
            if (part := targets.get(str(one.get(f"{RELATIONS}id")), "")).startswith("xl/worksheets/")
        ]
        shared = next((part for part in targets.values() if part.endswith("sharedStrings.xml")), "")
        self.shared = list(package.xml(shared).iter(f"{MAIN}si")) if shared in package.parts else []
        self._date_styles = _date_styles(package)

    # --- looking

    def problems(self) -> Iterator[Problem]:
        """Yield why the workbook is not taken."""
        if _on(self.book.find(f"{MAIN}workbookProtection"), "lockStructure", "lockWindows"):
            yield refusals.protected("xl/workbook.xml")
        for sheet in self.sheets:
            if _on(sheet.root.find(f"{MAIN}sheetProtection"), "sheet"):
                yield refusals.protected(sheet.name)
            for cell in sheet.root.iter(f"{MAIN}c"):
                formula = cell.find(f"{MAIN}f")
                if formula is not None:
                    yield refusals.formula(f"{sheet.name}!{cell.get('r')}", formula.text or "")
            for row in sheet.root.iter(f"{MAIN}row"):
                lists = sorted({list_of(name) for cell in row for name in names(self._text(cell))} - {""})
                if len(lists) > 1:
                    yield refusals.two_lists(f"{sheet.name}!{row.get('r')}", lists)
        for place, name in self.placeholders():
            if EACH in name and "!" not in place:
                yield refusals.misplaced(place, name)

    def placeholders(self) -> Iterator[tuple[str, str]]:
        """Yield place and name of every placeholder: cells, heads of pages, charts and text boxes."""
        for sheet in self.sheets:
            for cell in sheet.root.iter(f"{MAIN}c"):
                for name in names(self._text(cell)):
                    yield f"{sheet.name}!{cell.get('r')}", name
            for head in _heads(sheet.root):
                for name in names(head.text or ""):
                    yield f"{sheet.name} ({head.tag.rpartition('}')[2]})", name
        for part in drawn_parts(self.package):
            for paragraph in self.package.xml(part).iter(f"{DRAWN}p"):
                for name in names("".join(run.text or "" for run in paragraph.iter(f"{DRAWN}t"))):
                    yield part, name

    def _text(self, cell: Any) -> str:
        source = self._source(cell)
        if source is None:
            return ""
        return "".join(text.text or "" for text in _texts(source))

    def _source(self, cell: Any) -> Any:
        """Return the element that holds the text of a cell, None for a number or nothing."""
        if cell.get("t") == "inlineStr":
            return cell.find(f"{MAIN}is")
        if cell.get("t") != "s":
            return None
        value = cell.find(f"{MAIN}v")
        number = int(value.text) if value is not None and str(value.text).isdecimal() else -1
        return self.shared[number] if 0 <= number < len(self.shared) else None

    # --- filling

    def fill(self, values: Mapping[str, Value], lists: Mapping[str, Sequence[Mapping[str, Value]]]) -> None:
        """Put values in; ``lists`` are the rows of the repeated placeholders, by the name of the list."""
        growths: dict[str, Growth] = {}
        changed: dict[str, set[int]] = {}
        for sheet in self.sheets:
            growths[sheet.name] = Growth()
            changed[sheet.name] = set()
            self._fill_sheet(sheet, values, lists, growths[sheet.name], changed[sheet.name])
        for part in drawn_parts(self.package):
            for paragraph in self.package.xml(part).iter(f"{DRAWN}p"):
                runs = list(paragraph.iter(f"{DRAWN}t"))
                if PLACEHOLDER.search("".join(run.text or "" for run in runs)):
                    replace_in_runs(runs, lambda name: str(values[name]["t"]))
                    self.package.touch(part)
        grow(self.package, self.sheets, growths, changed)

    def _fill_sheet(
        self,
        sheet: Sheet,
        values: Mapping[str, Value],
        lists: Mapping[str, Sequence[Mapping[str, Value]]],
        growth: Growth,
        changed: set[int],
    ) -> None:
        data = sheet.root.find(f"{MAIN}sheetData")
        for row in list(data) if data is not None else ():
            found = {list_of(name) for cell in row for name in names(self._text(cell))} - {""}
            if not found:
                if any(PLACEHOLDER.search(self._text(cell)) for cell in row):
                    changed.add(int(row.get("r")))
                    self._fill_row(row, values)
                    self.package.touch(sheet.part)
                continue
            name = found.pop()
            changed.add(int(row.get("r")))
            self._repeat(row, name, values, lists[name], growth)
            self.package.touch(sheet.part)
        for head in _heads(sheet.root):
            if PLACEHOLDER.search(head.text or ""):
                escaped = {key: {"t": str(one["t"]).replace("&", "&&")} for key, one in values.items()}
                head.text = replaced(head.text or "", escaped)
                self.package.touch(sheet.part)

    def _repeat(
        self,
        row: Any,
        name: str,
        values: Mapping[str, Value],
        lines: Sequence[Mapping[str, Value]],
        growth: Growth,
    ) -> None:
        pattern = deepcopy(row)
        empty = {asked: {"t": ""} for cell in row for asked in names(self._text(cell)) if EACH in asked}
        place = row
        for number, line in enumerate(lines or [{}]):
            named = {f"{name}{EACH}{key}": value for key, value in line.items()}
            if number:
                copied = deepcopy(pattern)
                place.addnext(copied)
                place = copied
            self._fill_row(place, {**values, **empty, **named})
        growth.extra[int(row.get("r"))] = max(0, len(lines) - 1)

    def _fill_row(self, row: Any, values: Mapping[str, Value]) -> None:
        for cell in row:
            text = self._text(cell)
            if PLACEHOLDER.search(text):
                self._fill_cell(cell, text, values)

    def _fill_cell(self, cell: Any, text: str, values: Mapping[str, Value]) -> None:
        from lxml import etree

        whole = PLACEHOLDER.fullmatch(text.strip())
        value = values[names(text)[0]] if whole else {}
        number = value.get("n")
        if "d" in value and int(cell.get("s", 0)) in self._date_styles:
            number = (date.fromisoformat(value["d"]) - _EPOCH).days
        source = deepcopy(self._source(cell))
        for child in list(cell):
            cell.remove(child)
        if number is not None:
            cell.attrib.pop("t", None)
            etree.SubElement(cell, f"{MAIN}v").text = repr(number)
            return
        replace_in_runs(_texts(source), lambda name: str(values[name]["t"]))
        cell.set("t", "inlineStr")
        source.tag = f"{MAIN}is"
        cell.append(source)


def _on(guard: Any, *switches: str) -> bool:
    """Tell whether a protection protects: programs also write ones that do not."""
    return guard is not None and any(guard.get(name) in ("1", "true") for name in switches)


def _texts(source: Any) -> list[Any]:
    """Return the text elements of a string, without those that say how it is read aloud."""
    return [
        text for text in source.iter(f"{MAIN}t") if not any(True for _ in text.iterancestors(f"{MAIN}rPh"))
    ]


def _heads(root: Any) -> list[Any]:
    block = root.find(f"{MAIN}headerFooter")
    return [one for one in block if one.tag.rpartition("}")[2] in _HEADS] if block is not None else []


def _date_styles(package: Package) -> frozenset[int]:
    """Return the numbers of the styles that show a number as a day."""
    if "xl/styles.xml" not in package.parts:
        return frozenset()
    root = package.xml("xl/styles.xml")
    own = {
        int(one.get("numFmtId")): _DATE_SIGNS.search(_NOT_DATE.sub("", str(one.get("formatCode"))))
        is not None
        for one in root.iter(f"{MAIN}numFmt")
    }
    formats = root.find(f"{MAIN}cellXfs")
    found = set()
    for number, one in enumerate(formats if formats is not None else ()):
        format_ = int(one.get("numFmtId", 0))
        if own.get(format_, format_ in _DATE_FORMATS):
            found.add(number)
    return frozenset(found)
