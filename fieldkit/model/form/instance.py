"""A record being filled: answers go in, what changed comes out (ODK XForms specification, "Events", "Repeats")."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from fieldkit.errors import Text
from fieldkit.model.form.definition import Form, is_template
from fieldkit.model.form.fields import Action, Field
from fieldkit.model.form.host import Record
from fieldkit.model.form.nodes import Node, Range, set_aside
from fieldkit.model.form.problems import FormError
from fieldkit.model.form.serialize import submission
from fieldkit.model.form.xmlread import Names, local, read
from fieldkit.model.form.xpath import dates
from fieldkit.model.form.xpath.compile import expression as compiled
from fieldkit.model.form.xpath.stack import room
from fieldkit.model.form.xpath.syntax import XPathError

MOST_INSTANCES = 5_000
"""Instances that a computed count may ask for."""
MOST_ROUNDS = 200
"""Rounds of actions and counts that may follow one answer."""
_SEEN = frozenset(
    {"relevant", "required", "readonly", "valid", "value", "label", "hint", "guidance", "media", "choices"}
)


class Changed(NamedTuple):
    """What an answer changed: nodes with another visible state, repeat instances added and removed by path."""

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
        saved: str | None = None,
    ) -> None:
        """Start a record; ``saved`` is an instance in XML to go on with. Raises `FormError` if that is broken."""
        super().__init__(form, now, properties or {})
        if language is not None and language in form.texts:
            self._language = language
        self._added: list[str] = []
        self._removed: list[str] = []
        self.failures: list[FormError] = []
        """Actions that could not be done in the last operation."""
        self._loading = True
        self._fresh = saved is None
        self._names = form.names
        data = form.data if saved is None else self._saved(saved)
        with room():
            self.root = self._build(form.root, data, None)
            self.document.root = self.root
            self._begin(self.root)
            self._settle()
            self._loading = False

    def _saved(self, text: str) -> Element:
        root, prefixes = read(text, "instance")
        self._names = Names(
            {**prefixes, **self.form.prefixes}, frozenset({"", root.tag[1:].partition("}")[0] if "}" in root.tag else ""})
        )
        if self._names.of(root.tag) != self.form.root.name:
            raise FormError(
                Text("ข้อมูลที่บันทึกไว้เป็นของฟอร์มอื่น", "The saved record belongs to another form"),
                Text("เปิดด้วยฟอร์มเดิม", "Open it with the form it was filled in"),
                place=f"<{self._names.of(root.tag)}> ≠ <{self.form.root.name}>",
            )
        return root

    # Building.

    def _build(self, field: Field, data: Element | None, parent: Node | None) -> Node:
        node = Node(self, field, parent)
        given = data.attrib if data is not None else {}
        for key, text in given.items():
            attribute = field.attributes.get(self._names.of(key))
            if attribute is not None:
                self._attribute(node, attribute, text)
        for name, attribute in field.attributes.items():
            if not any(item.name == name for item in node.attribute_nodes):
                self._attribute(node, attribute, "")
        if field.leaf:
            node.raw = self._initial(node, data)
            return node
        by_name: dict[str, list[Element]] = {}
        for child in data if data is not None else ():
            if local(child.tag):
                by_name.setdefault(self._names.of(child.tag), []).append(child)
        for name, inner in field.children.items():
            self._add_child(node, inner, by_name.get(name, []))
        return node

    def _initial(self, node: Node, data: Element | None) -> str:
        text = data.text if data is not None else None
        return node.decode(text.strip() if text and not text.strip() else text) if text else ""

    def _attribute(self, node: Node, field: Field, text: str) -> None:
        item = Node(self, field, node, kind="attribute")
        item.raw = text
        node.attribute_nodes.append(item)

    def _add_child(self, node: Node, field: Field, found: list[Element]) -> None:
        if field.repeat is None:
            built = [self._build(field, data, node) for data in (found or [None])]  # type: ignore[list-item]
            node.children.extend(built)
            node._kids[field.name] = built
            return
        area = Range(self, field, node)
        node.children.append(area)
        if node._ranges is None:
            node._ranges = {}
        node._ranges[field.name] = area
        node._kids[field.name] = area.children
        given = [data for data in found if not is_template(data)]
        if field.repeat.count is not None and self._fresh:
            given = []
        for data in given:
            self._insert(area, data, len(area.children), None)

    def _insert(self, area: Range, data: Element, place: int, key: str | None) -> Node:
        node = self._build(area.field, data, area)
        node.key = key or str(uuid.uuid4())
        area.children.insert(place, node)
        self._number(area, place)
        return node

    def _number(self, area: Range, place: int) -> None:
        for index, node in enumerate(area.children[place:], place + 1):
            if node.index != index:
                node.index = index
                cell = node._cells.get("index")
                if cell is not None:
                    cell.touch()
        area.members.touch()

    def _begin(self, top: Node) -> None:
        """Run what belongs to new nodes: preloads, computed counts, actions, calculations."""
        nodes = list(_everything(top))
        for node in nodes:
            if node.field.bind.preload and node.value_cell is not None:
                self._preload(node)
        for node in nodes:
            if isinstance(node, Range) and node.count_cell is not None:
                self.recount(node)
        for node in nodes:
            for action in node.field.actions:
                if self._due(action):
                    self._set(action, node)
        for node in nodes:
            if node.value_cell is not None and (node.field.bind.calculate is not None or node.field.watched):
                self.graph.read(node.value_cell)

    def _due(self, action: Action) -> bool:
        events = action.events
        if self._loading:
            return bool(events & {"odk-instance-load", "xforms-ready"}) or (
                self._fresh and "odk-instance-first-load" in events
            )
        return bool(events & {"odk-new-repeat", "jr-insert"})

    def _preload(self, node: Node) -> None:
        bind = node.field.bind
        if bind.preload == "uid":
            if self._fresh or not node.raw:
                node.enter(f"uuid:{uuid.uuid4()}")
            return
        if not self._fresh:
            return
        moment = dates.local(self.now())
        parameter = bind.preload_parameter
        text = ""
        if bind.preload == "timestamp" and parameter == "start":
            text = dates.moment_text(moment)
        elif bind.preload == "date" and parameter == "today":
            text = moment.date().isoformat()
        elif bind.preload == "property":
            text = self.property(parameter)
        if text:
            node.enter(text)

    # Actions, triggers, counts.

    def _set(self, action: Action, node: Node) -> None:
        """Perform a ``setvalue`` on ``node`` (a place or a recording cannot be taken by itself)."""
        if action.kind != "setvalue" or node.value_cell is None or not node.relevant:
            return
        value = action.value
        text = action.text
        if value is not None:
            text = self.graph.untracked(lambda: self.string(value, node, "setvalue"))
        node.enter(node.decode(text))

    def value_changed(self, node: Node) -> None:
        """Run the actions that wait for the value of ``node`` to change."""
        if self._loading or node.value_cell is None:
            return
        for action in node.field.watched:
            targets = self._targets(action, node)
            if len(targets) > 1:
                error = FormError(
                    Text("คำสั่งตั้งค่าชี้ไปหลายคำตอบ", "A setvalue points at several answers"),
                    Text("ชี้ไปที่คำตอบในรอบซ้ำเดียว", "Point it at the answer of one repeat instance"),
                    place=action.target,
                )
                self.failures.append(error)
                self.note(action.target, "setvalue", error)
            elif targets and targets[0].value_cell is not None and action.kind == "setvalue":
                target, value = targets[0], action.value
                text = action.text if value is None else self.string(value, target, "setvalue")
                target.enter(target.decode(text))

    def _targets(self, action: Action, node: Node) -> list[Node]:
        """Return the nodes an action is for: those its reference names, nearest to ``node``."""
        if "[" not in action.ref.text:
            return self.resolve(action.target, node)
        evaluate = action.ref.nodes
        found: list[Node] = self.guarded(
            lambda: self.graph.untracked(lambda: self._evaluate(evaluate, node)), node, "setvalue", []
        )
        return found

    def recount(self, area: Range) -> None:
        """Bring the number of instances to what ``jr:count`` says; a blank count keeps what there is."""
        assert area.count_cell is not None and area.field.repeat is not None
        number = self.graph.read(area.count_cell)
        if number != number:
            return
        wanted = int(max(0, min(number, MOST_INSTANCES + 1)))
        if wanted > MOST_INSTANCES:
            self.note(
                area.path,
                "jr:count",
                FormError(
                    Text("จำนวนรอบซ้ำมากเกินไป", "The count asks for too many repeats"),
                    Text(f"ได้ไม่เกิน {MOST_INSTANCES} รอบ", f"At most {MOST_INSTANCES} are possible"),
                ),
            )
            wanted = MOST_INSTANCES
        given = self._given(area)
        while len(area.children) < wanted:
            place = len(area.children)
            data = given[place] if place < len(given) else area.field.repeat.template
            self._grow(area, data, place, None)
        while len(area.children) > wanted:
            self._shrink(area, len(area.children) - 1)

    def _given(self, area: Range) -> list[Element]:
        """Return the instances that the form itself starts with."""
        element: Element | None = self.form.data
        names = area.field.path.split("/")[2:]
        for name in names[:-1]:
            if element is None:
                return []
            element = next((child for child in element if self.form.names.of(child.tag) == name), None)
        return [
            child
            for child in (element if element is not None else ())
            if local(child.tag) and self.form.names.of(child.tag) == names[-1] and not is_template(child)
        ]

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
        for item in _everything(node):
            item.detach()
        del area.children[place]
        self._number(area, place)

    def _settle(self) -> None:
        graph = self.graph
        for _ in range(MOST_ROUNDS):
            graph.settle()
            if not graph.effects:
                return
            effects, graph.effects = graph.effects, []
            for effect in dict.fromkeys(effects):
                effect()
        graph.effects.clear()
        self.note(
            self.root.path,
            "setvalue",
            FormError(
                Text("คำสั่งตั้งค่าเรียกกันไม่รู้จบ", "Actions set each other off without end"),
                Text("แก้ trigger ไม่ให้ตั้งค่ากันเป็นวง", "Change the triggers so that they do not go in a circle"),
            ),
        )

    def _operate(self, action: Callable[[], None]) -> Changed:
        graph = self.graph
        graph.settling += 1
        graph.changed.clear()
        graph.effects.clear()
        self._added, self._removed, self.failures = [], [], []
        with room():
            action()
            self._settle()
        nodes = dict.fromkeys(
            cell.owner for cell in graph.changed if cell.facet in _SEEN and isinstance(cell.owner, Node)
        )
        return Changed(tuple(nodes), tuple(self._added), tuple(self._removed))

    # The public operations.

    def node(self, path: str) -> Node:
        """Return the node at ``path`` (positions on repeat steps, 1 if left out); raises `FormError` if there is none."""
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
        """Answer a question with text as the XForm stores it, ``""`` to clear; raises `FormError` if it cannot be."""
        node = self.node(path)
        if node.value_cell is None:
            raise FormError(
                Text("ตรงนี้ไม่ใช่คำถาม", "This is no question"), Text("เลือกคำถามในกลุ่มนี้", "Choose a question inside it"), place=path
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
                Text(f"เลือกจาก {', '.join(self.form.languages)}", f"Choose from {', '.join(self.form.languages)}"),
            )

        def switch() -> None:
            self._language = name
            self.language_cell.touch()

        return self._operate(switch)

    def values(self) -> dict[str, str]:
        """Return the stored value of every leaf that has one, also of those that are not relevant, by path."""
        found: dict[str, str] = {}
        with room():
            for node in _everything(self.root):
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

    def restore(self, values: Mapping[str, str], repeats: Mapping[str, tuple[str, ...]] | None = None) -> None:
        """Put back what `values` gave (and `repeats`, for instances that hold nothing yet), then compute.

        What the values do not name is empty, whatever default it had; instances are made as needed.
        Raises `FormError` only for ``repeats`` that the form does not have.
        """
        self._operate(lambda: self._restore(values, repeats or {}))

    def _restore(self, values: Mapping[str, str], repeats: Mapping[str, tuple[str, ...]]) -> None:
        sizes = {path: len(keys) for path, keys in repeats.items()}
        for path in values:
            for area, place in _places(path):
                sizes[area] = max(sizes.get(area, 0), place)
        for path in sorted(sizes, key=lambda item: item.count("/")):
            self._resize(path, sizes[path], repeats.get(path, ()))
        leaves = [
            node
            for node in _everything(self.root)
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
        for node, text in entered:
            if node.raw != text and node.field.control is not None and not node.readonly:
                node.enter(text)

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
        """Return the value of an XPath expression at a node: text, number, truth or nodes; raises `XPathError`."""
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

    def finish(self) -> None:
        """Set what is known only when the record is complete, such as its end time."""

        def stamp() -> None:
            for node in _everything(self.root):
                bind = node.field.bind
                if bind.preload == "timestamp" and bind.preload_parameter == "end":
                    node.enter(dates.moment_text(dates.local(self.now())))

        self._operate(stamp)

    def xml(self) -> str:
        """Return the record as it is sent: what is not relevant is left out."""
        with room():
            return submission(self.root, self.form)


def _everything(top: Node) -> Iterator[Node]:
    pending = [top]
    while pending:
        node = pending.pop()
        yield node
        yield from node.attribute_nodes
        pending.extend(reversed(node.children))


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


