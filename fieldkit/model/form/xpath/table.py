"""How a function of XPath is declared: name, arity, types, section (XPath 1.0 §3.2, §4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from fieldkit.model.form.xpath import syntax


@dataclass(frozen=True, slots=True)
class Function:
    """One function.

    ``parameters`` holds a type for each argument (string, number, boolean, nodes, any); when ``max_args``
    is None the last ``repeating`` of them repeat. ``context`` says that the first argument of ``call`` is the
    evaluation context. ``call`` is None for what the compiler itself knows, such as ``if``.
    """

    name: str
    min_args: int
    max_args: int | None
    parameters: tuple[str, ...]
    repeating: int
    result: str
    section: str
    context: bool
    call: Callable[..., Any] | None

    def parameter(self, index: int) -> str:
        """Return the type of argument ``index`` (from 0)."""
        over = index - len(self.parameters)
        return self.parameters[index if over < 0 else over % self.repeating - self.repeating]


TABLE: dict[str, Function] = {}
"""Every function by name; the import check reads it as well."""

Implementation = TypeVar("Implementation", bound=Callable[..., Any] | None)


def function(
    signature: str, section: str, *, context: bool = False
) -> Callable[[Implementation], Implementation]:
    """Enter a Python function under a signature such as ``"round(number, number?) -> number"``.

    ``?`` marks an optional argument; ``*`` marks those that may repeat or be left out.
    """
    head, result = signature.split(" -> ")
    name, _, inside = head.rstrip(")").partition("(")
    words = inside.split(", ") if inside else []
    least = sum(not word.endswith(("?", "*")) for word in words)
    repeating = sum(word.endswith("*") for word in words)
    most = None if repeating else len(words)
    types = tuple(word.rstrip("?*") for word in words)

    def enter(call: Implementation) -> Implementation:
        TABLE[name] = Function(name, least, most, types, repeating, result, section, context, call)
        return call

    return enter


_KINDS = {syntax.Literal: "string", syntax.Path: "nodes", syntax.Filter: "nodes"}
_RESULTS = {"|": "nodes", **dict.fromkeys(("+", "-", "*", "div", "mod"), "number")}


def kind(tree: syntax.Tree) -> str:
    """Return the type that ``tree`` always gives: string, number, boolean, nodes, or any."""
    if isinstance(tree, syntax.Call):
        return TABLE[tree.name].result if tree.name in TABLE else "any"
    if isinstance(tree, syntax.Operation):
        return _RESULTS.get(tree.operators[0], "boolean")
    return _KINDS.get(type(tree), "number")
