"""The language of an indicator's numerator and denominator: a condition over the columns of a subject.

Columns, numbers, texts in single quotes and settings (``:complaint.reply_days``); ``= <> < <= > >=``,
``and``, ``or``, ``not``, ``in (…)``, ``between … and …``, ``is null``. A flag stands for itself: ``covered
and risk_air``. Nothing else is understood, so that a table of the office can neither change data nor read
what is not declared, and SQLite and PostgreSQL say the same. A comparison with a value that is not known is
neither true nor false.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from fieldkit.errors import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Kind = Literal["text", "number", "day", "flag"]
_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<number>-?\d+(?:\.\d+)?)|(?P<setting>:[a-z0-9_.]+)"
    r"|(?P<word>[A-Za-z_][A-Za-z_0-9]*)|(?P<sign><>|<=|>=|[=<>(),]))"
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_COMPARISONS = ("=", "<>", "<", "<=", ">", ">=")
_WORDS = frozenset({"and", "or", "not", "in", "between", "is", "null"})
_DEEPEST = 40


class ExpressionError(Exception):
    """An expression that cannot be used: what is wrong, its cure, and at which letter (from 1)."""

    def __init__(self, title: Text, cure: Text, letter: int) -> None:
        super().__init__(title.en)
        self.title, self.cure, self.letter = title, cure, letter


@dataclass(frozen=True, slots=True)
class Condition:
    """A checked expression: its SQL, and the columns that it reads.

    ``required`` are columns with the one text (as SQL) without which it is never true.
    """

    sql: str
    columns: frozenset[str]
    required: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    letter: int


@dataclass(frozen=True, slots=True)
class _Value:
    sql: str
    kind: Kind
    letter: int
    literal: bool = False


EVERYTHING = Condition("1 = 1", frozenset())


def parse(
    expression: str, columns: Mapping[str, Kind], settings: Mapping[str, int | Decimal] | None = None
) -> Condition:
    """Return the condition that ``expression`` is; empty is everything. Raises `ExpressionError`."""
    if not expression.strip():
        return EVERYTHING
    return _Parser(_tokens(expression), columns, settings or {}).whole()


def quoted(text: str) -> str:
    """Return a text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def _tokens(expression: str) -> list[_Token]:
    found, at = [], 0
    while expression[at:].strip():
        match = _TOKEN.match(expression, at)
        if match is None:
            start = at + len(expression[at:]) - len(expression[at:].lstrip())
            raise _wrong(
                Text(
                    f"อ่านไม่ออกตรง “{expression[start : start + 12]}”",
                    f"“{expression[start : start + 12]}” is not understood",
                ),
                start + 1,
            )
        kind = str(match.lastgroup)
        found.append(_Token(kind, match[kind], match.start(kind) + 1))
        at = match.end()
    return [*found, _Token("end", "", len(expression) + 1)]


def _wrong(title: Text, letter: int, cure: Text | None = None) -> ExpressionError:
    return ExpressionError(
        title,
        cure
        or Text(
            "ใช้ชื่อคอลัมน์ ตัวเลข 'ข้อความ' = <> < <= > >= and or not in between is null เท่านั้น",
            "Use only columns, numbers, 'texts', = <> < <= > >= and or not in between is null",
        ),
        letter,
    )


class _Parser:
    """Recursive descent over the tokens; each method leaves the position behind what it read."""

    def __init__(
        self, tokens: Sequence[_Token], columns: Mapping[str, Kind], settings: Mapping[str, int | Decimal]
    ) -> None:
        self._tokens, self._columns, self._settings = tokens, columns, settings
        self._at = self._depth = 0
        self._used: set[str] = set()
        self._equal: dict[str, tuple[str, str]] = {}
        self._ways, self._together = 0, [""]

    def whole(self) -> Condition:
        """Read everything."""
        sql = self._any()
        if self._now.kind != "end":
            raise _wrong(
                Text(f"ไม่คาดว่าจะพบ “{self._now.text}”", f"“{self._now.text}” is not expected here"),
                self._now.letter,
            )
        # What was read last is the whole: of several ways none is required.
        needed = self._together if self._ways == 1 else ()
        return Condition(
            sql, frozenset(self._used), tuple(self._equal[part] for part in needed if part in self._equal)
        )

    # --- conditions

    def _any(self) -> str:
        parts = [self._all()]
        while self._take("or"):
            parts.append(self._all())
        self._ways = len(parts)
        return parts[0] if len(parts) == 1 else f"({' OR '.join(parts)})"

    def _all(self) -> str:
        parts = [self._negated()]
        while self._take("and"):
            parts.append(self._negated())
        self._together = parts
        return parts[0] if len(parts) == 1 else f"({' AND '.join(parts)})"

    def _negated(self) -> str:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _wrong(Text("เงื่อนไขซ้อนกันลึกเกินไป", "The condition is nested too deeply"), self._now.letter)
        sql = f"(NOT {self._negated()})" if self._take("not") else self._test()
        self._depth -= 1
        return sql

    def _test(self) -> str:
        if self._take("("):
            inner = self._any()
            self._need(")")
            return f"({inner})"
        left = self._value()
        if self._take("is"):
            negated = self._take("not")
            self._need("null")
            return f"({left.sql} IS {'NOT ' if negated else ''}NULL)"
        if self._now.text in _COMPARISONS:
            sign = self._step().text
            right = self._beside(left)
            sql = f"({left.sql} {sign} {right.sql})"
            if sign == "=" and right.literal and right.kind == "text":
                self._equal[sql] = left.sql, right.sql
            return sql
        negated = self._take("not")
        word = "NOT " if negated else ""
        if self._take("in"):
            return f"({left.sql} {word}IN ({', '.join(self._list(left))}))"
        if self._take("between"):
            low = self._beside(left)
            self._need("and")
            return f"({left.sql} {word}BETWEEN {low.sql} AND {self._beside(left).sql})"
        if negated or left.kind != "flag":
            raise _wrong(
                Text("ขาดการเปรียบเทียบ", "A comparison is missing here"),
                self._now.letter,
                Text(
                    "เขียนเช่น gi_level >= 1 หรือ state in ('open')",
                    "Write it like gi_level >= 1 or state in ('open')",
                ),
            )
        return f"({left.sql} = 1)"

    def _list(self, left: _Value) -> list[str]:
        self._need("(")
        values = [self._beside(left).sql]
        while self._take(","):
            values.append(self._beside(left).sql)
        self._need(")")
        return values

    # --- values

    def _beside(self, left: _Value) -> _Value:
        """Read a value that may stand beside ``left`` in a comparison."""
        value = self._value()
        if left.literal and value.literal:
            raise _wrong(
                Text("เปรียบเทียบค่าคงที่กับค่าคงที่", "Two constants are compared"),
                value.letter,
                Text("ให้ข้างหนึ่งเป็นชื่อคอลัมน์", "One side must be a column"),
            )
        sides = {left.kind, value.kind}
        if sides in ({"day", "text"}, {"text", "day"}) and (left.literal or value.literal):
            text = value if value.literal else left
            if _DAY.fullmatch(text.sql[1:-1]):
                return value
        elif len(sides) == 1 or sides == {"flag", "number"}:
            return value
        raise _wrong(
            Text("เปรียบเทียบค่าคนละชนิด", "Values of different kinds are compared"),
            value.letter,
            Text(
                "เทียบตัวเลขกับตัวเลข ข้อความกับ 'ข้อความ' และวันที่กับ '2024-02-15'",
                "Compare numbers with numbers, texts with 'texts', days with '2024-02-15'",
            ),
        )

    def _value(self) -> _Value:
        token = self._step()
        if token.kind == "text":
            if any(ord(letter) < 0x20 for letter in token.text):
                raise _wrong(Text("ข้อความมีอักขระควบคุม", "A text holds control characters"), token.letter)
            return _Value(token.text, "text", token.letter, literal=True)
        if token.kind == "number":
            return _Value(token.text, "number", token.letter, literal=True)
        if token.kind == "setting":
            return self._setting(token)
        if token.kind == "word" and token.text in self._columns and token.text not in _WORDS:
            self._used.add(token.text)
            return _Value(token.text, self._columns[token.text], token.letter)
        if token.kind == "word" and token.text.lower() not in _WORDS:
            names = ", ".join(sorted(self._columns))
            raise _wrong(
                Text(f"ไม่มีคอลัมน์ “{token.text}”", f"There is no column “{token.text}”"),
                token.letter,
                Text(f"ใช้คอลัมน์ใดคอลัมน์หนึ่ง: {names}", f"Use one of: {names}"),
            )
        shown = token.text
        title = Text(f"ไม่คาดว่าจะพบ “{shown}”", f"“{shown}” is not expected here")
        raise _wrong(title if shown else Text("เงื่อนไขยังไม่จบ", "The condition is not finished"), token.letter)

    def _setting(self, token: _Token) -> _Value:
        value = self._settings.get(token.text[1:])
        if value is None:
            raise _wrong(
                Text(f"ไม่มีค่าตั้ง “{token.text}” ที่เป็นตัวเลข", f"There is no numeric setting “{token.text}”"),
                token.letter,
                Text("ดูชื่อใน params.csv", "See the names in params.csv"),
            )
        return _Value(str(value), "number", token.letter, literal=True)

    # --- tokens

    @property
    def _now(self) -> _Token:
        return self._tokens[self._at]

    def _step(self) -> _Token:
        token = self._now
        self._at += token.kind != "end"
        return token

    def _take(self, word: str) -> bool:
        token = self._now
        found = token.kind in ("word", "sign") and token.text.lower() == word
        self._at += found
        return found

    def _need(self, word: str) -> None:
        if not self._take(word):
            raise _wrong(Text(f"ขาด “{word}”", f"“{word}” is missing here"), self._now.letter)
