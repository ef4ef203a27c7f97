"""What is in a checklist, without an inspection: every question in both languages, with all its rules."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING, Any, Literal

from fieldkit.errors import Text
from fieldkit.model.form.texts import itext_argument, one_line
from fieldkit.model.form.xpath.syntax import Call, Path, walk
from fieldkit.model.form.xpath.syntax import Literal as Quoted
from fieldkit.model.form_files import files
from fieldkit.model.form_loading import load_form
from fieldkit.model.form_wording import itext, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fieldkit.model.checklists import Checklist
    from fieldkit.model.form.definition import Form
    from fieldkit.model.form.fields import Control, Field, Itemset
    from fieldkit.model.form.texts import Label
    from fieldkit.model.form.xpath.compile import Expression
    from fieldkit.model.form_files import MediaSource
    from fieldkit.model.policy import Policy

Kind = Literal["section", "group", "repeat", "question", "note", "computed"]

MOST_CHOICES = 2_000
"""Choices of one list that are read; longer lists are files of places and the like."""
ROW = "n"
"""Stands for the row of a repeat in a number: 2.n.3 is the third question of each row."""
_LANGUAGES = ("th", "en")
_BESIDE = re.compile(r"\s?(?<![\w./])(?:\.\./)+(?:[\w.\-]+/)*([\w\-]+)\s?")
_TYPES = {"string": "text", "int": "integer", "binary": "file"}
_TAGS = {"select1": "select_one", "select": "select_multiple"}
_ASKED = frozenset({"input", "select", "upload", "range", "rank", "trigger"})
_TABLE_TITLE = "generated_table_list_label"  # the name that pyxform gives


@dataclass(frozen=True, slots=True)
class Option:
    """A choice as it is written, with its words in both languages."""

    name: str
    label: Text


@dataclass(frozen=True, slots=True)
class Item:
    """A section, group, repeat, question, note or calculation.

    ``number`` is the one it has when everything is asked; ``section`` and ``repeat`` are the paths of those
    around it. Expressions are as the author wrote them, with ``${name}``. ``columns`` are its ``fieldkit::``
    cells.
    """

    path: str
    name: str
    kind: Kind
    type: str
    number: str
    section: str
    repeat: str
    label: Text
    hint: Text
    options: tuple[Option, ...]
    rules: Mapping[str, str]
    messages: Mapping[str, Text]
    columns: Mapping[str, str]
    relevance: Expression | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Contents:
    """A checklist as its author sees it, in the order of its rows."""

    form: Form
    items: tuple[Item, ...]
    policy: Policy

    @cached_property
    def by_path(self) -> dict[str, Item]:
        """The items by their paths."""
        return {item.path: item for item in self.items}

    @property
    def questions(self) -> list[Item]:
        """What a person is asked."""
        return [item for item in self.items if item.kind == "question"]


def read(checklist: Checklist, media: Mapping[str, bytes] | MediaSource | None = None) -> Contents:
    """Return what is in ``checklist``; ``media`` are its own lists. Raises `FormError`."""
    form = load_form(checklist.xform, files(media or {}))
    return Contents(form, tuple(_Reader(form, checklist.policy_columns).items()), checklist.policy)


def count_questions(xform: bytes) -> int:
    """Return how many questions an XForm asks when everything is asked. Raises `FormError`."""
    fields = load_form(xform).fields.values()
    return sum(field.type in _ASKED and field.leaf and not _heads_columns(field) for field in fields)


class _Reader:
    def __init__(self, form: Form, columns: Mapping[str, Mapping[str, str]]) -> None:
        self.form = form
        self.columns = columns
        self.defaults = _defaults(form)
        self._reference = re.compile(rf"\s?(?<![\w.])({re.escape(form.root.path)}(?:/[\w.\-]+)+)\s?")

    def items(self) -> Iterator[Item]:
        top = [field for field in self.form.root.children.values() if field.name != "meta"]
        loose = [field for field in top if not field.children and _shown(field)]
        places = count(1)
        yield from (self._computed(field) for field in top if not field.children and not _shown(field))
        if loose:
            section = str(next(places))
            for place, one in enumerate(loose, 1):
                yield self._item(one, f"{section}.{place}", self.form.root.path, "")
        for group in top:
            if group.children:
                number = str(next(places))
                repeat = group.path if group.repeat is not None else ""
                yield self._item(group, number, group.path, repeat)
                inside = f"{number}.{ROW}" if repeat else number
                yield from self._inside(group, inside, count(1), group.path, repeat)

    def _inside(
        self, group: Field, prefix: str, places: Iterator[int], section: str, repeat: str
    ) -> Iterator[Item]:
        """Yield what is in a group, numbered as the window does: groups inside a section go on counting."""
        for one in group.children.values():
            if one.repeat is not None:
                number = f"{prefix}.{next(places)}"
                yield self._item(one, number, section, one.path)
                yield from self._inside(one, f"{number}.{ROW}", count(1), section, one.path)
            elif one.children:
                yield self._item(one, "", section, repeat)
                yield from self._inside(one, prefix, places, section, repeat)
            elif _heads_columns(one) or one.name.startswith(_TABLE_TITLE):
                continue
            elif _shown(one):
                yield self._item(one, f"{prefix}.{next(places)}", section, repeat)
            else:
                yield self._computed(one)

    def _computed(self, field: Field) -> Item:
        return self._item(field, "", "", "")

    def _item(self, field: Field, number: str, section: str, repeat: str) -> Item:
        control, bind = field.control or field.group, field.bind
        itemset = field.control.itemset if field.control is not None else None
        rules = {
            "relevant": self._as_written(bind.relevant),
            "required": self._as_written(bind.required),
            "readonly": self._as_written(bind.readonly),
            "constraint": self._as_written(bind.constraint),
            "calculation": self._as_written(bind.calculate),
            "choice_filter": self._filter(itemset),
            "repeat_count": self._as_written(field.repeat.count) if field.repeat is not None else "",
            "default": self.defaults.get(field.path, ""),
            "appearance": control.appearance if control is not None else "",
            "parameters": _parameters(control),
            "save_to": field.saves_to,
        }
        messages = {
            "constraint_message": self._text(bind.constraint_message),
            "required_message": self._text(bind.required_message),
        }
        return Item(
            path=field.path,
            name=field.name,
            kind=_kind(field, self.form.root),
            type=_type(field),
            number=number,
            section=section,
            repeat=repeat,
            label=self._text(control.label if control is not None else None),
            hint=self._text(control.hint if control is not None else None),
            options=tuple(self._options(field.control)),
            rules={name: value for name, value in rules.items() if value},
            messages={name: text for name, text in messages.items() if text.th or text.en},
            columns=self.columns.get(field.path, {}),
            relevance=bind.relevant,
        )

    def _text(self, label: Label | None) -> Text:
        thai, english = (written(self.form, label, code, self._as_written) for code in _LANGUAGES)
        return Text(thai, english)

    def _as_written(self, expression: Expression | None) -> str:
        """Return an expression with ``${name}`` for the paths that pyxform put in."""
        if expression is None:
            return ""
        plain = self._reference.sub(self._name, expression.text)
        # Inside of a repeat pyxform names what stands in the same row by a relative path.
        plain = _BESIDE.sub(r"${\1}", plain)
        return " ".join(plain.split())

    def _name(self, found: re.Match[str]) -> str:
        known = self.form.fields.get(found[1])
        return f"${{{known.name}}}" if known is not None else found[0]

    def _filter(self, itemset: Itemset | None) -> str:
        if itemset is None:
            return ""
        _, bracket, inside = self._as_written(itemset.nodes).partition("/item[")
        return inside.rpartition("]")[0] if bracket else ""

    def _options(self, control: Control | None) -> Iterator[Option]:
        if control is None:
            return
        for item in control.items:
            yield Option(item.value, self._text(item.label))
        if control.itemset is not None:
            yield from self._listed(control.itemset)

    def _listed(self, itemset: Itemset) -> Iterator[Option]:
        rows = _rows(self.form, itemset)
        name, label = _column(itemset.value), _column(itemset.label or itemset.value)
        for row in rows[:MOST_CHOICES]:
            words = _cell(row, label)
            thai, english = (
                (words, words)
                if itemset.text_id is None
                else (one_line(map(self._part, itext(self.form, words, code))) for code in _LANGUAGES)
            )
            yield Option(_cell(row, name), Text(thai, english))

    def _part(self, part: str | Expression) -> str:
        return part if isinstance(part, str) else self._as_written(part)


def _shown(field: Field) -> bool:
    return field.type in _ASKED or field.type == "note"


def _heads_columns(field: Field) -> bool:
    return (
        field.type == "select" and field.control is not None and "label" in field.control.appearance.split()
    )


def _kind(field: Field, root: Field) -> Kind:
    if field.repeat is not None:
        return "repeat"
    if field.children:
        return "section" if field.parent is root else "group"
    return "note" if field.type == "note" else "question" if field.type in _ASKED else "computed"


def _type(field: Field) -> str:
    control = field.control
    if control is None:
        return "calculate" if field.leaf and field.bind.calculate is not None else ""
    if control.tag in _TAGS:
        return _TAGS[control.tag]
    if control.tag == "upload":
        return str(control.attributes.get("mediatype", "")).partition("/")[0].strip("*") or "file"
    if control.tag != "input" or field.type == "note":
        return "note" if field.type == "note" else control.tag
    return _TYPES.get(field.bind.type, field.bind.type or "text")


def _parameters(control: Control | None) -> str:
    known = {} if control is None else dict(control.attributes)
    return " ".join(f"{name}={known[name]}" for name in ("start", "end", "step", "rows") if known.get(name))


def _defaults(form: Form) -> dict[str, str]:
    """Return what stands in the empty record by path; of a repeat the row that is copied."""
    found: dict[str, str] = {}
    pending = [(form.data, form.root.path)]
    while pending:
        element, path = pending.pop()
        text = (element.text or "").strip()
        if text and not len(element):
            found.setdefault(path, text)
        pending.extend((child, f"{path}/{form.names.of(child.tag)}") for child in element)
    return found


def _rows(form: Form, itemset: Itemset) -> Sequence[Any]:
    """Return the rows of the list that an itemset takes its choices from, whatever its filter."""
    for tree in walk(itemset.nodes.tree):
        if isinstance(tree, Call) and tree.name == "instance" and isinstance(tree.arguments[0], Quoted):
            root = form.lists.get(tree.arguments[0].value)
            top = root.elements() if root is not None else ()
            return list(top[0].elements()) if top else ()
    return ()


def _column(expression: Expression) -> str:
    """Return the column of a list that an expression reads, the id of a text among them."""
    tree = itext_argument(expression.tree) or expression.tree
    return tree.steps[-1].test if isinstance(tree, Path) and tree.steps else ""


def _cell(row: Any, column: str) -> str:
    found = row.named(column)
    return str(found[0].text()) if found else ""
