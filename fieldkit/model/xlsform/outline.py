"""The survey sheet as a tree of named questions, groups and repeats, and the mistakes found on the way."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from fieldkit.errors import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fieldkit.model.xlsform.problem import Problem
    from fieldkit.model.xlsform.sheet import Row, Sheet, Workbook

Kind = Literal["question", "group", "repeat"]

_BEGIN = re.compile(r"begin[\s_](lgroup|looped group|group|repeat|loop)(?: .*)?")
_END = re.compile(r"end[\s_](lgroup|looped group|group|repeat|loop)")
_SELECT = re.compile(
    r"(?P<from>select[_ ]one[_ ]from[_ ]file|select[_ ]multiple[_ ]from[_ ]file|select_one_external|"
    r"add select one prompt using|add select multiple prompt using|select all that apply from|"
    r"select all that apply|select one from|select1|select[_ ]one|select_multiple|rank)"
    r"(?: (?P<list>\S+))?(?: (?P<other>or specify other|or_other|or other))?"
)
_FILE = re.compile(r".+\.(csv|xml|geojson)", re.IGNORECASE)
_REPEATS = frozenset({"repeat", "lgroup", "looped group"})
_SETTINGS_IN_SURVEY = frozenset({"form_title", "set_form_title", "form_id", "set_form_id", "prefix"})
_TRUE = frozenset({"yes", "Yes", "YES", "true", "True", "TRUE", "true()"})


@dataclass(slots=True)
class Item:
    """One question, group or repeat; ``path`` has the names from below the root down to its own."""

    row: Row
    kind: Kind
    type: str
    name: str
    path: tuple[str, ...]
    repeats: tuple[tuple[str, ...], ...]
    list_name: str = ""
    file: str = ""


@dataclass(slots=True)
class Outline:
    """What the other sheets and all expressions can refer to."""

    items: list[Item] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lists: dict[str, dict[str, int]] = field(default_factory=dict)
    """Choice lists: name of the choice to its first row."""

    def named(self, name: str) -> list[Item]:
        """Return the items called ``name``."""
        return self._names.get(name, [])

    @property
    def names(self) -> Iterable[str]:
        """The names of all items."""
        return self._names

    @property
    def instances(self) -> set[str]:
        """The ids that ``instance('…')`` may ask for."""
        return {*self.lists, *self._instances}

    _names: dict[str, list[Item]] = field(default_factory=dict)
    _instances: set[str] = field(default_factory=set)

    def enter(self, item: Item) -> None:
        """Add an item in document order."""
        self.items.append(item)
        self._names.setdefault(item.name, []).append(item)
        if item.type in ("csv-external", "xml-external"):
            self._instances.add(item.name)
        if item.file:
            self._instances.add(item.file.rpartition(".")[0])


def nearest(name: str, names: Iterable[str]) -> str:
    """Return the one of ``names`` that ``name`` was probably meant to be, or an empty string."""
    return next(iter(difflib.get_close_matches(name, [str(other) for other in names], n=1, cutoff=0.6)), "")


def did_you_mean(found: str, otherwise: Text) -> Text:
    """Return the cure ``found`` suggests, or ``otherwise`` if nothing is near."""
    return Text(f"หมายถึง {found} หรือไม่", f"Did you mean {found}?") if found else otherwise


def outline(workbook: Workbook) -> Outline:
    """Return the outline of the survey sheet, with the problems of types, names, nesting and lists."""
    tree = Outline(lists=_lists(workbook.sheet("choices")))
    _Walk(workbook.sheet("survey"), tree).run()
    return tree


def _lists(sheet: Sheet) -> dict[str, dict[str, int]]:
    lists: dict[str, dict[str, int]] = {}
    for row in sheet.filled():
        if row["list_name"]:
            lists.setdefault(row["list_name"], {}).setdefault(row["name"], row.number)
    return lists


@dataclass(slots=True)
class _Open:
    """A group or repeat that has begun, and the names seen directly inside it."""

    word: str
    row: int
    path: tuple[str, ...]
    repeats: tuple[tuple[str, ...], ...]
    seen: dict[str, int] = field(default_factory=dict)


class _Walk:
    """Reads the survey sheet from the top, remembering which groups are open."""

    def __init__(self, sheet: Sheet, tree: Outline) -> None:
        self.sheet = sheet
        self.tree = tree
        self.open = [_Open("", 0, (), ())]

    def run(self) -> None:
        for row in self.sheet.filled():
            if row["disabled"] not in _TRUE:
                self.row(row)
        for left in self.open[1:]:
            self.error(
                left.row,
                "type",
                Text(f"begin_{left.word} ไม่มี end_{left.word}", f"begin_{left.word} has no end_{left.word}"),
                Text(f"เพิ่มแถว end_{left.word}", f"Add a row end_{left.word} where it ends"),
            )

    def error(self, row: int, column: str, message: Text, cure: Text) -> None:
        self.tree.problems.append(self.sheet.problem("error", row, column, message, cure))

    def row(self, row: Row) -> None:
        kind = " ".join(row["type"].split())
        if not kind:
            if any(name == "name" or name.startswith("label") for name in row.cells):
                self.error(
                    row.number,
                    "type",
                    Text("แถวนี้ไม่มีชนิดคำถาม", "This row has no type"),
                    Text("ใส่ชนิดในคอลัมน์ type เช่น text", "Enter a type such as text"),
                )
            return
        if kind in _SETTINGS_IN_SURVEY or kind == "audit":
            return
        if end := _END.fullmatch(kind):
            self.end(row, end[1])
        elif begin := _BEGIN.fullmatch(kind):
            self.begin(row, begin[1])
        else:
            self.question(row, kind)

    def begin(self, row: Row, word: str) -> None:
        inside = self.open[-1]
        name = self.name(row)
        path = (*inside.path, name)
        repeat = word in _REPEATS
        repeats = (*inside.repeats, path) if repeat else inside.repeats
        kind = " ".join(row["type"].split())
        self.tree.enter(Item(row, "repeat" if repeat else "group", kind, name, path, repeats))
        self.open.append(_Open(word, row.number, path, repeats))

    def end(self, row: Row, word: str) -> None:
        begun = self.open[-1]
        if begun.word == word or (begun.word in _REPEATS and word in _REPEATS):
            self.open.pop()
            return
        if begun.word:
            message = Text(
                f"end_{word} ไม่ตรงกับ begin_{begun.word} แถว {begun.row}",
                f"end_{word} does not match begin_{begun.word} in row {begun.row}",
            )
            # Taken as the author's slip, so that one wrong word is one problem.
            self.open.pop()
        else:
            message = Text(f"end_{word} ไม่มี begin_{word}", f"end_{word} has no begin_{word}")
        self.error(
            row.number, "type", message, Text("จับคู่ begin และ end ให้ครบ", "Pair every begin with its end")
        )

    def question(self, row: Row, kind: str) -> None:
        inside = self.open[-1]
        name = self.name(row)
        item = Item(row, "question", kind, name, (*inside.path, name), inside.repeats)
        select = _SELECT.fullmatch(kind)
        if select:
            self.list_of(item, select["from"], select["list"] or "")
        elif not _known(kind):
            self.error(
                row.number,
                "type",
                Text(f"ไม่รู้จักชนิดคำถาม {kind}", f"Unknown question type {kind}"),
                did_you_mean(
                    nearest(kind, _types()),
                    Text(
                        "ใช้ชนิดในตาราง XLSForm เช่น text, integer, select_one",
                        "Use an XLSForm type such as text, integer or select_one",
                    ),
                ),
            )
        self.tree.enter(item)

    def list_of(self, item: Item, command: str, name: str) -> None:
        if not name:
            self.error(
                item.row.number,
                "type",
                Text(f"{command} ไม่ได้บอกชื่อรายการตัวเลือก", f"{command} names no choice list"),
                Text(f"เขียน {command} ตามด้วยชื่อรายการ", f"Write {command} and then the name of a list"),
            )
        elif "file" in command:
            item.file = name
            if not _FILE.fullmatch(name):
                self.error(
                    item.row.number,
                    "type",
                    Text(f"{name} ไม่ใช่ไฟล์ตัวเลือก", f"{name} is not a file of choices"),
                    Text("ใช้ไฟล์ .csv, .xml หรือ .geojson", "Use a .csv, .xml or .geojson file"),
                )
        elif command != "select_one_external" and not name.startswith("${"):
            item.list_name = name
            if name not in self.tree.lists:
                self.error(
                    item.row.number,
                    "type",
                    Text(f"ไม่มีรายการตัวเลือก {name} ในแผ่น choices", f"Sheet choices has no list {name}"),
                    did_you_mean(
                        nearest(name, self.tree.lists),
                        Text(
                            f"เพิ่มแถวที่ list_name เป็น {name} ในแผ่น choices",
                            f"Add rows with list_name {name} to sheet choices",
                        ),
                    ),
                )

    def name(self, row: Row) -> str:
        """Return the name of ``row``, a stand-in where there is none."""
        name, inside = row["name"], self.open[-1]
        if not name:
            if row["type"] != "note":
                self.error(
                    row.number,
                    "name",
                    Text("ไม่มีชื่อ (name)", "There is no name"),
                    Text("ใส่ชื่อภาษาอังกฤษที่ไม่ซ้ำ เช่น q1", "Enter a unique name such as q1"),
                )
            return f"generated_note_name_{row.number}"
        if not _is_name(name):
            self.error(
                row.number,
                "name",
                Text(f"ชื่อ {name} ใช้ไม่ได้", f"The name {name} cannot be used"),
                Text(
                    "ขึ้นต้นด้วยตัวอักษรหรือ _ แล้วตามด้วยตัวอักษร ตัวเลข _ - . ห้ามเว้นวรรค",
                    "Begin with a letter or _, then letters, digits, _ - or . and no spaces",
                ),
            )
        elif name in inside.seen:
            self.error(
                row.number,
                "name",
                Text(
                    f"ชื่อ {name} ซ้ำกับแถว {inside.seen[name]}",
                    f"The name {name} is already used in row {inside.seen[name]}",
                ),
                Text("ตั้งชื่อใหม่ให้ไม่ซ้ำในกลุ่มเดียวกัน", "Choose a name not used in the same group"),
            )
        inside.seen.setdefault(name, row.number)
        return name


def _is_name(name: str) -> bool:
    from pyxform.parsing.expression import is_xml_tag

    return bool(is_xml_tag(name))


def _types() -> list[str]:
    from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

    return [
        *QUESTION_TYPE_DICT,
        *("begin_group", "end_group", "begin_repeat", "end_repeat"),
        *("select_one", "select_multiple", "select_one_from_file", "select_multiple_from_file"),
    ]


def _known(kind: str) -> bool:
    from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

    return kind in QUESTION_TYPE_DICT or kind.partition(" ")[0] == "osm"
