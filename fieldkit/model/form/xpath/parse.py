"""From the text of an XPath expression to its tree (XPath 1.0 §3.7; xforms-spec "XPath Subset")."""

from __future__ import annotations

import re
from typing import NamedTuple

from fieldkit.model.form.problems import XPathError, said
from fieldkit.model.form.xpath import syntax
from fieldkit.model.form.xpath.paths import AXES
from fieldkit.model.form.xpath.stack import room
from fieldkit.model.form.xpath.syntax import Step, Tree

LONGEST = 200_000
"""Characters an expression may have."""
DEEPEST = 400
"""Levels of parentheses, arguments and predicates inside one another."""

# XML names have combining marks too (XML 1.0 §2.3), as Thai vowels and tone marks are; \w leaves them out.
_NAME = r"[^\W\d][\w.\-\u00b7\u0300-\u1fff\u203f\u2040]*"
_TOKEN = re.compile(
    rf"""[ \t\r\n]*(?:
    (?P<name>{_NAME}(?::(?!:)(?:{_NAME}|\*))?)
    |(?P<symbol>::|//|\.\.|!=|<=|>=|\.(?!\d)|[()\[\]/@,|+\-=<>$])
    |(?P<literal>"[^"]*"|'[^']*')
    |(?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)
    |(?P<any>\*)
    |(?P<end>\Z)
    |(?P<stray>.))""",
    re.VERBOSE | re.DOTALL,
)
# Where an operand has ended, these are operators and not names or wildcards (XPath 1.0 §3.7).
_WORD_OPERATOR = re.compile(r"[ \t\r\n]*(?P<symbol>and|or|div|mod|\*)")
_ENDS_OPERAND = frozenset({"name", "any", "number", "literal", ")", "]", ".", ".."})
_STARTS_STEP = frozenset({"name", "any", ".", "..", "@"})
_LEVELS = ("or", "and", "= !=", "< <= > >=", "+ -", "* div mod", "unary-", "|")
"""Operators, from those that bind loosest (XPath 1.0 §3.5)."""
_LEVEL = {sign: level for level, signs in enumerate(_LEVELS, 1) for sign in signs.split()}
# Without an argument, these look at the context node (XPath 1.0 §4).
_ON_CONTEXT = frozenset(
    {"string", "number", "string-length", "normalize-space", "name", "local-name", "namespace-uri"}
)
_NODE_TYPES = frozenset({"node", "text", "comment", "processing-instruction"})


class Token(NamedTuple):
    """A piece of the text: ``kind`` is name, any (``*``), number, literal, end, or the symbol itself."""

    kind: str
    text: str
    position: int


def parse(text: str) -> Tree:
    """Return the tree of ``text``; raises `XPathError` with what is wrong and where."""
    if len(text) > LONGEST:
        raise XPathError(*said("expression-too-long", most=LONGEST), LONGEST)
    parser = _Parser(tokens(text))
    with room():
        tree = parser.expression(0)
    if parser.token.kind != "end":
        raise parser.unexpected()
    return tree


def tokens(text: str) -> list[Token]:
    """Return the tokens of ``text``, the last of kind ``end``; raises `XPathError` on a stray character."""
    found: list[Token] = []
    position, kind = 0, ""
    while kind != "end":
        operator = _WORD_OPERATOR.match(text, position) if kind in _ENDS_OPERAND else None
        match = operator or _TOKEN.match(text, position)
        assert match is not None
        kind = match.lastgroup or ""
        piece, position = match[kind], match.end()
        if kind == "stray":
            raise _stray(piece, position - 1)
        if kind == "symbol":
            kind = piece
        found.append(Token(kind, piece, position - len(piece)))
    return found


def _stray(character: str, position: int) -> XPathError:
    if character in "\"'":
        return XPathError(*said("open-quotation", character=character), position)
    if character in "“”‘’":
        return XPathError(*said("curly-quotation"), position)
    return XPathError(*said("stray-character", character=character), position)


class _Parser:
    """Precedence climbing over a list of tokens; ``token`` is the next one."""

    def __init__(self, found: list[Token]) -> None:
        self.tokens = found
        self.index = 0
        self.token = found[0]
        self.depth = 0

    # Tokens.

    def take(self) -> Token:
        """Return the next token and go on to the one after it."""
        token = self.token
        self.index += 1
        self.token = self.tokens[self.index]
        return token

    def accept(self, symbol: str) -> bool:
        """Go past ``symbol`` if it comes next."""
        if self.token.kind != symbol:
            return False
        self.take()
        return True

    def expect(self, symbol: str) -> None:
        """Go past ``symbol``; raises `XPathError` if it does not come next."""
        if not self.accept(symbol):
            found = self.token.text or "the end"
            raise XPathError(*said("expected", symbol=symbol, found=found), self.token.position)

    def unexpected(self) -> XPathError:
        """Return what to raise where the next token cannot stand."""
        if self.token.kind != "end":
            return XPathError(*said("unexpected", text=self.token.text), self.token.position)
        return XPathError(*said("incomplete" if self.index else "empty"), self.token.position)

    # The grammar.

    def expression(self, level: int) -> Tree:
        """Parse operands joined by operators that bind more tightly than ``level``.

        A run of operators of one precedence becomes one operation, so that long sums do not nest.
        """
        self.depth += 1
        if self.depth > DEEPEST:
            raise XPathError(*said("nested-too-deeply", most=DEEPEST), self.token.position)
        tree = self.operand()
        while (precedence := _LEVEL.get(self.token.kind, 0)) > level:
            start, operators, operands = self.token.position, [], [tree]
            while _LEVEL.get(self.token.kind) == precedence:
                operators.append(self.take().text)
                operands.append(self.expression(precedence))
            tree = syntax.Operation(tuple(operators), tuple(operands), start)
        self.depth -= 1
        return tree

    def operand(self) -> Tree:
        """Parse a path with the minus signs before it."""
        position, signs = self.token.position, 0
        while self.accept("-"):
            signs += 1
        if not signs:
            return self.path()
        tree = self.expression(_LEVEL["unary-"])
        # Two signs cancel out but still make a number of the operand.
        for _ in range(2 - signs % 2):
            tree = syntax.Negative(tree, position)
        return tree

    def path(self) -> Tree:
        """Parse a path from the root, from the context node or from a primary expression."""
        position = self.token.position
        start: Tree | str | None = None
        steps: list[Step] = []
        if self.starts_primary():
            start = self.primary()
            if predicates := self.predicates():
                start = syntax.Filter(start, predicates, position)
            if self.token.kind not in ("/", "//"):
                return start
        elif self.token.kind in ("/", "//"):
            start = "/"
            if self.token.kind == "/" and self.tokens[self.index + 1].kind not in _STARTS_STEP:
                self.take()
                return syntax.Path(start, (), position)
        else:
            steps.append(self.step())
        while self.token.kind in ("/", "//"):
            separator = self.take()
            if separator.kind == "//":
                steps.append(Step("descendant-or-self", "node()", (), separator.position))
            steps.append(self.step())
        return syntax.Path(start, tuple(steps), position)

    def step(self) -> Step:
        """Parse one step of a path, from its axis to its predicates."""
        position, axis = self.token.position, "child"
        if self.token.kind in (".", ".."):
            axis = "self" if self.take().kind == "." else "parent"
            return Step(axis, "node()", self.predicates(), position)
        if self.accept("@"):
            axis = "attribute"
        test = self.name()
        if axis == "child" and self.accept("::"):
            if test not in AXES:
                raise XPathError(*said("unknown-axis", test=test), position)
            axis, test = test, self.name()
        if test in _NODE_TYPES and self.accept("("):
            target = self.take().text[1:-1] if self.token.kind == "literal" else ""
            self.expect(")")
            test = f"{test}({target})"
        return Step(axis, test, self.predicates(), position)

    def name(self) -> str:
        """Take a name or ``*``."""
        if self.token.kind not in ("name", "any"):
            raise self.unexpected()
        return self.take().text

    def predicates(self) -> tuple[Tree, ...]:
        """Parse as many predicates as there are."""
        found: list[Tree] = []
        while self.accept("["):
            found.append(self.expression(0))
            self.expect("]")
        return tuple(found)

    def starts_primary(self) -> bool:
        """Tell whether what comes next is no location path."""
        if self.token.kind == "name":
            return self.tokens[self.index + 1].kind == "(" and self.token.text not in _NODE_TYPES
        return self.token.kind in ("number", "literal", "(", "$")

    def primary(self) -> Tree:
        """Parse a number, a text, a call or an expression in brackets."""
        token = self.take()
        if token.kind == "number":
            return syntax.Number(float(token.text), token.position)
        if token.kind == "literal":
            return syntax.Literal(token.text[1:-1], token.position)
        if token.kind == "(":
            inner = self.expression(0)
            self.expect(")")
            return inner
        if token.kind == "$":
            raise XPathError(*said("left-reference"), token.position)
        return self.call(token)

    def call(self, name: Token) -> Tree:
        """Parse the arguments of a call."""
        self.expect("(")
        arguments: list[Tree] = []
        if not self.accept(")"):
            arguments.append(self.expression(0))
            while self.accept(","):
                arguments.append(self.expression(0))
            self.expect(")")
        if not arguments and name.text in _ON_CONTEXT:
            arguments.append(syntax.Path(None, (), name.position))
        return syntax.Call(name.text, tuple(arguments), name.position)
