"""From trees to closures, one for each wanted type (XPath 1.0 §3; xforms-spec "XPath Operators")."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from fieldkit.model.form.problems import XPathError, said

# What these modules declare fills the table.
from fieldkit.model.form.xpath import node_functions, number_functions, syntax, text_functions  # noqa: F401
from fieldkit.model.form.xpath.parse import parse
from fieldkit.model.form.xpath.paths import Closure, compile_filter, compile_path, in_order, indexed_path
from fieldkit.model.form.xpath.stack import room
from fieldkit.model.form.xpath.table import TABLE, Function, kind
from fieldkit.model.form.xpath.values import COMPARISONS, NAN, compared, converter, text_number, to_string

if TYPE_CHECKING:
    from fieldkit.model.form.xpath.nodes import Context
    from fieldkit.model.form.xpath.syntax import Tree


def make(tree: Tree, wanted: str) -> Closure:
    """Compile to a type: string, number, boolean, nodes, or ``any`` for whatever the expression gives.

    What gives no nodes where they are wanted is an error when it is evaluated.
    """
    inner, given = _compiled(tree), kind(tree)
    if wanted in (given, "any"):
        return inner
    if wanted == "nodes":
        return _checked(inner, tree.position)
    if (given, wanted) == ("nodes", "string"):
        return lambda c: found[0].text() if (found := inner(c)) else ""
    if (given, wanted) == ("nodes", "number"):
        return lambda c: text_number(found[0].text()) if (found := inner(c)) else NAN
    convert = converter(given, wanted)
    return lambda c: convert(inner(c))


def _compiled(tree: Tree) -> Closure:
    if isinstance(tree, (syntax.Literal, syntax.Number)):
        constant = tree.value
        return lambda c: constant
    if isinstance(tree, syntax.Path):
        return compile_path(tree, make)
    if isinstance(tree, syntax.Filter):
        return compile_filter(tree, make)
    if isinstance(tree, syntax.Negative):
        inner = make(tree.operand, "number")
        return lambda c: -inner(c)
    return _operation(tree) if isinstance(tree, syntax.Operation) else _call(tree)


def _checked(inner: Closure, position: int) -> Closure:
    def checked(c: Context) -> Any:
        found = inner(c)
        if not isinstance(found, list):
            raise XPathError(*said("nodes-wanted"), position)
        return found

    return checked


def _operation(tree: syntax.Operation) -> Closure:
    sign = tree.operators[0]
    if sign == "|":
        parts = [make(operand, "nodes") for operand in tree.operands]
        return lambda c: in_order([node for part in parts for node in part(c)])
    if sign in ("and", "or"):
        return _logic(any if sign == "or" else all, [make(operand, "boolean") for operand in tree.operands])
    return _arithmetic(tree) if sign in _ARITHMETIC else _comparison(tree)


def _logic(combine: Callable[[Iterable[bool]], bool], parts: list[Closure]) -> Closure:
    match parts:
        case [left, right] if combine is any:
            return lambda c: left(c) or right(c)
        case [left, right]:
            return lambda c: left(c) and right(c)
    return lambda c: combine(part(c) for part in parts)


def _comparison(tree: syntax.Operation) -> Closure:
    sign, (left, right) = tree.operators[0], tree.operands[:2]
    if sign in ("=", "!=") and isinstance(left, syntax.Literal):
        left, right = right, left
    if sign in ("=", "!=") and isinstance(right, syntax.Literal) and kind(left) == "nodes":
        found = _equals_literal(make(left, "nodes"), right.value, sign == "=")
    else:
        found = _compared(sign, make(left, "any"), make(right, "any"))
    for sign, operand in zip(tree.operators[1:], tree.operands[2:], strict=True):
        found = _compared(sign, found, make(operand, "any"))
    return found


def _compared(sign: str, left: Closure, right: Closure) -> Closure:
    holds = COMPARISONS[sign]
    return lambda c: compared(holds, left(c), right(c))


def _equals_literal(found: Closure, literal: str, same: bool) -> Closure:
    def equals(c: Context) -> bool:
        for node in found(c):  # noqa: SIM110 - by far the most frequent comparison; any() takes twice as long
            if (node.text() == literal) is same:
                return True
        return False

    return equals


def divide(left: float, right: float) -> float:
    """Divide as IEEE 754 does."""
    if right != 0:
        return left / right
    if left == 0 or left != left:
        return NAN
    return math.copysign(math.inf, left) * math.copysign(1.0, right)


def remainder(left: float, right: float) -> float:
    """Return the rest of a division, with the sign of ``left``."""
    if math.isinf(left) or right == 0 or left != left or right != right:
        return NAN
    return math.fmod(left, right)


_ARITHMETIC = {"+": operator.add, "-": operator.sub, "*": operator.mul, "div": divide, "mod": remainder}


def _arithmetic(tree: syntax.Operation) -> Closure:
    first, *rest = (make(operand, "number") for operand in tree.operands)
    steps = [(_ARITHMETIC[sign], operand) for sign, operand in zip(tree.operators, rest, strict=True)]
    if len(steps) == 1:
        ((calculate, second),) = steps
        return lambda c: calculate(first(c), second(c))

    def fold(c: Context) -> float:
        total: float = first(c)
        for calculate, operand in steps:
            total = calculate(total, operand(c))
        return total

    return fold


def _call(tree: syntax.Call) -> Closure:
    problem = _misuse(tree)
    if problem is not None:

        def fail(c: Context) -> Any:
            raise problem

        return fail
    special = _SPECIAL.get(tree.name)
    return (special and special(tree)) or _applied(tree, TABLE[tree.name])


def _misuse(tree: syntax.Call) -> XPathError | None:
    """Return what is wrong if the function is unknown or has too few or too many arguments."""
    function, given = TABLE.get(tree.name), len(tree.arguments)
    if function is None:
        return XPathError(*said("unknown-function", name=tree.name), tree.position)
    least, most = function.min_args, function.max_args
    if given >= least and (most is None or given <= most):
        return None
    wanted = f"{least}" if most == least else f"{least}–{most or '…'}"
    return XPathError(*said("wrong-arguments", name=tree.name, wanted=wanted, given=given), tree.position)


def _applied(tree: syntax.Call, function: Function) -> Closure:
    call = function.call
    assert call is not None
    arguments = [make(argument, function.parameter(i)) for i, argument in enumerate(tree.arguments)]
    if function.context:
        if not arguments:
            return call
        arguments.insert(0, lambda c: c)
    match arguments:
        case []:
            return lambda c: call()
        case [only]:
            return lambda c: call(only(c))
        case [left, right]:
            return lambda c: call(left(c), right(c))
    return lambda c: call(*[argument(c) for argument in arguments])


def _choose(tree: syntax.Call) -> Closure:
    condition, then, otherwise = map(make, tree.arguments, ("boolean", "any", "any"))
    return lambda c: then(c) if condition(c) else otherwise(c)


def _text_or_blank(tree: Tree) -> Closure:
    if kind(tree) in ("nodes", "string"):
        return make(tree, "string")
    inner = make(tree, "any")

    def text(c: Context) -> str:
        found: Any = inner(c)
        # A number that cannot be is nothing to keep.
        return "" if isinstance(found, float) and found != found else to_string(found)

    return text


def _coalesce(tree: syntax.Call) -> Closure:
    first, second = map(_text_or_blank, tree.arguments)
    return lambda c: first(c) or second(c)


def _once(tree: syntax.Call) -> Closure:
    fresh = _text_or_blank(tree.arguments[0])
    return lambda c: c.current.kept_text() or fresh(c)


_SPECIAL: dict[str, Callable[[syntax.Call], Closure | None]] = {
    "if": _choose,
    "coalesce": _coalesce,
    "once": _once,
    "indexed-repeat": lambda tree: indexed_path(tree, make),
}
"""What is not compiled like other calls: arguments are left unread, or the whole is read in another way."""


class Expression:
    """An expression that may be evaluated to any type."""

    def __init__(self, text: str, tree: Tree) -> None:
        self.text = text
        self.tree = tree
        self._made: dict[str, Closure] = {}

    def giving(self, wanted: str) -> Closure:
        """Return what gives a type, made when first asked for; as text, a number that cannot be is blank."""
        made = self._made.get(wanted)
        if made is None:
            with room():
                made = _text_or_blank(self.tree) if wanted == "string" else make(self.tree, wanted)
            self._made[wanted] = made
        return made


@lru_cache(maxsize=20_000)
def expression(text: str) -> Expression:
    """Parse ``text`` for evaluation; raises `XPathError`. Expressions hold no form and are shared."""
    return Expression(text, parse(text))
