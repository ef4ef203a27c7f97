"""The appearance ``search()`` of Collect, turned into an itemset (docs.getodk.org, "Dynamic selects").

A preparation: it rewrites an XForm that was read, before the engine makes a form of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import SubElement

from fieldkit.errors import Text
from fieldkit.model.form.elements import XFORMS, first, local, own
from fieldkit.model.form.problems import Problem, XPathError
from fieldkit.model.form.xpath.parse import parse
from fieldkit.model.form.xpath.syntax import Call, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_CHOOSING = frozenset({"select", "select1", "rank"})
_TESTS = {
    "contains": "contains({column}, {text})",
    "startswith": "starts-with({column}, {text})",
    "endswith": "ends-with({column}, {text})",
    "matches": "{column} = {text}",
}


def searches_to_itemsets(xform: Element) -> list[Problem]:
    """Give every question with ``search()`` the itemset it stands for, and the form the files it names.

    Returns what is wrong with those that cannot be understood; they keep the choices that are written.
    """
    asked = [element for body in own(xform, "body") for element in body.iter()]
    return [problem for element in asked for problem in _converted(element, xform)]


def _converted(control: Element, xform: Element) -> Iterator[Problem]:
    appearance = control.get("appearance") or ""
    call = _search_call(appearance)
    if call is None or local(control.tag) not in _CHOOSING or first(control, "itemset") is not None:
        return
    try:
        listing, nodes = _nodes(call)
        value, label = _columns(control, call)
    except XPathError as error:
        yield Problem.of(f"{control.get('ref')} (appearance): {call[:120]}", error)
        return
    control.set("appearance", " ".join(appearance.replace(call, " ").split()))
    itemset = SubElement(control, f"{{{XFORMS}}}itemset", nodeset=nodes)
    SubElement(itemset, f"{{{XFORMS}}}value", ref=value)
    SubElement(itemset, f"{{{XFORMS}}}label", ref=label)
    model = first(xform.iter(), "model")
    if model is not None and all(one.get("id") != listing for one in own(model, "instance")):
        SubElement(model, f"{{{XFORMS}}}instance", id=listing, src=f"jr://file-csv/{listing}.csv")


def _search_call(appearance: str) -> str | None:
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


def _nodes(call: str) -> tuple[str, str]:
    """Return the name of the file that ``call`` searches, without ending, and the path to its rows.

    Raises `XPathError` if the call cannot be understood.
    """
    tree = parse(call)
    given = tree.arguments if isinstance(tree, Call) else ()
    ends = [*(argument.position for argument in given[1:]), len(call) - 1]
    texts = [_source(call[argument.position : end]) for argument, end in zip(given, ends, strict=True)]

    def constant(number: int) -> str:
        argument = given[number]
        if not isinstance(argument, Literal):
            raise _unreadable(texts[number])
        return argument.value

    if not given:
        raise _unreadable(call)
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
    nodes = f"instance('{listing}')/root/item{conditions}"
    parse(nodes)
    return listing, nodes


def _columns(control: Element, call: str) -> tuple[str, str]:
    """Return the columns of value and label, which the first choice names."""
    item = first(control, "item")
    value, label = (first(item, name) if item is not None else None for name in ("value", "label"))
    column = (value.text or "").strip() if value is not None else ""
    if not column:
        raise _unreadable(call)
    shown = (label.text or "").strip() if label is not None and label.get("ref") is None else ""
    for name in (column, shown or column):
        parse(name)
    return column, shown or column


def _source(text: str) -> str:
    """Return the text of an argument; what starts at the question keeps doing so inside the filter."""
    text = text.strip().rstrip(",").strip()
    return f"current()/{text}" if text.startswith(".") else text


def _unreadable(text: str) -> XPathError:
    return XPathError(
        Text(f"อ่านคำสั่ง search() ไม่ได้: {text}", f"This search() cannot be understood: {text}"),
        Text(
            "ใช้ select_one_from_file กับ choice_filter แทน",
            "Use select_one_from_file with a choice_filter instead",
        ),
    )
