"""Lists as row stores with indexes of their columns (xforms-spec "Secondary Instances")."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from fieldkit.model.form.messages import said
from fieldkit.model.form.xpath.syntax import XPathError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_NOTHING: list[Any] = []
Cells = Sequence[str | None]
MOST_NODES = 250_000
"""Rows of a list that an expression may go through without an index."""


class Rows:
    """A list as columns and rows of text; rows may be made when first needed.

    ``rows`` is a sequence of tuples as long as ``columns``, or a function returning one.
    """

    def __init__(self, columns: Sequence[str], rows: Sequence[Cells] | Callable[[], Iterable[Cells]]) -> None:
        self.columns = tuple(columns)
        self._rows = rows if not callable(rows) else None
        self._make = rows if callable(rows) else None

    @property
    def at_hand(self) -> bool:
        """Whether the rows have been read."""
        return self._rows is not None

    @property
    def rows(self) -> Sequence[Cells]:
        """The rows, read now if they were not yet."""
        if self._rows is None:
            assert self._make is not None
            self._rows = list(self._make())
        return self._rows


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


class Table:
    """The rows of one list with an index for each column that was searched; ``named`` is the list's name."""

    def __init__(self, rows: Rows, item: str = "item", root: str = "root", *, named: str = "") -> None:
        self._source = rows
        self.item = item
        self.named = named
        self.places = {name: index for index, name in enumerate(rows.columns)}
        self._indexes: dict[str, _Index] = {}
        self._nodes: list[RowNode | None] | None = None
        self.document = ListNode(self, root)

    @property
    def rows(self) -> Sequence[Cells]:
        """All rows."""
        return self._source.rows

    def where(self, column: str, key: str | set[str]) -> list[int]:
        """Return the numbers of the rows whose ``column`` is ``key``, or one of several keys."""
        if column not in self.places:
            return _NOTHING
        index = self._indexes.get(column) or self._index(column)
        if isinstance(key, str):
            return index.numbers(key)
        return sorted(number for one in key for number in index.numbers(one))

    def _index(self, column: str) -> _Index:
        place = self.places[column]
        index = self._indexes[column] = _Index(row[place] for row in self.rows)
        return index

    def expect(self, column: str) -> None:
        """Make the index of a column that a choice filter asks for, so that the first answer need not wait.

        Rows that are read when first needed stay unread.
        """
        if column in self.places and column not in self._indexes and self._source.at_hand:
            self._index(column)

    def among(self, numbers: list[int], column: str, key: str | set[str]) -> list[int]:
        """Return those of ``numbers`` whose ``column`` is ``key``."""
        place = self.places.get(column)
        if place is None:
            return _NOTHING
        rows, keys = self.rows, {key} if isinstance(key, str) else key
        return [number for number in numbers if rows[number][place] in keys]

    def node(self, number: int) -> RowNode:
        """Return the node of a row, always the same one."""
        if self._nodes is None:
            self._nodes = [None] * len(self.rows)
        found = self._nodes[number]
        if found is None:
            found = self._nodes[number] = RowNode(self, number)
        return found

    def all_nodes(self) -> list[RowNode]:
        """Return the nodes of all rows; raises `XPathError` if there are more than can be looked through."""
        if len(self.rows) > MOST_NODES:
            raise XPathError(*said("too-many-rows", name=self.named, count=len(self.rows)))
        return [self.node(number) for number in range(len(self.rows))]


class ListNode:
    """The instance element of a list and its root, as XPath sees them."""

    __slots__ = ("_all", "child", "kind", "name", "table", "up")

    def __init__(self, table: Table, root: str, up: ListNode | None = None) -> None:
        self.table = table
        self.kind = "element"
        self.name = "instance" if up is None else root
        self.up = up
        self.child = ListNode(table, root, self) if up is None else None
        self._all: list[RowNode] | None = None

    def named(self, name: str) -> Sequence[Any]:
        """Child elements called ``name``."""
        if self.child is not None:
            return [self.child] if name == self.child.name else _NOTHING
        return self.elements() if name == self.table.item else _NOTHING

    def elements(self) -> Sequence[Any]:
        """The root, or all rows."""
        if self.child is not None:
            return [self.child]
        if self._all is None:
            self._all = self.table.all_nodes()
        return self._all

    content = elements

    def rows_where(self, name: str, conditions: list[tuple[str, Any]]) -> list[Any] | None:
        """Return the rows in which every column equals its key; None if only a scan can tell."""
        if self.child is not None or name != self.table.item:
            return None
        table = self.table
        found: list[int] | None = None
        for column, key in conditions:
            if isinstance(key, list):
                keys = {node.text() for node in key}
                key = keys.pop() if len(keys) == 1 else keys
            if not isinstance(key, (str, set)):
                return None
            found = table.where(column, key) if found is None else table.among(found, column, key)
        return [table.node(number) for number in found or ()]

    def attributes(self) -> Sequence[Any]:
        """None."""
        return _NOTHING

    def text(self) -> str:
        """All text inside."""
        return "".join(cell for row in self.table.rows for cell in row if cell is not None)

    def kept_text(self) -> str:
        """The text, as `once` asks for it."""
        return self.text()


class RowNode:
    """A row of a list."""

    __slots__ = ("kind", "name", "number", "table", "up")

    def __init__(self, table: Table, number: int) -> None:
        self.table = table
        self.number = number
        self.kind = "element"
        self.name = table.item
        self.up = table.document.child

    @property
    def row(self) -> Cells:
        """The cells."""
        return self.table.rows[self.number]

    def cell(self, column: str) -> str:
        """Return the text in a column, ``""`` if there is none."""
        place = self.table.places.get(column)
        return "" if place is None else self.row[place] or ""

    def named(self, name: str) -> Sequence[Any]:
        """The cell of a column, if the row has it."""
        place = self.table.places.get(name)
        if place is None or self.row[place] is None:
            return _NOTHING
        return [CellNode(self, name, place)]

    def elements(self) -> Sequence[Any]:
        """The cells."""
        return [
            CellNode(self, name, place)
            for name, place in self.table.places.items()
            if self.row[place] is not None
        ]

    content = elements

    def attributes(self) -> Sequence[Any]:
        """None."""
        return _NOTHING

    def text(self) -> str:
        """All text of the row."""
        return "".join(cell for cell in self.row if cell is not None)

    def kept_text(self) -> str:
        """The text, as `once` asks for it."""
        return self.text()


class CellNode:
    """One column of a row."""

    __slots__ = ("kind", "name", "place", "up")

    def __init__(self, row: RowNode, name: str, place: int) -> None:
        self.up = row
        self.name = name
        self.place = place
        self.kind = "element"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CellNode) and other.up is self.up and other.place == self.place

    def __hash__(self) -> int:
        return hash((id(self.up), self.place))

    def named(self, name: str) -> Sequence[Any]:
        """None."""
        return _NOTHING

    def elements(self) -> Sequence[Any]:
        """None."""
        return _NOTHING

    content = elements

    def attributes(self) -> Sequence[Any]:
        """None."""
        return _NOTHING

    def text(self) -> str:
        """The text of the cell."""
        return self.up.row[self.place] or ""

    def kept_text(self) -> str:
        """The text, as `once` asks for it."""
        return self.text()
