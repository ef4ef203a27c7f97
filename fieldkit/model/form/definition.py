"""From XForm XML to a `Form` (ODK XForms specification, "Structure", "Body", "Actions")."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy, deepcopy
from posixpath import normpath
from typing import TypeVar
from xml.etree.ElementTree import Element, SubElement

from fieldkit.errors import FieldkitError
from fieldkit.model.form import elements as xml
from fieldkit.model.form import texts
from fieldkit.model.form.elements import attribute, first, local, own, space
from fieldkit.model.form.fields import Action, Control, Field, Item, Itemset, Repeat
from fieldkit.model.form.problems import FormError, Problem, XPathError, said
from fieldkit.model.form.texts import Label, hint, inline, itext_argument, label, one_line
from fieldkit.model.form.xpath.compile import Expression, expression
from fieldkit.model.form.xpath.nodes import StaticNode
from fieldkit.model.form.xpath.paths import independent
from fieldkit.model.form.xpath.syntax import Call, Path, Tree, walk

External = Callable[[str, str], StaticNode | None]
"""Gives the ``instance`` element of a list that is not in the form, by id and address; None if it has none.

Raises `FormError` for one that is malformed.
"""
Internal = Callable[[Element, xml.Names], StaticNode]
"""Makes a node of an ``instance`` element that is in the form."""

_TYPES = {"integer": "int", "datetime": "dateTime", "select1": "string", "select": "string"}
_CONTROL_TYPES = {"select1": "select", "secret": "input"}

CONTROLS = frozenset({"input", "secret", "select", "select1", "rank", "upload", "trigger", "range"})
_LOAD_EVENTS = frozenset(
    ["odk-instance-first-load", "odk-instance-load", "xforms-ready", "odk-new-repeat", "jr-insert"]
)
_PREDICATE = re.compile(r"\[[^\]]*\]")
_Given = TypeVar("_Given")
_Found = TypeVar("_Found")


class Form:
    """A form ready to be filled any number of times; nothing in it changes once it is read.

    ``internal`` makes the lists that are written in the form; ``problems`` were found before. Raises
    `FormError` if there is no record to fill; what is wrong with a single question is among `problems`.
    Lists that are not written in the form are added by :meth:`with_lists`.
    """

    def __init__(self, xform: xml.Document, internal: Internal, problems: Iterable[Problem] = ()) -> None:
        self.problems = list(problems)
        """What is wrong with single questions and lists."""
        self.fields: dict[str, Field] = {}
        self._bound: dict[str, str] = {}
        """Nodesets of binds by id."""
        root = xform.root
        model = first(root.iter(), "model")
        if model is None:
            raise FormError(*said("not-an-xform"), place=f"<{local(root.tag)}>")
        instances = list(own(model, "instance"))
        data = next((child for item in instances[:1] for child in item if local(child.tag)), None)
        if data is None:
            raise FormError(*said("no-record"), place="<model><instance>")
        self.data = data
        self.id = data.get("id") or space(data.tag) or local(data.tag)
        self.version = data.get("version") or data.get(f"{{{xml.XFORMS}}}version") or ""
        self.title = (root.findtext(".//{*}title") or "").strip()
        self.entities_version = attribute(model, xml.ENTITIES, "entities-version") or ""
        """Version of the specification of the entities that it declares, ``""`` if it declares none."""
        self.texts, self.default_language = texts.translations(model)
        self.names = xml.Names(xform.prefixes, frozenset({"", xml.XFORMS, xml.XHTML, space(data.tag)}))
        self.root = self._fields(data, None)
        self._add_meta(self.root, data)
        self._binds(model, self.root)
        self.read(model, self.root)
        self.read((item for body in own(root, "body") for item in body), self.root)
        self._classify()
        self._internal = internal
        self.own_lists: dict[str, StaticNode] = {}
        """The lists that are written in the form itself."""
        self.outer_lists: dict[str, Element] = {}
        """Instances that are not written in the form, by id."""
        for instance in instances[1:]:
            name = instance.get("id", "")
            if name in self.own_lists or name in self.outer_lists:
                continue
            if _address(instance) or len(instance) == 0:
                self.outer_lists[name] = instance
            else:
                self.own_lists[name] = internal(instance, self.names)
        self.lists: Mapping[str, StaticNode] = self.own_lists

    @property
    def languages(self) -> tuple[str, ...]:
        """xml.Names of the languages, the default first; ``("",)`` if the form has no translations."""
        return tuple(sorted(self.texts, key=lambda name: name != self.default_language)) or ("",)

    def with_lists(self, external: External) -> Form:
        """Return the same form with the instances that ``external`` gives."""
        form = copy(self)
        form.problems = list(self.problems)
        form.lists = self.own_lists | {name: form.outer_list(name, external) for name in self.outer_lists}
        return form

    def outer_list(self, name: str, external: External) -> StaticNode:
        """Return a list that is not written in the form; one that cannot be had is empty, and a problem."""
        instance = self.outer_lists[name]
        uri = _address(instance)
        try:
            if (root := external(name, uri)) is not None:
                return root
            if uri and not uri.startswith("jr://instance/last-saved"):
                self.note(f"instance('{name}')", "missing-file", uri=uri)
        except FieldkitError as error:
            self.problems.append(Problem.of(f"instance('{name}') {error.place}", error))
            instance = Element("instance")
        return self._internal(instance, self.names)

    def _fields(self, element: Element, parent: Field | None) -> Field:
        """Gather the fields of ``element``; instances of a repeat add to the same fields."""
        field = self._field(self.names.of(element.tag), parent)
        field.elements.append(element)
        for key in element.attrib:
            if space(key) != xml.JAVAROSA:
                self._field(f"@{self.names.of(key)}", field)
        for child in element:
            if local(child.tag):
                self._fields(child, field)
        return field

    def _field(self, step: str, parent: Field | None) -> Field:
        """Return the field that ``step`` leads to, a new one if it has not been met."""
        path = f"{parent.path if parent else ''}/{step}"
        if path not in self.fields:
            found = self.fields[path] = Field(step.removeprefix("@"), path, parent)
            if parent is not None:
                among = parent.attributes if step.startswith("@") else parent.children
                among[found.name] = found
        return self.fields[path]

    def _add_meta(self, top: Field, data: Element) -> None:
        """Give the record an instanceID if the form has none: a record cannot be sent without (OpenRosa)."""
        if (meta := first(data, "meta")) is None:
            meta = SubElement(data, f"{{{xml.OPENROSA}}}meta")
        if first(meta, "instanceID") is None:
            identifier = SubElement(meta, f"{{{space(meta.tag)}}}instanceID")
            field = self._fields(meta, top)
            field.children[self.names.of(identifier.tag)].bind.preload = "uid"

    def _binds(self, model: Element, top: Field) -> None:
        for element in own(model, "bind"):
            nodeset = (element.get("nodeset") or element.get("ref") or "").strip()
            if identifier := element.get("id"):
                self._bound[identifier] = nodeset
            path = nodeset if nodeset.startswith("/") else f"{top.path}/{nodeset}"
            field = self.fields.get(path)
            if field is None and "/@" in path:
                owner, _, name = path.rpartition("/@")
                field = self._field(f"@{name}", self.fields[owner]) if owner in self.fields else None
            if field is not None:
                self._bind(element, field)
            else:
                self.note(nodeset, "no-field")

    def _bind(self, element: Element, field: Field) -> None:
        bind = field.bind
        field.bound = True
        kind = (element.get("type") or "string").rpartition(":")[2]
        bind.type = _TYPES.get(kind, kind)
        for name in ("relevant", "required", "readonly", "constraint", "calculate"):
            text = element.get(name)
            if text and text.strip():
                setattr(bind, name, self.compiled(text, f"{field.path} ({name})"))
        bind.constraint_message = texts.message(_either(element, "constraintMsg"))
        bind.required_message = texts.message(_either(element, "requiredMsg"))
        bind.preload = attribute(element, xml.JAVAROSA, "preload") or bind.preload
        bind.preload_parameter = attribute(element, xml.JAVAROSA, "preloadParams") or ""
        field.saves_to = attribute(element, xml.ENTITIES, "saveto") or ""
        bind.attributes = {self.names.of(key): value for key, value in element.attrib.items() if space(key)}

    def _classify(self) -> None:
        for field in self.fields.values():
            control = field.control
            if field.parent is None:
                field.type = "root"
            elif field.repeat is not None:
                field.type = "repeat-instance"
            elif field.children:
                field.type = "group"
            elif control is not None:
                field.type = _CONTROL_TYPES.get(control.tag, control.tag)
                readonly = field.bind.readonly
                if control.tag == "input" and readonly is not None and (control.label or control.hint):
                    field.type = "note" if readonly.text.replace(" ", "") in ("true()", "1") else "input"
            if field.bind.required is not None or field.bind.constraint is not None:
                above: Field | None = field if field.leaf else field.parent
                while above is not None and not above.ruled:
                    above.ruled = True
                    above = above.parent

    # The body: questions, groups, repeats, choices and actions.

    def note(self, place: str, name: str, /, **given: object) -> None:
        """Keep a problem that only part of the form has, by the name of its message."""
        self.problems.append(Problem(place, *said(name, **given)))

    def compiled(self, text: str, place: str) -> Expression | None:
        """Return the expression, or None and a problem if it cannot be read."""
        return self.attempt(f"{place}: {text.strip()[:120]}", expression, text.strip())

    def attempt(self, place: str, read: Callable[[_Given], _Found], given: _Given) -> _Found | None:
        """Return what ``read`` makes of ``given``; None and a problem if that has no readable expression."""
        try:
            return read(given)
        except XPathError as error:
            self.problems.append(Problem.of(place, error))
            return None

    def read(self, elements: Iterable[Element], context: Field) -> None:
        """Read controls and actions, and what is inside; relative references start at ``context``."""
        for element in elements:
            name = local(element.tag)
            if name == "setvalue":
                self._action(element, context)
            elif name == "group":
                self._group(element, context)
            elif name == "repeat":
                self._repeat(element, context, None)
            elif name in CONTROLS:
                self._control(element, context)

    def _reference(self, element: Element) -> str:
        ref = (element.get("ref") or element.get("nodeset") or "").strip()
        return ref or self._bound.get(element.get("bind") or "", "")

    def _resolve(self, element: Element, context: Field) -> Field | None:
        ref = self._reference(element)
        if not ref:
            return None
        field = self.fields.get(absolute(ref, context))
        if field is None:
            self.note(ref, "no-place")
        return field

    def _group(self, element: Element, context: Field) -> None:
        field = self._resolve(element, context)
        control = self._plain(element)
        for child in own(element, "repeat"):
            # A group around a repeat is the repeat's heading.
            same = field is not None and absolute(self._reference(child), context) == field.path
            self._repeat(child, context, control if field is None or same else None, headed=same)
        if field is not None and field.repeat is None:
            field.group = control
        self.read((child for child in element if local(child.tag) != "repeat"), field or context)

    def _repeat(
        self, element: Element, context: Field, heading: Control | None, *, headed: bool = False
    ) -> None:
        field = self._resolve(element, context)
        if field is None or field.parent is None:
            return
        repeat = field.repeat = field.repeat or Repeat(_template(field.elements))
        if (count := attribute(element, xml.JAVAROSA, "count") or "").strip():
            repeat.count = self.compiled(count, f"{field.path} (jr:count)")
        repeat.fixed = (attribute(element, xml.JAVAROSA, "noAddRemove") or "").strip() in ("true()", "true")
        repeat.headed = headed
        control = self._plain(element)
        # Only the group around a repeat gives its instances a heading.
        control.label = None
        if heading is not None:
            heading.appearance = control.appearance or heading.appearance
        field.group = heading or control
        self.read(element, field)

    def _plain(self, element: Element) -> Control:
        place = element.get("ref") or element.get("nodeset") or local(element.tag)
        return Control(
            local(element.tag),
            self.attempt(place, label, first(element, "label")),
            self.attempt(place, hint, element),
            " ".join((element.get("appearance") or "").split()),
            {
                (f"jr:{local(key)}" if key.startswith("{" + xml.JAVAROSA) else local(key)): value
                for key, value in element.attrib.items()
                if key not in ("ref", "nodeset", "appearance")
            },
        )

    def _control(self, element: Element, context: Field) -> None:
        field = self._resolve(element, context)
        if field is None:
            return
        control = self._plain(element)
        control.items = tuple(map(self._item, own(element, "item")))
        if (itemset := first(element, "itemset")) is not None:
            control.itemset = self._itemset(itemset, f"{field.path} (choice_filter)")
        field.control = field.control or control
        self.read(element, field)

    def _item(self, item: Element) -> Item:
        value = first(item, "value")
        parts = inline(value) if value is not None else ()
        name = one_line(part for part in parts if isinstance(part, str))
        text = self.attempt(name, label, first(item, "label"))
        return Item(name, text or Label((name,)))

    def _itemset(self, element: Element, place: str) -> Itemset | None:
        nodes = self.compiled(element.get("nodeset") or "", place)
        value, text = first(element, "value"), first(element, "label")
        name = self.compiled((value.get("ref") if value is not None else None) or "name", place)
        shown = self.compiled(text.get("ref") or "label", place) if text is not None else None
        if nodes is None or name is None:
            return None
        identifier = itext_argument(shown.tree) if shown is not None else None
        text_id = Expression(shown.text, identifier) if shown is not None and identifier is not None else None
        return Itemset(nodes, name, shown, _steady(nodes.tree), text_id)

    def _action(self, element: Element, context: Field) -> None:
        ref = self._reference(element)
        if not ref:
            return
        target = absolute(ref, context.parent if context.leaf and context.parent else context)
        place = f"{ref} (setvalue)"
        compiled = self.compiled(ref if ref.startswith("/") else target, place)
        if compiled is None:
            return
        events = frozenset(
            word for key, text in element.attrib.items() if local(key) == "event" for word in text.split()
        )
        value = element.get("value")
        # A value, even an empty one, goes before the text (xforms-spec "setvalue").
        text = "".join(element.itertext()) if value is None else ""
        computed = self.compiled(value, place) if value and value.strip() else None
        action = Action(events, compiled, target, computed, text)
        field = self.fields.get(target)
        if events & _LOAD_EVENTS and field is not None:
            field.actions = (*field.actions, action)
        if "xforms-value-changed" in events:
            context.watched = (*context.watched, action)


def _address(instance: Element) -> str:
    return (instance.get("src") or "").strip()


def _either(element: Element, name: str) -> str | None:
    return attribute(element, xml.JAVAROSA, name) or element.get(name)


def absolute(ref: str, context: Field) -> str:
    """Return the path, without predicates, that ``ref`` names from ``context``."""
    path = _PREDICATE.sub("", ref).replace("current()/", "")
    return path if path.startswith("/") else normpath(f"{context.path}/{path}")


_CHANGING = frozenset({"current", "now", "random", "randomize", "today", "uuid"})


def _steady(tree: Tree) -> bool:
    """Tell whether rows depend on no answer, so that all questions may share them."""
    return independent(tree) and not any(map(_changes, walk(tree)))


def _changes(tree: Tree) -> bool:
    """Tell whether an expression by itself may give something else at another place or time."""
    if isinstance(tree, Path):
        return tree.start == "/" or any(step.axis in ("parent", "ancestor") for step in tree.steps)
    return isinstance(tree, Call) and tree.name in _CHANGING


def _template(instances: Sequence[Element]) -> Element:
    """Return the instance to copy: the one marked, or the first without values (xforms-spec "Repeats")."""
    for marked in filter(xml.is_template, instances):
        return marked
    shape = deepcopy(instances[0])
    for element in shape.iter():
        if len(element) == 0:
            element.text = None
    return shape
