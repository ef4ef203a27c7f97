"""Axes, node tests, paths and predicates as closures (XPath 1.0 §2, §3.3), rows of lists by index."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise, takewhile
from typing import Any

from fieldkit.model.form.xpath import syntax
from fieldkit.model.form.xpath.nodes import Context, spend
from fieldkit.model.form.xpath.syntax import Step, Tree
from fieldkit.model.form.xpath.table import kind
from fieldkit.model.form.xpath.values import pick, to_boolean

Closure = Callable[[Context], Any]
Make = Callable[[Tree, str], Closure]
"""Compiles an expression to what gives a type: string, number, boolean, nodes, or ``any`` for its own."""
Select = Callable[[list[Any], Context], list[Any]]
"""What one step or predicate makes of a list of nodes."""
FromOne = Callable[[Any, Context], list[Any]]


REVERSE = frozenset({"ancestor", "ancestor-or-self", "preceding", "preceding-sibling"})


def outward(node: Any) -> list[Any]:
    """Return ``node`` and all its ancestors, the nearest first."""
    found = []
    while node is not None:
        found.append(node)
        node = node.up
    return found


def inward(node: Any) -> list[Any]:
    """Return ``node`` and all below it, in document order."""
    found, pending = [], [node]
    while pending:
        item = pending.pop()
        found.append(item)
        pending.extend(reversed(item.content()))
    return found


def _siblings(node: Any) -> tuple[list[Any], list[Any]]:
    """Return the siblings before ``node``, the nearest first, and those after it."""
    if node.up is None or node.kind == "attribute":
        return [], []
    siblings = node.up.content()
    index = next((place for place, sibling in enumerate(siblings) if sibling is node), len(siblings))
    return siblings[:index][::-1], siblings[index + 1 :]


def _following(node: Any) -> list[Any]:
    inside = inward(node.up)[1:] if node.kind == "attribute" else []
    return inside + [
        item for outer in outward(node) for after in _siblings(outer)[1] for item in inward(after)
    ]


def _preceding(node: Any) -> list[Any]:
    return [
        item for outer in outward(node) for before in _siblings(outer)[0] for item in inward(before)[::-1]
    ]


AXES: dict[str, Callable[[Any], list[Any]]] = {
    "self": lambda node: [node],
    "child": lambda node: node.content(),
    "parent": lambda node: [] if node.up is None else [node.up],
    "ancestor": lambda node: outward(node)[1:],
    "ancestor-or-self": outward,
    "descendant": lambda node: inward(node)[1:],
    "descendant-or-self": inward,
    "following": _following,
    "following-sibling": lambda node: _siblings(node)[1],
    "preceding": _preceding,
    "preceding-sibling": lambda node: _siblings(node)[0],
    "attribute": lambda node: node.attributes(),
    "namespace": lambda node: [],
}
"""What each axis lists from a node, in its own order; no form asks for namespace nodes, so there are none."""


def node_test(axis: str, test: str) -> Callable[[Any], bool]:
    """Return what tells whether a node on ``axis`` passes ``test``."""
    principal = "attribute" if axis == "attribute" else "element"
    if test.endswith(")"):
        word, _, target = test[:-1].partition("(")
        kind = "instruction" if word == "processing-instruction" else word
        return lambda node: node.kind == kind and (not target or node.name == target)
    if test == "*":
        return lambda node: node.kind == principal
    if test.endswith(":*"):
        prefix = test[:-1]
        return lambda node: node.kind == principal and node.name.startswith(prefix)
    return lambda node: node.name == test and node.kind == principal


def axis_step(axis: str, test: str) -> Callable[[Any], list[Any]]:
    """Return what lists the nodes of one step from one node, in the order of the axis."""
    if test == "node()":
        return AXES[axis]
    if axis == "child" and test == "*":
        return lambda node: node.elements()
    if axis == "child" and not test.endswith((")", "*")):
        return lambda node: node.named(test)
    walk, passes = AXES[axis], node_test(axis, test)
    return lambda node: [item for item in walk(node) if passes(item)]


def in_order(nodes: list[Any]) -> list[Any]:
    """Return the nodes without repetition, in document order."""
    unique = list(dict.fromkeys(nodes))
    return unique if len(unique) < 2 else sorted(unique, key=_place)


def _place(node: Any) -> tuple[int, ...]:
    """Return a key that sorts nodes of one tree in document order; attributes follow their element."""
    key: list[int] = []
    while node.up is not None:
        attribute = node.kind == "attribute"
        among = node.up.attributes() if attribute else node.up.content()
        index = among.index(node) if node in among else 0
        key.append(index - 1_000_000 if attribute else index)
        node = node.up
    return (id(node), *reversed(key))


def independent(tree: Tree) -> bool:
    """Tell whether ``tree`` gives the same from any context node and at any place in a predicate."""
    if isinstance(tree, syntax.Path):
        # Predicates of its own steps look from their own nodes.
        return tree.start is not None and (isinstance(tree.start, str) or independent(tree.start))
    if isinstance(tree, syntax.Filter):
        return independent(tree.primary)
    if isinstance(tree, syntax.Call) and not tree.arguments and tree.name in ("position", "last", "random"):
        return False
    return all(map(independent, syntax.children(tree)))


def _is_bare(step: Step, axis: str) -> bool:
    return step.axis == axis and step.test == "node()" and not step.predicates


def _is_plain(step: Step) -> bool:
    """Tell whether a step only names child elements."""
    return step.axis == "child" and not step.predicates and not step.test.endswith((")", "*"))


def compile_path(path: syntax.Path, make: Make) -> Closure:
    """Compile a path to a closure giving nodes in document order."""
    steps = [step for step in path.steps if not _is_bare(step, "self")]
    parents = list(takewhile(lambda step: _is_bare(step, "parent"), steps))
    names = [step.test for step in takewhile(_is_plain, steps[len(parents) :])]
    begin = _plain_path(_start(path, make), parents, names)
    if isinstance(path.start, str) and names:
        begin = _kept(begin)
    rest = _fuse(steps[len(parents) + len(names) :])
    if not rest:
        return begin
    advances = [_advance(rest[0], False, make)]
    advances += [
        _advance(step, before.axis.startswith("descendant"), make) for before, step in pairwise(rest)
    ]

    def follow(c: Context) -> list[Any]:
        found = begin(c)
        for advance in advances:
            found = advance(found, c)
        return found  # type: ignore[no-any-return]

    return follow


def _kept(follow: Closure) -> Closure:
    """Keep where an absolute path leads in a record, if no repeat stands in its way: all else stays."""

    def kept(c: Context) -> Any:
        found = c.host.kept.get(follow)
        if found is None and (found := follow(c)) and found[0].stays:
            c.host.kept[follow] = found
        return found

    return kept


def _start(path: syntax.Path, make: Make) -> Callable[[Context], list[Any]]:
    if path.start is None:
        return lambda c: [c.node]
    if isinstance(path.start, str):
        return lambda c: [c.host.document]
    return make(path.start, "nodes")


def _plain_path(start: Callable[[Context], list[Any]], parents: list[Step], names: list[str]) -> Closure:
    def follow(c: Context) -> list[Any]:
        found = start(c)
        for _ in parents:
            found = _parents(found)
        for name in names:
            if len(found) == 1:
                found = found[0].named(name)
            else:
                found = [child for node in found for child in node.named(name)]
        return found

    return follow


def _parents(found: list[Any]) -> list[Any]:
    if len(found) == 1:
        up = found[0].up
        return [] if up is None else [up]
    return list(dict.fromkeys(node.up for node in found if node.up is not None))


def _fuse(steps: list[Step]) -> list[Step]:
    """Read ``//name`` as one descendant step where no place is asked for."""
    fused: list[Step] = []
    for step in steps:
        deep = bool(fused) and _is_bare(fused[-1], "descendant-or-self")
        if deep and step.axis == "child" and not any(map(_positional, step.predicates)):
            fused[-1] = Step("descendant", step.test, step.predicates, step.position)
        else:
            fused.append(step)
    return fused


def _positional(predicate: Tree) -> bool:
    return kind(predicate) in ("number", "any") or _asks_for_place(predicate)


def _asks_for_place(tree: Tree) -> bool:
    if isinstance(tree, syntax.Call) and tree.name in ("position", "last") and not tree.arguments:
        return True
    return not isinstance(tree, (syntax.Path, syntax.Filter)) and any(
        map(_asks_for_place, syntax.children(tree))
    )


def _advance(step: Step, mixed: bool, make: Make) -> Select:
    from_one = _from_one(step, make)
    ordered = step.axis in ("child", "attribute", "self") and not mixed

    def advance(found: list[Any], c: Context) -> list[Any]:
        if len(found) == 1:
            return from_one(found[0], c)
        result = [item for node in found for item in from_one(node, c)]
        return result if ordered else in_order(result)

    return advance


def _from_one(step: Step, make: Make) -> FromOne:
    listing = axis_step(step.axis, step.test)
    keep = _filters(step.predicates, make)
    backwards = step.axis in REVERSE

    def scan(node: Any, c: Context) -> list[Any]:
        found = listing(node)
        spend(c.host, len(found))
        found = keep(found, c)
        return found[::-1] if backwards else found

    direct, whole = _shortcut(step, make)
    if direct is None:
        return scan
    rest = _filters(step.predicates[1:], make) if whole else keep

    def look_up(node: Any, c: Context) -> list[Any]:
        found = direct(node, c)
        return scan(node, c) if found is None else rest(found, c)

    return look_up


def _shortcut(step: Step, make: Make) -> tuple[Callable[[Any, Context], list[Any] | None] | None, bool]:
    """Return what finds a step's nodes without a scan, or None, and whether the first predicate is then done.

    What it finds is None where only a scan can tell after all.
    """
    name, first = step.test, step.predicates[0] if step.predicates else None
    if first is None or not _is_plain(Step(step.axis, name, (), step.position)):
        return None, False
    if kind(first) == "number" and independent(first):
        place = make(first, "number")
        return (lambda node, c: child_at(node, name, place(c))), True
    found, whole = equalities(first)
    conditions = [(column, make(key, "any")) for column, key in found]
    if not conditions:
        return None, False
    return (lambda node, c: node.rows_where(name, [(column, key(c)) for column, key in conditions])), whole


def equalities(predicate: Tree) -> tuple[list[tuple[str, Tree]], bool]:
    """Return each ``column = key`` that a predicate asks for, and whether it asks for nothing else."""
    parts: tuple[Tree, ...] = (predicate,)
    match predicate:
        case syntax.Operation(("and", *_), operands) if not _positional(predicate):
            parts = operands
    found = [condition for part in parts for condition in _column_and_key(part)]
    return found, len(found) == len(parts)


def _column_and_key(tree: Tree) -> list[tuple[str, Tree]]:
    if not isinstance(tree, syntax.Operation) or tree.operators != ("=",):
        return []
    sides = (tree.operands, tree.operands[::-1])
    named = ((syntax.child_name(column), key) for column, key in sides)
    return [(name, key) for name, key in named if name is not None and independent(key)][:1]


def child_at(node: Any, name: str, place: float) -> list[Any]:
    """Return the child of that name at a place; of a repeat, without depending on the other instances."""
    found: list[Any] | None = node.slot(name, place)
    return pick(node.named(name), place) if found is None else found


def _filters(predicates: tuple[Tree, ...], make: Make) -> Select:
    """Compile predicates, one after the other."""
    selects = [_predicate(predicate, make) for predicate in predicates]

    def keep(found: list[Any], c: Context) -> list[Any]:
        for select in selects:
            found = select(found, c)
        return found

    return keep


def _predicate(tree: Tree, make: Make) -> Select:
    sort = kind(tree)
    if sort == "number" and independent(tree):
        place = make(tree, "number")
        return lambda found, c: pick(found, place(c))
    holds = _numbered(make(tree, "any")) if sort in ("number", "any") else make(tree, "boolean")

    def keep(found: list[Any], c: Context) -> list[Any]:
        spend(c.host, len(found))
        inner = Context(None, c.host, c.current, size=len(found))
        kept = []
        for position, node in enumerate(found, 1):
            inner.node = node
            inner.position = position
            if holds(inner):
                kept.append(node)
        return kept

    return keep


def _numbered(wanted: Closure) -> Closure:
    """Read a number as the place that is asked for."""

    def holds(c: Context) -> bool:
        result = wanted(c)
        return result == c.position if result.__class__ is float else to_boolean(result)

    return holds


def compile_filter(tree: syntax.Filter, make: Make) -> Closure:
    """Compile an expression with predicates, which count in document order."""
    inner, keep = make(tree.primary, "nodes"), _filters(tree.predicates, make)
    return lambda c: keep(inner(c), c)


def indexed_path(call: syntax.Call, make: Make) -> Closure | None:
    """Compile ``indexed-repeat(/data/rep/age, /data/rep, 2)`` to what ``/data/rep[2]/age`` gives, or None.

    Only where every repeat is written as the beginning of the target's path (xforms-spec "Repeat
    Functions"). The indexes are read in the context of the call, which a predicate would change.
    """
    names, pairs = _names(call.arguments[0]), call.arguments[1:]
    if len(pairs) % 2:
        return None
    places: list[Closure | None] = [None] * len(names)
    for repeat, place in zip(pairs[::2], pairs[1::2], strict=True):
        beginning = _names(repeat)
        last = len(beginning) - 1
        if not 0 <= last < len(names) - 1 or beginning != names[: last + 1] or places[last] is not None:
            return None
        places[last] = make(place, "number")
    steps = list(zip(names, places, strict=True))

    def follow(c: Context) -> list[Any]:
        found: list[Any] = [c.host.document]
        for name, place in steps:
            if place is None:
                found = [child for node in found for child in node.named(name)]
            else:
                index = place(c)
                found = [child for node in found for child in child_at(node, name, index)]
        return found

    return follow


def _names(tree: Tree) -> list[str]:
    """Return the names along an absolute path that has nothing else; [] if ``tree`` is none."""
    if isinstance(tree, syntax.Path) and tree.start == "/" and all(map(_is_plain, tree.steps)):
        return [step.test for step in tree.steps]
    return []
