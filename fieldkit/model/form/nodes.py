"""The nodes of a record as a person sees them (xforms-spec "Bind Attributes"), and ranges of repeats."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fieldkit.model.form.fields import Control
from fieldkit.model.form.texts import GUIDANCE
from fieldkit.model.form.treenodes import TreeNode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fieldkit.model.form.cells import Cell
    from fieldkit.model.form.fields import Field, Label
    from fieldkit.model.form.growth import GrowingRecord

MOST_INSTANCES = 2_000
"""Instances that a computed count may ask for."""
_NO_CONTROL = Control("")


class Choice(NamedTuple):
    """A choice of a question: the name that is stored and the label that is shown."""

    name: str
    label: str


class Node(TreeNode):
    """One element or attribute of the record; properties give its state as of the last answer."""

    __slots__ = ()

    @property
    def type(self) -> str:
        """Kind of node, such as ``group``, ``repeat-range``, ``input``, ``select``, ``model-value``."""
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
        return self.relevance is None or bool(self.record.graph.read(self.relevance))

    @property
    def required(self) -> bool:
        """Whether an answer is needed."""
        return self.field.bind.required is not None and bool(self._read("required", self._compute_required))

    def _compute_required(self) -> bool:
        return self.record.boolean(self.field.bind.required, self, "required", otherwise=False)

    @property
    def readonly(self) -> bool:
        """Whether the answer cannot be changed by a person."""
        cell = self.readonly_cell()
        return cell is not None and bool(self.record.graph.read(cell))

    def readonly_cell(self) -> Cell | None:
        """The nearest cell that decides whether the node is read-only."""
        if self.field.bind.readonly is None or self.is_range:
            return self.parent.readonly_cell() if self.parent is not None else None
        return self._cell("readonly", self._compute_readonly)

    def _compute_readonly(self) -> bool:
        above = self.parent.readonly_cell() if self.parent is not None else None
        if above is not None and above.get():
            return True
        return self.record.boolean(self.field.bind.readonly, self, "readonly", otherwise=False)

    @property
    def value(self) -> str:
        """The answer as the XForm stores it; empty while not relevant."""
        return "" if self.value_cell is None else str(self.record.graph.read(self.value_cell))

    @property
    def uncomputed(self) -> bool:
        """Whether the form's calculation gives no number that exists: something was divided by zero."""
        if self.field.bind.calculate is None or self.value_cell is None:
            return False
        self.record.graph.read(self.value_cell)
        return self._seen in ("Infinity", "-Infinity")

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
            return self.violation is None
        cell = self.valid_cell()
        return cell is None or bool(self.record.graph.read(cell))

    def valid_cell(self) -> Cell | None:
        """The cell that tells whether rules are kept here and inside; None if there are no rules."""
        if not self.field.ruled:
            return None
        return self._cell("valid", self._compute_violation if self.leaf else self._compute_valid)

    def _compute_valid(self) -> bool:
        valid = True
        for child in self.elements():
            if (cell := child.valid_cell()) is not None:
                found = cell.get()
                valid &= found if child.value_cell is None else found[0] is None
        return valid

    def _violation(self) -> tuple[str | None, str | None]:
        if self.value_cell is None or not self.field.ruled:
            return None, None
        return self._read("valid", self._compute_violation)

    def _compute_violation(self) -> tuple[str | None, str | None]:
        assert self.value_cell is not None
        if self.relevance is not None and not self.relevance.get():
            return None, None
        bind = self.field.bind
        if self.value_cell.get() == "":
            if bind.required is not None and self._cell("required", self._compute_required).get():
                return "required", self.record.words(bind.required_message, self)
        elif not self.record.boolean(bind.constraint, self, "constraint", otherwise=True):
            return "constraint", self.record.words(bind.constraint_message, self)
        return None, None

    @property
    def control(self) -> Control:
        """The body's part for this node, an empty one if there is none."""
        return self.field.control or (None if self.is_range else self.field.group) or _NO_CONTROL

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

    @property
    def media(self) -> Mapping[str, str]:
        """Pictures and sounds of the label by kind (image, big-image, audio, video)."""
        label = self.control.label
        if label is None or (identifier := label.itext_id) is None:
            return {}
        return self._read("media", lambda: self.record.media(identifier, self))

    def _text(self, facet: str, label: Label | None, form: str = "") -> str | None:
        return None if label is None else self._read(facet, lambda: self.record.words(label, self, form))

    @property
    def appearance(self) -> str:
        """Appearances, divided by spaces."""
        return self.control.appearance

    @property
    def parameters(self) -> Mapping[str, str]:
        """Attributes of the question in the body, such as ``start``, ``end``, ``step``, ``mediatype``."""
        return self.control.attributes

    @property
    def choices(self) -> Sequence[Choice]:
        """The choices that are offered now."""
        found: Sequence[Choice] = self.record.graph.read(self.choices_cell()) if self.choosing else ()
        return found

    @property
    def choice_media(self) -> Mapping[str, Mapping[str, str]]:
        """Pictures and sounds of choices by name and kind, as `media` gives those of the question."""
        control = self.field.control
        if not self.choosing or control is None:
            return {}
        return self._read("media of choices", lambda: self.record.choice_media(control, self))

    def choices_cell(self) -> Cell:
        """The cell with the choices."""
        control = self.field.control
        assert control is not None
        return self._cell("choices", lambda: self.record.choices(control, self))

    def __repr__(self) -> str:
        return f"<{self.type} {self.path}>"


class Range(Node):
    """All instances of one repeat; its children are the instances."""

    __slots__ = ("count_cell", "members", "slots")
    is_range = True

    def __init__(self, record: GrowingRecord, field: Field, parent: Node) -> None:
        super().__init__(record, field, parent)
        self.up = parent
        self.members = self._cell("members", lambda: [id(child) for child in self.children])
        self.slots: dict[int, Cell] = {}
        self.count_cell: Cell | None = None
        count = field.repeat.count if field.repeat is not None else None
        if count is not None:
            self.count_cell = self._cell("count", lambda: record.number(count, self, "jr:count"))
            self.count_cell.effect = lambda: record.recount(self)

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

    def instance_at(self, index: float) -> list[Node]:
        """The instance at a place from 1, if there is one; who asks depends on that place alone."""
        if not 1 <= index <= MOST_INSTANCES or index != int(index):
            return []
        place = int(index)
        cell = self.slots.get(place)
        if cell is None:
            cell = self.record.cell(self, "slot", lambda: self.children[place - 1 : place])
            self.slots[place] = cell
        found: list[Node] = cell.get()
        return found

    def detach(self) -> None:
        """Take the range's cells out of the graph."""
        super().detach()
        for cell in self.slots.values():
            cell.detach()
