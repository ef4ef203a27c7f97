"""Sheets that follow a checklist: one of its repeats each, and the whole record with a column a question."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Literal

from fieldkit.errors import Text
from fieldkit.model.checklist_schema import merged, pick, read_schema
from fieldkit.model.form_loading import load_again
from fieldkit.model.inspections.questions import REPEAT, ROW, heads_columns, value_label
from fieldkit.model.inspections.stored_path import stored_path
from fieldkit.model.workbook.sheet_names import sheet_name
from fieldkit.model.workbook.sheets import OWNER, PHOTOS, Column, Kind, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from fieldkit.model.checklist_schema import Asked, AskedTable
    from fieldkit.model.checklists import Checklist
    from fieldkit.model.form import Node
    from fieldkit.model.inspections import Inspection

Row = dict[str, Any]
Words = Literal["both", "labels", "codes"]

_ASKED = frozenset({"input", "select", "upload", "range", "rank", "trigger"})
_NUMBERS: Mapping[str, Kind] = {"int": "integer", "integer": "integer", "decimal": "number"}
_DAYS = frozenset({"date", "dateTime"})
_CODE = Text("รหัส", "code")
_ISO = "ISO"
_MOST_COLUMNS = 16_000  # a sheet has 16,384
_ROW = (
    Column("row", Text("แถวที่", "Row"), "integer"),
    Column("row_of", Text("อยู่ในแถว", "In row"), "code"),
    Column("row_name", Text("ชื่อแถว", "Name of row")),
)


@dataclass(frozen=True, slots=True)
class TableOptions:
    """What the sheets show of a choice (its label, its code, both), and whether each has a column too.

    ``wide`` adds a sheet for each checklist with an inspection in each row; ``long`` is the sheet with a row
    for each answer. ``photo_places`` tells where each photo was taken.
    """

    words: Words = "both"
    split: bool = False
    wide: bool = False
    long: bool = True
    photo_places: bool = False


@dataclass(frozen=True)
class AnswerTable:
    """A sheet; ``path`` are the names below the record down to its repeat, ``()`` the record itself."""

    form_id: str
    path: tuple[str, ...]
    sheet: Sheet
    asked: Mapping[tuple[str, ...], Asked] = field(repr=False)

    @cached_property
    def keys(self) -> Mapping[tuple[str, ...], str]:
        """The key of each question's first column, by its path."""
        return {path: "/".join(path[len(self.path) :]) for path in self.asked}

    @cached_property
    def held(self) -> frozenset[str]:
        """The keys of all columns."""
        return frozenset(column.key for column in self.sheet.columns)


def answer_tables(
    checklists: Iterable[Checklist], language: str, options: TableOptions, taken: Sequence[str]
) -> list[AnswerTable]:
    """Return the sheets of checklists, the newest version of each first; ``taken`` are names of sheets."""
    versions: dict[str, list[Checklist]] = {}
    for checklist in checklists:
        versions.setdefault(checklist.form_id, []).append(checklist)
    names, found = list(taken), list[AnswerTable]()
    for form_id, same in sorted(versions.items()):
        schema = merged(read_schema(one.xform) for one in same)
        types = _types(same)
        units = _units(same, language)
        for table in schema.walk():
            asked = {one.path: one for one in table.fields if types.get(one.path) in _ASKED}
            if not asked or not (table.path or options.wide):
                continue
            title = same[0].title.pick(language) if not table.path else pick(table.label, language)
            names.append(sheet_name(f"{form_id} {title or table.name}", names))
            sheet = Sheet(
                _table_name(form_id, table, found),
                Text(names[-1], names[-1]),
                _columns(table, asked, units, language, options),
            )
            found.append(AnswerTable(form_id, table.path, sheet, asked))
    return found


def table_rows(
    opened: Inspection, tables: Iterable[AnswerTable], owned: Row, language: str
) -> Iterator[tuple[Sheet, Row]]:
    """Yield the rows that an inspection has in ``tables``; only what is relevant."""
    wanted = {table.path: table for table in tables if table.form_id == opened.checklist.form_id}
    if not wanted:
        return
    root = opened.instance.root
    if () in wanted:
        yield wanted[()].sheet, owned | _cells(root, wanted[()])
    repeats = wanted.keys() - {()}
    pending = [root] if repeats else []
    while pending:
        node = pending.pop()
        if not node.relevant:
            continue
        table = wanted.get(_place(node)) if node.type == ROW else None
        if table is not None:
            yield table.sheet, owned | _row(opened, node) | _cells(node, table)
        pending += reversed(node.children)


def narrowed(sheet: Sheet, options: TableOptions) -> Sheet:
    """Return a sheet with labels only or codes only, where it has a column for each, and without the places
    of photos unless they are wanted.
    """
    words = options.words
    keys = {column.key for column in sheet.columns}
    pairs = {key.removesuffix("_code"): key for key in keys if key.endswith("_code")}
    pairs = {label: code for label, code in pairs.items() if label in keys and label != "question"}
    dropped = set(pairs.values()) if words == "labels" else set(pairs) if words == "codes" else set()
    if sheet is PHOTOS and not options.photo_places:
        dropped |= {"latitude", "longitude"}
    if not dropped:
        return sheet
    columns = tuple(column for column in sheet.columns if column.key not in dropped)
    return replace(sheet, columns=columns, unwritten=frozenset(dropped))


def _types(versions: Iterable[Checklist]) -> dict[tuple[str, ...], str]:
    found: dict[tuple[str, ...], str] = {}
    for one in versions:
        for path, asked in load_again(one.xform).fields.items():
            found.setdefault(_steps(path), asked.type)
    return found


def _units(versions: Iterable[Checklist], language: str) -> dict[tuple[str, ...], str]:
    found: dict[tuple[str, ...], str] = {}
    for one in versions:
        for path, question in one.policy.items():
            if unit := question.text("unit", language):
                found.setdefault(_steps(path), unit)
    return found


def _columns(
    table: AskedTable,
    asked: Mapping[tuple[str, ...], Asked],
    units: Mapping[tuple[str, ...], str],
    language: str,
    options: TableOptions,
) -> tuple[Column, ...]:
    made = [*OWNER, *(_ROW if table.path else ())]
    choices = sum(len(one.choices) for one in asked.values() if one.multiple)
    if options.split and len(made) + 2 * len(asked) + choices > _MOST_COLUMNS:
        options = replace(options, split=False)
    for path, one in asked.items():
        made += _question(one, "/".join(path[len(table.path) :]), units.get(path, ""), language, options)
    seen: set[str] = {column.title.pick(language).casefold() for column in OWNER}
    return tuple(made[: len(OWNER)]) + tuple(_distinct(column, seen) for column in made[len(OWNER) :])


def _question(asked: Asked, key: str, unit: str, language: str, options: TableOptions) -> Iterator[Column]:
    title = pick(asked.label, language) or asked.name
    if unit:
        title = f"{title} ({unit})"
    iso = Column(f"{key}:iso", _same(f"{title} ({_ISO})"), "code")
    if asked.choices or asked.control in ("select", "select1", "rank"):
        if options.words != "codes":
            yield Column(key, _same(title))
        if options.words != "labels":
            coded = title if options.words == "codes" else f"{title} ({_CODE.pick(language)})"
            yield Column(f"{key}:code", _same(coded), "code")
        if asked.multiple and options.split:
            for code, words in asked.choices.items():
                shown = code if options.words == "codes" else pick(words, language) or code
                yield Column(f"{key}/{code}", _same(f"{title}: {shown}"), "integer")
    elif asked.type in _NUMBERS:
        yield Column(key, _same(title), _NUMBERS[asked.type])
    elif asked.type in _DAYS:
        yield Column(key, _same(title), "date" if asked.type == "date" else "moment")
        yield iso
    else:
        yield Column(key, _same(title), "text" if asked.type == "string" else "code")


def _cells(parent: Node, table: AnswerTable) -> Row:
    """Return the answers of one row, without those of the repeats inside it."""
    cells: Row = {}
    pending = list(parent.children)
    while pending:
        node = pending.pop()
        if node.type == REPEAT or not node.relevant:
            continue
        pending += node.children
        if not node.value:
            continue
        path = _place(node)
        asked = table.asked.get(path)
        if asked is None or heads_columns(node):
            continue
        for name, cell in _answer(node, asked, table.keys[path]):
            if name in table.held:
                cells[name] = cell
    return cells


def _answer(node: Node, asked: Asked, key: str) -> Iterator[tuple[str, object]]:
    value = node.value
    if asked.choices or node.type in ("select", "rank"):
        yield key, value_label(node)
        yield f"{key}:code", value
        if asked.multiple:
            chosen = value.split()
            for code in asked.choices:
                yield f"{key}/{code}", int(code in chosen)
    elif asked.type in _NUMBERS:
        read = number(value)
        yield key, read if read is not None else value
    else:
        yield key, value
        if asked.type in _DAYS:
            yield f"{key}:iso", value


def number(text: str) -> float | int | None:
    """Return the number that an answer holds, None when it is none."""
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return None


def _row(opened: Inspection, node: Node) -> Row:
    return {"row": node.index, "row_of": _outer(node), "row_name": row_name(opened, node)}


def row_name(opened: Inspection, node: Node) -> str | None:
    """Return what the row of a repeat that holds ``node`` (or is it) is called; None outside of repeats."""
    row: Node | None = node
    while row is not None and row.type != ROW:
        row = row.parent
    return None if row is None else opened.row_names.words.get(stored_path(row)) or str(row.index)


def _outer(node: Node) -> str | None:
    """Return the places of the rows around a row: ``2``, ``2.1``."""
    places = []
    above = node.parent
    while above is not None:
        if above.type == ROW:
            places.append(str(above.index))
        above = above.parent
    return ".".join(reversed(places)) or None


def _place(node: Node) -> tuple[str, ...]:
    return _steps(node.field.path)


@lru_cache(maxsize=20_000)
def _steps(path: str) -> tuple[str, ...]:
    return tuple(path.strip("/").split("/")[1:])


def _distinct(column: Column, seen: set[str]) -> Column:
    """Return a column whose title no other one has: a table of Excel refuses twins, and more than 255."""
    plain = re.sub(r"\s+", " ", column.title.th).strip()[:240] or column.key
    title, count = plain, 1
    while title.casefold() in seen:
        count += 1
        title = f"{plain} ({count})"
    seen.add(title.casefold())
    return replace(column, title=_same(title))


def _table_name(form_id: str, table: AskedTable, others: Sequence[AnswerTable]) -> str:
    plain = re.sub(r"[^A-Za-z0-9_]", "_", f"Rows_{form_id}_{table.name}" if table.path else f"Form_{form_id}")
    taken, name, count = {one.sheet.table.lower() for one in others}, plain[:200], 1
    while name.lower() in taken:
        count += 1
        name = f"{plain[:200]}_n{count}"  # `_2` is the second part of a full sheet
    return name


def _same(title: str) -> Text:
    return Text(title, title)
