"""What the desks of registers and orders have in common: a sheet in front, writing, Ctrl+Z, files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from fieldkit.errors import FieldkitError
from fieldkit.model.records import UndoHistory
from fieldkit.ui.open_copy import open_copy
from fieldkit.ui.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence, Sized
    from pathlib import Path

    from fieldkit.model.records import Edit
    from fieldkit.ui.page import Page, PageContext

T = TypeVar("T")


class Written(Protocol):
    """What a write of a register or of orders gives: how to take it back."""

    @property
    def edit(self) -> Edit | None:
        """What was written over, None where nothing is other."""


W = TypeVar("W", bound=Written)


class DeskPage(Protocol):
    """What a desk asks of its page beside what every page has."""

    context: PageContext

    def show_sheet(self, sheet: QWidget | None) -> None:
        """Show ``sheet`` in place of the lists, or the lists again."""

    def drop_sheet(self, sheet: QWidget) -> None:
        """Forget a sheet that was shown."""


class RecordDesk(QObject):
    """Writes for a page and shows its sheets; every write can be taken back, the last first.

    Attributes:
        sheet: the sheet in front, None while the lists are.
        history: what was written here.
    """

    WRITTEN: frozenset[str] = frozenset()

    sheet: Any

    def __init__(self, page: Any) -> None:
        super().__init__(page)
        self.host: DeskPage = page
        self.page: Page = page
        self.workspace = page.context.workspace
        self.history = UndoHistory(self.workspace)
        self.writer = Writer(page)
        self.sheet = None

    # --- for a desk to fill in

    def warnings_of(self, done: Any) -> Iterable[str]:
        """Return what a person should know of what was written."""
        return ()

    def mark(self, error: FieldkitError) -> None:
        """Mark on the sheet in front what was refused."""

    # --- sheets

    def show(self, sheet: Any) -> None:
        """Show a sheet in place of the one in front."""
        self.drop_sheet()
        sheet.left.connect(self.drop_sheet)
        self.sheet = sheet
        self.host.show_sheet(sheet)

    def drop_sheet(self) -> None:
        """Forget the sheet in front, without a word."""
        sheet, self.sheet = self.sheet, None
        if sheet is not None:
            self.host.show_sheet(None)
            self.host.drop_sheet(sheet)

    # --- writing

    def attempt(self, call: Callable[[], T]) -> T | None:
        """Return what ``call`` gives; None after its refusal was told and its fields marked."""
        try:
            return call()
        except FieldkitError as error:
            self.refuse(error)
            return None

    def refuse(self, error: FieldkitError) -> None:
        """Tell a refusal and mark its fields."""
        self.page.failed.emit(error)
        self.mark(error)

    def write(
        self,
        words: str,
        call: Callable[[], W],
        then: Callable[[W], object] | None = None,
        *,
        records: Sized = (),
    ) -> None:
        """Write, go back to the list and tell ``words``, then go on with ``then``; a refusal ends it."""

        def done(found: W) -> None:
            self._tell(words, found)
            if then is not None:
                then(found)

        self.writer.write(call, done, self.refuse, records=records)

    def write_each(self, words: str, calls: Sequence[Callable[[], Written]]) -> None:
        """Write one after the other; one that is refused stops the rest."""
        if calls:
            self.write(words, calls[0], lambda _done: self.write_each(words, calls[1:]))

    def undo(self) -> None:
        """Take back the last thing that was written here."""
        what = self.history.last()
        if self.sheet is not None or not what:
            return
        self.writer.write(self.history.undo, lambda foreign: self._tell_undone(what, foreign), self.refuse)

    def _tell_undone(self, what: str, foreign: int) -> None:
        kept = self.tr("%n value(s) changed elsewhere since stay as they are", "", foreign) if foreign else ""
        self.page.refresh()
        self.page.told.emit(self.tr("Taken back: {0}").format(what), kept, "info")
        self.page.changed.emit(self.WRITTEN)

    def _tell(self, words: str, done: Written) -> None:
        self.history.add(words, done.edit)
        if self.sheet is not None:
            self.drop_sheet()
        else:
            self.page.refresh()
        warnings = "\n".join(self.warnings_of(done))
        if warnings:
            self.page.told.emit(words, warnings, "warn")
        elif done.edit is not None:
            self.page.offered.emit(words, "", [(self.tr("Undo (Ctrl+Z)"), self.undo)])
        self.page.changed.emit(self.WRITTEN)

    # --- files

    def read_file(self, file: Path) -> bytes | None:
        """Return what a chosen file holds; None after it was told that it cannot be read."""
        try:
            return file.read_bytes()
        except OSError as error:
            self.page.told.emit(self.tr("The file cannot be read"), f"{file}\n{error.strerror}", "fail")
            return None

    def open_file(self, attachment: str) -> None:
        """Show a file in the system's own program, from a copy without the store's name."""
        [row] = self.workspace.rows("SELECT name, sha256 FROM attachment WHERE id = ?", attachment)
        self.attempt(lambda: open_copy(self.workspace, row["name"], row["sha256"]))
