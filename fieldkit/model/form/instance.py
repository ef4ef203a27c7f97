"""A record being filled: answers go in, what changed comes out (ODK XForms specification, "Events")."""

from __future__ import annotations

import math
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from fieldkit.model.form.growth import GrowingRecord, everything
from fieldkit.model.form.host import children
from fieldkit.model.form.nodes import MOST_INSTANCES, Node, Range, set_aside
from fieldkit.model.form.problems import FormError, XPathError, said
from fieldkit.model.form.serialize import submission
from fieldkit.model.form.xpath import dates
from fieldkit.model.form.xpath.compile import expression as compiled
from fieldkit.model.form.xpath.stack import no_collection, room

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from fieldkit.model.form.cells import Cell
    from fieldkit.model.form.definition import Form

_PLACE = re.compile(r"\[(\d+)\]")
_INHERITED = frozenset({"relevant", "readonly"})
_TEXTS = frozenset({"label", "hint", "guidance", "media", "choices", "media of choices"})
_SEEN = frozenset({"required", "valid", "value"}) | _INHERITED | _TEXTS


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
            self._settle()
            self._loading = False

    def _operate(self, action: Callable[[], object]) -> Changed:
        graph = self.graph
        graph.settling += 1
        graph.changed.clear()
        graph.effects.clear()
        self._added, self._removed, self.failures = [], [], []
        self._gone.clear()
        with room():
            action()
            self._settle()
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
        return self._operate(lambda: self._enter(node, value))

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
        return self._operate(lambda: self._grow(area, area.repeat.template, place, key))

    def remove(self, instance_path: str) -> Changed:
        """Remove a repeat instance; raises `FormError` if there is none at that path."""
        node = self.node(instance_path)
        area = self._changeable(node.parent, instance_path)
        return self._operate(lambda: self._shrink(area, node.index - 1))

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
        return self._operate(self.language_cell.touch)

    def values(self) -> dict[str, str]:
        """Return the stored value of every leaf that has one, relevant or not, by path."""
        with room():
            # What is stored is known once all values are.
            shown = [(node, node.value) for node in self._leaves()]
            return {node.path: node.raw for node, _ in shown if node.raw}

    def _leaves(self) -> Iterator[Node]:
        """Yield what holds values, attributes only if a bind names them."""
        for node in everything(self.root):
            if node.leaf and (node.kind == "element" or node.field.bound):
                yield node

    def repeats(self) -> dict[str, tuple[str, ...]]:
        """Return the keys of the instances of every repeat, in order, by the repeat's path."""
        return {
            node.path: tuple(child.key or "" for child in node.children)
            for node in self.walk()
            if isinstance(node, Range)
        }

    def restore(
        self, values: Mapping[str, str], repeats: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        """Put back what `values` gave (and `repeats`, for instances that hold nothing yet), then compute.

        What the values do not name is empty, whatever default it had; instances are made as needed. What the
        form does not have is passed over.
        """
        # Values that come back are not entered: no action may answer them.
        self._restoring = True
        try:
            self._operate(lambda: self._restore(values, repeats or {}))
        finally:
            self._restoring = False

    def _restore(self, values: Mapping[str, str], repeats: Mapping[str, tuple[str, ...]]) -> None:
        sizes = {path: len(keys) for path, keys in repeats.items()}
        for path in values:
            for place in _PLACE.finditer(path):
                around = path[: place.start()]
                sizes[around] = max(sizes.get(around, 0), int(place[1]))
        for path in sorted(sizes, key=lambda item: item.count("/")):
            if (area := self._area(path)) is not None:
                keys = repeats.get(path, ())
                most = max(sizes[path], len(keys)) if area.count_cell is None else MOST_INSTANCES
                self._resize(area, min(sizes[path], MOST_INSTANCES), most)
                for node, key in zip(area.children, keys, strict=False):
                    node.key = key or node.key
        leaves = [(node, values.get(node.path, "")) for node in self._leaves()]
        computed = [(node, text) for node, text in leaves if node.field.bind.calculate is not None]
        for node, text in leaves:
            if node.field.bind.calculate is None and text != node.raw:
                node.enter(text)
        for node, text in computed:
            node.raw = text or node.raw
        self._settle()
        for path, keys in repeats.items():
            area = self._area(path)
            if area is not None and area.count_cell is not None and math.isnan(area.count_cell.get()):
                # A blank count decides nothing: there are as many as the draft had.
                self._resize(area, 0, len(keys))
        for node, text in computed:
            if not text and not node.relevant:
                # Computed before what hides it was put back.
                node.raw = ""
        for node, text in computed:
            asked = node.field.control is not None and not node.readonly
            # A person's own entry over a calculation, or what a calculation kept from before.
            if text not in ("", node.value) and (asked or not node.value):
                node.enter(text)

    def _area(self, path: str) -> Range | None:
        with suppress(FormError):
            node = self.node(path)
            return node if isinstance(node, Range) else None
        return None

    def evaluate(self, expression: str, path: str) -> Any:
        """Return an XPath expression's value at a node: text, number, truth or nodes; raises `XPathError`."""
        node = self.node(path)
        with room():
            try:
                return self._evaluate(compiled(expression), "any", node)
            except RecursionError as error:
                raise XPathError(*said("too-recursive")) from error

    def instance_name(self) -> str:
        """Return the name of this record (``instance_name`` of the settings), or the form's title."""
        for path in ("meta/instanceName", "orx:meta/orx:instanceName"):
            with suppress(FormError):
                if found := self.node(f"{self.root.path}/{path}").value:
                    return found
        return self.form.title

    def finish(self) -> None:
        """Set what is known only when the record is complete, such as its end time."""

        def stamp() -> None:
            for node in everything(self.root):
                bind = node.field.bind
                if bind.preload == "timestamp" and bind.preload_parameter == "end":
                    node.enter(dates.moment_text(dates.local(self.now())))

        self._operate(stamp)

    def xml(self) -> str:
        """Return the record as it is sent: what is not relevant is left out."""
        with room():
            return submission(self.root, self.form)


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
