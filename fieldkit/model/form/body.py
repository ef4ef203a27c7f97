"""The body of a form: questions, groups, repeats, choices and actions (xforms-spec "Body", "Actions")."""

from __future__ import annotations

from typing import Protocol
from xml.etree.ElementTree import Element

from fieldkit.errors import Text
from fieldkit.model.form.fields import Action, Control, Field, Item, Itemset, Label, Repeat
from fieldkit.model.form.problems import Problem
from fieldkit.model.form.search import search_call, search_itemset
from fieldkit.model.form.texts import first, hints, inline, label, one_line
from fieldkit.model.form.xmlread import JAVAROSA, attribute, local, own
from fieldkit.model.form.xpath.compile import Expression
from fieldkit.model.form.xpath.paths import independent
from fieldkit.model.form.xpath.syntax import Call, Path, Tree, XPathError, walk

CONTROLS = frozenset({"input", "secret", "select", "select1", "rank", "upload", "trigger", "range"})
ACTIONS = frozenset({"setvalue", "setgeopoint", "recordaudio"})
_LOAD_EVENTS = frozenset(
    {"odk-instance-first-load", "odk-instance-load", "xforms-ready", "odk-new-repeat", "jr-insert"}
)


class Loader(Protocol):
    """What reading the body needs of the form being loaded."""

    root: Element
    fields: dict[str, Field]
    problems: list[Problem]
    searched: set[str]

    def compiled(self, text: str, place: str) -> Expression | None:
        """Return the expression, or None after noting the problem."""


def read_body(loader: Loader, model: Element, body: Element | None) -> tuple[Action, ...]:
    """Attach controls to fields; return the actions that run on loading or on a new repeat."""
    reader = _Body(loader)
    for element in model:
        if local(element.tag) in ACTIONS:
            reader.action(element, None)
    if body is not None:
        top = next(iter(loader.fields.values()))
        for element in body:
            reader.element(element, top)
    return tuple(reader.actions)


class _Body:
    def __init__(self, loader: Loader) -> None:
        self.loader = loader
        self.actions: list[Action] = []
        self.binds: dict[str, str] | None = None
        """Nodesets of binds by id, read when a control first names one."""

    def element(self, element: Element, context: Field) -> None:
        """Read a control and what is inside it; ``context`` is where relative references start."""
        name = local(element.tag)
        if name == "group":
            self._group(element, context)
        elif name == "repeat":
            self._repeat(element, context, None)
        elif name in CONTROLS:
            self._control(element, context)

    def _resolve(self, element: Element, context: Field) -> Field | None:
        ref = (element.get("ref") or element.get("nodeset") or "").strip()
        bound = element.get("bind")
        if not ref and bound:
            ref = self._bound(bound)
        if not ref:
            return None
        path = absolute(ref, context)
        field = self.loader.fields.get(path)
        if field is None:
            self.loader.problems.append(
                Problem(
                    ref,
                    Text(
                        "คำถามบนหน้าจอไม่มีที่เก็บคำตอบในฟอร์ม",
                        "A question has no place in the record for its answer",
                    ),
                    Text("ตรวจชื่อคำถามในคอลัมน์ name", "Check the question's name in the column name"),
                )
            )
        return field

    def _bound(self, identifier: str) -> str:
        if self.binds is None:
            self.binds = {
                element.get("id", ""): (element.get("nodeset") or "").strip()
                for element in self.loader.root.iter()
                if local(element.tag) == "bind"
            }
        return self.binds.get(identifier, "")

    def _group(self, element: Element, context: Field) -> None:
        field = self._resolve(element, context)
        control = self._plain(element)
        for child in own(element, "repeat"):
            # A group around a repeat is the repeat's heading.
            same = field is not None and self._same(child, field, context)
            self._repeat(child, context, control if field is None or same else None, headed=same)
        if field is not None and field.repeat is None:
            field.group = control
        inner = field or context
        for child in element:
            if local(child.tag) in ACTIONS:
                self.action(child, inner)
            elif local(child.tag) != "repeat":
                self.element(child, inner)

    def _same(self, repeat: Element, field: Field, context: Field) -> bool:
        nodeset = (repeat.get("nodeset") or repeat.get("ref") or "").strip()
        return absolute(nodeset, context) == field.path

    def _repeat(
        self, element: Element, context: Field, heading: Control | None, *, headed: bool = False
    ) -> None:
        field = self._resolve(element, context)
        if field is None or field.parent is None:
            return
        repeat = field.repeat or Repeat(Element(""), explicit=False)
        count = attribute(element, JAVAROSA, "count")
        if count and count.strip():
            repeat.count = self.loader.compiled(count, f"{field.path} (jr:count)")
        repeat.fixed = (attribute(element, JAVAROSA, "noAddRemove") or "").strip() in ("true()", "true")
        repeat.headed = headed
        field.repeat = repeat
        own_control = self._plain(element)
        if heading is not None:
            heading.appearance = own_control.appearance or heading.appearance
        # Only the group around a repeat gives its instances a heading.
        own_control.label = None
        field.group = heading or own_control
        for child in element:
            if local(child.tag) in ACTIONS:
                self.action(child, field)
            else:
                self.element(child, field)

    def _text(self, element: Element | None, place: str) -> Label | None:
        try:
            return label(element)
        except XPathError as error:
            self.loader.problems.append(Problem.of(place, error))
            return None

    def _plain(self, element: Element) -> Control:
        place = element.get("ref") or element.get("nodeset") or local(element.tag)
        control = Control(local(element.tag), self._text(first(element, "label"), place))
        try:
            control.hint = hints(element)[0]
        except XPathError as error:
            self.loader.problems.append(Problem.of(place, error))
        control.appearance = " ".join((element.get("appearance") or "").split())
        control.attributes = {
            (f"jr:{local(key)}" if key.startswith("{" + JAVAROSA) else local(key)): value
            for key, value in element.attrib.items()
            if key not in ("ref", "nodeset", "appearance")
        }
        return control

    def _control(self, element: Element, context: Field) -> None:
        field = self._resolve(element, context)
        if field is None:
            return
        control = self._plain(element)
        control.items = tuple(self._items(element))
        itemset = first(element, "itemset")
        if itemset is not None:
            control.itemset = self._itemset(itemset, field)
        elif (call := search_call(control.appearance)) is not None:
            self._search(call, control, field)
        if field.control is None:
            field.control = control
        for child in element:
            if local(child.tag) in ACTIONS:
                self.action(child, field)

    def _items(self, element: Element) -> list[Item]:
        found: list[Item] = []
        for item in own(element, "item"):
            value = first(item, "value")
            text = (
                one_line(part for part in inline(value) if isinstance(part, str)) if value is not None else ""
            )
            found.append(Item(text, self._text(first(item, "label"), text) or Label((text,))))
        return found

    def _search(self, call: str, control: Control, field: Field) -> None:
        try:
            found = search_itemset(call, control.items)
        except XPathError as error:
            self.loader.problems.append(Problem.of(f"{field.path} (appearance)", error))
            return
        control.itemset = found.itemset
        control.appearance = " ".join(control.appearance.replace(call, " ").split())
        self.loader.searched.add(found.listing)

    def _itemset(self, element: Element, field: Field) -> Itemset | None:
        place = f"{field.path} (choice_filter)"
        nodeset = self.loader.compiled(element.get("nodeset") or "", place)
        value, text = first(element, "value"), first(element, "label")
        value_ref = value.get("ref") if value is not None else None
        name = self.loader.compiled(value_ref or "name", place)
        shown = self.loader.compiled(text.get("ref") or "label", place) if text is not None else None
        if nodeset is None or name is None:
            return None
        return Itemset(nodeset, name, shown, _steady(nodeset.tree), _text_id(shown))

    def action(self, element: Element, context: Field | None) -> None:
        """Read a ``setvalue`` or another action."""
        top = next(iter(self.loader.fields.values()))
        ref = (element.get("ref") or "").strip()
        if not ref and element.get("bind"):
            ref = self._bound(element.get("bind") or "")
        if not ref:
            return
        target = absolute(ref, _holder(context) or top)
        compiled = self.loader.compiled(ref if ref.startswith("/") else target, f"{ref} (setvalue)")
        events = frozenset(
            word for key, text in element.attrib.items() if local(key) == "event" for word in text.split()
        )
        value = element.get("value")
        if compiled is None:
            return
        action = Action(
            events,
            compiled,
            target,
            self._value(value, ref),
            # A value, even an empty one, goes before the text (xforms-spec "setvalue").
            "".join(element.itertext()) if value is None else "",
            local(element.tag),
        )
        if events & _LOAD_EVENTS:
            self.actions.append(action)
        if "xforms-value-changed" in events and context is not None:
            context.watched = (*context.watched, action)

    def _value(self, value: str | None, ref: str) -> Expression | None:
        return self.loader.compiled(value, f"{ref} (setvalue)") if value and value.strip() else None


def _holder(context: Field | None) -> Field | None:
    return context.parent if context is not None and context.leaf and context.parent else context


def absolute(ref: str, context: Field) -> str:
    """Return the path, without predicates, that ``ref`` names from ``context``."""
    plain = ref
    while "[" in plain and "]" in plain:
        start = plain.index("[")
        plain = (
            plain[:start] + plain[plain.index("]", start) + 1 :] if "]" in plain[start:] else plain[:start]
        )
    if plain.startswith("/"):
        return plain
    parts = context.path.split("/")
    for part in plain.replace("current()/", "").split("/"):
        if part == "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def _text_id(shown: Expression | None) -> Expression | None:
    """Return the expression inside ``jr:itext(…)``."""
    if shown is None or not isinstance(shown.tree, Call) or shown.tree.name != "jr:itext":
        return None
    return Expression(shown.text, shown.tree.arguments[0]) if shown.tree.arguments else None


def _steady(tree: Tree) -> bool:
    """Tell whether rows depend on no answer, so that all questions may share them."""
    return (
        independent(tree)
        and all(
            not (isinstance(item, Path) and (item.start == "/" or _current(item.start)))
            and not (
                isinstance(item, Call)
                and item.name in ("randomize", "now", "today", "random", "uuid", "current")
            )
            for item in walk(tree)
        )
        and all(
            step.axis not in ("parent", "ancestor")
            for item in walk(tree)
            if isinstance(item, Path)
            for step in item.steps
        )
    )


def _current(start: Tree | str | None) -> bool:
    return isinstance(start, Call) and start.name == "current"
