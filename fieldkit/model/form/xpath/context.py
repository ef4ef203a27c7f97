"""What an expression is evaluated in: a node, a place in a predicate, the form (XPath 1.0 §1).

The host is the form that expressions run in. It has ``document``, ``steps`` (see `spend`), ``language`` and
``version``, and gives ``now()``, ``list_root(name)`` (of a secondary instance, or None), ``look_up(list,
column, key column, key)`` (a cell), ``itext(id, node)``, ``choice_label(value, question, node)``,
``property(key)`` of the device and ``namespace(prefix)``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fieldkit.model.form.problems import XPathError, said

MOST_STEPS = 1_500_000
"""Nodes that one evaluation may look at before it is stopped."""


@dataclass(slots=True)
class Context:
    """The node an expression looks from, the node it belongs to, and its place in a predicate."""

    node: Any
    host: Any
    current: Any
    position: int = 1
    size: int = 1


def spend(host: Any, steps: int) -> None:
    """Take ``steps`` from what the evaluation may still use; raises `XPathError` when it is used up."""
    host.steps -= steps
    if host.steps < 0:
        raise XPathError(*said("takes-too-long"))
