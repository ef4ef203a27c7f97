"""The axes of XPath, its node tests, and document order (XPath 1.0 §2.2, §2.3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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
