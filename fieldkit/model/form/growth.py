"""How a record comes to be and grows: defaults, actions, counts (xforms-spec "Repeats", "Events")."""

from __future__ import annotations

import uuid
from itertools import count
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from fieldkit.model.form.definition import is_template
from fieldkit.model.form.host import Record
from fieldkit.model.form.nodes import MOST_INSTANCES, Node, Range
from fieldkit.model.form.problems import FormError, said
from fieldkit.model.form.xmlread import Names, local, read, space
from fieldkit.model.form.xpath import dates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from fieldkit.model.form.definition import Form
    from fieldkit.model.form.fields import Action, Field

_NOTHING = Element("nothing")
"""Stands where a record leaves out what its form has."""
MOST_ROUNDS = 200
"""Rounds of actions and counts that may follow one answer."""


class GrowingRecord(Record):
    """The part of a form instance that makes nodes and runs what the form does by itself."""

    def __init__(self, form: Form, now: Callable[[], datetime] | None, properties: Mapping[str, str]) -> None:
        super().__init__(form, now, properties)
        self._added: list[str] = []
        self._removed: list[str] = []
        self._gone: set[Node] = set()
        self.failures: list[FormError] = []
        """Actions that could not be done in the last operation."""
        self._loading = True
        self._restoring = False
        self._fresh = True
        self._names = form.names

    def _saved(self, text: str) -> Element:
        root, prefixes = read(text, "instance")
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
        elif not self._restoring:
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
            text = self.property(parameter)
        if text:
            node.enter(text)

    # Actions, triggers, counts.

    def _set(self, action: Action, node: Node) -> None:
        """Perform a ``setvalue`` on ``node`` (a place or a recording cannot be taken by itself)."""
        if action.kind == "setvalue" and node.value_cell is not None:
            node.enter(
                node.decode(self.computed(action.value, "string", node, "setvalue", "") or action.text)
            )

    def value_changed(self, node: Node) -> None:
        """Run the actions that wait for the value of ``node`` to change."""
        if self._loading or self._restoring or node.value_cell is None:
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
        nothing: list[Node] = []
        return self.computed(action.ref, "nodes", node, "setvalue", nothing)

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
        error = FormError(*said("endless-actions"))
        self.note(self.root.path, "setvalue", error)


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
