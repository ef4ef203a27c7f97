"""A record being filled: answers go in, what changed comes out (ODK XForms specification, "Events")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from fieldkit.model.form.growth import GrowingRecord, everything
from fieldkit.model.form.host import children
from fieldkit.model.form.nodes import Node, Range, set_aside
from fieldkit.model.form.problems import FormError, XPathError, said
from fieldkit.model.form.xpath.compile import expression as compiled
from fieldkit.model.form.xpath.stack import no_collection, room

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from fieldkit.model.form.cells import Cell
    from fieldkit.model.form.definition import Form

_INHERITED = frozenset({"relevant", "_protected"})
_TEXTS = frozenset({"label", "hint", "guidance", "_media", "_choices", "_choice_media"})
_SEEN = frozenset({"_required", "_broken", "_whole", "value"}) | _INHERITED | _TEXTS


class Changed(NamedTuple):
    """What an answer changed: nodes that look another way, paths of repeat instances added and removed."""

    nodes: tuple[Node, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]


class FormInstance(GrowingRecord):
    """One record of a form, from its defaults or from a saved instance."""

    def __init__(
        self,
        form: Form,
        *,
        now: Callable[[], datetime] | None = None,
        properties: Mapping[str, str] | None = None,
        language: str | None = None,
        saved: str | None = None,
    ) -> None:
        """Start a record, or go on with the XML in ``saved``; raises `FormError` if that is broken."""
        super().__init__(form, now, properties or {})
        if language is not None and language in form.texts:
            self._language = language
        self._fresh = saved is None
        data = form.data if saved is None else self._saved(saved)
        with room(), no_collection():
            self.root = self._build(form.root, data, None)
            self.document.append(self.root)
            self._begin(self.root)
            self.settle()
            self._loading = False

    def perform(self, action: Callable[[], object], *, restoring: bool = False) -> Changed:
        """Do something and all that follows from it; no action of the form answers what is ``restoring``."""
        graph = self.graph
        graph.settling += 1
        graph.changed.clear()
        graph.effects.clear()
        self._added, self._removed, self.failures = [], [], []
        self._gone.clear()
        self._restoring = restoring
        try:
            with room():
                action()
                self.settle()
        finally:
            self._restoring = False
        nodes: dict[Node, None] = {}
        for cell in graph.changed:
            if cell.facet in _SEEN and isinstance(cell.owner, Node):
                nodes[cell.owner] = None
                if cell.facet in _INHERITED and not cell.owner.leaf:
                    nodes.update(dict.fromkeys(_inheriting(cell)))
        seen = tuple(node for node in nodes if node not in self._gone)
        return Changed(seen, tuple(self._added), tuple(self._removed))

    # The public operations.

    def node(self, path: str) -> Node:
        """Return the node at ``path`` (positions on repeats, 1 if left out); raises `FormError` if none."""
        node: Node = self.root
        parts = path.strip("/").split("/")
        if parts[0] != node.name:
            raise _no_node(path)
        for part in parts[1:]:
            name, _, place = part.partition("[")
            if not place and name in node.ranges and part is parts[-1]:
                return node.ranges[name]
            found = node.kids.get(name) or children(node, name)
            index = int(place.rstrip("]")) if place.rstrip("]").isdigit() else 1
            if not 1 <= index <= len(found):
                raise _no_node(path)
            node = found[index - 1]
        return node

    def walk(self) -> Iterator[Node]:
        """Return every node in document order, repeat ranges before their instances, attributes left out."""
        return (node for node in everything(self.root) if node.kind == "element")

    def answer(self, path: str, value: str) -> Changed:
        """Answer with text as the XForm stores it, ``""`` to clear; raises `FormError` if that cannot be."""
        node = self.node(path)
        if node.value_cell is None:
            raise FormError(*said("not-a-question"), place=path)
        if node.readonly:
            raise FormError(*said("read-only"), place=path)
        return self.perform(lambda: self._enter(node, value))

    def _enter(self, node: Node, value: str) -> None:
        assert node.value_cell is not None
        if node.field.bind.calculate is not None:
            # What is computed must be known first, or it would overwrite the entry.
            node.value_cell.get()
        text = node.decode(value)
        if node.choosing and text:
            names = node.names
            chosen = set(text.split()) if node.multiple else {text}
            if node.field.type == "rank":
                text = self._ranking(node, text, names)
            else:
                text = " ".join(name for name in names if name in chosen)
        node.enter(text)

    def _ranking(self, node: Node, text: str, names: Mapping[str, None]) -> str:
        ranked = [name for name in text.split() if name in names]
        missing = set_aside(names, ranked)
        if missing:
            raise FormError(*said("unranked", missing=" ".join(missing)), place=node.path)
        return " ".join(ranked)

    def add(self, repeat_path: str, after: int | None = None, key: str | None = None) -> Changed:
        """Add a repeat instance after number ``after`` (0 first, None last), with a ``key`` to know it by."""
        node = self.node(repeat_path)
        area = self._changeable(node if node.is_range else node.parent, repeat_path)
        size = len(area.children)
        place = size if after is None else max(0, min(after, size))
        return self.perform(lambda: self._grow(area, area.repeat.template, place, key))

    def remove(self, instance_path: str) -> Changed:
        """Remove a repeat instance; raises `FormError` if there is none at that path."""
        node = self.node(instance_path)
        area = self._changeable(node.parent, instance_path)
        return self.perform(lambda: self._shrink(area, node.index - 1))

    def _changeable(self, area: Node | None, path: str) -> Range:
        if not isinstance(area, Range):
            raise FormError(*said("not-a-repeat"), place=path)
        if area.controlled:
            raise FormError(*said("counted"), place=area.path)
        return area

    def set_language(self, name: str) -> Changed:
        """Show the form in another of its languages; raises `FormError` if it has none called so."""
        if name not in self.form.languages:
            known = ", ".join(self.form.languages)
            raise FormError(*said("no-language", name=name, known=known))
        self._language = name
        return self.perform(self.language_cell.touch)

    def evaluate(self, expression: str, path: str) -> Any:
        """Return an XPath expression's value at a node: text, number, truth or nodes; raises `XPathError`."""
        node = self.node(path)
        with room():
            try:
                return self._evaluate(compiled(expression), "any", node)
            except RecursionError as error:
                raise XPathError(*said("too-recursive")) from error


def _inheriting(cell: Cell) -> Iterator[Node]:
    """Yield the nodes inside a group that have no relevance (or protection) but the group's."""
    pending = list(cell.owner.children)
    while pending:
        node = pending.pop()
        inherited = node.relevance is cell if cell.facet == "relevant" else node.field.bind.readonly is None
        if inherited or node.is_range:
            yield node
            pending.extend(node.children)


def _no_node(path: str) -> FormError:
    return FormError(*said("no-question"), place=path)
