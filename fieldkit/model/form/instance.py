"""A record being filled: answers go in, what changed comes out (xforms-spec "Repeats", "Events")."""

from __future__ import annotations

import uuid
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree.ElementTree import Element

from fieldkit.model.form.elements import Document, Names, is_template, local, space
from fieldkit.model.form.host import Record, children
from fieldkit.model.form.nodes import MOST_INSTANCES, Node, Range, set_aside
from fieldkit.model.form.problems import FormError, XPathError, said
from fieldkit.model.form.xpath import dates
from fieldkit.model.form.xpath.compile import expression as compiled
from fieldkit.model.form.xpath.stack import no_collection, room
from fieldkit.model.form.xpath.values import pick

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from fieldkit.model.form.cells import Cell
    from fieldkit.model.form.definition import Form
    from fieldkit.model.form.fields import Action, Field

_INHERITED = frozenset({"relevant", "_protected"})
_TEXTS = frozenset({"label", "hint", "guidance", "media", "choices", "choice_media"})
_SEEN = frozenset({"required", "_broken", "valid", "value"}) | _INHERITED | _TEXTS
_NOTHING = Element("nothing")
"""Stands where a record leaves out what its form has."""
MOST_ROUNDS = 200
"""Rounds of actions and counts that may follow one answer."""


class Changed(NamedTuple):
    """What an answer changed: nodes that look another way, paths of repeat instances added and removed."""

    nodes: tuple[Node, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]


class FormInstance(Record):
    """One record of a form, from its defaults or from a saved instance."""

    def __init__(
        self,
        form: Form,
        *,
        now: Callable[[], datetime] | None = None,
        properties: Mapping[str, str] | None = None,
        language: str | None = None,
        saved: Document | None = None,
    ) -> None:
        """Start a record, or go on with a ``saved`` one; raises `FormError` if that is of another form."""
        super().__init__(form, now, properties or {})
        if language is not None and language in form.texts:
            self._language = language
        self._added: list[str] = []
        self._removed: list[str] = []
        self._gone: set[Node] = set()
        self.failures: list[FormError] = []
        """Actions that could not be done in the last operation."""
        self.restoring = False
        """Whether values come back that nobody enters: no action of the form answers them."""
        self._fresh = saved is None
        self._names = form.names
        self._loading = True
        self._start(form.data if saved is None else self._saved(saved))
        self._loading = False

    def _start(self, data: Element) -> None:
        with room(), no_collection():
            self.root = self._build(self.form.root, data, None)
            self.document.append(self.root)
            self._begin(self.root)
            self.settle()

    def perform(self, action: Callable[[], object]) -> Changed:
        """Do something to the record, and all that follows from it."""
        graph = self.graph
        graph.settling += 1
        graph.changed.clear()
        graph.effects.clear()
        self._added, self._removed, self.failures, self._gone = [], [], [], set()
        with room():
            action()
            self.settle()
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
        first, *steps = path.strip("/").split("/")
        found: Sequence[Any] = [self.root] if first == self.root.name else []
        while found and steps:
            node, step = found[0], steps.pop(0)
            if not steps and step in node.ranges:
                return node.ranges[step]  # type: ignore[no-any-return]
            name, _, place = step.partition("[")
            found = pick(children(node, name), float(place[:-1]) if place[:-1].isdigit() else 1.0)
        if not found:
            raise FormError(*said("no-question"), place=path)
        return found[0]  # type: ignore[no-any-return]

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
            names, chosen = node.names, dict.fromkeys(text.split() if node.multiple else [text])
            if node.field.type != "rank":
                text = " ".join(name for name in names if name in chosen)
            elif missing := set_aside(names, chosen):
                raise FormError(*said("unranked", missing=" ".join(missing)), place=node.path)
            else:
                text = " ".join(name for name in chosen if name in names)
        node.enter(text)

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
            raise FormError(*said("no-language", name=name, known=", ".join(self.form.languages)))
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

    # How a record comes to be and grows: defaults, actions, counts.

    def _saved(self, saved: Document) -> Element:
        root, prefixes = saved
        self._names = Names({**prefixes, **self.form.names.prefixes}, frozenset({"", space(root.tag)}))
        name, wanted = self._names.of(root.tag), self.form.root.name
        if name != wanted:
            raise FormError(*said("other-form"), place=f"<{name}> ≠ <{wanted}>")
        return root

    def _build(self, field: Field, data: Element, parent: Node | None) -> Node:
        node = Node(self, field, parent)
        for key, given in data.attrib.items():
            attribute = field.attributes.get(self._names.of(key))
            if attribute is not None:
                item = Node(self, attribute, node, kind="attribute")
                item.raw = given
                node.attribute_nodes = [*node.attribute_nodes, item]
        if field.leaf:
            node.raw = node.decode(data.text) if data.text and data.text.strip() else ""
            return node
        by_name: dict[str, list[Element]] = {}
        for child in data:
            if local(child.tag):
                by_name.setdefault(self._names.of(child.tag), []).append(child)
        for name, inner in field.children.items():
            self._add_child(node, inner, by_name.get(name, []))
        return node

    def _add_child(self, node: Node, field: Field, found: list[Element]) -> None:
        if field.repeat is None:
            built = [self._build(field, data, node) for data in found or [_NOTHING]]
            node.children.extend(built)
            node.kids[field.name] = built
            return
        area = Range(self, field, field.repeat, node)
        node.children.append(area)
        node.ranges = {**node.ranges, field.name: area}
        node.kids[field.name] = area.children
        given = [data for data in found if not is_template(data)]
        if field.repeat.count is not None and self._fresh:
            area.given, given = given, []
        if field.repeat.fixed and field.repeat.count is None and not given and self._fresh:
            # Nobody could add the first one.
            given = [field.repeat.template]
        for data in given:
            self._insert(area, data, len(area.children), None)

    def _insert(self, area: Range, data: Element, place: int, key: str | None) -> Node:
        node = self._build(area.field, data, area)
        node.key = key or _free_key(area)
        area.children.insert(place, node)
        self._number(area, place)
        return node

    def _number(self, area: Range, place: int) -> None:
        for index, node in enumerate(area.children[place:], place + 1):
            if node.index != index:
                node.index = index
                node.touch("_place")
        for slot in range(place + 1, len(area.children) + 2):
            area.touch(f"slot {slot}")
        area.members.touch()

    def _begin(self, top: Node) -> None:
        """Run what belongs to new nodes: preloads, computed counts, actions, calculations."""
        nodes = list(everything(top))
        due: set[str] = set()
        if self._loading:
            due = {"odk-instance-load", "xforms-ready", *(["odk-instance-first-load"] if self._fresh else [])}
        elif not self.restoring:
            due = {"odk-new-repeat", "jr-insert"}
        for node in nodes:
            if node.field.bind.preload and node.value_cell is not None:
                self._preload(node)
        for node in nodes:
            if isinstance(node, Range) and node.count_cell is not None:
                self.recount(node)
        for node in nodes:
            for action in node.field.actions:
                if action.events & due and node.relevant:
                    self._set(action, node)
        for node in nodes:
            if node.value_cell is not None and (node.field.bind.calculate is not None or node.field.watched):
                node.value_cell.get()

    def _preload(self, node: Node) -> None:
        kind, parameter = node.field.bind.preload, node.field.bind.preload_parameter
        text = ""
        if kind == "uid" and (self._fresh or not node.raw):
            text = f"uuid:{uuid.uuid4()}"
        elif not self._fresh:
            return
        elif (kind, parameter) == ("timestamp", "start"):
            text = dates.moment_text(dates.local(self.now()))
        elif (kind, parameter) == ("date", "today"):
            text = dates.local(self.now()).date().isoformat()
        elif kind == "property":
            text = self.properties.get(parameter, "")
        if text:
            node.enter(text)

    # Actions, triggers, counts.

    def _set(self, action: Action, node: Node) -> None:
        """Perform a ``setvalue`` on ``node``."""
        if node.value_cell is not None:
            node.enter(
                node.decode(self.computed(action.value, "string", node, "setvalue", "") or action.text)
            )

    def value_changed(self, node: Node) -> None:
        """Run the actions that wait for the value of ``node`` to change."""
        if self._loading or self.restoring or node.value_cell is None:
            return
        for action in node.field.watched:
            targets = self._targets(action, node)
            if len(targets) > 1:
                error = FormError(*said("several-targets"), place=action.target)
                self.failures.append(error)
                self.note(action.target, "setvalue", error)
            elif targets:
                self._set(action, targets[0])

    def _targets(self, action: Action, node: Node) -> list[Node]:
        """Return the nodes an action is for: those its reference names, nearest to ``node``."""
        if "[" not in action.ref.text:
            return self.resolve(action.target, node)
        return self.computed(action.ref, "nodes", node, "setvalue", list[Node]())

    def recount(self, area: Range) -> None:
        """Bring the number of instances to what ``jr:count`` says; a blank count keeps what there is."""
        assert area.count_cell is not None
        number = area.count_cell.get()
        if number != number:
            return
        if number >= MOST_INSTANCES + 1:
            self.note(area.path, "jr:count", FormError(*said("too-many-repeats", most=MOST_INSTANCES)))
        wanted = int(max(0, min(number, MOST_INSTANCES)))
        self.resize(area, wanted, wanted)

    def resize(self, area: Range, least: int, most: int) -> None:
        """Add and take away instances at the end; the first ones are those that the form starts with."""
        while (place := len(area.children)) < least:
            data = area.given[place] if place < len(area.given) else area.repeat.template
            self._grow(area, data, place, None)
        while len(area.children) > most:
            self._shrink(area, len(area.children) - 1)

    def _grow(self, area: Range, data: Element, place: int, key: str | None) -> Node:
        before, self._names = self._names, self.form.names
        fresh, self._fresh = self._fresh, True
        try:
            node = self._insert(area, data, place, key)
            self._begin(node)
        finally:
            self._names, self._fresh = before, fresh
        self._added.append(node.path)
        return node

    def _shrink(self, area: Range, place: int) -> None:
        node = area.children[place]
        self._removed.append(node.path)
        for item in everything(node):
            item.detach()
            self._gone.add(item)
        del area.children[place]
        self._number(area, place)

    def settle(self) -> None:
        """Compute what is to be computed anew, and run actions and counts that wait for it."""
        graph = self.graph
        for _ in range(MOST_ROUNDS):
            graph.settle()
            if not graph.effects:
                return
            effects, graph.effects = graph.effects, []
            for effect in dict.fromkeys(effects):
                effect()
        graph.effects.clear()
        self.note(self.root.path, "setvalue", FormError(*said("endless-actions")))


def everything(top: Node) -> Iterator[Node]:
    """Yield every node below ``top`` in document order, attributes included."""
    pending = [top]
    while pending:
        node = pending.pop()
        yield node
        yield from node.attribute_nodes
        pending.extend(reversed(node.children))


def _free_key(area: Range) -> str:
    """Return the first number no instance has: a form that grows by itself has the same keys everywhere."""
    taken = {node.key for node in area.children}
    return next(str(number) for number in count(1) if str(number) not in taken)


def _inheriting(cell: Cell) -> Iterator[Node]:
    """Yield the nodes inside a group that have no relevance (or protection) but the group's."""
    pending = list(cell.owner.children)
    while pending:
        node = pending.pop()
        inherited = node.relevance is cell if cell.facet == "relevant" else node.field.bind.readonly is None
        if inherited or node.is_range:
            yield node
            pending.extend(node.children)
