"""Expressions read, and what is said about those that cannot be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.model.form.problems import XPathError
from fieldkit.model.form.xpath.parse import DEEPEST, LONGEST, parse
from fieldkit.model.form.xpath.syntax import (
    Call,
    Filter,
    Literal,
    Negative,
    Number,
    Operation,
    Path,
    Tree,
    walk,
)


def shape(tree: Tree) -> object:
    """Return a tree as nested tuples without positions."""
    match tree:
        case Number(value) | Literal(value):
            return value
        case Call(name, arguments):
            return (name, *map(shape, arguments))
        case Operation(operators, operands):
            return (operators, *map(shape, operands))
        case Negative(operand):
            return ("-", shape(operand))
        case Path(start, steps):
            begin = start if start is None or isinstance(start, str) else shape(start)
            return (begin, *((step.axis, step.test, *map(shape, step.predicates)) for step in steps))
        case Filter(primary, predicates):
            return ("filter", shape(primary), *map(shape, predicates))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 - 3", (("+", "-"), 1.0, 2.0, 3.0)),
        ("1 + 2 * 3", (("+",), 1.0, (("*",), 2.0, 3.0))),
        (
            "a or b and c",
            (("or",), (None, ("child", "a")), (("and",), (None, ("child", "b")), (None, ("child", "c")))),
        ),
        ("/data/a", ("/", ("child", "data"), ("child", "a"))),
        ("//a", ("/", ("descendant-or-self", "node()"), ("child", "a"))),
        ("../a", (None, ("parent", "node()"), ("child", "a"))),
        (".", (None, ("self", "node()"))),
        ("@id", (None, ("attribute", "id"))),
        ("a[2]", (None, ("child", "a", 2.0))),
        ("(a)[2]", ("filter", (None, ("child", "a")), 2.0)),
        ("current()/../x", (("current",), ("parent", "node()"), ("child", "x"))),
        ("instance('l')/root", (("instance", "l"), ("child", "root"))),
        ("- -1", ("-", ("-", 1.0))),
        ("div div div", (("div",), (None, ("child", "div")), (None, ("child", "div")))),
        ("* * *", (("*",), (None, ("child", "*")), (None, ("child", "*")))),
        ("a-b", (None, ("child", "a-b"))),
        ("a -b", (("-",), (None, ("child", "a")), (None, ("child", "b")))),
        ("jr:itext('x')", ("jr:itext", "x")),
        ("orx:meta/orx:*", (None, ("child", "orx:meta"), ("child", "orx:*"))),
        ("following-sibling::a", (None, ("following-sibling", "a"))),
        ("processing-instruction('x')", (None, ("child", "processing-instruction(x)"))),
        ('"it\'s"', "it's"),
        ("1.5e3", 1500.0),
        (".5", 0.5),
        ("คำถาม1 = 'ใช่'", (("=",), (None, ("child", "คำถาม1")), "ใช่")),
    ],
)
def test_expression_is_read(text, expected):
    assert shape(parse(text)) == expected


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("", 0, "empty"),
        ("1 +", 3, "not complete"),
        ("f(1", 3, "Expected )"),
        ("a[1", 3, "Expected ]"),
        ("'abc", 0, "not closed"),
        ("a b", 2, "Unexpected b"),
        ("1 + ${x}", 5, "cannot be used"),
        ("$x", 0, "$"),
        ("“x”", 0, "urly"),
        ("sideways::a", 0, "Unknown axis"),
        ("*::a", 0, "Unknown axis"),
        ("/ /a", 2, "Unexpected /"),
        (". > 0 and . < )", 14, "Unexpected )"),
    ],
)
def test_error_names_the_place(text, position, words):
    with pytest.raises(XPathError) as caught:
        parse(text)
    assert caught.value.position == position
    assert words in str(caught.value)
    assert caught.value.title.th


@pytest.mark.parametrize(
    "text",
    ["(" * 10_000 + "1" + ")" * 10_000, "f(" * 10_000, "a[" * 10_000, "if(a," * 10_000 + "1"],
)
def test_deep_nesting_is_refused(text):
    with pytest.raises(XPathError, match="nested too deeply"):
        parse(text)


def test_nesting_is_allowed_up_to_the_limit():
    levels = DEEPEST - 1
    assert parse("(" * levels + "1" + ")" * levels) == parse("(" * levels + "1" + ")" * levels)


def test_long_chains_do_not_nest():
    tree = parse(" + ".join(["1"] * 10_000))
    assert isinstance(tree, Operation)
    assert len(tree.operands) == 10_000


def test_overlong_expression_is_refused():
    with pytest.raises(XPathError, match="too long"):
        parse("1" * (LONGEST + 1))


@given(st.text(alphabet="ab/.[]()@*'\"+-=<>!|, 12$:divorand_", max_size=40))
def test_any_text_is_read_or_refused(text):
    try:
        tree = parse(text)
    except XPathError as error:
        place = error.position
    else:
        place = max(item.position for item in walk(tree))
    assert 0 <= place <= len(text)
