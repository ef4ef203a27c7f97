"""Lists of a form as nodes, its own and those that are read for it (xforms-spec "Secondary Instances")."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from fieldkit.model.form.lists import Rows, Table
from fieldkit.model.form.xmlread import Names, local
from fieldkit.model.form.xpath.nodes import StaticNode

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Root = Any
"""The ``instance`` element, around a tree of `StaticNode` or around a `Table`."""
External = Callable[[str, str], Root | None]
"""Gives the root of an external instance by id and address, None if it has none; raises `FormError`."""


def none(identifier: str, uri: str) -> None:
    """Give no external instance."""


def internal(instance: Element, names: Names) -> Root:
    """Return the node of an ``<instance>`` in XML: a row store if it is a plain list, a tree otherwise."""
    roots = list(instance)
    if len(roots) == 1:
        rows = _as_rows(roots[0], names)
        if rows is not None:
            return Table(rows, names.of(roots[0][0].tag), names.of(roots[0].tag)).instance
    return tree(instance, names)


def _as_rows(root: Element, names: Names) -> Rows | None:
    if len(root) == 0 or root.attrib:
        return None
    item = root[0].tag
    places: dict[str, int] = {}
    records: list[dict[int, str]] = []
    for element in root:
        if element.tag != item or element.attrib:
            return None
        record: dict[int, str] = {}
        for cell in element:
            if len(cell) or cell.attrib:
                return None
            place = places.setdefault(cell.tag, len(places))
            if place in record:
                return None
            record[place] = cell.text or ""
        if not record:
            return None
        records.append(record)
    width = range(len(places))
    return Rows([names.of(tag) for tag in places], [tuple(map(record.get, width)) for record in records])


def tree(element: Element, names: Names) -> StaticNode:
    """Return XML as a tree of nodes that never change."""
    node = StaticNode("element", names.of(element.tag))
    pending = [(element, node)]
    while pending:
        source, target = pending.pop()
        for key, value in source.attrib.items():
            target.set_attribute(names.of(key), value)
        if source.text and (len(source) == 0 or source.text.strip()):
            target.append(StaticNode("text", value=source.text))
        for child in source:
            if not local(child.tag):
                continue
            pending.append((child, target.append(StaticNode("element", names.of(child.tag)))))
            if child.tail and child.tail.strip():
                target.append(StaticNode("text", value=child.tail))
    return node
