"""What an expression is evaluated in: a node, a place in a predicate, the form (XPath 1.0 §1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from fieldkit.errors import Text
from fieldkit.model.form.xpath.syntax import XPathError

if TYPE_CHECKING:
    from datetime import datetime

MOST_STEPS = 1_500_000
"""Nodes that one evaluation may look at before it is stopped."""


class Host(Protocol):
    """What expressions ask of the form they run in."""

    document: Any
    steps: int

    @property
    def language(self) -> str:
        """Name of the language in use."""

    @property
    def version(self) -> str:
        """Version of the form."""

    def now(self) -> datetime:
        """Return the present moment."""

    def list_root(self, name: str) -> Any:
        """Return the root node of a secondary instance, or None."""

    def look_up(self, listing: str, column: str, key_column: str, key: str) -> str:
        """Return a cell of a list by key."""

    def itext(self, identifier: str, node: Any) -> str:
        """Return a translated text."""

    def choice_label(self, value: str, question: str, node: Any) -> str:
        """Return the label of a choice."""

    def property(self, key: str) -> str:
        """Return a property of the device."""

    def namespace(self, prefix: str) -> str:
        """Return the namespace of a prefix."""


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
        raise XPathError(
            Text("นิพจน์ทำงานนานเกินไป", "The expression takes too long"),
            hint=Text("ลดการค้นด้วย // หรือเงื่อนไขซ้อนกันบนรายการใหญ่", "Avoid // and nested filters on long lists"),
        )
