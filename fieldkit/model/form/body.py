"""The body of a form: questions, groups, repeats, choices and actions (xforms-spec "Body", "Actions")."""

from __future__ import annotations

import re
from posixpath import normpath
from typing import TYPE_CHECKING, TypeVar, TypeVarTuple
from xml.etree.ElementTree import Element

from fieldkit.model.form.fields import Action, Control, Field, Item, Itemset, Label, Repeat
from fieldkit.model.form.problems import Problem, XPathError, said
from fieldkit.model.form.texts import hint, inline, itext_argument, label, one_line
from fieldkit.model.form.xmlread import JAVAROSA, attribute, first, local, own
from fieldkit.model.form.xpath.compile import Expression, expression
from fieldkit.model.form.xpath.paths import independent
from fieldkit.model.form.xpath.syntax import Call, Path, Tree, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

CONTROLS = frozenset({"input", "secret", "select", "select1", "rank", "upload", "trigger", "range"})
ACTIONS = frozenset({"setvalue", "setgeopoint", "recordaudio"})
_LOAD_EVENTS = frozenset(
    {"odk-instance-first-load", "odk-instance-load", "xforms-ready", "odk-new-repeat", "jr-insert"}
)
_PREDICATE = re.compile(r"\[[^\]]*\]")
_Given = TypeVarTuple("_Given")
_Found = TypeVar("_Found")


class BodyReader:
    """What is known of a form while it is read, and how its body attaches controls and actions to fields."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.fields: dict[str, Field] = {}
        self.problems = list(problems)
        self.bound: dict[str, str] = {}
        """Nodesets of binds by id."""

    def note(self, place: str, name: str, /, **given: object) -> None:
        """Keep a problem that only part of the form has, by the name of its message."""
        self.problems.append(Problem(place, *said(name, **given)))

    def compiled(self, text: str, place: str) -> Expression | None:
        """Return the expression, or None and a problem if it cannot be read."""
        return self.attempt(f"{place}: {text.strip()[:120]}", expression, text.strip())

    def attempt(self, place: str, read: Callable[[*_Given], _Found], *given: *_Given) -> _Found | None:
        """Return what ``read`` gives, or None and a problem if there is an expression that cannot be read."""
        try:
            return read(*given)
        except XPathError as error:
            self.problems.append(Problem.of(place, error))
            return None

    def read(self, elements: Iterable[Element], context: Field) -> None:
        """Read controls and actions, and what is inside; relative references start at ``context``."""
        for element in elements:
            name = local(element.tag)
            if name in ACTIONS:
                self._action(element, context)
            elif name == "group":
                self._group(element, context)
            elif name == "repeat":
                self._repeat(element, context, None)
            elif name in CONTROLS:
                self._control(element, context)

    def _reference(self, element: Element) -> str:
        ref = (element.get("ref") or element.get("nodeset") or "").strip()
        return ref or self.bound.get(element.get("bind") or "", "")

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
        repeat = field.repeat = field.repeat or Repeat(Element(""), explicit=False)
        count = attribute(element, JAVAROSA, "count")
        if count and count.strip():
            repeat.count = self.compiled(count, f"{field.path} (jr:count)")
        repeat.fixed = (attribute(element, JAVAROSA, "noAddRemove") or "").strip() in ("true()", "true")
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
                (f"jr:{local(key)}" if key.startswith("{" + JAVAROSA) else local(key)): value
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
        itemset = first(element, "itemset")
        if itemset is not None:
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
        action = Action(events, compiled, target, computed, text, local(element.tag))
        field = self.fields.get(target)
        if events & _LOAD_EVENTS and field is not None:
            field.actions = (*field.actions, action)
        if "xforms-value-changed" in events:
            context.watched = (*context.watched, action)


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
