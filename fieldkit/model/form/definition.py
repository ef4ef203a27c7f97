"""From XForm XML to an immutable `Form` (ODK XForms specification, "Structure")."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from fieldkit.errors import FieldkitError
from fieldkit.model.form import xmlread
from fieldkit.model.form.body import BodyReader
from fieldkit.model.form.fields import Field, Forms
from fieldkit.model.form.lists import External, internal, none
from fieldkit.model.form.problems import FormError, Problem, said
from fieldkit.model.form.texts import message, translations
from fieldkit.model.form.xmlread import (
    ENTITIES,
    JAVAROSA,
    XFORMS,
    Document,
    Names,
    attribute,
    first,
    local,
    own,
    space,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fieldkit.model.form.xpath.nodes import StaticNode

_TYPES = {"integer": "int", "datetime": "dateTime", "select1": "string", "select": "string"}
_CONTROL_TYPES = {"select1": "select", "secret": "input"}


@dataclass(eq=False, repr=False)
class Form:
    """A form ready to be filled any number of times; nothing in it changes."""

    id: str
    version: str
    title: str
    root: Field
    data: Element
    names: Names
    texts: Mapping[str, Mapping[str, Forms]]
    default_language: str
    lists: Mapping[str, StaticNode]
    fields: Mapping[str, Field]
    problems: tuple[Problem, ...]
    entities_version: str
    """Version of the specification of the entities that it declares, ``""`` if it declares none."""
    own_lists: frozenset[str]
    """Names of the lists that are written in the form itself."""

    def __repr__(self) -> str:
        return f"<Form {self.id} {self.version}>"

    @property
    def languages(self) -> tuple[str, ...]:
        """Names of the languages, the default first; ``("",)`` if the form has no translations."""
        if not self.texts:
            return ("",)
        return tuple(sorted(self.texts, key=lambda name: name != self.default_language))


class FormReader(BodyReader):
    """Reads what an XForm says of itself once; :meth:`form` adds lists, which may be others each time.

    ``problems`` are those that were found before. Raises `FormError` if there is no record to fill; what is
    wrong with a single question is listed in `Form.problems` instead.
    """

    def __init__(self, xform: Document, problems: Iterable[Problem] = ()) -> None:
        super().__init__(problems)
        root = xform.root
        model = first(root.iter(), "model")
        if model is None:
            raise FormError(*said("not-an-xform"), place=f"<{local(root.tag)}>")
        instances = list(own(model, "instance"))
        data = next((child for item in instances[:1] for child in item if local(child.tag)), None)
        if data is None:
            raise FormError(*said("no-record"), place="<model><instance>")
        self.names = Names(xform.prefixes, frozenset({"", XFORMS, xmlread.XHTML, space(data.tag)}))
        top = self._fields(data, None)
        self._add_meta(top, data)
        self._binds(model, top)
        self.read(model, top)
        self.read(first(root.iter(), "body") or (), top)
        self._templates(data, top)
        self._classify()
        self.own_lists: dict[str, StaticNode] = {}
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
        texts, default = translations(model)
        title = first(root.iter(), "title")
        self._form = Form(
            id=data.get("id") or space(data.tag) or local(data.tag),
            version=data.get("version") or data.get(f"{{{XFORMS}}}version") or "",
            title=(title.text or "").strip() if title is not None else "",
            root=top,
            data=data,
            names=self.names,
            texts=texts,
            default_language=default,
            lists={},
            fields=self.fields,
            problems=(),
            entities_version=attribute(model, ENTITIES, "entities-version") or "",
            own_lists=frozenset(self.own_lists),
        )

    def form(self, external: External = none) -> Form:
        """Return the form with the instances that ``external`` gives."""
        before = list(self.problems)
        lists = {name: self.outer_list(name, external) for name in self.outer_lists} | self.own_lists
        found, self.problems = self.problems, before
        return replace(self._form, lists=lists, problems=tuple(found))

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
            return internal(Element("instance"), self.names)
        return internal(instance, self.names)

    def _fields(self, element: Element, parent: Field | None) -> Field:
        """Gather the fields of ``element``; instances of a repeat add to the same fields."""
        field = self._field(self.names.of(element.tag), parent)
        for key in element.attrib:
            if space(key) != JAVAROSA:
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
        meta = first(data, "meta")
        if meta is None:
            meta = SubElement(data, f"{{{xmlread.OPENROSA}}}meta")
        if first(meta, "instanceID") is None:
            identifier = SubElement(meta, f"{{{space(meta.tag)}}}instanceID")
            field = self._fields(meta, top)
            field.children[self.names.of(identifier.tag)].bind.preload = "uid"

    def _binds(self, model: Element, top: Field) -> None:
        for element in own(model, "bind"):
            nodeset = (element.get("nodeset") or element.get("ref") or "").strip()
            if identifier := element.get("id"):
                self.bound[identifier] = nodeset
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
        bind.constraint_message = message(_either(element, "constraintMsg"))
        bind.required_message = message(_either(element, "requiredMsg"))
        bind.preload = attribute(element, JAVAROSA, "preload") or bind.preload
        bind.preload_parameter = attribute(element, JAVAROSA, "preloadParams") or ""
        field.saves_to = attribute(element, ENTITIES, "saveto") or ""
        bind.attributes = {self.names.of(key): value for key, value in element.attrib.items() if space(key)}

    def _templates(self, data: Element, top: Field) -> None:
        """Find for each repeat the instance to copy: the one marked, or the first (xforms-spec "Repeats")."""
        pending = [(data, top)]
        while pending:
            element, field = pending.pop()
            for child in element:
                inner = field.children.get(self.names.of(child.tag)) if local(child.tag) else None
                if inner is None:
                    continue
                repeat = inner.repeat
                if repeat is not None:
                    explicit = is_template(child)
                    if repeat.template.tag == "" or (explicit and not repeat.explicit):
                        repeat.template, repeat.explicit = child, explicit
                pending.append((child, inner))
        for field in self.fields.values():
            if field.repeat is not None and not field.repeat.explicit:
                field.repeat.template = _shape(field.repeat.template)

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


def _address(instance: Element) -> str:
    return (instance.get("src") or "").strip()


def _either(element: Element, name: str) -> str | None:
    return attribute(element, JAVAROSA, name) or element.get(name)


def is_template(element: Element) -> bool:
    """Tell whether an element of the record is only there to be copied."""
    return attribute(element, JAVAROSA, "template") is not None


def _shape(instance: Element) -> Element:
    """Return an instance without its values, which are its own unless it is marked as the template."""
    shape = deepcopy(instance)
    for element in shape.iter():
        if len(element) == 0:
            element.text = None
    return shape
