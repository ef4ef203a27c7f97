"""What an expression is evaluated in: a node, a place in a predicate, the form (XPath 1.0 §1).

A node, whether of the record, of a list or of any XML, has ``name`` (as the form writes it, ``""`` for text
and the document), ``kind`` (document, element, attribute, text, comment, instruction) and ``up`` (the parent;
ranges of repeats do not exist here), and gives ``named(name)`` and ``elements()`` (child elements),
``content()`` (all children), ``attributes()``, ``text()`` (the string value) and ``kept_text()`` (the same
without becoming dependent on it, for ``once``). It may find children faster than by going through them:
``slot(name, place)`` gives a repeat instance, ``rows_where(name, conditions)`` the rows of a list, both None
where they cannot; ``own_position()`` is its place among the instances.

The host is the form that expressions run in. It has ``document``, ``steps`` (see `spend`), ``language`` and
``version``, and gives ``now()``, ``list_root(name)`` (of a secondary instance, or None), ``look_up(list,
column, key column, key)`` (a cell), ``itext(id, node)``, ``choice_label(value, question, node)``,
``property(key)`` of the device and ``namespace(prefix)``.
"""

from __future__ import annotations

from typing import Any

from fieldkit.model.form.messages import said
from fieldkit.model.form.xpath.syntax import XPathError

MOST_STEPS = 1_500_000
"""Nodes that one evaluation may look at before it is stopped."""


class Context:
    """The node an expression looks from, its place in a predicate, and the node the expression belongs to."""

    __slots__ = ("current", "host", "node", "position", "size")

    def __init__(
        self, node: Any, host: Any, current: Any = None, *, position: int = 1, size: int = 1
    ) -> None:
        self.node = node
        self.host = host
        self.current = node if current is None else current
        self.position = position
        self.size = size


def spend(host: Any, steps: int) -> None:
    """Take ``steps`` from what the evaluation may still use; raises `XPathError` when it is used up."""
    host.steps -= steps
    if host.steps < 0:
        raise XPathError(*said("takes-too-long"))
