"""The shapes of a parsed XPath expression (XPath 1.0 §3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(slots=True)
class Number:
    """A number as written."""

    value: float
    position: int


@dataclass(slots=True)
class Literal:
    """A quoted string, without its quotes."""

    value: str
    position: int


@dataclass(slots=True)
class Call:
    """A function call, ``name`` with its prefix as written."""

    name: str
    arguments: tuple[Tree, ...]
    position: int


@dataclass(slots=True)
class Operation:
    """Operands joined by operators of one precedence, read from the left.

    ``operators`` has one entry less than ``operands``: ``a + b - c`` is ``("+", "-")`` and ``(a, b, c)``.
    """

    operators: tuple[str, ...]
    operands: tuple[Tree, ...]
    position: int


@dataclass(slots=True)
class Negative:
    """Unary minus."""

    operand: Tree
    position: int


@dataclass(slots=True)
class Step:
    """One location step; ``test`` is a name, ``prefix:*``, ``*``, or a node type such as ``node()``.

    A processing instruction's target follows in the test: ``processing-instruction(x)``.
    """

    axis: str
    test: str
    predicates: tuple[Tree, ...]
    position: int


@dataclass(slots=True)
class Path:
    """Steps from the root (``start`` is ``"/"``), from the context node (``None``) or from an expression."""

    start: Tree | str | None
    steps: tuple[Step, ...]
    position: int


@dataclass(slots=True)
class Filter:
    """An expression with predicates, such as ``(a | b)[1]``."""

    primary: Tree
    predicates: tuple[Tree, ...]
    position: int


Tree = Number | Literal | Call | Operation | Negative | Path | Filter


def children(tree: Tree) -> Iterator[Tree]:
    """Yield the expressions directly inside ``tree``, predicates included."""
    match tree:
        case Call(arguments=inside) | Operation(operands=inside):
            yield from inside
        case Negative(operand):
            yield operand
        case Filter(primary, predicates):
            yield primary
            yield from predicates
        case Path(start, steps):
            if start is not None and not isinstance(start, str):
                yield start
            for step in steps:
                yield from step.predicates


def walk(tree: Tree) -> Iterator[Tree]:
    """Yield ``tree`` and every expression inside it, outer before inner."""
    pending = [tree]
    while pending:
        item = pending.pop()
        yield item
        pending.extend(reversed(list(children(item))))


def child_name(tree: Tree) -> str | None:
    """Return the name of the children that ``tree`` stands for; None if it says anything else."""
    match tree:
        case Path(None, (Step("child", name, ()),)) if not name.endswith((")", "*")):
            return name
    return None
