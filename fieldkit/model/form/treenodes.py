"""Nodes of a record as expressions see them (XPath 1.0 §5), and how what they hold is computed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from fieldkit.model.form.cells import RUNNING, Cell
from fieldkit.model.form.codecs import decode
from fieldkit.model.form.xpath.static import StaticNode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from fieldkit.model.form.fields import Field
    from fieldkit.model.form.growth import GrowingRecord
    from fieldkit.model.form.nodes import Node, Range

_NOTHING: list[Any] = []
# What most nodes have none of is shared, never written to: long forms have thousands of nodes.
_NO_KIDS: dict[str, list[Any]] = {}
_NO_CELLS: dict[str, Cell] = {}
_Value = TypeVar("_Value")


class TreeNode:
    """One element or attribute of the record: its place, its stored value and its cells."""

    is_range = False

    __slots__ = (
        "_calculation",
        "_cells",
        "_kids",
        "_ranges",
        "_seen",
        "attribute_nodes",
        "children",
        "field",
        "index",
        "key",
        "kind",
        "name",
        "parent",
        "raw",
        "record",
        "relevance",
        "up",
        "value_cell",
    )

    def __init__(
        self, record: GrowingRecord, field: Field, parent: Node | None, *, kind: str = "element"
    ) -> None:
        self.record = record
        self.field = field
        self.name = field.name
        self.kind = kind
        self.parent = parent
        self.up: Any = parent.up if parent is not None and parent.is_range else parent or record.document
        leaf = field.leaf and not self.is_range
        self.children: list[Node] = _NOTHING if leaf else []
        self.attribute_nodes: list[Node] = _NOTHING
        self._kids: dict[str, list[Node]] = _NO_KIDS if leaf else {}
        self._ranges: dict[str, Range] | None = None
        self._cells: dict[str, Cell] = _NO_CELLS
        self._calculation: Cell | None = None
        self._seen: str | None = None
        self.raw = ""
        self.index = 0
        self.key: str | None = None
        self.relevance: Cell | None = parent.relevance if parent is not None else None
        if field.bind.relevant is not None and not self.is_range:
            self.relevance = record.cell(self, "relevant", self._compute_relevant)
            # Read while it is being computed, a node counts as relevant.
            self.relevance.value = True
        self.value_cell: Cell | None = None
        if leaf:
            self.value_cell = record.cell(self, "value", self._compute_value)
            self.value_cell.value = ""
            if field.watched:
                self.value_cell.effect = lambda: record.value_changed(self)

    # What XPath asks.

    def named(self, name: str) -> list[Node]:
        """Child elements called ``name``; repeat instances stand for their range."""
        if self._ranges is not None and name in self._ranges:
            self._ranges[name].members.get()
        return self._kids.get(name, _NOTHING)

    def slot(self, name: str, index: float) -> list[Node] | None:
        """The repeat instance called ``name`` at a place from 1; None if it is no repeat."""
        area = self._ranges.get(name) if self._ranges is not None else None
        return None if area is None else area.instance_at(index)

    def elements(self) -> list[Node]:
        """All child elements, repeat instances in place of their range."""
        if self._ranges is None:
            return self.children
        return [
            node for child in self.children for node in (child.elements() if child.is_range else (child,))
        ]

    def content(self) -> Sequence[Any]:
        """All children; a value is a text of its own."""
        if self.value_cell is None:
            return self.elements()
        text = self.text()
        return [StaticNode("text", "", text, self)] if text else _NOTHING  # type: ignore[arg-type]

    def attributes(self) -> list[Node]:
        """Attribute nodes."""
        return self.attribute_nodes

    def text(self) -> str:
        """The value as expressions see it: empty while the node is not relevant."""
        cell = self.value_cell
        if cell is None:
            return "".join(child.text() for child in self.elements())
        if self.record.deciding and self._deciding_own():
            # A group whose relevance reads its own child reads what was entered there.
            return str(self._cell("raw", lambda: self.raw).get())
        reader = self.record.graph.reader
        found: str = cell.get()
        # A calculation that reads its own node reads what is stored there, hidden or not.
        own = cell.state == RUNNING or (reader is not None and reader is self._calculation)
        return self.raw if own else found

    def kept_text(self) -> str:
        """The stored value, relevant or not, without becoming dependent on it."""
        return self.raw

    def own_position(self) -> int:
        """Place among the siblings of the same name, from 1."""
        if self.parent is not None and self.parent.is_range:
            return int(self._cell("index", lambda: self.index).get())
        siblings = self.up.named(self.name) if self.up is not None else [self]
        return next((place for place, node in enumerate(siblings, 1) if node is self), 1)

    def _deciding_own(self) -> bool:
        cell = self.relevance
        while cell is not None:
            if cell.state == RUNNING:
                return True
            above = cell.owner.parent
            cell = above.relevance if above is not None else None
        return False

    # Computation.

    def _cell(self, facet: str, compute: Callable[[], Any]) -> Cell:
        found = self._cells.get(facet)
        if found is None:
            if self._cells is _NO_CELLS:
                self._cells = {}
            found = self._cells[facet] = self.record.cell(self, facet, compute)
        return found

    def _read(self, facet: str, compute: Callable[[], _Value]) -> _Value:
        found: _Value = self.record.graph.read(self._cell(facet, compute))
        return found

    def _compute_relevant(self) -> bool:
        above = self.parent.relevance if self.parent is not None else None
        if above is not None and above.state != RUNNING and not above.get():
            return False
        self.record.deciding += 1
        try:
            return self.record.boolean(self.field.bind.relevant, self, "relevant", otherwise=True)
        finally:
            self.record.deciding -= 1

    def _compute_value(self) -> str:
        relevance = self.relevance
        if relevance is not None and not relevance.get():
            self._seen = None
            return ""
        if self.field.bind.calculate is not None:
            if self._calculation is None:
                self._calculation = self.record.cell(self, "calculation", self._compute_calculation)
            result = self._calculation.get()
            if result != self._seen:
                # Until an input changes, a person's own entry stands.
                self._seen = result
                self.raw = self.decode(result)
        return self._offered(self.raw) if self.raw and self.choosing else self.raw

    def _compute_calculation(self) -> str:
        return self.record.string(self.field.bind.calculate, self, "calculate")

    def _offered(self, raw: str) -> str:
        """Leave out what is not among the choices (any more); a ranking takes in what is new."""
        names = self.names_cell().get()
        if self.field.type == "rank":
            ranked = raw.split()
            return " ".join([*(name for name in ranked if name in names), *set_aside(names, ranked)])
        if self.multiple:
            return " ".join(name for name in raw.split() if name in names)
        return raw if raw in names else ""

    def names_cell(self) -> Cell:
        """The cell with the names of the choices, in order."""
        control = self.field.control
        assert control is not None
        if control.itemset is None or control.itemset.steady:
            return self.record.shared_names(control, self)
        return self._cell("names", lambda: self.record.choice_names(control, self))

    def decode(self, text: str) -> str:
        """Bring a value into the form its type stores."""
        return decode(text, self.field)

    def enter(self, text: str) -> None:
        """Store a value and tell all that depend on it."""
        self.raw = text
        if self.value_cell is not None:
            self.value_cell.touch()
        self.touch("raw")

    def touch(self, facet: str) -> None:
        """Say that something else than cells changed what a facet is computed from."""
        if (cell := self._cells.get(facet)) is not None:
            cell.touch()

    def detach(self) -> None:
        """Take the node's cells out of the graph."""
        for cell in (self.value_cell, self._calculation, *self._cells.values()):
            if cell is not None:
                cell.detach()
        if self.relevance is not None and self.relevance.owner is self:
            self.relevance.detach()

    @property
    def path(self) -> str:
        """Path with positions on repeat steps, such as ``/data/rep[2]/age``."""
        if self.parent is None:
            return f"/{self.name}"
        if self.parent.is_range:
            return f"{self.parent.path}[{self.index}]"
        sign = "@" if self.kind == "attribute" else ""
        return f"{self.parent.path}/{sign}{self.name}"

    @property
    def choosing(self) -> bool:
        """Whether the answer is chosen from a list."""
        return self.field.type in ("select", "rank")

    @property
    def multiple(self) -> bool:
        """Whether several choices may be taken."""
        return self.field.control is not None and self.field.control.tag in ("select", "rank")


def set_aside(names: Iterable[str], ranked: Sequence[str]) -> list[str]:
    """Return the names that are not ranked yet, in their order."""
    return [name for name in names if name not in ranked]


class DocumentNode(StaticNode):
    """The document around the record."""

    __slots__ = ()

    def text(self) -> str:
        """All text of the record."""
        return "".join(node.text() for node in self.content())
