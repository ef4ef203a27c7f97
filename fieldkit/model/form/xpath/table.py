"""How a function of XPath is declared: name, arity, types, section (XPath 1.0 §3.2, §4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

TYPES = frozenset({"string", "number", "boolean", "nodes", "any"})


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
    result: str
    section: str
    repeating: int = 1
    context: bool = False
    steady: bool = True
    call: Callable[..., Any] | None = None

    def parameter(self, index: int) -> str:
        """Return the type of argument ``index`` (from 0)."""
        if index < len(self.parameters):
            return self.parameters[index]
        first = len(self.parameters) - self.repeating
        return self.parameters[first + (index - first) % self.repeating]


TABLE: dict[str, Function] = {}
"""Every function by name; the import check reads it as well."""

Implementation = TypeVar("Implementation", bound=Callable[..., Any])


def declare(
    signature: str,
    section: str,
    *,
    context: bool = False,
    steady: bool = True,
    call: Callable[..., Any] | None = None,
) -> None:
    """Enter a function under a signature such as ``"round(number, number?) -> number"``.

    ``?`` marks an optional argument; ``*`` marks those that may repeat or be left out.
    ``steady`` is False when the same arguments may give another result.
    """
    head, result = signature.split(" -> ")
    name, _, inside = head.rstrip(")").partition("(")
    words = [word.strip() for word in inside.split(",") if word.strip()]
    parameters = tuple(word.rstrip("?*") for word in words)
    if not {*parameters, result} <= TYPES:
        raise ValueError(f"unknown type in {signature}")
    repeating = sum(word.endswith("*") for word in words)
    needed = sum(not word.endswith(("?", "*")) for word in words)
    TABLE[name] = Function(
        name,
        needed,
        None if repeating else len(words),
        parameters,
        result,
        section,
        repeating=max(repeating, 1),
        context=context,
        steady=steady,
        call=call,
    )


def function(
    signature: str, section: str, *, context: bool = False, steady: bool = True
) -> Callable[[Implementation], Implementation]:
    """Declare the decorated Python function as an XPath function (see `declare`)."""

    def enter(call: Implementation) -> Implementation:
        declare(signature, section, context=context, steady=steady, call=call)
        return call

    return enter
