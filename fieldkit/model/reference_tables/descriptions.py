"""What a reference table is: its words, its columns, their kinds and keys, from two tables of their own.

``tables.csv`` names the tables, ``columns.csv`` their columns; ``*`` stands for a column of any table. A
column that neither names is a text under its own name, so that a new table needs no code.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, cast, get_args

from fieldkit import resources
from fieldkit.errors import FieldkitError, Text
from fieldkit.model.csv_table import read

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldkit.model.csv_table import Row

ColumnKind = Literal["text", "long", "code", "number", "whole", "day", "holiday", "words", "one_of", "ref"]
"""``holiday`` is a day, or ``--12-05`` for every year; ``ref`` a key of another table (``table.column``)."""

FROM, TO, SOURCE, CONFIDENCE = "valid_from", "valid_to", "source", "confidence"
UNCONFIRMED = ("general knowledge", "proposed")
CONFIRMED = "confirmed"
"""The confidence of a row that an administrator of the office confirmed; it is never written in a file."""
_ANY = "*"
_ABOUT = ("tables.csv", "columns.csv")


class NoSuchTable(FieldkitError):
    """No reference table of that name comes with the program."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Text("ไม่มีตารางอ้างอิงนี้", "There is no such reference table"),
            Text("ดูรายชื่อด้วย: list reference", "Look the names up: list reference"),
            place=name,
        )


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its words, its kind, whether it must be filled, and whether it is of the key.

    ``choices`` are the codes that it may hold and ``words`` what people call them, or the ``table.column`` it
    refers to; ``not_over`` names the column whose number must not be smaller.
    """

    name: str
    title: Text
    kind: ColumnKind = "text"
    choices: tuple[str, ...] = ()
    needed: bool = False
    key: bool = False
    not_over: str = ""
    words: tuple[Text, ...] = ()

    def word(self, value: str, language: str) -> str:
        """Return what people call a value of a choice; others stand for themselves."""
        if self.words and value in self.choices:
            return self.words[self.choices.index(value)].pick(language)
        return value


@dataclass(frozen=True, slots=True)
class Table:
    """A reference table; rows of an editable one have days from which and to which they are in force.

    ``gist`` are the columns that say most of a row in a list.
    """

    name: str
    title: Text
    group: str
    editable: bool
    note: Text
    columns: tuple[TableColumn, ...]
    gist: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns by which a row is known, besides the day from which it is in force."""
        return tuple(column.name for column in self.columns if column.key)

    @property
    def file(self) -> str:
        """Name of the shipped file."""
        return f"{self.name}.csv"

    def column(self, name: str) -> TableColumn | None:
        """Return a column by its name."""
        return next((column for column in self.columns if column.name == name), None)

    def key_of(self, cells: Mapping[str, str]) -> tuple[str, ...]:
        """Return the key of a row."""
        return tuple(cells.get(name, "") for name in self.keys)


@cache
def tables() -> Mapping[str, Table]:
    """Return the tables that come with the program by name, in the order of ``tables.csv``, others last."""
    there, known = _there(), _known()
    ordered = [name for name in known if name in there] + [name for name in there if name not in known]
    return {name: table(name) for name in ordered}


@cache
def table(name: str) -> Table:
    """Return a table, without a look at the others; raises `NoSuchTable`."""
    if name not in _there():
        raise NoSuchTable(name)
    return _table(name, _known().get(name))


@cache
def _there() -> list[str]:
    folder = resources.path("reference")
    return sorted(path.stem for path in folder.glob("*.csv") if path.name not in _ABOUT)


@cache
def _known() -> Mapping[str, Row]:
    columns = ("table", "th", "en", "group", "gist", "edit")
    return {row.text("table"): row for row in read(resources.path("reference") / "tables.csv", columns)}


@cache
def shipped(name: str) -> tuple[Row, ...]:
    """Return the rows that come with the program; raises `TableError`."""
    return tuple(read(resources.path("reference", f"{name}.csv"), ()))


def _table(name: str, row: Row | None) -> Table:
    rows = shipped(name)
    headers = list(rows[0].cells) if rows else []
    columns = tuple(_column(name, header) for header in headers)
    if not any(column.key for column in columns):
        columns = tuple(_with_key(column, first=not place) for place, column in enumerate(columns))
    dated = {FROM, TO} <= set(headers)
    if row is None:
        return Table(name, Text(name, name), "program", False, Text("", ""), columns)
    return Table(
        name,
        Text(row.text("th"), row.text("en")),
        row.text("group"),
        row.one_of("edit", ("yes", "no")) == "yes" and dated,
        Text(row.optional("note"), row.optional("note_en")),
        columns,
        tuple(row.optional("gist").split()),
    )


def _with_key(column: TableColumn, *, first: bool) -> TableColumn:
    return TableColumn(
        column.name, column.title, column.kind, column.choices, column.needed, first, words=column.words
    )


def _column(name: str, header: str) -> TableColumn:
    row = _described().get((name, header)) or _described().get((_ANY, header))
    if row is None:
        return TableColumn(header, Text(header, header))
    kind = cast("ColumnKind", row.one_of("kind", get_args(ColumnKind)))
    given = row.optional("choices")
    codes = [part.split(":") for part in given.split("|")] if kind == "one_of" else []
    return TableColumn(
        header,
        Text(row.text("th"), row.text("en")),
        kind,
        tuple(code[0] for code in codes) if codes else (given,) if given else (),
        row.one_of("needs", ("yes", "")) == "yes",
        row.one_of("key", ("yes", "")) == "yes",
        row.optional("not_over"),
        tuple(Text(thai, english) for _code, thai, english in codes),
    )


@cache
def _described() -> Mapping[tuple[str, str], Row]:
    columns = ("table", "column", "th", "en", "kind", "choices", "needs", "key", "not_over")
    rows = read(resources.path("reference", "columns.csv"), columns)
    return {(row.text("table"), row.text("column")): row for row in rows}
