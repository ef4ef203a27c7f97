"""The nodes of a record: place, value and what a person sees (xforms-spec "Bind Attributes", "Body")."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from fieldkit.model.form.cells import RUNNING, Cell
from fieldkit.model.form.codecs import decode
from fieldkit.model.form.fields import Control
from fieldkit.model.form.texts import GUIDANCE
from fieldkit.model.form.xpath.nodes import NOTHING, StaticNode, XPathNode
from fieldkit.model.form.xpath.values import NAN

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldkit.model.form.fields import Field, Label, Repeat
    from fieldkit.model.form.growth import GrowingRecord

MOST_INSTANCES = 2_000
"""Instances that a computed count may ask for."""
_NO_CONTROL = Control("")
# What most nodes have none of is shared, never written to: long forms have thousands of nodes.
NO_KIDS: dict[str, list[Any]] = {}
NO_RANGES: dict[str, Range] = {}
_Value = TypeVar("_Value")


class Choice(NamedTuple):
    """A choice of a question: the name that is stored and the label that is shown."""

    name: str
    label: str


class Node(XPathNode):
    """One element or attribute of the record; properties give its state as of the last answer."""

    __slots__ = (
        *("_cells", "_seen", "attribute_nodes", "children", "field", "index", "key", "kids", "kind", "name"),
        *("parent", "ranges", "raw", "record", "relevance", "up", "value_cell"),
    )
    is_range = False

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
        self.children: list[Node] = NOTHING if leaf else []
        self.attribute_nodes: list[Node] = NOTHING
        self.kids: dict[str, list[Node]] = NO_KIDS if leaf else {}
        self.ranges: dict[str, Range] = NO_RANGES
        self.raw = ""
        self.index = 0
        self.key: str | None = None
        self._cells: dict[str, Cell] = {}
        self._seen: str | None = None
        self.relevance: Cell | None = parent.relevance if parent is not None else None
        if field.bind.relevant is not None and not self.is_range:
            self.relevance = self._cell("relevant", self._compute_relevant)
            # Read while it is being computed, a node counts as relevant.
            self.relevance.value = True
        self.value_cell: Cell | None = None
        if leaf:
            self.value_cell = self._cell("value", self._compute_value)
            self.value_cell.value = ""
            if field.watched:
                self.value_cell.effect = lambda: record.value_changed(self)

    # Its place, as XPath asks for it (XPath 1.0 §5).

    def named(self, name: str) -> list[Node]:
        """Child elements called ``name``; repeat instances stand for their range."""
        if name in self.ranges:
            self.ranges[name].members.get()
        return self.kids.get(name, NOTHING)

    def slot(self, name: str, place: float) -> list[Node] | None:
        """The repeat instance called ``name`` at a place from 1; None if it is no repeat."""
        return self.ranges[name].instance_at(place) if name in self.ranges else None

    def elements(self) -> list[Node]:
        """All child elements, repeat instances in place of their range."""
        if not self.ranges:
            return self.children
        return [
            node for child in self.children for node in (child.elements() if child.is_range else (child,))
        ]

    def content(self) -> Sequence[Any]:
        """All children; a value is a text of its own."""
        if self.value_cell is None:
            return self.elements()
        text = self.text()
        return [StaticNode("text", "", text, self)] if text else NOTHING

    def attributes(self) -> list[Node]:
        """Attribute nodes."""
        return self.attribute_nodes

    def own_position(self) -> float:
        """Place among the siblings of the same name, from 1."""
        if self.parent is not None and self.parent.is_range:
            return float(self._read("index", lambda: self.index))
        found = super().own_position()
        # A range, as the heading of its instances, stands at their first place.
        return found if found == found else 1.0

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
    def type(self) -> str:
        """Kind of node, such as ``group``, ``repeat-range``, ``input``, ``select``, ``model-value``."""
        return self.field.type

    # Cells.

    def _cell(self, facet: str, compute: Callable[[], Any]) -> Cell:
        found = self._cells.get(facet)
        if found is None:
            found = self._cells[facet] = Cell(self.record.graph, compute, self, facet)
        return found

    def _read(self, facet: str, compute: Callable[[], _Value]) -> _Value:
        return self._cell(facet, compute).get()  # type: ignore[no-any-return]

    def touch(self, facet: str) -> None:
        """Say that something else than cells changed what a facet is computed from."""
        if (cell := self._cells.get(facet)) is not None:
            cell.touch()

    def detach(self) -> None:
        """Take the node's cells out of the graph."""
        for cell in self._cells.values():
            cell.detach()

    # Relevance and protection, which whatever is inside inherits.

    @property
    def relevant(self) -> bool:
        """Whether the node applies, with all around it."""
        return self.relevance is None or bool(self.relevance.get())

    def _compute_relevant(self) -> bool:
        above = self.parent.relevance if self.parent is not None else None
        if above is not None and above.state != RUNNING and not above.get():
            return False
        self.record.deciding += 1
        try:
            return self.record.computed(self.field.bind.relevant, "boolean", self, "relevant", True)
        finally:
            self.record.deciding -= 1

    def _deciding_own(self) -> bool:
        cell = self.relevance
        while cell is not None and cell.state != RUNNING:
            above = cell.owner.parent
            cell = above.relevance if above is not None else None
        return cell is not None

    @property
    def readonly(self) -> bool:
        """Whether the answer cannot be changed by a person."""
        if self.field.bind.readonly is None or self.is_range:
            return self.parent is not None and self.parent.readonly
        return self._read("readonly", self._compute_readonly)

    def _compute_readonly(self) -> bool:
        if self.parent is not None and self.parent.readonly:
            return True
        return self.record.computed(self.field.bind.readonly, "boolean", self, "readonly", False)

    # The value.

    @property
    def leaf(self) -> bool:
        """Whether the node holds a value."""
        return self.value_cell is not None

    @property
    def bind_type(self) -> str:
        """Type of the value, such as ``string``, ``int``, ``decimal``, ``date``."""
        return self.field.bind.type

    @property
    def value(self) -> str:
        """The answer as the XForm stores it; empty while not relevant."""
        return "" if self.value_cell is None else str(self.value_cell.get())

    def text(self) -> str:
        """The value as expressions see it: empty while the node is not relevant."""
        cell = self.value_cell
        if cell is None:
            return "".join(child.text() for child in self.elements())
        if self.record.deciding and self._deciding_own():
            # A group whose relevance reads its own child reads what was entered there.
            return self._read("raw", lambda: self.raw)
        reader = self.record.graph.reader
        found: str = cell.get()
        # A calculation that reads its own node reads what is stored there, hidden or not.
        own = cell.state == RUNNING or (reader is not None and reader is self._cells.get("calculation"))
        return self.raw if own else found

    def kept_text(self) -> str:
        """The stored value, relevant or not, without becoming dependent on it."""
        return self.raw

    def decode(self, text: str) -> str:
        """Bring a value into the form its type stores."""
        return decode(text, self.field)

    def enter(self, text: str) -> None:
        """Store a value and tell all that depend on it."""
        self.raw = text
        if self.value_cell is not None:
            self.value_cell.touch()
        self.touch("raw")

    def _compute_value(self) -> str:
        if self.relevance is not None and not self.relevance.get():
            self._seen = None
            return ""
        if self.field.bind.calculate is not None:
            result = self._read("calculation", self._compute_calculation)
            if result != self._seen:
                # Until an input changes, a person's own entry stands.
                self._seen = result
                self.raw = self.decode(result)
        return self._offered(self.raw) if self.raw and self.choosing else self.raw

    def _compute_calculation(self) -> str:
        return self.record.computed(self.field.bind.calculate, "string", self, "calculate", "")

    @property
    def uncomputed(self) -> bool:
        """Whether the form's calculation gives no number that exists: something was divided by zero."""
        if self.field.bind.calculate is None or self.value_cell is None:
            return False
        self.value_cell.get()
        return self._seen in ("Infinity", "-Infinity")

    # Rules.

    @property
    def required(self) -> bool:
        """Whether an answer is needed."""
        return self.field.bind.required is not None and self._read("required", self._compute_required)

    def _compute_required(self) -> bool:
        return self.record.computed(self.field.bind.required, "boolean", self, "required", False)

    @property
    def violation(self) -> str | None:
        """``required`` or ``constraint`` if the answer breaks that rule."""
        return self._violation()[0]

    @property
    def message(self) -> str | None:
        """What the form says about the violation."""
        return self._violation()[1]

    def _violation(self) -> tuple[str | None, str | None]:
        if self.value_cell is None or not self.field.ruled:
            return None, None
        return self._read("valid", self._compute_violation)

    def _compute_violation(self) -> tuple[str | None, str | None]:
        bind = self.field.bind
        if not self.relevant:
            return None, None
        if self.value == "":
            if self.required:
                return "required", self.record.words(bind.required_message, self)
        elif not self.record.computed(bind.constraint, "boolean", self, "constraint", True):
            return "constraint", self.record.words(bind.constraint_message, self)
        return None, None

    @property
    def valid(self) -> bool:
        """Whether no rule is broken here or, for a group, anywhere inside."""
        if self.value_cell is not None or not self.field.ruled:
            return self.violation is None
        return self._read("valid", self._compute_valid)

    def _compute_valid(self) -> bool:
        # All are asked, so that each can say when it changes.
        return False not in [child.valid for child in self.elements()]

    # The question in the body.

    @property
    def control(self) -> Control:
        """The body's part for this node, an empty one if there is none."""
        return self.field.control or (None if self.is_range else self.field.group) or _NO_CONTROL

    @property
    def appearance(self) -> str:
        """Appearances, divided by spaces."""
        return self.control.appearance

    @property
    def parameters(self) -> Mapping[str, str]:
        """Attributes of the question in the body, such as ``start``, ``end``, ``step``, ``mediatype``."""
        return self.control.attributes

    @property
    def label(self) -> str | None:
        """The question, or the heading of a group, in the language in use."""
        repeat = self.field.repeat
        return self._text("label", self.control.label) if repeat is None or repeat.headed else None

    @property
    def hint(self) -> str | None:
        """The hint in the language in use."""
        return self._text("hint", self.control.hint)

    @property
    def guidance(self) -> str | None:
        """The longer guidance, if the form has one."""
        return self._text("guidance", self.control.hint, GUIDANCE)

    def _text(self, facet: str, label: Label | None, form: str = "") -> str | None:
        return None if label is None else self._read(facet, lambda: self.record.words(label, self, form))

    @property
    def media(self) -> Mapping[str, str]:
        """Pictures and sounds of the label by kind (image, big-image, audio, video)."""
        label = self.control.label
        if label is None or (identifier := label.itext_id) is None:
            return {}
        return self._read("media", lambda: self.record.media(identifier, self))

    # Choices.

    @property
    def choosing(self) -> bool:
        """Whether the answer is chosen from a list."""
        return self.field.type in ("select", "rank")

    @property
    def multiple(self) -> bool:
        """Whether several choices may be taken."""
        return self.control.tag in ("select", "rank")

    @property
    def choices(self) -> Sequence[Choice]:
        """The choices that are offered now."""
        return self._read("choices", lambda: self.record.choices(self.control, self)) if self.choosing else ()

    @property
    def choice_media(self) -> Mapping[str, Mapping[str, str]]:
        """Pictures and sounds of choices by name and kind, as `media` gives those of the question."""
        if not self.choosing:
            return {}
        return self._read("media of choices", lambda: self.record.choice_media(self.control, self))

    @property
    def names(self) -> Mapping[str, None]:
        """The names of the choices, in order."""
        itemset = self.control.itemset
        if itemset is None or itemset.steady:
            return self.record.shared_names(self.control, self)
        return self._read("names", lambda: self.record.choice_names(self.control, self))

    def _offered(self, raw: str) -> str:
        """Leave out what is not among the choices (any more); a ranking takes in what is new."""
        names = self.names
        if self.field.type == "rank":
            ranked = raw.split()
            return " ".join([*(name for name in ranked if name in names), *set_aside(names, ranked)])
        if self.multiple:
            return " ".join(name for name in raw.split() if name in names)
        return raw if raw in names else ""

    def __repr__(self) -> str:
        return f"<{self.type} {self.path}>"


def set_aside(names: Iterable[str], ranked: Sequence[str]) -> list[str]:
    """Return the names that are not ranked yet, in their order."""
    return [name for name in names if name not in ranked]


class Range(Node):
    """All instances of one repeat; its children are the instances."""

    __slots__ = ("count_cell", "members", "repeat", "slots")
    is_range = True

    def __init__(self, record: GrowingRecord, field: Field, repeat: Repeat, parent: Node) -> None:
        super().__init__(record, field, parent)
        self.up = parent
        self.repeat = repeat
        self.members = self._cell("members", lambda: [id(child) for child in self.children])
        self.slots: dict[int, Cell] = {}
        self.count_cell: Cell | None = None
        if repeat.count is not None:
            self.count_cell = self._cell("count", self._compute_count)
            self.count_cell.effect = lambda: record.recount(self)

    def _compute_count(self) -> float:
        return self.record.computed(self.repeat.count, "number", self, "jr:count", NAN)

    @property
    def type(self) -> str:
        """Always ``repeat-range``."""
        return "repeat-range"

    @property
    def controlled(self) -> bool:
        """Whether the number of instances is computed or fixed, so that a person cannot add or remove."""
        return self.repeat.count is not None or self.repeat.fixed

    @property
    def label(self) -> str | None:
        """The heading of the repeat."""
        group = self.field.group
        return self._text("label", group.label) if group is not None else None

    @property
    def appearance(self) -> str:
        """Appearances of the repeat, divided by spaces."""
        return self.field.group.appearance if self.field.group is not None else ""

    def elements(self) -> list[Node]:
        """The instances."""
        self.members.get()
        return self.children

    def instance_at(self, place: float) -> list[Node]:
        """The instance at a place from 1, if there is one; who asks depends on that place alone."""
        if not 1 <= place <= MOST_INSTANCES or place != int(place):
            return []
        index = int(place)
        if index not in self.slots:
            self.slots[index] = Cell(
                self.record.graph, lambda: self.children[index - 1 : index], self, "slot"
            )
        found: list[Node] = self.slots[index].get()
        return found

    def detach(self) -> None:
        """Take the range's cells out of the graph."""
        super().detach()
        for cell in self.slots.values():
            cell.detach()
