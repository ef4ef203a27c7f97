"""The nodes of a record being filled: what a person sees of each, and what expressions read of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from fieldkit.model.form.cells import RUNNING, Cell
from fieldkit.model.form.codecs import codec
from fieldkit.model.form.fields import Control, Field, Label
from fieldkit.model.form.xpath.values import text_number

if TYPE_CHECKING:
    from fieldkit.model.form.host import Record

_NOTHING: list[Any] = []
_NO_PARAMETERS: Mapping[str, str] = MappingProxyType({})


class Choice(NamedTuple):
    """A choice of a question: the name that is stored and the label that is shown."""

    name: str
    label: str


class Node:
    """One element or attribute of the record; properties give its state as of the last answer."""

    __slots__ = (
        "_calculation",
        "_cells",
        "_codec",
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

    def __init__(self, record: Record, field: Field, parent: Node | None, *, kind: str = "element") -> None:
        self.record = record
        self.field = field
        self.name = field.name
        self.kind = kind
        self.parent = parent
        self.up: Any = parent.up if isinstance(parent, Range) else parent or record.document
        self.children: list[Node] = []
        self.attribute_nodes: list[Node] = []
        self._kids: dict[str, list[Node]] = {}
        self._ranges: dict[str, Range] | None = None
        self._cells: dict[str, Cell] = {}
        self._calculation: Cell | None = None
        self._seen: str | None = None
        self._codec = codec(field.bind.type, field.control.tag if field.control else "")
        self.raw = ""
        self.index = 0
        self.key: str | None = None
        above = parent.relevance if parent is not None else None
        if field.bind.relevant is None or isinstance(self, Range):
            self.relevance = above
        else:
            self.relevance = record.cell(self, "relevant", self._compute_relevant)
            # Read while it is being computed, a node counts as relevant.
            self.relevance.value = True
        self.value_cell: Cell | None = None
        if field.leaf and not isinstance(self, Range):
            self.value_cell = record.cell(self, "value", self._compute_value)
            self.value_cell.value = ""
            if field.watched:
                self.value_cell.effect = self._value_changed

    # What XPath asks.

    def named(self, name: str) -> list[Node]:
        """Child elements called ``name``; repeat instances stand for their range."""
        if self._ranges is not None and name in self._ranges:
            self._ranges[name].members.get()
        return self._kids.get(name, _NOTHING)

    def elements(self) -> list[Node]:
        """All child elements, repeat instances in place of their range."""
        if self._ranges is None:
            return self.children
        found: list[Node] = []
        for child in self.children:
            if isinstance(child, Range):
                child.members.get()
                found.extend(child.children)
            else:
                found.append(child)
        return found

    def content(self) -> Sequence[Any]:
        """All children; a value is a text of its own."""
        if self.value_cell is None:
            return self.elements()
        text = self.text()
        return [TextNode(text, self)] if text else _NOTHING

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
            return self._cell("raw", lambda: self.raw).get()  # type: ignore[no-any-return]
        return cell.get()  # type: ignore[no-any-return]

    def kept_text(self) -> str:
        """The stored value, relevant or not, without becoming dependent on it."""
        return self.raw

    def own_position(self) -> int:
        """Place among the siblings of the same name, from 1."""
        if isinstance(self.parent, Range):
            return self._cell("index", lambda: self.index).get()  # type: ignore[no-any-return]
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

    def _cell(self, facet: str, compute: Any) -> Cell:
        found = self._cells.get(facet)
        if found is None:
            found = self._cells[facet] = self.record.cell(self, facet, compute)
        return found

    def _read(self, facet: str, compute: Any) -> Any:
        return self.record.graph.read(self._cell(facet, compute))

    def _compute_relevant(self) -> bool:
        above = self.parent.relevance if self.parent is not None else None
        if above is not None and above.state != RUNNING and not above.get():
            return False
        expression = self.field.bind.relevant
        assert expression is not None
        self.record.deciding += 1
        try:
            return self.record.boolean(expression, self, "relevant", otherwise=True)
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
        expression = self.field.bind.calculate
        assert expression is not None
        return self.record.string(expression, self, "calculate")

    def _offered(self, raw: str) -> str:
        """Leave out what is not among the choices (any more); a ranking takes in what is new."""
        names = self.names_cell().get()
        if self.field.type == "rank":
            ranked = raw.split()
            return " ".join([*(name for name in ranked if name in names), *(set_aside(names, ranked))])
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
        found = self._codec(text) if self._codec is not None and text else text
        control = self.field.control
        return within(found, control.attributes) if found and control is not None and control.tag == "range" else found

    def enter(self, text: str) -> None:
        """Store a value and tell all that depend on it."""
        self.raw = text
        if self.value_cell is not None:
            self.value_cell.touch()
        raw = self._cells.get("raw")
        if raw is not None:
            raw.touch()

    def _value_changed(self) -> None:
        self.record.value_changed(self)

    def detach(self) -> None:
        """Take the node's cells out of the graph."""
        for cell in (self.value_cell, self._calculation, *self._cells.values()):
            if cell is not None:
                cell.detach()
        if self.relevance is not None and self.relevance.owner is self:
            self.relevance.detach()

    # What a person sees.

    @property
    def path(self) -> str:
        """Path with positions on repeat steps, such as ``/data/rep[2]/age``."""
        if self.parent is None:
            return f"/{self.name}"
        if isinstance(self.parent, Range):
            return f"{self.parent.path}[{self.index}]"
        sign = "@" if self.kind == "attribute" else ""
        return f"{self.parent.path}/{sign}{self.name}"

    @property
    def type(self) -> str:
        """Kind of node, such as ``group``, ``repeat-range``, ``input``, ``select``, ``note``, ``model-value``."""
        return self.field.type

    @property
    def bind_type(self) -> str:
        """Type of the value, such as ``string``, ``int``, ``decimal``, ``date``."""
        return self.field.bind.type

    @property
    def leaf(self) -> bool:
        """Whether the node holds a value."""
        return self.value_cell is not None

    @property
    def relevant(self) -> bool:
        """Whether the node applies, with all around it."""
        return True if self.relevance is None else bool(self.record.graph.read(self.relevance))

    @property
    def required(self) -> bool:
        """Whether an answer is needed."""
        return self.field.bind.required is not None and bool(self._read("required", self._compute_required))

    def _compute_required(self) -> bool:
        expression = self.field.bind.required
        return expression is not None and self.record.boolean(expression, self, "required", otherwise=False)

    @property
    def readonly(self) -> bool:
        """Whether the answer cannot be changed by a person."""
        return bool(self.record.graph.read(cell)) if (cell := self.readonly_cell()) is not None else False

    def readonly_cell(self) -> Cell | None:
        """The nearest cell that decides whether the node is read-only."""
        if self.field.bind.readonly is None or isinstance(self, Range):
            return self.parent.readonly_cell() if self.parent is not None else None
        return self._cell("readonly", self._compute_readonly)

    def _compute_readonly(self) -> bool:
        above = self.parent.readonly_cell() if self.parent is not None else None
        if above is not None and above.get():
            return True
        expression = self.field.bind.readonly
        return expression is not None and self.record.boolean(expression, self, "readonly", otherwise=False)

    @property
    def value(self) -> str:
        """The answer as the XForm stores it; empty while not relevant."""
        return "" if self.value_cell is None else str(self.record.graph.read(self.value_cell))

    @property
    def violation(self) -> str | None:
        """``required`` or ``constraint`` if the answer breaks that rule."""
        return self._violation()[0]

    @property
    def message(self) -> str | None:
        """What the form says about the violation."""
        return self._violation()[1]

    @property
    def valid(self) -> bool:
        """Whether no rule is broken here or, for a group, anywhere inside."""
        if self.value_cell is not None:
            return self._violation()[0] is None
        cell = self.valid_cell()
        return True if cell is None else bool(self.record.graph.read(cell))

    def valid_cell(self) -> Cell | None:
        """The cell that tells whether rules are kept here and inside; None if there are no rules."""
        if not self.field.ruled:
            return None
        if self.value_cell is not None:
            return self._cell("valid", self._compute_violation)
        return self._cell("valid", self._compute_valid)

    def _compute_valid(self) -> bool:
        valid = True
        for child in self.elements():
            cell = child.valid_cell()
            if cell is not None:
                found = cell.get()
                valid = valid and (found[0] is None if child.value_cell is not None else found)
        return valid

    def _violation(self) -> tuple[str | None, str | None]:
        bind = self.field.bind
        if self.value_cell is None or (bind.required is None and bind.constraint is None):
            return None, None
        found: tuple[str | None, str | None] = self._read("valid", self._compute_violation)
        return found

    def _compute_violation(self) -> tuple[str | None, str | None]:
        assert self.value_cell is not None
        if self.relevance is not None and not self.relevance.get():
            return None, None
        bind = self.field.bind
        if self.value_cell.get() == "":
            if bind.required is not None and self._cell("required", self._compute_required).get():
                return "required", self.record.words(bind.required_message, self)
        elif bind.constraint is not None and not self.record.boolean(
            bind.constraint, self, "constraint", otherwise=True
        ):
            return "constraint", self.record.words(bind.constraint_message, self)
        return None, None

    @property
    def control(self) -> Control | None:
        """The body's part for this node."""
        return self.field.control or (None if isinstance(self, Range) else self.field.group)

    @property
    def label(self) -> str | None:
        """The question, or the heading of a group, in the language in use."""
        control = self.control
        return self._text("label", control.label) if control is not None else None

    @property
    def hint(self) -> str | None:
        """The hint in the language in use."""
        control = self.control
        return self._text("hint", control.hint) if control is not None else None

    @property
    def guidance(self) -> str | None:
        """The longer guidance, if the form has one."""
        control = self.control
        if control is None or control.hint is None:
            return None
        hint = control.hint
        return self._read("guidance", lambda: self.record.form_words(hint, self, "guidance"))  # type: ignore[no-any-return]

    @property
    def media(self) -> Mapping[str, str]:
        """Pictures and sounds of the label by kind (image, big-image, audio, video), as the form names them."""
        control = self.control
        if control is None or control.label is None or control.label.itext_id is None:
            return _NO_PARAMETERS
        label = control.label
        return self._read("media", lambda: self.record.media_of(label, self))  # type: ignore[no-any-return]

    def _text(self, facet: str, label: Label | None) -> str | None:
        if label is None:
            return None
        return self._read(facet, lambda: self.record.words(label, self))  # type: ignore[no-any-return]

    @property
    def appearance(self) -> str:
        """Appearances, divided by spaces."""
        return self.control.appearance if self.control is not None else ""

    @property
    def parameters(self) -> Mapping[str, str]:
        """Attributes of the question in the body, such as ``start``, ``end``, ``step``, ``mediatype``."""
        return self.control.attributes if self.control is not None else _NO_PARAMETERS

    @property
    def choosing(self) -> bool:
        """Whether the answer is chosen from a list."""
        return self.field.type in ("select", "rank")

    @property
    def multiple(self) -> bool:
        """Whether several choices may be taken."""
        return self.field.control is not None and self.field.control.tag in ("select", "rank")

    @property
    def choices(self) -> Sequence[Choice]:
        """The choices that are offered now."""
        if not self.choosing:
            return ()
        return self._read("choices", self._compute_choices)  # type: ignore[no-any-return]

    def choices_cell(self) -> Cell:
        """The cell with the choices."""
        return self._cell("choices", self._compute_choices)

    def _compute_choices(self) -> tuple[Choice, ...]:
        control = self.field.control
        assert control is not None
        return self.record.choices(control, self)

    def __repr__(self) -> str:
        return f"<{self.type} {self.path}>"


def within(text: str, limits: Mapping[str, str]) -> str:
    """Return a number unless it lies outside ``start`` and ``end`` of a range question."""
    number, start, end = (text_number(part) for part in (text, limits.get("start", ""), limits.get("end", "")))
    low, high = min(start, end), max(start, end)
    return "" if number < low or number > high else text


def set_aside(names: Iterable[str], ranked: Sequence[str]) -> list[str]:
    """Return the names that are not ranked yet, in their order."""
    return [name for name in names if name not in ranked]


class Range(Node):
    """All instances of one repeat; its children are the instances."""

    __slots__ = ("count_cell", "members")

    def __init__(self, record: Record, field: Field, parent: Node) -> None:
        super().__init__(record, field, parent)
        self.up = parent
        self.members = record.cell(self, "members", lambda: [id(child) for child in self.children])
        self.count_cell: Cell | None = None
        if field.repeat is not None and field.repeat.count is not None:
            self.count_cell = record.cell(self, "count", self._compute_count)
            self.count_cell.effect = self._count_changed

    @property
    def path(self) -> str:
        """Path of the repeat without a position."""
        assert self.parent is not None
        return f"{self.parent.path}/{self.name}"

    @property
    def type(self) -> str:
        """Always ``repeat-range``."""
        return "repeat-range"

    @property
    def controlled(self) -> bool:
        """Whether the number of instances is computed or fixed, so that a person cannot add or remove."""
        repeat = self.field.repeat
        return repeat is not None and (repeat.count is not None or repeat.fixed)

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

    def _compute_count(self) -> float:
        repeat = self.field.repeat
        assert repeat is not None and repeat.count is not None
        return self.record.number(repeat.count, self, "jr:count")

    def _count_changed(self) -> None:
        self.record.recount(self)

    def detach(self) -> None:
        """Take the range's cells out of the graph."""
        super().detach()
        self.members.detach()
        if self.count_cell is not None:
            self.count_cell.detach()


class TextNode:
    """The text inside an element, for expressions that ask for ``text()``."""

    __slots__ = ("kind", "name", "up", "value")

    def __init__(self, value: str, up: Node) -> None:
        self.kind = "text"
        self.name = ""
        self.value = value
        self.up = up

    def named(self, name: str) -> list[Any]:
        """None."""
        return _NOTHING

    def elements(self) -> list[Any]:
        """None."""
        return _NOTHING

    content = elements
    attributes = elements

    def text(self) -> str:
        """The text."""
        return self.value

    kept_text = text


class DocumentNode:
    """The document around the record."""

    __slots__ = ("kind", "name", "root", "up")

    def __init__(self) -> None:
        self.kind = "document"
        self.name = ""
        self.root: Node | None = None
        self.up = None

    def named(self, name: str) -> list[Node]:
        """The root, if it is called ``name``."""
        return [self.root] if self.root is not None and self.root.name == name else _NOTHING

    def elements(self) -> list[Node]:
        """The root."""
        return [self.root] if self.root is not None else _NOTHING

    content = elements

    def attributes(self) -> list[Node]:
        """None."""
        return _NOTHING

    def text(self) -> str:
        """All text of the record."""
        return self.root.text() if self.root is not None else ""
