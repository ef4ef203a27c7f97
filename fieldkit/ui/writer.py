"""Writes for a page: at once where nobody else writes, else beside the window, which says that it waits."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject

from fieldkit.errors import FieldkitError
from fieldkit.model.database import DatabaseBusy, patience

if TYPE_CHECKING:
    from collections.abc import Callable, Sized
    from typing import Any

    from fieldkit.ui.jobs import Job
    from fieldkit.ui.page import Page

T = TypeVar("T")

AT_ONCE = 50
"""Milliseconds that the window waits for another write; most are over by then."""
BESIDE = 300_000
"""Milliseconds that a write beside the window waits: longer than the import of a nation's register."""
MANY = 200
"""Records from which writing them takes longer than a frame."""


class Writer(QObject):
    """One write of a page at a time; what it gives is handed over in the window."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._job: Job[Any] | None = None

    def waits(self) -> bool:
        """Tell whether a write is on its way."""
        return self._job is not None

    def write(
        self,
        call: Callable[[], T],
        done: Callable[[T], object],
        refused: Callable[[FieldkitError], object],
        *,
        records: Sized = (),
    ) -> None:
        """Let ``call`` write and hand over what it returns, or its refusal; ``records`` are those it writes.

        ``call`` touches no widget, and one that raised `DatabaseBusy` is called once more.
        """
        if self._job is not None:
            self._tell()
            return
        if len(records) < MANY:
            try:
                with patience(AT_ONCE):
                    found = call()
            except DatabaseBusy:
                self._tell()
            except FieldkitError as error:
                refused(error)
                return
            else:
                done(found)
                return
        self._job = self._page.start_job(
            lambda _job: _patiently(call), self._ended(done), failed=self._ended(refused)
        )

    def _ended(self, then: Callable[[Any], object]) -> Callable[[Any], None]:
        def ended(found: Any) -> None:
            self._job = None
            then(found)

        return ended

    def _tell(self) -> None:
        self._page.told.emit(
            self.tr("Waiting until another task has finished writing"),
            self.tr("It is saved as soon as that is done. You may go on looking."),
            "info",
        )


def _patiently(call: Callable[[], T]) -> T:
    with patience(BESIDE):
        return call()
