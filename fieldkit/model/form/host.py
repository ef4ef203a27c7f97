"""What nodes and expressions ask of their record: evaluation, texts, choices (xforms-spec "Bindings")."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from fieldkit.errors import FieldkitError, Text
from fieldkit.model.form.cells import Cell, Graph
from fieldkit.model.form.lists import RowNode
from fieldkit.model.form.nodes import Choice, Node, Range
from fieldkit.model.form.problems import FormError, Problem
from fieldkit.model.form.texts import GUIDANCE
from fieldkit.model.form.treenodes import DocumentNode, TreeNode
from fieldkit.model.form.xpath.compile import Expression
from fieldkit.model.form.xpath.compile import expression as compiled
from fieldkit.model.form.xpath.context import MOST_STEPS, Context
from fieldkit.model.form.xpath.syntax import Path, XPathError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fieldkit.model.form.definition import Form
    from fieldkit.model.form.fields import Control, Itemset, Label, Parts

MOST_PROBLEMS = 200
_MEDIA = ("image", "big-image", "audio", "video")


class Record:
    """The evaluating half of a form instance."""

    def __init__(self, form: Form, now: Callable[[], datetime] | None, properties: Mapping[str, str]) -> None:
        self.form = form
        self.properties = properties
        self.evaluations = 0
        self.steps = MOST_STEPS
        self.deciding = 0
        self.document = DocumentNode()
        self.graph = Graph(self._cycle)
        self.problems: dict[tuple[str, str], Problem] = {}
        self._now = now
        self._language = form.default_language
        self.language_cell = Cell(self.graph, lambda: self._language, facet="language")
        self._shared: dict[int, Cell] = {}

    def cell(self, owner: Any, facet: str, compute: Callable[[], Any]) -> Cell:
        """Make a cell of the record's graph."""
        return Cell(self.graph, compute, owner=owner, facet=facet)

    # Evaluation.

    def _evaluate(self, closure: Callable[[Context], Any], node: Any, *, current: Any = None) -> Any:
        self.evaluations += 1
        self.steps = MOST_STEPS
        return closure(Context(node, self, current))

    def guarded(self, evaluate: Callable[[], Any], node: TreeNode, facet: str, otherwise: Any) -> Any:
        """Evaluate; what goes wrong becomes a problem of the node instead of stopping the form."""
        try:
            return evaluate()
        except FieldkitError as error:
            self.note(node.path, facet, error)
        except (ArithmeticError, ValueError, RecursionError, MemoryError) as error:
            self.note(
                node.path,
                facet,
                XPathError(
                    Text("คำนวณนิพจน์ไม่ได้", "The expression cannot be computed"),
                    hint=Text(str(error), str(error)),
                ),
            )
        return otherwise

    def note(self, path: str, facet: str, error: FieldkitError) -> None:
        """Keep a problem, one for each place."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.setdefault((path, facet), Problem.of(f"{path} ({facet})", error))

    def string(self, expression: Expression, node: TreeNode, facet: str) -> str:
        """Evaluate to text in the context of ``node``."""
        found: str = self.guarded(lambda: self._evaluate(expression.string, node), node, facet, "")
        return found

    def number(self, expression: Expression, node: TreeNode, facet: str) -> float:
        """Evaluate to a number in the context of ``node``."""
        found: float = self.guarded(
            lambda: self._evaluate(expression.number, node), node, facet, float("nan")
        )
        return found

    def boolean(self, expression: Expression, node: TreeNode, facet: str, *, otherwise: bool) -> bool:
        """Evaluate to a truth in the context of ``node``."""
        found: bool = self.guarded(lambda: self._evaluate(expression.boolean, node), node, facet, otherwise)
        return found

    def value_of(self, expression: Expression, node: Any) -> Any:
        """Evaluate to whatever the expression gives; raises `XPathError`."""
        return self._evaluate(expression.value, node)

    def _cycle(self, cell: Cell) -> None:
        owner = cell.owner
        path = owner.path if isinstance(owner, TreeNode) else cell.facet
        self.note(
            path,
            cell.facet,
            FormError(
                Text("การคำนวณวนกลับมาหาตัวเองไม่รู้จบ", "The calculations go round in a circle"),
                Text(
                    "แก้สูตรไม่ให้อ้างถึงกันเป็นวง",
                    "Change the formulas so that they do not refer to each other in a circle",
                ),
            ),
        )

    # Texts.

    @property
    def language(self) -> str:
        """Name of the language in use."""
        reader = self.graph.reader
        if reader is not None and reader.facet == "calculation":
            # What is stored does not change because the form is read in another language.
            return self._language
        return self.language_cell.get()  # type: ignore[no-any-return]

    def words(self, label: Label | None, node: TreeNode, *, context: Any = None) -> str | None:
        """Return a text of the form in the language in use, outputs filled in; None if there is none."""
        if label is None:
            return None
        if label.itext_id is not None:
            return self._itext_form(label.itext_id, "", node)
        if label.ref is not None:
            ref = label.ref
            where = node if context is None else context
            found = self.guarded(lambda: self._evaluate(ref.string, where, current=node), node, "label", "")
            return found.strip(" \t\r\n")  # type: ignore[no-any-return]
        return self._filled(label.parts, node)

    def form_words(self, label: Label, node: TreeNode, form: str) -> str | None:
        """Return another form (such as the guidance) of a translated text, or None."""
        return self._itext_form(label.itext_id, form, node) if label.itext_id is not None else None

    def media_of(self, label: Label, node: TreeNode) -> dict[str, str]:
        """Return pictures and sounds of a label by kind."""
        return {} if label.itext_id is None else self._media(label.itext_id, node)

    def _itext_form(self, identifier: str, form: str, node: TreeNode) -> str | None:
        texts = self.form.texts.get(self.language) or {}
        forms = texts.get(identifier)
        if forms is None:
            if form == GUIDANCE or form in _MEDIA:
                return None
            self.note(
                node.path,
                "label",
                FormError(Text(f"ไม่มีคำแปล {identifier}", f"There is no text called {identifier}")),
            )
            return ""
        parts = forms.get(form)
        if parts is None and form == "":
            parts = forms.get("long") or forms.get("short")
            if parts is None:
                return None if forms else ""
        return None if parts is None else self._filled(parts, node)

    def _filled(self, parts: Parts, node: TreeNode) -> str:
        pieces = [part if isinstance(part, str) else self.string(part, node, "label") for part in parts]
        return "".join(pieces).strip(" \t\r\n")

    def itext(self, identifier: str, node: Any) -> str:
        """Return a translated text, for ``jr:itext()``."""
        return self._itext_form(identifier, "", node) or ""

    # Choices.

    def shared_names(self, control: Control, node: TreeNode) -> Cell:
        """Return the cell with the names of choices that are the same for all nodes of a question."""
        found = self._shared.get(id(control))
        if found is None:
            found = self.cell(None, "names", lambda: self.choice_names(control, node))
            self._shared[id(control)] = found
        return found

    def _rows(self, itemset: Itemset, node: TreeNode) -> list[Any]:
        found: list[Any] = self.guarded(
            lambda: self._evaluate(itemset.nodes.nodes, node), node, "choice_filter", []
        )
        return found

    def choice_names(self, control: Control, node: TreeNode) -> dict[str, None]:
        """Return the names of the choices that are offered, in order."""
        itemset = control.itemset
        if itemset is None:
            return dict.fromkeys(item.value for item in control.items)
        rows = self._rows(itemset, node)
        column = _column(itemset.value)
        if column is not None and rows and isinstance(rows[0], RowNode):
            return dict.fromkeys(row.cell(column) for row in rows)
        value = itemset.value.string
        return dict.fromkeys(
            self.guarded(
                lambda: [self._evaluate(value, row, current=node) for row in rows], node, "choices", []
            )
        )

    def choices(self, control: Control, node: Node) -> tuple[Choice, ...]:
        """Return the choices that are offered, in order."""
        itemset = control.itemset
        if itemset is None:
            return tuple(Choice(item.value, self.words(item.label, node) or "") for item in control.items)
        rows = self._rows(itemset, node)
        columns = _column(itemset.value), _column(itemset.label) if itemset.label is not None else None
        if rows and isinstance(rows[0], RowNode) and columns[0] is not None and columns[1] is not None:
            name, label = columns
            return tuple(Choice(row.cell(name), row.cell(label).strip()) for row in rows)
        found: tuple[Choice, ...] = self.guarded(
            lambda: tuple(self._choice(itemset, row, node) for row in rows), node, "choices", ()
        )
        return found

    def _choice(self, itemset: Itemset, row: Any, node: Node) -> Choice:
        name = self._evaluate(itemset.value.string, row, current=node)
        if itemset.label is None:
            return Choice(name, name)
        return Choice(name, self._evaluate(itemset.label.string, row, current=node).strip(" \t\r\n"))

    def choice_media(self, control: Control, node: TreeNode) -> dict[str, dict[str, str]]:
        """Return pictures and sounds of the choices that have any, by name and kind."""
        found: dict[str, dict[str, str]] = {}
        if control.itemset is None:
            for item in control.items:
                if item.label.itext_id is not None:
                    found[item.value] = self._media(item.label.itext_id, node)
        elif control.itemset.text_id is not None:
            name, text_id = control.itemset.value.string, control.itemset.text_id.string
            for row in self._rows(control.itemset, node):
                identifier = self._evaluate(text_id, row, current=node)
                found[self._evaluate(name, row, current=node)] = self._media(identifier, node)
        return {name: media for name, media in found.items() if media}

    def _media(self, identifier: str, node: TreeNode) -> dict[str, str]:
        media = {form: self._itext_form(identifier, form, node) for form in _MEDIA}
        return {form: uri for form, uri in media.items() if uri}

    def choice_label(self, value: str, question: str, node: Any) -> str:
        """Return the label of a choice, for ``jr:choice-name()``; several chosen names give their labels."""
        for target in self.resolve(question.strip(), node):
            if target.choosing:
                labels: dict[str, str] = {choice.name: choice.label for choice in target.choices_cell().get()}
                if value in labels:
                    return labels[value]
                return ", ".join(labels[name] for name in value.split() if name in labels)
        return ""

    def resolve(self, path: str, node: Any) -> list[Node]:
        """Return the nodes at a path written without positions, in the repeat instances around ``node``."""
        if not path.startswith("/"):
            return self._relative(path, node)
        around = set()
        while node is not None:
            around.add(id(node))
            node = node.up
        found: list[Node] = self.document.elements()
        names = path.strip("/").split("/")
        if not found or found[0].name != names[0].partition("[")[0]:
            return []
        for name in names[1:]:
            plain, _, place = name.partition("[")
            inner = [child for parent in found for child in _children(parent, plain)]
            own = [child for child in inner if id(child) in around]
            if place.rstrip("]").isdigit():
                own = inner[int(place.rstrip("]")) - 1 :][:1]
            found = own or inner
        return found

    def _relative(self, path: str, node: Any) -> list[Node]:
        found = [node]
        for name in path.split("/"):
            if name == "..":
                found = [parent.up for parent in found if parent.up is not None]
            elif name not in (".", "", "current()"):
                found = [child for parent in found for child in parent.named(name)]
        return found

    # Lists, time, properties.

    def list_root(self, name: str) -> Any:
        """Return the root of a secondary instance, or None."""
        found = self.form.lists.get(name)
        if found is None:
            if self.document.root is not None and name in (self.form.root.name, self.form.id):
                return self.document
            raise XPathError(
                Text(f"ไม่มีรายการชื่อ {name}", f"There is no list called {name}"),
                hint=Text("ตรวจชื่อรายการหรือแนบไฟล์ของรายการ", "Check the list's name, or attach its file"),
            )
        return found

    def look_up(self, listing: str, column: str, key_column: str, key: str) -> str:
        """Return a cell of a list by key, for ``pulldata()``."""
        name = listing if listing in self.form.lists else listing.removesuffix(".csv")
        root = self.list_root(name)
        table = getattr(root, "table", None)
        if table is not None and key_column in table.places:
            numbers = table.where(key_column, key)
            return table.node(numbers[0]).cell(column) if numbers else ""
        wanted, shown = compiled(key_column).nodes, compiled(column).string
        for top in root.elements():
            for row in top.elements():
                if any(node.text() == key for node in wanted(Context(row, self))):
                    return shown(Context(row, self))  # type: ignore[no-any-return]
        return ""

    def now(self) -> datetime:
        """Return the present moment."""
        return self._now() if self._now is not None else datetime.now().astimezone()

    @property
    def version(self) -> str:
        """Version of the form."""
        return self.form.version

    def property(self, key: str) -> str:
        """Return a property of the device or its user."""
        return self.properties.get(key, "")

    def namespace(self, prefix: str) -> str:
        """Return the namespace of a prefix."""
        return next((uri for uri, name in self.form.names.prefixes.items() if name == prefix), "")

    def value_changed(self, node: TreeNode) -> None:
        """Run what waits for the answer to change; the record that is filled does so."""

    def recount(self, area: Range) -> None:
        """Make the number of instances what the form says; the record that is filled does so."""


def _children(node: Node, name: str) -> list[Node]:
    if name.startswith("@"):
        return [item for item in node.attribute_nodes if item.name == name[1:]]
    return node.named(name)


def _column(expression: Expression) -> str | None:
    """Return the column that an expression such as ``label`` names, or None if it is more than that."""
    tree = expression.tree
    if isinstance(tree, Path) and tree.start is None and len(tree.steps) == 1:
        step = tree.steps[0]
        if step.axis == "child" and not step.predicates and not step.test.endswith((")", "*")):
            return step.test
    return None
