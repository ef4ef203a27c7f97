"""A hundred thousand expressions: each gives a value or says what is wrong, and comes to an end."""

from __future__ import annotations

import random
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from fieldkit.model.form import FormInstance
from fieldkit.model.form.problems import XPathError
from fieldkit.model.form.xpath.table import TABLE
from tests.model.form.forms import bind, fill, inputs, items, listing

pytestmark = pytest.mark.long

COUNT = 100_000
PARTS = 4
LONGEST = 30
"""Seconds after which one expression counts as one that hangs."""
PATHS = [
    *("/data/a", "/data/n", "/data/pick", "/data/when", "/data/rep", "/data/rep/x", "/data/rep[2]/x"),
    *("instance('l')/root/item", "instance('l')/root/item[name = 'b']", "/data/none", "//x", "//*"),
    *(".", "..", "*", "@*", "current()", "current()/../a", "/", "../a", "a//b", "x[1]", "node()", "text()"),
    *("self::a", "ancestor::*", "following-sibling::*", "preceding::node()", "namespace::*", "rep[last()]"),
]
TEXTS = [
    *("''", "'a'", "'b c'", "'2024-02-29'", "'2024-02-29T10:00:00.000+07:00'", "'10:00:00'", "'โรงงาน'"),
    *(
        "'NaN'",
        "'-1'",
        "'1e400'",
        "'0 0 0 0;1 1 0 0;0 1 0 0'",
        "'%Y-%m-%d'",
        "'(a+)+$'",
        "'['",
        "'MD5'",
        "'l'",
    ),
    *('"it\'s"', "'/data/pick'", "'__last-saved'", "'9999999999999999999'", "'+'", "' '", "'\x00'", "'𝒳'"),
]
NUMBERS = [
    *("0", "1", "-1", "2", "3.5", ".5", "1e3", "1e308", "-0", "99999999999999999999", "0.1", "1 div 0"),
    *("0 div 0", "-1 div 0", "2147483648", "1e-320"),
]
OPERATORS = ["+", "-", "*", "div", "mod", "=", "!=", "<", "<=", ">", ">=", "and", "or", "|"]
NAMES = sorted(TABLE)
JUNK = [
    "(",
    ")",
    "[",
    "]",
    ",",
    "/",
    "//",
    "::",
    "$",
    "'",
    '"',
    "..",
    "@",
    "and",
    "é",
    "#",
    "\n",
    "{",
    "}",
    "!",
]


@pytest.fixture(scope="module")
def record() -> FormInstance:
    return filled_record()


def filled_record() -> FormInstance:
    """Return a record with a number, choices, a moment, rows and a list."""
    found = fill(
        "<a>7</a><n>4</n><pick>b c</pick><when>2024-02-29T13:05:09.250+07:00</when>"
        "<rep><x>1</x></rep><rep><x>two</x></rep><rep><x/></rep>",
        bind("/data/n", type="int"),
        body=inputs("/data/a", "/data/n", "/data/when")
        + f'<select ref="/data/pick"><label>P</label>{items("a", "b", "c")}</select>'
        '<repeat nodeset="/data/rep"><input ref="/data/rep/x"/></repeat>',
        model=listing("l", [{"name": name, "size": str(size)} for size, name in enumerate("abc")]),
    )
    found.answer("/data/a", "8")
    return found


def term(chance: random.Random, depth: int) -> str:
    """Return an expression with at most ``depth`` levels below it."""
    if depth <= 0 or chance.random() < 0.25:
        return chance.choice(chance.choice((PATHS, PATHS, TEXTS, NUMBERS)))
    kind = chance.random()
    if kind < 0.5:
        return call(chance, depth)
    if kind < 0.75:
        return f"{term(chance, depth - 1)} {chance.choice(OPERATORS)} {term(chance, depth - 1)}"
    if kind < 0.9:
        return f"{chance.choice(PATHS)}[{term(chance, depth - 1)}]"
    return chance.choice(("-({})", "({})", "({})[1]", "({})/x", "({})[. = 1]/..")).format(
        term(chance, depth - 1)
    )


def call(chance: random.Random, depth: int) -> str:
    """Return a function call, mostly with as many arguments as it takes."""
    function = TABLE[chance.choice(NAMES)]
    most = function.min_args + 3 if function.max_args is None else function.max_args
    count = chance.randint(function.min_args, most) if chance.random() < 0.95 else chance.randint(0, 6)
    return f"{function.name}({', '.join(term(chance, depth - 1) for _ in range(count))})"


def broken(chance: random.Random, text: str) -> str:
    """Return ``text`` with something put in, taken out or doubled."""
    place, end = chance.randint(0, len(text)), chance.randint(0, len(text))
    return chance.choice(
        (
            text[:place] + chance.choice(JUNK) + text[place:],
            text[: min(place, end)] + text[max(place, end) :],
            text[:place] + text,
        )
    )


@contextmanager
def watched() -> Iterator[None]:
    """Fail instead of waiting for ever, where the system has alarms."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def late(number: int, frame: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, late)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("part", range(PARTS))
def test_expression_gives_a_value_or_says_what_is_wrong(record: FormInstance, part: int) -> None:
    chance = random.Random(part)
    values = refused = 0
    with watched():
        for number in range(COUNT // PARTS):
            text = term(chance, 1 + number % 3)
            if number % 5 == 0:
                text = broken(chance, text)
            if number % 100 == 0 and hasattr(signal, "setitimer"):
                signal.setitimer(signal.ITIMER_REAL, LONGEST)
            try:
                found = record.evaluate(text, chance.choice(("/data", "/data/a", "/data/rep[2]/x")))
            except XPathError:
                refused += 1
            except BaseException as error:
                raise AssertionError(f"{text!r}: {error!r}") from error
            else:
                assert isinstance(found, (str, float, bool, list)), text
                values += 1
    assert values > COUNT // PARTS // 2
    assert refused > COUNT // PARTS // 50
