"""The nodes of a record: place, value and what a person sees (xforms-spec "Bind Attributes", "Body")."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar
from xml.etree.ElementTree import Element

from fieldkit.model.form.cells import RUNNING, Cell
from fieldkit.model.form.codecs import decode
from fieldkit.model.form.fields import Control
from fieldkit.model.form.texts import GUIDANCE
from fieldkit.model.form.xpath.nodes import NOTHING, StaticNode, XPathNode
from fieldkit.model.form.xpath.values import NAN

if TYPE_CHECKING:
    from fieldkit.model.form.fields import Field, Repeat
    from fieldkit.model.form.instance import FormInstance
    from fieldkit.model.form.texts import Label

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


class Facet(Generic[_Value]):
    """A property of nodes that is a cell: computed when asked for, and anew when what it read has changed."""

    def __init__(self, compute: Callable[[Any], _Value]) -> None:
        self.compute = compute
        self.__doc__ = compute.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, node: Node, owner: type) -> _Value:
        return node._cell(self.name, self.compute).get()  # type: ignore[no-any-return]


class Node(XPathNode):
    """One element or attribute of the record; properties give its state as of the last answer.

    ``type`` is the kind of node, such as ``group``, ``repeat-range``, ``input``, ``select``, ``model-value``.
    """

    __slots__ = (
        *("_cells", "_seen", "attribute_nodes", "children", "field", "index", "key", "kids", "kind", "name"),
        *("parent", "ranges", "raw", "record", "relevance", "stays", "type", "up", "value_cell"),
    )
    is_range = False

    def __init__(
        self, record: FormInstance, field: Field, parent: Node | None, *, kind: str = "element"
    ) -> None:
        self.record = record
        self.field = field
        self.name = field.name
        self.kind = kind
        self.type = "repeat-range" if self.is_range else field.type
        self.parent = parent
        self.up: Any = parent.up if parent is not None and parent.is_range else parent or record.document
        leaf = field.leaf and not self.is_range
        self.children: list[Node] = NOTHING if leaf else []
        self.attribute_nodes: list[Node] = NOTHING
        self.kids: dict[str, list[Node]] = NO_KIDS if leaf else {}
        self.ranges: dict[str, Range] = NO_RANGES
        self.raw = ""
        self.index = 0
        self.stays = (parent is None or parent.stays) and not self.is_range
        self.key: str | None = None
        self._cells: dict[str, Cell] = {}
        self._seen: str | None = None
        self.relevance: Cell | None = parent.relevance if parent is not None else None
        if field.bind.relevant is not None and not self.is_range:
            self.relevance = self._cell("relevant", Node._compute_relevant)
            # Read while it is being computed, a node counts as relevant.
            self.relevance.value = True
        self.value_cell: Cell | None = None
        if leaf:
            self.value_cell = self._cell("value", Node._compute_value)
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
            return self._place
        found = super().own_position()
        # A range, as the heading of its instances, stands at their first place.
        return found if found == found else 1.0

    @Facet
    def _place(self) -> float:
        return float(self.index)

    @property
    def path(self) -> str:
        """Path with positions on repeat steps, such as ``/data/rep[2]/age``."""
        if self.parent is None:
            return f"/{self.name}"
        if self.parent.is_range:
            return f"{self.parent.path}[{self.index}]"
        sign = "@" if self.kind == "attribute" else ""
        return f"{self.parent.path}/{sign}{self.name}"

    # Cells.

    def _cell(self, facet: str, compute: Callable[[Any], Any]) -> Cell:
        found = self._cells.get(facet)
        if found is None:
            found = self._cells[facet] = Cell(self.record.graph, partial(compute, self), self, facet)
        return found

    def _computed(self, rule: str, wanted: str, otherwise: _Value) -> _Value:
        """Evaluate an expression of the node's bind; ``otherwise`` where it has none."""
        return self.record.computed(getattr(self.field.bind, rule), wanted, self, rule, otherwise)

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
            return self._computed("relevant", "boolean", True)
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
        return self._protected

    @Facet
    def _protected(self) -> bool:
        above = self.parent is not None and self.parent.readonly
        return above or self._computed("readonly", "boolean", False)

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
            return self._entered
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
        self.touch("_entered")

    @Facet
    def _entered(self) -> str:
        return self.raw

    def _compute_value(self) -> str:
        if self.relevance is not None and not self.relevance.get():
            self._seen = None
            return ""
        if self.field.bind.calculate is not None:
            result = self.calculation
            if result != self._seen:
                # Until an input changes, a person's own entry stands.
                self._seen = result
                self.raw = self.decode(result)
        return self._offered(self.raw) if self.raw and self.choosing else self.raw

    @Facet
    def calculation(self) -> str:
        """What the form's calculation gives as text, before the type of the node makes a value of it."""
        return self._computed("calculate", "string", "")

    # Rules.

    @Facet
    def required(self) -> bool:
        """Whether an answer is needed."""
        return self._computed("required", "boolean", False)

    @property
    def violation(self) -> str | None:
        """``required`` or ``constraint`` if the answer breaks that rule."""
        return self._broken[0] if self.leaf and self.field.ruled else None

    @property
    def message(self) -> str | None:
        """What the form says about the violation."""
        return self._broken[1] if self.leaf and self.field.ruled else None

    @Facet
    def _broken(self) -> tuple[str | None, str | None]:
        bind = self.field.bind
        if self.relevant and self.value == "" and self.required:
            return "required", self.record.words(bind.required_message, self)
        if self.relevant and self.value and not self._computed("constraint", "boolean", True):
            return "constraint", self.record.words(bind.constraint_message, self)
        return None, None

    @Facet
    def valid(self) -> bool:
        """Whether no rule is broken here or, for a group, anywhere inside."""
        if self.leaf or not self.field.ruled:
            return self.violation is None
        # All are asked, so that each can say when it changes.
        return False not in [child.valid for child in self.elements() if child.field.ruled]

    # The question in the body.

    @property
    def control(self) -> Control:
        """The body's part for this node, an empty one if there is none."""
        return self.field.control or self.field.group or _NO_CONTROL

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
        """The question, or the heading of a group or of a repeat, in the language in use."""
        repeat = None if self.is_range else self.field.repeat
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
        if label is None:
            return None
        return self._cell(facet, lambda node: node.record.words(label, node, form)).get()  # type: ignore[no-any-return]

    @Facet
    def media(self) -> Mapping[str, str]:
        """Pictures and sounds of the label by kind (image, big-image, audio, video)."""
        label = self.control.label
        return {} if label is None else self.record.media(label.itext_id, self)

    # Choices.

    @property
    def choosing(self) -> bool:
        """Whether the answer is chosen from a list."""
        return self.field.type in ("select", "rank")

    @property
    def multiple(self) -> bool:
        """Whether several choices may be taken."""
        return self.control.tag in ("select", "rank")

    @Facet
    def choices(self) -> Sequence[Choice]:
        """The choices that are offered now."""
        return self.record.choices(self.control, self) if self.choosing else ()

    @Facet
    def choice_media(self) -> Mapping[str, Mapping[str, str]]:
        """Pictures and sounds of choices by name and kind, as `media` gives those of the question."""
        return self.record.choice_media(self.control, self) if self.choosing else {}

    @property
    def names(self) -> Mapping[str, None]:
        """The names of the choices, in order."""
        itemset = self.control.itemset
        return self.record.shared_names(self) if itemset is None or itemset.steady else self._names

    @Facet
    def _names(self) -> Mapping[str, None]:
        return self.record.choice_names(self.control, self)

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


def set_aside(names: Iterable[str], ranked: Collection[str]) -> list[str]:
    """Return the names that are not ranked yet, in their order."""
    return [name for name in names if name not in ranked]


class Range(Node):
    """All instances of one repeat; its children are the instances.

    ``given`` are the instances that the form starts with where their number is computed.
    """

    __slots__ = ("count_cell", "given", "members", "repeat")
    is_range = True

    def __init__(self, record: FormInstance, field: Field, repeat: Repeat, parent: Node) -> None:
        super().__init__(record, field, parent)
        self.up = parent
        self.repeat = repeat
        self.given: Sequence[Element] = ()
        self.members = self._cell("members", lambda area: [id(child) for child in area.children])
        self.count_cell: Cell | None = None
        if repeat.count is not None:
            self.count_cell = self._cell("count", Range._compute_count)
            self.count_cell.effect = lambda: record.recount(self)

    def _compute_count(self) -> float:
        return self.record.computed(self.repeat.count, "number", self, "jr:count", NAN)

    @property
    def controlled(self) -> bool:
        """Whether the number of instances is computed or fixed, so that a person cannot add or remove."""
        return self.repeat.count is not None or self.repeat.fixed

    def elements(self) -> list[Node]:
        """The instances."""
        self.members.get()
        return self.children

    def instance_at(self, place: float) -> list[Node]:
        """The instance at a place from 1, if there is one; who asks depends on that place alone."""
        if not 1 <= place <= MOST_INSTANCES or place != int(place):
            return []
        index = int(place)
        found: list[Node] = self._cell(f"slot {index}", lambda area: area.children[index - 1 : index]).get()
        return found
