"""From the text of an XPath expression to its tree (XPath 1.0 §3.7; xforms-spec "XPath Subset")."""

from __future__ import annotations

import re
from typing import NamedTuple

from fieldkit.errors import Text
from fieldkit.model.form.xpath.stack import room
from fieldkit.model.form.xpath.syntax import (
    Call,
    Filter,
    Literal,
    Negative,
    Number,
    Operation,
    Path,
    Step,
    Tree,
    XPathError,
)

__all__ = ["DEEPEST", "LONGEST", "XPathError", "parse"]

LONGEST = 200_000
"""Characters an expression may have."""
DEEPEST = 400
"""Levels of parentheses, arguments and predicates inside one another."""

# XML names have combining marks too (XML 1.0 §2.3), as Thai vowels and tone marks are; \w leaves them out.
_NAME = r"[^\W\d][\w.\-\u00b7\u0300-\u1fff\u203f\u2040]*"
_TOKEN = re.compile(
    rf"""(?P<space>[ \t\r\n]+)
    |(?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)
    |(?P<literal>"[^"]*"|'[^']*')
    |(?P<symbol>::|//|\.\.|!=|<=|>=|[()\[\]/@,.|+\-=<>*$])
    |(?P<name>{_NAME}(?::(?!:)(?:{_NAME}|\*))?)""",
    re.VERBOSE,
)
_WORD_OPERATOR = re.compile(r"and|or|div|mod")
_LEVEL = {
    **dict.fromkeys(("or",), 1),
    **dict.fromkeys(("and",), 2),
    **dict.fromkeys(("=", "!="), 3),
    **dict.fromkeys(("<", "<=", ">", ">="), 4),
    **dict.fromkeys(("+", "-"), 5),
    **dict.fromkeys(("*", "div", "mod"), 6),
    "|": 8,
}
_UNARY = 7
_NOT_BEFORE_OPERATOR = frozenset({"@", "::", "(", "[", ",", "/", "//", "$", ""}) | frozenset(_LEVEL)
_NODE_TYPES = frozenset({"node", "text", "comment", "processing-instruction"})
AXES = frozenset(
    [
        "ancestor",
        "ancestor-or-self",
        "attribute",
        "child",
        "descendant",
        "descendant-or-self",
        "following",
        "following-sibling",
        "namespace",
        "parent",
        "preceding",
        "preceding-sibling",
        "self",
    ]
)


class Token(NamedTuple):
    """A piece of the text: ``kind`` is number, literal, name, symbol, operator or end."""

    kind: str
    text: str
    position: int


def parse(text: str) -> Tree:
    """Return the tree of ``text``; raises `XPathError` with what is wrong and where."""
    if len(text) > LONGEST:
        raise XPathError(
            Text("นิพจน์ยาวเกินไป", "The expression is too long"),
            LONGEST,
            hint=Text(f"ยาวได้ไม่เกิน {LONGEST} อักขระ", f"At most {LONGEST} characters are allowed"),
        )
    parser = _Parser(tokens(text))
    with room():
        tree = parser.expression(0)
    parser.finish()
    return tree


def tokens(text: str) -> list[Token]:
    """Return the tokens of ``text``, the last of kind ``end``; raises `XPathError` on a stray character."""
    found: list[Token] = []
    position, previous = 0, ""
    end = len(text)
    while position < end:
        if previous not in _NOT_BEFORE_OPERATOR and (word := _WORD_OPERATOR.match(text, position)):
            previous = word.group()
            found.append(Token("operator", previous, position))
            position = word.end()
            continue
        match = _TOKEN.match(text, position)
        if match is None:
            raise _stray(text, position)
        kind = match.lastgroup or ""
        piece = match.group()
        if kind != "space":
            if (
                kind == "symbol"
                and piece in _LEVEL
                and not (piece == "*" and previous in _NOT_BEFORE_OPERATOR)
            ):
                kind = "operator"
            found.append(Token(kind, piece, position))
            # A name that reads like an operator ("div" as an element) must not count as one.
            previous = piece if kind in ("symbol", "operator") and not _is_wildcard(kind, piece) else "x"
        position = match.end()
    found.append(Token("end", "", end))
    return found


def _is_wildcard(kind: str, piece: str) -> bool:
    return kind == "symbol" and piece == "*"


def _stray(text: str, position: int) -> XPathError:
    character = text[position]
    if character in "\"'":
        return XPathError(
            Text("ข้อความในเครื่องหมายคำพูดไม่ปิด", "A quoted text is not closed"),
            position,
            hint=Text(f"เติม {character} ปิดท้าย", f"Add the closing {character}"),
        )
    if character in "“”‘’":
        return XPathError(
            Text("เครื่องหมายคำพูดแบบโค้งใช้ในนิพจน์ไม่ได้", "Curly quotation marks cannot be used in an expression"),
            position,
            hint=Text("ใช้ ' หรือ \" แบบตรง", "Use the straight ' or \""),
        )
    return XPathError(
        Text(f"อักขระ {character} ใช้ในนิพจน์ไม่ได้", f"The character {character} cannot be used here"), position
    )


class _Parser:
    """Precedence climbing over a list of tokens."""

    def __init__(self, found: list[Token]) -> None:
        self.tokens = found
        self.index = 0
        self.depth = 0

    def expression(self, level: int) -> Tree:
        """Parse operands joined by operators that bind at least as tightly as ``level``."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise XPathError(
                Text("นิพจน์ซ้อนกันลึกเกินไป", "The expression is nested too deeply"),
                self.tokens[self.index].position,
                hint=Text(f"ซ้อนได้ไม่เกิน {DEEPEST} ชั้น", f"At most {DEEPEST} levels are allowed"),
            )
        left = self.operand()
        while True:
            token = self.tokens[self.index]
            precedence = _LEVEL[token.text] if token.kind == "operator" else 0
            if precedence == 0 or precedence <= level:
                break
            left = self.chain(left, precedence)
        self.depth -= 1
        return left

    def chain(self, first: Tree, precedence: int) -> Tree:
        """Parse the run of operators of one precedence, so that long sums do not nest."""
        operators: list[str] = []
        operands = [first]
        start = self.tokens[self.index].position
        while True:
            token = self.tokens[self.index]
            if token.kind != "operator" or _LEVEL[token.text] != precedence:
                return Operation(tuple(operators), tuple(operands), start)
            self.index += 1
            operators.append(token.text)
            operands.append(self.expression(precedence))

    def operand(self) -> Tree:
        token = self.tokens[self.index]
        if token.kind == "operator" and token.text == "-":
            count = 0
            while self.tokens[self.index].text == "-" and self.tokens[self.index].kind == "operator":
                count += 1
                self.index += 1
            operand = self.expression(_UNARY)
            # Two signs cancel out but still make a number of the operand.
            for _ in range(2 if count % 2 == 0 else 1):
                operand = Negative(operand, token.position)
            return operand
        return self.path()

    def path(self) -> Tree:
        token = self.tokens[self.index]
        if token.kind == "symbol" and token.text in ("/", "//"):
            return self.absolute(token)
        if not self.starts_primary(token):
            return Path(None, tuple(self.steps()), token.position)
        primary = self.primary()
        predicates = self.predicates()
        if predicates:
            primary = Filter(primary, predicates, token.position)
        if self.tokens[self.index].text in ("/", "//") and self.tokens[self.index].kind == "symbol":
            steps = self.more_steps()
            return Path(primary, tuple(steps), token.position)
        return primary

    def absolute(self, token: Token) -> Tree:
        self.index += 1
        if token.text == "//":
            return Path("/", (_any_depth(token), *self.steps()), token.position)
        steps = self.steps() if self.starts_step() else []
        return Path("/", tuple(steps), token.position)

    def steps(self) -> list[Step]:
        return [self.step(), *self.more_steps()]

    def more_steps(self) -> list[Step]:
        steps: list[Step] = []
        while True:
            token = self.tokens[self.index]
            if token.kind != "symbol" or token.text not in ("/", "//"):
                return steps
            self.index += 1
            if token.text == "//":
                steps.append(_any_depth(token))
            steps.append(self.step())

    def starts_step(self) -> bool:
        token = self.tokens[self.index]
        return token.kind == "name" or (token.kind == "symbol" and token.text in (".", "..", "@", "*"))

    def step(self) -> Step:
        token = self.take()
        if token.kind == "symbol" and token.text in (".", ".."):
            axis = "self" if token.text == "." else "parent"
            return Step(axis, "node()", self.predicates(), token.position)
        axis = "child"
        test = token
        if token.kind == "symbol" and token.text == "@":
            axis, test = "attribute", self.take()
        elif token.kind == "name" and self.peek("::"):
            if token.text not in AXES:
                raise XPathError(
                    Text(f"ไม่รู้จักแกน {token.text}::", f"Unknown axis {token.text}::"), token.position
                )
            self.index += 1
            axis, test = token.text, self.take()
        return Step(axis, self.node_test(test), self.predicates(), token.position)

    def node_test(self, token: Token) -> str:
        if token.kind == "symbol" and token.text == "*":
            return "*"
        if token.kind != "name":
            raise self.unexpected(token)
        if token.text in _NODE_TYPES and self.peek("("):
            self.index += 1
            target = ""
            if self.tokens[self.index].kind == "literal":
                target = self.take().text[1:-1]
            self.expect(")")
            return f"{token.text}({target})"
        return token.text

    def predicates(self) -> tuple[Tree, ...]:
        if not self.peek("["):
            return ()
        found: list[Tree] = []
        while self.peek("["):
            self.index += 1
            found.append(self.expression(0))
            self.expect("]")
        return tuple(found)

    def starts_primary(self, token: Token) -> bool:
        if token.kind in ("number", "literal"):
            return True
        if token.kind == "symbol":
            return token.text in ("(", "$")
        following = self.tokens[self.index + 1] if token.kind == "name" else None
        return following is not None and following.text == "(" and token.text not in _NODE_TYPES

    def primary(self) -> Tree:
        token = self.take()
        if token.kind == "number":
            return Number(float(token.text), token.position)
        if token.kind == "literal":
            return Literal(token.text[1:-1], token.position)
        if token.text == "(":
            inner = self.expression(0)
            self.expect(")")
            return inner
        if token.text == "$":
            raise XPathError(
                Text("ยังมี ${…} หรือ $ ที่ไม่ได้แปลง", "A ${…} or $ was left in the expression"),
                token.position,
                hint=Text("ตรวจชื่อคำถามใน ${…}", "Check the question name in ${…}"),
            )
        return self.call(token)

    def call(self, name: Token) -> Tree:
        self.expect("(")
        arguments: list[Tree] = []
        if not self.peek(")"):
            arguments.append(self.expression(0))
            while self.peek(","):
                self.index += 1
                arguments.append(self.expression(0))
        self.expect(")")
        return Call(name.text, tuple(arguments), name.position)

    def take(self) -> Token:
        token = self.tokens[self.index]
        if token.kind == "end":
            raise self.unexpected(token)
        self.index += 1
        return token

    def peek(self, text: str) -> bool:
        token = self.tokens[self.index]
        return token.text == text and token.kind == "symbol"

    def expect(self, text: str) -> None:
        token = self.tokens[self.index]
        if token.text != text or token.kind != "symbol":
            found = token.text or Text("จบนิพจน์", "the end").en
            raise XPathError(
                Text(f"ต้องเป็น {text} ที่ตำแหน่งนี้", f"Expected {text} here, found {found}"), token.position
            )
        self.index += 1

    def finish(self) -> None:
        token = self.tokens[self.index]
        if token.kind != "end":
            raise self.unexpected(token)

    def unexpected(self, token: Token) -> XPathError:
        if token.kind == "end":
            if len(self.tokens) == 1:
                return XPathError(Text("นิพจน์ว่างเปล่า", "The expression is empty"), token.position)
            return XPathError(Text("นิพจน์ไม่จบ", "The expression is not complete"), token.position)
        return XPathError(
            Text(f"ไม่คาดว่าจะมี {token.text} ตรงนี้", f"Unexpected {token.text} here"), token.position
        )


def _any_depth(token: Token) -> Step:
    return Step("descendant-or-self", "node()", (), token.position)
