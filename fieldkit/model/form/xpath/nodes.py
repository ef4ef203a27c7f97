"""Nodes as expressions see them (XPath 1.0 §5), those that never change, and the context (§1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fieldkit.model.form.problems import XPathError, said
from fieldkit.model.form.xpath.values import NAN

MOST_STEPS = 1_500_000
"""Nodes that one evaluation may look at before it is stopped."""
NOTHING: list[Any] = []


class XPathNode:
    """A node of the record, of a list or of any XML.

    ``name`` is as the form writes it, ``""`` for text and the document; ``kind`` is document, element,
    attribute, text, comment or instruction; ``up`` the parent (ranges of repeats do not exist here);
    ``stays`` whether nothing that comes and goes lies around it.
    """

    __slots__ = ()
    kind = "element"
    stays = False
    name: str
    up: Any

    def named(self, name: str) -> Sequence[Any]:
        """Child elements called ``name``."""
        return NOTHING

    def cell(self, name: str) -> str:
        """The text of the first child called ``name``, ``""`` if there is none."""
        return next((child.text() for child in self.named(name)), "")

    def elements(self) -> Sequence[Any]:
        """All child elements."""
        return NOTHING

    def content(self) -> Sequence[Any]:
        """All children."""
        return self.elements()

    def attributes(self) -> Sequence[Any]:
        """Attribute nodes."""
        return NOTHING

    def text(self) -> str:
        """The string value: all text inside."""
        return "".join([child.text() for child in self.content() if child.kind in ("element", "text")])

    def kept_text(self) -> str:
        """The string value without becoming dependent on it, for ``once``."""
        return self.text()

    def own_position(self) -> float:
        """Place among the siblings of the same name, from 1."""
        siblings = self.up.named(self.name) if self.up is not None else [self]
        return next((float(place) for place, node in enumerate(siblings, 1) if node is self), NAN)

    def slot(self, name: str, place: float) -> list[Any] | None:
        """The repeat instance called ``name`` at a place from 1; None if it is no repeat."""
        return None

    def rows_where(self, name: str, conditions: list[tuple[str, Any]]) -> list[Any] | None:
        """The rows (``*``: of any name) with these keys in these columns; None if only a scan can tell."""
        return None


class StaticNode(XPathNode):
    """An element, text, attribute, comment, instruction or document of XML that nobody edits."""

    __slots__ = ("_attributes", "_content", "_named", "kind", "name", "up", "value")

    def __init__(self, kind: str, name: str = "", value: str = "", up: Any = None) -> None:
        self.kind = kind
        self.name = name
        self.value = value
        self.up = up
        self._attributes: list[StaticNode] = []
        self._content: list[XPathNode] = []
        self._named: dict[str, list[XPathNode]] = {}

    def append(self, node: Any) -> Any:
        """Add a child and return it."""
        node.up = self
        self._content.append(node)
        if node.kind == "element":
            self._named.setdefault(node.name, []).append(node)
        return node

    def set_attribute(self, name: str, value: str) -> None:
        """Add an attribute."""
        self._attributes.append(StaticNode("attribute", name, value, self))

    def named(self, name: str) -> Sequence[Any]:
        """Child elements called ``name``."""
        return self._named.get(name, [])

    def elements(self) -> Sequence[Any]:
        """All child elements."""
        return [node for node in self._content if node.kind == "element"]

    def content(self) -> Sequence[Any]:
        """All children."""
        return self._content

    def attributes(self) -> Sequence[StaticNode]:
        """Attribute nodes."""
        return self._attributes

    def text(self) -> str:
        """The string value: all text inside."""
        return super().text() if self.kind in ("element", "document") else self.value


@dataclass(slots=True)
class Context:
    """Where an expression is evaluated: a node, the node it belongs to, a place in a predicate.

    The host is the record that expressions run in. It has ``form``, ``document``, ``steps`` (see `spend`),
    ``kept`` (where absolute paths lead), ``language`` and ``properties`` of the device, and gives ``now()``,
    ``list_root(name)`` (of a secondary instance, or None), ``look_up(list, column, key column, key)`` (a
    cell), ``itext(id, node)`` and ``choice_label(value, question, node)``.
    """

    node: Any
    host: Any
    current: Any
    position: int = 1
    size: int = 1


def spend(host: Any, steps: int) -> None:
    """Take ``steps`` from what the evaluation may still use; raises `XPathError` when it is used up."""
    host.steps -= steps
    if host.steps < 0:
        raise XPathError(*said("takes-too-long"))
