"""The parts of a form definition: fields, binds, controls, choices, actions (xforms-spec "Structure")."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from fieldkit.model.form.texts import Label
    from fieldkit.model.form.xpath.compile import Expression


@dataclass(slots=True)
class Bind:
    """What a ``<bind>`` says about one field."""

    type: str = "string"
    relevant: Expression | None = None
    required: Expression | None = None
    readonly: Expression | None = None
    constraint: Expression | None = None
    calculate: Expression | None = None
    constraint_message: Label | None = None
    required_message: Label | None = None
    preload: str = ""
    preload_parameter: str = ""
    attributes: dict[str, str] = field(default_factory=dict)


class Item(NamedTuple):
    """A choice written in the body."""

    value: str
    label: Label


@dataclass(frozen=True, slots=True)
class Itemset:
    """Choices taken from a list: an expression for the rows, and one each for value and label of a row.

    ``steady`` says that the rows do not depend on any answer. ``text_id`` gives a row's itext id, if
    labels are translated.
    """

    nodes: Expression
    value: Expression
    label: Expression | None
    steady: bool
    text_id: Expression | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """A ``setvalue``: on which events, where to, and what (an expression, or a text as written)."""

    events: frozenset[str]
    ref: Expression
    target: str
    value: Expression | None
    text: str


@dataclass(slots=True)
class Control:
    """A question, group or repeat of the body."""

    tag: str
    label: Label | None = None
    hint: Label | None = None
    appearance: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    items: tuple[Item, ...] = ()
    itemset: Itemset | None = None


@dataclass(slots=True)
class Repeat:
    """What makes a field repeat: the instance to copy, and the count if it is computed.

    ``headed`` says that the group around it names it, so that its label is that of each instance too.
    """

    template: Element
    count: Expression | None = None
    fixed: bool = False
    headed: bool = False


@dataclass(slots=True)
class Field:
    """One element (or attribute) of the record.

    ``path`` has no positions; ``elements`` are those that the form starts with; ``bound`` says that a bind
    names it, ``ruled`` that an answer here or inside can break a rule, ``saves_to`` which property of an
    entity its value is.
    """

    name: str
    path: str
    parent: Field | None
    elements: list[Element] = field(default_factory=list)
    bind: Bind = field(default_factory=Bind)
    control: Control | None = None
    group: Control | None = None
    repeat: Repeat | None = None
    children: dict[str, Field] = field(default_factory=dict)
    attributes: dict[str, Field] = field(default_factory=dict)
    actions: tuple[Action, ...] = ()
    watched: tuple[Action, ...] = ()
    type: str = "model-value"
    bound: bool = False
    ruled: bool = False
    saves_to: str = ""

    @property
    def leaf(self) -> bool:
        """Whether the field holds a value."""
        return not self.children
