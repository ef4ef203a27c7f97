"""What every part of the file of a factory has in common, and the steps that can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldkit.errors import FieldkitError
from fieldkit.ui import theme

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fieldkit.ui.list_table import ListTable
    from fieldkit.ui.page import PageContext


NAME_WIDTH = 220
SCROLL_BAR = 14  # pixels


class Section(QWidget):
    """One part of the file.

    Attributes:
        TABLES: what it shows; a change of one of them makes it read again.
        opened: signal (key, target) that asks for another page.
        section_wanted: signal (key of a section, id of a record) for another part of the file.
        changed: signal with the names of the tables that were written.
        failed: signal with a FieldkitError.
        done: signal (words, step back) after something that can be taken back.
        fetch_wanted: signal with the ids of inspections whose answers are to be fetched from the office.
    """

    TABLES: ClassVar[frozenset[str]] = frozenset()

    opened = Signal(str, object)
    section_wanted = Signal(str, str)
    changed = Signal(object)
    failed = Signal(object)
    done = Signal(str, object)
    fetch_wanted = Signal(object)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.context = context
        self.factory = ""
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(12)

    def show_factory(self, factory: str) -> None:
        """Show the factory with this id."""
        self.factory = factory
        try:
            self.read()
        except FieldkitError as error:
            self.failed.emit(error)

    def read(self) -> None:
        """Read and show what there is; raises `FieldkitError`."""

    def enter(self) -> None:
        """Put the focus where the work goes on."""

    def fit(self, table: ListTable, widths: Sequence[int], spared: Sequence[int]) -> None:
        """Leave out the columns ``spared``, the least missed first, where the first one lacks its room."""
        without = self.without_room(widths, spared)
        for column in spared:
            table.setColumnHidden(column, column in without)
        table.set_widths(widths)

    def without_room(self, widths: Sequence[int], spared: Sequence[int]) -> list[int]:
        """Return those of the columns ``spared`` for which there is no room, the least missed first."""
        now = theme.current()
        spare = self.width() - SCROLL_BAR - now.px(sum(width or NAME_WIDTH for width in widths))
        without = []
        for column in spared:
            if spare < 0:
                without.append(column)
                spare += now.px(widths[column])
        return without

    def choose(self, record: str) -> None:
        """Make the record with this id the chosen one, where the section has one."""

    def leave(self) -> None:
        """Finish what is being typed."""


class Steps:
    """What was done in a file and can be taken back, the last first."""

    def __init__(self) -> None:
        self._steps: list[tuple[str, Callable[[], int]]] = []

    def add(self, words: str, back: Callable[[], int]) -> None:
        """Remember what was done; ``back`` takes it back and returns how many values others have changed."""
        self._steps.append((words, back))

    def clear(self) -> None:
        """Forget all steps."""
        self._steps.clear()

    def take_back(self) -> tuple[str, int] | None:
        """Take the last step back; None when there is none. Raises `FieldkitError`; then it stays."""
        if not self._steps:
            return None
        words, back = self._steps[-1]
        foreign = back()
        self._steps.pop()
        return words, foreign
