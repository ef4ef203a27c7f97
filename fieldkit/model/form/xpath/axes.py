"""The axes of XPath, its node tests, and document order (XPath 1.0 §2.2, §2.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldkit.errors import Text
from fieldkit.model.form.xpath.syntax import XPathError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

REVERSE = frozenset({"ancestor", "ancestor-or-self", "preceding", "preceding-sibling"})


def _self(node: Any) -> Iterator[Any]:
    yield node


def _child(node: Any) -> Iterator[Any]:
    yield from node.content()


def _parent(node: Any) -> Iterator[Any]:
    if node.up is not None:
        yield node.up


def _ancestor(node: Any) -> Iterator[Any]:
    node = node.up
    while node is not None:
        yield node
        node = node.up


def _ancestor_or_self(node: Any) -> Iterator[Any]:
    yield node
    yield from _ancestor(node)


def _descendant(node: Any) -> Iterator[Any]:
    pending = list(reversed(node.content()))
    while pending:
        item = pending.pop()
        yield item
        pending.extend(reversed(item.content()))


def _descendant_or_self(node: Any) -> Iterator[Any]:
    yield node
    yield from _descendant(node)


def _siblings(node: Any) -> tuple[list[Any], int]:
    if node.up is None or node.kind in ("attribute", "namespace"):
        return [node], 0
    siblings = list(node.up.content())
    for index, sibling in enumerate(siblings):
        if sibling is node:
            return siblings, index
    return siblings, len(siblings)


def _following_sibling(node: Any) -> Iterator[Any]:
    siblings, index = _siblings(node)
    yield from siblings[index + 1 :]


def _preceding_sibling(node: Any) -> Iterator[Any]:
    siblings, index = _siblings(node)
    yield from reversed(siblings[:index])


def _following(node: Any) -> Iterator[Any]:
    if node.kind in ("attribute", "namespace"):
        node = node.up
        yield from _descendant(node)
    for outer in _ancestor_or_self(node):
        for sibling in _following_sibling(outer):
            yield from _descendant_or_self(sibling)


def _preceding(node: Any) -> Iterator[Any]:
    if node.kind in ("attribute", "namespace"):
        node = node.up
    for outer in _ancestor_or_self(node):
        for sibling in _preceding_sibling(outer):
            yield from reversed(list(_descendant_or_self(sibling)))


def _attribute(node: Any) -> Iterator[Any]:
    yield from node.attributes()


def _namespace(node: Any) -> Iterator[Any]:
    yield from getattr(node, "namespaces", tuple)()


_AXES: dict[str, Callable[[Any], Iterator[Any]]] = {
    "self": _self,
    "child": _child,
    "parent": _parent,
    "ancestor": _ancestor,
    "ancestor-or-self": _ancestor_or_self,
    "descendant": _descendant,
    "descendant-or-self": _descendant_or_self,
    "following": _following,
    "following-sibling": _following_sibling,
    "preceding": _preceding,
    "preceding-sibling": _preceding_sibling,
    "attribute": _attribute,
    "namespace": _namespace,
}


def node_test(axis: str, test: str) -> Callable[[Any], bool]:
    """Return what tells whether a node on ``axis`` passes ``test``."""
    principal = axis if axis in ("attribute", "namespace") else "element"
    if test == "node()":
        return lambda node: True
    if test.endswith(")"):
        word, _, target = test[:-1].partition("(")
        kind = {"text": "text", "comment": "comment", "processing-instruction": "instruction"}[word]
        return lambda node: node.kind == kind and (not target or node.name == target)
    if test == "*":
        return lambda node: node.kind == principal
    if test.endswith(":*"):
        prefix = test[:-1]
        return lambda node: node.kind == principal and node.name.startswith(prefix)
    return lambda node: node.name == test and node.kind == principal


def axis_step(axis: str, test: str) -> Callable[[Any], list[Any]]:
    """Return what lists the nodes of one step from one node, in the order of the axis."""
    if axis == "child" and not test.endswith((")", "*")):
        return lambda node: node.named(test)
    if axis == "child" and test == "*":
        return lambda node: node.elements()
    walk = _AXES.get(axis)
    if walk is None:
        raise XPathError(Text(f"ไม่รู้จักแกน {axis}::", f"Unknown axis {axis}::"))
    if test == "node()":
        return lambda node: list(walk(node))
    passes = node_test(axis, test)
    return lambda node: [item for item in walk(node) if passes(item)]


def place(node: Any) -> tuple[int, ...]:
    """Return a key that sorts nodes of one tree in document order; attributes follow their element."""
    key: list[int] = []
    while node.up is not None:
        if node.kind in ("attribute", "namespace"):
            key.append(-1_000_000 + _index(node.up.attributes(), node))
        else:
            key.append(_index(node.up.content(), node))
        node = node.up
    key.append(id(node))
    key.reverse()
    return tuple(key)


def _index(nodes: Iterable[Any], node: Any) -> int:
    for index, item in enumerate(nodes):
        if item is node or item == node:
            return index
    return 0


def in_order(nodes: list[Any]) -> list[Any]:
    """Return the nodes without repetition, in document order."""
    unique = list(dict.fromkeys(nodes))
    return unique if len(unique) < 2 else sorted(unique, key=place)
