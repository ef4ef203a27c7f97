"""A record that was signed, shown as it was: values and relevance are those of its XML.

Nothing is computed again to read it, so that many can be read for a file. Labels, choices, constraints and
what else is asked of a node go through the same code as in `FormInstance`, when they are asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import XMLParser

from fieldkit.errors import Text
from fieldkit.model.form.cells import CLEAN
from fieldkit.model.form.elements import Document
from fieldkit.model.form.instance import FormInstance
from fieldkit.model.form.nodes import NO_KIDS, NO_RANGES, Node, Range
from fieldkit.model.form.problems import FormError
from fieldkit.model.form.texts import Label
from fieldkit.model.form.xpath.nodes import NOTHING
from fieldkit.model.form.xpath.syntax import Call, Literal, walk

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from xml.etree.ElementTree import Element

    from fieldkit.model.form.definition import Form
    from fieldkit.model.form.fields import Control, Field
    from fieldkit.model.form.nodes import Choice
    from fieldkit.model.form.texts import Parts

Keys = Mapping[str, Sequence[str]]
"""Keys of the rows of repeats, by the stored path of the repeat: rows that are not relevant too."""


class NotAsSigned(FormError):
    """The XML does not say enough: rows are missing whose places nobody knows."""

    def __init__(self, path: str) -> None:
        super().__init__(Text("แถวในไฟล์ที่ลงนามไม่ครบ", "The signed file has fewer rows"), place=path)


class _Known:
    """What stands in place of a cell whose value never changes: nobody needs to watch it."""

    __slots__ = ("value",)
    state = CLEAN
    owner = SimpleNamespace(parent=None)  # shared by many nodes; nothing around it is being computed

    def __init__(self, value: Any) -> None:
        self.value = value

    def get(self) -> Any:
        """Return the value."""
        return self.value


_RELEVANT: Any = _Known(True)
_HIDDEN: Any = _Known(False)
_NONE: list[Element] = []
_LEFT_OUT: Sequence[Element | None] = (None,)


class _SignedNode(Node):
    """A node whose path, relevance and value never change; its label needs no cell."""

    # properties of other nodes, which may move and change
    __slots__ = ("path", "relevant", "value")

    path: str
    relevant: bool
    value: str

    def __init__(
        self, record: SignedInstance, field: Field, parent: Node | None, path: str, data: Element | None
    ) -> None:
        """Take what `Node` takes, without its cells: long exports make millions of nodes."""
        self.record = record
        self.field = field
        self.name = field.name
        self.kind = "element"
        self.parent = parent
        self.up = record.document if parent is None else parent.up if parent.is_range else parent
        self.attribute_nodes = NOTHING
        self.ranges = NO_RANGES
        self.index = 0
        self.key = None
        self._cells = {}
        self._seen = None
        self.stays = parent is None or parent.stays
        self.path = path
        self.type = field.type
        if field.bind.relevant is not None:
            self.relevance = _RELEVANT if data is not None else _HIDDEN
        else:
            self.relevance = parent.relevance if parent is not None else None
        self.relevant = self.relevance is not _HIDDEN
        self.value = self.raw = ""
        if field.children:
            self.children, self.kids, self.value_cell = [], {}, None
            return
        self.children, self.kids = NOTHING, NO_KIDS
        if data is not None:
            self.value = self.raw = data.text or ""
        known: Any = _Known(self.raw)
        self.value_cell = known

    def text(self) -> str:
        """The value as expressions see it."""
        return self.value if self.value_cell is not None else super().text()

    @property
    def label(self) -> str | None:
        """The question, or the heading of a group."""
        repeat = self.field.repeat
        return self.record.words(self.control.label, self) if repeat is None or repeat.headed else None

    @property
    def choices(self) -> Sequence[Choice]:
        """The choices that were offered."""
        control = self.field.control
        return () if control is None or not self.choosing else self.record.choices(control, self)


class SharedWords:
    """Labels and choices that are the same in every record of one form, kept in the language they are in."""

    def __init__(self) -> None:
        self.labels: dict[tuple[int, str, str], str | None] = {}
        self.choices: dict[tuple[int, str], tuple[Choice, ...]] = {}


class SignedInstance(FormInstance):
    """One record of a form from the XML that was signed; it is read, never answered.

    Raises NotAsSigned. ``shared`` is given to all records of ``form``.
    """

    def __init__(
        self,
        form: Form,
        xml: bytes,
        *,
        keys: Keys,
        now: Callable[[], datetime] | None = None,
        properties: Mapping[str, str] | None = None,
        shared: SharedWords | None = None,
    ) -> None:
        self._words = shared or SharedWords()
        self._keys = keys
        self._nodes: dict[str, Node] = {}
        super().__init__(form, now=now, properties=properties, saved=Document(_parsed(xml), {}))

    def _saved(self, saved: Document) -> Element:
        return saved.root

    def _start(self, data: Element) -> None:
        self.root = self._signed(self.form.root, data, None, (self.form.root.path, self.form.root.path))
        self.document.append(self.root)

    def _signed(
        self, field: Field, data: Element | None, parent: Node | None, paths: tuple[str, str]
    ) -> Node:
        """Make a node and what is in it; ``paths`` are its present and its stored one."""
        path, stored = paths
        node = _SignedNode(self, field, parent, path, data)
        self._nodes.setdefault(path, node)
        if data is not None and field.attributes:
            self._attributes(node, field, data)
        if not field.children:
            return node
        by_name: dict[str, list[Element]] = {}
        for child in data if data is not None else ():
            by_name.setdefault(self._names.of(child.tag), []).append(child)
        for name, inner in field.children.items():
            found = by_name.get(name, _NONE)
            if inner.repeat is not None:
                self._rows_of(node, inner, found, f"{stored}/{name}")
                continue
            below = f"{path}/{name}", f"{stored}/{name}"
            built = [self._signed(inner, one, node, below) for one in found or _LEFT_OUT]
            node.children.extend(built)
            node.kids[name] = built
        return node

    def _attributes(self, node: Node, field: Field, data: Element) -> None:
        for key, given in data.attrib.items():
            attribute = field.attributes.get(self._names.of(key))
            if attribute is not None:
                item = Node(self, attribute, node, kind="attribute")
                item.raw = given
                assert item.value_cell is not None
                item.value_cell.state, item.value_cell.value = CLEAN, given
                node.attribute_nodes = [*node.attribute_nodes, item]

    def _rows_of(self, node: Node, field: Field, found: list[Element], stored: str) -> None:
        assert field.repeat is not None
        area = Range(self, field, field.repeat, node)
        node.children.append(area)
        node.ranges = {**node.ranges, field.name: area}
        node.kids[field.name] = area.children
        keys = self._keys.get(stored)
        if keys is None:
            if found and field.bind.relevant is not None:
                raise NotAsSigned(stored)  # any of its rows may be left out, which are numbered
            keys = [str(number) for number in range(1, len(found) + 1)]
        elif found and len(found) != len(keys):
            raise NotAsSigned(stored)
        for number, (data, key) in enumerate(zip(found, keys, strict=False), 1):
            row = self._signed(field, data, area, (f"{area.path}[{number}]", f"{stored}[{key}]"))
            row.key, row.index = key, number
            area.children.append(row)

    def release(self) -> None:
        """Let the nodes go when no one looks at them any more.

        They hold each other: left to the collector, those of many records wait for it and are walked through.
        """
        for node in self._nodes.values():
            for area in node.ranges.values():
                area.children = NOTHING
            if node.children:
                node.children, node.kids = NOTHING, NO_KIDS
        self._nodes.clear()

    def node(self, path: str) -> Node:
        """Return the node at ``path``; raises `FormError` if there is none."""
        found = self._nodes.get(path)
        if found is None:
            found = self._nodes[path] = super().node(path)
        return found

    def words(self, label: Label | None, node: Node, form: str = "") -> str | None:
        """Return a text of the form; those without answers in them are made once for all records."""
        if label is None:
            return None
        key = (id(label), self._language, form)
        if key in self._words.labels:
            return self._words.labels[key]
        found = super().words(label, node, form)
        if self._constant(label):
            self._words.labels[key] = found
        return found

    def choices(self, control: Control, node: Node) -> tuple[Choice, ...]:
        """Return the choices that were offered; those that no answer changes are made once."""
        key = (id(control), self._language)
        known = self._words.choices.get(key)
        if known is not None:
            return known
        found = super().choices(control, node)
        if self._same_everywhere(control, node):
            self._words.choices[key] = found
        return found

    def _same_everywhere(self, control: Control, node: Node) -> bool:
        itemset = control.itemset
        if itemset is None:
            return all(self._constant(item.label) for item in control.items)
        calls = (part for part in walk(itemset.nodes.tree) if isinstance(part, Call))
        if not itemset.steady or not all(self._own_list(call) for call in calls):
            return False
        if itemset.text_id is None:
            return True
        _, rows = self._offered(control, node)
        texts = (self._evaluate(itemset.text_id, "string", row, node) for row in rows)
        return all(self._constant(Label(itext_id=text)) for text in texts)

    def _own_list(self, call: Call) -> bool:
        """Tell whether a call names a list that is written in the form, and no file that may be another."""
        match call:
            case Call("instance", (Literal(str(name)),)):
                return name in self.form.own_lists
        return False

    def _constant(self, label: Label) -> bool:
        parts: Parts = label.parts if label.ref is None else (label.ref,)
        if label.itext_id is not None:
            texts = self.form.texts.get(self._language) or {}
            parts = tuple(part for form in texts.get(label.itext_id, {}).values() for part in form)
        return all(isinstance(part, str) for part in parts)


def _parsed(xml: bytes) -> Element:
    if b"<!" in xml:
        raise NotAsSigned("<!")  # fieldkit writes none; a type of document may declare entities
    parser = XMLParser()
    parser.feed(xml)
    found: Element = parser.close()
    return found
