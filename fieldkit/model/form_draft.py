"""Drafts: what is stored of a record that is being filled, and how it is put back by path."""

from __future__ import annotations

import math
import re
from contextlib import suppress
from typing import TYPE_CHECKING

from fieldkit.model.form.instance import everything
from fieldkit.model.form.nodes import MOST_INSTANCES, Range
from fieldkit.model.form.problems import FormError
from fieldkit.model.form.xpath.stack import room

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fieldkit.model.form import FormInstance, Node

_PLACE = re.compile(r"\[(\d+)\]")


def stored_values(instance: FormInstance) -> dict[str, str]:
    """Return the stored value of every leaf that has one, relevant or not, by path."""
    with room():
        # What is stored is known once all values are.
        shown = [(node, node.value) for node in _leaves(instance)]
        return {node.path: node.raw for node, _ in shown if node.raw}


def repeat_keys(instance: FormInstance) -> dict[str, tuple[str, ...]]:
    """Return the keys of the instances of every repeat, in order, by the repeat's path."""
    return {
        node.path: tuple(child.key or "" for child in node.children)
        for node in instance.walk()
        if isinstance(node, Range)
    }


def put_back(
    instance: FormInstance, values: Mapping[str, str], repeats: Mapping[str, tuple[str, ...]] | None = None
) -> None:
    """Put back what `stored_values` gave (and `repeat_keys`, for rows that hold nothing yet), then compute.

    What the values do not name is empty, whatever default it had; instances are made as needed. What the
    form does not have is passed over. Values that come back are not entered: no action answers them.
    """
    instance.restoring = True
    try:
        instance.perform(lambda: _put_back(instance, values, repeats or {}))
    finally:
        instance.restoring = False


def _put_back(
    instance: FormInstance, values: Mapping[str, str], repeats: Mapping[str, tuple[str, ...]]
) -> None:
    _make_rows(instance, values, repeats)
    leaves = [(node, values.get(node.path, "")) for node in _leaves(instance)]
    computed = [(node, text) for node, text in leaves if node.field.bind.calculate is not None]
    for node, text in leaves:
        if node.field.bind.calculate is None and text != node.raw:
            node.enter(text)
    for node, text in computed:
        node.raw = text or node.raw
    instance.settle()
    for path, keys in repeats.items():
        area = _area(instance, path)
        if area is not None and area.count_cell is not None and math.isnan(area.count_cell.get()):
            # A blank count decides nothing: there are as many as the draft had.
            instance.resize(area, 0, len(keys))
    for node, text in computed:
        if not text and not node.relevant:
            # Computed before what hides it was put back.
            node.raw = ""
    for node, text in computed:
        asked = node.field.control is not None and not node.readonly
        # A person's own entry over a calculation, or what a calculation kept from before.
        if text not in ("", node.value) and (asked or not node.value):
            node.enter(text)


def _make_rows(
    instance: FormInstance, values: Mapping[str, str], repeats: Mapping[str, tuple[str, ...]]
) -> None:
    """Make the rows that ``repeats`` and the paths of ``values`` tell of, outer ones first."""
    sizes = {path: len(keys) for path, keys in repeats.items()}
    for path in values:
        for place in _PLACE.finditer(path):
            around = path[: place.start()]
            sizes[around] = max(sizes.get(around, 0), int(place[1]))
    for path in sorted(sizes, key=lambda item: item.count("/")):
        if (area := _area(instance, path)) is not None:
            keys = repeats.get(path, ())
            most = max(sizes[path], len(keys)) if area.count_cell is None else MOST_INSTANCES
            instance.resize(area, min(sizes[path], MOST_INSTANCES), most)
            for node, key in zip(area.children, keys, strict=False):
                node.key = key or node.key


def _area(instance: FormInstance, path: str) -> Range | None:
    with suppress(FormError):
        node = instance.node(path)
        return node if isinstance(node, Range) else None
    return None


def _leaves(instance: FormInstance) -> Iterator[Node]:
    """Yield what holds values, attributes only if a bind names them."""
    for node in everything(instance.root):
        if node.leaf and (node.kind == "element" or node.field.bound):
            yield node
