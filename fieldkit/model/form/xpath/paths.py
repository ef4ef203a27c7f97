"""Location paths and predicates as closures (XPath 1.0 §2, §3.3), with indexes on the rows of lists."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise, takewhile
from typing import Any

from fieldkit.model.form.xpath import syntax
from fieldkit.model.form.xpath.axes import REVERSE, axis_step, in_order
from fieldkit.model.form.xpath.context import Context, spend
from fieldkit.model.form.xpath.syntax import Step, Tree
from fieldkit.model.form.xpath.table import kind
from fieldkit.model.form.xpath.values import pick, to_boolean

Closure = Callable[[Context], Any]
Make = Callable[[Tree, str], Closure]
"""Compiles an expression to what gives a type: string, number, boolean, nodes, or ``any`` for its own."""
Select = Callable[[list[Any], Context], list[Any]]
"""What one step or predicate makes of a list of nodes."""
FromOne = Callable[[Any, Context], list[Any]]


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
            if not found:
                break
            found = advance(found, c)
        return found  # type: ignore[no-any-return]

    return follow


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

    def rows(node: Any, c: Context) -> list[Any] | None:
        found: list[Any] | None = node.rows_where(name, [(column, key(c)) for column, key in conditions])
        return found

    return rows, whole


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
