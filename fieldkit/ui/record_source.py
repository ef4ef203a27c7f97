"""Where the rows of a list of records come from: found by their keys beside the window, read by the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QTimer

from fieldkit.model.thai.search_text import terms
from fieldkit.ui.paged_table import PagedColumn, PagedTable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtCore import QObject

    from fieldkit.ui.record_list import ListColumn
    from fieldkit.ui.row_delegate import Cell

Row = dict[str, Any]

QUICK = 2_000
"""Rows up to which to find, sort and count takes less than a frame or two; more are found in a thread."""
_FREED, _PAUSE = 200, 20  # rows that are freed at once, and the milliseconds until the next


@dataclass(frozen=True, slots=True)
class Wish:
    """What a list is to show: what was typed, which chip, and by which column, "" for the usual order."""

    text: str = ""
    chip: str = ""
    sort: str = ""
    descending: bool = False


class RecordSource(Protocol):
    """Finds and reads the rows of a list. Keys are whatever the source likes that can be hashed.

    ``quick`` says that ``find`` and ``counts`` take no longer than a frame or two: else both are called in a
    thread, and ``stop`` tells when nobody waits any more. ``read`` and ``key_of`` are always quick. All may
    raise FieldkitError.
    """

    @property
    def quick(self) -> bool:
        """Whether the window may wait."""
        ...

    def find(self, wish: Wish, stop: Callable[[], bool]) -> Sequence[Any]:
        """Return the keys of the rows that fit, in order."""
        ...

    def counts(self) -> Mapping[str, int]:
        """Return how many rows each chip shows."""
        ...

    def read(self, keys: Sequence[Any]) -> Mapping[Any, Row]:
        """Return rows by their keys; each has an ``id``."""
        ...

    def key_of(self, record: str) -> Any:
        """Return the key of the row with this id; of one that there is not, any key that is in no list."""
        ...


class MemorySource:
    """Rows that are all in memory: what follows from steps and rules, and is told by no query."""

    def __init__(
        self,
        rows: Sequence[Row],
        fits: Callable[[Row, str], bool],
        text: Callable[[Row], str],
        columns: Sequence[ListColumn],
        chips: Sequence[str],
    ) -> None:
        """``fits`` tells whether a chip shows a row, ``text`` what a search looks at (folded)."""
        self._rows = {str(row["id"]): row for row in rows}
        self._fits, self._text, self._chips = fits, text, tuple(chips)
        self._texts: dict[str, str] = {}
        self._orders = {column.key: column.order for column in columns}

    @property
    def quick(self) -> bool:
        """Whether there are few rows."""
        return len(self._rows) <= QUICK

    def find(self, wish: Wish, stop: Callable[[], bool] = lambda: False) -> list[str]:
        """Return the ids of the rows that fit; those without a value come last in either direction."""
        wanted = terms(wish.text)
        rows = []
        for row in self._rows.values():
            if stop():
                break
            if self._fits(row, wish.chip) and all(term in self._searched(row) for term in wanted):
                rows.append(row)
        key = self._orders.get(wish.sort)
        if key is not None:
            known = [row for row in rows if key(row) is not None]
            unknown = [row for row in rows if key(row) is None]
            rows = [*sorted(known, key=key, reverse=wish.descending), *unknown]
        return [str(row["id"]) for row in rows]

    def _searched(self, row: Row) -> str:
        """Return what a search looks at, folded once."""
        found = self._texts.get(row["id"])
        if found is None:
            found = self._texts[row["id"]] = self._text(row)
        return found

    def counts(self) -> dict[str, int]:
        """Return how many rows each chip shows."""
        return {chip: sum(self._fits(row, chip) for row in self._rows.values()) for chip in self._chips}

    def read(self, keys: Sequence[str]) -> dict[str, Row]:
        """Return rows by their ids."""
        return {key: self._rows[key] for key in keys if key in self._rows}

    def key_of(self, record: str) -> str:
        """Return the id itself."""
        return record

    def rows(self) -> list[Row]:
        """Return all rows."""
        return list(self._rows.values())


def let_go(rows: list[Row], owner: QObject) -> None:
    """Free rows that nobody shows any more, some at a time, while ``owner`` lives.

    Thousands of them with all that hangs on them take longer than a frame, and in a thread they would take
    turns with the drawing of what is shown instead.
    """

    def free() -> None:
        del rows[-_FREED:]
        if rows:
            QTimer.singleShot(_PAUSE, owner, free)

    if len(rows) > QUICK:
        QTimer.singleShot(_PAUSE, owner, free)


class RecordTable(PagedTable[Any, Row]):
    """The rows of a source in the columns of a list."""

    tips = True

    def __init__(self, columns: Sequence[ListColumn], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown = tuple(columns)
        self._source: RecordSource | None = None
        self.columns = [
            PagedColumn(
                column.key,
                column.title.removeprefix(">"),
                right=column.title.startswith(">"),
                sorts=column.order is not None,
            )
            for column in columns
        ]

    def show_found(self, source: RecordSource, keys: Sequence[Any]) -> None:
        """Show the rows that ``source`` has found."""
        # Those of the source before, which goes here, live on in the list alone.
        gone = (
            self._source.rows()
            if isinstance(self._source, MemorySource) and self._source is not source
            else []
        )
        self._source = source
        self.show_keys(keys)
        let_go(gone, self)

    def _read(self, keys: Sequence[Any]) -> Mapping[Any, Row]:
        return self._source.read(keys) if self._source is not None else {}

    def _cell(self, row: Row, column: int) -> Cell:
        return self._shown[column].cell(row)
