"""The nodes of a record as a person sees them (xforms-spec "Bind Attributes"), and ranges of repeats."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from fieldkit.model.form.treenodes import TreeNode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fieldkit.model.form.cells import Cell
    from fieldkit.model.form.fields import Control, Field, Label
    from fieldkit.model.form.host import Record

MOST_INSTANCES = 2_000
"""Instances that a computed count may ask for."""
_NO_PARAMETERS: Mapping[str, str] = MappingProxyType({})


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
        if self.field.bind.readonly is None or self.is_range:
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
    def uncomputed(self) -> bool:
        """Whether the form's calculation gives no number that exists: something was divided by zero."""
        if self.field.bind.calculate is None:
            return False
        if self.value_cell is not None:
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
        return self.field.control or (None if self.is_range else self.field.group)

    @property
    def label(self) -> str | None:
        """The question, or the heading of a group, in the language in use."""
        control, repeat = self.control, self.field.repeat
        if control is None or (repeat is not None and not repeat.headed):
            return None
        return self._text("label", control.label)

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
        found: str | None = self._read("guidance", lambda: self.record.form_words(hint, self, "guidance"))
        return found

    @property
    def media(self) -> Mapping[str, str]:
        """Pictures and sounds of the label by kind (image, big-image, audio, video)."""
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
    def choices(self) -> Sequence[Choice]:
        """The choices that are offered now."""
        if not self.choosing:
            return ()
        return self._read("choices", self._compute_choices)  # type: ignore[no-any-return]

    @property
    def choice_media(self) -> Mapping[str, Mapping[str, str]]:
        """Pictures and sounds of choices by name and kind, as `media` gives those of the question."""
        control = self.field.control
        if not self.choosing or control is None:
            return MappingProxyType({})
        found: Mapping[str, Mapping[str, str]] = self._read(
            "media of choices", lambda: self.record.choice_media(control, self)
        )
        return found

    def choices_cell(self) -> Cell:
        """The cell with the choices."""
        return self._cell("choices", self._compute_choices)

    def _compute_choices(self) -> tuple[Choice, ...]:
        control = self.field.control
        assert control is not None
        return self.record.choices(control, self)

    def __repr__(self) -> str:
        return f"<{self.type} {self.path}>"


class Range(Node):
    """All instances of one repeat; its children are the instances."""

    __slots__ = ("count_cell", "members", "slots")
    is_range = True

    def __init__(self, record: Record, field: Field, parent: Node) -> None:
        super().__init__(record, field, parent)
        self.up = parent
        self.members = record.cell(self, "members", lambda: [id(child) for child in self.children])
        self.slots: dict[int, Cell] = {}
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

    def instance_at(self, index: float) -> list[Node]:
        """The instance at a place from 1, if there is one; who asks depends on that place alone."""
        place = int(index) if 1 <= index <= MOST_INSTANCES else 0
        if place == 0 or place != index:
            return []
        cell = self.slots.get(place)
        if cell is None:
            cell = self.slots[place] = self.record.cell(self, "slot", lambda: self._occupant(place))
        found = cell.get()
        return [] if found is None else [found]

    def _occupant(self, place: int) -> Node | None:
        return self.children[place - 1] if place <= len(self.children) else None

    def _compute_count(self) -> float:
        repeat = self.field.repeat
        assert repeat is not None
        assert repeat.count is not None
        return self.record.number(repeat.count, self, "jr:count")

    def _count_changed(self) -> None:
        self.record.recount(self)

    def detach(self) -> None:
        """Take the range's cells out of the graph."""
        super().detach()
        self.members.detach()
        for cell in self.slots.values():
            cell.detach()
        if self.count_cell is not None:
            self.count_cell.detach()
