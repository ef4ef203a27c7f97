"""What nodes and expressions ask of their record: evaluation, texts, choices (xforms-spec "Bindings")."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from fieldkit.errors import FieldkitError
from fieldkit.model.form.cells import Cell, Graph
from fieldkit.model.form.nodes import Choice, Node
from fieldkit.model.form.problems import FormError, Problem, XPathError, said
from fieldkit.model.form.xpath import syntax
from fieldkit.model.form.xpath.compile import expression as compiled
from fieldkit.model.form.xpath.nodes import MOST_STEPS, Context, StaticNode
from fieldkit.model.form.xpath.paths import outward
from fieldkit.model.form.xpath.values import pick

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from fieldkit.model.form.definition import Form
    from fieldkit.model.form.fields import Control
    from fieldkit.model.form.texts import Label, Parts
    from fieldkit.model.form.xpath.compile import Expression

_Value = TypeVar("_Value")
MOST_PROBLEMS = 200
_SPACE = " \t\r\n"
_CODE = re.compile(r"\(([a-z-]+)\)$")
"""Languages are named as XLSForm proposes: ``English (en)``."""
_MEDIA = ("image", "big-image", "audio", "video")


class Record:
    """The evaluating half of a form instance."""

    root: Node

    def __init__(self, form: Form, now: Callable[[], datetime] | None, properties: Mapping[str, str]) -> None:
        self.form = form
        self.properties = properties
        self.evaluations = 0
        self.steps = MOST_STEPS
        self.deciding = 0
        self.kept: dict[Callable[..., Any], list[Any]] = {}
        self.document: Any = StaticNode("document")
        self.graph = Graph(self._cycle)
        self.problems: dict[tuple[str, str], Problem] = {}
        self.now = now or (lambda: datetime.now().astimezone())
        self._language = form.default_language
        self.language_cell = Cell(self.graph, lambda: self._language, facet="language")
        self._shared: dict[str, dict[str, None]] = {}

    # Evaluation.

    def _evaluate(self, expression: Expression, wanted: str, node: Any, current: Any = None) -> Any:
        self.evaluations += 1
        self.steps = MOST_STEPS
        return expression.giving(wanted)(Context(node, self, current or node))

    def computed(
        self, expression: Expression | None, wanted: str, node: Node, facet: str, otherwise: _Value
    ) -> _Value:
        """Evaluate an expression of ``node``; ``otherwise`` if there is none, or where it goes wrong."""
        if expression is None:
            return otherwise
        return self.guarded(lambda: self._evaluate(expression, wanted, node), node, facet, otherwise)

    def guarded(self, evaluate: Callable[[], _Value], node: Node, facet: str, otherwise: _Value) -> _Value:
        """Evaluate; what goes wrong becomes a problem of the node instead of stopping the form."""
        try:
            return evaluate()
        except FieldkitError as error:
            self.note(node.path, facet, error)
        except (ArithmeticError, ValueError, RecursionError, MemoryError) as error:
            self.note(node.path, facet, XPathError(*said("not-computed", error=error)))
        return otherwise

    def note(self, path: str, facet: str, error: FieldkitError) -> None:
        """Keep a problem, one for each place."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.setdefault((path, facet), Problem.of(f"{path} ({facet})", error))

    def _cycle(self, cell: Cell) -> None:
        path = cell.owner.path if isinstance(cell.owner, Node) else cell.facet
        self.note(path, cell.facet, FormError(*said("circle")))

    # Texts.

    @property
    def language(self) -> str:
        """Name of the language in use."""
        reader = self.graph.reader
        if reader is not None and reader.facet == "calculation":
            # What is stored does not change because the form is read in another language.
            return self._language
        return self.language_cell.get()  # type: ignore[no-any-return]

    def words(self, label: Label | None, node: Node, form: str = "") -> str | None:
        """Return a text of the form in the language in use, outputs filled in; None if there is none.

        Forms other than the plain one, such as the guidance, are those of translated texts.
        """
        if label is None:
            return None
        if label.itext_id is not None:
            return self._translated(label.itext_id, form, node)
        return None if form else self._filled(label.parts if label.ref is None else (label.ref,), node)

    def _translated(self, identifier: str, form: str, node: Node) -> str | None:
        forms = self.form.texts.get(self.language, {}).get(identifier)
        if forms is None:
            if form:
                return None
            self.note(node.path, "label", FormError(*said("no-text", identifier=identifier)))
            return ""
        parts = forms.get(form)
        if parts is None and form == "":
            parts = forms.get("long") or forms.get("short", None if forms else ())
        return None if parts is None else self._filled(parts, node)

    def _filled(self, parts: Parts, node: Node) -> str:
        pieces = [
            part if isinstance(part, str) else self.computed(part, "string", node, "label", "")
            for part in parts
        ]
        return "".join(pieces).strip(_SPACE)

    def itext(self, identifier: str, node: Any) -> str:
        """Return a translated text, for ``jr:itext()``."""
        return self._translated(identifier, "", node) or ""

    # Choices.

    def shared_names(self, node: Node) -> Mapping[str, None]:
        """Return the names of choices that are the same for all nodes of a question, whatever is answered."""
        if node.field.path not in self._shared:
            self._shared[node.field.path] = self.choice_names(node.control, node)
        return self._shared[node.field.path]

    def _offered(self, control: Control, node: Node) -> tuple[list[str], Sequence[Any]]:
        """Return the names of the choices that are offered, in order, and the items or rows they stand in."""
        itemset = control.itemset
        if itemset is None:
            return [item.value for item in control.items], control.items
        rows = self.computed(itemset.nodes, "nodes", node, "choice_filter", list[Any]())
        return self._texts(itemset.value, rows, node), rows

    def _texts(self, expression: Expression, rows: Sequence[Any], node: Node) -> list[str]:
        """Return the text that an expression of a list gives in each of ``rows``; none if one goes wrong."""
        column = syntax.child_name(expression.tree)
        if column is not None:
            return [row.cell(column) for row in rows]

        def texts() -> list[str]:
            return [self._evaluate(expression, "string", row, node) for row in rows]

        return self.guarded(texts, node, "choices", [])

    def choice_names(self, control: Control, node: Node) -> dict[str, None]:
        """Return the names of the choices that are offered, in order."""
        return dict.fromkeys(self._offered(control, node)[0])

    def choices(self, control: Control, node: Node) -> tuple[Choice, ...]:
        """Return the choices that are offered, in order."""
        itemset, (names, rows) = control.itemset, self._offered(control, node)
        if itemset is None:
            labels = [self.words(item.label, node) or "" for item in rows]
        else:
            labels = self._texts(itemset.label or itemset.value, rows, node)
            column = syntax.child_name((itemset.label or itemset.value).tree)
            code = _CODE.search(self.language) if column is not None else None
            if code is not None:
                # Lists may have a column ``label_en`` beside ``label``.
                ours = f"{column}_{code[1]}"
                labels = [row.cell(ours) or label for row, label in zip(rows, labels, strict=True)]
        return tuple([Choice(name, label.strip(_SPACE)) for name, label in zip(names, labels, strict=False)])

    def choice_media(self, control: Control, node: Node) -> dict[str, dict[str, str]]:
        """Return pictures and sounds of the choices that have any, by name and kind."""
        itemset = control.itemset
        text_id = itemset.text_id if itemset is not None else None
        if itemset is not None and text_id is None:
            return {}
        found = {}
        for name, row in zip(*self._offered(control, node), strict=False):
            identifier = self._evaluate(text_id, "string", row, node) if text_id else row.label.itext_id
            found[name] = self.media(identifier, node)
        return {name: media for name, media in found.items() if media}

    def media(self, identifier: str | None, node: Node) -> dict[str, str]:
        """Return pictures and sounds of a text by kind."""
        if identifier is None:
            return {}
        return {form: uri for form in _MEDIA if (uri := self._translated(identifier, form, node))}

    def choice_label(self, value: str, question: str, node: Any) -> str:
        """Return the label of a choice, for ``jr:choice-name()``; several chosen names give their labels."""
        for target in self.resolve(question.strip(), node):
            if target.choosing:
                labels: dict[str, str] = {choice.name: choice.label for choice in target.choices}
                if value in labels:
                    return labels[value]
                return ", ".join(labels[name] for name in value.split() if name in labels)
        return ""

    def resolve(self, path: str, node: Any) -> list[Node]:
        """Return the nodes at a path; one from the root leads to the repeat instances around ``node``."""
        found: list[Any] = [node]
        around: set[Any] = set()
        if path.startswith("/"):
            found, around = [self.document], set(outward(node))
        for step in path.split("/"):
            name, _, place = step.partition("[")
            if name == "..":
                found = [child.up for child in found if child.up is not None]
            elif name not in ("", ".", "current()"):
                inner = [child for parent in found for child in children(parent, name)]
                found = [child for child in inner if child in around] or inner
                if place.rstrip("]").isdigit():
                    found = pick(inner, float(place.rstrip("]")))
        return [child for child in found if isinstance(child, Node)]

    # Lists.

    def list_root(self, name: str) -> Any:
        """Return the root of a secondary instance; raises `XPathError` if there is none of that name."""
        if name in self.form.lists:
            return self.form.lists[name]
        if name in (self.form.root.name, self.form.id):
            return self.document
        raise XPathError(*said("no-list", name=name))

    def look_up(self, listing: str, column: str, key_column: str, key: str) -> str:
        """Return a cell of a list by key, for ``pulldata()``."""
        name = listing if listing in self.form.lists else listing.removesuffix(".csv")
        for top in self.list_root(name).elements():
            rows = top.rows_where("*", [(key_column.strip(), key)])
            if rows is not None:
                return next((row.cell(column) for row in rows), "")
            wanted, shown = compiled(key_column).giving("nodes"), compiled(column).giving("string")
            for row in top.elements():
                if any(node.text() == key for node in wanted(Context(row, self, row))):
                    return shown(Context(row, self, row))  # type: ignore[no-any-return]
        return ""


def children(node: Any, name: str) -> Sequence[Any]:
    """Return the child elements called ``name``, or attributes where ``@`` stands before the name."""
    if name.startswith("@"):
        return [item for item in node.attributes() if item.name == name[1:]]
    found: Sequence[Any] = node.named(name)
    return found
