"""A record being filled: answers go in, what changed comes out (ODK XForms specification, "Events")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from fieldkit.errors import Text
from fieldkit.model.form.entities import EntityChange, changes
from fieldkit.model.form.growth import GrowingRecord, everything
from fieldkit.model.form.nodes import MOST_INSTANCES, Node, Range
from fieldkit.model.form.problems import FormError
from fieldkit.model.form.serialize import submission
from fieldkit.model.form.treenodes import set_aside
from fieldkit.model.form.xpath import dates
from fieldkit.model.form.xpath.compile import expression as compiled
from fieldkit.model.form.xpath.stack import no_collection, room
from fieldkit.model.form.xpath.syntax import XPathError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from fieldkit.model.form.cells import Cell
    from fieldkit.model.form.definition import Form

_SEEN = frozenset(
    {
        "relevant",
        "required",
        "readonly",
        "valid",
        "value",
        "label",
        "hint",
        "guidance",
        "media",
        "choices",
        "media of choices",
    }
)
_INHERITED = frozenset({"relevant", "readonly"})


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
            self.document.root = self.root
            self._begin(self.root)
            self._settle()
            self._loading = False

    def _operate(self, action: Callable[[], None]) -> Changed:
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
            if name.startswith("@"):
                found: list[Node] = [item for item in node.attribute_nodes if item.name == name[1:]]
            else:
                found = node._kids.get(name, [])
                if not place and node._ranges is not None and name in node._ranges and part is parts[-1]:
                    return node._ranges[name]
            index = int(place.rstrip("]")) if place.rstrip("]").isdigit() else 1
            if not 1 <= index <= len(found):
                raise _no_node(path)
            node = found[index - 1]
        return node

    def walk(self) -> Iterator[Node]:
        """Yield every node in document order, repeat ranges before their instances, attributes left out."""
        pending = [self.root]
        while pending:
            node = pending.pop()
            yield node
            pending.extend(reversed(node.children))

    def answer(self, path: str, value: str) -> Changed:
        """Answer with text as the XForm stores it, ``""`` to clear; raises `FormError` if that cannot be."""
        node = self.node(path)
        if node.value_cell is None:
            raise FormError(
                Text("ตรงนี้ไม่ใช่คำถาม", "This is no question"),
                Text("เลือกคำถามในกลุ่มนี้", "Choose a question inside it"),
                place=path,
            )
        if node.readonly:
            raise FormError(
                Text("คำถามนี้อ่านได้อย่างเดียว", "This question is read-only"),
                Text("แก้คำถามที่ใช้คำนวณแทน", "Change the answers it is computed from"),
                place=path,
            )
        return self._operate(lambda: self._enter(node, value))

    def _enter(self, node: Node, value: str) -> None:
        assert node.value_cell is not None
        if node.field.bind.calculate is not None:
            # What is computed must be known first, or it would overwrite the entry.
            self.graph.read(node.value_cell)
        text = node.decode(value)
        if node.choosing and text:
            names = self.graph.read(node.names_cell())
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
            raise FormError(
                Text("ต้องจัดอันดับให้ครบทุกตัวเลือก", "Every choice must be ranked"),
                Text(f"ยังขาด {' '.join(missing)}", f"Still missing: {' '.join(missing)}"),
                place=node.path,
            )
        return " ".join(ranked)

    def add(self, repeat_path: str, after: int | None = None, key: str | None = None) -> Changed:
        """Add a repeat instance after number ``after`` (0 first, None last), with a ``key`` to know it by."""
        area = self._range(repeat_path)
        size = len(area.children)
        place = size if after is None else max(0, min(after, size))
        assert area.field.repeat is not None
        template = area.field.repeat.template
        return self._operate(lambda: _nothing(self._grow(area, template, place, key)))

    def remove(self, instance_path: str) -> Changed:
        """Remove a repeat instance; raises `FormError` if there is none at that path."""
        node = self.node(instance_path)
        area = node.parent
        if not isinstance(area, Range):
            raise FormError(Text("ตรงนี้ไม่ใช่รายการซ้ำ", "This is no repeat"), place=instance_path)
        self._free(area)
        return self._operate(lambda: self._shrink(area, node.index - 1))

    def _range(self, path: str) -> Range:
        node = self.node(path)
        if not isinstance(node, Range):
            node = node.parent if isinstance(node.parent, Range) else node
        if not isinstance(node, Range):
            raise FormError(Text("ตรงนี้ไม่ใช่รายการซ้ำ", "This is no repeat"), place=path)
        self._free(node)
        return node

    def _free(self, area: Range) -> None:
        if area.controlled:
            raise FormError(
                Text("จำนวนรอบซ้ำถูกกำหนดโดยฟอร์ม", "The number of repeats is set by the form"),
                Text("แก้คำตอบที่ใช้นับแทน", "Change the answer it is counted from"),
                place=area.path,
            )

    @property
    def languages(self) -> tuple[str, ...]:
        """Names of the languages, the default first."""
        return self.form.languages

    def set_language(self, name: str) -> Changed:
        """Show the form in another of its languages; raises `FormError` if it has none called so."""
        if name not in self.form.languages:
            raise FormError(
                Text(f"ฟอร์มนี้ไม่มีภาษา {name}", f"The form has no language called {name}"),
                Text(
                    f"เลือกจาก {', '.join(self.form.languages)}",
                    f"Choose from {', '.join(self.form.languages)}",
                ),
            )

        def switch() -> None:
            self._language = name
            self.language_cell.touch()

        return self._operate(switch)

    def values(self) -> dict[str, str]:
        """Return the stored value of every leaf that has one, relevant or not, by path."""
        found: dict[str, str] = {}
        with room():
            for node in everything(self.root):
                if node.value_cell is not None:
                    self.graph.read(node.value_cell)
                    if node.raw and (node.kind == "element" or node.field.bound):
                        found[node.path] = node.raw
        return found

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

        What the values do not name is empty, whatever default it had; instances are made as needed.
        Raises `FormError` only for ``repeats`` that the form does not have.
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
            for area, place in _places(path):
                sizes[area] = max(sizes.get(area, 0), place)
        for path in sorted(sizes, key=lambda item: item.count("/")):
            self._resize(path, sizes[path], repeats.get(path, ()))
        leaves = [
            node
            for node in everything(self.root)
            if node.value_cell is not None and (node.kind == "element" or node.field.bound)
        ]
        entered: list[tuple[Node, str]] = []
        for node in leaves:
            text = values.get(node.path, "")
            if node.field.bind.calculate is None:
                if text != node.raw:
                    node.enter(text)
            elif text:
                node.raw = text
                entered.append((node, text))
        self._settle()
        for path, keys in repeats.items():
            self._keep_uncounted(path, len(keys))
        for node in leaves:
            if node.field.bind.calculate is not None and not values.get(node.path) and not node.relevant:
                # Computed before what hides it was put back.
                node.raw = ""
        for node, text in entered:
            shown = node.value
            # A person's own entry over a calculation, or what a calculation kept from before.
            if shown != text and (not shown or (node.field.control is not None and not node.readonly)):
                node.enter(text)

    def _keep_uncounted(self, path: str, size: int) -> None:
        """Cut a counted repeat back to the draft's size where the count is blank and decides nothing."""
        try:
            area = self.node(path)
        except FormError:
            return
        if isinstance(area, Range) and area.count_cell is not None:
            count = self.graph.read(area.count_cell)
            while count != count and len(area.children) > size:
                self._shrink(area, len(area.children) - 1)

    def _resize(self, path: str, size: int, keys: tuple[str, ...]) -> None:
        try:
            area = self.node(path)
        except FormError:
            return
        if not isinstance(area, Range) or area.field.repeat is None:
            return
        if area.field.repeat.count is None:
            while len(area.children) > max(size, len(keys)):
                self._shrink(area, len(area.children) - 1)
        while len(area.children) < min(size, MOST_INSTANCES):
            self._grow(area, area.field.repeat.template, len(area.children), None)
        for node, key in zip(area.children, keys, strict=False):
            node.key = key or node.key

    def evaluate(self, expression: str, path: str) -> Any:
        """Return an XPath expression's value at a node: text, number, truth or nodes; raises `XPathError`."""
        node = self.node(path)
        with room():
            try:
                return self.graph.untracked(lambda: self.value_of(compiled(expression), node))
            except RecursionError as error:
                raise XPathError(Text("นิพจน์ซ้อนกันลึกเกินไป", "The expression is nested too deeply")) from error

    def instance_name(self) -> str:
        """Return the name of this record (``instance_name`` of the settings), or the form's title."""
        for path in ("meta/instanceName", "orx:meta/orx:instanceName"):
            try:
                found = self.node(f"{self.root.path}/{path}").value
            except FormError:
                continue
            if found:
                return found
        return self.form.title

    def entities(self, named: Mapping[str, str] | None = None) -> list[EntityChange]:
        """Return the entities this record creates and updates; raises `FormError` for one without UUID.

        ``named`` gives the ids of entities that the form may also name otherwise, as factories by number.
        """
        return list(changes(everything(self.root), named)) if self.form.entities else []

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
        if cell is (node.relevance if cell.facet == "relevant" else node.readonly_cell()):
            yield node
            pending.extend(node.children)


def _places(path: str) -> Iterator[tuple[str, int]]:
    at = path.find("]")
    while at >= 0:
        start = path.rfind("[", 0, at)
        number = path[start + 1 : at]
        if number.isdigit():
            yield path[:start], int(number)
        at = path.find("]", at + 1)


def _nothing(_: object) -> None:
    return None


def _no_node(path: str) -> FormError:
    return FormError(
        Text("ฟอร์มไม่มีคำถามนี้", "The form has no such question"),
        Text("ตรวจเส้นทางของคำถาม", "Check the question's path"),
        place=path,
    )
