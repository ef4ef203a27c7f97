"""Lists as row stores with indexes of their columns, for the engine nodes like any other."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from fieldkit.errors import Text
from fieldkit.model.form.elements import local
from fieldkit.model.form.problems import XPathError
from fieldkit.model.form.xpath.nodes import NOTHING, StaticNode, XPathNode

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

    from fieldkit.model.form.elements import Names

Cells = Sequence[str | None]
MOST_NODES = 250_000
"""Rows of a list that an expression may go through without an index."""


class Rows:
    """A list as columns and rows of text; rows may be made when first needed.

    ``rows`` is a sequence of tuples as long as ``columns``, or a function returning one.
    """

    def __init__(self, columns: Sequence[str], rows: Sequence[Cells] | Callable[[], Iterable[Cells]]) -> None:
        self.columns = tuple(columns)
        self.given = rows

    @property
    def rows(self) -> Sequence[Cells]:
        """The rows, read now if they were not yet."""
        if callable(self.given):
            self.given = list(self.given())
        return self.given


class _Index:
    """The rows of each key in one column: 12 bytes a row, where a mapping takes more than 150.

    Keys are known by their hash of 64 bits; that two of a million are the same is as likely as 1 in 10^7.
    """

    def __init__(self, keys: Iterable[str | None]) -> None:
        hashes = list(map(hash, keys))
        self._numbers = array("L", sorted(range(len(hashes)), key=hashes.__getitem__))
        self._hashes = array("q", map(hashes.__getitem__, self._numbers))

    def numbers(self, key: str) -> list[int]:
        """Return the numbers of the rows with this key, in order."""
        wanted = hash(key)
        start = bisect_left(self._hashes, wanted)
        return list(self._numbers[start : bisect_right(self._hashes, wanted, start)])


class Table(XPathNode):
    """The root element of a list: its rows, and an index for each column that was searched.

    ``identifier`` is that of the ``instance`` element around it.
    """

    def __init__(self, rows: Rows, item: str = "item", root: str = "root", *, identifier: str = "") -> None:
        self.name = root
        self.item = item
        self.identifier = identifier
        self.source = rows
        self.places = {name: index for index, name in enumerate(rows.columns)}
        self._indexes: dict[str, _Index] = {}
        self._nodes: list[RowNode | None] = []
        self._all: list[RowNode] | None = None
        self.instance = StaticNode("element", "instance")
        self.instance.append(self)

    def where(self, column: str, keys: Iterable[str]) -> list[int]:
        """Return the numbers of the rows whose ``column`` is one of ``keys``, in order."""
        if column not in self.places:
            return NOTHING
        if column not in self._indexes:
            self._index(column)
        found = [self._indexes[column].numbers(key) for key in keys]
        return found[0] if len(found) == 1 else sorted(chain.from_iterable(found))

    def _index(self, column: str) -> None:
        place = self.places[column]
        self._indexes[column] = _Index(row[place] for row in self.source.rows)

    def expect(self, column: str) -> None:
        """Make the index of a column that a choice filter asks for, so that the first answer need not wait.

        Rows that are read when first needed stay unread.
        """
        if column in self.places and column not in self._indexes and not callable(self.source.given):
            self._index(column)

    def node(self, number: int) -> RowNode:
        """Return the node of a row, always the same one."""
        self._nodes = self._nodes or [None] * len(self.source.rows)
        found = self._nodes[number]
        if found is None:
            found = self._nodes[number] = RowNode(self, number)
        return found

    def named(self, name: str) -> Sequence[Any]:
        """All rows, if they are called so."""
        return self.elements() if name == self.item else NOTHING

    def elements(self) -> Sequence[Any]:
        """All rows; raises `XPathError` if there are more than can be looked through."""
        if self._all is None:
            size = len(self.source.rows)
            if size > MOST_NODES:
                raise _too_many(self.identifier, size)
            self._all = [self.node(number) for number in range(size)]
        return self._all

    def rows_where(self, name: str, conditions: list[tuple[str, Any]]) -> list[Any] | None:
        """Return the rows in which every column equals its key; None if only a scan can tell."""
        found: list[int] | None = None
        for column, key in conditions:
            if name not in ("*", self.item) or not isinstance(key, (str, list)):
                return None
            keys = {key} if isinstance(key, str) else {node.text() for node in key}
            if found is None:
                found = self.where(column, keys)
            else:
                place, rows = self.places.get(column), self.source.rows
                found = [number for number in found if place is not None and rows[number][place] in keys]
        return [self.node(number) for number in found or ()]

    def text(self) -> str:
        """All text inside."""
        return "".join(cell for row in self.source.rows for cell in row if cell is not None)


class RowNode(XPathNode):
    """A row of a list."""

    __slots__ = ("name", "number", "up")

    def __init__(self, table: Table, number: int) -> None:
        self.name = table.item
        self.number = number
        self.up: Table = table

    def cell(self, column: str) -> str:
        """Return the text in a column, ``""`` if there is none."""
        place = self.up.places.get(column)
        return "" if place is None else self.up.source.rows[self.number][place] or ""

    def named(self, name: str) -> Sequence[Any]:
        """The cell of a column, if the row has it."""
        place = self.up.places.get(name)
        text = None if place is None else self.up.source.rows[self.number][place]
        return NOTHING if text is None else [CellNode(self, name, text)]

    def elements(self) -> Sequence[Any]:
        """The cells."""
        cells = zip(self.up.places, self.up.source.rows[self.number], strict=True)
        return [CellNode(self, name, text) for name, text in cells if text is not None]


class CellNode(XPathNode):
    """One column of a row; equal to any other node of the same cell."""

    __slots__ = ("_text", "name", "up")

    def __init__(self, row: RowNode, name: str, text: str) -> None:
        self.up = row
        self.name = name
        self._text = text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CellNode) and other.up is self.up and other.name == self.name

    def __hash__(self) -> int:
        return hash((id(self.up), self.name))

    def text(self) -> str:
        """The text of the cell."""
        return self._text


def internal(instance: Element, names: Names) -> StaticNode:
    """Return the node of an ``<instance>`` in XML: a row store if it is a plain list, a tree otherwise."""
    roots = list(instance)
    if len(roots) == 1:
        rows = _as_rows(roots[0], names)
        if rows is not None:
            return Table(rows, names.of(roots[0][0].tag), names.of(roots[0].tag)).instance
    return _tree(instance, names)


def _tree(element: Element, names: Names) -> StaticNode:
    """Return XML as a tree of nodes that never change."""
    node = StaticNode("element", names.of(element.tag))
    pending = [(element, node)]
    while pending:
        source, target = pending.pop()
        for key, value in source.attrib.items():
            target.set_attribute(names.of(key), value)
        if source.text and (len(source) == 0 or source.text.strip()):
            target.append(StaticNode("text", value=source.text))
        for child in source:
            if not local(child.tag):
                continue
            pending.append((child, target.append(StaticNode("element", names.of(child.tag)))))
            if child.tail and child.tail.strip():
                target.append(StaticNode("text", value=child.tail))
    return node


def _as_rows(root: Element, names: Names) -> Rows | None:
    if len(root) == 0 or root.attrib:
        return None
    item = root[0].tag
    places: dict[str, int] = {}
    records: list[dict[int, str]] = []
    for element in root:
        if element.tag != item or element.attrib:
            return None
        record: dict[int, str] = {}
        for cell in element:
            if len(cell) or cell.attrib:
                return None
            place = places.setdefault(cell.tag, len(places))
            if place in record:
                return None
            record[place] = cell.text or ""
        if not record:
            return None
        records.append(record)
    width = range(len(places))
    return Rows([names.of(tag) for tag in places], [tuple(map(record.get, width)) for record in records])


def _too_many(name: str, count: int) -> XPathError:
    return XPathError(
        Text(
            f"รายการ {name} มี {count:,} แถว มากเกินกว่าจะดูทั้งหมด",
            f"The list {name} has {count:,} rows, too many to look through",
        ),
        Text(
            "เลือกแถวด้วยเงื่อนไข คอลัมน์ = ค่า ใน choice_filter",
            "Choose rows by column = value in the choice_filter",
        ),
    )
