"""From trees to closures, one for each wanted type (XPath 1.0 §3; xforms-spec "XPath Operators")."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from fieldkit.errors import Text
from fieldkit.model.form.xpath.context import Context
from fieldkit.model.form.xpath.functions import TABLE, Function
from fieldkit.model.form.xpath.parse import parse
from fieldkit.model.form.xpath.paths import Makers, compile_filter, compile_path, looked_up, union
from fieldkit.model.form.xpath.rewrite import indexed_path
from fieldkit.model.form.xpath.stack import room
from fieldkit.model.form.xpath.syntax import (
    Call,
    Filter,
    Literal,
    Negative,
    Number,
    Operation,
    Path,
    Tree,
    XPathError,
)
from fieldkit.model.form.xpath.values import (
    NAN,
    Value,
    equal,
    number_text,
    ordered,
    text_number,
    to_boolean,
    to_number,
    to_string,
)

Closure = Callable[[Context], Any]


def kind(tree: Tree) -> str:
    """Return the type that ``tree`` always gives: string, number, boolean, nodes, or any."""
    if isinstance(tree, Literal):
        return "string"
    if isinstance(tree, (Number, Negative)):
        return "number"
    if isinstance(tree, (Path, Filter)):
        return "nodes"
    if isinstance(tree, Operation):
        operator = tree.operators[0]
        if operator == "|":
            return "nodes"
        return "number" if operator in ("+", "-", "*", "div", "mod") else "boolean"
    declared = TABLE.get(tree.name)
    return declared.result if declared is not None else "any"


def nodes(tree: Tree) -> Closure:
    """Compile to a list of nodes; what gives no nodes is an error when it is evaluated."""
    if isinstance(tree, Path):
        return compile_path(tree, _MAKERS)
    if isinstance(tree, Filter):
        return compile_filter(tree, _MAKERS)
    if isinstance(tree, Operation) and tree.operators[0] == "|":
        return union([nodes(operand) for operand in tree.operands])
    inner = value(tree)
    position = tree.position

    def checked(c: Context) -> Any:
        found = inner(c)
        if not isinstance(found, list):
            raise XPathError(
                Text("ตรงนี้ต้องเป็นเส้นทางไปยังคำถามหรือรายการ", "A path to questions or list rows is needed here"),
                position,
            )
        return found

    return inner if kind(tree) == "nodes" else checked


def string(tree: Tree) -> Closure:
    """Compile to text."""
    if isinstance(tree, Literal):
        constant = tree.value
        return lambda c: constant
    sort = kind(tree)
    if sort == "nodes":
        found = nodes(tree)

        def first_text(c: Context) -> str:
            items = found(c)
            return items[0].text() if items else ""

        return first_text
    inner = value(tree)
    if sort == "string":
        return inner
    if sort == "number":
        return lambda c: number_text(inner(c))
    return lambda c: to_string(inner(c))


def number(tree: Tree) -> Closure:
    """Compile to a number."""
    sort = kind(tree)
    if sort == "nodes":
        found = nodes(tree)

        def first_number(c: Context) -> float:
            items = found(c)
            return text_number(items[0].text()) if items else NAN

        return first_number
    inner = value(tree)
    if sort == "string":
        return lambda c: text_number(inner(c))
    return inner if sort == "number" else lambda c: to_number(inner(c))


def boolean(tree: Tree) -> Closure:
    """Compile to a truth."""
    inner = value(tree)
    if kind(tree) == "boolean":
        return inner
    return lambda c: to_boolean(inner(c))


def value(tree: Tree) -> Closure:
    """Compile to whatever type the expression gives."""
    if isinstance(tree, (Literal, Number)):
        constant = tree.value
        return lambda c: constant
    if isinstance(tree, (Path, Filter)):
        return nodes(tree)
    if isinstance(tree, Negative):
        inner = number(tree.operand)
        return lambda c: -inner(c)
    if isinstance(tree, Operation):
        return _operation(tree)
    return _call(tree)


_MAKERS = Makers(nodes, boolean, number, value, kind)
_BY_TYPE: dict[str, Callable[[Tree], Closure]] = {
    "string": string,
    "number": number,
    "boolean": boolean,
    "nodes": nodes,
    "any": value,
}


def _operation(tree: Operation) -> Closure:
    operator = tree.operators[0]
    if operator == "|":
        return nodes(tree)
    if operator in ("and", "or"):
        return _logic(operator == "or", [boolean(operand) for operand in tree.operands])
    if operator in ("=", "!=", "<", "<=", ">", ">="):
        return _comparison(tree)
    return _arithmetic(tree)


def _logic(stop: bool, parts: list[Closure]) -> Closure:
    if len(parts) == 2:
        left, right = parts
        if stop:
            return lambda c: left(c) or right(c)
        return lambda c: left(c) and right(c)

    def logic(c: Context) -> bool:
        return stop if any(part(c) is stop for part in parts) else not stop

    return logic


def _comparison(tree: Operation) -> Closure:
    first = _compare(tree.operators[0], tree.operands[0], tree.operands[1])
    for operator, operand in zip(tree.operators[1:], tree.operands[2:], strict=True):
        first = _compare_result(operator, first, value(operand))
    return first


def _compare_result(operator: str, left: Closure, right: Closure) -> Closure:
    if operator in ("=", "!="):
        same = operator == "="
        return lambda c: equal(left(c), right(c), same)
    return lambda c: ordered(operator, left(c), right(c))


def _compare(operator: str, left: Tree, right: Tree) -> Closure:
    if operator in ("=", "!="):
        if isinstance(left, Literal) and kind(right) == "nodes":
            left, right = right, left
        if isinstance(right, Literal) and kind(left) == "nodes":
            return _equals_literal(nodes(left), right.value, operator == "=")
    elif kind(left) == "number" and kind(right) == "number":
        return _compare_result(operator, number(left), number(right))
    return _compare_result(operator, value(left), value(right))


def _equals_literal(found: Closure, literal: str, same: bool) -> Closure:
    def equals(c: Context) -> bool:
        for node in found(c):  # noqa: SIM110 - by far the most frequent comparison; any() takes twice as long
            if (node.text() == literal) is same:
                return True
        return False

    return equals


def _add(left: float, right: float) -> float:
    return left + right


def _subtract(left: float, right: float) -> float:
    return left - right


def _multiply(left: float, right: float) -> float:
    return left * right


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


_ARITHMETIC = {"+": _add, "-": _subtract, "*": _multiply, "div": divide, "mod": remainder}


def _arithmetic(tree: Operation) -> Closure:
    operands = [number(operand) for operand in tree.operands]
    calculations = [_ARITHMETIC[operator] for operator in tree.operators]
    if len(operands) == 2:
        left, right = operands
        calculate = calculations[0]
        return lambda c: calculate(left(c), right(c))
    first, rest = operands[0], list(zip(calculations, operands[1:], strict=True))

    def fold(c: Context) -> float:
        total: float = first(c)
        for calculation, operand in rest:
            total = calculation(total, operand(c))
        return total

    return fold


def _call(tree: Call) -> Closure:
    declared = TABLE.get(tree.name)
    try:
        check_call(tree, declared)
    except XPathError as error:
        problem = error

        def fail(c: Context) -> Any:
            raise problem

        return fail
    assert declared is not None
    if tree.name == "if":
        return _choose(tree)
    if tree.name == "coalesce":
        return _coalesce(tree)
    if tree.name == "once":
        return _once(tree)
    if tree.name == "indexed-repeat" and (followed := indexed_path(tree, number)) is not None:
        return followed
    arguments = [_BY_TYPE[declared.parameter(i)](argument) for i, argument in enumerate(tree.arguments)]
    return _applied(declared, arguments)


def check_call(tree: Call, declared: Function | None) -> None:
    """Raise `XPathError` if the function is unknown or has too few or too many arguments."""
    if declared is None:
        raise XPathError(
            Text(f"ไม่รู้จักฟังก์ชัน {tree.name}()", f"Unknown function {tree.name}()"),
            tree.position,
            hint=Text(
                "ตรวจการสะกดกับรายการฟังก์ชันของ ODK", "Check the spelling against ODK's list of functions"
            ),
        )
    given = len(tree.arguments)
    if given < declared.min_args or (declared.max_args is not None and given > declared.max_args):
        most = declared.max_args
        wanted = f"{declared.min_args}" if most == declared.min_args else f"{declared.min_args}–{most or '…'}"
        raise XPathError(
            Text(
                f"{tree.name}() ต้องมีอาร์กิวเมนต์ {wanted} ตัว แต่ให้มา {given}",
                f"{tree.name}() takes {wanted} arguments, {given} were given",
            ),
            tree.position,
        )


def _applied(declared: Function, arguments: list[Closure]) -> Closure:
    call = declared.call
    assert call is not None
    if declared.context:
        if not arguments:
            return lambda c: call(c)
        if len(arguments) == 1:
            only = arguments[0]
            return lambda c: call(c, only(c))
        return lambda c: call(c, *[argument(c) for argument in arguments])
    if not arguments:
        return lambda c: call()
    if len(arguments) == 1:
        only = arguments[0]
        return lambda c: call(only(c))
    if len(arguments) == 2:
        left, right = arguments
        return lambda c: call(left(c), right(c))
    return lambda c: call(*[argument(c) for argument in arguments])


def _choose(tree: Call) -> Closure:
    condition, then, otherwise = (
        boolean(tree.arguments[0]),
        value(tree.arguments[1]),
        value(tree.arguments[2]),
    )
    return lambda c: then(c) if condition(c) else otherwise(c)


def _text_or_blank(tree: Tree) -> Closure:
    if kind(tree) in ("nodes", "string"):
        return string(tree)
    inner = value(tree)

    def text(c: Context) -> str:
        found: Value = inner(c)
        # A number that cannot be is nothing to keep.
        return "" if isinstance(found, float) and found != found else to_string(found)

    return text


def _coalesce(tree: Call) -> Closure:
    first, second = _text_or_blank(tree.arguments[0]), _text_or_blank(tree.arguments[1])
    return lambda c: first(c) or second(c)


def _once(tree: Call) -> Closure:
    fresh = _text_or_blank(tree.arguments[0])
    return lambda c: c.current.kept_text() or fresh(c)


class Expression:
    """A compiled expression; the closures for the types that are never asked for are never made."""

    __slots__ = ("_boolean", "_nodes", "_number", "_string", "_value", "text", "tree")

    def __init__(self, text: str, tree: Tree) -> None:
        self.text = text
        self.tree = tree
        self._string: Closure | None = None
        self._number: Closure | None = None
        self._boolean: Closure | None = None
        self._nodes: Closure | None = None
        self._value: Closure | None = None

    @property
    def string(self) -> Closure:
        """Closure giving text; a number that cannot be is blank."""
        if self._string is None:
            with room():
                number_like = kind(self.tree) in ("number", "any")
                self._string = _text_or_blank(self.tree) if number_like else string(self.tree)
        return self._string

    @property
    def number(self) -> Closure:
        """Closure giving a number."""
        if self._number is None:
            with room():
                self._number = number(self.tree)
        return self._number

    @property
    def boolean(self) -> Closure:
        """Closure giving a truth."""
        if self._boolean is None:
            with room():
                self._boolean = boolean(self.tree)
        return self._boolean

    @property
    def nodes(self) -> Closure:
        """Closure giving nodes."""
        if self._nodes is None:
            with room():
                self._nodes = nodes(self.tree)
        return self._nodes

    @property
    def value(self) -> Closure:
        """Closure giving whatever type the expression has."""
        if self._value is None:
            with room():
                self._value = value(self.tree)
        return self._value

    def looked_up(self) -> Iterator[tuple[str, str]]:
        """Yield each list and the column by which the expression finds rows in it."""
        with room():
            yield from looked_up(self.tree, _MAKERS)


@lru_cache(maxsize=20_000)
def expression(text: str) -> Expression:
    """Parse ``text`` for evaluation; raises `XPathError`. Expressions hold no form and are shared."""
    return Expression(text, parse(text))
