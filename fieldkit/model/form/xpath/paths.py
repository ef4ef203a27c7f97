"""Location paths and predicates as closures (XPath 1.0 §2, §3.3), with indexes on the rows of lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from fieldkit.model.form.xpath.axes import REVERSE, axis_step, in_order
from fieldkit.model.form.xpath.context import Context, spend
from fieldkit.model.form.xpath.syntax import (
    Call,
    Filter,
    Literal,
    Operation,
    Path,
    Step,
    Tree,
    children,
    walk,
)
from fieldkit.model.form.xpath.values import to_boolean

Closure = Callable[[Context], Any]
Compile = Callable[[Tree], Closure]
Advance = Callable[[list[Any], Context], list[Any]]


class Makers(NamedTuple):
    """What compiles an expression to each type, and what tells the type it gives."""

    nodes: Compile
    boolean: Compile
    number: Compile
    value: Compile
    kind: Callable[[Tree], str]


_OWN_ARGUMENT = frozenset(
    {"string", "number", "string-length", "normalize-space", "name", "local-name", "namespace-uri"}
)


def independent(tree: Tree) -> bool:
    """Tell whether ``tree`` gives the same from any context node and at any place in a predicate."""
    if isinstance(tree, Path) and tree.start is None:
        return False
    if (
        isinstance(tree, Call)
        and not tree.arguments
        and tree.name in _OWN_ARGUMENT | {"position", "last", "random"}
    ):
        return False
    if isinstance(tree, Path):
        # Predicates of its own steps look from their own nodes.
        return isinstance(tree.start, str) or tree.start is None or independent(tree.start)
    if isinstance(tree, Filter):
        return independent(tree.primary)
    return all(independent(child) for child in children(tree))


def compile_path(path: Path, make: Makers) -> Closure:
    """Compile a path to a closure giving nodes in document order."""
    start = _start(path, make)
    ups, rest = _leading_parents(path)
    if all(step.axis == "child" and not step.predicates and _is_name(step.test) for step in rest):
        return _plain_path(start, ups, [step.test for step in rest])
    advances: list[Advance] = [_parent] * ups
    steps = _fuse(rest, make)
    for index, step in enumerate(steps):
        mixed = index > 0 and steps[index - 1].axis.startswith("descendant")
        advances.append(_advance(step, mixed, make))

    def follow(c: Context) -> list[Any]:
        found = start(c)
        for advance in advances:
            if not found:
                return found
            found = advance(found, c)
        return found

    return follow


def _start(path: Path, make: Makers) -> Callable[[Context], list[Any]]:
    if path.start == "/":
        return lambda c: [c.host.document]
    if path.start is None:
        return lambda c: [c.node]
    if isinstance(path.start, Call) and path.start.name == "current" and not path.start.arguments:
        return lambda c: [c.current]
    assert not isinstance(path.start, str)
    return make.nodes(path.start)


def _leading_parents(path: Path) -> tuple[int, tuple[Step, ...]]:
    ups = 0
    rest = [step for step in path.steps if not _is_dot(step)] if path.start is None else list(path.steps)
    while rest and rest[0].axis == "parent" and rest[0].test == "node()" and not rest[0].predicates:
        ups += 1
        rest.pop(0)
    return ups, tuple(rest)


def _is_dot(step: Step) -> bool:
    return step.axis == "self" and step.test == "node()" and not step.predicates


def _is_name(test: str) -> bool:
    return not test.endswith((")", "*"))


def _plain_path(start: Callable[[Context], list[Any]], ups: int, names: list[str]) -> Closure:
    def follow(c: Context) -> list[Any]:
        found = start(c)
        if ups:
            found = _ancestors(found, ups)
        for name in names:
            if len(found) == 1:
                found = found[0].named(name)
            else:
                found = [child for node in found for child in node.named(name)]
        return found

    return follow


def _ancestors(found: list[Any], ups: int) -> list[Any]:
    if len(found) == 1:
        node = found[0]
        for _ in range(ups):
            node = node.up
            if node is None:
                return []
        return [node]
    for _ in range(ups):
        found = _parent(found, None)
    return found


def _parent(found: list[Any], c: Context | None) -> list[Any]:
    return list(dict.fromkeys(node.up for node in found if node.up is not None))


def _fuse(steps: tuple[Step, ...], make: Makers) -> list[Step]:
    """Read ``//name`` as one descendant step where no place is asked for."""
    fused: list[Step] = []
    for step in steps:
        before = fused[-1] if fused else None
        if (
            before is not None
            and before.axis == "descendant-or-self"
            and before.test == "node()"
            and not before.predicates
            and step.axis == "child"
            and not any(_positional(predicate, make) for predicate in step.predicates)
        ):
            fused[-1] = Step("descendant", step.test, step.predicates, step.position)
        else:
            fused.append(step)
    return fused


def _positional(tree: Tree, make: Makers) -> bool:
    if make.kind(tree) in ("number", "any"):
        return True
    pending = [tree]
    while pending:
        item = pending.pop()
        if isinstance(item, Call) and item.name in ("position", "last") and not item.arguments:
            return True
        if not isinstance(item, (Path, Filter)):
            pending.extend(children(item))
    return False


def _advance(step: Step, mixed: bool, make: Makers) -> Advance:
    from_one = _from_one(step, make)
    ordered = step.axis in ("child", "attribute", "self") and not mixed

    def advance(found: list[Any], c: Context) -> list[Any]:
        if len(found) == 1:
            return from_one(found[0], c)
        result = [item for node in found for item in from_one(node, c)]
        return result if ordered else in_order(result)

    return advance


def _from_one(step: Step, make: Makers) -> Callable[[Any, Context], list[Any]]:
    listing = axis_step(step.axis, step.test)
    predicates = [_predicate(predicate, make) for predicate in step.predicates]
    backwards = step.axis in REVERSE

    def scan(node: Any, c: Context) -> list[Any]:
        found = listing(node)
        spend(c.host, len(found))
        for predicate in predicates:
            found = predicate(found, c)
        return found[::-1] if backwards else found

    if step.axis != "child" or not _is_name(step.test) or not step.predicates:
        return scan
    if make.kind(step.predicates[0]) == "number" and independent(step.predicates[0]):
        return _from_slot(step, predicates, scan, make)
    columns = _equalities(step.predicates[0], make)
    return scan if columns is None else _from_rows(step.test, predicates, scan, columns)


def _from_slot(
    step: Step, predicates: list[Any], scan: Callable[[Any, Context], list[Any]], make: Makers
) -> Callable[[Any, Context], list[Any]]:
    """Take the repeat instance at a place without depending on all the others."""
    name, wanted, rest = step.test, make.number(step.predicates[0]), predicates[1:]

    def pick(node: Any, c: Context) -> list[Any]:
        slot = getattr(node, "slot", None)
        found = slot(name, wanted(c)) if slot is not None else None
        if found is None:
            return scan(node, c)
        for predicate in rest:
            found = predicate(found, c)
        return found  # type: ignore[no-any-return]

    return pick


def _from_rows(
    name: str,
    predicates: list[Any],
    scan: Callable[[Any, Context], list[Any]],
    columns: tuple[list[tuple[str, Closure]], bool],
) -> Callable[[Any, Context], list[Any]]:
    """Look rows of a list up by the columns that must equal something."""
    conditions, whole = columns
    rest = predicates[1:] if whole else predicates

    def look_up(node: Any, c: Context) -> list[Any]:
        where = getattr(node, "rows_where", None)
        found = where(name, [(column, key(c)) for column, key in conditions]) if where is not None else None
        if found is None:
            return scan(node, c)
        for predicate in rest:
            found = predicate(found, c)
        return found  # type: ignore[no-any-return]

    return look_up


def _predicate(tree: Tree, make: Makers) -> Callable[[list[Any], Context], list[Any]]:
    sort = make.kind(tree)
    if sort == "number" and independent(tree):
        return _at(tree, make)
    if sort in ("number", "any"):
        return _numbered(tree, make)
    holds = make.boolean(tree)

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


def _at(tree: Tree, make: Makers) -> Callable[[list[Any], Context], list[Any]]:
    """Pick by a number that does not depend on the node, such as ``[2]``."""
    wanted = make.number(tree)

    def pick(found: list[Any], c: Context) -> list[Any]:
        index = wanted(c)
        return [found[int(index) - 1]] if 1 <= index <= len(found) and index == int(index) else []

    return pick


def _numbered(tree: Tree, make: Makers) -> Callable[[list[Any], Context], list[Any]]:
    wanted = make.value(tree)

    def keep(found: list[Any], c: Context) -> list[Any]:
        spend(c.host, len(found))
        inner = Context(None, c.host, c.current, size=len(found))
        kept = []
        for position, node in enumerate(found, 1):
            inner.node = node
            inner.position = position
            result = wanted(inner)
            if result == position if result.__class__ is float else to_boolean(result):
                kept.append(node)
        return kept

    return keep


def _equalities(first: Tree, make: Makers) -> tuple[list[tuple[str, Closure]], bool] | None:
    """Return each ``column = key`` that a predicate asks for, and whether it asks for nothing else."""
    if not isinstance(first, Operation):
        return None
    parts = first.operands if first.operators[0] == "and" and not _positional(first, make) else (first,)
    found = [_column_and_key(part, make) for part in parts]
    conditions = [condition for condition in found if condition is not None]
    return (conditions, len(conditions) == len(found)) if conditions else None


def _column_and_key(tree: Tree, make: Makers) -> tuple[str, Closure] | None:
    if not isinstance(tree, Operation) or tree.operators != ("=",):
        return None
    for column, key in (tree.operands, tree.operands[::-1]):
        if (
            isinstance(column, Path)
            and column.start is None
            and len(column.steps) == 1
            and column.steps[0].axis == "child"
            and not column.steps[0].predicates
            and _is_name(column.steps[0].test)
            and independent(key)
        ):
            return column.steps[0].test, make.value(key)
    return None


def looked_up(tree: Tree, make: Makers) -> Iterator[tuple[str, str]]:
    """Yield each list and the column in which ``tree`` looks rows of it up by an index."""
    for path in walk(tree):
        if isinstance(path, Path) and isinstance(path.start, Call) and path.start.name == "instance":
            named = path.start.arguments[0] if path.start.arguments else None
            for step in path.steps:
                columns = _equalities(step.predicates[0], make) if step.predicates else None
                if columns is not None and isinstance(named, Literal):
                    yield named.value, columns[0][0][0]


def compile_filter(tree: Filter, make: Makers) -> Closure:
    """Compile an expression with predicates, which count in document order."""
    inner = make.nodes(tree.primary)
    predicates = [_predicate(predicate, make) for predicate in tree.predicates]

    def keep(c: Context) -> list[Any]:
        found = inner(c)
        for predicate in predicates:
            found = predicate(found, c)
        return found  # type: ignore[no-any-return]

    return keep


def union(parts: list[Closure]) -> Closure:
    """Compile ``a | b``."""
    return lambda c: in_order([node for part in parts for node in part(c)])
