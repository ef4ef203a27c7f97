"""The appearance ``search()`` of Collect, read as an itemset (docs.getodk.org, "Dynamic selects")."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fieldkit.errors import Text
from fieldkit.model.form.fields import Itemset
from fieldkit.model.form.xpath.compile import expression
from fieldkit.model.form.xpath.parse import parse
from fieldkit.model.form.xpath.syntax import Call, Literal, XPathError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldkit.model.form.fields import Item

_TESTS = {
    "contains": "contains({column}, {text})",
    "startswith": "starts-with({column}, {text})",
    "endswith": "ends-with({column}, {text})",
    "matches": "{column} = {text}",
}


class Search(NamedTuple):
    """A search: the name of the list's file without ending, and the choices it gives."""

    listing: str
    itemset: Itemset


def search_call(appearance: str) -> str | None:
    """Return the ``search(…)`` inside an appearance, or None."""
    start = appearance.find("search(")
    if start < 0 or (start and not appearance[start - 1].isspace()):
        return None
    depth = 0
    for place, character in enumerate(appearance[start:], start):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == ")" and depth == 0:
            return appearance[start : place + 1]
    return None


def search_itemset(call: str, items: Sequence[Item]) -> Search:
    """Return the choices that ``call`` asks for; the first of ``items`` names the columns of value and label.

    Raises `XPathError` if the call cannot be understood.
    """
    tree = parse(call)
    if (
        not isinstance(tree, Call)
        or not tree.arguments
        or not isinstance(tree.arguments[0], Literal)
        or not items
    ):
        raise _unreadable(call)
    given = [_source(call, tree, number) for number in range(len(tree.arguments))]
    listing = tree.arguments[0].value.removesuffix(".csv")
    conditions = ""
    if len(given) >= 4:
        conditions += f"[{_matching(tree, given)}]"
    if len(given) >= 6:
        conditions += f"[{_constant(call, tree, 4)} = {given[5]}]"
    nodes = expression(f"instance('{listing}')/root/item{conditions}")
    label = next((part for part in items[0].label.parts if isinstance(part, str)), items[0].value)
    itemset = Itemset(nodes, expression(items[0].value), expression(label.strip()), steady=not conditions)
    return Search(listing, itemset)


def _matching(tree: Call, given: list[str]) -> str:
    test = _TESTS.get(_constant(given[1], tree, 1))
    if test is None:
        raise _unreadable(given[1])
    columns = [column.strip() for column in _constant(given[2], tree, 2).split(",")]
    return " or ".join(test.format(column=column, text=given[3]) for column in columns)


def _constant(place: str, tree: Call, number: int) -> str:
    argument = tree.arguments[number]
    if not isinstance(argument, Literal):
        raise _unreadable(place)
    return argument.value


def _source(call: str, tree: Call, number: int) -> str:
    """Return the text of an argument; what starts at the question keeps doing so inside the filter."""
    start = tree.arguments[number].position
    end = tree.arguments[number + 1].position if number + 1 < len(tree.arguments) else len(call) - 1
    text = call[start:end].strip().rstrip(",").strip()
    return f"current()/{text}" if text.startswith(".") else text


def _unreadable(text: str) -> XPathError:
    return XPathError(
        Text(f"อ่านคำสั่ง search() ไม่ได้: {text}", f"This search() cannot be understood: {text}"),
        hint=Text(
            "ใช้ select_one_from_file กับ choice_filter แทน",
            "Use select_one_from_file with a choice_filter instead",
        ),
    )
