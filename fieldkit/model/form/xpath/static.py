"""Nodes that never change: XML of secondary instances, read into a plain tree (XPath 1.0 §5)."""

from __future__ import annotations

from collections.abc import Sequence

from fieldkit.model.form.xpath.axes import inward

_NOTHING: list[StaticNode] = []


class StaticNode:
    """An element, text, attribute, comment, instruction or document of XML that nobody edits."""

    __slots__ = ("_attributes", "_children", "_content", "kind", "name", "up", "value")

    def __init__(self, kind: str, name: str = "", value: str = "", up: StaticNode | None = None) -> None:
        self.kind = kind
        self.name = name
        self.value = value
        self.up = up
        self._attributes: list[StaticNode] = []
        self._content: list[StaticNode] = []
        self._children: dict[str, list[StaticNode]] = {}

    def append(self, node: StaticNode) -> StaticNode:
        """Add a child and return it."""
        node.up = self
        self._content.append(node)
        if node.kind == "element":
            self._children.setdefault(node.name, []).append(node)
        return node

    def set_attribute(self, name: str, value: str) -> None:
        """Add an attribute."""
        self._attributes.append(StaticNode("attribute", name, value, self))

    def named(self, name: str) -> Sequence[StaticNode]:
        """Child elements called ``name``."""
        return self._children.get(name, _NOTHING)

    def elements(self) -> Sequence[StaticNode]:
        """All child elements."""
        return [node for node in self._content if node.kind == "element"]

    def content(self) -> Sequence[StaticNode]:
        """All children."""
        return self._content

    def attributes(self) -> Sequence[StaticNode]:
        """Attribute nodes."""
        return self._attributes

    def text(self) -> str:
        """The string value: all text inside."""
        if self.kind not in ("element", "document"):
            return self.value
        if len(self._content) == 1 and self._content[0].kind == "text":
            return self._content[0].value
        return "".join(node.value for node in inward(self) if node.kind == "text")

    kept_text = text
