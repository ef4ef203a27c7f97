"""KoboToolbox's exports: the workbook with a sheet for each repeat, and the CSV of the first table.

Headers, cells, names of sheets and system columns as formpack writes them (``reporting/export.py``,
``schema/fields.py``). Several labels in one cell are joined by ``; ``: by blanks, as Kobo does, nobody can
take them apart again.
"""

from __future__ import annotations

import csv
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from fieldkit.model.checklist_schema import pick
from fieldkit.model.shapes.course import harmless
from fieldkit.model.shapes.records import instances, value, values
from fieldkit.model.workbook.cells import clean, is_too_long, parts
from fieldkit.model.workbook.plain import PlainBook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml import etree

    from fieldkit.model.checklist_schema import Asked, AskedTable
    from fieldkit.model.shapes.course import Course, ShapeOptions
    from fieldkit.model.shapes.records import Submission

_POINT = ("latitude", "longitude", "altitude", "precision")
_SYSTEM = (
    *("_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status", "_submitted_by"),
    *("__version__", "_tags", "rootUuid"),
)
_LONGEST_CELL = 32_767
_CUT = "<WARNING: Truncated to Excel limit of 32767 characters!>"
_WHOLE, _NUMBER = frozenset({"int", "integer"}), frozenset({"decimal", "range"})


@dataclass
class _Section:
    """A table with its headers; ``rows`` counts those that were written: ``_index`` of the last."""

    table: AskedTable
    name: str
    parent: _Section | None
    asked: list[Asked] = field(default_factory=list)
    header: list[str] = field(default_factory=list)
    rows: int = 0


class _Sections:
    """The tables of an export and the cells of their rows."""

    def __init__(self, course: Course, options: ShapeOptions) -> None:
        self._options = options
        title = course.chosen.title
        self.root = _Section(course.chosen.schema(), title.pick(options.language or "th"), None)
        self.all = [self.root]
        self._head(self.root)

    def _head(self, section: _Section) -> None:
        # what formpack does not know of a record are its meta fields; they are among the system columns
        section.asked = [asked for asked in section.table.fields if asked.path[:1] != ("meta",)]
        for asked in section.asked:
            section.header += self._columns(asked)
        if section.parent is None:
            section.header += _SYSTEM
        if section.table.tables:
            section.header.append("_index")
        if section.parent is not None:
            section.header += ["_parent_table_name", "_parent_index", *(f"_submission_{n}" for n in _SYSTEM)]
        for below in section.table.tables:
            child = _Section(below, below.name, section)
            self.all.append(child)
            self._head(child)

    def _columns(self, asked: Asked) -> list[str]:
        name = self._title(asked)
        if asked.type == "geopoint":
            # formpack names the groups of the parts, not of the whole
            above, own = name[: name.rfind("/") + 1], name[name.rfind("/") + 1 :]
            return [own, *(f"{above}_{own}_{part}" for part in _POINT)]
        columns = [name]
        if asked.multiple and self._options.split_select_multiples:
            columns += [f"{name}/{self._choice(asked, code)}" for code in asked.choices]
        return columns

    def _title(self, asked: Asked) -> str:
        language = self._options.language
        own = asked.name if language is None else pick(asked.label, language) or asked.name
        if not self._options.group_names:  # off where nothing is said, as with Kobo
            return own
        above = asked.path[:-1]
        if language is not None:
            above = tuple(
                pick(words, language) or name for words, name in zip(asked.groups, above, strict=True)
            )
        return "/".join((*above, own))

    def _choice(self, asked: Asked, code: str) -> str:
        if self._options.language is None:
            return code
        return pick(asked.choices.get(code, {}), self._options.language) or code

    def rows(self, submission: Submission) -> Iterator[tuple[_Section, list[Any]]]:
        """Yield the rows of one inspection, each with its section; parents before their children."""
        yield from self._rows(submission.root, self.root, _system(submission))

    def _rows(
        self, element: etree._Element, section: _Section, system: list[Any]
    ) -> Iterator[tuple[_Section, list[Any]]]:
        section.rows += 1
        found = values(element, section.table)
        cells = [cell for asked in section.asked for cell in self._cells(asked, found.get(asked.path, ""))]
        if section.parent is None:
            cells += system
        if section.table.tables:
            cells.append(section.rows)
        if section.parent is not None:
            cells += [section.parent.name, section.parent.rows, *system]
        yield section, cells
        for child in self.all:
            if child.parent is section:
                for row, _steps in instances(element, section.table, child.table):
                    yield from self._rows(row, child, system)

    def _cells(self, asked: Asked, text: str) -> list[Any]:
        if asked.type == "geopoint":
            return [text, *[*map(_typed_number, text.split()), "", "", "", ""][:4]]
        if asked.multiple:
            chosen = text.split()
            shown = text
            if self._options.language is not None:
                shown = "; ".join(self._choice(asked, code) for code in chosen)
            if not self._options.split_select_multiples:
                return [shown]
            # formpack leaves the choices of an unanswered question empty
            return [shown, *((int(code in chosen) if chosen else "") for code in asked.choices)]
        if asked.choices and self._options.language is not None:
            return [self._choice(asked, text) if text else ""]
        return [_typed(asked, text)]


def write_kobo(course: Course, options: ShapeOptions, target: Path) -> None:
    """Write the workbook to ``target``, row by row."""
    sections = _Sections(course, options)
    book = PlainBook(target, course.chosen.workspace.clock())
    try:
        sheets = {
            id(one): book.sheet(one.name, [_fitting(name) for name in one.header]) for one in sections.all
        }
        for submission in course:
            for section, cells in sections.rows(submission):
                sheets[id(section)].append(
                    [_fitting(cell) if isinstance(cell, str) else cell for cell in cells]
                )
        book.save()
    finally:
        book.abandon()


def write_kobo_csv(course: Course, options: ShapeOptions, target: Path) -> None:
    """Write the first table to ``target``: semicolons, everything in quotation marks, no repeats."""
    sections = _Sections(course, options)
    encoding = "utf-8-sig" if options.for_excel else "utf-8"
    with target.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow(sections.root.header)
        for submission in course:
            for section, cells in sections.rows(submission):
                if section is sections.root:
                    writer.writerow(map(harmless, cells) if options.for_excel else cells)


def _system(submission: Submission) -> list[Any]:
    row, uuid = submission.row, submission.instance_id.removeprefix("uuid:")
    root = value(submission.root, ("meta", "rootUuid")).removeprefix("uuid:") or uuid
    sent = datetime.fromisoformat(row["closed_at"]).astimezone(UTC).replace(tzinfo=None)
    return [row["id"], uuid, sent, "", "", "submitted_via_web", row["officer_name"], row["version"], "", root]


def _typed(asked: Asked, text: str) -> Any:
    if not text:
        return ""
    if asked.type in _WHOLE or asked.type in _NUMBER:
        return _typed_number(text)
    with suppress(ValueError):
        if asked.type == "date":
            return date.fromisoformat(text[:10])
        if asked.type == "dateTime":
            return datetime.fromisoformat(text).replace(tzinfo=None)  # Excel knows no zones
    return text


def _typed_number(text: str) -> Any:
    with suppress(ValueError):
        return int(text)
    with suppress(ValueError):
        number = float(text)
        if abs(number) < float("inf"):
            return number
    return text


def _fitting(text: str) -> str:
    """Return a text that fits a cell; one that is too long says so, as formpack's does."""
    if not is_too_long(clean(text).text):
        return text
    return f"{_CUT}{parts(clean(text).text)[0]}"[:_LONGEST_CELL]
