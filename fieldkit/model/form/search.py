"""The appearance ``search()`` of Collect, read as an itemset (docs.getodk.org, "Dynamic selects")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.model.form.fields import Itemset
from fieldkit.model.form.problems import XPathError, said
from fieldkit.model.form.xpath.compile import expression
from fieldkit.model.form.xpath.parse import parse
from fieldkit.model.form.xpath.syntax import Call, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldkit.model.form.fields import Item

_TESTS = {
    "contains": "contains({column}, {text})",
    "startswith": "starts-with({column}, {text})",
    "endswith": "ends-with({column}, {text})",
    "matches": "{column} = {text}",
}


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


def search_itemset(call: str, items: Sequence[Item]) -> tuple[str, Itemset]:
    """Return the name of the file that ``call`` searches, without ending, and the choices it asks for.

    The first of ``items`` names the columns of value and label. Raises `XPathError` if the call cannot be
    understood.
    """
    tree = parse(call)
    given = tree.arguments if isinstance(tree, Call) else ()
    if not given or not items:
        raise _unreadable(call)
    ends = [*(argument.position for argument in given[1:]), len(call) - 1]
    texts = [_source(call[argument.position : end]) for argument, end in zip(given, ends, strict=True)]

    def constant(number: int) -> str:
        argument = given[number]
        if not isinstance(argument, Literal):
            raise _unreadable(texts[number])
        return argument.value

    listing = constant(0).removesuffix(".csv")
    conditions = ""
    if len(given) >= 4:
        test = _TESTS.get(constant(1))
        if test is None:
            raise _unreadable(texts[1])
        columns = [column.strip() for column in constant(2).split(",")]
        conditions += f"[{' or '.join(test.format(column=column, text=texts[3]) for column in columns)}]"
    if len(given) >= 6:
        conditions += f"[{constant(4)} = {texts[5]}]"
    nodes = expression(f"instance('{listing}')/root/item{conditions}")
    label = next((part for part in items[0].label.parts if isinstance(part, str)), items[0].value)
    return listing, Itemset(
        nodes, expression(items[0].value), expression(label.strip()), steady=not conditions
    )


def _source(text: str) -> str:
    """Return the text of an argument; what starts at the question keeps doing so inside the filter."""
    text = text.strip().rstrip(",").strip()
    return f"current()/{text}" if text.startswith(".") else text


def _unreadable(text: str) -> XPathError:
    return XPathError(*said("unreadable-search", text=text))
