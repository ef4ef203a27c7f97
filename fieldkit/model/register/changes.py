"""What an import would do to one record: the rows of its preview."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fieldkit.errors import Text


@dataclass(frozen=True, slots=True)
class Change:
    """One column of a factory: its name in the table, what people call it, the old and the new value."""

    column: str
    label: Text
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Entry:
    """A factory that would be new (without ``changes``) or changed, and by which row of the file."""

    id: str
    sheet: str
    row: int
    number: str
    name: str
    changes: tuple[Change, ...]
